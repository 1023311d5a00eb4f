"""kill -9 at any moment: the database stays whole, nothing committed is lost, the next run goes on."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import db
from linkwatch.model import State
from tests.storing import WATCHED, crawl, night, settle_all

LINKS, BATCH = 400, 8

_CRAWL = """
import sys
import db
from linkwatch.model import Selection
from tests.storing import add, alive, night, settle_all

store, links, batch = db.open(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
add(store, [f"https://site{at}.example/a" for at in range(links)])
crawl_id = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
print("begun", flush=True)
after = 0
while block := store.links.due(night=night(0).date(), selection=Selection(), after_id=after, limit=batch):
    store.checks.record(crawl_id, [alive(each.link_id, f"本文{each.link_id}。" * 300) for each in block], at=night(0))
    after = block[-1].link_id
    print(after, flush=True)
settle_all(store, crawl_id, at=0)
print("settled", flush=True)
"""


@pytest.mark.parametrize("moment", range(10))
def test_killed_at_some_moment(tmp_path: Path, moment: int) -> None:
    path = tmp_path / "linkwatch.db"
    command = [sys.executable, "-c", _CRAWL, str(path), str(LINKS), str(BATCH)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as crawler:
        assert crawler.stdout is not None
        said = [crawler.stdout.readline().strip() for _ in range(1 + moment * LINKS // BATCH // 10)]
        crawler.kill()
        said += crawler.stdout.read().split()
    assert crawler.returncode == -signal.SIGKILL
    committed = max((int(each) for each in said if each.isdigit()), default=0)
    assert said[0] == "begun"

    whole(path)
    store = db.open(path)
    visited = [each for each in store.findings(WATCHED) if each.checked_at]
    assert len(visited) in (committed, min(LINKS, committed + BATCH))
    assert all(len(store.snapshots(each.link_id)) == 1 for each in visited)

    again = store.crawls.begin(kind="crawl", night=night(0).date(), at=datetime(2030, 1, 1, tzinfo=UTC))
    [lost] = store.crawls.unsettled()
    assert (lost.outcome, lost.visited) == ("lost", len(visited))
    settle_all(store, lost.id, at=0)
    rest = store.links.due(night=night(0).date(), selection=WATCHED)
    assert len(rest) == LINKS - len(visited)
    store.crawls.end(again, at=night(0), outcome="interrupted")
    crawl(store, [], at=1)
    assert store.counts(WATCHED).get(State.ALIVE, 0) == len(visited)
    store.close()
    whole(path)


def whole(path: Path) -> None:
    sqlite = sqlite3.connect(path)
    assert sqlite.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sqlite.execute("PRAGMA foreign_key_check").fetchall() == []
    sqlite.close()
