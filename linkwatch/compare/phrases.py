"""A sentence as phrases: what a change is marked by.

Figures with their unit are one phrase, Latin words and Hangul words too; Japanese and Chinese part
where the script changes. BudouX parts finer inside kanji and kana, yet its phrases carry their particles
(「東京都は」), so that one changed particle marks the whole; and it costs 8.6 ms for 5,000 characters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from linkwatch.compare.facts import Fact, figures
from linkwatch.text import SPACE_BESIDE_UNSPACED, mapped

_RUN = re.compile(
    "[ぁ-ゖ]+|[ァ-ヺー・]+|[一-鿿々〆㐀-䶿豈-﫿]+|[가-힣]+|[^\\W\\d_ぁ-ゖァ-ヺー一-鿿가-힣々〆]+(?:['-][^\\W\\d_]+)*|\\d+(?:[.,]\\d+)*|\\S"
)

#: Characters around a change that are looked at with it: facts reach so far.
_CONTEXT = 12
_CUTS = ("、", "。", " ", "「", "」", "，")


class Phrase(NamedTuple):
    """A phrase: its normal form, and where it stands in the sentence's normal form."""

    form: str
    start: int
    end: int


class Parsed(NamedTuple):
    """A stretch of text in normal form, its phrases, and the way back to the text it was taken from."""

    form: str
    starts: list[int]
    ends: list[int]
    figures: list[Fact]
    phrases: list[Phrase]

    def is_figure(self, at: int) -> bool:
        """Whether a phrase is a date, an amount or a number."""
        start = self.phrases[at].start
        return any(figure.start == start for figure in self.figures)

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Where ``form[start:end]`` stands in the original text."""
        return (self.starts[start], self.ends[end - 1]) if end > start else (self.starts[start], self.starts[start])


def key_places(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """For each character of ``key(text[start:end])``, where it begins and ends in ``text``."""
    form, starts, ends = _mapped(text, start, end)
    return [(b, e) for char, b, e in zip(form, starts, ends, strict=False) if char != " "]


def parsed(text: str, start: int, end: int) -> Parsed:
    """``text[start:end]`` in phrases."""
    form, starts, ends = _mapped(text, start, end)
    found = figures(form)
    return Parsed(form, starts, ends, found, _phrases(form, found))


def narrowed(
    before: str, was: tuple[int, int], after: str, now: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """The two stretches without what they share letter for letter at either end, but for some context.

    They are cut at punctuation or white space only, where no phrase and no fact goes across.
    """
    old, new = before[slice(*was)], after[slice(*now)]
    head = Prefix.similarity(old, new)
    tail = Postfix.similarity(old[head:], new[head:])
    start = max(old.rfind(mark, 0, max(0, head - _CONTEXT)) for mark in _CUTS) + 1
    rest = len(old) - tail + _CONTEXT
    found = [at for at in (old.find(mark, rest) for mark in _CUTS) if at >= 0]
    spare = len(old) - min(found) if found else 0
    return (was[0] + start, was[1] - spare), (now[0] + start, now[1] - spare)


def _mapped(text: str, start: int, end: int) -> tuple[str, list[int], list[int]]:
    form, starts = mapped(text[start:end], start)
    if " " in form:
        form, starts = _unspaced(form, starts)
    ends = starts[1:]
    if form == text[start:end]:
        return form, starts, ends
    for index in range(len(ends) - 2, -1, -1):
        # Characters that came from one (㌔) end where it ends.
        if ends[index] == starts[index]:
            ends[index] = ends[index + 1]
    return form, starts, ends


def _unspaced(form: str, starts: list[int]) -> tuple[str, list[int]]:
    """Without the spaces and line breaks that part no words: those beside Japanese and Chinese."""
    gone = [match.start() for match in SPACE_BESIDE_UNSPACED.finditer(form)]
    for at in reversed(gone):
        form = form[:at] + form[at + 1 :]
        del starts[at]
    return form, starts


def _phrases(form: str, found: list[Fact]) -> list[Phrase]:
    phrases: list[Phrase] = []
    done = 0
    for figure in found:
        phrases.extend(_runs(form, done, figure.start))
        phrases.append(Phrase(form[figure.start : figure.end].replace(" ", ""), figure.start, figure.end))
        done = figure.end
    phrases.extend(_runs(form, done, len(form)))
    return phrases


def _runs(form: str, start: int, end: int) -> list[Phrase]:
    return [Phrase(match.group(), *match.span()) for match in _RUN.finditer(form, start, end)]
