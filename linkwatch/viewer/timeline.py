"""What a link went through, as bars on a line of time (pure): states, versions, captures, citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from db.views import CheckRow, Citing, LinkView
from linkwatch.model import Event, EventKind, State, When

LEFT, RIGHT = 96.0, 1136.0
"""Pixels between which time runs."""

_LEAST_SPAN = timedelta(days=2)
_MOST_TICKS = 9
_TICK_STEPS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826)
"""Days between ticks."""

_TEXT_FROM = 64.0
"""Pixels from which a bar holds a word."""
_CHAR = 7.0
"""Pixels that a character of a bar's text takes, about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Something that lasted."""

    x: float
    width: float
    begin: datetime
    end: datetime

    @property
    def chars(self) -> int:
        """Characters of text that fit; 0 when none do."""
        return int((self.width - 12) / _CHAR) if self.width >= _TEXT_FROM else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBar:
    """A state that lasted."""

    state: State
    bar: Bar
    nights: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionBar:
    """A version that stood there."""

    number: int
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A document that cites the page, at the day it was written."""

    x: float
    citing: Citing


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that is drawn."""

    ticks: tuple[tuple[float, datetime], ...]
    states: tuple[StateBar, ...]
    versions: tuple[VersionBar, ...]
    captures: tuple[tuple[float, datetime], ...]
    flags: tuple[Flag, ...]


def timeline(link: LinkView) -> Timeline | None:
    """Lay out what is known of a link; None when it was never visited."""
    if not link.checks:
        return None
    begin = min([link.checks[0].first_at, *(one.taken_at for one in link.captures)])
    end = max(link.checks[-1].last_at, begin + _LEAST_SPAN)
    scale = (RIGHT - LEFT) / (end - begin).total_seconds()

    def x(at: datetime) -> float:
        return round(LEFT + (at - begin).total_seconds() * scale, 1)

    def bar(start: datetime, stop: datetime) -> Bar:
        return Bar(x=x(start), width=max(round(x(stop) - x(start), 1), 3.0), begin=start, end=stop)

    versions = []
    for number, version in enumerate(link.versions, start=1):
        following = link.versions[number].first_seen if number < len(link.versions) else version.last_seen
        versions.append(VersionBar(number=number, bar=bar(version.first_seen, max(following, version.last_seen))))
    written = [
        (day, citing) for citing in link.citing if (day := day_of(citing.citation.cited_at or citing.written_at))
    ]
    return Timeline(
        ticks=tuple((x(at), at) for at in _ticks(begin, end)),
        states=tuple(
            StateBar(state=state, bar=bar(start, stop), nights=nights)
            for state, start, stop, nights in _states(link.checks, link.events)
        ),
        versions=tuple(versions),
        captures=tuple((x(one.taken_at), one.taken_at) for one in link.captures),
        flags=tuple(Flag(x=x(day), citing=citing) for day, citing in written if begin <= day <= end)[:3],
    )


def _states(checks: Sequence[CheckRow], events: Sequence[Event]) -> Iterator[tuple[State, datetime, datetime, int]]:
    """States as they followed each other: what a visit judged, but dead from when a death was confirmed."""
    deaths = sorted(event.at for event in events if event.kind is EventKind.DIED)
    pieces: list[tuple[State, datetime, datetime, int]] = []
    for check, following in zip(checks, [*checks[1:], None], strict=True):
        stop = following.first_at if following else check.last_at
        died = next((at for at in deaths if check.first_at <= at <= check.last_at), None)
        state = check.verdict.state
        failing = state in (State.SUSPECT, State.UNREACHABLE)
        if died is not None and failing:
            if died > check.first_at:
                pieces.append((state, check.first_at, died, check.count))
            pieces.append((State.DEAD, died, stop, 0))
        elif failing and pieces and pieces[-1][0] is State.DEAD:
            pieces.append((State.DEAD, check.first_at, stop, 0))
        else:
            pieces.append((state, check.first_at, stop, check.count))
    merged: list[tuple[State, datetime, datetime, int]] = []
    for piece in pieces:
        if merged and merged[-1][0] is piece[0]:
            before = merged.pop()
            piece = (piece[0], before[1], piece[2], before[3] + piece[3])
        merged.append(piece)
    yield from merged


def _ticks(begin: datetime, end: datetime) -> Iterator[datetime]:
    days = (end - begin) / timedelta(days=1)
    step = next((step for step in _TICK_STEPS if days / step <= _MOST_TICKS), _TICK_STEPS[-1])
    at = begin
    while at <= end:
        yield at
        at += timedelta(days=step)


def day_of(when: When | None) -> datetime | None:
    """A date of a document as a time on the line: the middle of a year, the 15th of a month; None when it is none."""
    if when is None:
        return None
    text = when.value[:10] + {4: "-07-01", 7: "-15"}.get(len(when.value), "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
