"""The nouns of linkwatch: frozen, slotted, keyword-only dataclasses and enums; no behaviour.

Times that are linkwatch's own are aware ``datetime`` in UTC. Times read from documents and
pages keep the precision and offset with which they were written: see :class:`When`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

# --- documents and what they cite ---------------------------------------------------------


class Confidence(StrEnum):
    """How sure a statement is."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date as it was written.

    ``value`` is ISO 8601 of reduced precision: ``2015``, ``2015-11``, ``2015-11-03``,
    ``2025-01-22T12:51``, ``2025-01-22T12:51:00+09:00``; the offset only when one was given.
    """

    value: str
    source: str
    """Where it was read: ``text``, ``url``, ``front-matter``, ``time``, ``json-ld``, ``opengraph``,
    ``file-name``, ``git``, ``meta``, ``htmldate``…"""
    confidence: Confidence = Confidence.SURE


class BlockKind(StrEnum):
    """What a stretch of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    CELL = "cell"
    CODE = "code"
    CAPTION = "caption"
    NOTE = "note"
    EMBED = "embed"


class LinkMark(NamedTuple):
    """A URL that a format marks as a link, or that stands bare in the text of a block.

    A tuple, as :class:`Block` is: a document may hold a million, and a tuple is made in a third of the time.
    """

    url: str
    """Exactly as cited."""
    start: int
    """Offset into ``Block.text`` where the link's own text begins."""
    end: int
    line: int | None
    column: int | None
    """1-based, in characters, of the URL itself in the source; null where a format has none."""
    text: str = ""
    """What the document shows in place of the URL; empty for a bare one."""
    title: str = ""
    """The title that the format gives the link besides its text (``[text](url "title")``)."""
    bare: bool = False


class Block(NamedTuple):
    """A stretch of a document that a reader sees as one: a paragraph, a heading, a quotation."""

    kind: BlockKind
    text: str
    line: int | None
    """1-based line of its first character; null where a format has none."""
    level: int = 0
    """Depth: of a heading, of nested quotation or list; of a cell, the number of its row."""
    cite: str | None = None
    """Address that the format itself gives as the source of a quotation."""
    links: tuple[LinkMark, ...] = ()
    place: str | None = None
    """Where it stands when not in the running text: ``footnote 3``, ``page 12``, ``sheet 2!B4``."""
    group: int = 0
    """Blocks of one quotation, list or table share a number above zero."""
    is_set_off: bool = False
    """Whether all of it is in italics or in a colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file or address that cites pages, read into blocks in the order of reading."""

    name: str
    """Path or address as the user gave it."""
    format: str
    """Name of the reader: ``text``, ``markdown``, ``html``."""
    encoding: str
    sha256: str
    """Of its bytes, in hexadecimal."""
    title: str | None = None
    language: str | None = None
    author: str | None = None
    written_at: When | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place in a document where a URL stands, with what the document says of it."""

    url: str
    """Exactly as cited, userinfo left out."""
    canonical_url: str
    fragment: str = ""
    line: int | None = None
    column: int | None = None
    place: str | None = None
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published_at: When | None = None
    """When the document says the cited page was published."""
    cited_at: When | None = None
    """When the document was written, or says that the page was accessed."""
    quote: str | None = None
    """The text which the document reproduces from the page; paragraphs parted by a line feed."""
    quote_inferred: bool = False
    """Nothing in the document marks where the quote ends: its last paragraphs may be the author's own."""


# --- pages ----------------------------------------------------------------------------------


class FaultKind(StrEnum):
    """Why no answer, or no whole answer, came back."""

    NXDOMAIN = "nxdomain"
    """The name does not exist."""
    DNS = "dns"
    """The name could not be looked up (SERVFAIL, timeout)."""
    REFUSED = "refused"
    RESET = "reset"
    TIMEOUT = "timeout"
    TLS = "tls"
    PROTOCOL = "protocol"
    """The answer is no valid HTTP."""
    TOO_LARGE = "too-large"
    REDIRECT_LOOP = "redirect-loop"
    UNREACHABLE = "unreachable"
    """No route to the host, or any other failure to connect."""
    GUARDED = "guarded"
    """Our own guard refused the address (private, loopback, metadata…)."""
    BAD_URL = "bad-url"
    ROBOTS = "robots"
    """robots.txt forbids the visit."""
    NOT_IN_REPLAY = "not-in-replay"
    CRASHED = "crashed"
    """A page that killed or hung its parser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A failure of transport, with what the machine said of it."""

    kind: FaultKind
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect on the way: ``url`` answered ``status`` and pointed to ``location``."""

    url: str
    status: int
    """HTTP status; 200 for a meta refresh."""
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What came back when a link was visited."""

    url: str
    """What was asked."""
    final_url: str
    status: int | None = None
    """None when nothing came back: see ``fault``."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names in lower case, in the order received; repeated ones repeated."""
    body: bytes = b""
    """Transfer and content encodings undone; charset as sent."""
    redirects: tuple[Hop, ...] = ()
    fault: Fault | None = None
    certificate: Fault | None = None
    """A fault of the certificate which did not keep the page from being read."""
    truncated: bool = False
    answers: tuple[Page, ...] = ()
    """What the site's earlier asks (an oEmbed address, say) brought, in order."""
    fetched_at: datetime | None = None
    elapsed: float = 0.0
    """Seconds."""


class SignKind(StrEnum):
    """What a page says of itself, told by a site module or by a general reading."""

    GONE = "gone"
    """Removed, ended, deleted: its text says so."""
    PRIVATE = "private"
    MEMBERS = "members"
    PAYWALL = "paywall"
    LOGIN = "login"
    AGE = "age"
    CONSENT = "consent"
    GEO = "geo"
    WALL = "wall"
    """A robot wall or challenge."""
    OUTAGE = "outage"
    """The site says it is out of order."""
    SHELL = "shell"
    """A shell that carries no content without a browser."""
    ALIVE = "alive"
    """The site vouches for it (oEmbed answered, a video is playable)."""
    UPCOMING = "upcoming"
    MOVED = "moved"
    """The page itself names its new address in ``target``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that a page says of itself."""

    kind: SignKind
    code: str
    """Short name that becomes the verdict's reason: ``video-removed``, ``article-ended``, ``paywall``…"""
    evidence: str
    """What was seen, in words, at most 200 characters."""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a page says."""

    text: str = ""
    """Main text, paragraphs parted by a line feed; empty when none was found or none was asked for."""
    title: str = ""
    headings: tuple[str, ...] = ()
    """Text of the h1 elements (h2 where there is no h1), at most ten."""
    author: str | None = None
    published_at: When | None = None
    modified_at: When | None = None
    language: str | None = None
    canonical_url: str | None = None
    """The page's own rel=canonical, absolute."""
    refresh_url: str | None = None
    """Target of a meta refresh, absolute."""
    fingerprint: str = ""
    """Hash of title and visible text, cheap to make, in hexadecimal; empty when there is no text at all."""
    visible_chars: int = 0
    """Characters of visible text, white space not counted."""
    extractor: str = ""
    """Which extractor made ``text``, with version and mode: never compare across different ones."""
    signs: tuple[Sign, ...] = ()


# --- verdicts -------------------------------------------------------------------------------


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


# --- comparing ------------------------------------------------------------------------------


class Drift(StrEnum):
    """What became of a text since its baseline."""

    SAME = "same"
    EDITED = "edited"
    REPLACED = "replaced"
    UNJUDGED = "unjudged"


class BaselineKind(StrEnum):
    """Where the text comes from that a page is held against."""

    QUOTE = "quote"
    ARCHIVE = "archive"
    FIRST = "first"


class EditOp(StrEnum):
    """What was done to a stretch of text."""

    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"


class EditKind(StrEnum):
    """What sort of fact a change touches."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    AMOUNT = "amount"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change from the baseline to the page."""

    op: EditOp
    kind: EditKind = EditKind.TEXT
    before: str = ""
    after: str = ""
    start_before: int = 0
    """Offset of ``before`` in the baseline's text."""
    start_after: int = 0
    """Offset of ``after`` in the page's text."""


class Fate(StrEnum):
    """What became of one quoted sentence."""

    KEPT = "kept"
    EDITED = "edited"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a quote, and what the page makes of it."""

    text: str
    start: int
    """Offset in the quote."""
    fate: Fate
    found: str = ""
    """The page's wording, when kept or edited."""
    damaged: bool = False
    """Kept, though the document lost or changed a few characters of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The text that a page is held against."""

    kind: BaselineKind
    text: str
    title: str = ""
    at: datetime | None = None
    """When it was said, for a capture or a snapshot."""
    address: str = ""
    """Of a capture."""
    confidence: Confidence = Confidence.SURE
    note: str = ""
    """Why it is less than sure: ``from the day of publication``…"""
    extractor: str = ""
    """Which extractor made ``text``; empty for a quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A page's text held against one baseline."""

    drift: Drift
    baseline: BaselineKind | None = None
    quote_kept: float | None = None
    """Share of quoted characters which the page still carries, 0 to 1; for a quote only."""
    similarity: float | None = None
    """0 to 1."""
    edits: tuple[Edit, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    note: str = ""
    """Why it is unjudged, or the baseline's note."""
    copy: str = ""
    """Address of an archived copy that was seen to carry the quote; empty for none."""


# --- the whole picture ----------------------------------------------------------------------


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
