"""Where a visit ended, as against where it was to go: tops, sections, error addresses, logins."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from linkwatch import sites, urls
from linkwatch.model import Page

PERMANENT = frozenset({301, 308})
"""Redirects that are for good (RFC 9110, 15.4.2 and 15.4.9)."""

_TOP_SEGMENTS = re.compile(
    r"(?:index|default|home|top|main|welcome)?(?:\.(?:html?|php|aspx?|jsp|cgi|shtml|do))?"
    r"|[a-z]{2}(?:[-_][a-zA-Z]{2,4})?|japanese|english|(?:pc|sp|web|www|portal)",
    re.I,
)
_SUFFIX = r"(?:\.(?:html?|php|aspx?|jsp|cgi|shtml|do|action))?"
_ERROR = re.compile(
    r"(?:(?:http|error|err|status|page|custom|http_?status)?[-_ ]?(?:404|410)(?:[-_ ]?(?:error|page|not[-_ ]?found))?"
    r"|(?:page|file|error|content|article|item|entry|product)?[-_ ]?not[-_ ]?(?:found|exists?|available)"
    r"(?:[-_ ]?(?:page|error|\d+))?"
    r"|page[-_ ]?(?:missing|unavailable|gone|error|deleted|removed)"
    r"|no[-_ ]?(?:longer[-_ ]?available|page|such[-_ ]?page)"
    r"|errors?|err|error[-_ ]?page|oops|gone|expired|deleted|removed|unavailable)" + _SUFFIX,
    re.I,
)
_LOGIN = re.compile(
    r"(?:log|sign)[-_ ]?(?:in|on)(?:[-_.]?(?:form|page|action|do|php|aspx?|html?|jsp))*"
    r"|auth(?:enticate|entication|orize)?|sso|saml\d?|oauth\d?|cas|accounts?|users?[-_]sign[-_]?in|wp-login\.php"
    r"|sessions?|register|signup|login_?required",
    re.I,
)
_CONSENT = re.compile(
    r"consent|cookie[-_]?(?:wall|consent|check)|collectconsent|gdpr|privacy[-_]?gate|agreement|disclaimer", re.I
)


def segments(url: str) -> list[str]:
    """Return the path's non-empty segments, unquoted."""
    try:
        return [unquote(part) for part in urlsplit(url).path.split("/") if part]
    except ValueError:
        return []


def is_top(url: str) -> bool:
    """Whether it is the top page of a site, or of its edition in one language."""
    if urls.is_top(url):
        return True
    parts = segments(url)
    return not _query(url) and len(parts) <= 2 and all(_TOP_SEGMENTS.fullmatch(part) for part in parts)


def is_elsewhere(page: Page) -> bool:
    """Whether the visit ended on another page than was asked."""
    return not same_page(page.url, page.final_url)


def same_page(one: str, other: str) -> bool:
    """Whether two URLs name one page: by spelling, by the site's own identity, or as tops of one site."""
    if urls.same_page(one, other) or sites.canonical(one) == sites.canonical(other):
        return True
    return same_host(one, other) and is_top(one) and is_top(other)


def is_section_of(target: str, asked: str) -> bool:
    """Whether ``target`` is a directory above ``asked`` on the same host: a section, not an item.

    An ancestor with a number in its last segment is likelier an item whose long name was cut off.
    """
    if _host(target) != _host(asked) or _query(target):
        return False
    above, below = segments(target), segments(asked)
    return 0 < len(above) < len(below) and below[: len(above)] == above and not re.search(r"\d", above[-1])


def is_error_address(url: str) -> bool:
    """Whether the last segment of the path is the name of an error page and nothing else."""
    parts = segments(url)
    return bool(parts) and _ERROR.fullmatch(parts[-1]) is not None


def is_login_address(url: str) -> bool:
    """Whether a segment of the path, or the first label of the host, is the name of a login page."""
    return any(_LOGIN.fullmatch(part) for part in [*segments(url), _host(url).partition(".")[0]])


def is_consent_address(url: str) -> bool:
    """Whether a segment of the path, or a label of the host, is the name of a consent page."""
    return any(_CONSENT.search(part) for part in [*segments(url)[:3], *_host(url).split(".")[:-1]])


def is_for_good(page: Page) -> bool:
    """Whether every redirect that leads to another page is a permanent one."""
    hops = [hop for hop in page.redirects if not same_page(hop.url, hop.location)]
    return bool(hops) and all(hop.status in PERMANENT for hop in hops)


def is_deep(url: str) -> bool:
    """Whether the URL names one item of a site: two segments or more, a number, or a query."""
    parts = segments(url)
    return len(parts) >= 2 or bool(_query(url)) or any(re.search(r"\d{3}", part) for part in parts)


def same_host(one: str, other: str) -> bool:
    """Whether both URLs are on one host, ``www.`` left aside."""
    return _host(one) == _host(other)


def _host(url: str) -> str:
    return urls.host_of(url).removeprefix("www.")


def _query(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""
