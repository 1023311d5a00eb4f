"""One crawl from beginning to end: all spiders that have links due, in one process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.store import Store
from linkwatch.crawl import browser
from linkwatch.crawl.replay import Replay
from linkwatch.crawl.scrapy_settings import settings_for
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.crawl.shared import Outcome, Progress, Shared, Task
from linkwatch.crawl.stopper import stopping_by_signal
from linkwatch.crawl.workers import Workers, warm
from linkwatch.errors import CrawlError
from linkwatch.model import Selection

if TYPE_CHECKING:
    from scrapy import Spider

scrapy_log = logging.getLogger("scrapy")


def run(
    store: Store,
    crawl_id: int,
    *,
    settings: CrawlSettings,
    selection: Selection,
    night: date | None,
    at: Callable[[], datetime],
    checked_before: datetime | None = None,
    replay: Replay | None = None,
    progress: Callable[[Progress], None] | None = None,
    record_to: Path | None = None,
    workers: Workers | None = None,
) -> Outcome:
    """Visit the links that are due in ``night`` (all of ``selection`` when it is None) and store what came.

    ``at`` gives the time. Under ``replay`` nothing touches the network. A live crawl can run once a
    process; replays as often as wanted. Ctrl-C and SIGTERM end it gracefully: ``interrupted`` is then set.
    ``progress`` is called from another thread. ``record_to`` is a WARC file to be made. Raises
    :class:`CrawlError` when nothing can be crawled at all, and what the store raises when it cannot be
    written.
    """
    due = store.links.count_due(night=night, selection=selection, checked_before=checked_before)
    if not due:
        return Outcome()
    total = min(sum(due.values()), selection.limit or sum(due.values()))
    task = Task(
        store=store,
        crawl_id=crawl_id,
        settings=settings,
        selection=selection,
        night=night,
        checked_before=checked_before,
        at=at,
        replay=replay,
        progress=progress or (lambda _: None),
        record_to=record_to,
    )
    browser.check(settings)
    shared = Shared(task, workers or warm(settings), total)
    with stopping_by_signal(shared.interrupt), _saying_what_is_heard():
        spiders = _spiders(tuple(due), settings_for(settings, live=replay is None))
        if replay is None:
            _live(shared, spiders)
        else:
            asyncio.run(_replayed(shared, spiders))
    if shared.error is not None:
        raise shared.error
    return shared.outcome()


@contextmanager
def _saying_what_is_heard() -> Iterator[None]:
    """Keep Scrapy from telling each request to nobody, at a cost; give its logger back as it was."""
    before = scrapy_log.level
    scrapy_log.setLevel(_heard())
    try:
        yield
    finally:
        scrapy_log.setLevel(before)


def _heard() -> int:
    """Return the lowest level that a handler of this process takes; one without a level counts as WARNING."""
    return min((one.level or logging.WARNING for one in logging.getLogger().handlers), default=logging.ERROR)


def _spiders(names: tuple[str, ...], settings: dict[str, Any]) -> list[type[Spider]]:
    """Return a spider for each site, made from the base where the site has none of its own."""
    from scrapy.settings import Settings
    from scrapy.spiderloader import get_spider_loader

    loader = get_spider_loader(Settings(settings))
    known = set(loader.list())
    base = loader.load("other").__mro__[1]
    return [loader.load(name) if name in known else type(name, (base,), {"name": name}) for name in names]


async def _replayed(shared: Shared, spiders: list[type[Spider]]) -> None:
    from scrapy.crawler import AsyncCrawlerRunner

    runner = AsyncCrawlerRunner(settings_for(shared.task.settings, live=False))
    shared.open()
    try:
        await asyncio.gather(*(runner.crawl(spider, shared=shared) for spider in spiders))
        await shared.finish()
    finally:
        await asyncio.to_thread(shared.close)


def _live(shared: Shared, spiders: list[type[Spider]]) -> None:
    from scrapy.crawler import AsyncCrawlerProcess
    from twisted.internet.error import ReactorNotRestartable

    disabled = logging.root.manager.disable
    logging.disable(max(disabled, logging.WARNING))
    process = AsyncCrawlerProcess(settings_for(shared.task.settings, live=True))  # turns its own log up
    logging.disable(disabled)
    scrapy_log.setLevel(_heard())
    loop = asyncio.get_event_loop()

    async def crawl() -> None:
        shared.open()
        await asyncio.gather(*(process.crawl(spider, shared=shared) for spider in spiders))
        await shared.finish()

    try:
        main = loop.create_task(crawl())
        main.add_done_callback(lambda _: process._stop_reactor())
        process.start(stop_after_crawl=False, install_signal_handlers=False)
    except ReactorNotRestartable as error:
        hint = "start a new process for each live crawl"
        raise CrawlError("a live crawl has run in this process", hint=hint) from error
    finally:
        shared.close()
    main.result()
