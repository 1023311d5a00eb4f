"""What the spiders of one crawl share: the feed they draw from, the gate they ask through, where pages go."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from db.store import Store
from linkwatch.crawl.errand import Errand
from linkwatch.crawl.feed import Feed, Source
from linkwatch.crawl.gate import Gate, Sender, Stopping
from linkwatch.crawl.hosts import Hosts
from linkwatch.crawl.pace import Pace
from linkwatch.crawl.probe import between, reaches_any
from linkwatch.crawl.reading import Reader, Refresh, as_it_was
from linkwatch.crawl.record import Recorder
from linkwatch.crawl.replay import Replay
from linkwatch.crawl.retries import again, host_rest
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.crawl.siblings import Siblings
from linkwatch.crawl.visiting import Rules
from linkwatch.crawl.workers import Workers
from linkwatch.crawl.writer import Writer
from linkwatch.errors import LinkwatchError
from linkwatch.judge import JUDGED_BY
from linkwatch.judge.outage import Glimpse, Watch
from linkwatch.model import Content, Due, Page, Selection, State, Visit
from linkwatch.sites import Ask
from linkwatch.urls import host_of

log = logging.getLogger(__name__)

KEPT_BACK = 200
"""Visits that are kept back at most until it is known that it was the sites themselves who answered."""


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
    left: int = 0
    """Links left for the next night, as their hosts asked to be left alone."""
    interrupted: bool = False
    """It was told to stop before its end."""
    offline: bool = False
    """Our own network was out of order: nothing that was seen tonight may be believed."""
    blame: str = ""
    """How that was noticed, in words."""
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
        self._total = total
        self._began = time.monotonic()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._pace = Pace(self._rule) if live else None
        self.recorder = Recorder(task.record_to, failed=self.fail) if task.record_to is not None else None
        self.gate = Gate(
            settings,
            at=task.at,
            pace=self._pace,
            stopping=self._stopping,
            recorder=self.recorder,
            rest=self._rest_of,
        )
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
        self._hosts = Hosts(settings.host_failures)
        self._watch = Watch()
        self._reader = Reader(workers, self._stopping)
        self._blame = ""
        self._doubtful: list[Visit] = []
        self._senders: dict[str, Sender] = {}
        self._siblings = Siblings(rules, wanted=settings.siblings, read=self._reader.says)
        self._left = 0
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
            left=self._left,
            interrupted=self.interrupted,
            offline=bool(self._blame),
            blame=self._blame,
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
        """Make the next request of ``errand``; raises Stopping when the crawl ends first, or its host is left.

        What a hostile answer brings about in our own code costs this visit only.
        """
        if self._hosts.is_left(errand.host):
            self._left += 1
            self.feed.done(errand)
            raise Stopping
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
        known = self._hosts.fault(errand.host)
        if known is not None:
            page = Page(url=errand.url, final_url=errand.url, fault=known, fetched_at=self.task.at())
            await self.gate.record_failure(page)
            return page
        self._senders[errand.due.site] = sender
        return await self.gate.fetch(errand.ask or Ask(url=errand.url), sender)

    async def _beside(self, errand: Errand, visit: Visit) -> Content | None:
        sender = self._senders.get(errand.due.site)

        async def fetch(ask: Ask) -> Page:
            if sender is None or self._hosts.is_left(host_of(ask.url)):
                raise Stopping
            return await self.gate.fetch(ask, sender)

        return await self._siblings.beside(visit, fetch)

    async def read(self, errand: Errand, page: Page) -> None:
        """Do with a whole page what is to be done: try again, follow its refresh, or judge and store it."""
        try:
            await self._read(errand, page)
        except Exception as error:  # a fault of ours, or of the store: the crawl ends and says so
            self.fail(error)
            self.feed.done(errand)

    async def _read(self, errand: Errand, page: Page) -> None:
        if self._pace is not None and self._try_again(errand, page):
            return
        visit = as_it_was(errand.due, page) or await self._reader.read(errand.due, page)
        if isinstance(visit, Refresh):
            errand.refreshed(visit.target)
            if errand.page is None:
                self.feed.go_on(errand)
                return
            page = errand.page
            visit = await self._reader.read(errand.due, page)  # it led nowhere
        if isinstance(visit, Visit):
            beside = await self._beside(errand, visit)
            surer = await self._reader.read(errand.due, page, beside) if beside is not None else None
            await self._keep(errand.due, surer if isinstance(surer, Visit) else visit)
        self.feed.done(errand)

    def _try_again(self, errand: Errand, page: Page) -> bool:
        host = host_of(page.final_url)
        wait = again(page, errand.tries, self.task.settings)
        if wait is None or self._stopping.is_set() or self._hosts.fault(host) or self._hosts.is_left(host):
            return False
        self.feed.later(errand, wait)
        return True

    def _rest_of(self, page: Page) -> float:
        """Seconds for which the host that brought ``page`` is to be left alone."""
        troubles = self._hosts.saw(page)
        seconds = host_rest(page, troubles, self.task.settings, self.task.at())
        if seconds is None:
            self._hosts.leave(host_of(page.final_url))
        return seconds or 0.0

    async def _keep(self, due: Due, visit: Visit) -> None:
        """Store a visit: at once, or at the end if it may be somebody between us and the site who answered."""
        was_living = due.past.state in (State.ALIVE, State.MOVED)
        page, verdict, print_ = visit.page, visit.verdict, visit.fingerprint
        doubtful = self._watch.saw(Glimpse(page=page, verdict=verdict, fingerprint=print_, was_living=was_living))
        await self._look_at_ourselves(doubtful=doubtful)
        if doubtful and not visit.unchanged and len(self._doubtful) < KEPT_BACK:
            self._doubtful.append(visit)
        else:
            await self._writer.put(visit)

    async def _look_at_ourselves(self, *, doubtful: bool) -> None:
        blame = self._watch.common()
        if doubtful and not blame and self._pace is not None and self._watch.wants_second_opinion():
            blame = await between(self.task.settings.probes)
        if not blame and self._pace is not None and self._watch.wants_probe() and not self._stopping.is_set():
            blame = await self._unreached()
        if blame and not self._blame:
            self._blame = blame
            self._stop()

    async def finish(self) -> None:
        """Look once more whether it was our own network that failed; called when all is done.

        What was kept back is stored now, or dropped if it was us.
        """
        if not self.interrupted and not self._blame:
            self._blame = self._watch.common(at_end=True)
            if not self._blame and self._pace is not None and self._doubtful:
                self._blame = await between(self.task.settings.probes)
            if not self._blame and self._pace is not None and self._watch.is_silent():
                self._blame = self._watch.resolver() or await self._unreached() or self._cut_off()
        for visit in self._doubtful if not self._blame else ():
            await self._writer.put(visit)

    async def _unreached(self) -> str:
        probes = self.task.settings.probes
        if not probes:
            return ""
        if blame := await between(probes):
            return blame
        if await reaches_any(probes):
            return ""
        return f"none of {', '.join(probes)} can be reached"

    def _cut_off(self) -> str:
        """Without probes, what is not reached has to tell."""
        return "" if self.task.settings.probes else self._watch.cut_off()

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
