"""Take the screenshots of README.md anew, of the demo's database: ``python docs/screenshots.py`` (needs Chromium).

``--look FOLDER`` takes every kind of page into FOLDER instead, light and dark, wide and narrow, in English and
Japanese, and says which is wider than its window: to be looked at before a release.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, ViewportSize, sync_playwright

import db
from linkwatch.cli.demo import NIGHTS, ZONE
from linkwatch.viewer.app import create
from linkwatch.viewer.call import Site
from linkwatch.viewer.serving import address, listen, refresh

IMAGES = Path(__file__).parent / "images"
EDITED = "https://www.jiji.com/jc/article?k=2025060100431"
WINDOW = ViewportSize(width=1280, height=860)
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=380, height=800)


@contextlib.contextmanager
def demo() -> Iterator[tuple[str, int]]:
    """The demo's database on the morning after its last night, served; gives the address, and a changed link's id."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "demo"
        words = (sys.executable, "-m", "linkwatch", "demo", "--keep", str(kept))
        subprocess.run(words, check=True, capture_output=True)  # noqa: S603  a list of words, no shell
        path = kept / "linkwatch.db"
        store = db.open(path)
        changed = store.links.find(EDITED)
        store.close()
        if changed is None:
            raise SystemExit(f"{EDITED}: not in the demo")
        site = Site(
            open_store=lambda read_only: db.open(path, read_only=read_only), name="demo/linkwatch.db", zone=ZONE,
            clock=lambda: NIGHTS[-1][0] + timedelta(hours=5), key=os.urandom(32),
            next_run=lambda: NIGHTS[-1][0] + timedelta(days=1, minutes=17),
        )  # fmt: skip
        refresh(site)
        listening = listen("127.0.0.1", 0)
        server = uvicorn.Server(uvicorn.Config(create(site), log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address(listening).rstrip("/"), changed
        finally:
            server.should_exit = True
            thread.join()
            listening.close()


def take(browser: Browser, root: str, changed: int) -> None:
    """The pictures that README.md shows."""
    IMAGES.mkdir(exist_ok=True)
    pages = {"overview": "/?since=week", "document": "/documents/1", "diff": f"/links/{changed}/diff"}
    for name, path in pages.items():
        context = browser.new_context(
            locale="en", color_scheme="light", viewport=WINDOW, timezone_id="Asia/Tokyo", reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(root + path)
        page.screenshot(path=IMAGES / f"{name}.png")
        context.close()
        print(f"{name}.png: {(IMAGES / f'{name}.png').stat().st_size / 1e3:.0f} kB")


def look(browser: Browser, root: str, changed: int, folder: Path) -> None:
    """Every kind of page in every look."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "overview": "/", "links": "/links", "nothing": "/links?text=灯台", "documents": "/documents",
        "text": "/documents/1", "html": "/documents/2", "markdown": "/documents/3", "link": f"/links/{changed}",
        "dead": "/links?state=dead", "diff": f"/links/{changed}/diff",
        "versions": f"/links/{changed}/diff?a=v{changed}",
        "inline": f"/links/{changed}/diff?view=inline", "stored": f"/links/{changed}/diff?view=page",
        "missing": "/nowhere",
    }  # fmt: skip
    for language, dark, narrow in itertools.product(("en", "ja"), (False, True), (False, True)):
        context = browser.new_context(
            locale=language, color_scheme="dark" if dark else "light", viewport=NARROW if narrow else WIDE,
            timezone_id="Asia/Tokyo", reduced_motion="reduce",
        )  # fmt: skip
        page = context.new_page()
        for name, path in pages.items():
            page.goto(root + path)
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            look = f"{name}-{language}-{'dark' if dark else 'light'}-{'narrow' if narrow else 'wide'}"
            if beyond > 0:
                print(f"{look}: {beyond} pixels too wide")
            page.screenshot(path=folder / f"{look}.png", full_page=True)
        context.close()


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--look", metavar="FOLDER", type=Path)
    given = parser.parse_args()
    path = os.environ.get("LINKWATCH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with demo() as (root, changed), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        if given.look:
            look(browser, root, changed, given.look)
        else:
            take(browser, root, changed)
        browser.close()


if __name__ == "__main__":
    main()
