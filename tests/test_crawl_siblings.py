"""A page in doubt is held against what its host answers for an address that cannot exist: asked on real sockets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from web.crawls import live, replay, store_with, verdicts
from web.records import article
from web.server import Arrival, Exchange, Server

from linkwatch.model import State

SHORT = "<title>{0}</title><body><h1>{0}</h1><p>{1}</p></body>"
CLOSED = "Allow: /a/short.html\nDisallow: /a/\n"


def _page(title: str, text: str) -> bytes:
    return SHORT.format(title, text).encode()


async def _answer(exchange: Exchange) -> None:
    """What each host answers: the last number of its address says which host it is."""
    known = exchange.path in ("/a/short.html", "/a/other.html")
    body = {
        "127.6.0.1": _page("橋新聞", "橋新聞のページです。"),
        "127.6.0.2": _page("橋の写真", f"全景（{exchange.path}）") if known else b"",
        "127.6.0.3": _page("橋新聞", "橋新聞のページです。"),
        "127.6.0.4": article("市、橋の架け替えを発表"),
        "127.6.0.5": _page("橋の写真", f"全景（{exchange.path}）") if known else _page("案内", "こちらからどうぞ。"),
    }[exchange.host]
    status = "200 OK" if body else "404 Not Found"
    await exchange.answer(body, status=status, kind="text/html; charset=utf-8")


async def _robots(exchange: Exchange) -> None:
    closed = exchange.host == "127.6.0.3"
    body = f"User-agent: *\n{CLOSED if closed else ''}".encode()
    await exchange.answer(body, kind="text/plain")


@dataclass(frozen=True, kw_only=True)
class Crawled:
    """What a crawl of them brought."""

    states: dict[str, State]
    """By host and path."""
    reasons: dict[str, str]
    asked: dict[str, list[Arrival]]
    """By host: what was asked that no document cites."""
    arrivals: list[Arrival]
    urls: list[str]
    warc: Path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("siblings")
    warc = folder / "recorded.warc.gz"
    paths = ["/a/short.html", "/a/other.html"]
    with Server({"/a/": _answer, "/robots.txt": _robots}) as server:
        urls = [f"http://127.6.0.{number}:{server.port}{path}" for number in range(1, 6) for path in paths]
        store = store_with(folder / "t.db", urls)
        live(folder / "t.db", record_to=warc)
        found = verdicts(store)
        store.close()
        asked = defaultdict(list)
        for arrival in server.arrivals:
            if arrival.path not in (*paths, "/robots.txt"):
                asked[arrival.host].append(arrival)
    names = {url: url.removeprefix("http://").replace(f":{server.port}", "") for url in urls}
    return Crawled(
        states={names[url]: found[url].state for url in urls},
        reasons={names[url]: found[url].reason for url in urls},
        asked=asked,
        arrivals=server.arrivals,
        urls=urls,
        warc=warc,
    )


def test_a_page_like_what_the_host_answers_for_nonsense_is_gone(crawled: Crawled) -> None:
    for path in ("/a/short.html", "/a/other.html"):
        assert crawled.states[f"127.6.0.1{path}"] is State.SUSPECT
        assert crawled.reasons[f"127.6.0.1{path}"] == "like-nonsense"


@pytest.mark.parametrize("host", ["127.6.0.2", "127.6.0.4", "127.6.0.5"])
def test_a_host_that_knows_nonsense_keeps_its_short_pages(host: str, crawled: Crawled) -> None:
    assert crawled.reasons[f"{host}/a/short.html"] == crawled.reasons[f"{host}/a/other.html"] == "ok"


def test_a_host_is_asked_once_and_only_while_a_page_is_in_doubt(crawled: Crawled) -> None:
    assert {host: len(arrivals) for host, arrivals in crawled.asked.items()} == {
        "127.6.0.1": 1, "127.6.0.2": 1, "127.6.0.5": 1,
    }  # fmt: skip
    for arrivals in crawled.asked.values():
        assert arrivals[0].path.startswith("/a/")
        assert arrivals[0].path.endswith(".html")


def test_robots_txt_holds_for_the_sibling_too(crawled: Crawled) -> None:
    assert crawled.reasons["127.6.0.3/a/short.html"] == "ok"
    assert "127.6.0.3" not in crawled.asked


def test_the_sibling_takes_its_turn_at_the_host(crawled: Crawled) -> None:
    by_host = defaultdict(list)
    for arrival in crawled.arrivals:
        by_host[arrival.host].append(arrival)
    for arrivals in by_host.values():
        in_order = sorted(arrivals, key=lambda arrival: arrival.began)
        assert all(first.ended <= then.began for first, then in pairwise(in_order))


def test_a_recording_replays_to_the_same_verdicts(crawled: Crawled, tmp_path: Path) -> None:
    store = store_with(tmp_path / "t.db", crawled.urls)
    replay(store, [crawled.warc])
    again = {url.split("//")[1]: verdict.reason for url, verdict in verdicts(store).items()}
    store.close()
    port = crawled.urls[0].split(":")[2].split("/")[0]
    assert {name.replace(f":{port}", ""): reason for name, reason in again.items()} == crawled.reasons
