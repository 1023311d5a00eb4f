"""The table of links: any filter, any order, a page at a time, also among a million.

Few links are found first and sorted then; many are walked through in the order of an index until a page is full.
How many there are is counted in an index that holds every filter, and no further than ``MOST_COUNTED``.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from db.sqlite.connection import Connection
from db.sqlite.selection import where
from db.sqlite.values import dumps, maybe_moment
from db.sqlite.views.overview import document_name
from db.views import LinkPage, LinkRow, Sort
from linkwatch.model import Drift, Selection, State
from linkwatch.text import bigrams

MOST_COUNTED = 10_000
"""Links up to which they are counted, and found before they are sorted."""

MOST_FOUND = 20_000
"""Links on chosen hosts, or versions and citations with the words looked for, that are taken up."""

_LONGEST_SEARCH = 200
"""Characters of a search that count."""

STATES_BY_GRAVITY = (
    State.DEAD, State.SUSPECT, State.MOVED, State.UNREACHABLE, State.BLOCKED, State.RESTRICTED, State.UNKNOWN,
    State.ALIVE,
)  # fmt: skip
DRIFTS_BY_GRAVITY = (Drift.REPLACED, Drift.EDITED, Drift.SAME, Drift.UNJUDGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of an order: all links of it come before those of the next one. Its fields are SQL."""

    column: str
    index: str
    condition: str = ""
    parted: Sequence[str] = ("",)
    """Conditions that part the stretch, so that each part can be read in the order of the index, and merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page ends: in which stretch, at which value, at which id."""

    stretch: int
    key: str
    id: int

    @classmethod
    def read(cls, text: str) -> Place:
        """Read what :meth:`written` wrote; ValueError for anything else."""
        stretch, _, rest = text.partition("~")
        key, found, link_id = rest.rpartition("~")
        numbers = stretch + link_id
        if not (found and stretch and link_id and numbers.isascii() and numbers.isdecimal() and len(text) < 4_000):
            raise ValueError(f"{text[:80]!r} is no place in the table of links")
        return cls(stretch=int(stretch), key=key, id=min(int(link_id), 2**63 - 1))

    def written(self) -> str:
        """As text, for a URL."""
        return f"{self.stretch}~{self.key}~{self.id}"


class Table:
    """Reads pages of links; see :class:`db.views.Views`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, selection: Selection, *, sort: Sort, descending: bool, after: str, limit: int) -> LinkPage:
        """Return a page of the selected links."""
        place = Place.read(after) if after else None
        ids = self._ids(selection)
        conditions, parameters = where(_rest(selection, ids))
        source = (
            "links INDEXED BY links_by_facets"
            if ids is None
            else "json_each(:ids) AS wanted JOIN links ON links.id = wanted.value"
        )
        if ids is not None:
            parameters["ids"] = dumps(ids)
        counted = self._connection.one(
            "view_links_count", {**parameters, "most": MOST_COUNTED + 1}, source=source, conditions=conditions
        )["links"]
        many = ids is None and counted > MOST_COUNTED
        stretches = _stretches(sort, selection.states if many else ())
        if not descending:
            stretches.reverse()
        found: list[Place] = []
        for number, stretch in enumerate(stretches):
            if len(found) <= limit and (place is None or number >= place.stretch):
                from_index = f"links INDEXED BY {stretch.index}" if many else source
                begin = place if place and number == place.stretch else None
                found += self._stretch(
                    number, stretch, from_index, conditions, parameters, begin, descending, limit + 1 - len(found)
                )
        shown = found[:limit]
        return LinkPage(
            rows=self.rows([each.id for each in shown]),
            count=min(counted, MOST_COUNTED),
            exact=counted <= MOST_COUNTED,
            after=shown[-1].written() if len(found) > limit else "",
        )

    def rows(self, ids: Sequence[int]) -> tuple[LinkRow, ...]:
        """Return lines of the table, in the order of the ids."""
        title = self._connection.text("view_title")
        rows = self._connection.rows("view_link_rows", {"ids": dumps(list(ids))}, title=title)
        citing = {
            row["link_id"]: row
            for row in reversed(self._connection.rows("view_citing_documents", {"ids": dumps(list(ids))}))
        }
        return tuple(_row(row, citing.get(row["id"])) for row in rows)

    def _stretch(
        self, number: int, stretch: Stretch, source: str, conditions: str, parameters: dict[str, str],
        begin: Place | None, descending: bool, limit: int,
    ) -> list[Place]:  # fmt: skip
        way, sign = ("DESC", "<") if descending else ("ASC", ">")
        narrowed = f"{conditions} {stretch.condition}"
        if begin is not None:
            narrowed += f" AND ({stretch.column}, links.id) {sign} (:key, :id)"
        bounds: dict[str, Any] = {**parameters, "limit": limit}
        if begin is not None:
            bounds |= {"key": begin.key, "id": begin.id}
        parts = [
            self._connection.rows(
                "view_links_page",
                bounds,
                column=stretch.column,
                source=source,
                way=way,
                conditions=f"{narrowed} {part}",
            )
            for part in stretch.parted
        ]
        merged = heapq.merge(*parts, key=lambda row: (row["key"], row["id"]), reverse=descending)
        return [Place(stretch=number, key=row["key"], id=row["id"]) for row in islice(merged, limit)]

    def _ids(self, selection: Selection) -> list[int] | None:
        """Return ids of what can be found by an index of its own; None when the selection asks for no such thing."""
        sets: list[set[int]] = []
        if selection.link_ids:
            sets.append(set(selection.link_ids))
        if words := _phrase(selection.text):
            sets.append(self._found("view_links_found", {"words": words, "most": MOST_FOUND}))
        if selection.documents:
            sets.append(self._found("view_links_in_documents", {"documents": dumps(selection.documents)}))
        if selection.hosts and not any(set(host) & set("*?[") for host in selection.hosts):
            on_hosts = {"hosts": dumps(selection.hosts), "most": MOST_FOUND + 1}
            found = self._found("view_links_on_hosts", on_hosts)
            if len(found) <= MOST_FOUND:
                sets.append(found)
        return sorted(set.intersection(*sets)) if sets else None

    def _found(self, query: str, parameters: dict[str, Any]) -> set[int]:
        return {row["id"] for row in self._connection.rows(query, parameters)}


def _rest(selection: Selection, ids: list[int] | None) -> Selection:
    """What is left to ask once links were found by an index; that a watched document cites them is asked apart."""
    left = replace(selection, watched=False, text="" if _phrase(selection.text) else selection.text, link_ids=())
    return left if ids is None else replace(left, documents=())


def _phrase(text: str) -> str:
    """Words to look for in the indexes, all of them: each a phrase of bigrams, the last one as a beginning."""
    phrases = [f'"{words}"' for word in text[:_LONGEST_SEARCH].split() if (words := bigrams(word).replace('"', " "))]
    return f"{' '.join(phrases)} *" if phrases else ""


def _stretches(sort: Sort, states: Sequence[State]) -> list[Stretch]:
    """The stretches of an order, the first ones first when descending."""
    if sort is Sort.ADDRESS:
        return [Stretch(column="links.canonical_url", index="links_by_address")]
    if sort is Sort.DRIFT:
        return [
            Stretch(column="''", index="links_by_drift", condition=f"AND links.drift = '{drift}'")
            for drift in DRIFTS_BY_GRAVITY
        ]
    if sort is Sort.STATE:
        return [
            stretch
            for state in STATES_BY_GRAVITY
            for stretch in _known_and_not("state_since", "links_by_state", f"AND links.state = '{state}'", ("",))
        ]
    if sort is Sort.CHECKED:
        return _known_and_not("last_checked_at", "links_by_checked", "", ("",))
    parted = [f"AND links.state = '{state}'" for state in states]
    return _known_and_not("state_since", "links_by_state" if parted else "links_by_since", "", parted or ("",))


def _known_and_not(column: str, index: str, condition: str, parted: Sequence[str]) -> list[Stretch]:
    """Links of which the time is known, and those of which it is not: comparing with NULL would lose these."""
    known = f"links.{column}"
    return [
        Stretch(column=known, index=index, condition=f"{condition} AND {known} IS NOT NULL", parted=parted),
        Stretch(column="''", index=index, condition=f"{condition} AND {known} IS NULL", parted=parted),
    ]


def _row(row: sqlite3.Row, citing: sqlite3.Row | None) -> LinkRow:
    return LinkRow(
        id=row["id"],
        url=row["canonical_url"],
        site=row["site"],
        host=row["host"],
        title=row["title"],
        state=State(row["state"]),
        reason=row["reason"],
        drift=Drift(row["drift"]),
        state_since=maybe_moment(row["state_since"]),
        checked_at=maybe_moment(row["last_checked_at"]),
        muted_until=date.fromisoformat(row["muted_until"]) if row["muted_until"] else None,
        kept=row["kept"],
        sentences=row["sentences"] or 0,
        document=document_name(citing) if citing else None,
        documents=citing["documents"] if citing else 0,
    )
