"""What a crawl can be told: the user's settings made whole, and bounds that nobody needs to set."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Self, TypeVar

from linkwatch import config
from linkwatch.config.loading import sites_folder
from linkwatch.config.settings import HostSettings, Settings
from linkwatch.sites import delay_of
from linkwatch.version import __version__

T = TypeVar("T")

HOME = "https://pypi.org/project/linkwatch/"
"""Where the owner of a site reads what this crawler is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """All that a crawl goes by. The first fields are those of ``[crawl]`` in linkwatch.toml."""

    user_agent: str = ""
    """The whole User-Agent; empty makes the honest one of name, version and contact."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with every request."""
    concurrency: int = 32
    """Requests at a time over all hosts."""
    delay: float = 1.0
    """Seconds between the end of one answer of a host and the next request to it; a site's module may ask for
    more, unless it is 0."""
    timeout: float = 30.0
    """Seconds for one request in all: looking up, connecting, and the last byte of the body."""
    max_redirects: int = 10
    """Redirects followed in one visit, meta refreshes included."""
    max_size: int = 10_000_000
    """Bytes of a body after decoding; what lies beyond is cut off."""
    retries: int = 2
    """Further tries of a link in one night, where a failure may pass."""
    robots: bool = True
    """Honour robots.txt (RFC 9309)."""
    allow_private: tuple[str, ...] = ()
    """Networks (CIDR) that the guard lets pass although they are not public."""
    siblings: bool = True
    """Ask a host once a crawl for an address that cannot exist, when one of its pages may be a soft 404."""
    nameservers: tuple[str, ...] = ()
    """Name servers to ask (``host:port``) in place of the machine's own way."""
    workers: int = 0
    """Processes that read pages; 0 for one a core."""
    probes: tuple[str, ...] = ("www.iana.org:443", "one.one.one.one:443", "www.jprs.co.jp:443")
    """Places that are connected to, nothing being sent, when many hosts in a row are out of reach: are we offline?
    And ``http://`` addresses that answer 204 to anyone unless a network in between answers for them."""
    network_dead_after: timedelta = timedelta(0)
    """How long a link is unreachable before it is called dead, for the step after the crawl; none for never."""
    browser: str = ""
    """Path of Chromium, for hosts that want a browser; empty for Playwright's own."""

    contact: str = ""
    """Address at which the owner of a site reaches whoever runs this crawl; part of the User-Agent."""
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    """By pattern of host name (``*.example.jp``); of several that fit, the later in order wins."""
    without_api: tuple[str, ...] = ()
    """Sites whose interfaces made for machines (oEmbed) are not asked."""

    sites_folder: str = ""
    """Folder of the user's own site modules, which each process that reads pages loads; empty for none."""

    max_headers: int = 65_536
    """Bytes of status line and headers; more is a fault."""
    max_ratio: int = 200
    """How many times a body may grow when decoded, once it is over a megabyte."""
    retry_wait: float = 10.0
    """Seconds before the first further try; each next waits twice as long, with jitter."""
    max_wait: float = 1800.0
    """Longest wait in seconds that a host may ask for within a night (Retry-After)."""
    host_failures: int = 5
    """Requests that find a host out of reach, none having been answered, before it is asked no more tonight."""
    page_seconds: float = 30.0
    """Processor time for reading one page; a page that takes longer is given up."""
    page_memory: int = 2_000_000_000
    """Bytes of address space of a process that reads pages."""
    pages_per_worker: int = 500
    """Pages after which such a process is replaced."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Take what concerns the crawl from the user's settings."""
        own = {each.name for each in dataclasses.fields(cls)}
        given = {
            each.name: getattr(settings.crawl, each.name)
            for each in dataclasses.fields(settings.crawl)
            if each.name in own
        }
        folder = sites_folder(settings)
        return cls(
            **given,
            contact=settings.contact,
            hosts=settings.hosts,
            without_api=tuple(name for name in ("youtube", "x") if not getattr(settings.sites, name).oembed),
            sites_folder=str(folder) if folder else "",
        )

    @classmethod
    def of_scrapy(cls, settings: Mapping[str, Any]) -> Self:
        """Take what ``run`` put among Scrapy's settings; under ``scrapy crawl``, what holds in the working folder."""
        given: Self | None = settings.get("LINKWATCH_CRAWL")
        return given if given is not None else cls.of(config.load(None, Path.cwd()))

    def agent(self) -> str:
        """Return the User-Agent to send: ``linkwatch/VERSION (+URL; contact)``."""
        if self.user_agent:
            return self.user_agent
        about = "; ".join(part for part in (f"+{HOME}", self.contact) if part)
        return f"linkwatch/{__version__} ({about})"

    def host(self, name: str) -> HostSettings:
        """Return what holds for the host ``name``, nothing in it left open."""
        fitting = [own for pattern, own in self.hosts.items() if fnmatchcase(name, pattern.lower())]
        headers: dict[str, str] = {}
        for own in fitting:
            headers.update(own.headers)
        return HostSettings(
            delay=_last([own.delay for own in fitting], max(self.delay, delay_of(name)) if self.delay else 0.0),
            concurrency=_last([own.concurrency for own in fitting], 1),
            robots=_last([own.robots for own in fitting], self.robots),
            timeout=_last([own.timeout for own in fitting], self.timeout),
            headers=headers,
            browser=_last([own.browser for own in fitting], False),
        )


def _last(values: list[T | None], default: T) -> T:
    return next((value for value in reversed(values) if value is not None), default)
