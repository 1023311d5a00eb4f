"""When a link is visited next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linkwatch.due import next_night, night_of, plan
from linkwatch.model import State

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
    assert next_night(state, since, TONIGHT) == date(2025, 6, 2)


@pytest.mark.parametrize(("dead_for", "nights"), [(0, 7), (89, 7), (90, 30), (1000, 30), (-3, 7)])
def test_the_dead_are_visited_now_and_then(dead_for: int, nights: int) -> None:
    assert next_night(State.DEAD, ago(dead_for), TONIGHT) - TONIGHT == timedelta(days=nights)


def test_a_dead_link_without_a_date_is_visited_weekly() -> None:
    assert next_night(State.DEAD, None, TONIGHT) == date(2025, 6, 8)


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
    stretched = next_night(state, ago(1000), TONIGHT, failures=failures, changed_at=ago(steady_for), stretch=14)
    assert stretched - TONIGHT == timedelta(days=nights)


def test_a_plan_says_why() -> None:
    assert plan(State.ALIVE, ago(3), TONIGHT).why == "every night"
    assert plan(State.DEAD, ago(3), TONIGHT).why.startswith("dead: weekly")
    assert plan(State.DEAD, ago(300), TONIGHT).why.startswith("long dead: monthly")
    assert plan(State.SUSPECT, ago(1), TONIGHT).why.startswith("failing")
    assert plan(State.ALIVE, ago(60), TONIGHT, stretch=14).why == "steady for 60 nights: every 14"


def test_nights_are_counted_in_the_zone_asked_for() -> None:
    """Dead since 2025-03-03 13:00 in Tokyo, 04:00 UTC: there the night of the 3rd, in UTC still that of the 2nd."""
    since = datetime(2025, 3, 3, 4, 0, tzinfo=UTC)
    tonight = date(2025, 3, 2) + timedelta(days=90)
    assert next_night(State.DEAD, since, tonight) - tonight == timedelta(days=30)
    assert next_night(State.DEAD, since, tonight, tz=TOKYO) - tonight == timedelta(days=7)
