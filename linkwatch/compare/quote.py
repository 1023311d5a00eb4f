"""Does the page still say what the document quoted? Sentence by sentence: kept, edited, missing.

Documents quote with damage: units of dates get lost (「1月21日」 as 「121日」), list numbers come and go,
rare characters become question marks. Such a sentence is kept, marked as damaged. What is never forgiven:
a digit that differs, a negation that one side lacks, a word that only the quote has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from linkwatch.compare.align import changed
from linkwatch.compare.edits import Unit, edits_between
from linkwatch.compare.facts import negations
from linkwatch.compare.phrases import key_places
from linkwatch.compare.words import COUNTER
from linkwatch.model import Baseline, Comparison, Drift, Edit, Fate, Sentence
from linkwatch.text import key, keys, sentences

#: From this likeness on (0 to 100, Indel) a sentence of the page is the quoted one, edited.
_ALIKE = 55.0
#: Below this share of quoted characters the page carries another text.
_REPLACED = 0.2
#: A quote shorter than this (characters of key) says too little for that.
_TELLING = 40
#: So many characters may have got lost anywhere in a sentence, one for each :data:`_PER_LOST` it has.
_MOST_LOST = 3
_PER_LOST = 15

#: A sentence shorter than this may have lost none.
_LEAST = 8

#: A list's number without a mark: forgiven where the page goes on in the same words without any number.
_BARE_NUMBER = re.compile(rf"\d{{1,2}}(?!\d|[.,:/%]|{COUNTER}|[a-z])")
#: Lost without harm anywhere: units of dates and times, brackets and what stands in them of weekdays.
_LOSABLE = re.compile(r"[年月日時分秒頃号月火水木金土日曜()\[\]【】「」『』〈〉《》\W_]+")
#: A single character that turns what follows into something else.
_TURNING = re.compile("[不無非未否反元前副旧新再脱準\\d〇一二三四五六七八九十百千万億兆]")
_PUNCTUATION = re.compile(r"[\W_]+")
_STAND_IN = re.compile("[?\ufffd〓□■◆*・]{1,2}")
#: A number, letter or bullet that a list puts before its item: never a bare figure, which may be what is said.
_LIST_MARK = re.compile(
    r"\s*(?:[(（\[](?:\d{1,3}|[a-zA-Zア-ン]|[ivxIVX]{1,4})[)）\]]|(?:\d{1,3}|[a-zA-Z])[)）.．、:：](?!\d)|[-*・●○■◆※•‣▪①-⑳])\s*"
)
#: What says that the document left something out.
_LEFT_OUT = re.compile(
    r"[…・.]*[(（\[【〔](?:前略|中略|後略|以下略|以下省略|略|snip|omitted|…+|\.\.\.)[)）\]】〕][…・.]*"
    r"|…+(?:前略|中略|後略)…+|^…+|…+$",
    re.I,
)
_STOPS = frozenset("。.!?")
_NOTE_MARK = re.compile(r"(?:\[\d{1,3}\]|\[注\d*\]|※\d*|\(注\d*\))+")
_RUBY = re.compile("\\([ぁ-ゖァ-ヺー]{1,12}\\)")
#: A line that no reader would call quoted text: a file name or a number left behind by a picture, an address.
_DEBRIS = re.compile(
    r"(?:https?://\S+|[\w.-]+\.(?:jpe?g|png|gif|webp|svg)|(?=\S*\d)(?=\S*[_\d]{4})[A-Za-z0-9_.-]{6,})", re.I
)
_DIGITS = re.compile(r"\D+")


class _Heard(NamedTuple):
    """The page's sentences with their keys strung together, so that a quote may run over several."""

    text: str
    units: list[Unit]
    places: list[int]
    """Offset of each unit's key in ``strung``."""
    strung: str

    def find(self, form: str, after: int) -> int:
        """Where ``form`` stands, from ``after`` on if it does; -1 when it stands nowhere."""
        at = self.strung.find(form, after)
        return at if at >= 0 else self.strung.find(form)

    def goes_on(self, at: int) -> bool:
        """Whether a sentence goes on at ``at`` in letters."""
        place = bisect_right(self.places, at) - 1
        return (
            at < len(self.strung)
            and self.places[place] != at
            and self.strung[at].isalnum()
            and self.strung[at - 1] not in _STOPS
        )

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

    ``elsewhere`` is text of the page outside its main text, where a sentence may stand word for word.
    """
    quoted = _units(baseline.text)
    page = _heard(text)
    aside = key(title) + "\n" + key(elsewhere)
    found: list[_Found] = []
    after = 0
    for unit in quoted:
        each, after = _look(baseline.text, unit, page, aside, after)
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
        sentences=tuple(f.sentence for f in found),
        note=baseline.note,
    )


def _drift(found: list[_Found], kept: float, total: int) -> Drift:
    if all(f.sentence.fate is Fate.KEPT for f in found):
        return Drift.SAME
    return Drift.REPLACED if kept < _REPLACED and total >= _TELLING else Drift.EDITED


def _units(text: str) -> list[Unit]:
    """The sentences of a quote that can be looked for: no debris, no mark of an omission."""
    spans = [part for span in sentences(text) for part in _without_omissions(text, *span)]
    return [
        Unit(start, end, form)
        for (start, end), form in zip(spans, keys(text, spans), strict=True)
        if re.search(r"[^\W_]", form) and not _DEBRIS.fullmatch(form) and not _LIST_MARK.fullmatch(text, start, end)
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


def _look(quote: str, unit: Unit, page: _Heard, aside: str, after: int) -> tuple[_Found, int]:
    """What became of one sentence; and where on the page to look for the next one first."""
    whole = quote[unit.start : unit.end]
    bare = _bare(whole)
    for form in dict.fromkeys((unit.key, bare)):
        at = page.find(form, after)
        if at >= 0 and not (_ends_there(unit.key) and page.goes_on(at + len(form))):
            start, end = page.wording(at, at + len(form))
            sentence = Sentence(text=whole, start=unit.start, fate=Fate.KEPT, found=page.text[start:end])
            return _Found(sentence, len(unit.key)), at + len(form)
        if form in aside:
            return _Found(Sentence(text=whole, start=unit.start, fate=Fate.KEPT, found=whole), len(unit.key)), after
    near = _nearest(bare, page)
    if near is None:
        return _Found(Sentence(text=whole, start=unit.start, fate=Fate.MISSING), 0), after
    start, end = near
    wording = page.wording(start, end)
    found = page.text[slice(*wording)]
    if _only_damaged(bare, page.strung[start:end]):
        sentence = Sentence(text=whole, start=unit.start, fate=Fate.KEPT, found=found, damaged=True)
        return _Found(sentence, len(unit.key)), end
    sentence = Sentence(text=whole, start=unit.start, fate=Fate.EDITED, found=found)
    held = int(Indel.similarity(bare, page.strung[start:end]) // 2)
    edits = edits_between(quote, (unit.start, unit.end), page.text, wording)
    return _Found(sentence, held, tuple(e for e in edits if not _only_damaged(key(e.before), key(e.after)))), end


def _ends_there(form: str) -> bool:
    """Whether a quoted sentence says that it ends where it ends: 「した。」 is not 「したわけではない。」."""
    return form.rstrip("」』\"')")[-1:] in _STOPS


def _bare(sentence: str) -> str:
    """A sentence's key without its list mark, note marks and outer punctuation."""
    mark = _LIST_MARK.match(sentence)
    form = _NOTE_MARK.sub("", key(sentence[mark.end() :] if mark else sentence))
    bare = form.rstrip("。.,、…!?」』\"')").lstrip("\"'「『(")
    return bare if len(bare) > 3 else form


def _nearest(form: str, page: _Heard) -> tuple[int, int] | None:
    """Where in ``page.strung`` the sentence most like ``form`` stands, when any is like it."""
    if len(form) < 4 or not page.units:
        return None
    singles = [u.key for u in page.units]
    best = process.extractOne(form, singles, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    start = end = -1
    score = 0.0
    if best is not None:
        score, start, end = best[1], page.places[best[2]], page.places[best[2]] + len(best[0])
    if score < 90:
        pairs = [a + b for a, b in pairwise(singles)]
        double = process.extractOne(form, pairs, scorer=fuzz.ratio, score_cutoff=max(score + 1, _ALIKE))
        if double is not None:
            score, start, end = double[1], page.places[double[2]], page.places[double[2]] + len(double[0])
        part = process.extractOne(form, singles, scorer=_part_ratio, score_cutoff=max(score + 5, 75.0))
        if part is not None:
            aligned = fuzz.partial_ratio_alignment(form, part[0])
            if aligned is not None:
                start, end = (
                    page.places[part[2]] + aligned.dest_start,
                    page.places[part[2]] + aligned.dest_end,
                )
                score = part[1]
    return (start, end) if score else None


def _part_ratio(form: str, candidate: str, *, score_cutoff: float | None = None) -> float:
    """Likeness of ``form`` with the part of a longer sentence that is most like it."""
    return fuzz.partial_ratio(form, candidate, score_cutoff=score_cutoff) if len(candidate) > len(form) else 0.0


def _only_damaged(quoted: str, said: str) -> bool:
    """Whether the two keys differ by no more than what quoting is known to lose."""
    number = _BARE_NUMBER.match(quoted)
    if number and not said.startswith(number.group()) and quoted[number.end() :][:4] == said[:4]:
        quoted = quoted[number.end() :]
    if _DIGITS.sub("", quoted) != _DIGITS.sub("", said) or len(negations(quoted)) != len(negations(said)):
        return False
    lost = 0
    for each in changed(quoted, said):
        was, now = quoted[each.a_start : each.a_end], said[each.b_start : each.b_end]
        if _harmless(was, now):
            continue
        if was or _TURNING.search(now):
            return False
        lost += len(now)
    return lost <= min(_MOST_LOST, max(len(quoted) // _PER_LOST, len(quoted) >= _LEAST))


def _harmless(was: str, now: str) -> bool:
    """Whether a difference is one of punctuation, of ruby, of a lost unit, of a stand-in for a character."""
    if _PUNCTUATION.fullmatch(was + now) or (was and now and _STAND_IN.fullmatch(was)):
        return True
    if was and now:
        return False
    return _RUBY.fullmatch(was or now) is not None or (not was and _LOSABLE.fullmatch(now) is not None)
