"""The nightly service: APScheduler says when, a child process crawls, never two at once.

A crawl of its own process gives its memory back, costs one night when it crashes, and ends by a real signal. Two
services on one database do no harm either: the second crawl finds the lease taken and ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger

from linkwatch.due import night_of
from linkwatch.errors import ConfigError

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""crontab(5) counts days of the week from Sunday, and has it twice; APScheduler counts from Monday."""
GRACE = 8.0
"""Seconds that a crawl has to end after SIGTERM before it is killed: the service itself ends within 10."""
LATE = timedelta(hours=20)
"""How long after its time a run is still worth making up for: the machine slept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When to crawl."""

    cron: str
    """Five fields, as in crontab(5)."""
    zone: tzinfo
    jitter: timedelta = timedelta(0)
    """Each run begins up to so much later, so that not all the world asks at the same second."""
    between: tuple[timedelta, ...] = ()
    """How long after a night's run to look at suspects again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a run starts."""

    nightly: Sequence[str]
    suspects: Sequence[str]
    after: Sequence[str] = ()
    """Started when a nightly run was good; empty for none."""


def trigger(plan: Plan) -> CronTrigger:
    """The plan's times. Raises ConfigError for a cron expression that is none."""
    fields = plan.cron.split()
    try:
        if len(fields) != 5:
            raise ValueError("it has five fields")
        minute, hour, day, month, week = fields
        return CronTrigger(
            minute=minute, hour=hour, day=day, month=month, day_of_week=_week(week), timezone=plan.zone,
            jitter=round(plan.jitter.total_seconds()) or None,
        )  # fmt: skip
    except ValueError as error:
        hint = 'write it as in crontab, like "17 3 * * *" for 3:17 every night'
        raise ConfigError(f"schedule.cron: {plan.cron!r} is no cron expression ({error})", hint=hint) from error


def _week(field_: str) -> str:
    """The day-of-week field with names in place of crontab's numbers."""
    parts = []
    for part in field_.lower().split(","):
        span, slash, step = part.partition("/")
        names = [DAYS[int(one)] if one.isdigit() and int(one) < len(DAYS) else one for one in span.split("-")]
        if names == ["sun", "sat"] or names == ["sun", "sun"]:
            names = ["*"]
        elif len(names) == 2 and names[0] == "sun":  # APScheduler's week ends with Sunday
            parts += ["sun" + slash + step]
            names[0] = "mon"
        parts.append("-".join(names) + slash + step)
    return ",".join(parts)


def coming(plan: Plan, after: datetime, count: int) -> list[datetime]:
    """The next ``count`` times after a moment, without jitter."""
    times: list[datetime] = []
    found = trigger(replace(plan, jitter=timedelta(0)))
    at: datetime | None = found.get_next_fire_time(None, after)
    while at is not None and len(times) < count:
        times.append(at)
        # By UTC: of an hour that is there twice, adding to the second would lead back into the first.
        at = found.get_next_fire_time(at, at.astimezone(UTC) + timedelta(seconds=1))
    return times


def missed(plan: Plan, now: datetime, last: date | None) -> bool:
    """Whether the latest run before ``now`` was not made: ``last`` is the night of the last good crawl.

    A run more than 20 hours ago is not made up for when one is coming anyway; one never made is.
    """
    if last is None:
        return True
    due = [at for at in coming(plan, now - LATE, 64) if at <= now]
    return bool(due) and night_of(due[-1], plan.zone) > last


@dataclass(slots=True, kw_only=True)
class Service:
    """Runs until told to stop by SIGTERM or SIGINT."""

    plan: Plan
    command: Command
    last_night: Callable[[], date | None]
    """Gives the night of the last good crawl."""
    last_end: Callable[[], datetime | None] = lambda: None
    """Gives when that ended; None for none."""
    tell: Callable[[str], None]
    """Takes what the service and its crawls say, a line at a time."""
    now: Callable[[], datetime]
    grace: float = GRACE
    times: BaseTrigger | None = None
    """When to crawl, in place of the plan's cron expression: APScheduler knows more than crontab."""
    _running: asyncio.subprocess.Process | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> int:
        """Serve; give the exit code."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        scheduler = AsyncIOScheduler(timezone=self.plan.zone)
        scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        times = self.times or trigger(self.plan)
        # coalesce: a machine that slept through several runs makes up for them once.
        job = scheduler.add_job(
            self._night, times, args=[scheduler], id="night", max_instances=1, coalesce=True, misfire_grace_time=None
        )
        scheduler.start()
        self.tell(f"next crawl {job.next_run_time:%Y-%m-%d %H:%M %Z}")
        if (ended := self.last_end()) is not None and ended <= self.now():  # the service was started anew by day
            self._look_again(scheduler, ended)
        if missed(self.plan, self.now(), self.last_night()):
            self.tell("the last run was missed: crawling now")
            scheduler.add_job(self._night, args=[scheduler], id="missed", misfire_grace_time=None)
        await self._stop.wait()
        scheduler.pause()  # shutting it down would cancel the run that watches over its child
        await self._end()
        scheduler.shutdown(wait=False)
        self.tell("stopped")
        return 0

    async def _night(self, scheduler: AsyncIOScheduler) -> None:
        good = await self._start(self.command.nightly)
        if good and self.command.after:
            await self._start(self.command.after)
        self._look_again(scheduler, self.now())
        job = scheduler.get_job("night")
        if job is not None and not self._stop.is_set():
            self.tell(f"next crawl {job.next_run_time:%Y-%m-%d %H:%M %Z}")

    def _look_again(self, scheduler: AsyncIOScheduler, ended: datetime) -> None:
        """Plan what is still to come of the looks at suspects after a night that ended then."""
        for number, wait in enumerate(self.plan.between):
            if ended + wait > self.now():
                scheduler.add_job(
                    self._start, "date", args=[self.command.suspects], run_date=ended + wait,
                    id=f"suspects-{number}", replace_existing=True, misfire_grace_time=None,
                )  # fmt: skip

    async def _start(self, arguments: Sequence[str]) -> bool:
        """Run a child to its end and pass on what it says; whether it ended well."""
        async with self._lock:
            if self._stop.is_set():
                return False
            self._running = await asyncio.create_subprocess_exec(
                *arguments, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT, limit=2**20,
            )  # fmt: skip
            if self._stop.is_set():  # told to stop while the child was being made
                self._ask_to_end()
            assert self._running.stdout is not None  # noqa: S101  it is a pipe
            async for line in self._running.stdout:
                self.tell(line.decode(errors="replace").rstrip("\n").removeprefix("linkwatch: "))
            code = await self._running.wait()
            self._running = None
        if code != 0 and not self._stop.is_set():
            self.tell(f"the run ended with {code}; what it did is kept, and the next goes on")
        return code == 0

    async def _end(self) -> None:
        """Stop a crawl that is under way: first asked, then killed."""
        self._ask_to_end()
        try:
            async with asyncio.timeout(self.grace), self._lock:  # held until the child's last line has been passed on
                return
        except TimeoutError:
            if self._running is not None:
                with contextlib.suppress(ProcessLookupError):
                    self._running.kill()
                self.tell("the crawl did not end in time and was killed; the next goes on where it was")

    def _ask_to_end(self) -> None:
        if self._running is not None:
            with contextlib.suppress(ProcessLookupError):
                self._running.terminate()

    def _failed(self, event: JobExecutionEvent) -> None:
        self.tell(f"a run could not be started: {type(event.exception).__name__}: {event.exception}")
