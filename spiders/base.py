"""What all spiders share: they draw links from a feed, carry each request, and hand over whole pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Protocol, Self

import scrapy
from scrapy.core.scheduler import Scheduler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.misc import load_object

AHEAD = 64
"""Requests that may wait in Scrapy's scheduler: start() would fill it with every link there is."""


class Errand(Protocol):
    """A link on its way: asks once or several times, until it is done."""

    @property
    def url(self) -> str:
        """What to request next."""
        ...

    @property
    def done(self) -> bool:
        """Whether the page is whole."""
        ...


class Feed(Protocol):
    """Where links come from."""

    async def next(self, site: str) -> Errand | None:
        """Return the next link of ``site`` that may be visited now; None when all are done."""
        ...


class Shared(Protocol):
    """What the spiders of one crawl have in common."""

    @property
    def feed(self) -> Feed:
        """Where links come from."""
        ...


class Base(scrapy.Spider):
    """Visits the links of one site; ``name`` is the site's name in ``linkwatch.sites``."""

    name: str
    shared: Shared

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, shared: Shared | None = None, **kwargs: Any) -> Self:
        """Make a spider of a crawl; without ``shared`` (``scrapy crawl NAME``) it makes a crawl of its own."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.shared = shared if shared is not None else load_object(crawler.settings["SHARED"])(crawler, cls.name)
        return spider

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Draw links as fast as they can be visited, and no faster."""
        engine = self.crawler.engine
        while (errand := await self.shared.feed.next(self.name)) is not None:
            yield self._request(errand)
            while engine.needs_backout() or self._scheduled() > AHEAD:
                await asyncio.sleep(0.02)

    def parse(self, response: Response) -> Iterator[scrapy.Request | Errand]:
        """Carry the next request of the errand, or hand over its page."""
        errand: Errand = response.meta["errand"]
        yield errand if errand.done else self._request(errand)

    def _request(self, errand: Errand) -> scrapy.Request:
        return scrapy.Request(errand.url, dont_filter=True, meta={"errand": errand})

    def _scheduled(self) -> int:
        scheduler = self.crawler.engine.scheduler
        return len(scheduler) if isinstance(scheduler, Scheduler) else 0
