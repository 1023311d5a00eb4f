"""Addresses that lead a browser to a sentence on a page (WICG, "URL Fragment Text Directives", 2023)."""

from __future__ import annotations

import re
from urllib.parse import quote

_LONGEST = 300
"""Characters that are given whole, as the draft advises for what lies within one block."""
_PAUSE = re.compile(r"(?<=[、。，．,.!?！？])|(?<=\s)")


def leading_to(url: str, said: str) -> str:
    """The address of ``url`` at which a browser scrolls to ``said`` and marks it.

    A text of one line is given whole; one of several lines, or a long one, by its beginning and its end, which are
    cut at a pause: a match has to end where a word does. Empty for no text.
    """
    lines = [" ".join(line.split()) for line in said.splitlines() if line.strip()]
    if not lines:
        return ""
    directive = _encoded(lines[0])
    if len(lines) > 1 or len(lines[0]) > _LONGEST:
        directive = f"{_encoded(_parts(lines[0])[0])},{_encoded(_parts(lines[-1])[-1])}"
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def _parts(line: str) -> list[str]:
    """A line at its pauses, none of the parts but a word long where it can be helped."""
    parts: list[str] = []
    for piece in _PAUSE.split(line):
        if parts and len(parts[-1]) < 12:
            parts[-1] += piece
        else:
            parts.append(piece)
    if len(parts) > 1 and len(parts[-1].strip()) < 12:
        parts[-2:] = [parts[-2] + parts[-1]]
    return [part.strip() for part in parts if part.strip()]


def _encoded(text: str) -> str:
    """Percent-encoded; comma, ampersand and hyphen have a meaning of their own in a directive."""
    return quote(text, safe="").replace("-", "%2D")
