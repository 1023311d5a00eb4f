"""What a store gives back: one row of the database as a value. All times are aware datetimes in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from linkwatch.model import Baseline, Capture, Citation, Comparison, Event, Past, Turns, Verdict, When


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document as the store knows it."""

    id: int
    name: str
    format: str
    sha256: str
    title: str | None
    added_at: datetime | None
    """When it was put on watch; None for one that was only checked."""
    read_at: datetime
    gone_at: datetime | None
    citations: int
    attention: int
    """Its links that are dead, suspect or moved, or whose text was edited or replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A watched document as it was when it was last read."""

    id: int
    name: str
    sha256: str
    gone_at: datetime | None
    read_by: str
    """Names the rules that read it; see :mod:`linkwatch.reader`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What saving a document brought."""

    document_id: int
    citations: int
    new_links: int
    removed_citations: int
    renamed_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlRow:
    """One crawl."""

    id: int
    kind: str
    """``crawl`` or ``check``."""
    night: date
    started_at: datetime
    ended_at: datetime | None
    settled_at: datetime | None
    visited: int
    unchanged: int
    outcome: str
    """``running``, ``done``, ``interrupted``, ``offline`` or ``lost`` (its process died)."""
    counts: Mapping[str, int]
    """Links visited, by settled state; empty until the crawl is settled."""
    events: Mapping[str, int] = field(default_factory=dict)
    """Events by kind; empty until the crawl is settled."""
    first_visits: int = 0
    """Links that were never visited before; 0 until the crawl is settled, as are the next two."""
    unanswered: int = 0
    """Links that brought no answer at all."""
    errors: Mapping[str, int] = field(default_factory=dict)
    """Those by host: of the hosts with most, the first first."""
    bytes: int = 0
    """Of bodies, decoded; 0 when its process died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSettle:
    """One visit of a crawl that has not been settled."""

    link_id: int
    url: str
    """What was requested."""
    canonical_url: str
    host: str
    provisional: Verdict
    past: Past
    """As before this crawl."""
    captures: tuple[Capture, ...] = ()
    turns: Turns = field(default_factory=Turns)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCompare:
    """One citation whose page, quote or baseline changed since it was last compared."""

    citation_id: int
    link_id: int
    citation: Citation
    document_written_at: When | None
    first: Baseline | None
    """The first version that the current extractor read, as a baseline; None when there is none, or it is the
    current one and has been all along."""
    older: SnapshotRow | None
    """The first version of all, where another extractor read it and the current one none so old."""
    published_at: When | None
    """What the page said of its own date in the first of these."""
    snapshot_id: int | None
    """Current snapshot."""
    text: str
    title: str
    extractor: str
    """Of the current snapshot."""
    captures: tuple[Capture, ...] = ()
    before: Comparison | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """A page of which an archived copy is worth asking for."""

    link_id: int
    url: str
    day: str
    """Of which day, as a date of reduced precision may be: ``2025-01-22``, ``2015-11``, ``2015``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEvent:
    """An event with the link it befell."""

    link_id: int
    canonical_url: str
    event: Event
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotRow:
    """A stored version of a link's content."""

    id: int
    link_id: int
    first_seen: datetime
    last_seen: datetime
    title: str
    text: str
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What pruning let go, or would."""

    documents: int
    links: int
    versions: int
    checks: int
    bytes: int
    """Of texts and bodies."""
