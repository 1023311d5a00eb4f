"""Nights in a row, as a table: what comes in, and what each night's state, run and events should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linkwatch.judge.settle import settle
from linkwatch.model import (
    Capture,
    Confidence,
    EventKind,
    Failure,
    HostNight,
    Night,
    Past,
    Settled,
    State,
    Verdict,
)

START = datetime(2025, 1, 22, 3, 0, tzinfo=UTC)
HOST = HostNight(host="www.example.org")

ALIVE = Verdict(state=State.ALIVE, reason="ok")
THIN = Verdict(state=State.ALIVE, reason="ok", confidence=Confidence.GUESS)
SURE = Verdict(state=State.SUSPECT, reason="http-404", failure=Failure.SURE, evidence="HTTP 404 Not Found")
SOFT = Verdict(state=State.SUSPECT, reason="soft-404", failure=Failure.LIKELY, evidence="“not found”")
LAPSED = Verdict(state=State.SUSPECT, reason="nxdomain", failure=Failure.LIKELY)
TIMEOUT = Verdict(state=State.UNREACHABLE, reason="timeout", failure=Failure.NETWORK)
WALL = Verdict(state=State.BLOCKED, reason="bot-wall")
PAYWALL = Verdict(state=State.RESTRICTED, reason="paywall")
LOGIN = Verdict(state=State.RESTRICTED, reason="login-wall")
ROBOTS = Verdict(state=State.UNKNOWN, reason="robots")
NOT_THERE = Verdict(state=State.UNKNOWN, reason="not-in-replay")
MOVED = Verdict(state=State.MOVED, reason="moved", new_url="https://www.example.org/new")
MOVED_ON = replace(MOVED, new_url="https://www.example.org/newer")


def after(settled: Settled, provisional: Verdict, at: datetime) -> Past:
    """What the store would say of the link on the next night."""
    return Past(
        state=settled.verdict.state,
        reason=settled.verdict.reason,
        state_since=settled.state_since,
        last_checked_at=at,
        provisional=provisional,
        failing_since=settled.failing_since,
        failures=settled.failures,
        sure_failures=settled.sure_failures,
        last_failure_at=settled.last_failure_at,
    )


def nights(*visits: tuple[float, Verdict]) -> list[Settled]:
    """Settle visits at so many hours after the start, one after the other, on a quiet host."""
    past, all_settled = Past(), []
    for hours, provisional in visits:
        at = START + timedelta(hours=hours)
        settled = settle(provisional, past, HOST, Night(at=at))
        all_settled.append(settled)
        past = after(settled, provisional, at)
    return all_settled


def states(*visits: tuple[float, Verdict]) -> str:
    return " ".join(settled.verdict.state for settled in nights(*visits))


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        # sure: the second visit, at least 20 hours later
        ([(0, SURE)], "suspect"),
        ([(0, SURE), (24, SURE)], "suspect dead"),
        ([(0, SURE), (20, SURE)], "suspect dead"),
        ([(0, SURE), (19.9, SURE)], "suspect suspect"),
        ([(0, SURE), (6, SURE), (12, SURE), (18, SURE), (24, SURE)], "suspect suspect suspect suspect dead"),
        # likely: the third visit, over at least three days
        ([(0, SOFT), (24, SOFT), (48, SOFT)], "suspect suspect suspect"),
        ([(0, SOFT), (24, SOFT), (48, SOFT), (72, SOFT)], "suspect suspect suspect dead"),
        ([(0, SOFT), (36, SOFT), (72, SOFT)], "suspect suspect dead"),
        ([(0, SOFT), (200, SOFT)], "suspect suspect"),
        ([(0, LAPSED), (24, LAPSED), (48, LAPSED), (72, LAPSED)], "suspect suspect suspect dead"),
        # mixed: one sure failure is not two
        ([(0, SOFT), (24, SURE)], "suspect suspect"),
        ([(0, SOFT), (24, SURE), (48, SURE)], "suspect suspect dead"),
        ([(0, SURE), (24, SOFT), (48, SOFT), (72, SOFT)], "suspect suspect suspect dead"),
        # network: never
        ([(24 * n, TIMEOUT) for n in range(5)], "unreachable unreachable unreachable unreachable unreachable"),
        # an answer ends the run
        ([(0, SURE), (24, ALIVE), (48, SURE)], "suspect alive suspect"),
        ([(0, SURE), (24, MOVED), (48, SURE)], "suspect moved suspect"),
        # walls, robots.txt and the network neither count nor end it
        ([(0, SURE), (24, WALL), (48, SURE)], "suspect blocked dead"),
        ([(0, SURE), (24, ROBOTS), (48, SURE)], "suspect unknown dead"),
        ([(0, SURE), (24, LOGIN), (48, SURE)], "suspect restricted dead"),
        ([(0, SURE), (24, TIMEOUT), (48, SURE)], "suspect unreachable dead"),
        ([(0, SOFT), (24, WALL), (48, WALL), (72, SOFT), (96, SOFT)], "suspect blocked blocked suspect dead"),
        # what was not recorded changes nothing
        ([(0, ALIVE), (24, NOT_THERE)], "alive alive"),
        ([(0, SURE), (24, NOT_THERE), (48, SURE)], "suspect suspect dead"),
        ([(0, NOT_THERE)], "unknown"),
        # the dead stay dead behind a wall, and come back with an answer
        ([(0, SURE), (24, SURE), (48, WALL), (72, SURE)], "suspect dead dead dead"),
        ([(0, SURE), (24, SURE), (48, TIMEOUT)], "suspect dead dead"),
        ([(0, SURE), (24, SURE), (48, LOGIN)], "suspect dead dead"),
        ([(0, SURE), (24, SURE), (48, PAYWALL)], "suspect dead restricted"),
        ([(0, SURE), (24, SURE), (48, ALIVE), (72, SURE)], "suspect dead alive suspect"),
    ],
)
def test_states_over_nights(visits: list[tuple[float, Verdict]], expected: str) -> None:
    assert states(*visits) == expected


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([(0, SURE), (24, SURE), (48, SURE)], [[], [EventKind.DIED], []]),
        ([(0, SURE), (24, SURE), (48, ALIVE), (72, ALIVE)], [[], [EventKind.DIED], [EventKind.CAME_BACK], []]),
        ([(0, SURE), (24, ALIVE)], [[], []]),
        ([(0, ALIVE), (24, WALL), (48, WALL), (72, ALIVE)], [[], [EventKind.BLOCKED], [], []]),
        ([(0, ALIVE), (24, PAYWALL), (48, PAYWALL)], [[], [EventKind.RESTRICTED], []]),
        ([(0, ALIVE), (24, MOVED), (48, MOVED)], [[], [EventKind.MOVED], []]),
        ([(0, ALIVE), (24, MOVED), (48, MOVED_ON)], [[], [EventKind.MOVED], [EventKind.MOVED]]),
        ([(0, SURE), (24, SURE), (48, MOVED)], [[], [EventKind.DIED], [EventKind.CAME_BACK, EventKind.MOVED]]),
        # the first sight of a link is no change
        ([(0, WALL)], [[]]),
        ([(0, MOVED)], [[]]),
    ],
)
def test_events_only_on_change(visits: list[tuple[float, Verdict]], expected: list[list[EventKind]]) -> None:
    assert [[event.kind for event in settled.events] for settled in nights(*visits)] == expected


def test_run_of_failures_is_kept() -> None:
    first, second, third = nights((0, SURE), (6, SURE), (24, SURE))
    assert (first.failures, first.sure_failures, first.failing_since) == (1, 1, START)
    assert (second.failures, second.last_failure_at) == (1, START)
    assert (third.failures, third.sure_failures, third.failing_since) == (2, 2, START)
    assert third.last_failure_at == START + timedelta(hours=24)


def test_state_since_is_when_the_state_began() -> None:
    settled = nights((0, ALIVE), (24, ALIVE), (48, SURE), (72, SURE), (96, SURE))
    assert [night.state_since - START for night in settled] == [
        timedelta(hours=hours) for hours in (0, 0, 48, 72, 72)
    ]


def test_our_own_outage_changes_nothing() -> None:
    past = after(nights((0, SURE))[0], SURE, START)
    settled = settle(SURE, past, HOST, Night(at=START + timedelta(days=1), offline=True))
    assert settled.verdict == SURE
    assert (settled.failures, settled.failing_since, settled.state_since) == (1, START, START)
    assert settled.vetoed
    assert not settled.events


def test_host_that_turned_gets_a_nights_delay() -> None:
    turned = HostNight(host="www.example.org", was_living=5, turned=4)
    past = Past(state=State.ALIVE, reason="ok", state_since=START)
    one = settle(SURE, past, turned, Night(at=START))
    assert (one.verdict.state, one.failures, one.failing_since) == (State.SUSPECT, 0, START)
    assert "4 of 5" in one.vetoed
    two = settle(SURE, after(one, SURE, START), HOST, Night(at=START + timedelta(days=1)))
    assert two.verdict.state is State.SUSPECT
    night_three = Night(at=START + timedelta(days=2))
    three = settle(SURE, after(two, SURE, START + timedelta(days=1)), HOST, night_three)
    assert three.verdict.state is State.DEAD


@pytest.mark.parametrize(("living", "turned"), [(2, 2), (5, 3), (10, 7)])
def test_few_failures_are_no_turn(living: int, turned: int) -> None:
    past = after(nights((0, SURE))[0], SURE, START)
    host = HostNight(host="www.example.org", was_living=living, turned=turned)
    assert settle(SURE, past, host, Night(at=START + timedelta(days=1))).verdict.state is State.DEAD


@pytest.mark.parametrize(
    ("failure", "hours", "status", "text", "vetoes"),
    [
        (SURE, 12, 200, None, True),
        (SURE, 12, 404, None, False),
        (SURE, 12, None, None, False),
        (SURE, 12, None, "本文。" * 200, True),
        (SURE, -12, 200, "本文。" * 200, False),  # older than the first failure
        (SOFT, 12, 200, None, False),  # a soft 404 is captured with 200 too
        (SOFT, 12, 200, "お探しのページは見つかりません", False),
        (SOFT, 12, 200, "本文。" * 200, True),
    ],
)
def test_a_newer_capture_alive_vetoes(
    failure: Verdict, hours: float, status: int | None, text: str | None, vetoes: bool
) -> None:
    run = nights((0, failure), (36, failure))[:1]
    past = after(run[0], failure, START)
    past = replace(past, failures=2)
    capture = Capture(
        archive="Wayback Machine",
        taken_at=START + timedelta(hours=hours),
        address="https://archive.example/1",
        status=status,
        text=text,
    )
    settled = settle(failure, past, HOST, Night(at=START + timedelta(days=4)), [capture])
    assert settled.verdict.state is (State.SUSPECT if vetoes else State.DEAD)
    assert bool(settled.vetoed) is vetoes
    assert settled.failures == (1 if vetoes else 3)


def test_same_body_for_several_urls_is_a_soft_404() -> None:
    host = HostNight(host="www.example.org", bodies=(("aa", 3),))
    night = Night(at=START)
    assert settle(THIN, Past(), host, night, fingerprint="aa").verdict.reason == "same-body"
    assert settle(THIN, Past(), host, night, fingerprint="bb").verdict.state is State.ALIVE
    assert settle(ALIVE, Past(), host, night, fingerprint="aa").verdict.state is State.ALIVE
    assert settle(THIN, Past(fingerprint="aa"), host, night).verdict.reason == "same-body"
    two = HostNight(host="www.example.org", bodies=(("aa", 2),))
    assert settle(THIN, Past(), two, night, fingerprint="aa").verdict.state is State.ALIVE


def test_network_failures_die_only_when_the_user_says_so() -> None:
    past = Past(state=State.UNREACHABLE, reason="timeout", state_since=START)
    late = Night(at=START + timedelta(days=30))
    assert settle(TIMEOUT, past, HOST, late).verdict.state is State.UNREACHABLE
    month = timedelta(days=30)
    assert settle(TIMEOUT, past, HOST, late, network_dead_after=month).verdict.state is State.DEAD
    early = Night(at=START + timedelta(days=29))
    assert settle(TIMEOUT, past, HOST, early, network_dead_after=month).verdict.state is State.UNREACHABLE
