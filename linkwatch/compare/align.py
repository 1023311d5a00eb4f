"""Which stretches of two sequences differ: a compiled diff, bounded in time and memory."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

#: Cells of the table that Indel keeps, a bit each: 4 MB. Above it the sequences are first cut at anchors.
_MOST_CELLS = 32_000_000


class Stretch(NamedTuple):
    """``a[a_start:a_end]`` stands where ``b[b_start:b_end]`` stands; one of them may be empty."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def changed(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Stretch]:
    """The stretches that differ, in order, each as large as it can be; equal sequences give none."""
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    back = 0
    while back < shorter - start and a[len(a) - 1 - back] == b[len(b) - 1 - back]:
        back += 1
    whole = Stretch(start, len(a) - back, start, len(b) - back)
    return _joined(_between(a, b, whole))


def _between(a: Sequence[Hashable], b: Sequence[Hashable], where: Stretch) -> Iterator[Stretch]:
    a_start, a_end, b_start, b_end = where
    if a_start == a_end and b_start == b_end:
        return
    if a_start == a_end or b_start == b_end:
        yield where
    elif (a_end - a_start) * (b_end - b_start) <= _MOST_CELLS:
        for op in Indel.opcodes(a[a_start:a_end], b[b_start:b_end]):
            if op.tag != "equal":
                yield Stretch(
                    a_start + op.src_start,
                    a_start + op.src_end,
                    b_start + op.dest_start,
                    b_start + op.dest_end,
                )
    else:
        anchors = _anchors(a, b, where)
        if not anchors:
            yield where
            return
        for i, j in [*anchors, (a_end, b_end)]:
            yield from _between(a, b, Stretch(a_start, i, b_start, j))
            a_start, b_start = i + 1, j + 1


def _anchors(a: Sequence[Hashable], b: Sequence[Hashable], where: Stretch) -> list[tuple[int, int]]:
    """Places of items that occur once on either side, as many as stand in one order (patience diff)."""
    count_a = Counter(a[where.a_start : where.a_end])
    count_b = Counter(b[where.b_start : where.b_end])
    place_b = {b[j]: j for j in range(where.b_start, where.b_end) if count_b[b[j]] == 1}
    once = [(i, place_b[a[i]]) for i in range(where.a_start, where.a_end) if count_a[a[i]] == 1 and a[i] in place_b]
    return [once[index] for index in rising([j for _, j in once])]


def rising(values: Sequence[int]) -> list[int]:
    """Indices of a longest strictly rising subsequence of ``values``."""
    tails: list[int] = []
    tail_index: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        before[index] = tail_index[at - 1] if at else -1
        tails[at : at + 1] = [value]
        tail_index[at : at + 1] = [index]
    chain: list[int] = []
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def _joined(stretches: Iterator[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for each in stretches:
        if joined and joined[-1].a_end == each.a_start and joined[-1].b_end == each.b_start:
            last = joined.pop()
            each = Stretch(last.a_start, each.a_end, last.b_start, each.b_end)
        joined.append(each)
    return joined
