"""Quotes whose end nothing in the document marks: their last paragraphs may be its author's own words.

An author who comments right under a pasted passage looks like its last paragraph. What the page never said is no
change of the page, so such a paragraph alone never makes a verdict.
"""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from linkwatch.model import Comparison, Fate, Sentence
from linkwatch.text import key

_MOST = 0.4
"""Share of a quote's characters that may be its author's; where more is missing, the page says less."""
_STANDS = 70.0
"""From this likeness on (0 to 100, Indel) an edited sentence is one that the page said."""
_SHOWN = 40
"""Characters of an author's words that a note shows."""


def own_words(quote: str, told: Comparison, first: Comparison | None = None) -> int | None:
    """Where in ``quote`` its author's own words seem to begin, held against the page (``told``); None for nowhere.

    They are whole paragraphs at its end of which the page has no sentence, while all that stands before them is on
    it. ``first`` is the same quote against the page as it was first seen: what stood there then is the page's.
    """
    known = {each.start for each in first.sentences if _stands(each)} if first is not None else set()
    begins, sentences = len(quote), list(told.sentences)
    while sentences:
        paragraph = quote.rfind("\n", 0, sentences[-1].start) + 1
        last = [each for each in sentences if each.start >= paragraph]
        if any(_stands(each) or each.start in known for each in last):
            break
        begins, sentences = paragraph, sentences[: -len(last)]
    if begins == len(quote) or not sentences or not all(map(_stands, sentences)):
        return None
    return begins if len(key(quote[begins:])) <= _MOST * len(key(quote)) else None


def without(told: Comparison, quote: str, begins: int) -> Comparison:
    """``told``, of the part of a quote before its author's words, with a note on what was left out."""
    words = " ".join(quote[begins:].split())
    shown = words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
    note = f"not on the page, and taken for the author's own words: “{shown}”"
    return replace(told, note="; ".join(filter(None, (told.note, note))))


def _stands(sentence: Sentence) -> bool:
    """Whether the page has a sentence, edited or not."""
    if sentence.fate is Fate.EDITED:
        return fuzz.ratio(key(sentence.text), key(sentence.found)) >= _STANDS
    return sentence.fate is Fate.KEPT
