"""Addresses of strangers: how they are shown, and which may be followed."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from linkwatch.report.printable import one_line

_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_SCHEME = re.compile(r"https?://", re.I)


def readable(url: str) -> str:
    """The address as people read it: without scheme, letters of other scripts as themselves."""
    return one_line(_ENCODED.sub(_decoded, _SCHEME.sub("", url, count=1)))


def _decoded(match: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(match.group()).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()
    return text if text.isprintable() and one_line(text) == text else match.group()


def followable(url: str) -> str:
    """The address for a link: of http and https alone, so that no page makes a link that runs a script."""
    return url if _SCHEME.match(url) else ""
