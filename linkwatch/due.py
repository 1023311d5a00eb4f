"""When a link is visited next (pure).

Intervals are counted in nights, and a night bears the local date of its evening, so that a crawl which starts an
hour earlier or later, before or after midnight, in summer time or not, skips no link and visits none twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from linkwatch.model import State, Turns

EVERY_NIGHT = 1
WEEK = 7
MONTH = 30

MONTHLY_AFTER = 90
"""Nights for which a dead link is still visited weekly: by then few come back."""

STEADY_FOR = 28
"""Nights without change after which stretching begins."""

SHARE = 4
"""Visits for which there must be time while a page stays as it is: of the time since it last changed, and of the mean
time between two of its changes."""

LONGEST = 14
"""Nights that stretching lets pass at most: a death is then seen a fortnight late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The night of the next visit, and why then."""

    night: date
    why: str


def night_of(at: datetime, tz: tzinfo) -> date:
    """Return the night that a moment belongs to: from noon to noon, by the date of its evening in the zone ``tz``."""
    local = at.astimezone(tz)
    return local.date() if local.hour >= 12 else local.date() - timedelta(days=1)


def plan(
    state: State,
    state_since: datetime | None,
    tonight: date,
    *,
    failures: int = 0,
    turns: Turns | None = None,
    tz: tzinfo = UTC,
) -> Next:
    """Return when to visit a link that has been settled tonight, and why then.

    Every link every night, but confirmed dead ones weekly, and monthly once they were dead for 90 nights, to see a
    revival. A link that fails is visited every night whatever else holds, so that a death is confirmed or refuted
    soon. With ``turns`` living links are stretched: one that has been as it is for 28 nights is visited four times in
    the time for which it stays so by what was seen, at least every 14 nights. ``tz`` is the zone of the nights.
    """
    if state is State.DEAD:
        if _nights_since(state_since, tonight, tz) < MONTHLY_AFTER:
            return Next(night=tonight + timedelta(days=WEEK), why="dead: weekly, to see a revival")
        return Next(night=tonight + timedelta(days=MONTH), why="long dead: monthly, to see a revival")
    if state is State.SUSPECT or failures:
        return Next(night=tonight + timedelta(days=EVERY_NIGHT), why="failing: every night, to confirm or refute")
    if turns is None or state not in (State.ALIVE, State.MOVED):
        return Next(night=tonight + timedelta(days=EVERY_NIGHT), why="every night")
    return _stretched(turns, state_since, tonight, tz)


def _stretched(turns: Turns, state_since: datetime | None, tonight: date, tz: tzinfo) -> Next:
    times = [at for at in (turns.changed_at, turns.seen_since, state_since) if at is not None]
    steady = _nights_since(max(times, default=None), tonight, tz)
    between = _nights_since(turns.seen_since or state_since, tonight, tz) // (turns.changes + 1)
    nights = (
        max(EVERY_NIGHT, min(LONGEST, steady // SHARE, between // SHARE)) if steady >= STEADY_FOR else EVERY_NIGHT
    )
    if nights == EVERY_NIGHT:
        return Next(night=tonight + timedelta(days=EVERY_NIGHT), why="every night")
    return Next(night=tonight + timedelta(days=nights), why=stretched(nights))


def stretched(nights: int) -> str:
    """Say why a living link is not visited every night."""
    return f"steady: every {nights} nights"


def _nights_since(at: datetime | None, tonight: date, tz: tzinfo) -> int:
    """Return nights from a moment's to tonight; 0 for none, and for a moment that is still to come."""
    return 0 if at is None else max(0, (tonight - night_of(at, tz)).days)
