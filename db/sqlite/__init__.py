"""The store on SQLite: one module a noun, all on one connection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from db.deliveries import Deliveries
from db.rows import LinkEvent, SnapshotRow
from db.sqlite.captures import SqliteCaptures
from db.sqlite.connection import Connection
from db.sqlite.crawls import SqliteCrawls
from db.sqlite.drifts import SqliteDrifts
from db.sqlite.findings import Findings
from db.sqlite.links import SqliteLinks
from db.sqlite.settling import SqliteSettling
from db.sqlite.snapshots import Snapshots
from db.store import Captures, Checks, Crawls, Documents, Drifts, Links, Settling, Store, Upkeep
from db.views import Views
from linkwatch.model import Content, Drift, Finding, Selection, State


class SqliteStore:
    """A database of linkwatch in one file; see :class:`db.store.Store`."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._connection = Connection(path, read_only=read_only)
        self.path = path
        if not read_only:
            from db.sqlite.rekey import rekey

            rekey(self._connection)

    # What only writes is imported when asked for: a report starts without sites, URLs and hashes.

    @cached_property
    def documents(self) -> Documents:
        """Documents and their citations."""
        from db.sqlite.documents import SqliteDocuments

        return SqliteDocuments(self._connection)

    @cached_property
    def links(self) -> Links:
        """The pages cited."""
        return SqliteLinks(self._connection)

    @cached_property
    def checks(self) -> Checks:
        """Visits and what was seen."""
        from db.sqlite.checks import SqliteChecks

        return SqliteChecks(self._connection)

    @cached_property
    def crawls(self) -> Crawls:
        """Runs over the links that are due."""
        return self._crawls

    @cached_property
    def settling(self) -> Settling:
        """The second step of judging."""
        return SqliteSettling(self._connection)

    @cached_property
    def drifts(self) -> Drifts:
        """Comparison of citations with their pages."""
        return SqliteDrifts(self._connection)

    @cached_property
    def captures(self) -> Captures:
        """Copies of pages in web archives."""
        return SqliteCaptures(self._connection)

    @cached_property
    def upkeep(self) -> Upkeep:
        """Keeping the database well."""
        from db.sqlite.upkeep import SqliteUpkeep

        return SqliteUpkeep(self._connection)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Who was told what."""
        from db.sqlite.deliveries import SqliteDeliveries

        return SqliteDeliveries(self._connection)

    @cached_property
    def _crawls(self) -> SqliteCrawls:
        return SqliteCrawls(self._connection)

    @cached_property
    def _findings(self) -> Findings:
        return Findings(self._connection)

    @cached_property
    def _snapshots(self) -> Snapshots:
        return Snapshots(self._connection)

    @cached_property
    def views(self) -> Views:
        """Return what is read for showing; imported when asked for, as most commands never do."""
        from db.sqlite.views import SqliteViews

        return SqliteViews(self._connection)

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

    def read_again(self, older: SnapshotRow, content: Content) -> None:
        """Store a version as another extractor reads it, beside what it was first read as."""
        self._snapshots.read_again(older, content)

    def snapshot_body(self, snapshot_id: int) -> bytes:
        """Return the body that a version was read from, zstd-compressed; empty when none was stored."""
        return self._snapshots.body(snapshot_id)

    def reopen(self) -> Store:
        """Open the same database for another thread."""
        return SqliteStore(self.path, read_only=self._connection.read_only)

    def close(self) -> None:
        """Give everything back."""
        self._connection.close()
