"""What a store can do: one protocol a noun. SQLite answers them today; one test suite runs on every engine.

All times are aware datetimes in UTC. A method that writes does so in one transaction. A store belongs to one
thread; another thread takes its own with :meth:`Store.reopen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from db.rows import CrawlRow, DocumentRow, LinkEvent, Pruned, ReadRow, Saved, SnapshotRow, ToAsk, ToCompare, ToSettle
from linkwatch.model import (
    Capture,
    Citation,
    Comparison,
    Content,
    Document,
    Drift,
    Due,
    Finding,
    HostNight,
    Selection,
    Settled,
    State,
    Verdict,
    Visit,
)

if TYPE_CHECKING:
    from db.deliveries import Deliveries
    from db.views import Views


class Documents(Protocol):
    """Documents and their citations."""

    def save(
        self, document: Document, citations: Sequence[Citation], *, watch: bool, at: datetime, read_by: str = ""
    ) -> Saved:
        """Store a document as read now, with its citations and the links they need.

        A citation that is gone from the document keeps its row with ``removed_at``. ``watch`` puts the document
        on watch; False leaves that as it was. A watched document of the same bytes whose file is gone is renamed.
        ``read_by`` names the rules that read it.
        """
        ...

    def as_read(self) -> list[ReadRow]:
        """Documents on watch as they were when last read, by name."""
        ...

    def unchanged(self, ids: Sequence[int], *, at: datetime) -> None:
        """Note that documents were looked at, and are as they were."""
        ...

    def sha256(self, name: str) -> str | None:
        """Hash of the bytes last read under this name; None for an unknown document."""
        ...

    def count(self) -> tuple[int, int]:
        """How many documents are on watch, and how many of them are gone."""
        ...

    def watched(self) -> list[DocumentRow]:
        """Documents on watch, by name."""
        ...

    def unwatch(self, name: str, *, at: datetime) -> bool:
        """End the watch on a document; False when it was on none."""
        ...

    def gone(self, name: str, *, at: datetime) -> bool:
        """Note that the file of a document is no longer there: it cites nothing until it is back.

        False when that was noted before, or the name is unknown; so it is told once.
        """
        ...


class Links(Protocol):
    """The pages cited."""

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
        """A block of links to visit, by id above ``after_id``: those due in ``night``, or all when it is None.

        ``checked_before`` leaves out links checked at or after it. An empty list is the end.
        """
        ...

    def due_nights(self) -> dict[date, tuple[int, int]]:
        """How many watched links are due first in each night, and how many of them are dead."""
        ...

    def count_due(
        self, *, night: date | None, selection: Selection, checked_before: datetime | None = None
    ) -> dict[str, int]:
        """How many links ``due`` would give, by site; sites without any are left out."""
        ...

    def find(self, url_or_id: str) -> int | None:
        """Id of the link with this id, this canonical URL, or this as one of its spellings."""
        ...

    def mute(self, link_id: int, *, until: date | None, note: str = "") -> bool:
        """Leave a link out of what needs attention until that day; None ends it. False for an unknown link."""
        ...


class Checks(Protocol):
    """Visits and what was seen."""

    def record(self, crawl_id: int, visits: Sequence[Visit], *, at: datetime) -> None:
        """Store a batch of visits with their provisional verdicts, snapshots and bodies.

        A visit equal to the link's last check moves its ``last_at`` and count; a page that is as it was adds no row.
        A second record of one link in one crawl overwrites the first and is not counted again.
        """
        ...

    def history(self, link_id: int) -> list[tuple[datetime, datetime, int, Verdict, int | None]]:
        """Checks of a link, oldest first: first and last time, count, verdict, HTTP status."""
        ...


class Crawls(Protocol):
    """Runs over the links that are due."""

    def begin(self, *, kind: str, night: date, at: datetime) -> int:
        """Open a crawl and take the lease. Raises StoreLocked while another living process holds it."""
        ...

    def heartbeat(self, crawl_id: int, *, at: datetime) -> None:
        """Say that the crawl is still alive."""
        ...

    def end(self, crawl_id: int, *, at: datetime, outcome: str, fetched: int = 0) -> CrawlRow:
        """End the visits; the lease is kept until all is settled. ``fetched`` are bytes of bodies."""
        ...

    def unsettled(self) -> list[CrawlRow]:
        """Crawls whose visits have not all been settled and whose process no longer lives, oldest first."""
        ...

    def settled(self, crawl_id: int, *, at: datetime) -> CrawlRow:
        """Note that every visit of the crawl is settled and compared; count its states and events, end its lease."""
        ...

    def before(self, crawl_id: int) -> CrawlRow | None:
        """The settled crawl before this one, of the same kind."""
        ...

    def last(self, *, kind: str | None = None) -> CrawlRow | None:
        """The latest crawl, of one kind or of any."""
        ...

    def last_good(self) -> CrawlRow | None:
        """The latest ``crawl`` that came to its end and was settled; checks of some links count for nothing here."""
        ...


class Settling(Protocol):
    """The second step of judging. Each save is a transaction; a settled link is not given again."""

    def pending(self, crawl_id: int, *, after_id: int = 0, limit: int = 500) -> list[ToSettle]:
        """A block of visits of this crawl that are not settled, by link id."""
        ...

    def hosts(self, crawl_id: int) -> dict[str, HostNight]:
        """What each host that failed for anyone did in this crawl; hosts where all went well are left out."""
        ...

    def save(self, crawl_id: int, settled: Sequence[tuple[int, Settled, date]]) -> None:
        """Store settled verdicts of links with the night of their next visit; state and events together."""
        ...


class Drifts(Protocol):
    """Comparison of citations with their pages."""

    def pending(self, crawl_id: int, *, after_id: int = 0, limit: int = 200) -> list[ToCompare]:
        """A block of citations of links visited in this crawl that need comparing again, link by link.

        ``after_id`` is the id of the citation after which to go on: the last of the block before.
        """
        ...

    def save(self, crawl_id: int, compared: Sequence[tuple[ToCompare, Comparison]], *, at: datetime) -> None:
        """Store comparisons; refresh the drift of their links (the worst of all citations).

        Writes the link's ``edited`` or ``replaced`` event of this crawl when its drift turned to that, not on the
        first comparison ever made of a link unless the baseline is a quote or a capture.
        """
        ...


class Captures(Protocol):
    """Copies of pages in web archives. What is known of them comes with links to settle, to compare and to report."""

    def of(self, link_id: int) -> tuple[Capture, ...]:
        """The known copies of a link, oldest first, with the texts that were fetched."""
        ...

    def wanted(self, crawl_id: int, *, answered_before: datetime, failed_before: datetime, limit: int) -> list[ToAsk]:
        """Pages that a crawl visited of which a copy is worth asking for, the most urgent first.

        Those that are gone, changed, or have nothing older than our first visit to be held against; left out are
        those asked for since ``answered_before``, or since ``failed_before`` where there was no answer.
        """
        ...

    def body(self, link_id: int, address: str) -> bytes:
        """Body that a copy was read from, zstd-compressed; empty when none was stored."""
        ...

    def read_again(self, link_id: int, address: str, text: str, extractor: str) -> None:
        """Store what a newer extractor makes of a copy that was read before."""
        ...

    def asked(self, link_id: int, archive: str, *, wanted: str = "") -> datetime | None:
        """When an archive last answered this of a link; None for never.

        ``wanted`` is what of the page was asked for, in the asker's own words: a day, say, or empty for the newest.
        """
        ...

    def save(
        self, link_id: int, archive: str, found: Sequence[Capture], *, at: datetime, wanted: str = "",
        failed: bool = False,
    ) -> int:  # fmt: skip
        """Store what an archive answered, be it nothing, and that it was asked; returns how many copies are new.

        ``failed`` says that it did not answer, which is no answer of nothing.

        A copy known by its address is brought up to date; its text, once fetched, stays. A new text makes the
        comparison of the link's citations stale: they are compared again after the link's next visit.
        """
        ...


class Upkeep(Protocol):
    """Keeping the database well."""

    def check(self) -> tuple[str, ...]:
        """What is wrong, a line each; empty when all is well. Goes through the whole database."""
        ...

    def backup(self, file: Path, *, replace: bool = False) -> int:
        """Copy the database as it is now, also while a crawl writes to it; returns the bytes of the copy.

        The copy is there whole or not at all. Raises StoreError when the file exists and is not to be replaced.
        """
        ...

    def vacuum(self, *, at: datetime) -> tuple[int, int]:
        """Give back the room of what went; returns bytes before and after. Raises StoreLocked while a crawl runs."""
        ...

    def prune(self, *, before: datetime, at: datetime, only_tell: bool) -> Pruned:
        """Let go what was not seen since ``before``; with ``only_tell`` say what would go.

        Of a page the first and current version stay, those that citations are held against, and the last check.
        Raises StoreLocked while a crawl runs.
        """
        ...


class Store(Protocol):
    """A database of linkwatch."""

    @property
    def documents(self) -> Documents:
        """Documents and their citations."""
        ...

    @property
    def links(self) -> Links:
        """The pages cited."""
        ...

    @property
    def checks(self) -> Checks:
        """Visits and what was seen."""
        ...

    @property
    def crawls(self) -> Crawls:
        """Runs over the links that are due."""
        ...

    @property
    def settling(self) -> Settling:
        """The second step of judging."""
        ...

    @property
    def drifts(self) -> Drifts:
        """Comparison of citations with their pages."""
        ...

    @property
    def captures(self) -> Captures:
        """Copies of pages in web archives."""
        ...

    @property
    def upkeep(self) -> Upkeep:
        """Keeping the database well."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """Who was told what."""
        ...

    @property
    def views(self) -> Views:
        """What is read for showing."""
        ...

    def findings(self, selection: Selection) -> Iterator[Finding]:
        """Links with verdict, drift and citations, by first citing document and line."""
        ...

    def counts(self, selection: Selection) -> dict[State, int]:
        """Links by state."""
        ...

    def drift_counts(self, selection: Selection) -> dict[Drift, int]:
        """Links by drift."""
        ...

    def events(self, crawl_id: int) -> list[LinkEvent]:
        """Events of a crawl, by kind and canonical URL."""
        ...

    def snapshots(self, link_id: int) -> list[SnapshotRow]:
        """Versions of a link, oldest first."""
        ...

    def read_again(self, older: SnapshotRow, content: Content) -> None:
        """Store a version as another extractor reads it, beside what it was first read as.

        Where that is a version known already, this one is found to be as old: no row is added.
        """
        ...

    def snapshot_body(self, snapshot_id: int) -> bytes:
        """Body that a version was read from, zstd-compressed; empty when none was stored."""
        ...

    def reopen(self) -> Store:
        """The same database for another thread."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...
