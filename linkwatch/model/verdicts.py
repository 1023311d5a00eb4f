"""Verdicts: what is thought of a link, on what grounds, and what became of that night after night."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from linkwatch.model.documents import Confidence


class State(StrEnum):
    """What became of a link."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    SUSPECT = "suspect"
    RESTRICTED = "restricted"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"


class Failure(StrEnum):
    """Kinds of failure, by how soon they may be believed."""

    SURE = "sure"
    """Dead at the second visit, at least 20 hours later."""
    LIKELY = "likely"
    """Dead at the third visit, over at least 3 days."""
    NETWORK = "network"
    """Never dead, unless the user sets after how long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What one rule made of a page: it fired, came close, or had nothing to say."""

    rule: str
    fired: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """State, reason, evidence and confidence, with the rules that led there."""

    state: State
    reason: str
    """Code of the rule: ``http-404``, ``soft-404``, ``bot-wall``…"""
    evidence: str = ""
    """What was seen, in words."""
    confidence: Confidence = Confidence.SURE
    failure: Failure | None = None
    """Set on ``suspect`` and ``unreachable``: how soon it may be believed."""
    new_url: str | None = None
    """Set on ``moved``: where the same content is now."""
    trail: tuple[Trace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a link before tonight's visit."""

    state: State = State.UNKNOWN
    """As settled."""
    reason: str = ""
    state_since: datetime | None = None
    last_checked_at: datetime | None = None
    provisional: Verdict | None = None
    """The verdict of the last visit, before it was settled."""
    status: int | None = None
    final_url: str = ""
    failing_since: datetime | None = None
    """First of the present run of failures; None when the link is not failing."""
    failures: int = 0
    """Visits of the present run that counted (at least 20 hours apart)."""
    sure_failures: int = 0
    """Those of them that were of the sure kind."""
    last_failure_at: datetime | None = None
    """When a failure last counted."""
    etag: str = ""
    last_modified: str = ""
    validators_url: str = ""
    """The URL that sent ``etag`` and ``last_modified``."""
    body_sha256: str = ""
    fingerprint: str = ""
    title: str = ""
    """Of the current snapshot."""
    text_chars: int = 0
    """Length of the current snapshot's text; 0 when there is none."""
    extractor: str = ""
    judged_by: str = ""
    """Version of the rules that made ``provisional``."""


class EventKind(StrEnum):
    """Changes worth telling."""

    DIED = "died"
    CAME_BACK = "came-back"
    MOVED = "moved"
    EDITED = "edited"
    REPLACED = "replaced"
    RESTRICTED = "restricted"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A change of one link worth telling; unique by link, crawl and kind."""

    kind: EventKind
    at: datetime
    before: str = ""
    after: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What only a whole crawl shows, for ``settle``."""

    at: datetime
    offline: bool = False
    """Our own network was down: nothing is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNight:
    """What one host did tonight."""

    host: str
    was_living: int = 0
    """Links visited tonight that were alive before."""
    turned: int = 0
    """Those of them that failed tonight."""
    bodies: tuple[tuple[str, int], ...] = ()
    """Fingerprints that more than one cited URL answered with tonight, and how many did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A copy of a page in a web archive (a Memento, RFC 7089)."""

    archive: str
    taken_at: datetime
    address: str
    status: int | None = None
    text: str | None = None
    """Extracted text, once fetched; empty where the copy does not show the page."""
    alive: bool | None = None
    """Whether the copy, once fetched, shows the page, and no wall or error page."""
    body: bytes = field(default=b"", repr=False)
    """What the text was read from, as archived; empty unless just fetched."""
    extractor: str = ""
    """Which extractor made ``text``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """How often a page changed since it was first seen."""

    seen_since: datetime | None = None
    """When its first version was seen; None when none ever was."""
    changed_at: datetime | None = None
    """When another version than the present one was last seen; None when none ever was."""
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The verdict after the whole night was seen, and the run of failures that goes with it."""

    verdict: Verdict
    state_since: datetime
    failing_since: datetime | None = None
    failures: int = 0
    sure_failures: int = 0
    last_failure_at: datetime | None = None
    events: tuple[Event, ...] = ()
    vetoed: str = ""
    """Why a death was not believed tonight; empty when none was doubted."""
