"""A whole page to a visit: as it was, told without reading it, or read and judged by a worker."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from linkwatch.crawl.conditional import body_sha256, not_modified, same_body
from linkwatch.crawl.worker import Reading
from linkwatch.crawl.workers import Workers
from linkwatch.judge import JUDGED_BY
from linkwatch.model import Content, Due, Page, Past, Visit

LAST_PAGES = 7.0
"""Seconds after a stop in which pages that have come may still be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """The page sends its reader on (meta refresh)."""

    target: str


def as_it_was(due: Due, page: Page) -> Visit | None:
    """Return the visit of a page that is as it was: the server says so, or the very bytes came again."""
    past = due.past
    if past.provisional is None or not (not_modified(page, past, JUDGED_BY) or same_body(page, past, JUDGED_BY)):
        return None
    return Visit(
        link_id=due.link_id,
        page=replace(page, body=b"", status=past.status),
        verdict=past.provisional,
        unchanged=True,
        body_sha256=past.body_sha256,
        fingerprint=past.fingerprint,
        judged_by=JUDGED_BY,
    )


class Reader:
    """Has pages read by workers, without holding up the event loop."""

    def __init__(self, workers: Workers, stopping: asyncio.Event) -> None:
        self._workers = workers
        self._stopping = stopping

    async def read(self, due: Due, page: Page, sibling: Content | None = None) -> Visit | Refresh | None:
        """Read and judge a page; None when the crawl ends before it is read.

        ``sibling`` is what its host says of an address that cannot exist.
        """
        read = await self._reading(page, due.past, sibling)
        if read is None:
            return None
        target = read.content.refresh_url
        if target and target != page.final_url and page.fault is None:
            return Refresh(target=target)
        return Visit(
            link_id=due.link_id,
            page=replace(page, body=b""),
            verdict=read.verdict,
            content=None if read.unchanged else read.content,
            unchanged=read.unchanged,
            body_sha256=body_sha256(page),
            fingerprint=read.content.fingerprint,
            body=read.body,
            judged_by=JUDGED_BY,
        )

    async def says(self, page: Page) -> Content | None:
        """Return what a page says, its text left out; None when the crawl ends before it is read."""
        read = await self._reading(page, Past(), None)
        return replace(read.content, text="") if read is not None else None

    async def _reading(self, page: Page, past: Past, sibling: Content | None) -> Reading | None:
        future: asyncio.Future[Reading] = asyncio.wrap_future(self._workers.read(page, past, sibling))
        await self._done_or_stopped(future)
        if future.done():
            return future.result()
        future.cancel()
        return None

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
