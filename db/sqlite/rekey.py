"""When the rules of canonical URLs change: every link gets its new name, those that became one are merged.

A link whose citations turn out to name different pages is parted. All in one transaction: it happens, or not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from db.sqlite.connection import Connection
from db.sqlite.documents import link_for
from db.sqlite.values import dumps
from linkwatch import sites
from linkwatch.urls import CANONICAL_VERSION, host_of


def rekey(
    connection: Connection,
    *,
    version: int = CANONICAL_VERSION,
    canonical: Callable[[str], str] = sites.canonical,
) -> int:
    """Bring canonical URLs to the rules of ``version``; return how many links were looked at, 0 when all are.

    Raises StoreError.
    """
    if connection.one("rekey_version")["user_version"] == version:
        return 0
    work = _Rekeying(connection, version, canonical)
    with connection.rebuilding():
        connection.run("rekey_set_aside", {"version": version})
        count = sum(work.link(row["id"], row["url"]) for row in work.stale())
        touched = {"ids": dumps(sorted(work.touched)), "at": connection.one("rekey_at")["at"]}
        connection.run("links_rewatch", touched)
        connection.run("link_drift_refresh", touched)
        connection.run("rekey_done", version=str(version))
    return count


class _Rekeying:
    def __init__(self, connection: Connection, version: int, canonical: Callable[[str], str]) -> None:
        self._connection = connection
        self._version = version
        self._canonical = canonical
        self.touched: set[int] = set()
        """Links that gained or lost a citation."""

    def stale(self) -> Iterator[sqlite3.Row]:
        """Give links by id; a link that was merged into a later one is not met again."""
        after = 0
        while rows := self._connection.rows("rekey_stale", {"version": self._version, "after_id": after}):
            yield from rows
            after = rows[-1]["id"]

    def link(self, link_id: int, url: str) -> int:
        """Name a link anew; return 1."""
        name = self._canonical(url)
        for row in self._connection.rows("rekey_citations", {"link_id": link_id}):
            own = self._canonical(row["url"])
            if own != name:
                self._part(link_id, row["id"], own, row["url"])
        holder = self._connection.row("link_by_canonical_url", {"canonical_url": name})
        if holder is not None:
            link_id = self._merge(link_id, holder["id"])
        columns = {"id": link_id, "canonical_url": name, "version": self._version}
        self._connection.run("rekey_name", columns | {"site": sites.site_of(name), "host": host_of(name)})
        return 1

    def _part(self, link_id: int, citation_id: int, name: str, url: str) -> None:
        """Give a citation that names another page to that page's link."""
        other, _ = link_for(self._connection, name, url, version=self._version)
        self._connection.run("rekey_citation", {"id": citation_id, "link_id": other})
        self._connection.run("drift_stale", {"citation_id": citation_id})
        self.touched.update((link_id, other))

    def _merge(self, one: int, other: int) -> int:
        """Make one link of two, with all they have seen; return the id of the one that was visited last."""
        rows = [self._connection.one("rekey_link", {"id": each}) for each in (one, other)]
        goes, stays = sorted(rows, key=lambda row: (row["last_checked_at"] or "", -row["id"]))
        ids = {"id": goes["id"], "into": stays["id"]}
        self._connection.run("rekey_move_citations", ids)
        for same in self._connection.rows("rekey_same_snapshots", ids):
            pair = {"id": same["id"], "into_id": same["into_id"], "into": ids["into"]}
            for what in ("join_snapshot", "point_drifts", "point_link", "drop_snapshot"):
                self._connection.run(f"rekey_{what}", pair)
        for what in ("snapshots", "checks", "events", "captures", "captures_asked"):
            self._connection.run(f"rekey_move_{what}", ids)
        for what in ("events", "captures", "captures_asked"):  # what the one that stays has itself
            self._connection.run(f"rekey_drop_{what}", ids)
        self._connection.run("rekey_first_snapshot", ids)
        self._connection.run("rekey_drop_link", ids)
        self.touched.discard(ids["id"])
        self.touched.add(ids["into"])
        return int(ids["into"])
