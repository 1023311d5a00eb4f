"""Settings of Scrapy: for ``scrapy list`` and ``scrapy crawl`` from a checkout, and what ``run`` begins with.

What linkwatch does itself is off in Scrapy: redirects, retries, cookies, robots.txt, pace, decoding (see
the modules of this package by those names).
"""

from typing import Any

from linkwatch.crawl.settings import CrawlSettings

BOT_NAME = "linkwatch"
SPIDER_MODULES = ["spiders"]
SHARED = "linkwatch.crawl.standalone.shared"
"""Makes what a spider needs when ``scrapy crawl`` starts it."""

DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE: dict[str, int] = {}
ITEM_PIPELINES = {"linkwatch.crawl.pipeline.ReadPages": 100}
_LIVE = "linkwatch.crawl.handlers.LiveHandler"
DOWNLOAD_HANDLERS_BASE: dict[str, str] = {}
DOWNLOAD_HANDLERS = {"http": _LIVE, "https": _LIVE}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
ROBOTSTXT_OBEY = False  # obeyed at our own gate, over spiders and redirects
HTTPERROR_ALLOW_ALL = True
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_DELAY = 0
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_MAXSIZE = 0  # cut off by our own client, which keeps the beginning
CONCURRENT_REQUESTS = 128  # the gate has the true limit
CONCURRENT_ITEMS = 1  # Scrapy makes so many tasks for each answer, which brings one page at most
CONCURRENT_REQUESTS_PER_DOMAIN = 1000
TWISTED_DNS_RESOLVER = "linkwatch.crawl.resolver.GuardedResolver"
DNS_TIMEOUT = 20
REACTOR_THREADPOOL_MAXSIZE = 20
LOG_LEVEL = "WARNING"
LOG_INSTALL_ROOT_HANDLER = True


def settings_for(crawl: CrawlSettings, *, live: bool) -> dict[str, Any]:
    """Return Scrapy's settings for one crawl."""
    own = {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
    own |= {
        # Continuations wait for their host's turn inside the handler: the true limit is the gate's.
        "CONCURRENT_REQUESTS": max(4 * crawl.concurrency, 64),
        "SCRAPER_SLOT_MAX_ACTIVE_SIZE": max(20_000_000, 2 * crawl.max_size),
        "DOWNLOAD_TIMEOUT": crawl.timeout,
        "USER_AGENT": crawl.agent(),
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LINKWATCH_CRAWL": crawl,
    }
    if not live:
        handler = "linkwatch.crawl.handlers.ReplayHandler"
        own |= {"TWISTED_REACTOR_ENABLED": False, "DOWNLOAD_HANDLERS": {"http": handler, "https": handler}}
    return own
