"""The processes that read pages: kept warm, replaced after so many pages, killed when a page hangs them.

Each is driven by a thread of its own that hands it one page at a time, so that the event loop never
waits for a parser. Processes come from a fork server that has the parsers imported: a new one costs
milliseconds.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from linkwatch.crawl.settings import CrawlSettings
from linkwatch.crawl.worker import ALARMS, PATIENCE, Failed, Limits, Reading, serve
from linkwatch.errors import CrawlError
from linkwatch.judge import judge
from linkwatch.model import Content, Fault, FaultKind, Page, Past

log = logging.getLogger(__name__)

START = 60.0
"""Seconds in which a process must be ready."""
AGAIN = 0.5
"""Seconds before a process that did not start is tried once more."""
UNSEEN = 255
"""Exit code that multiprocessing makes up when the fork server died, and took the true one with it."""
SLACK = 5.0
"""Seconds beyond a page's own limit before the process is killed from here."""


class Died(Exception):
    """The process that read a page is no more."""


class Killed(Died):
    """It was killed from outside, by the kernel short of memory, say: the page need not be at fault."""


class Workers:
    """A fixed number of reading processes, shared by crawls of one process; close it when done.

    Raises :class:`CrawlError` when the processes cannot be started at all.
    """

    def __init__(self, settings: CrawlSettings) -> None:
        self._limits = Limits(
            seconds=settings.page_seconds, memory=settings.page_memory, sites_folder=settings.sites_folder
        )
        self._pages = settings.pages_per_worker
        self.count = settings.workers or os.cpu_count() or 1
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["linkwatch.crawl.preloaded"])
        forkserver.ensure_running()  # loads the parsers while the crawl loads Scrapy and fetches its first pages
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="linkwatch-page")
        self._own = threading.local()
        self._processes: set[_Process] = set()
        self._lock = threading.Lock()
        self._closed = False
        atexit.register(self.close)

    def read(self, page: Page, past: Past, sibling: Content | None = None) -> Future[Reading]:
        """Read and judge one page in a process; a page that kills it is judged as one that crashed."""
        return self._threads.submit(self._read, page, past, sibling)

    def close(self) -> None:
        """End all processes, whatever they do; pages being read are given up."""
        self._closed = True
        with self._lock:
            for process in self._processes:
                process.kill()
            self._processes.clear()
        self._threads.shutdown(wait=True, cancel_futures=True)
        atexit.unregister(self.close)

    def _read(self, page: Page, past: Past, sibling: Content | None) -> Reading:
        try:
            return self._twice(page, past, sibling)
        except Died as error:
            if self._closed:
                raise
            log.warning("%s: given up reading it: %s", page.url, error)
            fault = Fault(kind=FaultKind.CRASHED, detail=str(error))
            ruin = replace(page, body=b"", headers=(), answers=(), fault=fault)
            return Reading(content=Content(), verdict=judge(ruin, Content(), past))

    def _twice(self, page: Page, past: Past, sibling: Content | None) -> Reading:
        try:
            return self._once(page, past, sibling)
        except Killed:
            if self._closed:
                raise
            return self._once(page, past, sibling)

    def _once(self, page: Page, past: Past, sibling: Content | None) -> Reading:
        process = self._process()
        try:
            answer = process.read(page, past, sibling)
        except Died:
            self._drop(process)
            raise
        if process.read_pages >= self._pages:
            self._drop(process)
        if isinstance(answer, Failed):
            log.debug("%s: %s", page.url, answer.trace)
            raise Died(answer.reason)
        return answer

    def _process(self) -> _Process:
        process: _Process | None = getattr(self._own, "process", None)
        if process is None:
            process = self._own.process = self._started()
            with self._lock:
                self._processes.add(process)
        return process

    def _started(self) -> _Process:
        try:
            return _Process(self._context, self._limits)
        except CrawlError:  # the fork server was killed a moment ago: it is started anew
            time.sleep(AGAIN)
            return _Process(self._context, self._limits)

    def _drop(self, process: _Process) -> None:
        self._own.process = None
        process.kill()
        with self._lock:
            self._processes.discard(process)


class _Process:
    def __init__(self, context: multiprocessing.context.ForkServerContext, limits: Limits) -> None:
        self._limits = limits
        self.read_pages = 0
        self._connection: Connection
        self._connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=serve, args=(theirs, limits), daemon=True)
        try:
            self._process.start()
            theirs.close()
            ready = self._connection.poll(START)
            if ready:
                self._connection.recv()
        except (OSError, EOFError, RuntimeError) as error:
            self.kill()
            raise _cannot_start(str(error) or type(error).__name__) from error
        if not ready:
            self.kill()
            raise _cannot_start(f"no sign of life in {START:.0f} s")

    def read(self, page: Page, past: Past, sibling: Content | None) -> Reading | Failed:
        self.read_pages += 1
        try:
            self._connection.send((page, past, sibling))
            if not self._connection.poll(self._limits.seconds * PATIENCE + SLACK):
                raise Died(f"it took longer than {self._limits.seconds:.0f} s to read")
            answer: Reading | Failed = self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._cause() from error
        return answer

    def _cause(self) -> Died:
        self._process.join(SLACK)
        code = self._process.exitcode
        if code is not None and -code in ALARMS:
            return Died(f"it took longer than {self._limits.seconds:.0f} s to read")
        if code in (-signal.SIGKILL, UNSEEN):
            return Killed("its parser was killed twice")
        if code is not None and code < 0:
            return Died(f"it killed its parser ({signal.Signals(-code).name})")
        return Died(f"its parser ended ({code})")

    def kill(self) -> None:
        with contextlib.suppress(ValueError, AttributeError):  # never started, or already closed
            self._process.kill()
            self._process.join(SLACK)
        self._connection.close()


def _cannot_start(why: str) -> CrawlError:
    hint = "a script that calls linkwatch needs an `if __name__ == '__main__':` guard"
    return CrawlError(f"the processes that read pages do not start: {why}", hint=hint)


_warm: dict[CrawlSettings | tuple[object, ...], Workers] = {}


def warm(settings: CrawlSettings) -> Workers:
    """Return the workers that this process keeps for such settings, made at the first call, ended with it."""
    key = (
        settings.workers,
        settings.page_seconds,
        settings.page_memory,
        settings.pages_per_worker,
        settings.sites_folder,
    )
    if key not in _warm or _warm[key]._closed:
        _warm[key] = Workers(settings)
    return _warm[key]
