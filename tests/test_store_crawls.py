"""The lease, and crawls whose process died."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import db
from db.sqlite import lease, links
from db.store import Store
from linkwatch.errors import StoreCorrupt, StoreLocked
from linkwatch.model import Selection, State
from tests.storing import add, alive, crawl, failed, night, settle_all


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "linkwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = db.open(path)
    yield store
    store.close()


def hold(path: Path, crawl_id: int, host: str, pid: int, began: str) -> None:
    """Give a crawl's lease to another process."""
    sqlite = sqlite3.connect(path)
    with sqlite:
        sqlite.execute("UPDATE crawls SET holder = ? WHERE id = ?", (json.dumps([host, pid, began]), crawl_id))
    sqlite.close()


def test_two_crawls_do_not_run_at_once(store: Store) -> None:
    first = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
    with pytest.raises(StoreLocked, match=rf"crawl {first} is running since 2025-06-01T18:00:00Z \(process \d+ on"):
        store.crawls.begin(kind="check", night=night(0).date(), at=night(100))
    assert store.crawls.unsettled() == []
    ended = store.crawls.end(first, at=night(0), outcome="interrupted")
    assert (ended.outcome, ended.ended_at, ended.settled_at) == ("interrupted", night(0), None)
    assert [each.id for each in store.crawls.unsettled()] == [first]
    store.crawls.begin(kind="check", night=night(0).date(), at=night(0))
    assert [each.id for each in store.crawls.unsettled()] == [first]


def test_a_process_that_the_system_hides_from_us_still_holds_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under ProtectProc=invisible, of a crawl that root began by hand."""
    host, pid, began = json.loads(lease.holder())
    times = {"heartbeat": night(0), "now": night(0)}
    assert lease.lives(host, pid, began, **times)
    assert not lease.lives(host, pid, began + "1", **times), "another process has its id now"
    monkeypatch.setattr(lease, "_began", lambda pid: "")
    assert lease.lives(host, pid, began, **times)


def test_a_dead_process_loses_its_lease_and_its_visits_are_settled_first(store: Store, path: Path) -> None:
    add(store, ["https://site1.example/a"])
    lost = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
    store.checks.record(lost, [alive(1)], at=night(0))
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    hold(path, lost, socket.gethostname(), int(ended.stdout), "")
    assert [(each.id, each.outcome) for each in store.crawls.unsettled()] == [(lost, "lost")]
    after = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
    assert [(each.id, each.outcome, each.visited) for each in store.crawls.unsettled()] == [(lost, "lost", 1)]
    settle_all(store, lost, at=0)
    assert store.crawls.unsettled() == []
    store.crawls.end(after, at=night(0), outcome="done")


def test_no_crawl_begins_while_another_process_settles_one(store: Store, path: Path) -> None:
    add(store, ["https://site1.example/a"])
    crawl_id = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
    store.checks.record(crawl_id, [alive(1)], at=night(0))
    store.crawls.end(crawl_id, at=night(0), outcome="done")
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        began = Path(f"/proc/{other.pid}/stat").read_text().rpartition(")")[2].split()[19]
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        hold(path, crawl_id, socket.gethostname(), other.pid, f"{boot}/{began}")
        with pytest.raises(StoreLocked, match=rf"crawl {crawl_id} is running .*process {other.pid} on"):
            store.crawls.begin(kind="crawl", night=night(1).date(), at=night(1))
        assert store.crawls.unsettled() == [], "it is left to the other"
        other.kill()
    after = store.crawls.begin(kind="crawl", night=night(1).date(), at=night(1))
    assert [(each.id, each.outcome) for each in store.crawls.unsettled()] == [(crawl_id, "done")]
    settle_all(store, crawl_id, at=0)
    assert store.crawls.unsettled() == []
    store.crawls.end(after, at=night(1), outcome="done")


def test_a_process_id_given_anew_is_not_the_holder(store: Store, path: Path) -> None:
    crawl_id = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
    hold(path, crawl_id, socket.gethostname(), os.getpid(), "an-earlier-boot/1")
    assert store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0)) == crawl_id + 1


@pytest.mark.parametrize(
    ("silent_for", "lives"),
    [
        (timedelta(0), True),
        (timedelta(seconds=119), True),
        (timedelta(minutes=2), False),
        (timedelta(days=-9), False),
    ],
)
def test_elsewhere_the_heartbeat_decides(store: Store, path: Path, silent_for: timedelta, lives: bool) -> None:
    crawl_id = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
    hold(path, crawl_id, "another-host", 1, "")
    store.crawls.heartbeat(crawl_id, at=night(1))
    if lives:
        with pytest.raises(StoreLocked, match="process 1 on another-host"):
            store.crawls.begin(kind="crawl", night=night(1).date(), at=night(1) + silent_for)
    else:
        store.crawls.begin(kind="crawl", night=night(1).date(), at=night(1) + silent_for)
        assert [(each.outcome, each.ended_at) for each in store.crawls.unsettled()] == [("lost", night(1))]


def test_this_process_lives() -> None:
    host, pid, began = json.loads(lease.holder())
    assert (host, pid) == (socket.gethostname(), os.getpid())
    assert lease.lives(host, pid, began, heartbeat=night(0), now=night(99))
    assert not lease.lives(host, pid, "other", heartbeat=night(0), now=night(0))


def test_the_last_crawl_is_told_by_kind(store: Store) -> None:
    assert store.crawls.last() is None
    first = crawl(store, [], at=0)
    check = store.crawls.begin(kind="check", night=night(1).date(), at=night(1))
    last = store.crawls.last()
    assert last is not None
    assert (last.id, last.kind, last.outcome, last.night) == (check, "check", "running", night(1).date())
    of_kind = store.crawls.last(kind="crawl")
    assert of_kind is not None
    assert of_kind.id == first


def test_an_unknown_crawl_is_told(store: Store) -> None:
    with pytest.raises(StoreCorrupt, match=r"linkwatch\.db lacks a row"):
        store.crawls.end(99, at=night(0), outcome="done")


def test_suspects_come_in_blocks_however_many_there_are(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = add(store, [f"https://site{number % 3}.jp/{number}" for number in range(9)])
    crawl(store, [failed(each) if each % 2 else alive(each) for each in ids], at=0)
    suspects = [each for each in ids if each % 2]
    for few in (5_000, 2):
        monkeypatch.setattr(links, "_FEW", few)
        for chosen in (
            Selection(states=(State.SUSPECT,)),
            Selection(hosts=("site*.jp",), reasons=("http-404",)),
        ):
            found: list[int] = []
            while block := store.links.due(night=None, selection=chosen, limit=2, after_id=found[-1] if found else 0):
                found += [each.link_id for each in block]
            assert found == suspects
        one = store.links.due(night=None, selection=Selection(hosts=("site1.jp",)), site="other", limit=9)
        assert [each.link_id for each in one] == ids[1::3]
