"""Text of strangers made fit for a terminal: nothing in it moves the cursor, changes colours or turns the line."""

from __future__ import annotations

import re

_ESCAPE = "\\x1b\\[[0-?]{0,64}[ -/]{0,8}[@-~]"
"""A whole escape sequence (ECMA-48, 5.4), so that none of it is left as text."""
_CONTROLS = (
    "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f"
    "\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff\\ud800-\\udfff]+"
)
"""C0 and C1 but the line feed; what has no width; direction overrides; lone surrogates, which cannot be encoded."""
_UNPRINTABLE = re.compile(f"{_ESCAPE}|{_CONTROLS}")


def harmless(text: str) -> str:
    """The text without control characters and direction overrides, its lines kept."""
    return _UNPRINTABLE.sub(" ", text)


def one_line(text: str) -> str:
    """The same in one line, white space run together."""
    return " ".join(harmless(text).split())


def file_name(name: str) -> str:
    """The name of a document in one line, each of its spaces kept: people copy it, and editors open it."""
    return harmless(name).replace("\n", " ")


def percent(share: float) -> str:
    """As a percentage: neither 100 % of less than the whole nor 0 % of more than nothing."""
    if share in (0, 1):
        return f"{share:.0%}"
    return f"{min(share, 0.9999):.2%}" if share > 0.99 else f"{max(share, 0.01):.0%}"


def short(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, with … where it was cut."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
