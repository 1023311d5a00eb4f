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


class Parsed(NamedTuple):
    """A stretch of text in normal form, its phrases, and the way back to the text it was taken from."""

    form: str
    starts: list[int]
    ends: list[int]
    figures: list[Fact]
    phrases: list[str]
    begins: list[int]
    """Where each phrase begins in ``form``."""
    stops: list[int]

    def is_figure(self, at: int) -> bool:
        """Whether a phrase is a date, an amount or a number."""
        start = self.begins[at]
        return any(figure.start == start for figure in self.figures)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the phrases from ``start`` to ``end`` stand in ``form``; where they would, if they are none."""
        if start < end:
            return self.begins[start], self.stops[end - 1]
        at = self.begins[start] if start < len(self.begins) else self.stops[-1] if self.stops else 0
        return at, at

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
    return Parsed(form, starts, ends, found, *_phrases(form, found))


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
    said = text[start:end]
    form, starts = mapped(said, start)
    ends = starts[1:]
    if form != said and len(form) != starts[-1] - starts[0]:
        for index in range(len(ends) - 2, -1, -1):
            # Characters that came from one (㌔) end where it ends.
            if ends[index] == starts[index]:
                ends[index] = ends[index + 1]
    if " " in form:
        # Spaces and line breaks beside Japanese and Chinese part no words.
        for match in reversed(list(SPACE_BESIDE_UNSPACED.finditer(form))):
            at = match.start()
            form = form[:at] + form[at + 1 :]
            del starts[at], ends[at]
    return form, starts, ends


def _phrases(form: str, found: list[Fact]) -> tuple[list[str], list[int], list[int]]:
    """Phrases, where each begins and where it ends."""
    phrases: list[str] = []
    begins: list[int] = []
    stops: list[int] = []
    done = 0
    for figure in (*found, None):
        end = len(form) if figure is None else figure.start
        for run in _RUN.findall(form, done, end):
            begin = form.index(run, done)  # past spaces, if any
            done = begin + len(run)
            phrases.append(run)
            begins.append(begin)
            stops.append(done)
        if figure is not None:
            phrases.append(form[figure.start : figure.end].replace(" ", ""))
            begins.append(figure.start)
            stops.append(figure.end)
            done = figure.end
    return phrases, begins, stops
