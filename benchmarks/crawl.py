"""How quick the crawl is, against a plain pipeline and against what the machine allows: ``make bench``.

    python benchmarks/crawl.py [--pages 500] [--runs 3]      the table
    python benchmarks/crawl.py --memory [--pages 20000]      memory of the main process over many links, ten a host
    python benchmarks/crawl.py --memory --small …            the same of short pages, no two alike
    python benchmarks/crawl.py --memory --empty …            the same of empty answers, which the server does not know
    LINKWATCH_PAGES=FOLDER …                                 real pages (FOLDER/alive/*.html) in place of made ones

    LINKWATCH_PAGES=FOLDER python benchmarks/crawl.py --text    our texts held against trafilatura's default

Everything runs on loopback, 50 addresses, no rest between requests; each row is a process of its own, timed
with what it imports; rows take turns, medians of the runs are printed. The server is proven first: it must be
five times as quick as fetching.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).parent
HOSTS = 50
AT = datetime(2025, 2, 1, 3, tzinfo=UTC)
ROWS = ("naive", "fetch", "first", "same-304", "same-body", "noise")
"""Rows in the order in which they run; from ``first`` on they share a database."""


def urls(port: int, count: int) -> list[str]:
    """Addresses of the pages, spread over the hosts; in a run for memory each host has ten, as in real documents."""
    hosts = max(HOSTS, int(os.environ.get("LINKWATCH_HOSTS", "0")))
    places = (number % hosts for number in range(count))
    path = os.environ.get("LINKWATCH_PATH", "")
    return [
        f"http://127.7.{place // 250}.{place % 250 + 1}:{port}/{path}{number}" for number, place in enumerate(places)
    ]


# --- rows: each runs in a process of its own and prints one line of JSON --------------------------------------


def naive(port: int, count: int, folder: Path) -> dict[str, Any]:
    """The plain pipeline: Scrapy, trafilatura.extract in the callback, one INSERT an item."""
    began = time.perf_counter()
    import sqlite3

    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    from trafilatura import extract

    connection = sqlite3.connect(folder / "naive.db", isolation_level=None)
    connection.execute("pragma journal_mode=wal")
    connection.execute("create table page (id integer primary key, url text, status int, text text, html text)")

    class Store:
        def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
            insert = "insert into page (url, status, text, html) values (:url, :status, :text, :html)"
            connection.execute(insert, item)
            return item

    class Spider(scrapy.Spider):
        name = "naive"

        async def start(self) -> Any:
            for url in urls(port, count):
                yield scrapy.Request(url)

        def parse(self, response: Any) -> Iterator[dict[str, Any]]:
            text = extract(response.text, url=response.url)
            yield {"url": response.url, "status": response.status, "text": text, "html": response.text}

    process = AsyncCrawlerProcess({**QUIET, "ITEM_PIPELINES": {Store: 1}})
    process.crawl(Spider)
    process.start()
    seconds = time.perf_counter() - began
    (pages,) = connection.execute("select count(*) from page").fetchone()
    return {"pages": pages, "seconds": seconds, "database": (folder / "naive.db").stat().st_size}


def fetch(port: int, count: int, folder: Path) -> dict[str, Any]:
    """Scrapy fetching, and nothing done with the pages."""
    began = time.perf_counter()
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    got = []

    class Spider(scrapy.Spider):
        name = "fetch"

        async def start(self) -> Any:
            for url in urls(port, count):
                yield scrapy.Request(url)

        def parse(self, response: Any) -> None:
            got.append(len(response.body))

    process = AsyncCrawlerProcess(QUIET)
    process.crawl(Spider)
    process.start()
    return {"pages": len(got), "seconds": time.perf_counter() - began, "bytes": sum(got)}


QUIET = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
}


def ours(port: int, count: int, folder: Path, night: int = 0) -> dict[str, Any]:
    """One crawl of linkwatch; ``night`` counts up from the first."""
    began = time.perf_counter()
    import db
    from linkwatch import crawl, sites
    from linkwatch.model import Citation, Document, Selection

    loading = time.perf_counter() - began
    store = db.open(folder / "linkwatch.db")
    at = AT + timedelta(days=night)
    if night == 0:
        for number, block in enumerate(_blocks(urls(port, count))):
            document = Document(name=f"{number}.txt", format="text", encoding="utf-8", sha256=f"{number}")
            citations = [Citation(url=url, canonical_url=sites.canonical(url)) for url in block]
            store.documents.save(document, citations, watch=True, at=at)
    memory: list[tuple[int, int]] = []
    began = time.perf_counter()
    outcome = crawl.run(
        store,
        store.crawls.begin(kind="crawl", night=at.date(), at=at),
        settings=crawl.CrawlSettings(delay=0.0, allow_private=("127.0.0.0/8",), probes=()),
        selection=Selection(),
        night=None,
        at=lambda: at,
        progress=lambda progress: memory.append((progress.visited, _resident())),
    )
    return {
        "pages": outcome.visited,
        "unchanged": outcome.unchanged,
        "states": dict(outcome.states),
        "seconds": loading + time.perf_counter() - began,
        "database": (folder / "linkwatch.db").stat().st_size,
        "memory": memory,
    }


def _blocks(everything: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(everything), 500):
        yield everything[start : start + 500]


def _resident() -> int:
    """Resident memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def run_row(row: str, port: int, count: int, folder: Path) -> dict[str, Any]:
    """Run one row here, timed."""
    cpu = time.process_time()
    if row in ("naive", "fetch"):
        told = (naive if row == "naive" else fetch)(port, count, folder)
    else:
        told = ours(port, count, folder, ROWS.index(row) - ROWS.index("first"))
    readers = [each.cpu_times() for each in psutil.Process().children(recursive=True)]
    return {**told, "cpu": time.process_time() - cpu, "readers": sum(each.user + each.system for each in readers)}


# --- the table -------------------------------------------------------------------------------------------------


@contextmanager
def server(count: int) -> Iterator[int]:
    """A server of ``count`` pages; yields its port."""
    process = subprocess.Popen([sys.executable, HERE / "server.py", str(count)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def in_process(row: str, port: int, count: int, folder: Path) -> dict[str, Any]:
    """Run one row in a process of its own."""
    command = [sys.executable, __file__, "--row", row, str(port), str(count), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def set_manner(port: int, manner: str) -> None:
    """Set how the server behaves."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET /manner/{manner} HTTP/1.1\r\n\r\n".encode())
        connection.recv(1000)


def server_rate(port: int, count: int) -> float:
    """Pages a second that the server gives to a client that only reads bytes."""
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        for number in range(count):
            connection.sendall(b"GET /%d HTTP/1.1\r\n\r\n" % number)
            head = b""
            while b"\r\n\r\n" not in head:
                head += connection.recv(1 << 20)
            fields, _, body = head.partition(b"\r\n\r\n")
            left = int(fields.rpartition(b"Content-Length: ")[2]) - len(body)
            while left:
                left -= len(connection.recv(min(left, 1 << 20)))
    return count / (time.perf_counter() - began)


def reading_ms(count: int) -> float:
    """Milliseconds of one core that reading a page takes: parsing, judging, extracting, compressing."""
    from pages import folder_from_environment, pages

    from linkwatch.crawl.worker import read
    from linkwatch.model import Page, Past

    bodies = pages(min(count, 100), folder_from_environment())
    html = (("content-type", "text/html; charset=utf-8"),)
    made = [Page(url=f"http://a.jp/{n}", final_url=f"http://a.jp/{n}", status=200, headers=html, body=body)
            for n, body in enumerate(bodies)]  # fmt: skip
    read(made[0], Past())
    began = time.process_time()
    for page in made:
        read(page, Past())
    return (time.process_time() - began) / len(made) * 1000


def table(count: int, runs: int) -> None:
    """Run all rows and print the table."""
    rates: dict[str, list[float]] = {row: [] for row in ROWS}
    last: dict[str, dict[str, Any]] = {}
    with server(count) as port:
        quick = max(server_rate(port, count) for _ in range(3))
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as folder:
                for row in ROWS:
                    set_manner(port, {"same-body": "plain", "noise": "noise"}.get(row, "etag"))
                    told = last[row] = in_process(row, port, count, Path(folder))
                    rates[row].append(told["pages"] / told["seconds"])
    reading, cores = reading_ms(count), os.cpu_count() or 1
    parent = last["first"]["cpu"] / last["first"]["pages"] * 1000
    print(f"{platform.machine()}, {cores} cores, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}")
    print(f"{count} pages on {HOSTS} addresses, medians of {runs}")
    print(f"load {os.getloadavg()[0]:.1f}; the server gives {quick:.0f} pages/s")
    print(f"{'row':10} {'pages/s':>8} {'runs':>20} {'x naive':>8} {'CPU s':>6} {'workers':>8} {'MB':>5}")
    base = statistics.median(rates["naive"])
    for row in ROWS:
        rate, told = statistics.median(rates[row]), last[row]
        each_run = " ".join(f"{each:.0f}" for each in rates[row])
        line = f"{row:10} {rate:8.0f} {each_run:>20} {rate / base:8.1f} {told['cpu']:6.1f} {told['readers']:8.1f}"
        print(f"{line} {told.get('database', 0) / 1e6:5.0f}")
    print(f"bound of a first crawl: {cores} cores / ({parent:.1f} ms here + {reading:.1f} ms reading) = "
          f"{cores * 1000 / (parent + reading):.0f} pages/s")  # fmt: skip
    if quick < 5 * statistics.median(rates["fetch"]):
        sys.exit("the server is less than five times as quick as fetching: the figures tell of the server")


def texts() -> None:
    """Hold the text that a first crawl stores against what trafilatura extracts by default, page by page."""
    from pages import folder_from_environment, pages
    from rapidfuzz.distance import LCSseq
    from trafilatura import extract

    from linkwatch.judge.visit import visit
    from linkwatch.model import Page

    folder = folder_from_environment()
    if folder is None:
        sys.exit("--text needs real pages: set LINKWATCH_PAGES")
    kept, added, same, shown = [], [], 0, 0
    for body in pages(len(list(folder.glob("*.html"))), folder):
        html = (("content-type", "text/html; charset=utf-8"),)
        content, _ = visit(
            Page(url="http://a.jp/a/1", final_url="http://a.jp/a/1", status=200, headers=html, body=body)
        )
        default = "".join((extract(body, include_comments=False) or "").split())
        ours = "".join(content.text.split())
        if default and ours:
            common = LCSseq.similarity(default[:20_000], ours[:20_000])
            kept.append(common / len(default[:20_000]))
            added.append(1 - common / len(ours[:20_000]))
        same += default == ours
        shown += bool(default)
    print(f"{len(kept)} pages with a text by both, of {shown} with one by default; {same} the same to the letter")
    print(
        f"of the default's characters ours keeps {statistics.mean(kept):.1%} (median {statistics.median(kept):.1%})"
    )
    print(f"of ours {statistics.mean(added):.1%} are not in the default's (median {statistics.median(added):.1%})")


def memory(count: int) -> None:
    """Print the main process's memory as links go by."""
    os.environ["LINKWATCH_HOSTS"] = str(min(count // 10, 60_000))
    with server(500) as port, tempfile.TemporaryDirectory() as folder:
        told = in_process("first", port, count, Path(folder))
    steps = {visited // 2000 * 2000: resident for visited, resident in told["memory"]}
    print(f"{told['pages']} links in {told['seconds']:.0f} s, {told['states']}")
    print("\n".join(f"{visited:8} links {resident / 1e6:6.0f} MB" for visited, resident in steps.items()))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--empty", action="store_true")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--row", nargs=4, metavar=("ROW", "PORT", "PAGES", "FOLDER"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.row:
        row, port, count, folder = given.row
        print(json.dumps(run_row(row, int(port), int(count), Path(folder))))
    elif given.text:
        texts()
    elif given.memory:
        os.environ["LINKWATCH_PATH"] = "empty" if given.empty else "small" if given.small else ""
        memory(given.pages or 20_000)
    else:
        table(given.pages or 500, given.runs)


if __name__ == "__main__":
    main()
