"""When a link is visited next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linkwatch.due import night_of, plan
from linkwatch.model import State, Turns

TOKYO, BERLIN, APIA = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")
TONIGHT = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("at", "zone", "night"),
    [
        ("2025-06-01T22:00:00+09:00", TOKYO, "2025-06-01"),
        ("2025-06-02T03:00:00+09:00", TOKYO, "2025-06-01"),
        ("2025-06-02T11:59:59+09:00", TOKYO, "2025-06-01"),
        ("2025-06-02T12:00:00+09:00", TOKYO, "2025-06-02"),
        ("2025-06-01T18:00:00+00:00", TOKYO, "2025-06-01"),
        ("2025-01-01T00:30:00+00:00", UTC, "2024-12-31"),
        # Summer time begins and ends: 02:30 is missing, then comes twice.
        ("2025-03-30T01:30:00+01:00", BERLIN, "2025-03-29"),
        ("2025-03-30T03:30:00+02:00", BERLIN, "2025-03-29"),
        ("2025-10-26T02:30:00+02:00", BERLIN, "2025-10-25"),
        ("2025-10-26T02:30:00+01:00", BERLIN, "2025-10-25"),
        # Samoa had no 2011-12-30.
        ("2011-12-31T02:00:00+14:00", APIA, "2011-12-30"),
    ],
)
def test_a_night_bears_the_date_of_its_evening(at: str, zone: ZoneInfo, night: str) -> None:
    assert night_of(datetime.fromisoformat(at), zone).isoformat() == night


def ago(nights: int) -> datetime:
    return datetime(2025, 6, 1, 23, 0, tzinfo=UTC) - timedelta(days=nights)


@pytest.mark.parametrize("state", [each for each in State if each is not State.DEAD])
@pytest.mark.parametrize("since", [None, ago(0), ago(1000)])
def test_what_is_not_dead_is_visited_every_night(state: State, since: datetime | None) -> None:
    assert plan(state, since, TONIGHT).night == date(2025, 6, 2)


@pytest.mark.parametrize(("dead_for", "nights"), [(0, 7), (89, 7), (90, 30), (1000, 30), (-3, 7)])
def test_the_dead_are_visited_now_and_then(dead_for: int, nights: int) -> None:
    assert plan(State.DEAD, ago(dead_for), TONIGHT).night - TONIGHT == timedelta(days=nights)


def test_a_dead_link_without_a_date_is_visited_weekly() -> None:
    assert plan(State.DEAD, None, TONIGHT).night == date(2025, 6, 8)


@pytest.mark.parametrize(
    ("state", "failures", "steady_for", "nights"),
    [
        (State.ALIVE, 0, 27, 1),
        (State.ALIVE, 0, 28, 7),
        (State.ALIVE, 0, 40, 10),
        (State.ALIVE, 0, 1000, 14),
        (State.MOVED, 0, 1000, 14),
        (State.ALIVE, 1, 1000, 1),
        (State.SUSPECT, 1, 1000, 1),
        (State.UNREACHABLE, 9, 1000, 1),
        (State.RESTRICTED, 0, 1000, 1),
        (State.UNKNOWN, 0, 1000, 1),
    ],
)
def test_steady_links_are_stretched_only_when_asked(
    state: State, failures: int, steady_for: int, nights: int
) -> None:
    turns = Turns(seen_since=ago(1000), changed_at=ago(steady_for), changes=1)
    stretched = plan(state, ago(1000), TONIGHT, failures=failures, turns=turns).night
    assert stretched - TONIGHT == timedelta(days=nights)
    assert plan(state, ago(1000), TONIGHT, failures=failures).night - TONIGHT == timedelta(days=1)


@pytest.mark.parametrize(
    ("seen_for", "changes", "steady_for", "state_for", "nights"),
    [
        (40, 0, None, 40, 10),  # never changed: a quarter of the time it was seen
        (200, 0, None, 200, 14),
        (200, 4, 60, 200, 10),  # changes every forty nights
        (200, 9, 60, 200, 5),
        (200, 49, 60, 200, 1),  # every four nights, for most of the time
        (200, 0, None, 27, 1),  # came back four weeks ago
        (200, 0, None, 28, 7),
        (None, 0, None, 100, 14),  # alive, but its text was never read
        (-5, 0, None, -5, 1),  # first seen when the clock was ahead
        (200, 1, -5, 200, 1),
    ],
)
def test_how_far_by_how_often_it_changed(
    seen_for: int | None, changes: int, steady_for: int | None, state_for: int, nights: int
) -> None:
    turns = Turns(
        seen_since=None if seen_for is None else ago(seen_for),
        changed_at=None if steady_for is None else ago(steady_for),
        changes=changes,
    )
    assert plan(State.ALIVE, ago(state_for), TONIGHT, turns=turns).night - TONIGHT == timedelta(days=nights)


def test_a_plan_says_why() -> None:
    assert plan(State.ALIVE, ago(3), TONIGHT).why == "every night"
    assert plan(State.DEAD, ago(3), TONIGHT).why.startswith("dead: weekly")
    assert plan(State.DEAD, ago(300), TONIGHT).why.startswith("long dead: monthly")
    assert plan(State.SUSPECT, ago(1), TONIGHT).why.startswith("failing")
    assert plan(State.ALIVE, ago(60), TONIGHT, turns=Turns()).why == "steady: every 14 nights"


def test_nights_are_counted_in_the_zone_asked_for() -> None:
    """Dead since 2025-03-03 13:00 in Tokyo, 04:00 UTC: there the night of the 3rd, in UTC still that of the 2nd."""
    since = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)
    tonight = date(2025, 3, 2) + timedelta(days=90)
    assert plan(State.DEAD, since, tonight).night - tonight == timedelta(days=30)
    assert plan(State.DEAD, since, tonight, tz=TOKYO).night - tonight == timedelta(days=7)
