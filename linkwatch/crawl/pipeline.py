"""Scrapy's item pipeline: a whole page goes from the spider to its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from linkwatch.crawl.errand import Errand
    from linkwatch.crawl.shared import Shared


class ReadPages:
    """Hands each finished errand over to the crawl that it belongs to."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the pipeline of one spider."""
        return cls(crawler.spider.shared)  # type: ignore[union-attr]

    async def process_item(self, item: Errand) -> Errand:
        """Read, judge and store the page; Scrapy waits, and so holds back new requests."""
        if item.page is not None:
            await self._shared.read(item, item.page)
        return item
