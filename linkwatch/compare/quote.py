"""Does the page still say what the document quoted? Sentence by sentence: kept, edited, missing.

Documents quote with damage: units of dates get lost (「1月21日」 as 「121日」), list numbers come and go,
rare characters become question marks. Such a sentence is kept, marked as damaged. What is never forgiven:
a digit that differs, a negation that one side lacks, a word that only the quote has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from linkwatch.compare.damage import LIST_MARK, LOST_CHARACTER, TURNING, only_damaged
from linkwatch.compare.damage import bare as bare_form
from linkwatch.compare.edits import Unit, edits_between
from linkwatch.compare.phrases import key_places
from linkwatch.model import Baseline, Comparison, Drift, Edit, Fate, Sentence
from linkwatch.text import key, keys, sentences

#: From this likeness on (0 to 100, Indel) a sentence of the page is the quoted one, edited.
_ALIKE = 55.0
#: Places of a sentence that are looked at, when it stands in many.
_PLACES = 20
#: From here on nothing that is more like needs to be looked for.
_SURELY = 90.0
#: The same for a part of a longer sentence.
_PART_ALIKE = 75.0
#: Below this share of quoted characters the page carries another text.
_REPLACED = 0.2
#: A quote shorter than this (characters of key) says too little for that.
_TELLING = 40
#: What says that the document left something out.
_LEFT_OUT = re.compile(
    r"[…・.]*[(（\[【〔](?:前略|中略|後略|以下略|以下省略|略|snip|omitted|…+|\.\.\.)[)）\]】〕][…・.]*"
    r"|…+(?:前略|中略|後略)…+|^…+|…+$",
    re.I,
)
_STOPS = frozenset("。.!?")
_NEXT_MARK = re.compile("[。、.,!?」』]")
#: A line that no reader would call quoted text: a file name or a number left behind by a picture, an address.
_DEBRIS = re.compile(
    r"(?:https?://\S+|[\w.-]+\.(?:jpe?g|png|gif|webp|svg)|(?=\S*\d)(?=\S*[_\d]{4})[A-Za-z0-9_.-]{6,})", re.I
)


class _Heard(NamedTuple):
    """The page's sentences with their keys strung together, so that a quote may run over several."""

    text: str
    units: list[Unit]
    places: list[int]
    """Offset of each unit's key in ``strung``."""
    strung: str

    def places_of(self, form: str, after: int) -> Iterator[int]:
        """Where ``form`` stands: from ``after`` on, then before; a few places of many."""
        for start, end in ((after, len(self.strung)), (0, after + len(form) - 1)):
            for _ in range(_PLACES):
                start = self.strung.find(form, start, end)
                if start < 0:
                    break
                yield start
                start += 1

    def stands_alone(self, start: int, end: int, *, after: int, follows: str, ends: bool) -> bool:
        """Whether ``strung[start:end]`` says by itself what it says where it stands.

        Not 「大統領」 in 「元大統領」, nor 「5人」 in 「15人」, unless the sentence before stands right ``after``;
        nor, where the quoted sentence ``ends`` there, 「した」 in 「したわけではない」.
        """
        first, last = bisect_right(self.places, start) - 1, bisect_right(self.places, end - 1) - 1
        joined = start == after and start > 0
        if not joined and self.places[first] != start and self._is_turned(start, first):
            return False
        if last + 1 < len(self.places) and self.places[last + 1] == end:
            return True
        here, there = self.strung[end - 1], self.strung[end : end + 1]
        if here.isdigit() and there.isdigit() and there != follows:
            return False
        return not (ends and here not in _STOPS and there.isalnum())

    def _is_turned(self, start: int, unit: int) -> bool:
        """Whether the character before turns what begins at ``start`` into something else.

        Not across a bracket or white space, where no word goes on: 「3分前 【東京】…」; digits go on across it.
        """
        if not TURNING.match(self.strung, start - 1) or not self.strung[start].isalnum():
            return False
        place = key_places(self.text, self.units[unit].start, self.units[unit].end)[start - self.places[unit]][0]
        return self.strung[start - 1].isdigit() or not self.text[place - 1].isspace()

    def wording(self, start: int, end: int) -> tuple[int, int]:
        """Where ``strung[start:end]`` stands in the page's text."""
        first, last = bisect_right(self.places, start) - 1, bisect_right(self.places, end - 1) - 1
        head, tail = self.units[first], self.units[last]
        begins = key_places(self.text, head.start, head.end)
        ends = key_places(self.text, tail.start, tail.end)
        return begins[start - self.places[first]][0], ends[end - 1 - self.places[last]][1]


class _Found(NamedTuple):
    sentence: Sentence
    held: int
    """Characters of key that the page still carries."""
    edits: tuple[Edit, ...] = ()


def compare_quote(baseline: Baseline, text: str, title: str = "", elsewhere: str = "") -> Comparison:
    """What the page makes of a quote.

    ``elsewhere`` is all visible text of the page, a passage a line: where its main text lacks a sentence, which an
    extractor may have missed, it is looked for there; and it tells where a sentence begins that an extractor strung
    together with the heading before it.
    """
    page, rest = _heard(text), _heard(elsewhere)
    quote = _marks_restored(baseline.text, page)
    quoted = _units(quote)
    headline = key(title)
    found: list[_Found] = []
    after = 0
    for unit, following in zip_longest(quoted, quoted[1:]):
        follows = following.key[:1] if following else ""
        each, after = _look(quote, unit, page, headline, after, follows)
        if each.sentence.fate is not Fate.KEPT and rest.units:
            other = _look(quote, unit, rest, headline, 0, follows)[0]
            if each.sentence.fate is Fate.MISSING:
                each = other._replace(edits=tuple(replace(edit, start_after=0) for edit in other.edits))
            else:
                each = _parted(each, other, quote, unit, page)
        found.append(each)
    total = sum(len(u.key) for u in quoted)
    if not total:
        return Comparison(
            drift=Drift.UNJUDGED,
            baseline=baseline.kind,
            note="the quote has no sentence that can be looked for",
        )
    kept = round(sum(f.held for f in found) / total, 4)
    return Comparison(
        drift=_drift(found, kept, total),
        baseline=baseline.kind,
        quote_kept=kept,
        similarity=kept,
        edits=tuple(edit for f in found for edit in f.edits),
        sentences=tuple(_as_written(f.sentence, baseline.text) for f in found),
        note=baseline.note,
    )


def _as_written(sentence: Sentence, quote: str) -> Sentence:
    """A sentence in the document's own letters, stand-ins for lost ones included."""
    return replace(sentence, text=quote[sentence.start : sentence.start + len(sentence.text)])


def _drift(found: list[_Found], kept: float, total: int) -> Drift:
    if all(f.sentence.fate is Fate.KEPT for f in found):
        return Drift.SAME
    return Drift.REPLACED if kept < _REPLACED and total >= _TELLING else Drift.EDITED


def _marks_restored(quote: str, page: _Heard) -> str:
    """The quote with each question mark inside a Japanese word, which stands for a lost character, as ``〓``."""

    def restored(match: re.Match[str]) -> str:
        around = quote[max(0, match.start() - 2) : match.start() + 1]
        return "?" if key(around) in page.strung else "〓"

    return LOST_CHARACTER.sub(restored, quote)


def _units(text: str) -> list[Unit]:
    """The sentences of a quote that can be looked for: no debris, no mark of an omission."""
    spans = [part for span in sentences(text) for part in _without_omissions(text, *span)]
    return [
        Unit(start, end, form)
        for (start, end), form in zip(spans, keys(text, spans), strict=True)
        if re.search(r"[^\W_]", form) and not _DEBRIS.fullmatch(form) and not LIST_MARK.fullmatch(text, start, end)
    ]


def _without_omissions(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence before and after each 「（中略）」."""
    done = start
    for mark in _LEFT_OUT.finditer(text[start:end]):
        if start + mark.start() > done:
            yield done, start + mark.start()
        done = start + mark.end()
    if done < end:
        yield done, end


def _heard(text: str) -> _Heard:
    spans = sentences(text)
    units = [Unit(s, e, k) for (s, e), k in zip(spans, keys(text, spans), strict=True) if k]
    places: list[int] = []
    at = 0
    for unit in units:
        places.append(at)
        at += len(unit.key)
    return _Heard(text, units, places, "".join(u.key for u in units))


def _look(quote: str, unit: Unit, page: _Heard, headline: str, after: int, follows: str) -> tuple[_Found, int]:
    """What became of one sentence; and where on the page to look for the next one first.

    ``follows`` is how the quote goes on: lines broken at a width are no sentences of their own.
    """
    whole = quote[unit.start : unit.end]
    bare = bare_form(whole)
    ends = _ends_there(unit.key)
    for form in dict.fromkeys((unit.key, bare)):
        for at in page.places_of(form, after):
            to = at + len(form)
            if not page.stands_alone(at, to, after=after, follows=follows, ends=ends):
                continue
            found = page.text[slice(*page.wording(at, to))]
            sentence = Sentence(text=whole, start=unit.start, fate=Fate.KEPT, found=found)
            return _Found(sentence, len(unit.key)), to
        if form in headline:
            return _Found(Sentence(text=whole, start=unit.start, fate=Fate.KEPT, found=whole), len(unit.key)), after
    places = _nearest(bare, page, ends=ends)
    if not places:
        return _Found(Sentence(text=whole, start=unit.start, fate=Fate.MISSING), 0), after
    for start, end in places:
        if only_damaged(bare, page.strung[start:end]):
            found = page.text[slice(*page.wording(start, end))]
            sentence = Sentence(text=whole, start=unit.start, fate=Fate.KEPT, found=found, damaged=True)
            return _Found(sentence, len(unit.key)), end
    start, end = places[0]
    wording = page.wording(start, end)
    found = page.text[slice(*wording)]
    sentence = Sentence(text=whole, start=unit.start, fate=Fate.EDITED, found=found)
    held = int(Indel.similarity(bare, page.strung[start:end]) // 2)
    edits = edits_between(quote, (unit.start, unit.end), page.text, wording)
    return _Found(sentence, held, tuple(e for e in edits if not only_damaged(key(e.before), key(e.after)))), end


def _parted(each: _Found, other: _Found, quote: str, unit: Unit, page: _Heard) -> _Found:
    """What became of a sentence, by the words that ``other`` found outside the main text, if they stand in it too."""
    form = key(other.sentence.found)
    ends = _ends_there(form)
    places = page.places_of(form, 0) if form else iter(())
    alone = (at for at in places if page.stands_alone(at, at + len(form), after=-1, follows="", ends=ends))
    at = next(alone, None)
    if at is None:
        return each
    wording = page.wording(at, at + len(form))
    edits = edits_between(quote, (unit.start, unit.end), page.text, wording) if other.edits else ()
    return other._replace(edits=tuple(e for e in edits if not only_damaged(key(e.before), key(e.after))))


def _ends_there(form: str) -> bool:
    """Whether a quoted sentence says that it ends where it ends: 「した。」 is not 「したわけではない。」."""
    return form.rstrip("」』\"')")[-1:] in _STOPS


def _nearest(form: str, page: _Heard, *, ends: bool) -> list[tuple[int, int]]:
    """Where in ``page.strung`` sentences like ``form`` stand, most like first; none when none is like it.

    Looked at are sentences, pairs of neighbours, and parts of longer ones; where the quoted sentence ``ends``,
    such a part goes on to the next mark.
    """
    if len(form) < 4 or not page.units:
        return []
    singles = [unit.key for unit in page.units]
    found: list[tuple[float, int, int]] = []
    best = process.extractOne(form, singles, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    if best is not None:
        found.append((best[1], page.places[best[2]], page.places[best[2]] + len(best[0])))
    if best is None or best[1] < _SURELY:
        pairs = [one + other for one, other in pairwise(singles)]
        double = process.extractOne(form, pairs, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if double is not None:
            found.append((double[1], page.places[double[2]], page.places[double[2]] + len(double[0])))
        part = process.extractOne(form, singles, scorer=_part_ratio, score_cutoff=_PART_ALIKE)
        aligned = fuzz.partial_ratio_alignment(form, part[0]) if part is not None else None
        if part is not None and aligned is not None:
            place, end = page.places[part[2]], aligned.dest_end
            if ends:
                mark = _NEXT_MARK.search(part[0], end)
                end = mark.start() if mark else len(part[0])
            # A part is less than a sentence: of two that are as like, the sentence it is.
            found.append((part[1] - 5, place + _turned(part[0], aligned.dest_start), place + end))
    return [(start, end) for _, start, end in sorted(found, key=lambda each: -each[0])]


def _turned(form: str, start: int) -> int:
    """``start``, or one character before where that turns what follows into something else."""
    return start - 1 if start and TURNING.match(form, start - 1) else start


def _part_ratio(form: str, candidate: str, *, score_cutoff: float | None = None) -> float:
    """Likeness of ``form`` with the part of a longer sentence that is most like it."""
    return fuzz.partial_ratio(form, candidate, score_cutoff=score_cutoff) if len(candidate) > len(form) else 0.0
