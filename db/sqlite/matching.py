"""Which citation of a document read again is which that was read before (pure)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

_NEAREST_UP_TO = 10_000
"""Pairs of old and new citations of one URL up to which the nearest are looked for; beyond, order decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a citation stands: its URL as written, and its line or, where there are none, its position."""

    url: str
    line: int | None
    position: int
    removed: bool = False


def pair(old: Sequence[Place], new: Sequence[Place]) -> list[int | None]:
    """Return for each new place the index of the old one it continues, or None.

    The same URL as written, and then the nearest: the same line first, so that a citation added above leaves the
    others their history. One that was removed comes back only when no other fits.
    """
    paired: list[int | None] = [None] * len(new)
    waiting: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, place in enumerate(old):
        waiting[place.url][0].append(index)
    for index, place in enumerate(new):
        if place.url in waiting:
            waiting[place.url][1].append(index)
    for olds, news in waiting.values():
        for removed in (False, True):
            candidates = [index for index in olds if old[index].removed is removed]
            for new_index, old_index in _nearest(candidates, old, [at for at in news if paired[at] is None], new):
                paired[new_index] = old_index
    return paired


def _nearest(olds: list[int], old: Sequence[Place], news: list[int], new: Sequence[Place]) -> list[tuple[int, int]]:
    same_line = {old[index].line: index for index in reversed(olds) if old[index].line is not None}
    pairs = [(at, same_line.pop(new[at].line)) for at in news if new[at].line in same_line]
    taken_new, taken_old = {at for at, _ in pairs}, {index for _, index in pairs}
    news, olds = [at for at in news if at not in taken_new], [index for index in olds if index not in taken_old]
    if len(news) == len(olds) or len(news) * len(olds) > _NEAREST_UP_TO:
        return pairs + list(zip(news, olds, strict=False))
    distances = sorted((_distance(old[index], new[at]), at, index) for at in news for index in olds)
    for _, at, index in distances:
        if at not in taken_new and index not in taken_old:
            taken_new.add(at)
            taken_old.add(index)
            pairs.append((at, index))
    return pairs


def _distance(old: Place, new: Place) -> int:
    if old.line is None or new.line is None:
        return abs(old.position - new.position)
    return abs(old.line - new.line)
