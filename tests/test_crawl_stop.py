"""Ending a crawl before its end: by Ctrl-C, by SIGTERM, by kill -9."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from web.crawls import start_live, store_with, verdicts
from web.records import article
from web.server import Exchange, Server

PAGE = article("市、橋の架け替えを発表")
HOSTS = 20
LINKS = 240


async def _slow(exchange: Exchange) -> None:
    await asyncio.sleep(0.05)
    await exchange.answer(PAGE.replace(b"</article>", exchange.path.encode()), kind="text/html; charset=utf-8")


async def _never(exchange: Exchange) -> None:
    await asyncio.sleep(60)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server({"/a/": _slow, "/never": _never}) as running:
        yield running


def _urls(server: Server, links: int = LINKS) -> list[str]:
    return [f"http://127.3.0.{number % HOSTS + 1}:{server.port}/a/{number}" for number in range(links)]


def _wait_for(server: Server, requests: int) -> None:
    until = time.monotonic() + 20
    while len(server.arrivals) < requests and time.monotonic() < until:
        time.sleep(0.01)


def _rows(database: Path) -> int:
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
        return int(connection.execute("select count(*) from checks").fetchone()[0])
    finally:
        connection.close()


def _descendants(pid: int) -> list[psutil.Process]:
    """The readers of a crawl, and the process that they come from."""
    return psutil.Process(pid).children(recursive=True)


@pytest.mark.parametrize(("number", "hanging"), [(signal.SIGINT, 0), (signal.SIGTERM, 1)])
def test_the_first_signal_ends_it_within_ten_seconds_and_keeps_what_came(
    number: signal.Signals, hanging: int, server: Server, tmp_path: Path
) -> None:
    server.arrivals.clear()
    hang = f"http://127.3.1.1:{server.port}/never"
    store = store_with(tmp_path / "t.db", [hang] * hanging + _urls(server))
    process = start_live(tmp_path / "t.db", {"timeout": 60.0, "robots": False})
    _wait_for(server, 60)
    process.send_signal(number)
    told = time.monotonic()
    out, talk = process.communicate(timeout=30)
    assert time.monotonic() - told < 10
    assert process.returncode == 0, talk
    outcome = json.loads(out)
    assert outcome["interrupted"]
    assert 0 < outcome["visited"] < LINKS
    assert len(verdicts(store)) == outcome["visited"] == _rows(tmp_path / "t.db")
    assert hang not in verdicts(store)
    assert "Traceback" not in talk


def test_the_second_signal_ends_it_at_once(server: Server, tmp_path: Path) -> None:
    server.arrivals.clear()
    store_with(tmp_path / "t.db", [f"http://127.3.1.1:{server.port}/never"])
    process = start_live(tmp_path / "t.db", {"timeout": 60.0, "robots": False})
    until = time.monotonic() + 20
    while not psutil.Process(process.pid).net_connections() and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    told = time.monotonic()
    process.communicate(timeout=30)
    assert time.monotonic() - told < 1
    assert process.returncode == 128 + signal.SIGINT


def test_kill_9_loses_pages_in_flight_only_and_leaves_no_reader(server: Server, tmp_path: Path) -> None:
    database, links = tmp_path / "t.db", 80
    store = store_with(database, _urls(server, links))
    rows = 0
    for readers_at_work in (0, 1):  # more moments, to the end of the night: test_kill.py
        server.arrivals.clear()
        process = start_live(database, {"robots": False}, take_up=True)
        _wait_for(server, 1)
        until = time.monotonic() + 20
        while len(readers := _descendants(process.pid)) < 2 * readers_at_work and time.monotonic() < until:
            time.sleep(0.01)
        assert len(readers) >= 2 * readers_at_work
        process.kill()
        process.communicate(timeout=10)
        _, left = psutil.wait_procs(readers, timeout=10)
        assert left == []
        assert _rows(database) >= rows
        rows = _rows(database)
    process = start_live(database, {"robots": False}, take_up=True)
    _, talk = process.communicate(timeout=60)
    assert process.returncode == 0, talk
    assert len(verdicts(store)) == links == _rows(database)
