"""What the viewer, its API and its feeds read: rows made for showing, and one protocol for them.

All times are aware datetimes in UTC. Every list is bounded; none of these methods writes, but for ``refresh``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from db.rows import CrawlRow
from linkwatch.model import (
    Block,
    Capture,
    Citation,
    Cited,
    Comparison,
    Drift,
    Event,
    EventKind,
    Hop,
    Selection,
    State,
    Verdict,
    When,
)
from linkwatch.rot import Observation


class Curve(StrEnum):
    """What a rot curve follows."""

    LINKS = "links"
    """Citations whose page is still alive."""
    QUOTES = "quotes"
    """Citations whose page still says what they quote."""


class Sort(StrEnum):
    """Columns by which links can be sorted."""

    SINCE = "since"
    """When the state became what it is."""
    CHECKED = "checked"
    STATE = "state"
    DRIFT = "drift"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much there is, of links that watched documents cite."""

    documents: int
    states: Mapping[State, int]
    """Links by state."""
    drifts: Mapping[Drift, int]
    """Citations that quote, by drift."""

    @property
    def links(self) -> int:
        """All of them."""
        return sum(self.states.values())

    @property
    def quotes(self) -> int:
        """Citations with a quote."""
        return sum(self.drifts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentName:
    """A document by which a link is cited."""

    id: int
    name: str
    title: str | None

    @property
    def shown(self) -> str:
        """Its title, or else its name."""
        return self.title or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """An event with what a reader needs to know of its link."""

    event_id: int
    crawl_id: int
    link_id: int
    event: Event
    url: str
    host: str
    site: str
    title: str
    state: State
    drift: Drift
    comparison: Comparison | None = None
    """The worst of its citations."""
    documents: tuple[DocumentName, ...] = ()
    """At most three of those that cite it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRow:
    """A host with what is wrong there."""

    host: str
    links: int
    broken: int
    """Links that are dead or suspect."""
    finding: str
    """Why deaths there were not believed; empty when none was doubted."""
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A line of the table of links."""

    id: int
    url: str
    site: str
    host: str
    title: str
    state: State
    reason: str
    drift: Drift
    state_since: datetime | None
    checked_at: datetime | None
    muted_until: date | None
    kept: int
    """Quoted sentences that the page still carries, of the worst citation with a quote."""
    sentences: int
    """Quoted sentences of that citation; 0 when there is no quote, or it was not compared."""
    document: DocumentName | None
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """A page of links."""

    rows: tuple[LinkRow, ...]
    count: int
    exact: bool
    """False: there are more than ``count``."""
    after: str
    """Key of the next page; empty on the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """Equal checks in a row."""

    first_at: datetime
    last_at: datetime
    count: int
    verdict: Verdict
    status: int | None
    final_url: str
    redirects: tuple[Hop, ...]
    headers: tuple[tuple[str, str], ...]
    """Of the last answer, cookies left out."""
    elapsed: float | None
    """Seconds that the last visit took."""
    error: str
    error_detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version of a page, without its text."""

    id: int
    first_seen: datetime
    last_seen: datetime
    title: str
    chars: int
    language: str | None
    published_at: When | None
    modified_at: When | None
    has_body: bool
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionText:
    """A version of a page with its text."""

    id: int
    link_id: int
    first_seen: datetime
    last_seen: datetime
    title: str
    text: str
    language: str | None
    has_body: bool
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """A citation of a link, with its document and comparison."""

    id: int
    link_id: int
    document: DocumentName
    written_at: When | None
    citation: Citation
    comparison: Comparison | None
    compared_with: int | None = None
    """The version that ``comparison`` is about."""
    since: datetime | None = None
    """When the drift became what it is."""

    @property
    def cited(self) -> Cited:
        """As reports have it."""
        return Cited(document=self.document.name, citation=self.citation, comparison=self.comparison)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """All that is known of a link."""

    id: int
    url: str
    canonical_url: str
    site: str
    host: str
    title: str
    verdict: Verdict
    """As settled."""
    vetoed: str
    """Why a death was not believed; empty when none was doubted."""
    drift: Drift
    state_since: datetime | None
    failing_since: datetime | None
    failures: int
    checked_at: datetime | None
    due_night: date | None
    """Night of the next visit; None for a link that no watched document cites."""
    muted_until: date | None
    muted_note: str
    flapping: bool
    version_id: int | None
    """The current version."""
    checks: tuple[CheckRow, ...] = ()
    """Oldest first."""
    versions: tuple[VersionRow, ...] = ()
    """Oldest first."""
    events: tuple[Event, ...] = ()
    """Newest first."""
    citing: tuple[Citing, ...] = ()
    captures: tuple[Capture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A line of the list of documents."""

    document: DocumentName
    format: str
    citations: int
    quotes: int
    attention: int
    """Its links that are dead, suspect or moved, or whose text was edited or replaced."""
    written_at: When | None
    read_at: datetime
    gone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedLink:
    """A citation of a document with what became of its link."""

    citing: Citing
    url: str
    host: str
    site: str
    verdict: Verdict
    drift: Drift
    state_since: datetime | None
    checked_at: datetime | None
    version_id: int | None
    versions: int
    capture: Capture | None = None
    """An archived copy that was seen to carry the quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with all it cites."""

    document: DocumentName
    format: str
    language: str | None
    author: str | None
    written_at: When | None
    read_at: datetime
    gone_at: datetime | None
    watched: bool
    blocks: tuple[Block, ...] = ()
    """As read; empty for a document stored by a linkwatch that did not keep them."""
    cited: tuple[CitedLink, ...] = field(default=())
    """In the order of the document."""


class Views(Protocol):
    """What is read for showing."""

    def totals(self) -> Totals:
        """How much there is."""
        ...

    def news(
        self,
        *,
        crawl_id: int | None = None,
        since: datetime | None = None,
        document_id: int | None = None,
        site: str | None = None,
        heard_on: date | None = None,
        limit: int = 50,
    ) -> list[News]:
        """Events of one crawl or since a time, newest first; those of one crawl by how grave they are.

        With ``heard_on``, events of links that are muted on that day are left out.
        """
        ...

    def news_counts(
        self, *, crawl_id: int | None = None, since: datetime | None = None, heard_on: date | None = None
    ) -> dict[EventKind, int]:
        """How many events of each kind."""
        ...

    def crawls(self, *, limit: int = 30) -> list[CrawlRow]:
        """The last crawls, newest first."""
        ...

    def hosts(self, *, limit: int = 10) -> list[HostRow]:
        """Hosts with most broken links."""
        ...

    def sites(self) -> dict[str, int]:
        """Links by site."""
        ...

    def rot(
        self, *, site: str | None = None, document_id: int | None = None, fresh: bool = False
    ) -> dict[Curve, list[Observation]]:
        """How old citations were when they ended or were last known to be well.

        Of one document as of now; of all and by site as of the last refresh, or with ``fresh`` as of the last crawl,
        however long that takes to count.
        """
        ...

    def links(
        self,
        selection: Selection,
        *,
        sort: Sort = Sort.SINCE,
        descending: bool = True,
        after: str = "",
        limit: int = 50,
    ) -> LinkPage:
        """A page of the selected links; ``after`` is what the page before gave. ValueError for any other."""
        ...

    def link(self, link_id: int) -> LinkView | None:
        """All that is known of a link; None when there is none of this id."""
        ...

    def beside(self, link_id: int) -> tuple[int | None, int | None]:
        """Ids of the previous and the next link whose text was edited or replaced."""
        ...

    def version(self, version_id: int) -> VersionText | None:
        """A version of a page; None when there is none of this id."""
        ...

    def body(self, version_id: int) -> bytes:
        """The body that a version was read from, decompressed; empty when none was stored."""
        ...

    def documents(self, *, after: str = "", limit: int = 100) -> list[DocumentLine]:
        """Watched documents by name, those after the given name."""
        ...

    def document(self, document_id: int) -> DocumentView | None:
        """A document with all it cites; None when there is none of this id."""
        ...

    def document_names(self, *, limit: int = 200) -> Sequence[DocumentName]:
        """Watched documents to choose from, by name."""
        ...

    def stale(self) -> bool:
        """Whether a crawl has been settled since the last refresh."""
        ...

    def refresh(self, *, at: datetime) -> None:
        """Bring the search index, and what is counted over all citations, up to date; in short transactions.

        That takes as long as there is much stored: it is for whoever shows it, not for the end of a crawl.
        """
        ...
