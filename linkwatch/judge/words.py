"""Titles, headings and short texts taken apart: segments, sentences, and how much there is of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from linkwatch.text import normal

_SEPARATOR = re.compile(
    r"\s+[-|/<>:~•]\s+|\s*[|｜»«›‹→・│┃]\s*|\s*:\s+|\s*(?<!\d):(?!\d)\s*|\s+-|-\s+"
    r"|[「」『』【】\[\]]|\.\s+|[!。]|(?<=\?)"
)
_SENTENCE = re.compile(r"\n+|(?<=[。！？!?])|(?<=[.])\s+")
_EDGES = " \t-_.,;:!'\"*#~…·・。、()[]<>=|/"
"""Not the question mark, which makes of a message a mere question."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]")


def plain(text: str) -> str:
    """Return the normal form in lower case, straight apostrophes: what phrases are written in."""
    return normal(text).casefold().replace("i\u0307", "i")  # the dotted capital I of Turkish


def segments(text: str) -> tuple[str, ...]:
    """Return the parts of a title between its separators, and the whole, in plain form."""
    whole = plain(text).strip(_EDGES)
    # Both ways: plain form leaves no space beside Japanese and Chinese characters, where some separators have one.
    parts = (
        plain(part).strip(_EDGES)
        for side in (unicodedata.normalize("NFKC", text), whole)
        for part in _SEPARATOR.split(side)
    )
    return tuple(dict.fromkeys(filter(None, (whole, *parts))))


def sentences(text: str) -> Iterator[str]:
    """Yield the lines and the sentences of a short text in plain form, punctuation kept at their end."""
    for line in text.split("\n"):
        for sentence in _SENTENCE.split(plain(line)):
            if sentence.strip(_EDGES):
                yield sentence.strip()


def weight(text: str) -> int:
    """Return how much a text says, in Latin letters' worth: a kana, kanji or hangul counts for two."""
    letters = sum(map(len, text.split()))
    return letters if text.isascii() else letters + len(_WIDE.findall(text))


def same_words(one: str, other: str) -> bool:
    """Whether two titles have most of their pairs of characters in common."""
    first, second = _pairs(one), _pairs(other)
    return bool(first and second) and len(first & second) * 2 > min(len(first), len(second))


def _pairs(text: str) -> set[str]:
    words = plain(text)
    return {words[at : at + 2] for at in range(len(words) - 1)}
