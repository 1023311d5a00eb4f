"""What came over the wire, made a page: encodings undone, sizes kept, headers in one form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from linkwatch.crawl.encoding import dechunk, decode
from linkwatch.model import Fault, FaultKind, Page

SEALED = frozenset({"gzip", "x-gzip", "deflate", "br"})
"""Content codings that mark their own end."""
_END = re.compile(rb"(?:</(?:html|body)\s*>(?:\s|<!--[^<>]*-->)*|%%EOF\s*)\Z", re.IGNORECASE)
_TAIL = 2000
"""Bytes in which a page's end is looked for; notes of caches stand after it."""
NO_BODY = frozenset({204, 205, 304})
"""Statuses without a body, whatever the server sends with them (RFC 9110, 6.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes beyond which an answer is cut off."""

    max_size: int = 10_000_000
    max_ratio: int = 200


def page_of(
    url: str,
    status: int,
    headers: Iterable[tuple[str, str]],
    body: bytes,
    limits: Limits,
    *,
    cut: bool = False,
    chunked: bool = False,
    lenient: bool = False,
) -> Page:
    """Make a page of one answer.

    ``cut``: the body is only the beginning of what the server meant to send. ``chunked``: the body may
    still be in chunks (archives). ``lenient``: a body that does not bear out its Content-Encoding is taken
    as it is; archives often keep the decoded body under the old headers.
    """
    fields = tuple((name.lower(), value) for name, value in headers)
    if chunked and any(name == "transfer-encoding" and "chunked" in value.lower() for name, value in fields):
        body = dechunk(body)
    if status in NO_BODY:
        return Page(url=url, final_url=url, status=status, headers=fields)
    encodings = ",".join(value for name, value in fields if name == "content-encoding")
    decoded = decode(body, encodings, max_size=limits.max_size, max_ratio=limits.max_ratio)
    fault = None
    plain, truncated = decoded.body, decoded.truncated or cut
    if decoded.bomb:
        detail = f"{len(body)} bytes unpack to more than {len(plain)}"
        fault = Fault(kind=FaultKind.TOO_LARGE, detail=detail)
    elif decoded.broken and lenient and not plain:
        plain = body[: limits.max_size]
    elif decoded.broken and not cut:
        truncated = True
        if not plain:
            fault = Fault(kind=FaultKind.PROTOCOL, detail=f"Content-Encoding {encodings}: {decoded.broken}"[:300])
    return Page(url=url, final_url=url, status=status, headers=fields, body=plain, fault=fault, truncated=truncated)


def is_whole(page: Page) -> bool:
    """Tell whether a body that ended before the length told, or without its last chunk, was sent to its end.

    Many a server counts the bytes before it packs them. Browsers show such pages; only a page that neither its coding
    nor its own end (``</html>``, ``%%EOF``) seals may be broken off.
    """
    if page.fault is not None or page.truncated or not page.body:
        return False
    codings = ",".join(value.lower() for name, value in page.headers if name == "content-encoding")
    sealed = SEALED.intersection(coding.strip() for coding in codings.split(","))
    return bool(sealed) or _END.search(page.body[-_TAIL:]) is not None
