"""The gate that every request goes through: robots.txt, pace, limits; then it is sent, and recorded."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import ada_url

from linkwatch.crawl.faults import fault_of
from linkwatch.crawl.pace import Pace
from linkwatch.crawl.record import Failure, Recorder
from linkwatch.crawl.robots import RobotsBook
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.errors import LinkwatchError
from linkwatch.model import Fault, FaultKind, Page
from linkwatch.sites import Ask
from linkwatch.urls import host_of

log = logging.getLogger(__name__)

GRACE = 5.0
"""Seconds that a request under way gets to finish once the crawl is to stop."""


class Stopping(Exception):
    """The crawl is to stop: this request was not made, or was given up."""


class Sender(Protocol):
    """Makes one request, on the live web or from WARC files."""

    async def __call__(self, ask: Ask, headers: tuple[tuple[str, str], ...], timeout: float) -> Page:
        """Bring the answer of this one request, redirects not followed; may raise whatever the network raises."""
        ...


class Gate:
    """One gate a crawl, for the spiders together.

    ``rest`` is told what each request brought while the host's turn lasts, and says for how many seconds that host
    is to be left alone.
    """

    def __init__(
        self,
        settings: CrawlSettings,
        *,
        at: Callable[[], datetime],
        pace: Pace | None,
        stopping: asyncio.Event,
        recorder: Recorder | None,
        rest: Callable[[Page], float],
    ) -> None:
        self._settings = settings
        self._at = at
        self._pace = pace
        self._robots = RobotsBook(settings, pace.slow if pace else lambda host, delay: None)
        self._room = asyncio.Semaphore(settings.concurrency)
        self._stopping = stopping
        self._recorder = recorder
        self._rest = rest
        self.bytes = 0

    async def fetch(self, ask: Ask, sender: Sender) -> Page:
        """Make one request when it may be made; a failure is a page with a fault, never an exception.

        Raises only :class:`Stopping`.
        """
        if not _is_web(ask.url):
            return self._failed(ask, Fault(kind=FaultKind.BAD_URL, detail=f"{ask.url[:200]!r} is no http(s) address"))

        async def send(each: Ask) -> Page:
            return await self._in_turn(each, sender)

        refusal = await self._robots.refusal(ask, send)
        return refusal if refusal is not None else await send(ask)

    async def _in_turn(self, ask: Ask, sender: Sender) -> Page:
        if self._stopping.is_set():
            raise Stopping
        if self._pace is None:
            return await self._send(ask, sender)
        turn = asyncio.ensure_future(self._paced(self._pace, ask, sender))
        stop = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({turn, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not turn.done():
                await asyncio.wait({turn}, timeout=GRACE)
            if not turn.done():
                raise Stopping
            return turn.result()
        finally:
            stop.cancel()
            turn.cancel()

    async def _paced(self, pace: Pace, ask: Ask, sender: Sender) -> Page:
        host = host_of(ask.url)
        async with pace.turn(host), self._room:
            if self._stopping.is_set():
                raise Stopping
            page = await self._send(ask, sender)
            if seconds := self._rest(page):
                pace.hold(host, seconds)
            return page

    async def _send(self, ask: Ask, sender: Sender) -> Page:
        own = self._settings.host(host_of(ask.url))
        headers = (*self._settings.headers.items(), *own.headers.items(), *ask.headers)
        began = time.monotonic()
        try:
            page = await sender(ask, tuple(headers), own.timeout or self._settings.timeout)
        except LinkwatchError:
            raise
        except Exception as error:
            log.debug("%s: %s", ask.url, type(error).__name__, exc_info=True)
            page = self._failed(ask, fault_of(error))
        if page.status is None:
            await self.record_failure(page)
        self.bytes += len(page.body)
        return replace(page, fetched_at=page.fetched_at or self._at(), elapsed=time.monotonic() - began)

    async def record_failure(self, page: Page) -> None:
        """Write down that nothing came, where the crawl is recorded."""
        if self._recorder is not None and page.fault is not None:
            await self._recorder.put(Failure(url=page.url, at=page.fetched_at or self._at(), fault=page.fault))

    def _failed(self, ask: Ask, fault: Fault) -> Page:
        return Page(url=ask.url, final_url=ask.url, fault=fault, fetched_at=self._at())


def _is_web(url: str) -> bool:
    try:
        parts = ada_url.URL(url)
    except ValueError:
        return False
    return parts.protocol in ("http:", "https:") and bool(parts.hostname)
