"""All misbehaviours in one live crawl: each link gets its verdict, and nothing else is harmed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from web.crawls import live, replay, store_with, verdicts
from web.misbehaviours import ALL
from web.server import Exchange, Resource, Server

from db.store import Store
from linkwatch.model import Selection, Verdict

SETTINGS = {
    "timeout": 4.0,
    "max_size": 2_000_000,
    "concurrency": 64,
    "page_seconds": 10.0,
    "retries": 1,
    "max_wait": 5.0,
}
HOSTS = {name: f"127.1.{number // 250}.{number % 250 + 1}" for number, name in enumerate(ALL)}


def _resources() -> dict[str, Resource]:
    resources = {each.path: each.resource for each in ALL.values()}
    for each in ALL.values():
        if each.path.count("/") > 1:
            resources[each.path.rpartition("/")[0] + "/"] = each.resource
    robots = {HOSTS[each.name]: each.robots for each in ALL.values() if each.robots is not None}

    async def robots_txt(exchange: Exchange) -> None:
        own = robots.get(exchange.host)
        if own is None:
            await exchange.answer(b"", status="404 Not Found")
        else:
            await own(exchange)

    async def real_robots(exchange: Exchange) -> None:
        await exchange.answer(b"User-agent: *\nDisallow: /private/\n", kind="text/plain")

    return {**resources, "/robots.txt": robots_txt, "/real-robots.txt": real_robots}


@dataclass(frozen=True, kw_only=True)
class Crawled:
    """What came of one crawl of them all."""

    urls: dict[str, str]
    verdicts: dict[str, Verdict]
    talk: str
    store: Store
    warc: Path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("web")
    warc = folder / "recorded.warc.gz"
    with Server(_resources()) as server:
        urls = {each.name: f"http://{HOSTS[each.name]}:{server.port}{each.path}" for each in ALL.values()}
        store = store_with(folder / "t.db", urls.values())
        _, talk = live(folder / "t.db", record_to=warc, **SETTINGS)
    found = verdicts(store)
    yield Crawled(
        urls=urls,
        verdicts={name: found[url] for name, url in urls.items() if url in found},
        talk=talk,
        store=store,
        warc=warc,
    )
    store.close()


def test_there_are_as_many_as_promised() -> None:
    assert len(ALL) >= 40


def test_nothing_went_wrong_on_our_side(crawled: Crawled) -> None:
    assert set(crawled.verdicts) == set(ALL)
    assert "Traceback" not in crawled.talk
    assert "Unhandled" not in crawled.talk


@pytest.mark.parametrize("name", ALL)
def test_each_gets_its_verdict(name: str, crawled: Crawled) -> None:
    each, verdict = ALL[name], crawled.verdicts[name]
    assert verdict.state is each.state, verdict
    assert each.reason in (None, verdict.reason), verdict
    if each.title is not None:
        dues = crawled.store.links.due(night=None, selection=Selection(), limit=1000)
        link_id = next(due.link_id for due in dues if due.url == crawled.urls[name])
        assert [snapshot.title for snapshot in crawled.store.snapshots(link_id)] == [each.title]


def test_the_recording_replays_to_the_same_verdicts(crawled: Crawled, tmp_path: Path) -> None:
    store = store_with(tmp_path / "t.db", crawled.urls.values())
    own = {name: value for name, value in SETTINGS.items() if name != "timeout"}
    replay(store, [crawled.warc], **own)
    again = verdicts(store)
    told = {name: (verdict.state, verdict.reason) for name, verdict in crawled.verdicts.items()}
    assert {name: (again[url].state, again[url].reason) for name, url in crawled.urls.items()} == told


def test_the_recording_passes_the_checks_of_warcio(crawled: Crawled) -> None:
    checker = Checker(SimpleNamespace(inputs=[str(crawled.warc)], verbose=False))
    checker.process_all()
    assert checker.exit_value == 0


def test_the_recording_holds_a_request_with_each_response_and_no_secret(crawled: Crawled) -> None:
    with crawled.warc.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file)]
    assert kinds[0] == "warcinfo"
    assert kinds.count("request") == kinds.count("response") > len(ALL)
    content = gzip.decompress(crawled.warc.read_bytes())
    assert b"\r\ncookie:" not in content.lower()
