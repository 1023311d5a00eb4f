"""The store on SQLite: one module a noun, all on one connection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from db.sqlite.checks import SqliteChecks
from db.sqlite.connection import Connection
from db.sqlite.crawls import SqliteCrawls
from db.sqlite.documents import SqliteDocuments
from db.sqlite.drifts import SqliteDrifts
from db.sqlite.findings import Findings
from db.sqlite.links import SqliteLinks
from db.sqlite.settling import SqliteSettling
from db.sqlite.snapshots import Snapshots
from db.store import Checks, Crawls, Documents, Drifts, LinkEvent, Links, Settling, SnapshotRow, Store
from linkwatch.model import Drift, Finding, Selection, State


class SqliteStore:
    """A database of linkwatch in one file; see :class:`db.store.Store`."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._connection = Connection(path, read_only=read_only)
        self.path = path
        self.documents: Documents = SqliteDocuments(self._connection)
        self.links: Links = SqliteLinks(self._connection)
        self.checks: Checks = SqliteChecks(self._connection)
        self._crawls = SqliteCrawls(self._connection)
        self.crawls: Crawls = self._crawls
        self.settling: Settling = SqliteSettling(self._connection)
        self.drifts: Drifts = SqliteDrifts(self._connection)
        self._findings = Findings(self._connection)
        self._snapshots = Snapshots(self._connection)

    def findings(self, selection: Selection) -> Iterator[Finding]:
        """Give links with verdict, drift and citations, by first citing document and place in it."""
        return self._findings.findings(selection)

    def counts(self, selection: Selection) -> dict[State, int]:
        """Return links by state; ``selection.limit`` does not count here."""
        return self._findings.counts(selection)

    def drift_counts(self, selection: Selection) -> dict[Drift, int]:
        """Return links by drift; ``selection.limit`` does not count here."""
        return self._findings.drift_counts(selection)

    def events(self, crawl_id: int) -> list[LinkEvent]:
        """Return the events of a crawl, by kind and canonical URL."""
        return self._crawls.events(crawl_id)

    def snapshots(self, link_id: int) -> list[SnapshotRow]:
        """Return the versions of a link, oldest first."""
        return self._snapshots.of_link(link_id)

    def snapshot_body(self, snapshot_id: int) -> bytes:
        """Return the body that a version was read from, zstd-compressed; empty when none was stored."""
        return self._snapshots.body(snapshot_id)

    def reopen(self) -> Store:
        """Open the same database for another thread."""
        return SqliteStore(self.path, read_only=self._connection.read_only)

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()
