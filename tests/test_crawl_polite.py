"""Politeness, proved by what arrived and when: a server's log of three spiders, redirects between them, and rests."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
from command import linkwatch
from web.crawls import AT, live, store_with, verdicts
from web.records import article
from web.server import Arrival, Exchange, Server

from linkwatch.model import State
from linkwatch.version import __version__

PAGE = article("市、橋の架け替えを発表")
HTML = "text/html; charset=utf-8"


async def _page(exchange: Exchange) -> None:
    await asyncio.sleep(0.01)  # long enough that a second request would be seen
    await exchange.answer(PAGE, ("ETag", '"one"'), kind=HTML)


async def _elsewhere(exchange: Exchange) -> None:
    """Redirect /to/N to the page N of the next host."""
    await asyncio.sleep(0.005)
    number = int(exchange.path.rpartition("/")[2])
    await exchange.redirect(exchange.url(f"127.4.0.{number % 4 + 1}", f"/a/{number}"))


async def _busy_at_first(exchange: Exchange) -> None:
    if exchange.times == 1:
        await exchange.answer(b"", ("Retry-After", "1"), status="503 Service Unavailable")
    else:
        await exchange.answer(PAGE, kind=HTML)


async def _busy_until(exchange: Exchange) -> None:
    if exchange.times == 1:
        date = format_datetime(AT + timedelta(seconds=1), usegmt=True)  # by the clock of the crawl
        await exchange.answer(b"", ("Retry-After", date), status="429 Too Many Requests")
    else:
        await exchange.answer(PAGE, kind=HTML)


async def _always_busy(exchange: Exchange) -> None:
    await exchange.answer(b"", ("Retry-After", "0"), status="429 Too Many Requests")


async def _silence(exchange: Exchange) -> None:
    await asyncio.sleep(30)


async def _robots(exchange: Exchange) -> None:
    rules = {"127.4.0.9": "Crawl-delay: 0.4\n", "127.4.0.10": "Disallow: /a/\n"}.get(exchange.host, "Disallow:\n")
    await exchange.answer(f"User-agent: *\n{rules}".encode(), kind="text/plain")


async def _conditional(exchange: Exchange) -> None:
    if exchange.headers.get("if-none-match") == '"one"':
        await exchange.raw(b'HTTP/1.1 304 Not Modified\r\nETag: "one"\r\n\r\n')
    else:
        await exchange.answer(PAGE, ("ETag", '"one"'), kind=HTML)


async def _to_conditional(exchange: Exchange) -> None:
    await exchange.redirect(exchange.url("127.4.0.2", "/conditional"))


@pytest.fixture
def server() -> Iterator[Server]:
    paths = {
        "/a/": _page,
        "/to/": _elsewhere,
        "/busy": _busy_at_first,
        "/until": _busy_until,
        "/429/": _always_busy,
        "/silence/": _silence,
        "/conditional": _conditional,
        "/to-conditional": _to_conditional,
        "/robots.txt": _robots,
    }
    with Server(paths) as running:
        yield running


def _by_host(arrivals: Iterable[Arrival]) -> dict[str, list[Arrival]]:
    found: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in sorted(arrivals, key=lambda arrival: arrival.began):
        found[arrival.host].append(arrival)
    return found


def test_never_two_requests_at_once_on_a_host_over_three_spiders_and_their_redirects(
    server: Server, tmp_path: Path
) -> None:
    links = 120
    urls = [
        f"http://127.4.0.{number % 4 + 1}:{server.port}/{'a' if number % 3 else 'to'}/{number}"
        for number in range(links)
    ]
    store = store_with(tmp_path / "t.db", urls)
    with sqlite3.connect(tmp_path / "t.db") as connection:  # as if their hosts were those of three sites
        connection.execute(
            "update links set site = case id % 3 when 0 then 'jiji' when 1 then 'nhk' else 'other' end"
        )
    connection.close()
    outcome, talk = live(tmp_path / "t.db", delay=0.0, concurrency=64)
    assert "Traceback" not in talk
    assert outcome["visited"] == links
    assert {verdict.state for verdict in verdicts(store).values()} == {State.ALIVE}
    hosts = _by_host(server.arrivals)
    assert len(hosts) == 4
    assert sum(map(len, hosts.values())) == links + links // 3 + 4  # pages, redirects, one robots.txt each
    for arrivals in hosts.values():
        for earlier, later in pairwise(arrivals):
            assert later.began >= earlier.ended
    everything = sorted(server.arrivals, key=lambda arrival: arrival.began)
    assert any(later.began < earlier.ended for earlier, later in pairwise(everything))  # while others were asked


def test_a_host_rests_as_long_as_it_is_set_to(server: Server, tmp_path: Path) -> None:
    urls = [f"http://127.4.0.{host}:{server.port}/a/{number}" for host in (1, 2) for number in range(4)]
    store_with(tmp_path / "t.db", urls)
    live(tmp_path / "t.db", delay=0.2, hosts={"127.4.0.2": {"delay": 0.5}})
    for host, rest in (("127.4.0.1", 0.2), ("127.4.0.2", 0.5)):
        arrivals = _by_host(server.arrivals)[host]
        assert len(arrivals) == 5
        for earlier, later in pairwise(arrivals):
            assert later.began - earlier.ended >= rest - 0.01


def test_crawl_delay_in_robots_txt_is_kept(server: Server, tmp_path: Path) -> None:
    store_with(tmp_path / "t.db", [f"http://127.4.0.9:{server.port}/a/{number}" for number in range(3)])
    live(tmp_path / "t.db", delay=0.0)
    pages = [arrival for arrival in server.arrivals if arrival.path != "/robots.txt"]
    assert len(pages) == 3
    for earlier, later in pairwise(pages):
        assert later.began - earlier.ended >= 0.39


@pytest.mark.parametrize("robots", [True, False])
def test_robots_txt_is_asked_once_and_obeyed_or_not_at_all(server: Server, tmp_path: Path, robots: bool) -> None:
    urls = [f"http://127.4.0.10:{server.port}/a/{number}" for number in range(3)]
    store = store_with(tmp_path / "t.db", urls)
    live(tmp_path / "t.db", robots=robots)
    paths = [arrival.path for arrival in server.arrivals]
    assert paths.count("/robots.txt") == (1 if robots else 0)
    assert len(paths) == (1 if robots else 3)
    expected = (State.UNKNOWN, "robots") if robots else (State.ALIVE, "ok")
    assert {(verdict.state, verdict.reason) for verdict in verdicts(store).values()} == {expected}


@pytest.mark.parametrize("path", ["/busy", "/until"])
def test_a_busy_host_is_left_and_taken_up_later_while_others_go_on(server: Server, tmp_path: Path, path: str) -> None:
    busy = [f"http://127.4.0.1:{server.port}{path}", f"http://127.4.0.1:{server.port}/a/1"]
    others = [f"http://127.4.0.2:{server.port}/a/{number}" for number in range(20)]
    store = store_with(tmp_path / "t.db", [*busy, *others])
    outcome, _ = live(tmp_path / "t.db", robots=False)
    assert {verdict.state for verdict in verdicts(store).values()} == {State.ALIVE}
    assert outcome["visited"] == 22
    hosts = _by_host(server.arrivals)
    first = next(arrival for arrival in hosts["127.4.0.1"] if arrival.path == path)
    after = [arrival for arrival in hosts["127.4.0.1"] if arrival.began > first.ended]
    assert after[0].began - first.ended >= 0.95
    assert any(first.ended < arrival.began < after[0].began for arrival in hosts["127.4.0.2"])


def test_a_host_that_stays_busy_is_left_for_the_next_night(server: Server, tmp_path: Path) -> None:
    store = store_with(tmp_path / "t.db", [f"http://127.4.0.1:{server.port}/429/{number}" for number in range(30)])
    outcome, _ = live(tmp_path / "t.db", robots=False)
    assert len(server.arrivals) == 4
    assert outcome["left"] + outcome["visited"] == 30
    assert {verdict.state for verdict in verdicts(store).values()} <= {State.BLOCKED}


def test_a_host_that_fails_for_all_is_asked_a_few_times_only(server: Server, tmp_path: Path) -> None:
    urls = [f"http://127.4.0.1:{server.port}/silence/{number}" for number in range(30)]
    store = store_with(tmp_path / "t.db", urls)
    outcome, _ = live(tmp_path / "t.db", robots=False, timeout=0.3, host_failures=3, retry_wait=0.05, probes=[])
    assert outcome["visited"] == 30
    assert len(server.requests) == 3
    assert {(verdict.state, verdict.reason) for verdict in verdicts(store).values()} == {
        (State.UNREACHABLE, "timeout")
    }


def test_nothing_is_believed_when_we_are_offline(tmp_path: Path) -> None:
    store_with(tmp_path / "t.db", [f"http://127.4.0.{host}:1/" for host in range(1, 4)])
    outcome, _ = live(tmp_path / "t.db", retries=0, probes=["127.0.0.1:1"])
    assert outcome["offline"]


def test_a_revisit_asks_only_for_what_is_new_and_of_the_host_that_gave_the_validator(
    server: Server, tmp_path: Path
) -> None:
    urls = [f"http://127.4.0.1:{server.port}/conditional", f"http://127.4.0.3:{server.port}/to-conditional"]
    store = store_with(tmp_path / "t.db", urls)
    live(tmp_path / "t.db", robots=False)
    server.arrivals.clear()
    outcome, _ = live(tmp_path / "t.db", robots=False)
    assert (outcome["visited"], outcome["unchanged"], outcome["bytes"]) == (2, 2, 0)
    sent = {(arrival.host, arrival.path): arrival.headers for arrival in server.arrivals}
    assert sent["127.4.0.1", "/conditional"]["if-none-match"] == '"one"'
    assert sent["127.4.0.2", "/conditional"]["if-none-match"] == '"one"'
    assert "if-none-match" not in sent["127.4.0.3", "/to-conditional"]
    assert all(len(store.snapshots(link_id)) == 1 for link_id in (1, 2))


def test_it_says_who_it_is_and_keeps_what_is_for_one_host_to_it(server: Server, tmp_path: Path) -> None:
    store_with(tmp_path / "t.db", [f"http://127.4.0.1:{server.port}/to/1", f"http://127.4.0.3:{server.port}/a/3"])
    live(
        tmp_path / "t.db",
        contact="you@example.org",
        headers={"Accept-Language": "ja"},
        hosts={"127.4.0.1": {"headers": {"Authorization": "Bearer secret"}}},
    )
    for arrival in server.arrivals:
        assert arrival.headers["user-agent"].startswith(f"linkwatch/{__version__} (+https://")
        assert "you@example.org" in arrival.headers["user-agent"]
        assert arrival.headers["accept-language"] == "ja"
        assert ("authorization" in arrival.headers) == (arrival.host == "127.4.0.1")
        assert "cookie" not in arrival.headers


def test_outcomes_can_be_told_as_json(server: Server, tmp_path: Path) -> None:
    store_with(tmp_path / "t.db", [f"http://127.4.0.1:{server.port}/a/1"])
    outcome, _ = live(tmp_path / "t.db")
    assert json.loads(json.dumps(outcome))["states"] == {"alive": 1}


def test_links_that_were_left_are_told(tmp_path: Path) -> None:
    async def long_rest(exchange: Exchange) -> None:
        await exchange.answer(b"", ("Retry-After", "7200"), status="429 Too Many Requests")

    with Server({"/b/": long_rest}) as server:
        links = "".join(f"- http://127.4.9.1:{server.port}/b/{number}\n" for number in range(3))
        (tmp_path / "notes.md").write_text(links, encoding="utf-8")
        settings = 'delay = 0\nrobots = false\nprobes = []\nallow_private = ["127.4.0.0/16"]\n'
        (tmp_path / "linkwatch.toml").write_text(f"[crawl]\n{settings}", encoding="utf-8")
        done = linkwatch("check", "notes.md", folder=tmp_path)
    assert "2 links left for another time, as their hosts asked to be left alone.\n" in done.stdout
    assert server.requests == ["/b/0"]
