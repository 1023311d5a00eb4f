"""How a night ends that did not go well."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from webs import Answer, article, write_warc

import db
from db.store import Store
from linkwatch import crawl, night
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.crawl.beat import Beat
from linkwatch.errors import CrawlError
from linkwatch.model import Selection, State
from linkwatch.sources import Source

AT = datetime(2025, 6, 1, 18, tzinfo=UTC)
URL = "https://kawabe-dayori.jp/a"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """One document on watch that cites one page."""
    opened = db.open(tmp_path / "linkwatch.db")
    night.read([Source(name="notes.md", data=f"<{URL}>".encode())], opened, watch=True, at=AT)
    return opened


def run(store: Store, folder: Path) -> night.Result:
    web = Replay.open(
        [write_warc(folder / "web.warc.gz", [Answer(since=AT, url=URL, body=article("橋", "橋ができた。"))])], AT
    )
    return night.run(
        store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(), clock=lambda: AT,
        zone=ZoneInfo("Asia/Tokyo"), replay=web,
    )  # fmt: skip


def states(store: Store) -> list[State]:
    return [finding.verdict.state for finding in store.findings(Selection())]


def test_a_crawl_that_could_not_be_done_gives_its_lease_back(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise CrawlError("no spider")

    with monkeypatch.context() as patched:
        patched.setattr(crawl, "run", fails)
        with pytest.raises(CrawlError):
            run(store, tmp_path)
    assert run(store, tmp_path).crawl.outcome == "done"
    assert states(store) == [State.ALIVE]
    assert store.crawls.unsettled() == []
    store.close()


def test_a_night_without_our_own_network_judges_nothing_and_is_made_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = crawl.run

    def offline(*arguments: object, **more: object) -> crawl.Outcome:
        return replace(real(*arguments, **more), offline=True)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(crawl, "run", offline)
        result = run(store, tmp_path)
    assert result.crawl.outcome == "offline"
    assert result.events == ()
    assert states(store) == [State.UNKNOWN]
    assert run(store, tmp_path).crawl.visited == 1, "the same night again"
    assert states(store) == [State.ALIVE]
    store.close()


@pytest.mark.parametrize(("patience", "state"), [(timedelta(0), State.UNREACHABLE), (timedelta(days=5), State.DEAD)])
def test_how_long_unreachable_is_dead_is_the_users_to_say(
    store: Store, tmp_path: Path, patience: timedelta, state: State
) -> None:
    down = Answer(since=AT - timedelta(hours=1), url=URL, status=503, body=b"<h1>Service Unavailable</h1>")
    web = Replay.open([write_warc(tmp_path / "web.warc.gz", [down])], AT)
    settings = CrawlSettings(workers=1, network_dead_after=patience)
    for number in (0, 6):
        at = AT + timedelta(days=number)
        night.run(
            store, kind="check", settings=settings, selection=Selection(),
            clock=lambda at=at: at, zone=ZoneInfo("Asia/Tokyo"), replay=web.moved_to(at),
        )  # fmt: skip
    assert states(store) == [state]
    store.close()


def test_the_lease_is_kept_alive_while_a_crawl_is_settled(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Beat, "__call__", lambda beat: beat._show())
    minutes = itertools.count()
    web = Replay.open(
        [write_warc(tmp_path / "web.warc.gz", [Answer(since=AT, url=URL, body=article("橋", "橋。"))])], AT
    )
    night.run(
        store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(),
        clock=lambda: AT + timedelta(minutes=next(minutes)), zone=ZoneInfo("Asia/Tokyo"), replay=web,
    )  # fmt: skip
    store.close()
    with closing(sqlite3.connect(tmp_path / "linkwatch.db")) as database:
        [(ended, heartbeat)] = database.execute("select ended_at, heartbeat_at from crawls").fetchall()
    assert heartbeat > ended


def test_signs_of_life_are_given_now_and_then() -> None:
    shown: list[int] = []
    for every, expected in ((3600.0, 0), (-1.0, 5)):
        beat = Beat(lambda: shown.append(1), every=every)
        for _ in range(5):
            beat()
        assert len(shown) == expected
