"""Scrapy's download handlers: the carrier of an errand's request is answered through the gate."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from linkwatch.crawl.answer import Limits
from linkwatch.crawl.browser import Browser, is_drawable
from linkwatch.crawl.gate import Stopping
from linkwatch.crawl.replay import Replay
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.model import Page
from linkwatch.sites import Ask
from linkwatch.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from linkwatch.crawl.errand import Errand
    from linkwatch.crawl.shared import Shared, Task


class _Handler(BaseDownloadHandler, ABC):
    """Answers each request with the page that it brought, which travels in the errand."""

    lazy = False
    _browser: Browser | None = None

    async def download_request(self, request: Request) -> Response:
        """Make the next request of the errand that ``request`` carries; failures too are answers.

        Raises IgnoreRequest when the crawl ends first.
        """
        errand: Errand = request.meta["errand"]
        shared: Shared = self.crawler.spider.shared  # type: ignore[union-attr]
        url = request.url
        try:
            await shared.fetch(errand, self._send)
        except Stopping as error:
            raise IgnoreRequest from error
        body = errand.page.body if errand.page is not None else b""  # Scrapy holds back by the sizes it sees
        return Response(url, body=body)

    async def _send(self, ask: Ask, headers: tuple[tuple[str, str], ...], timeout: float) -> Page:
        page = await self._get(ask.url, headers, timeout)
        settings: CrawlSettings = self.crawler.spider.shared.task.settings  # type: ignore[union-attr]
        if ask.api or not settings.host(host_of(ask.url)).browser or not is_drawable(page):
            return page
        if self._browser is None:
            self._browser = Browser(settings, self._get)
        return await self._browser.draw(page, timeout)

    @abstractmethod
    async def _get(self, url: str, headers: tuple[tuple[str, str], ...], timeout: float) -> Page: ...

    async def close(self) -> None:
        """End the browser, if one was needed."""
        if self._browser is not None:
            await self._browser.close()


class ReplayHandler(_Handler):
    """Answers from WARC files."""

    async def _get(self, url: str, headers: tuple[tuple[str, str], ...], timeout: float) -> Page:
        task: Task = self.crawler.spider.shared.task  # type: ignore[union-attr]
        replay = task.replay or Replay((), None)
        limits = Limits(max_size=task.settings.max_size, max_ratio=task.settings.max_ratio)
        return replay.fetch(url, headers, limits)


class LiveHandler(_Handler):
    """Answers from the live web."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from linkwatch.crawl.http import Client  # needs a reactor, which a replay must not install

        shared: Shared = crawler.spider.shared  # type: ignore[union-attr]
        self._client = Client(crawler, shared.recorder, shared.task.at)

    async def _get(self, url: str, headers: tuple[tuple[str, str], ...], timeout: float) -> Page:
        page: Page = await self._client.get(url, headers, timeout)
        return page

    async def close(self) -> None:
        """Give the connections back."""
        await super().close()
        await self._client.close()
