"""Titles and headings taken apart for the rules: segments, and phrases found in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from linkwatch.text import normal

_SEPARATOR = re.compile(
    r"\s+[-|/<>:~•]\s+|\s*[|｜»«›‹→・│┃]\s*|\s*:\s+|\s*(?<!\d):(?!\d)\s*|\s+-|-\s+|[「」『』【】()（）\[\]]|[.!?。]\s+|[!?。]"
)
_EDGES = " \t-_.,;:!?'\"*#~…·・。、()[]<>=|/"


def plain(text: str) -> str:
    """Return the normal form in lower case, straight apostrophes: what phrases are written in."""
    return normal(text).casefold()


def segments(text: str) -> tuple[str, ...]:
    """Return the parts of a title between its separators, and the whole, in plain form."""
    whole = plain(text).strip(_EDGES)
    parts = (part.strip(_EDGES) for part in _SEPARATOR.split(whole))
    return tuple(dict.fromkeys(filter(None, (whole, *parts))))


def same_words(one: str, other: str) -> bool:
    """Whether two titles have most of their words, or of their character pairs, in common."""
    first, second = _bits(one), _bits(other)
    return bool(first and second) and len(first & second) * 2 >= min(len(first), len(second))


def _bits(text: str) -> set[str]:
    words = plain(text)
    return {words[at : at + 2] for at in range(len(words) - 1)}


def find(patterns: Iterable[re.Pattern[str]], text: str) -> str:
    """Return the first stretch of ``text`` that one of the patterns finds; empty when none does."""
    for pattern in patterns:
        found = pattern.search(text)
        if found:
            return found.group(0)
    return ""
