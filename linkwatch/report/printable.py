"""Text of strangers made fit for a terminal: nothing in it moves the cursor, changes colours or turns the line."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f"  # C0 and C1 controls: escape sequences begin with one
    "\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060\\u2066-\\u2069\\ufeff"  # zero width, direction overrides
    "\\ud800-\\udfff]+"  # lone surrogates, which no encoding can write
)


def one_line(text: str) -> str:
    """The text without control characters and direction overrides, white space run together."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())


def short(text: str, limit: int) -> str:
    """One line of at most ``limit`` characters, with … where it was cut."""
    line = one_line(text)
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
