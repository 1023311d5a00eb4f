"""Reading pages in a process of its own: what the process does; :mod:`linkwatch.crawl.workers` drives it.

A page is hostile until it has been read. It may hang its parser, kill it, or swell it: the process has a
time limit for each page (the alarm kills it, even inside C code) and a limit on memory. What counts is the
processor's time: on a busy machine an honest page may wait long for its turn.
"""

from __future__ import annotations

import logging
import resource
import signal
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import zstandard

from linkwatch.model import Content, Page, Past, Verdict
from linkwatch.sites import load_folder

LEVEL = 3
"""Of zstd: five times smaller at 480 MB/s."""
ALARMS = (signal.SIGPROF, signal.SIGALRM)
"""Signals of the two time limits; each ends the process."""
PATIENCE = 4
"""How many times its processor time a page may take by the clock."""
STORED = ("text/", "application/xhtml", "application/xml", "application/json", "application/pdf")
"""Content types whose bodies are kept with a snapshot; "" stands for none told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one page may cost."""

    seconds: float
    """Of the processor; PATIENCE times as long by the clock."""
    memory: int
    """Bytes of address space of the process."""
    sites_folder: str = ""
    """Folder of the user's own site modules; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading a page brought."""

    content: Content
    verdict: Verdict
    unchanged: bool = False
    """The page says what it said: there is nothing new to store."""
    body: bytes = b""
    """zstd-compressed; empty when it is not worth storing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Reading raised an exception; the process lives on."""

    reason: str
    trace: str


def read(page: Page, past: Past, sibling: Content | None = None) -> Reading:
    """Read and judge one page; pure, but for the time it takes. ``sibling`` is as for ``linkwatch.judge.visit``."""
    from linkwatch.judge.visit import visit  # its parsers are heavy: the crawl itself never loads them

    content, verdict = visit(page, past, sibling=sibling)
    unchanged = as_it_was(page, content, verdict, past)
    body = b"" if unchanged or not _worth_storing(page, verdict) else zstandard.compress(page.body, LEVEL)
    return Reading(content=content, verdict=verdict, unchanged=unchanged, body=body)


def as_it_was(page: Page, content: Content, verdict: Verdict, past: Past) -> bool:
    """Tell whether the page shows the title and text it showed last time, and is judged no worse for it."""
    return (
        bool(content.fingerprint)
        and content.fingerprint == past.fingerprint
        and page.status == past.status
        and page.final_url == past.final_url
        and past.provisional is not None
        and (verdict.state, verdict.reason) == (past.provisional.state, past.provisional.reason)
        and (not content.text or content.extractor == past.extractor)
    )


def _worth_storing(page: Page, verdict: Verdict) -> bool:
    if not page.body or page.fault is not None or page.status is None or not 200 <= page.status < 300:
        return False
    kind = next((value for name, value in page.headers if name == "content-type"), "").strip().lower()
    return verdict.failure is None and (not kind or kind.startswith(STORED))


def serve(connection: Connection, limits: Limits) -> None:
    """Answer pages until the other side closes; the entry point of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the crawl, which lets us finish
    for alarm in ALARMS:
        signal.signal(alarm, signal.SIG_DFL)
    _bound(limits.memory)
    logging.disable(logging.CRITICAL)
    if limits.sites_folder:
        load_folder(Path(limits.sites_folder))
    connection.send(None)
    while True:
        try:
            page, past, sibling = connection.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_PROF, limits.seconds)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds * PATIENCE)
        answer = _answer(page, past, sibling)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.send(answer)
        except OSError:  # the crawl was killed
            return


def _bound(memory: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(page: Page, past: Past, sibling: Content | None) -> Reading | Failed:
    try:
        return read(page, past, sibling)
    except MemoryError:
        return Failed(reason="it needs too much memory", trace="")
    except Exception as error:  # whatever a hostile page brings about must not cost more than this page
        return Failed(reason=f"{type(error).__name__}: {error}"[:300], trace=traceback.format_exc())
