"""What each spider is to visit next: links drawn from the store in blocks, never one of a busy host.

Reading runs in a thread. Hosts take turns, so that a site with thousands of links does not keep the
others waiting; what is held at a time is bounded.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

from db.store import Store
from linkwatch.crawl.errand import Errand
from linkwatch.crawl.pace import Pace
from linkwatch.crawl.visiting import Rules
from linkwatch.model import Due, Selection

BLOCK = 500
"""Links read at a time."""
WINDOW = 5000
"""Links of one site held at most, while their hosts rest."""


class Source:
    """The links that are due, read in a thread of its own from a store of its own."""

    def __init__(
        self, store: Store, *, night: date | None, selection: Selection, checked_before: datetime | None
    ) -> None:
        self._given = store
        self._store: Store | None = None
        self._night = night
        self._selection = selection
        self._checked_before = checked_before
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="linkwatch-feed")

    async def block(self, site: str, after_id: int) -> list[Due]:
        """Return the next links of ``site`` by id; empty at the end."""
        return await asyncio.wrap_future(self._thread.submit(self._block, site, after_id))

    def _block(self, site: str, after_id: int) -> list[Due]:
        if self._store is None:
            self._store = self._given.reopen()
        return self._store.links.due(
            night=self._night,
            selection=self._selection,
            site=site,
            after_id=after_id,
            limit=BLOCK,
            checked_before=self._checked_before,
        )

    def close(self) -> None:
        """Give the store back."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()


class _Line:
    """What waits for one spider."""

    def __init__(self) -> None:
        self.after_id = 0
        self.ended = False
        self.hosts: dict[str, deque[Errand]] = {}
        self.ready: OrderedDict[str, None] = OrderedDict()
        """Hosts that have links waiting and may be asked; first come, first served."""
        self.waiting = 0
        self.at_once: deque[Errand] = deque()
        self.later: list[tuple[float, int, Errand]] = []
        self.away = 0
        """Errands given out and not done."""
        self.reading = False
        self.changed = asyncio.Event()
        """Of this line alone: its spider clears it before it looks, and no other may between that and its waiting."""


class Feed:
    """Gives errands to the spiders; belongs to one event loop."""

    def __init__(
        self,
        source: Source,
        rules: Rules,
        *,
        pace: Pace | None,
        stopping: asyncio.Event,
        limit: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._rules = rules
        self._pace = pace
        self._stopping = stopping
        self._left = limit if limit is not None else 1 << 62
        self._clock = clock
        self._lines: dict[str, _Line] = {}
        self._order = itertools.count()
        if pace is not None:
            pace.freed = self._freed

    async def next(self, site: str) -> Errand | None:
        """Return the next errand of ``site`` whose host may be asked now; None when all of it is done."""
        line = self._lines.setdefault(site, _Line())
        while not self._stopping.is_set():
            line.changed.clear()
            self._bring_back(line)
            errand = self._pick(line)
            if errand is not None:
                line.away += 1
                return errand
            if not line.ended and not line.reading and line.waiting < WINDOW:
                await self._fill(site, line)
            elif line.ended and not (line.waiting or line.later or line.away or line.at_once):
                return None
            else:
                await self._change(line)
        return None

    def done(self, errand: Errand) -> None:
        """Tell that an errand is over: its page is written, or it was dropped."""
        self._lines[errand.due.site].away -= 1
        self._free(errand.host)

    def later(self, errand: Errand, seconds: float) -> None:
        """Try a link again, in ``seconds`` at the earliest."""
        line = self._lines[errand.due.site]
        line.away -= 1
        heapq.heappush(line.later, (self._clock() + seconds, next(self._order), errand.again()))
        self._free(errand.host)

    def go_on(self, errand: Errand) -> None:
        """Give out once more an errand that has more to ask (a meta refresh)."""
        line = self._lines[errand.due.site]
        line.away -= 1
        line.at_once.append(errand)
        self.wake()

    def wake(self) -> None:
        """Let those who wait look again: something is free, or the crawl is to stop."""
        for line in self._lines.values():
            line.changed.set()

    def _pick(self, line: _Line) -> Errand | None:
        if line.at_once:
            return line.at_once.popleft()
        while line.ready:
            host, _ = line.ready.popitem(last=False)
            queue = line.hosts.get(host)
            if queue is None or (self._pace is not None and not self._pace.free(host)):
                continue  # told again when it is free
            errand = queue.popleft()
            line.waiting -= 1
            if not queue:
                del line.hosts[host]
            elif self._pace is None:
                line.ready[host] = None
            return errand
        return None

    def _bring_back(self, line: _Line) -> None:
        while line.later and line.later[0][0] <= self._clock():
            self._add(line, heapq.heappop(line.later)[2])

    async def _fill(self, site: str, line: _Line) -> None:
        line.reading = True
        try:
            block = await self._source.block(site, line.after_id)
        finally:
            line.reading = False
        line.ended = not block or self._left <= 0
        for due in block:
            if self._left <= 0:
                line.ended = True
                break
            self._left -= 1
            line.after_id = due.link_id
            self._add(line, Errand(due, self._rules))

    def _add(self, line: _Line, errand: Errand) -> None:
        host = errand.host
        queue = line.hosts.get(host)
        if queue is None:
            queue = line.hosts[host] = deque()
            line.ready[host] = None
        queue.append(errand)
        line.waiting += 1

    async def _change(self, line: _Line) -> None:
        wait = line.later[0][0] - self._clock() if line.later else None
        changed = asyncio.ensure_future(line.changed.wait())
        try:
            await asyncio.wait({changed}, timeout=wait)
        finally:
            changed.cancel()

    def _free(self, host: str) -> None:
        if self._pace is None or self._pace.free(host):
            self._freed(host)
        self.wake()

    def _freed(self, host: str) -> None:
        for line in self._lines.values():
            if host in line.hosts:
                line.ready[host] = None
        self.wake()
