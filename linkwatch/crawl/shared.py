"""What the spiders of one crawl share: the feed they draw from, the gate they ask through, where pages go."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db.store import Store
from linkwatch.crawl.conditional import body_sha256, not_modified, same_body
from linkwatch.crawl.errand import Errand
from linkwatch.crawl.feed import Feed, Source
from linkwatch.crawl.gate import Gate, Sender, Stopping
from linkwatch.crawl.pace import Pace
from linkwatch.crawl.record import Recorder
from linkwatch.crawl.replay import Replay
from linkwatch.crawl.retries import FailingHosts, again
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.crawl.visiting import Rules
from linkwatch.crawl.worker import Reading
from linkwatch.crawl.workers import Workers
from linkwatch.crawl.writer import Writer
from linkwatch.errors import LinkwatchError
from linkwatch.judge import JUDGED_BY
from linkwatch.model import Page, Selection, Visit
from linkwatch.sites import Ask
from linkwatch.urls import host_of

log = logging.getLogger(__name__)

LAST_PAGES = 7.0
"""Seconds after a stop in which pages that have come may still be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a crawl is."""

    visited: int
    total: int
    unchanged: int
    states: Mapping[str, int]
    """Links by provisional state."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a crawl did."""

    visited: int = 0
    unchanged: int = 0
    states: Mapping[str, int] = field(default_factory=dict)
    """Links by provisional state."""
    interrupted: bool = False
    """It was told to stop before its end."""
    offline: bool = False
    """Our own network was down: nothing that failed tonight may be believed."""
    bytes: int = 0
    """Of bodies, decoded."""
    seconds: float = 0.0
    errors: Mapping[str, int] = field(default_factory=dict)
    """Links that brought no answer, by host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one crawl is to do; the arguments of ``run``."""

    store: Store
    crawl_id: int
    settings: CrawlSettings
    selection: Selection
    night: date | None
    checked_before: datetime | None
    at: Callable[[], datetime]
    replay: Replay | None
    progress: Callable[[Progress], None]
    record_to: Path | None = None


class Shared:
    """One crawl under way; belongs to one event loop."""

    def __init__(self, task: Task, workers: Workers, total: int) -> None:
        settings, live = task.settings, task.replay is None
        self.task = task
        self.error: Exception | None = None
        self.interrupted = False
        self._workers = workers
        self._total = total
        self._began = time.monotonic()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._pace = Pace(self._rule) if live else None
        self.recorder = Recorder(task.record_to, failed=self.fail) if task.record_to is not None else None
        self.gate = Gate(settings, at=task.at, pace=self._pace, stopping=self._stopping, recorder=self.recorder)
        self._source = Source(
            task.store, night=task.night, selection=task.selection, checked_before=task.checked_before
        )
        rules = Rules(
            max_redirects=settings.max_redirects,
            without_api=settings.without_api,
            conditional=self.recorder is None,  # a recording holds whole pages
            judged_by=JUDGED_BY,
        )
        self.feed = Feed(self._source, rules, pace=self._pace, stopping=self._stopping, limit=task.selection.limit)
        self._failing = FailingHosts(settings.host_failures)
        self._states: Counter[str] = Counter()
        self._errors: Counter[str] = Counter()
        self._unchanged = 0
        self._writer = Writer(task.store, task.crawl_id, at=task.at, written=self._written, failed=self.fail)

    def _rule(self, host: str) -> tuple[float, int]:
        own = self.task.settings.host(host)
        return own.delay or 0.0, own.concurrency or 1

    def open(self) -> None:
        """Begin; call it in the event loop."""
        self._loop = asyncio.get_running_loop()
        self._writer.start()
        if self.recorder is not None:
            self.recorder.start()
        if self._stopping.is_set():
            self.feed.wake()

    def close(self) -> None:
        """Write what waits and give everything back."""
        self._writer.close()
        self._source.close()
        if self.recorder is not None:
            self.recorder.close()

    def outcome(self) -> Outcome:
        """Return what was done."""
        return Outcome(
            visited=sum(self._states.values()),
            unchanged=self._unchanged,
            states=dict(self._states),
            interrupted=self.interrupted,
            bytes=self.gate.bytes,
            seconds=time.monotonic() - self._began,
            errors=dict(self._errors),
        )

    def interrupt(self) -> None:
        """End soon, keeping what has come; safe to call from a signal handler or another thread."""
        self.interrupted = True
        self._call(self._stop)

    def fail(self, error: Exception) -> None:
        """End because of ``error``, which ``run`` raises at last; safe to call from any thread."""
        if self.error is None:
            self.error = error
        self._call(self._stop)

    def _call(self, function: Callable[[], None]) -> None:
        if self._loop is None or self._loop.is_closed():
            self._stopping.set()
        else:
            self._loop.call_soon_threadsafe(function)

    def _stop(self) -> None:
        if not self._stopping.is_set():
            self._stopping.set()
            self.feed.wake()

    async def fetch(self, errand: Errand, sender: Sender) -> None:
        """Make the next request of ``errand``; raises Stopping when the crawl ends first.

        What a hostile answer brings about in our own code costs this visit only.
        """
        try:
            errand.answered(await self._fetched(errand, sender))
        except Stopping:
            raise
        except LinkwatchError as error:  # a WARC file that cannot be read on
            self.fail(error)
            raise Stopping from error
        except Exception as error:
            log.exception("%s: visit given up", errand.due.url)
            errand.crashed(f"{type(error).__name__}: {error}")

    async def _fetched(self, errand: Errand, sender: Sender) -> Page:
        ask = errand.ask or Ask(url=errand.url)
        known = self._failing.fault(errand.host) if self._pace is not None else None
        if known is not None:
            page = Page(url=errand.url, final_url=errand.url, fault=known, fetched_at=self.task.at())
            await self.gate.record_failure(page)
            return page
        return await self.gate.fetch(ask, sender)

    async def read(self, errand: Errand, page: Page) -> None:
        """Do with a whole page what is to be done: try again, follow its refresh, or judge and store it."""
        try:
            await self._read(errand, page)
        except Exception as error:  # a fault of ours, or of the store: the crawl ends and says so
            self.fail(error)
            self.feed.done(errand)

    async def _read(self, errand: Errand, page: Page) -> None:
        if self._pace is not None and self._try_again(errand, page, self._pace):
            return
        visit = self._known(errand, page) or await self._judged(errand, page)
        if visit is None:
            return
        await self._writer.put(visit)
        self.feed.done(errand)

    def _try_again(self, errand: Errand, page: Page, pace: Pace) -> bool:
        settings = self.task.settings
        if self._failing.fault(host_of(page.final_url)) is not None:
            return False
        wait = again(page, errand.tries, settings, self.task.at())
        if wait is None or self._stopping.is_set():
            self._failing.saw(page)
            return False
        if wait.whole_host:
            pace.hold(host_of(page.final_url), wait.seconds)
        self.feed.later(errand, wait.seconds)
        return True

    def _known(self, errand: Errand, page: Page) -> Visit | None:
        """Return the visit of a page that is as it was, told without reading it."""
        past = errand.due.past
        if past.provisional is None or not (not_modified(page, past, JUDGED_BY) or same_body(page, past, JUDGED_BY)):
            return None
        return Visit(
            link_id=errand.due.link_id,
            page=replace(page, body=b"", status=past.status),
            verdict=past.provisional,
            unchanged=True,
            body_sha256=past.body_sha256,
            fingerprint=past.fingerprint,
            judged_by=JUDGED_BY,
        )

    async def _judged(self, errand: Errand, page: Page) -> Visit | None:
        reading = self._workers.read(page, errand.due.past)
        future: asyncio.Future[Reading] = asyncio.wrap_future(reading)
        await self._done_or_stopped(future)
        if not future.done():  # left: the next run takes it up
            future.cancel()
            self.feed.done(errand)
            return None
        read = future.result()
        target = read.content.refresh_url
        if target and target != page.final_url and page.fault is None:
            errand.refreshed(target)
            if errand.page is not None:  # it led nowhere
                return await self._judged(errand, errand.page)
            self.feed.go_on(errand)
            return None
        return Visit(
            link_id=errand.due.link_id,
            page=replace(page, body=b""),
            verdict=read.verdict,
            content=None if read.unchanged else read.content,
            unchanged=read.unchanged,
            body_sha256=body_sha256(page),
            fingerprint=read.content.fingerprint,
            body=read.body,
            judged_by=JUDGED_BY,
        )

    async def _done_or_stopped(self, future: asyncio.Future[Reading]) -> None:
        async def last_moment() -> None:
            await self._stopping.wait()
            await asyncio.sleep(LAST_PAGES)

        stop = asyncio.ensure_future(last_moment())
        waiting: set[asyncio.Future[Any]] = {future, stop}
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.cancel()

    def _written(self, visits: list[Visit]) -> None:
        """Count what the writer stored; called in its thread."""
        for visit in visits:
            self._states[visit.verdict.state.value] += 1
            self._unchanged += visit.unchanged
            if visit.page.status is None:
                self._errors[host_of(visit.page.final_url)] += 1
        self.task.progress(
            Progress(
                visited=sum(self._states.values()),
                total=self._total,
                unchanged=self._unchanged,
                states=dict(self._states),
                seconds=time.monotonic() - self._began,
            )
        )
