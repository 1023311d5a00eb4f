"""Whether a text tells the story of a headline."""

from __future__ import annotations

import re

_WORD = re.compile(r"\b(?!(?:the|and|for|with|from|its|are|was|not|after|over)\b)(?:\w{3,}|\d+)", re.I)
_STEM = 5
"""Letters in which the forms of a word agree."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PAIR_BREAK = re.compile(r"[\W_ぁ-ん]+")


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words of a text with spaces."""
    return {word[:_STEM].lower() for word in _WORD.findall(text)}


def likeness(title: str, text: str) -> float:
    """Return the share of the title's pairs of letters (hiragana left out), or of its longer words, in the text."""
    if not _CJK.search(title):
        words = _stems(title)
        return len(words & _stems(text)) / len(words) if words else 0.0
    pairs = {part[at : at + 2] for part in _PAIR_BREAK.split(title) for at in range(len(part) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
