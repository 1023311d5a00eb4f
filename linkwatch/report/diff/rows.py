"""Two texts paragraph against paragraph: which are the same, changed, gone, new or moved (pure).

What was changed is told by the edits; this lays them out. :func:`rows` is for two whole texts, :func:`quote_rows` for
a quote and the sentences that a page makes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from rapidfuzz import fuzz

from linkwatch.compare.align import changed, rising
from linkwatch.model import Comparison, Edit, EditOp, Fate
from linkwatch.report.diff.lines import Mark, Part
from linkwatch.text import keys

_WHOLE = 0.9
"""Share of a paragraph that an edit must cover for it to be gone, new or moved as a whole."""
_ALIKE = 40.0
"""From this likeness on (0 to 100) two paragraphs are versions of one."""
_MOST_PAIRS = 2_500
"""Pairs of paragraphs of one stretch up to which all are held against each other."""


class RowKind(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    ADDED = "added"
    MOVED_AWAY = "moved-away"
    MOVED_HERE = "moved-here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph of one text beside what it is in the other."""

    number: int
    """From 1."""
    kind: RowKind
    before: tuple[Part, ...] = ()
    """Empty for what was added or moved here."""
    after: tuple[Part, ...] = ()
    """Empty for what is gone or moved away."""
    inline: tuple[Part, ...] = ()
    """Both in one: what went, then what came, where it stands."""
    edits: tuple[int, ...] = ()
    """Which of the edits are in it."""
    partner: int = 0
    """Number of the row to which it moved, or from which; 0 for others."""

    @property
    def changed(self) -> bool:
        """Whether it is more than a paragraph that stayed as it was."""
        return self.kind is not RowKind.SAME


Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two texts."""

    text: str
    spans: Sequence[Span]
    """Of its paragraphs."""
    marks: Sequence[tuple[int, int, int]]
    """Start, end and index of each edit that touches this side, in order."""
    edits: Sequence[Edit]

    def within(self, span: Span) -> list[tuple[int, int, int]]:
        """The marks that touch a paragraph, cut to it."""
        return [
            (max(start, span[0]), min(end, span[1]), index)
            for start, end, index in self.marks
            if start < span[1] and end > span[0]
        ]

    def covered(self, span: Span, ops: Sequence[EditOp]) -> float:
        """Share of a paragraph that edits of these kinds cover."""
        length = sum(end - start for start, end, index in self.within(span) if self.edits[index].op in ops)
        return length / max(span[1] - span[0], 1)

    def is_whole(self, span: Span, op: EditOp) -> bool:
        """Whether a paragraph went, came or moved as a whole, or gave way to another as one piece."""
        if self.covered(span, (op, EditOp.MOVE)) >= _WHOLE:
            return True
        replaced = (each for each in self.within(span) if self.edits[each[2]].op is EditOp.REPLACE)
        return any(end - start >= _WHOLE * (span[1] - span[0]) for start, end, _ in replaced)

    def parts(self, span: Span, mark: Mark) -> tuple[Part, ...]:
        """The paragraph in parts, what edits touch marked."""
        found, at = [], span[0]
        for start, end, index in self.within(span):
            if start > at:
                found.append(Part(mark=Mark.SAME, text=self.text[at:start]))
            if end > max(start, at):
                moved = self.edits[index].op is EditOp.MOVE
                found.append(Part(mark=Mark.MOVED if moved else mark, text=self.text[max(start, at) : end]))
            at = max(at, end)
        if at < span[1]:
            found.append(Part(mark=Mark.SAME, text=self.text[at : span[1]]))
        return tuple(found)


def rows(before: str, after: str, edits: Sequence[Edit]) -> tuple[Row, ...]:
    """Lay out two texts; ``edits`` are those that :mod:`linkwatch.compare` found between them."""
    old = _side(before, edits, [(each.start_before, each.before) for each in edits])
    new = _side(after, edits, [(each.start_after, each.after) for each in edits])
    pairs = list(_pairs(old, new))
    found = [_row(number, old, new, i, j) for number, (i, j) in enumerate(pairs, start=1)]
    return tuple(_linked(found, edits))


def _side(text: str, edits: Sequence[Edit], marks: Sequence[tuple[int, str]]) -> _Side:
    spans, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    placed = sorted((at, at + len(piece), index) for index, (at, piece) in enumerate(marks) if piece)
    return _Side(text=text, spans=spans, marks=placed, edits=edits)


def _pairs(old: _Side, new: _Side) -> Iterator[tuple[int | None, int | None]]:
    """Paragraphs beside each other, in the order of both; None where one has no counterpart."""
    at_i = at_j = 0
    stretches = changed(keys(old.text, old.spans), keys(new.text, new.spans))
    for a_start, a_end, b_start, b_end in stretches:
        yield from zip(range(at_i, a_start), range(at_j, b_start), strict=True)
        yield from _stretch(old, new, range(a_start, a_end), range(b_start, b_end))
        at_i, at_j = a_end, b_end
    yield from zip(range(at_i, len(old.spans)), range(at_j, len(new.spans)), strict=True)


def _stretch(old: _Side, new: _Side, was: range, now: range) -> Iterator[tuple[int | None, int | None]]:
    left = [i for i in was if not old.is_whole(old.spans[i], EditOp.DELETE)]
    right = [j for j in now if not new.is_whole(new.spans[j], EditOp.INSERT)]
    at_i, at_j = was.start, now.start
    for i, j in [*_alike(old, new, left, right), (was.stop, now.stop)]:
        yield from ((each, None) for each in range(at_i, i))
        yield from ((None, each) for each in range(at_j, j))
        if i < was.stop:
            yield i, j
        at_i, at_j = i + 1, j + 1


def _alike(old: _Side, new: _Side, left: list[int], right: list[int]) -> list[tuple[int, int]]:
    """Paragraphs that are versions of each other, in the same order on both sides."""
    if len(left) == len(right) or len(left) * len(right) > _MOST_PAIRS:
        return list(zip(left, right, strict=False))
    best: list[tuple[int, int]] = []
    for i in left:
        text = old.text[slice(*old.spans[i])]
        likeness = [(fuzz.ratio(text, new.text[slice(*new.spans[j])], score_cutoff=_ALIKE), -j) for j in right]
        score, j = max(likeness, default=(0.0, 0))
        if score:
            best.append((i, -j))
    return [best[index] for index in rising([j for _, j in best])]


def _row(number: int, old: _Side, new: _Side, i: int | None, j: int | None) -> Row:
    before = old.parts(old.spans[i], Mark.GONE) if i is not None else ()
    after = new.parts(new.spans[j], Mark.NEW) if j is not None else ()
    touched = {index for _, _, index in old.within(old.spans[i])} if i is not None else set()
    touched |= {index for _, _, index in new.within(new.spans[j])} if j is not None else set()
    if i is not None and j is not None:
        kind = RowKind.CHANGED if touched else RowKind.SAME
        inline = _inline(old, new, old.spans[i], new.spans[j]) if touched else after
    elif i is not None:
        moved = old.covered(old.spans[i], (EditOp.MOVE,)) >= _WHOLE
        kind, inline = RowKind.MOVED_AWAY if moved else RowKind.GONE, before
    else:
        moved = j is not None and new.covered(new.spans[j], (EditOp.MOVE,)) >= _WHOLE
        kind, inline = RowKind.MOVED_HERE if moved else RowKind.ADDED, after
    return Row(number=number, kind=kind, before=before, after=after, inline=inline, edits=tuple(sorted(touched)))


def _inline(old: _Side, new: _Side, was: Span, now: Span) -> tuple[Part, ...]:
    """The newer paragraph with what the older one lost put in where it stood."""
    gone = {index: old.text[start:end] for start, end, index in old.within(was)}
    came = {index: (start, end) for start, end, index in new.within(now)}
    places = {
        index: came[index][0] if index in came else _clamped(old.edits[index].start_after, now)
        for index in {**gone, **came}
    }
    found: list[Part] = []
    at = now[0]
    for index, place in sorted(places.items(), key=lambda each: (each[1], each[0])):
        if place > at:
            found.append(Part(mark=Mark.SAME, text=new.text[at:place]))
            at = place
        moved = old.edits[index].op is EditOp.MOVE
        if index in gone and not moved:
            found.append(Part(mark=Mark.GONE, text=gone[index]))
        if index in came and came[index][1] > at:
            found.append(Part(mark=Mark.MOVED if moved else Mark.NEW, text=new.text[at : came[index][1]]))
            at = came[index][1]
    if at < now[1]:
        found.append(Part(mark=Mark.SAME, text=new.text[at : now[1]]))
    return tuple(found)


def _clamped(at: int, span: Span) -> int:
    return min(max(at, span[0]), span[1])


def _linked(found: Sequence[Row], edits: Sequence[Edit]) -> Iterator[Row]:
    """Tell rows that moved where their other half is."""
    away = {index: row.number for row in found if row.kind is RowKind.MOVED_AWAY for index in row.edits}
    here = {index: row.number for row in found if row.kind is RowKind.MOVED_HERE for index in row.edits}
    for row in found:
        other = here if row.kind is RowKind.MOVED_AWAY else away if row.kind is RowKind.MOVED_HERE else {}
        moves = (other[index] for index in row.edits if index in other and edits[index].op is EditOp.MOVE)
        yield replace(row, partner=next(moves, 0))


def quote_rows(comparison: Comparison, text: str) -> tuple[Row, ...]:
    """Each quoted sentence beside what the page makes of it; ``text`` is the page's."""
    found = []
    at = 0
    for number, sentence in enumerate(comparison.sentences, start=1):
        before = (sentence.start, sentence.start + len(sentence.text))
        place = text.find(sentence.found, at) if sentence.found else -1
        if place < 0 and sentence.found:
            place = text.find(sentence.found)
        if place >= 0:
            at = place
        inside = [
            index
            for index, edit in enumerate(comparison.edits)
            if before[0] <= edit.start_before <= before[1] and edit.op is not EditOp.MOVE
        ]
        if sentence.fate is Fate.MISSING:
            whole = (Part(mark=Mark.GONE, text=sentence.text),)
            found.append(Row(number=number, kind=RowKind.GONE, before=whole, inline=whole, edits=tuple(inside)))
            continue
        own = [
            _moved_by(comparison.edits[index], -before[0], -place) for index in inside if sentence.fate is Fate.EDITED
        ]
        old = _side(sentence.text, own, [(each.start_before, each.before) for each in own])
        new = _side(sentence.found, own, [(each.start_after, each.after) for each in own])
        spans = (0, len(sentence.text)), (0, len(sentence.found))
        found.append(
            Row(
                number=number,
                kind=RowKind.CHANGED if sentence.fate is Fate.EDITED else RowKind.SAME,
                before=old.parts(spans[0], Mark.GONE),
                after=new.parts(spans[1], Mark.NEW),
                inline=_inline(old, new, *spans),
                edits=tuple(inside) if sentence.fate is Fate.EDITED else (),
            )
        )
    return tuple(found)


def _moved_by(edit: Edit, before: int, after: int) -> Edit:
    return replace(
        edit, start_before=max(edit.start_before + before, 0), start_after=max(edit.start_after + after, 0)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Rows that follow each other: a fold of unchanged ones, or others."""

    rows: tuple[Row, ...]
    folded: bool


def folds(laid: Sequence[Row], *, least: int = 2) -> list[Fold]:
    """Rows in runs; unchanged ones are folded from ``least`` on."""
    runs = (tuple(run) for _, run in groupby(laid, key=lambda row: row.changed))
    return [Fold(rows=run, folded=not run[0].changed and len(run) >= least) for run in runs]


def row_of(laid: Sequence[Row], edit: int) -> int:
    """Number of the first row in which an edit is; 0 when it is in none."""
    return next((row.number for row in laid if edit in row.edits), 0)


def context(text: str, start: int, end: int, *, chars: int = 14) -> tuple[str, str]:
    """A few characters of the line before and after a stretch of text."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    return text[max(line, start - chars) : start], text[end : min(stop if stop >= 0 else len(text), end + chars)]
