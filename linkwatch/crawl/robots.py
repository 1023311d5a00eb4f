"""robots.txt as RFC 9309 has it: read once a night for each origin, obeyed unless the user says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import ada_url
from protego import Protego

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

Send = Callable[[Ask], Awaitable[Page]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """What one origin's robots.txt says to us."""

    rules: Protego | None = None
    """None when everything is allowed."""
    refusal: str = ""
    """Why nothing is allowed, when the file could not be read."""
    fault: Fault | None = None
    """The origin could not be reached at all: the page would not answer either."""

    def forbids(self, url: str) -> Fault | None:
        """Return the fault of asking for ``url``; None when it may be asked."""
        if self.fault is not None:
            return self.fault
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
    """The robots.txt files met in one crawl; each is fetched once, while others wait for it."""

    def __init__(self, settings: CrawlSettings, slow: Callable[[str, float], None]) -> None:
        self._settings = settings
        self._slow = slow
        self._known: dict[str, asyncio.Future[Robots]] = {}

    async def forbids(self, ask: Ask, send: Send) -> Fault | None:
        """Return the fault of making this ask, fetching robots.txt with ``send`` when it is not yet known."""
        if ask.api or not self._settings.host(host_of(ask.url)).robots:
            return None
        own = origin(ask.url)
        known = self._known.get(own)
        if known is None:
            known = self._known[own] = asyncio.get_running_loop().create_future()
            try:
                robots = await _fetch(f"{own}/robots.txt", send)
            except BaseException:
                del self._known[own]
                known.cancel()
                raise
            if delay := robots.delay():
                self._slow(host_of(ask.url), delay)
            known.set_result(robots)
        return (await asyncio.shield(known)).forbids(ask.url)


async def _fetch(url: str, send: Send) -> Robots:
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


def read(page: Page) -> Robots:
    """Return what the answer to a request of robots.txt means (RFC 9309, 2.3.1)."""
    if page.fault is not None:
        if page.fault.kind in (FaultKind.NOT_IN_REPLAY, FaultKind.TOO_LARGE, FaultKind.BAD_URL, FaultKind.PROTOCOL):
            return Robots()
        return Robots(fault=page.fault)
    status = page.status or 0
    if status >= 500 or status == 429:  # "unreachable": all is disallowed
        return Robots(refusal=f"robots.txt could not be read: HTTP {status}")
    if status != 200:  # "unavailable": all is allowed
        return Robots()
    text = page.body[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<":  # a page in place of the file
        return Robots()
    return Robots(rules=Protego.parse(text))
