"""``scrapy crawl NAME`` from a checkout: the links of one site that are due tonight, in the user's own database.

Settings and database are found as the command line finds them. What was visited is settled by the next
``linkwatch crawl`` or ``linkwatch run``.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import signals

import db
from linkwatch import config
from linkwatch.config.zone import zone_of
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.crawl.shared import Shared, Task
from linkwatch.crawl.workers import warm
from linkwatch.due import night_of
from linkwatch.model import Selection
from linkwatch.sites import load_folder

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)


def shared(crawler: Crawler, site: str) -> Shared:
    """Make a crawl of one site that begins and ends with the spider of ``crawler``."""
    settings = config.load(None, Path.cwd())
    if folder := config.sites_folder(settings):
        load_folder(folder)
    zone = zone_of(settings.time_zone)
    store = db.open(config.database(settings))
    selection = Selection(sites=(site,))
    night = night_of(datetime.now(UTC), zone)
    total = sum(store.links.count_due(night=night, selection=selection).values())
    task = Task(
        store=store,
        crawl_id=store.crawls.begin(kind="crawl", night=night, at=datetime.now(UTC)),
        settings=CrawlSettings.of(settings),
        selection=selection,
        night=night,
        checked_before=None,
        at=lambda: datetime.now(UTC),
        replay=None,
        progress=lambda progress: None,
    )
    crawl = Shared(task, warm(task.settings), total)

    def opened() -> None:
        crawl.open()
        log.info("%d links of %s are due", total, site)

    async def closed(reason: str) -> None:
        await crawl.finish()
        await asyncio.to_thread(crawl.close)
        outcome = "done" if reason == "finished" and crawl.error is None else "interrupted"
        blame = crawl.outcome().blame
        if blame:
            outcome = "offline"
            log.error("our own network was out of order (%s): nothing is judged", blame)
        row = store.crawls.end(task.crawl_id, at=datetime.now(UTC), outcome=outcome)
        store.close()
        if crawl.error is not None:
            log.error("%s", crawl.error)
        log.warning("%d links of %s visited, %d as they were", row.visited, site, row.unchanged)

    crawler.signals.connect(opened, signal=signals.spider_opened, weak=False)
    crawler.signals.connect(closed, signal=signals.spider_closed, weak=False)
    return crawl
