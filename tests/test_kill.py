"""kill -9 in the middle of a crawl: nothing committed is lost, and the next run finishes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_night import FIRST
from webs import Answer, article, write_warc

LINKS = 240
MOMENTS = (0, 1, 2, 30, 60, 90, 120, 150, 180, 210)
"""Kill once so many links have been committed; 0 is while it starts, before any."""
AT = "2025-06-01T05:00:00+09:00"


def linkwatch(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A real process, leader of its own group as under a shell."""
    command = [sys.executable, "-m", "linkwatch", *arguments]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def committed(path: Path) -> set[int]:
    """Links whose visits are committed."""
    if not path.exists():
        return set()
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5) as connection:
        try:
            return {link for (link,) in connection.execute("select link_id from checks")}
        except sqlite3.OperationalError:  # the first migration has not run yet
            return set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document on watch that cites many pages of twelve hosts."""
    urls = [f"https://www{number % 12}.kawabe-dayori.jp/{number}" for number in range(LINKS)]
    (tmp_path / "linkwatch.toml").write_text('time_zone = "Asia/Tokyo"\n[crawl]\nworkers = 2\n', encoding="utf-8")
    (tmp_path / "notes.md").write_text("\n".join(f"- <{url}>" for url in urls), encoding="utf-8")
    write_warc(
        tmp_path / "web.warc.gz",
        (
            Answer(
                since=FIRST,
                url=url,
                body=article(f"{number}番の記事", f"{number}番の記事の、ただひとつの段落です。" * 5),
            )
            for number, url in enumerate(urls)
        ),
    )
    added = linkwatch(tmp_path, "add", "notes.md")
    said = added.communicate(timeout=30)
    assert added.returncode == 0, said
    return tmp_path


@pytest.mark.timeout(240)
def test_a_killed_crawl_is_taken_up_by_the_next(folder: Path) -> None:
    path = folder / "linkwatch.db"
    crawl = ("crawl", "--replay", "web.warc.gz", "--at", AT, "--quiet")
    kept: set[int] = set()
    killed = 0
    for moment in MOMENTS:
        running = linkwatch(folder, *crawl)
        deadline = time.monotonic() + 30
        while running.poll() is None and len(committed(path)) < moment and time.monotonic() < deadline:
            time.sleep(0.005)
        if running.poll() is None:
            killed += 1
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        with sqlite3.connect(path, timeout=30) as connection:
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
            assert connection.execute("pragma foreign_key_check").fetchall() == []
        now = committed(path)
        assert kept <= now
        kept = now
    assert killed >= len(MOMENTS) - 2, "the crawl was too quick to be killed"

    last = linkwatch(folder, *crawl)
    said = last.communicate(timeout=120)
    assert last.returncode == 0, said
    assert len(committed(path)) == LINKS
    with sqlite3.connect(path) as connection:
        assert connection.execute("select state, count(*) from links group by state").fetchall() == [("alive", LINKS)]
        assert connection.execute("select count(*) from crawls where settled_at is null").fetchall() == [(0,)]
        assert connection.execute(
            "select max(n) from (select count(*) as n from checks group by link_id)"
        ).fetchone() == (1,)
