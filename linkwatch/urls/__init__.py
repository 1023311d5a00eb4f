"""URLs: found in running text, parsed as browsers do (WHATWG), brought to one spelling.

`finding` reads them out of what people write; `spelling` says which spellings are one page.
What only one site's URLs mean is in :mod:`linkwatch.sites`.
"""

from linkwatch.urls.finding import CLOSERS, Found, found
from linkwatch.urls.spelling import (
    CANONICAL_VERSION,
    canonical,
    fragment_of,
    host_of,
    is_reserved,
    is_top,
    origin,
    plain_host,
    same_page,
    strip_userinfo,
    visitable,
)

__all__ = [
    "CANONICAL_VERSION",
    "CLOSERS",
    "Found",
    "canonical",
    "found",
    "fragment_of",
    "host_of",
    "is_reserved",
    "is_top",
    "origin",
    "plain_host",
    "same_page",
    "strip_userinfo",
    "visitable",
]
