"""Two crawls of one database, from two processes."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

from command import environment, linkwatch, one_line
from web.records import article
from web.server import Exchange, Server

REFUSED = threading.Event()


async def _slow(exchange: Exchange) -> None:
    while not REFUSED.is_set():
        await asyncio.sleep(0.02)
    await exchange.answer(article("橋の架け替え"), kind="text/html; charset=utf-8")


def test_the_second_says_that_the_first_is_running_and_ends(tmp_path: Path) -> None:
    settings = 'time_zone = "Asia/Tokyo"\n[crawl]\nallow_private = ["127.0.0.0/8"]\nworkers = 1\nrobots = false\n'
    (tmp_path / "linkwatch.toml").write_text(settings, encoding="utf-8")
    with Server({"/a": _slow}) as server:
        (tmp_path / "notes.md").write_text(f"<http://127.3.0.1:{server.port}/a>", encoding="utf-8")
        assert linkwatch("add", "notes.md", folder=tmp_path).returncode == 0
        first = subprocess.Popen(
            [sys.executable, "-m", "linkwatch", "crawl", "--no-archive"],
            cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        until = time.monotonic() + 20
        while not server.arrivals and time.monotonic() < until:
            time.sleep(0.01)
        second = linkwatch("crawl", "--no-archive", folder=tmp_path)
        REFUSED.set()
        _, said = first.communicate(timeout=30)
    assert second.returncode == 2
    assert "crawl 1 is running since" in one_line(second)
    assert f"(process {first.pid} on " in one_line(second)
    assert first.returncode == 0, said
    assert "visited 1 link" in said
    with closing(sqlite3.connect(tmp_path / "linkwatch.db")) as database:
        assert database.execute("select outcome, visited from crawls").fetchall() == [("done", 1)]
