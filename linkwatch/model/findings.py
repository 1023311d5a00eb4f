"""Findings: a link with all that is known of it; which links a run is of; what a visit saw."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from linkwatch.model.comparisons import Comparison, Drift
from linkwatch.model.documents import Citation
from linkwatch.model.pages import Content, Page
from linkwatch.model.verdicts import Capture, Past, State, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One citation in a report, with its own comparison."""

    document: str
    citation: Citation
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a report shows of one link."""

    link_id: int
    url: str
    canonical_url: str
    site: str
    verdict: Verdict
    http_status: int | None = None
    final_url: str | None = None
    drift: Drift = Drift.UNJUDGED
    checked_at: datetime | None = None
    state_since: datetime | None = None
    muted_until: date | None = None
    due_night: date | None = None
    """Night of the next visit, ``date.min`` for at once; None for a link that no watched document cites."""
    captures: tuple[Capture, ...] = ()
    citations: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which links: the one filter of crawl, links, report, viewer and API. Empty means all."""

    urls: tuple[str, ...] = ()
    """Canonical URLs."""
    link_ids: tuple[int, ...] = ()
    sites: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    reasons: tuple[str, ...] = ()
    drifts: tuple[Drift, ...] = ()
    text: str = ""
    watched: bool = True
    """Only links cited by a watched document."""
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A link to be visited tonight, with all that a visit needs to know."""

    link_id: int
    url: str
    """What is requested."""
    canonical_url: str
    site: str
    host: str
    past: Past = field(default_factory=Past)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit and its provisional verdict, as the crawl hands it to the store."""

    link_id: int
    page: Page
    """Without its body."""
    verdict: Verdict
    content: Content | None = None
    """None when the page was as it was (304, same body, same fingerprint): nothing new to store."""
    unchanged: bool = False
    body_sha256: str = ""
    fingerprint: str = ""
    body: bytes = b""
    """zstd-compressed; empty when it is not worth storing."""
    judged_by: str = ""
    """Version of the rules that made ``verdict``."""
