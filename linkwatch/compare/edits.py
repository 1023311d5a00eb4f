"""What was changed between two texts: sentences are aligned first, then phrases in those that differ."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from linkwatch.compare.align import Stretch, changed, rising
from linkwatch.compare.facts import Facts, kind
from linkwatch.compare.noise import differs_by_counters, is_noise
from linkwatch.compare.phrases import Parsed, narrowed, parsed
from linkwatch.model import Edit, EditKind, EditOp
from linkwatch.text import keys, sentences

#: From this likeness on (0 to 100, Indel) two sentences are versions of one.
_ALIKE = 55.0
#: From this likeness on a whole stretch is read as one piece of text that was edited.
_STRETCH_ALIKE = 75.0
#: Below this share of the older text kept, and below this similarity, the newer is another text.
ANOTHER = 0.3
#: Characters of a stretch above which it is always parted into sentences.
_LONGEST_STRETCH = 2_000
#: Keys shorter than this stand in any text by chance.
_CHANCE = 10
#: Characters of key up to which a line that took another's place may be a cell of a table.
_CELL = 24
#: Pairs of sentences up to which all are held against each other; above, only those within a band.
_MOST_PAIRS = 1_600
_BAND = 12


class Unit(NamedTuple):
    """A sentence with its place and the key by which it is known again."""

    start: int
    end: int
    key: str


class Matched(NamedTuple):
    """A stretch that differs: what is left of it on either side, and which sentences are versions of each other."""

    stretch: Stretch
    was: list[Unit]
    now: list[Unit]
    pairs: list[tuple[int, int]]
    one_piece: bool
    """Read as one piece of text that was edited."""
    shared: int
    """Characters that both sides have in common, by the likeness of what is matched."""


class Changes(NamedTuple):
    """The edits, and how much of the texts they touch."""

    edits: tuple[Edit, ...]
    before: int
    """Characters of the older text."""
    after: int
    lost: int = 0
    """Characters of the older text that no longer stand."""
    added: int = 0

    @property
    def similarity(self) -> float:
        """0 to 1: untouched characters, moved ones included, against the characters of both sides."""
        total = self.before + self.after
        return 1 - (self.lost + self.added) / total if total else 1.0

    @property
    def kept(self) -> float:
        """Share of the older text that still stands, 0 to 1."""
        return 1 - self.lost / self.before if self.before else 1.0


def units(text: str, start: int = 0, end: int | None = None) -> list[Unit]:
    """The sentences of ``text`` that have any letters or marks; between two ends of lines, if these are given."""
    spans = sentences(text, start, end)
    return [Unit(at, to, form) for (at, to), form in zip(spans, keys(text, spans), strict=True) if form]


def changes(before: str, after: str, *, beside_before: str = "", beside_after: str = "") -> Changes:
    """Edits that make ``after`` of ``before``, in order of place, noise left out.

    ``beside_before`` and ``beside_after`` are what stood and stands beside them on the page: a sentence that
    only crossed that border did not change. Time grows with the length, not with its square.
    """
    was, now, stretches = _differing(before, after)
    total_was, total_now = len(before), len(after)
    if not stretches:
        return Changes((), total_was, total_now)
    work = _Work(before, after, was, now)
    if work.is_parted_otherwise():
        return Changes((), total_was, total_now)
    work.moves(stretches)
    work.crossings(stretches, beside_before, beside_after)
    matched = [work.matched(stretch) for stretch in stretches]
    work.another = _is_another(matched, total_was, total_now)
    for each in matched:
        work.tell(each)
    edits = sorted(work.edits, key=lambda edit: (edit.start_after, edit.start_before))
    return Changes(tuple(edits), total_was, total_now, work.lost, work.added)


def _is_another(matched: Sequence[Matched], before: int, after: int) -> bool:
    """Whether so little of the older text stands that the newer is another: then no phrase of it was edited."""
    shared = sum(each.shared for each in matched)
    gone = sum(u.end - u.start for each in matched for u in each.was)
    came = sum(u.end - u.start for each in matched for u in each.now)
    found = Changes((), before, after, max(0, gone - shared), max(0, came - shared))
    return found.kept < ANOTHER and found.similarity < ANOTHER


def _differing(before: str, after: str) -> tuple[list[Unit], list[Unit], list[Stretch]]:
    """The sentences of lines that are not letter for letter on both sides, and the stretches of them that differ."""
    old_lines, new_lines = before.split("\n"), after.split("\n")
    old_places, new_places = _places(old_lines), _places(new_lines)
    was: list[Unit] = []
    now: list[Unit] = []
    stretches: list[Stretch] = []
    for each in changed(old_lines, new_lines):
        old = units(before, old_places[each.a_start], old_places[each.a_end])
        new = units(after, new_places[each.b_start], new_places[each.b_end])
        stretches.extend(
            Stretch(i + len(was), i_end + len(was), j + len(now), j_end + len(now))
            for i, i_end, j, j_end in changed([u.key for u in old], [u.key for u in new])
        )
        was += old
        now += new
    return was, now, stretches


def _places(lines: Sequence[str]) -> list[int]:
    """Where each line begins, and where one after the last would."""
    return list(accumulate((len(line) + 1 for line in lines), initial=0))


def edits_between(before: str, was: tuple[int, int], after: str, now: tuple[int, int]) -> tuple[Edit, ...]:
    """Edits within two stretches that are versions of each other; offsets are those of the whole texts."""
    work = _Work(before, after, [], [])
    work.phrases([Unit(*was, "")], [Unit(*now, "")])
    return tuple(work.edits)


class _Work:
    """The two texts while their differing stretches are gone through."""

    def __init__(self, before: str, after: str, was: list[Unit], now: list[Unit]) -> None:
        self.before, self.after = before, after
        self.was, self.now = was, now
        self.edits: list[Edit] = []
        self.lost = self.added = 0
        self.another = False
        """The newer text is another: whole sentences went and came, though some be like each other."""
        self.settled_was: set[int] = set()
        """Sentences that need no further look: they moved, or only crossed the article's border."""
        self.settled_now: set[int] = set()

    def is_parted_otherwise(self) -> bool:
        """Whether the same is said in other lines: broken at another width, or by the numbers of other pages."""
        if not _says_the_same(_telling_units(self.before, self.was), _telling_units(self.after, self.now)):
            return False
        whole = (_telling_units(text, units(text)) for text in (self.before, self.after))
        return _says_the_same(*whole)

    def moves(self, stretches: Sequence[Stretch]) -> None:
        """Sentences that left one place and stand word for word at another: one edit a run of them."""
        places: dict[str, deque[int]] = {}
        for stretch in stretches:
            for j in range(stretch.b_start, stretch.b_end):
                places.setdefault(self.now[j].key, deque()).append(j)
        gone = (i for stretch in stretches for i in range(stretch.a_start, stretch.a_end))
        pairs = [(i, places[self.was[i].key].popleft()) for i in gone if places.get(self.was[i].key)]
        pairs = [(i, j) for i, j in pairs if not is_noise(self._said(self.was[i]))]
        for run in _runs_of(pairs):
            self._moved(run)

    def crossings(self, stretches: Sequence[Stretch], beside_before: str, beside_after: str) -> None:
        """Sentences that stand in the article on one side and word for word beside it on the other."""
        stood, stands = _telling(beside_before), _telling(beside_after)
        for stretch in stretches:
            was, now = range(stretch.a_start, stretch.a_end), range(stretch.b_start, stretch.b_end)
            self.settled_was.update(i for i in was if self.was[i].key in stands)
            self.settled_now.update(j for j in now if self.now[j].key in stood)

    def _moved(self, run: list[tuple[int, int]]) -> None:
        self.settled_was.update(i for i, _ in run)
        self.settled_now.update(j for _, j in run)
        (first_i, first_j), (last_i, last_j) = run[0], run[-1]
        self._add(
            EditOp.MOVE,
            EditKind.TEXT,
            (self.was[first_i].start, self.was[last_i].end),
            (self.now[first_j].start, self.now[last_j].end),
        )

    def matched(self, stretch: Stretch) -> Matched:
        """What is to be explained of one stretch that differs."""
        was = _left(self.was, range(*stretch[:2]), self.settled_was, self.before)
        now = _left(self.now, range(*stretch[2:]), self.settled_now, self.after)
        if _joined(was) == _joined(now):
            return Matched(stretch, [], [], [], one_piece=False, shared=0)  # the same, parted in other lines
        whole = len(was) == stretch.a_end - stretch.a_start and len(now) == stretch.b_end - stretch.b_start
        if was and now and whole and (likeness := _one_piece(was, now)):
            return Matched(stretch, was, now, [], one_piece=True, shared=_shared(likeness, was, now))
        found = _pairs(was, now)
        shared = sum(_shared(likeness, [was[i]], [now[j]]) for i, j, likeness in found)
        return Matched(stretch, was, now, [(i, j) for i, j, _ in found], one_piece=False, shared=shared)

    def tell(self, each: Matched) -> None:
        """The edits of one stretch."""
        stretch, was, now = each.stretch, each.was, each.now
        if each.one_piece and not self.another:
            if not (len(was) == len(now) == 1 and differs_by_counters(self._said(was[0]), self._says(now[0]))):
                self.phrases(was, now)
            return
        at_i = at_j = 0
        pairs = [] if self.another else each.pairs
        for i, j in [*pairs, (len(was), len(now))]:
            here = (
                was[i].start if i < len(was) else _place(self.was, stretch.a_end, self.before),
                now[j].start if j < len(now) else _place(self.now, stretch.b_end, self.after),
            )
            self._unpaired(was[at_i:i], now[at_j:j], here)
            if i < len(was) and not differs_by_counters(self._said(was[i]), self._says(now[j])):
                self.phrases([was[i]], [now[j]])
            at_i, at_j = i + 1, j + 1

    def _unpaired(self, was: list[Unit], now: list[Unit], here: tuple[int, int]) -> None:
        """Whole sentences that went or came, before the places ``here``."""
        if not was and not now:
            return
        op = EditOp.REPLACE if was and now else EditOp.DELETE if was else EditOp.INSERT
        self.lost += sum(u.end - u.start for u in was)
        self.added += sum(u.end - u.start for u in now)
        before = (was[0].start, was[-1].end) if was else (here[0], here[0])
        after = (now[0].start, now[-1].end) if now else (here[1], here[1])
        short = len(was) == len(now) == 1 and max(len(was[0].key), len(now[0].key)) <= _CELL
        self._add(op, self._cell_kind(before, after) if short else EditKind.TEXT, before, after)

    def _cell_kind(self, before: tuple[int, int], after: tuple[int, int]) -> EditKind:
        """What a short line touches that stands in another's place: a cell of a table."""
        old, new = parsed(self.before, *before), parsed(self.after, *after)
        was, now = Facts(old.form, old.figures), Facts(new.form, new.figures)
        return kind(was, (0, len(old.form)), now, (0, len(new.form)))

    def _said(self, unit: Unit) -> str:
        return self.before[unit.start : unit.end]

    def _says(self, unit: Unit) -> str:
        return self.after[unit.start : unit.end]

    def phrases(self, was: list[Unit], now: list[Unit]) -> None:
        """The edits within a stretch whose two sides are versions of one text."""
        where = narrowed(self.before, (was[0].start, was[-1].end), self.after, (now[0].start, now[-1].end))
        old, new = parsed(self.before, *where[0]), parsed(self.after, *where[1])
        differing = changed(old.phrases, new.phrases)
        old_facts, new_facts = Facts(old.form, old.figures), Facts(new.form, new.figures)
        shared = (len(old.form) + len(new.form) - Indel.distance(old.form, new.form)) // 2
        self.lost += len(old.form) - shared
        self.added += len(new.form) - shared
        for each, what in _merged(_split(differing, old, new), old, new, old_facts, new_facts):
            b_span, a_span = old.span(each.a_start, each.a_end), new.span(each.b_start, each.b_end)
            op = EditOp.REPLACE
            if each.a_start == each.a_end or each.b_start == each.b_end:
                op = EditOp.INSERT if each.a_start == each.a_end else EditOp.DELETE
            self._add(op, what, old.source(*b_span), new.source(*a_span))

    def _add(self, op: EditOp, what: EditKind, before: tuple[int, int], after: tuple[int, int]) -> None:
        self.edits.append(
            Edit(
                op=op,
                kind=what,
                before=self.before[slice(*before)],
                after=self.after[slice(*after)],
                start_before=before[0],
                start_after=after[0],
            )
        )


def _left(found: list[Unit], places: range, settled: set[int], text: str) -> list[Unit]:
    """Sentences of a stretch that are still to be explained: neither moved nor noise."""
    return [found[at] for at in places if at not in settled and not is_noise(text[found[at].start : found[at].end])]


def _telling_units(text: str, found: Iterable[Unit]) -> Iterator[str]:
    """The keys of what is no noise, one after the other."""
    return (unit.key for unit in found if not is_noise(text[unit.start : unit.end]))


def _says_the_same(one: Iterator[str], other: Iterator[str]) -> bool:
    """Whether two runs of strings are one string; looks no further than where they part."""
    left = right = ""
    while True:
        left, right = left or next(one, ""), right or next(other, "")
        if not left or not right:
            return left == right
        shared = min(len(left), len(right))
        if left[:shared] != right[:shared]:
            return False
        left, right = left[shared:], right[shared:]


def _telling(text: str) -> frozenset[str]:
    """Keys of the sentences of ``text`` that do not stand in any text by chance."""
    return frozenset(form for form in keys(text, sentences(text)) if len(form) >= _CHANCE)


def _runs_of(pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return runs


def _place(units_: Sequence[Unit], index: int, text: str) -> int:
    return units_[index].start if index < len(units_) else len(text)


def _one_piece(was: Sequence[Unit], now: Sequence[Unit]) -> float:
    """How alike the two sides of a stretch are (0 to 100), if that is enough to read them as one piece; else 0."""
    joined_was, joined_now = _joined(was), _joined(now)
    if max(len(joined_was), len(joined_now)) > _LONGEST_STRETCH and len(was) + len(now) > 2:
        return 0
    alike = _ALIKE if len(was) == len(now) == 1 else _STRETCH_ALIKE
    return fuzz.ratio(joined_was, joined_now, score_cutoff=alike)


def _joined(units_: Sequence[Unit]) -> str:
    return "".join(unit.key for unit in units_)


def _shared(likeness: float, was: Sequence[Unit], now: Sequence[Unit]) -> int:
    """Characters that two sides have in common which are so alike (0 to 100, Indel)."""
    return round(likeness / 200 * sum(len(unit.key) for side in (was, now) for unit in side))


def _pairs(was: Sequence[Unit], now: Sequence[Unit]) -> list[tuple[int, int, float]]:
    """Sentences that are versions of each other, in the same order on both sides, with how alike they are."""
    all_of_them = len(was) * len(now) <= _MOST_PAIRS
    forms = [unit.key for unit in now]
    best: list[tuple[int, int, float]] = []
    for i, unit in enumerate(was):
        middle = i * len(now) // max(len(was), 1)
        low, high = (0, len(now)) if all_of_them else (max(0, middle - _BAND), middle + _BAND)
        found = process.extractOne(unit.key, forms[low:high], scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found is not None:
            best.append((i, low + found[2], found[1]))
    return [best[index] for index in rising([j for _, j, _ in best])]


def _split(stretches: Sequence[Stretch], old: Parsed, new: Parsed) -> list[Stretch]:
    """「3人死亡」→「5人負傷」 is two changes: a figure against a figure, the rest against the rest."""
    parts: list[Stretch] = []
    for each in stretches:
        was = [old.is_figure(at) for at in range(each.a_start, each.a_end)]
        now = [new.is_figure(at) for at in range(each.b_start, each.b_end)]
        if was == now and True in was:
            parts.extend(
                Stretch(each.a_start + at, each.a_start + at + 1, each.b_start + at, each.b_start + at + 1)
                for at in range(len(was))
            )
        else:
            parts.append(each)
    return parts


def _merged(
    stretches: Sequence[Stretch], old: Parsed, new: Parsed, was: Facts, now: Facts
) -> list[tuple[Stretch, EditKind]]:
    """Changes with what each touches; neighbours of mere wording with no more than a particle between are one."""

    def touched(each: Stretch) -> EditKind:
        return kind(was, old.span(each.a_start, each.a_end), now, new.span(each.b_start, each.b_end))

    out: list[tuple[Stretch, EditKind]] = []
    for each in stretches:
        what = touched(each)
        if out and what is out[-1][1] is EditKind.TEXT and each.a_start - out[-1][0].a_end <= 1:
            last = out[-1][0]
            if all(len(phrase) <= 1 for phrase in old.phrases[last.a_end : each.a_start]):
                each = Stretch(last.a_start, each.a_end, last.b_start, each.b_end)
                what = touched(each)
                out.pop()
        out.append((each, what))
    return out
