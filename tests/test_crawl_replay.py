"""A crawl under replay: the whole way from links in a store to verdicts in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from web.crawls import AT, replay, store_with, verdicts
from web.records import Record, article, write

from linkwatch.model import Selection, State

A = article("市、橋の架け替えを発表")
PAGES = [
    Record(url="https://news.hashi.jp/a/1", body=A),
    Record(url="https://news.hashi.jp/a/2", body=A, headers=(("Content-Type", "text/html"), ("ETag", '"two"'))),
    Record(url="http://old.hashi.jp/1", status="301 Moved", headers=(("Location", "https://news.hashi.jp/a/1"),)),
    Record(url="https://news.hashi.jp/gone", status="404 Not Found", body="<h1>見つかりません</h1>".encode()),
    Record(url="https://r.hashi.jp/", body=b'<meta http-equiv="refresh" content="0; url=https://news.hashi.jp/a/2">'),
    Record(url="https://loop.hashi.jp/a", status="302 Found", headers=(("Location", "/b"),)),
    Record(url="https://loop.hashi.jp/b", status="302 Found", headers=(("Location", "/a"),)),
    Record(url="https://shut.hashi.jp/robots.txt", body=b"User-agent: *\nDisallow: /", headers=()),
    Record(url="https://shut.hashi.jp/a", body=A),
]
EXPECTED = {
    "https://news.hashi.jp/a/1": (State.ALIVE, "ok"),
    "https://news.hashi.jp/a/2": (State.ALIVE, "ok"),
    "http://old.hashi.jp/1": (State.MOVED, None),
    "https://news.hashi.jp/gone": (State.SUSPECT, "http-404"),
    "https://r.hashi.jp/": (State.ALIVE, None),
    "https://loop.hashi.jp/a": (State.UNREACHABLE, "redirect-loop"),
    "https://shut.hashi.jp/a": (State.UNKNOWN, "robots"),
    "https://nowhere.hashi.jp/": (State.SUSPECT, "nxdomain"),
    "https://news.hashi.jp/unrecorded": (State.UNKNOWN, "not-in-replay"),
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("web") / "pages.warc.gz", PAGES)


def test_each_link_gets_the_verdict_of_what_its_records_say(web: Path, tmp_path: Path) -> None:
    store = store_with(tmp_path / "t.db", EXPECTED)
    outcome = replay(store, [web])
    found = verdicts(store)
    assert outcome.visited == len(EXPECTED)
    for url, (state, reason) in EXPECTED.items():
        assert found[url].state is state, (url, found[url])
        assert reason in (None, found[url].reason), (url, found[url])


def test_a_second_night_finds_pages_as_they_were_and_stores_nothing_anew(web: Path, tmp_path: Path) -> None:
    store = store_with(tmp_path / "t.db", [url for url, (state, _) in EXPECTED.items() if state is State.ALIVE])
    first = replay(store, [web])
    before = {due.link_id: due.past for due in store.links.due(night=None, selection=Selection())}
    second = replay(store, [web], AT + timedelta(days=1))
    after = {due.link_id: due.past for due in store.links.due(night=None, selection=Selection())}
    assert (first.visited, first.unchanged) == (3, 0)
    assert (second.visited, second.unchanged) == (3, 3)
    for link_id, past in before.items():
        assert after[link_id].provisional == past.provisional
        assert after[link_id].status == past.status == 200
        assert len(store.checks.history(link_id)) == 1
        assert len(store.snapshots(link_id)) == 1


def test_the_snapshot_is_of_the_page_that_a_refresh_leads_to(web: Path, tmp_path: Path) -> None:
    store = store_with(tmp_path / "t.db", ["https://r.hashi.jp/"])
    replay(store, [web])
    [snapshot] = store.snapshots(1)
    assert snapshot.title == "市、橋の架け替えを発表"
    [due] = store.links.due(night=None, selection=Selection())
    assert due.past.final_url == "https://news.hashi.jp/a/2"


def test_thirty_nights_replay_in_one_process(web: Path, tmp_path: Path) -> None:
    store = store_with(tmp_path / "t.db", EXPECTED)
    outcomes = [replay(store, [web], AT + timedelta(days=night)) for night in range(30)]
    assert {outcome.visited for outcome in outcomes} == {len(EXPECTED)}
    assert sum(outcome.seconds for outcome in outcomes[1:]) / 29 < 1.0
