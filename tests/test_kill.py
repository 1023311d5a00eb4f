"""kill -9 in the middle of crawls: nothing committed is lost, nothing told twice, and the next run finishes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from killing import kill, prepare, story, undisturbed
from told_once import fates, receivers, untold

KILLS = 10
"""``python tests/killing.py 50`` takes longer."""


@pytest.mark.timeout(240)
def test_killed_crawls_come_to_what_undisturbed_ones_come_to(tmp_path: Path) -> None:
    with receivers() as post:
        killed = prepare(tmp_path / "killed", post)
        control = Path(shutil.copytree(killed, tmp_path / "control"))
        found = kill(killed, post, KILLS)
        with closing(sqlite3.connect(killed / "linkwatch.db")) as database:
            assert untold(database, post) == []
            assert fates(database)["sent"] > 0
            assert fates(database).keys() <= {"sent", "unclear"}
    assert found.faults == []
    assert found.kills.total() == KILLS
    assert found.kills["visiting"] + found.kills["settling"] > 0, "none was killed with visits committed"
    undisturbed(control, found.nights)
    told = story(control)
    assert {kind for _, kind, *_ in next(rows for query, rows in told.items() if "events" in query)} == {
        "died", "edited", "moved",
    }  # fmt: skip
    assert story(killed) == told
