"""Pages: what a visit brought, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linkwatch.model.documents import When


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
