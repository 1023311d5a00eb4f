"""robots.txt as RFC 9309 has it: read once a night for each origin, obeyed unless the user says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import ada_url
from protego import Protego

from linkwatch.crawl.retries import BUSY_STATUSES
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.model import Fault, FaultKind, Page
from linkwatch.sites import Ask
from linkwatch.urls import host_of, origin

TOKEN = "linkwatch"  # noqa: S105
"""Our product token (RFC 9309, 2.2.1)."""
MAX_BYTES = 512_000
"""Parsed of a robots.txt: at least 500 KiB (RFC 9309, 2.5)."""
MAX_REDIRECTS = 5
"""Followed for it, over hosts too (RFC 9309, 2.3.1.2)."""
MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer Crawl-delay is kept to this."""

NO_FILE = frozenset({FaultKind.NOT_IN_REPLAY, FaultKind.TOO_LARGE, FaultKind.BAD_URL, FaultKind.PROTOCOL})
"""Faults on asking for the file which say that there is none to be read."""

Send = Callable[[Ask], Awaitable[Page]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one origin's robots.txt says to us."""

    rules: Protego | None = None
    """None when everything is allowed."""
    refusal: str = ""
    """Why nothing is allowed, when the file could not be read."""

    def forbids(self, url: str) -> Fault | None:
        """Return the fault of asking for ``url``; None when it may be asked."""
        if self.refusal:
            return Fault(kind=FaultKind.ROBOTS, detail=self.refusal)
        if self.rules is not None and not self.rules.can_fetch(url, TOKEN):
            return Fault(kind=FaultKind.ROBOTS, detail="robots.txt forbids it")
        return None

    def delay(self) -> float:
        """Return the rest in seconds that it asks for between two requests; 0 when it asks for none."""
        if self.rules is None:
            return 0.0
        asked = [self.rules.crawl_delay(TOKEN) or 0.0]
        rate = self.rules.request_rate(TOKEN)
        if rate is not None and rate.requests:
            asked.append(rate.seconds / rate.requests)
        return min(MAX_CRAWL_DELAY, max(asked))


class RobotsBook:
    """The robots.txt files met in one crawl; each is fetched once, while others wait for it.

    One that could not be had now (a fault, a busy host) is asked for again by the next who needs it.
    """

    def __init__(self, settings: CrawlSettings, slow: Callable[[str, float], None]) -> None:
        self._settings = settings
        self._slow = slow
        self._known: dict[str, asyncio.Future[Robots | Page]] = {}

    async def refusal(self, ask: Ask, send: Send) -> Page | None:
        """Return the page that stands in place of the answer when this ask is not to be made; None when it is.

        Fetches robots.txt with ``send`` when it is not yet known.
        """
        if ask.api or not self._settings.host(host_of(ask.url)).robots:
            return None
        robots = await self._robots(origin(ask.url), send)
        if isinstance(robots, Page):
            return replace(robots, url=ask.url, final_url=ask.url, body=b"", redirects=())
        fault = robots.forbids(ask.url)
        return Page(url=ask.url, final_url=ask.url, fault=fault) if fault is not None else None

    async def _robots(self, own: str, send: Send) -> Robots | Page:
        known = self._known.get(own)
        if known is not None:
            return await asyncio.shield(known)
        known = self._known[own] = asyncio.get_running_loop().create_future()
        try:
            robots = await _fetch(f"{own}/robots.txt", send)
        except BaseException:
            del self._known[own]
            known.cancel()
            raise
        if isinstance(robots, Page):
            del self._known[own]
        elif delay := robots.delay():
            self._slow(host_of(own), delay)
        known.set_result(robots)
        return robots


async def _fetch(url: str, send: Send) -> Robots | Page:
    for _ in range(MAX_REDIRECTS + 1):
        page = await send(Ask(url=url))
        location = next((value for name, value in page.headers if name == "location"), None)
        if page.fault is not None or location is None or page.status not in (301, 302, 303, 307, 308):
            return read(page)
        try:
            target = ada_url.URL(location, url)
        except ValueError:
            return Robots()
        if target.protocol not in ("http:", "https:"):
            return Robots()
        url = target.href
    return Robots()


def read(page: Page) -> Robots | Page:
    """Return what the answer to a request of robots.txt means (RFC 9309, 2.3.1).

    The answer itself, when it says nothing of robots but that the host cannot be asked now.
    """
    if page.fault is not None:
        return Robots() if page.fault.kind in NO_FILE else page
    status = page.status or 0
    if status in BUSY_STATUSES:
        return page
    if status >= 500:  # "unreachable": all is disallowed
        return Robots(refusal=f"robots.txt could not be read: HTTP {status}")
    if status != 200:  # "unavailable": all is allowed
        return Robots()
    text = page.body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<":  # a page in place of the file
        return Robots()
    return Robots(rules=Protego.parse(text))
