"""What a report says at its end."""

from __future__ import annotations

import pytest

from linkwatch.cli.reporting import advice
from linkwatch.model import State

TWO_SUSPECTS = (
    "2 suspects are not called dead before failing again on another day: "
    "check again then, or put the documents on watch with linkwatch add"
)


@pytest.mark.parametrize(
    ("counts", "chosen", "watched", "said"),
    [
        ({}, False, True, []),
        ({State.ALIVE: 3, State.DEAD: 1, State.MOVED: 1}, False, True, []),
        (
            {State.SUSPECT: 1},
            False,
            True,
            ["1 suspect is not called dead before failing again on another day: linkwatch crawl"],
        ),
        (
            {State.SUSPECT: 2},
            False,
            False,
            [TWO_SUSPECTS],
        ),
        ({State.BLOCKED: 1}, False, True, ["1 link not shown (blocked): --verbose shows them"]),
        (
            {State.BLOCKED: 1, State.UNKNOWN: 2},
            False,
            True,
            ["3 links not shown (blocked, unknown): --verbose shows them"],
        ),
        ({State.BLOCKED: 1}, True, True, []),
    ],
)
def test_advice(counts: dict[State, int], chosen: bool, watched: bool, said: list[str]) -> None:
    assert list(advice(counts, chosen=chosen, watched=watched)) == said
