"""The processes that read pages: a hostile page costs that page only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from web.records import article

from linkwatch.crawl import CrawlSettings, Workers
from linkwatch.model import Page, Past, State

GOOD = article("市、橋の架け替えを発表")
HTML = (("content-type", "text/html; charset=utf-8"),)
PAGE = Page(url="https://www.hashi.jp/", final_url="https://www.hashi.jp/", status=200, headers=HTML, body=GOOD)


@pytest.fixture
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    settings = {"workers": 1, "page_seconds": 5.0, **getattr(request, "param", {})}
    made = Workers(CrawlSettings(**settings))
    yield made
    made.close()


def _processes() -> set[int]:
    return {
        each.pid for each in psutil.Process().children(recursive=True) if "forkserver" in " ".join(each.cmdline())
    }


def test_a_page_is_read_and_judged(workers: Workers) -> None:
    reading = workers.read(PAGE, Past()).result(30)
    assert reading.verdict.state is State.ALIVE
    assert reading.content.title == "市、橋の架け替えを発表"
    assert "老朽化した橋" in reading.content.text
    assert reading.body


def _kill(*, with_server: bool) -> None:
    """Kill the processes that read pages, and the fork server that they come from too."""
    ours = [psutil.Process(pid) for pid in _processes()]
    parents = {each.ppid() for each in ours}
    for each in ours:
        if with_server or each.pid not in parents:
            os.kill(each.pid, signal.SIGKILL)


def test_a_reader_that_dies_in_between_is_replaced_unnoticed(workers: Workers) -> None:
    workers.read(PAGE, Past()).result(30)
    _kill(with_server=False)
    assert workers.read(PAGE, Past()).result(30).verdict.state is State.ALIVE


def test_a_fork_server_that_dies_is_replaced_unnoticed(workers: Workers) -> None:
    workers.read(PAGE, Past()).result(30)
    _kill(with_server=True)
    assert workers.read(PAGE, Past()).result(30).verdict.state is State.ALIVE


HOSTILE = Page(url="https://hostile.jp/", final_url="https://hostile.jp/", status=200, headers=HTML, body=GOOD)

SITE = """
NAME = "hostile"
HOSTS = ("hostile.jp",)

def read(page, content):
    {trick}
    return content
"""


def _harmed(folder: Path, trick: str, page_seconds: float) -> Workers:
    """Workers that run ``trick`` on reading HOSTILE: a site module of the user's is code that runs there."""
    (folder / "hostile.py").write_text(SITE.format(trick=trick))
    return Workers(CrawlSettings(workers=1, page_seconds=page_seconds, sites_folder=str(folder)))


SLOW_REGEX = "import re; re.match(r'(a+)+$', 'a' * 40 + 'b')"


@pytest.mark.parametrize(
    ("trick", "words"),
    [
        ("import time; time.sleep(60)", "took longer"),
        (SLOW_REGEX, "took longer"),
        ("import os; os.abort()", "SIGABRT"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("import os; os._exit(3)", "ended (3)"),
        ("bytearray(10 ** 11)", "memory"),
        ("raise RuntimeError('of all things')", "RuntimeError: of all things"),
        ("raise RecursionError", "RecursionError"),
    ],
)
def test_a_page_that_harms_its_reader_is_unknown_and_the_next_one_is_read(
    trick: str, words: str, tmp_path: Path
) -> None:
    # A module of the user's own sites is code that runs in the reader: the surest way to harm it.
    (tmp_path / "hostile.py").write_text(
        'NAME = "hostile"\nHOSTS = ("hostile.jp",)\n\n\ndef read(page, content):\n    '
        + trick
        + "\n    return content\n"
    )
    harmed = Workers(CrawlSettings(workers=1, page_seconds=2.0, sites_folder=str(tmp_path)))
    try:
        page = Page(url="https://hostile.jp/", final_url="https://hostile.jp/", status=200, headers=HTML, body=GOOD)
        reading = harmed.read(page, Past()).result(30)
        assert (reading.verdict.state, reading.verdict.reason) == (State.UNKNOWN, "crashed")
        assert words in reading.verdict.evidence
        assert harmed.read(PAGE, Past()).result(30).verdict.state is State.ALIVE
    finally:
        harmed.close()


@pytest.mark.parametrize("workers", [{"pages_per_worker": 2}], indirect=True)
def test_readers_are_replaced_after_so_many_pages(workers: Workers) -> None:
    workers.read(PAGE, Past()).result(30)
    first = _processes()
    for _ in range(4):
        workers.read(PAGE, Past()).result(30)
    assert _processes() != first


def test_closing_ends_a_page_that_hangs(tmp_path: Path) -> None:
    workers = _harmed(tmp_path, "import time; time.sleep(60)", page_seconds=60.0)
    future = workers.read(HOSTILE, Past())
    time.sleep(1)
    began = time.monotonic()
    workers.close()
    assert time.monotonic() - began < 3
    assert future.exception() is not None


def test_a_script_without_a_main_guard_is_told_what_to_do(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from linkwatch.crawl import CrawlSettings, Workers\n"
        "from linkwatch.model import Page, Past\n"
        "page = Page(url='https://a.jp/', final_url='https://a.jp/', status=200, body=b'<p>a')\n"
        "print(Workers(CrawlSettings(workers=1)).read(page, Past()).result().verdict.state)\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "__main__" in done.stderr.strip().splitlines()[-1]
