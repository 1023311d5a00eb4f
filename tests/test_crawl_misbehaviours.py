"""All misbehaviours in one live crawl: each link gets its verdict, and nothing else is harmed."""

from __future__ import annotations

import pytest
from web.crawls import live, store_with, verdicts
from web.misbehaviours import ALL
from web.server import Exchange, Resource, Server

from db.store import Store
from linkwatch.model import Selection, Verdict

SETTINGS = {
    "timeout": 2.0,
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


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Verdict], str, Store, int]:
    folder = tmp_path_factory.mktemp("web")
    with Server(_resources()) as server:
        urls = [f"http://{HOSTS[each.name]}:{server.port}{each.path}" for each in ALL.values()]
        store = store_with(folder / "t.db", urls)
        _, talk = live(
            folder / "t.db",
            timeout=2.0,
            max_size=2_000_000,
            concurrency=64,
            page_seconds=10.0,
            retries=1,
            max_wait=5.0,
        )
        return verdicts(store), talk, store, server.port


def test_there_are_as_many_as_promised() -> None:
    assert len(ALL) >= 40


def test_nothing_went_wrong_on_our_side(crawled: tuple[dict[str, Verdict], str, Store, int]) -> None:
    found, talk, _, _ = crawled
    assert len(found) == len(ALL)
    assert "Traceback" not in talk
    assert "Unhandled" not in talk


@pytest.mark.parametrize("name", ALL)
def test_each_gets_its_verdict(name: str, crawled: tuple[dict[str, Verdict], str, Store, int]) -> None:
    found, _, store, port = crawled
    each = ALL[name]
    url = f"http://{HOSTS[name]}:{port}{each.path}"
    verdict = found[url]
    assert verdict.state is each.state, verdict
    assert each.reason in (None, verdict.reason), verdict
    if each.title is not None:
        link_id = next(due.link_id for due in store.links.due(night=None, selection=Selection()) if due.url == url)
        assert [snapshot.title for snapshot in store.snapshots(link_id)] == [each.title]
