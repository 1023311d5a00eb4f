"""The pace of each host: one request at a time, and a rest between two, over all spiders.

A turn is taken just before a request is sent and given back when its answer is complete. Redirects,
robots.txt and interfaces of machines take turns like everything else.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

SWEEP = 1000
"""Turns after which hosts that are at rest are forgotten."""


@dataclass(slots=True)
class _Host:
    delay: float
    places: int
    busy: int = 0
    next_free: float = 0.0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)


class Pace:
    """Turns at hosts; belongs to one event loop.

    ``rule(host)`` gives the delay in seconds and how many requests may run at once. ``freed`` is called
    with a host whenever a request to it may be sent.
    """

    def __init__(
        self,
        rule: Callable[[str], tuple[float, int]],
        *,
        clock: Callable[[], float] = time.monotonic,
        freed: Callable[[str], None] = lambda host: None,
    ) -> None:
        self._rule = rule
        self._clock = clock
        self.freed = freed
        self._hosts: dict[str, _Host] = {}
        self._slowed: dict[str, float] = {}
        self._turns = 0

    def free(self, host: str) -> bool:
        """Tell whether a request to ``host`` could be sent at once."""
        known = self._hosts.get(host)
        return known is None or (known.busy < known.places and not known.waiting and known.next_free <= self._clock())

    def rest(self, host: str) -> float:
        """Seconds until ``host`` may be asked again; 0 when it may be, or is being asked now."""
        known = self._hosts.get(host)
        return max(0.0, known.next_free - self._clock()) if known else 0.0

    def hold(self, host: str, seconds: float) -> None:
        """Leave ``host`` alone for ``seconds`` (its Retry-After, say)."""
        known = self._host(host)
        known.next_free = max(known.next_free, self._clock() + seconds)
        self._announce(host, known)

    def slow(self, host: str, delay: float) -> None:
        """Rest at least ``delay`` seconds between two requests to ``host`` (its Crawl-delay)."""
        self._slowed[host] = max(delay, self._slowed.get(host, 0.0))
        known = self._host(host)
        known.delay = max(known.delay, delay)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at ``host`` and hold it; first come, first served."""
        known = self._host(host)
        await self._enter(known)
        sent = False
        try:
            while (wait := known.next_free - self._clock()) > 0:
                await asyncio.sleep(wait)
            sent = True
            yield
        finally:
            if sent:
                known.next_free = max(known.next_free, self._clock() + known.delay)
            known.busy -= 1
            self._pass_on(known)
            self._announce(host, known)
            self._sweep()

    async def _enter(self, known: _Host) -> None:
        if known.busy < known.places and not known.waiting:
            known.busy += 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        known.waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                known.busy -= 1
                self._pass_on(known)
            else:
                known.waiting.remove(place)
            raise

    @staticmethod
    def _pass_on(known: _Host) -> None:
        while known.waiting and known.busy < known.places:
            place = known.waiting.popleft()
            if not place.done():
                known.busy += 1
                place.set_result(None)

    def _announce(self, host: str, known: _Host) -> None:
        if known.busy >= known.places or known.waiting:
            return
        wait = known.next_free - self._clock()
        loop = asyncio.get_running_loop()
        if wait > 0:
            loop.call_later(wait + 0.001, self._tell, host)
        else:
            loop.call_soon(self._tell, host)

    def _tell(self, host: str) -> None:
        if self.free(host):
            self.freed(host)

    def _host(self, host: str) -> _Host:
        known = self._hosts.get(host)
        if known is None:
            delay, places = self._rule(host)
            known = self._hosts[host] = _Host(delay=max(delay, self._slowed.get(host, 0.0)), places=max(1, places))
        return known

    def _sweep(self) -> None:
        self._turns += 1
        if self._turns % SWEEP == 0:
            now = self._clock()
            for host in [h for h, k in self._hosts.items() if not k.busy and not k.waiting and k.next_free < now]:
                del self._hosts[host]
