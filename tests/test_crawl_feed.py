"""What is visited next: hosts take turns, what is held is bounded, busy hosts are passed over."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from linkwatch.crawl.errand import Errand
from linkwatch.crawl.feed import BLOCK, WINDOW, Feed
from linkwatch.crawl.pace import Pace
from linkwatch.crawl.visiting import Rules
from linkwatch.model import Due, Past


class Links:
    """A source of ``count`` links on ``hosts`` hosts; one host's links come in runs of ``run``."""

    def __init__(self, count: int, hosts: int, run: int = 1) -> None:
        self._count, self._hosts, self._run = count, hosts, run
        self.read = 0

    async def block(self, site: str, after_id: int) -> list[Due]:
        await asyncio.sleep(0)
        ids = range(after_id + 1, min(after_id + BLOCK, self._count) + 1)
        self.read += len(ids)
        return [self._due(number) for number in ids]

    def _due(self, number: int) -> Due:
        host = f"h{number // self._run % self._hosts}.jp"
        url = f"https://{host}/{number}"
        return Due(link_id=number, url=url, canonical_url=url, site="other", host=host, past=Past())


Test = Callable[[Feed, Links, Pace], Awaitable[None]]


def run(links: Links, test: Test, *, delay: float = 0.0, limit: int | None = None) -> None:
    async def main() -> None:
        pace = Pace(lambda host: (delay, 1))
        feed = Feed(links, Rules(), pace=pace, stopping=asyncio.Event(), limit=limit)  # type: ignore[arg-type]
        await asyncio.wait_for(test(feed, links, pace), 60)

    asyncio.run(main())


async def _visit(feed: Feed, pace: Pace, errand: Errand) -> None:
    async with pace.turn(errand.host):
        await asyncio.sleep(0)
    feed.done(errand)


def test_every_link_is_given_once() -> None:
    seen: Counter[int] = Counter()

    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        while (errand := await feed.next("other")) is not None:
            seen[errand.due.link_id] += 1
            await _visit(feed, pace, errand)

    run(Links(2_345, 10), test)
    assert len(seen) == 2_345
    assert set(seen.values()) == {1}


def test_no_link_of_a_busy_host_is_given() -> None:
    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        hosts = set()
        async with AsyncExitStack() as turns:
            for _ in range(10):
                errand = await feed.next("other")
                assert errand is not None
                hosts.add(errand.host)
                await turns.enter_async_context(pace.turn(errand.host))
            assert len(hosts) == 10
            waiting = asyncio.ensure_future(feed.next("other"))
            await asyncio.sleep(0.02)
            assert not waiting.done()
        assert await waiting is not None

    run(Links(1_000, 10, run=50), test)


def test_a_hundred_thousand_links_on_ten_hosts_are_not_held_at_once() -> None:
    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        for taken in range(1, 3_001):
            errand = await feed.next("other")
            assert errand is not None
            assert links.read - taken <= WINDOW + BLOCK
            await _visit(feed, pace, errand)

    run(Links(100_000, 10, run=10_000), test)


def test_what_is_held_is_bounded_even_when_all_of_it_waits() -> None:
    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        errand = await feed.next("other")
        assert errand is not None
        async with pace.turn(errand.host):
            waiting = asyncio.ensure_future(feed.next("other"))
            await asyncio.sleep(0.3)
            assert links.read <= WINDOW + BLOCK
            waiting.cancel()

    run(Links(100_000, 1), test)


def test_one_large_host_does_not_keep_others_waiting() -> None:
    order: list[str] = []

    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        for _ in range(40):
            errand = await feed.next("other")
            assert errand is not None
            order.append(errand.host)
            await _visit(feed, pace, errand)

    run(Links(1_000, 4, run=250), test, delay=0.05)
    assert {"h0.jp", "h1.jp"} <= set(order[:4])
    assert max(Counter(order[:20]).values()) <= 12


def test_later_means_later_and_the_end_waits_for_it() -> None:
    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        first = await feed.next("other")
        assert first is not None
        begun = asyncio.get_running_loop().time()
        feed.later(first, 0.1)
        again = await feed.next("other")
        assert again is not None
        assert asyncio.get_running_loop().time() - begun >= 0.1
        assert (again.due.link_id, again.tries) == (first.due.link_id, 2)
        feed.done(again)
        assert await feed.next("other") is None

    run(Links(1, 1), test)


def test_the_end_waits_for_what_is_away() -> None:
    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        errand = await feed.next("other")
        assert errand is not None
        end = asyncio.ensure_future(feed.next("other"))
        await asyncio.sleep(0.02)
        assert not end.done()
        feed.done(errand)
        assert await end is None

    run(Links(1, 1), test)


def test_a_limit_bounds_the_run() -> None:
    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        given = 0
        while (errand := await feed.next("other")) is not None:
            given += 1
            await _visit(feed, pace, errand)
        assert given == 7

    run(Links(1_000, 10), test, limit=7)


@pytest.mark.parametrize("steps", range(12))
def test_no_spider_sleeps_on_because_another_looked(steps: int) -> None:
    """Whatever step of its waiting a spider is at when its last link is done and another spider asks, it is told."""

    async def test(feed: Feed, links: Links, pace: Pace) -> None:
        errand = await feed.next("other")
        assert errand is not None
        first = asyncio.ensure_future(feed.next("other"))
        second = asyncio.ensure_future(feed.next("nhk"))
        for _ in range(steps):
            await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(feed.done, errand)
        third = asyncio.ensure_future(feed.next("yahoo"))  # looks in the same step, right after
        assert await asyncio.wait_for(first, 2) is None
        for each in (second, third):
            while (errand := await asyncio.wait_for(each, 2)) is not None:
                feed.done(errand)
                each = asyncio.ensure_future(feed.next(errand.due.site))

    class OfOneSite(Links):
        async def block(self, site: str, after_id: int) -> list[Due]:
            return await super().block(site, after_id) if site == "other" else []

    run(OfOneSite(1, 1), test)
