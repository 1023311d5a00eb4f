"""Orders of the table of links: what comes before what, and where a page ends."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.views import Sort
from linkwatch.model import Drift, Selection, State

STATES_BY_GRAVITY = (
    State.DEAD, State.SUSPECT, State.MOVED, State.UNREACHABLE, State.BLOCKED, State.RESTRICTED, State.UNKNOWN,
    State.ALIVE,
)  # fmt: skip
DRIFTS_BY_GRAVITY = (Drift.REPLACED, Drift.EDITED, Drift.SAME, Drift.UNJUDGED)
_BY_STATE = {state.value: number for number, state in enumerate(STATES_BY_GRAVITY)}
_BY_DRIFT = {drift.value: number for number, drift in enumerate(DRIFTS_BY_GRAVITY)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Links that are alike in all filters but the host."""

    state: str
    drift: str
    site: str
    reason: str

    def is_asked_for(self, selection: Selection, sites: Sequence[str] | None) -> bool:
        """Whether a selection takes the group's links, of these sites or of any."""
        asked = (
            (self.state, selection.states), (self.drift, selection.drifts), (self.site, selection.sites),
            (self.reason, selection.reasons),
        )  # fmt: skip
        return (sites is None or self.site in sites) and all(not wanted or own in wanted for own, wanted in asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of an order: all links of it come before those of the next one."""

    keys: tuple[str, ...]
    """Columns by which its links are sorted, the last of them theirs alone."""
    index: str
    """Which holds the links of each group in this order."""
    condition: str = ""
    """As SQL."""
    of: State | Drift | None = None
    """What all its links have in common."""

    @property
    def key(self) -> str:
        """The column that leads, or none where links are sorted by their ids alone; SQL."""
        return "''" if self.keys[0] == _ID else self.keys[0]

    def sorted(self, *, descending: bool) -> str:
        """Its order as SQL."""
        return ", ".join(f"{key} {'DESC' if descending else 'ASC'}" for key in self.keys)

    def after(self, *, descending: bool) -> str:
        """What holds of links after a place, ``:key`` and ``:id``, as SQL."""
        bounds = ", ".join(":id" if key == _ID else ":key" for key in self.keys)
        return f"AND ({', '.join(self.keys)}) {'<' if descending else '>'} ({bounds})"

    def holds(self, group: Group) -> bool:
        """Whether it may hold links of a group."""
        return self.of is None or self.of in (group.state, group.drift)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page ends: in which stretch, at which value, at which id."""

    stretch: int
    key: str
    id: int

    @classmethod
    def read(cls, text: str) -> Place:
        """Read what :meth:`written` wrote; ValueError for anything else."""
        stretch, _, rest = text.partition("~")
        key, found, link_id = rest.rpartition("~")
        numbers = stretch + link_id
        if not (found and stretch and link_id and numbers.isascii() and numbers.isdecimal() and len(text) < 4_000):
            raise ValueError(f"{text[:80]!r} is no place in the table of links")
        return cls(stretch=int(stretch), key=key, id=min(int(link_id), 2**63 - 1))

    def written(self) -> str:
        """As text, for a URL."""
        return f"{self.stretch}~{self.key}~{self.id}"


_ID = "links.id"


def stretches(sort: Sort, *, descending: bool) -> list[Stretch]:
    """The stretches of an order. By drift and by state the gravest come first, then those of the latest change."""
    if sort is Sort.ADDRESS:
        found = [Stretch(keys=("links.canonical_url",), index="links_by_address")]
    elif sort is Sort.CHECKED:
        found = _known_and_not("last_checked_at", "links_by_checked")
    elif sort is Sort.SINCE:
        found = _known_and_not("state_since", "links_by_since")
    else:
        values: Sequence[State | Drift] = STATES_BY_GRAVITY if sort is Sort.STATE else DRIFTS_BY_GRAVITY
        found = [part for each in values for part in _known_and_not("state_since", "links_by_since", each)]
    return found if descending else found[::-1]


def _known_and_not(column: str, index: str, of: State | Drift | None = None) -> list[Stretch]:
    """Links of which the time is known, and those of which it is not: comparing with NULL would lose these."""
    known = f"links.{column}"
    return [
        Stretch(keys=(known, _ID), index=index, condition=f"AND {known} IS NOT NULL", of=of),
        Stretch(keys=(_ID,), index=index, condition=f"AND {known} IS NULL", of=of),
    ]


def sorted_places(
    rows: Iterable[sqlite3.Row], sort: Sort, place: Place | None, *, descending: bool, most: int
) -> list[Place]:
    """The first links after a place in the order of :func:`stretches`; a row has all that links are sorted by."""
    parts: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    last = len(stretches(sort, descending=True)) - 1
    for row in rows:
        stretch, key = _place(row, sort)
        parts[stretch if descending else last - stretch].append((key, row["id"]))
    found: list[Place] = []
    for stretch in sorted(parts):
        part = parts[stretch]
        if place is not None and stretch == place.stretch:
            begin = (place.key, place.id)
            part = [each for each in part if (each < begin if descending else each > begin)]
        if len(found) < most and (place is None or stretch >= place.stretch):
            part.sort(reverse=descending)
            found += [Place(stretch=stretch, key=key, id=link_id) for key, link_id in part[: most - len(found)]]
    return found


def _place(row: sqlite3.Row, sort: Sort) -> tuple[int, str]:
    """Where a link stands: in which stretch of the descending order, and what it is sorted by there."""
    if sort is Sort.ADDRESS:
        return 0, row["address"]
    time = row["last_checked_at" if sort is Sort.CHECKED else "state_since"]
    gravity = 0
    if sort is Sort.DRIFT:
        gravity = _BY_DRIFT.get(row["drift"], 0)
    elif sort is Sort.STATE:
        gravity = _BY_STATE.get(row["state"], 0)
    return 2 * gravity + (time is None), time or ""
