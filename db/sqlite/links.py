"""Which links to visit, and finding one."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from db.sqlite.connection import Connection
from db.sqlite.selection import where
from db.sqlite.values import dumps, past
from linkwatch.model import Due, Selection

AT_ONCE = date.min
"""Night of a link that was never visited: due whatever the clock says."""

_LARGEST_ID = 2**63 - 1

_FEW = 5_000
"""Links of a selection that are looked up and sorted for each block; of more, all links are gone through in order."""


class SqliteLinks:
    """The pages cited; see :class:`db.store.Links`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(
        self,
        *,
        night: date | None,
        selection: Selection,
        site: str | None = None,
        after_id: int = 0,
        limit: int = 500,
        checked_before: datetime | None = None,
    ) -> list[Due]:
        """Return a block of links to visit, by id; see :meth:`db.store.Links.due`.

        ``selection.limit`` is the caller's: it bounds a run, not a block. With a night only links of watched
        documents can be due.
        """
        few = night is None and self._are_few(selection)
        by_key = not few or bool(selection.hosts)
        conditions, parameters = where(selection, checked_before=checked_before, by_key=by_key)
        if site is not None:
            conditions += "\nAND links.site = :site"
        bounds = {**parameters, "site": site, "after_id": after_id, "limit": limit}
        if night is None:
            query = "links_above_few" if few else "links_above"
            ids = [row["id"] for row in self._connection.rows(query, bounds, where=conditions)]
        else:
            blocks = [
                [row["id"] for row in self._connection.rows("due_in_group", bounds | group, where=conditions)]
                for group in self._groups(night, site)
            ]
            ids = list(heapq.merge(*blocks))[:limit]
        return [
            Due(
                link_id=row["id"],
                url=row["url"],
                canonical_url=row["canonical_url"],
                site=row["site"],
                host=row["host"],
                past=past(row),
            )
            for row in self._connection.rows("links_due", {"ids": dumps(ids)})
        ]

    def due_nights(self) -> dict[date, tuple[int, int]]:
        """Return how many watched links are due first in each night, and how many of them are dead."""
        rows = self._connection.rows("links_by_due_night")
        return {date.fromisoformat(row["due_night"]): (row["links"], row["dead"]) for row in rows}

    def count_due(
        self, *, night: date | None, selection: Selection, checked_before: datetime | None = None
    ) -> dict[str, int]:
        """Return how many links ``due`` would give, by site."""
        conditions, parameters = where(selection, checked_before=checked_before, by_key=night is not None)
        if night is None:
            rows = self._connection.rows("links_count_by_site", parameters, where=conditions)
            return {row["site"]: row["links"] for row in rows}
        counts: Counter[str] = Counter()
        for group in self._groups(night, None):
            rows = self._connection.rows("due_in_group_count", parameters | group, where=conditions)
            counts[group["group_site"]] += rows[0]["links"]
        return {site: count for site, count in counts.items() if count}

    def find(self, url_or_id: str) -> int | None:
        """Return the id of the link with this id, canonical URL or any spelling of it."""
        from linkwatch import sites  # only who names a link pays for them

        if url_or_id.isascii() and url_or_id.isdigit() and int(url_or_id) <= _LARGEST_ID:
            row = self._connection.row("link_by_id", {"id": int(url_or_id)})
        else:
            row = self._connection.row("link_by_canonical_url", {"canonical_url": url_or_id}) or self._connection.row(
                "link_by_canonical_url", {"canonical_url": sites.canonical(url_or_id)}
            )
        return None if row is None else int(row["id"])

    def mute(self, link_id: int, *, until: date | None, note: str = "") -> bool:
        """Leave a link out of what needs attention until that day; None ends it. False for an unknown link."""
        with self._connection.transaction():
            parameters = {"id": link_id, "until": until and until.isoformat(), "note": note if until else ""}
            return self._connection.run("link_mute", parameters) == 1

    def _are_few(self, selection: Selection) -> bool:
        """Tell whether an index leads to few links: the suspects, say, or those of a host."""
        if not (selection.states or selection.drifts or selection.hosts):
            return False
        conditions, parameters = where(selection, by_key=bool(selection.hosts))
        found = self._connection.rows("links_up_to", {**parameters, "limit": _FEW + 1}, where=conditions)
        return bool(found[0]["links"] <= _FEW)

    def _groups(self, night: date, site: str | None) -> Iterator[dict[str, str]]:
        for row in self._connection.rows("due_groups", {"night": night.isoformat()}):
            if site in (None, row["site"]):
                yield {"group_night": row["night"], "group_site": row["site"]}
