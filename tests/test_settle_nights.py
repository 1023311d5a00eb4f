"""Fourteen nights of a small collection of links: a row a link, a column a night, and what each should be.

    .  alive          m  moved            4  404          s  soft 404 or its like
    t  timeout        n  NXDOMAIN         w  robot wall   l  login wall      p  paywall
    r  robots.txt     ?  not in the replay

Expected:  a alive  m moved  S suspect  D dead  b blocked  x restricted  u unreachable  k unknown;
a ``*`` marks the night of an event. On the tenth night our own network is down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from linkwatch.judge.settle import settle
from linkwatch.model import Event, Failure, HostNight, Night, Past, Settled, State, Verdict

START = datetime(2025, 3, 1, 2, 30, tzinfo=UTC)
OFFLINE = 10
JITTER = (0, 12, -8, 25, 3, -20, 0, 40, -15, 5, 0, -30, 18, 2)
"""Minutes by which each night's visits are late."""

VISITS = {
    ".": Verdict(state=State.ALIVE, reason="ok"),
    "m": Verdict(state=State.MOVED, reason="moved", new_url="https://www.example.org/new"),
    "4": Verdict(state=State.SUSPECT, reason="http-404", failure=Failure.SURE),
    "s": Verdict(state=State.SUSPECT, reason="soft-404", failure=Failure.LIKELY),
    "n": Verdict(state=State.SUSPECT, reason="nxdomain", failure=Failure.LIKELY),
    "t": Verdict(state=State.UNREACHABLE, reason="timeout", failure=Failure.NETWORK),
    "w": Verdict(state=State.BLOCKED, reason="bot-wall"),
    "l": Verdict(state=State.RESTRICTED, reason="login-wall"),
    "p": Verdict(state=State.RESTRICTED, reason="paywall"),
    "r": Verdict(state=State.UNKNOWN, reason="robots"),
    "?": Verdict(state=State.UNKNOWN, reason="not-in-replay"),
}
LETTERS = {
    State.ALIVE: "a",
    State.MOVED: "m",
    State.SUSPECT: "S",
    State.DEAD: "D",
    State.BLOCKED: "b",
    State.RESTRICTED: "x",
    State.UNREACHABLE: "u",
    State.UNKNOWN: "k",
}


@dataclass(frozen=True)
class Link:
    name: str
    visits: str
    expected: str
    events: str
    """The nights, by number, and what was told."""


LINKS = [
    Link("well", "..............", "aaaaaaaaaaaaaa", ""),
    Link("dies", "...44444444444", "aaaSDDDDDDDDDD", "5 died"),
    Link("dies slowly", "...sssssssssss", "aaaSSSSDDDDDDD", "8 died"),  # the seventh is 25 minutes short of 3 days
    Link("domain lapses, is renewed", "..nnn.........", "aaSSSaaaaaaaaa", ""),
    Link("domain lapses", "..nnnnnnnnnnnn", "aaSSSSDDDDDDDD", "7 died"),
    Link("dies, comes back", "..44444......4", "aaSDDDDaaaaaaS", "4 died, 8 came-back"),
    Link("one bad night", "....4.........", "aaaaSaaaaaaaaa", ""),
    Link("flaps", ".4.4.4.4.4.4.4", "aSaSaSaSaaaSaS", ""),
    Link("flapping host", ".t.tt.t..t.tt.", "auauuauaaaauua", ""),
    Link("a wall that comes and goes", "..w..ww..w..w.", "aabaabbaaaaaba", "3 blocked, 6 blocked, 13 blocked"),
    Link("dies behind a wall", "...4ww4.......", "aaaSbbDaaaaaaa", "5 blocked, 7 died, 8 came-back"),
    Link("404 was a wall", ".4ww..........", "aSbbaaaaaaaaaa", "3 blocked"),
    Link("moves", ".....mmmmmmmmm", "aaaaammmmmmmmm", "6 moved"),
    Link("moves, dies", ".mmm4444444444", "ammmSDDDDDDDDD", "2 moved, 6 died"),
    Link("goes behind a paywall", "....pppppppppp", "aaaaxxxxxxxxxx", "5 restricted"),
    Link("always a login", "llllllllllllll", "xxxxxxxxxxxxxx", ""),
    Link("forbidden by robots.txt", "rrrrrrrrrrrrrr", "kkkkkkkkkkkkkk", ""),
    Link("out of reach for good", "..tttttttttttt", "aauuuuuuuuuuuu", ""),
    Link("dead and out of reach", "44tttt.444....", "SDDDDDaSDDaaaa", "2 died, 7 came-back, 9 died, 11 came-back"),
    Link("only partly recorded", ".?.4?4??......", "aaaSSDDDaaaaaa", "6 died, 9 came-back"),
    Link("soft, then hard", "..s4s4........", "aaSSSDaaaaaaaa", "6 died, 7 came-back"),
]


def replay(link: Link) -> list[Settled]:
    past, nights = Past(), []
    for number, visit in enumerate(link.visits, 1):
        at = START + timedelta(days=number - 1, minutes=JITTER[number - 1])
        provisional = VISITS[visit]
        night = Night(at=at, offline=number == OFFLINE)
        settled = settle(provisional, past, HostNight(host="www.example.org"), night)
        nights.append(settled)
        past = Past(
            state=settled.verdict.state,
            reason=settled.verdict.reason,
            state_since=settled.state_since,
            provisional=provisional,
            failing_since=settled.failing_since,
            failures=settled.failures,
            sure_failures=settled.sure_failures,
            last_failure_at=settled.last_failure_at,
        )
    return nights


def told(nights: list[Settled]) -> str:
    events: list[tuple[int, Event]] = [(at, event) for at, night in enumerate(nights, 1) for event in night.events]
    return ", ".join(f"{number} {event.kind}" for number, event in events)


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.name)
def test_every_state_on_every_night(link: Link) -> None:
    nights = replay(link)
    assert "".join(LETTERS[night.verdict.state] for night in nights) == link.expected
    assert told(nights) == link.events


def test_rows_are_whole() -> None:
    assert all(len(link.visits) == len(link.expected) == 14 for link in LINKS)
    assert set("".join(link.visits for link in LINKS)) == set(VISITS)


def test_a_host_that_turns_is_one_nights_delay() -> None:
    """Five links of a host fail together on the fourth night; the host is turned on that night only."""
    states = []
    past = Past(state=State.ALIVE, reason="ok", state_since=START)
    for number in range(1, 8):
        turned = HostNight(host="www.example.org", was_living=5, turned=5) if number == 4 else HostNight(host="h")
        provisional = VISITS["."] if number < 4 else VISITS["4"]
        at = START + timedelta(days=number - 1)
        settled = settle(provisional, past, turned, Night(at=at))
        states.append(LETTERS[settled.verdict.state])
        past = Past(
            state=settled.verdict.state,
            state_since=settled.state_since,
            provisional=provisional,
            failing_since=settled.failing_since,
            failures=settled.failures,
            sure_failures=settled.sure_failures,
            last_failure_at=settled.last_failure_at,
        )
    assert "".join(states) == "aaaSSDD"
