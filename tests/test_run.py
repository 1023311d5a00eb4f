"""The service as a user starts it: a real crawl, no other beside it, SIGTERM; the next start goes on."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import closing
from pathlib import Path

from command import environment, linkwatch, one_line
from web.records import article
from web.server import Exchange, Server

LINKS = 60
HELD_FROM = 8
"""The request from which on pages wait until the other crawl has been refused."""
REFUSED = threading.Event()
SETTINGS = """
time_zone = "Asia/Tokyo"
[crawl]
allow_private = ["127.0.0.0/8"]
workers = 1
robots = false
delay = 0
[archive]
enabled = false
[serve]
port = 0
"""


async def _slow(exchange: Exchange) -> None:
    await asyncio.sleep(0.1)
    while int(exchange.path.rpartition("/")[2]) >= HELD_FROM and not REFUSED.is_set():
        await asyncio.sleep(0.02)
    await exchange.answer(article(f"橋 {exchange.path}"), kind="text/html; charset=utf-8")


def serve(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "linkwatch", "run", "--log", "json", *words],
        cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def told(process: subprocess.Popen[str], words: str) -> list[str]:
    """What it has said by the time that it says ``words``."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(json.loads(line)["message"])
        if words in lines[-1]:
            return lines
    raise AssertionError(lines)


def test_sigterm_in_mid_crawl_and_the_next_start_goes_on(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").write_text(SETTINGS, encoding="utf-8")
    with Server({"/a/": _slow}) as server:
        urls = [f"<http://127.3.0.{number % 3 + 1}:{server.port}/a/{number}>" for number in range(LINKS)]
        (tmp_path / "notes.md").write_text("\n".join(urls), encoding="utf-8")
        assert linkwatch("add", "notes.md", folder=tmp_path).returncode == 0

        first = serve(tmp_path)
        assert told(first, "crawling now")[0].startswith("next crawl ")
        until = time.monotonic() + 30
        while len(server.requests) <= HELD_FROM and time.monotonic() < until:
            time.sleep(0.01)
        other = linkwatch("crawl", folder=tmp_path)
        assert (other.returncode, "crawl 1 is running since" in one_line(other)) == (2, True)
        first.send_signal(signal.SIGTERM)
        REFUSED.set()
        asked = time.monotonic()
        out, errors = first.communicate(timeout=30)
        assert time.monotonic() - asked < 10
        assert (first.returncode, errors) == (0, "")
        messages = [json.loads(line)["message"] for line in out.splitlines()]
        assert any("stopped before the end, the next crawl goes on" in message for message in messages)
        assert messages[-1] == "stopped"
        with closing(sqlite3.connect(tmp_path / "linkwatch.db")) as database:
            assert database.execute("pragma integrity_check").fetchone() == ("ok",)
            [(outcome, visited)] = database.execute("select outcome, visited from crawls").fetchall()
        assert outcome == "interrupted"
        assert 0 < visited < LINKS

        second = serve(tmp_path, "--serve")
        assert second.stderr is not None
        address = second.stderr.readline().split()[2]
        said = told(second, "no news")
        assert f"visited {LINKS - visited} links" in said[-1]
        with urllib.request.urlopen(address) as answer:
            assert "Next run" in answer.read().decode()
        second.send_signal(signal.SIGTERM)
        _, errors = second.communicate(timeout=30)
        assert (second.returncode, errors) == (0, "")
    with closing(sqlite3.connect(tmp_path / "linkwatch.db")) as database:
        rows = database.execute("select state, count(*) from links group by state").fetchall()
        assert rows == [("alive", LINKS)]
        assert database.execute("select count(*), max(count) from checks").fetchone() == (LINKS, 1)
        assert database.execute("select count(*) from crawls where settled_at is null").fetchone() == (0,)
