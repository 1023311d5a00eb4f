"""Pages that need a browser, for hosts that the user names: Chromium draws them, our own client fetches for it.

The browser has no network of its own. Each of its requests is answered here, by the client and so behind
the guard that serve every visit, or from WARC files; what a reader does not need (pictures, films, fonts,
frames), and whatever is no GET, is refused. robots.txt and pace are those of the page; the files it loads
come one at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from linkwatch.crawl.settings import CrawlSettings
from linkwatch.errors import UsageError
from linkwatch.model import Page

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Request, Route

log = logging.getLogger(__name__)

Fetch = Callable[[str, tuple[tuple[str, str], ...], float], Awaitable[Page]]
"""Brings the answer to one GET, redirects not followed."""

NEEDED = frozenset({"script", "xhr", "fetch"})
"""Kinds of request that make text; stylesheets only move it about."""
MAX_FILES = 200
"""Files that one page may load."""
MAX_REDIRECTS = 5
WINDOWS = 2
"""Pages drawn at a time."""
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"
"""For requests that Playwright does not hand over: no name leads anywhere."""
OWN_TO_US = frozenset({"host", "user-agent", "accept-encoding", "cookie", "authorization", "connection"})
SHELLS = frozenset({"etag", "last-modified", "content-type"})
"""Headers that speak of the shell, which may stay as it is while the page drawn from it changes."""


def check(settings: CrawlSettings) -> None:
    """Raise :class:`UsageError` when a host wants a browser and there is none."""
    if not any(own.browser for own in settings.hosts.values()):
        return
    try:
        import playwright.async_api  # noqa: F401  only whether it is there
    except ImportError as error:
        wanted = next(name for name, own in settings.hosts.items() if own.browser)
        raise UsageError(f"{wanted}: wants a browser", hint="pip install 'linkwatch[browser]'") from error


def is_drawable(page: Page) -> bool:
    """Whether the answer is a page that a browser would draw."""
    kind = next((value for name, value in page.headers if name == "content-type"), "").lower()
    return page.status == 200 and page.fault is None and kind.startswith(("text/html", "application/xhtml"))


class Browser:
    """One Chromium, started when the first page needs it."""

    def __init__(self, settings: CrawlSettings, fetch: Fetch) -> None:
        self._settings = settings
        self._fetch = fetch
        self._windows = asyncio.Semaphore(WINDOWS)
        self._starting = asyncio.Lock()
        self._chromium: Chromium | None = None
        self._stack = contextlib.AsyncExitStack()

    async def draw(self, page: Page, timeout: float) -> Page:
        """Return ``page`` with the body that a browser makes of it; as it is where the browser fails."""
        from playwright.async_api import Error

        try:
            async with self._windows:
                html = await asyncio.wait_for(self._drawn(page, timeout), 2 * timeout)
        except (Error, TimeoutError) as error:
            log.warning("%s: not drawn: %s", page.url, str(error).partition("\n")[0] or type(error).__name__)
            return page
        headers = tuple((name, value) for name, value in page.headers if name not in SHELLS)
        kind = ("content-type", "text/html; charset=utf-8")
        return replace(page, body=html.encode()[: self._settings.max_size], headers=(*headers, kind))

    async def close(self) -> None:
        """End the browser."""
        await self._stack.aclose()

    async def _drawn(self, page: Page, timeout: float) -> str:
        from playwright.async_api import TimeoutError as Late

        chromium = await self._started()
        context = await chromium.new_context(
            user_agent=self._settings.agent(), service_workers="block", accept_downloads=False
        )
        try:
            await context.route("**/*", _Files(page, self._fetch, timeout, self._settings.max_size).answer)
            window = await context.new_page()
            await window.goto(page.url, wait_until="domcontentloaded", timeout=timeout * 1000)
            with contextlib.suppress(Late):  # what is there by then is the page
                await window.wait_for_load_state("networkidle", timeout=timeout * 1000)
            return await window.content()
        finally:
            await context.close()

    async def _started(self) -> Chromium:
        async with self._starting:
            if self._chromium is None or not self._chromium.is_connected():
                from playwright.async_api import async_playwright

                driver = await self._stack.enter_async_context(async_playwright())
                self._chromium = await driver.chromium.launch(
                    executable_path=self._settings.browser or None,
                    args=[NO_NETWORK],
                    chromium_sandbox=os.geteuid() != 0,  # which Chromium refuses to make for root
                )
                self._stack.push_async_callback(self._chromium.close)
            return self._chromium


class _Files:
    """What one page may load: its own source as it came, then what makes its text, one file at a time."""

    def __init__(self, page: Page, fetch: Fetch, timeout: float, max_size: int) -> None:
        self._page: Page | None = page
        self._fetch = fetch
        self._timeout = timeout
        self._left = MAX_FILES
        self._bytes = 2 * max_size
        self._turn = asyncio.Lock()

    async def answer(self, route: Route, request: Request) -> None:
        """Answer one request of the browser, or refuse it."""
        if request.is_navigation_request():  # the page's own, then those of frames and scripts
            source, self._page = self._page, None
            await self._give(route, source)
        elif request.method != "GET" or request.resource_type not in NEEDED:
            await route.abort()
        else:
            headers = tuple((name, value) for name, value in request.headers.items() if name not in OWN_TO_US)
            async with self._turn:
                await self._give(route, await self._file(request.url, headers))

    async def _file(self, url: str, headers: tuple[tuple[str, str], ...]) -> Page | None:
        for _ in range(MAX_REDIRECTS):
            if self._left <= 0 or self._bytes <= 0 or not url.startswith(("http://", "https://")):
                return None
            self._left -= 1
            try:
                page = await self._fetch(url, headers, self._timeout)
            except Exception as error:  # whatever the network raises, the browser is told that it failed
                log.debug("%s: %s", url, type(error).__name__, exc_info=True)
                return None
            self._bytes -= len(page.body)
            location = next((value for name, value in page.headers if name == "location"), None)
            if page.status not in (301, 302, 303, 307, 308) or location is None:
                return page
            url = urljoin(url, location)
        return None

    async def _give(self, route: Route, page: Page | None) -> None:
        if page is None or page.status is None:
            await route.abort()
            return
        skipped = ("content-encoding", "content-length", "transfer-encoding", "set-cookie", "content-security-policy")
        headers: dict[str, Any] = {name: value for name, value in page.headers if name not in skipped}
        await route.fulfill(status=page.status, headers=headers, body=page.body)
