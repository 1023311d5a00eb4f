"""The pace of hosts, on a clock of its own."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import pytest

from linkwatch.crawl.pace import SWEEP, Pace


class Log:
    """When requests of each host began and ended."""

    def __init__(self) -> None:
        self.running: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.times: list[tuple[str, float]] = []

    async def request(self, pace: Pace, host: str, seconds: float = 0.005) -> None:
        async with pace.turn(host):
            self.times.append((host, asyncio.get_running_loop().time()))
            self.running[host] = self.running.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.running[host])
            await asyncio.sleep(seconds)
            self.running[host] -= 1


def run(test: Callable[[Log], Awaitable[None]]) -> Log:
    log = Log()

    async def main() -> None:
        await test(log)

    asyncio.run(main())
    return log


def test_a_host_is_asked_one_request_at_a_time_and_others_meanwhile() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.0, 1))
        await asyncio.gather(*(log.request(pace, host) for host in "aabbabba"))

    log = run(test)
    assert log.most == {"a": 1, "b": 1}
    assert {host for host, _ in log.times[:2]} == {"a", "b"}


def test_a_host_may_be_set_to_several_at_a_time() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.0, 3))
        await asyncio.gather(*(log.request(pace, "a") for _ in range(9)))

    assert run(test).most == {"a": 3}


def test_it_rests_between_two_requests() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.05, 1))
        await asyncio.gather(*(log.request(pace, "a", 0.02) for _ in range(3)))

    times = [at for _, at in run(test).times]
    assert all(later - earlier >= 0.069 for earlier, later in itertools.pairwise(times))


def test_it_rests_after_a_request_that_failed_too() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.05, 1))
        with pytest.raises(OSError, match="reset"):
            async with pace.turn("a"):
                raise OSError("reset")
        assert not pace.free("a")
        assert 0.03 < pace.rest("a") <= 0.05

    run(test)


def test_a_hold_keeps_those_back_who_wait_already() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.0, 1))
        begun = asyncio.get_running_loop().time()
        first = asyncio.create_task(log.request(pace, "a", 0.02))
        second = asyncio.create_task(log.request(pace, "a"))
        await asyncio.sleep(0.01)
        pace.hold("a", 0.1)
        await asyncio.gather(first, second)
        assert log.times[1][1] - begun >= 0.1

    run(test)


def test_crawl_delay_makes_slower_never_faster_and_outlives_the_sweep() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.0, 1))
        pace.slow("a", 0.03)
        pace.slow("a", 0.0)
        for number in range(SWEEP):
            async with pace.turn(f"host{number}"):
                pass
        async with pace.turn("a"):
            pass
        assert pace.rest("a") > 0

    run(test)


def test_it_tells_when_a_host_is_free_after_its_rest() -> None:
    async def test(log: Log) -> None:
        told: list[str] = []
        pace = Pace(lambda host: (0.03, 1), freed=told.append)
        await log.request(pace, "a")
        await asyncio.sleep(0.01)
        assert told == []
        await asyncio.sleep(0.04)
        assert told == ["a"]

    run(test)


def test_one_who_gives_up_waiting_takes_nobodys_turn() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.0, 1))
        first = asyncio.create_task(log.request(pace, "a", 0.02))
        second = asyncio.create_task(log.request(pace, "a"))
        third = asyncio.create_task(log.request(pace, "a"))
        await asyncio.sleep(0.005)
        second.cancel()
        await asyncio.gather(first, third)
        assert len(log.times) == 2
        assert pace.free("a")

    run(test)


def test_hosts_at_rest_are_forgotten() -> None:
    async def test(log: Log) -> None:
        pace = Pace(lambda host: (0.0, 1))
        for number in range(3 * SWEEP):
            async with pace.turn(f"host{number}"):
                pass
        assert len(pace._hosts) < SWEEP + 10

    run(test)
