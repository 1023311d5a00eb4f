"""When a link is visited next (pure).

Intervals are counted in nights, and a night bears the local date of its evening, so that a crawl which starts an
hour earlier or later, before or after midnight, in summer time or not, skips no link and visits none twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from linkwatch.model import State

EVERY_NIGHT = 1
WEEK = 7
MONTH = 30

MONTHLY_AFTER = 90
"""Nights for which a dead link is still visited weekly: by then few come back."""

STEADY_FOR = 28
"""Nights without change after which stretching begins; then a quarter as many nights pass as it has been steady."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The night of the next visit, and why then."""

    night: date
    why: str


def night_of(at: datetime, tz: tzinfo) -> date:
    """Return the night that a moment belongs to: from noon to noon, by the date of its evening in the zone ``tz``."""
    local = at.astimezone(tz)
    return local.date() if local.hour >= 12 else local.date() - timedelta(days=1)


def next_night(
    state: State,
    state_since: datetime | None,
    tonight: date,
    *,
    failures: int = 0,
    changed_at: datetime | None = None,
    stretch: int = EVERY_NIGHT,
    tz: tzinfo = UTC,
) -> date:
    """Return the night in which to visit a link that has been settled tonight; see :func:`plan`."""
    return plan(state, state_since, tonight, failures=failures, changed_at=changed_at, stretch=stretch, tz=tz).night


def plan(
    state: State,
    state_since: datetime | None,
    tonight: date,
    *,
    failures: int = 0,
    changed_at: datetime | None = None,
    stretch: int = EVERY_NIGHT,
    tz: tzinfo = UTC,
) -> Next:
    """Return when to visit a link that has been settled tonight, and why then.

    Every link every night, but confirmed dead ones weekly, and monthly once they were dead for 90 nights, to see a
    revival. A link that fails is visited every night whatever else holds, so that a death is confirmed or refuted
    soon. ``stretch`` above 1 lets up to so many nights pass for living links whose text has not changed for long
    (``changed_at``, or else ``state_since``). ``tz`` is the zone in which nights are counted.
    """
    if state is State.DEAD:
        if _nights_since(state_since, tonight, tz) < MONTHLY_AFTER:
            return Next(night=tonight + timedelta(days=WEEK), why="dead: weekly, to see a revival")
        return Next(night=tonight + timedelta(days=MONTH), why="long dead: monthly, to see a revival")
    if state is State.SUSPECT or failures:
        return Next(night=tonight + timedelta(days=EVERY_NIGHT), why="failing: every night, to confirm or refute")
    steady = _nights_since(changed_at or state_since, tonight, tz)
    nights = max(EVERY_NIGHT, min(stretch, steady // 4)) if steady >= STEADY_FOR else EVERY_NIGHT
    if nights == EVERY_NIGHT or state not in (State.ALIVE, State.MOVED):
        return Next(night=tonight + timedelta(days=EVERY_NIGHT), why="every night")
    return Next(night=tonight + timedelta(days=nights), why=f"steady for {steady} nights: every {nights}")


def _nights_since(at: datetime | None, tonight: date, tz: tzinfo) -> int:
    """Return nights from a moment's to tonight; 0 for none, and for a moment that is still to come."""
    return 0 if at is None else max(0, (tonight - night_of(at, tz)).days)
