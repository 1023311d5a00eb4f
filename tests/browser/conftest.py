"""Real Chromium on a small database; skipped with the reason where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

import viewer_world as world
from browsing import Open, Seen
from command import called
from viewer_server import served

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 380, "height": 800}

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
)  # fmt: skip


def chromium() -> str | None:
    """Where Debian's Chromium is; LINKWATCH_CHROMIUM names another."""
    return os.environ.get("LINKWATCH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


# Of a module: Playwright keeps an event loop running in this thread, in which no other test may begin one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("browser") / "world.db"
    world.make(path)
    with served(world.site(path, check_now=lambda url: True)) as address:
        yield address


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The HTML report of the same database, as a file."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "linkwatch.toml").touch()
    world.make(folder / "linkwatch.db")
    ran = called("report", "--format", "html", "-o", "report.html", "--exit-zero", folder=folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    return (folder / "report.html").as_uri()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page: ``opened("/links", language="ja", dark=True, phone=True, script=True)``."""
    contexts: list[BrowserContext] = []

    def open_page(
        path: str, *, language: str = "en", dark: bool = False, phone: bool = False, script: bool = True, **more: Any
    ) -> tuple[Page, Seen]:
        context = browser.new_context(
            locale=language,
            color_scheme="dark" if dark else "light",
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            has_touch=phone,
            java_script_enabled=script,
            timezone_id=more.pop("zone", "Asia/Tokyo"),
            **more,
        )
        contexts.append(context)
        page, seen = context.new_page(), Seen()
        page.on("console", lambda message: seen.console.append(message.text))
        page.on("pageerror", lambda error: seen.console.append(str(error)))
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))

        def note(request: Request) -> None:
            if (
                f"{urlsplit(request.url).scheme}://{urlsplit(request.url).netloc}" != address
                and not request.url.startswith("data:")
            ):
                seen.elsewhere.append(request.url)

        context.on("request", note)
        page.goto(address + path)
        return page, seen

    yield open_page
    for context in contexts:
        context.close()
