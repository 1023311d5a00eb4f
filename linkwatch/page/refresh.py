"""The refresh: a redirect written into the page, or into a header of the same name."""

from __future__ import annotations

import re

MAX_DELAY = 15
"""Seconds up to which a refresh is a redirect rather than a reload; servers' own notices wait 5 to 10."""

_REFRESH = re.compile(r"\s*(\d*)(?:\.\d*)?\s*[;,]?\s*(?:url\s*=)?\s*(['\"]?)(.*)", re.I | re.S)


def target(content: str) -> str:
    """Return the address of a refresh that leads away soon (HTML Standard, 4.2.5.3), else an empty string."""
    found = _REFRESH.fullmatch(content)
    if not found:
        return ""
    delay, quote, address = found.groups()
    if quote:
        address = address.partition(quote)[0]
    return address.strip() if int(delay[:6] or 0) <= MAX_DELAY else ""
