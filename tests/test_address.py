"""A document that the user names by its address: fetched on real sockets, or from WARC files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from webs import Answer, write_warc

from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.crawl.address import fetcher
from linkwatch.errors import SourceError
from linkwatch.model import FaultKind

LOOPBACK = ("127.0.0.0/8",)
AT = datetime(2025, 6, 1, tzinfo=UTC)
DOCUMENT = "<p>川のほとりで".encode()


class Site(BaseHTTPRequestHandler):
    """A few addresses, each with a habit."""

    def do_GET(self) -> None:
        moves = {
            "/moved": "/page",
            "/loop": "/loop",
            "/inside": "http://127.9.9.9:1/",
            "/out": "ftp://kawabe-dayori.jp/",
        }
        if self.path in moves:
            self.send_response(302)
            self.send_header("Location", moves[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = b"x" * 200_000 if self.path == "/large" else DOCUMENT
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def settings(**more: object) -> CrawlSettings:
    return CrawlSettings(**({"allow_private": LOOPBACK, "max_redirects": 3, "max_size": 100_000} | more))  # type: ignore[arg-type]


def test_a_page_comes_with_status_headers_and_body(site: str) -> None:
    page = fetcher(settings(), replay=None)(f"{site}/page")
    assert (page.status, page.body, dict(page.headers)["content-type"]) == (200, DOCUMENT, "text/html; charset=utf-8")


def test_redirects_are_followed_and_told(site: str) -> None:
    page = fetcher(settings(), replay=None)(f"{site}/moved")
    assert page.final_url == f"{site}/page"
    assert [(hop.status, hop.location) for hop in page.redirects] == [(302, f"{site}/page")]


def test_a_loop_ends(site: str) -> None:
    with pytest.raises(SourceError, match="more than 3 redirects"):
        fetcher(settings(), replay=None)(f"{site}/loop")


def test_a_status_is_the_callers_affair(site: str) -> None:
    assert fetcher(settings(), replay=None)(f"{site}/gone").status == 404


def test_a_large_page_is_cut_off(site: str) -> None:
    page = fetcher(settings(), replay=None)(f"{site}/large")
    assert (len(page.body), page.truncated) == (100_000, True)


@pytest.mark.parametrize(
    ("path", "allowed", "kind", "words"),
    [
        ("/page", (), FaultKind.GUARDED, "loopback"),
        ("/inside", ("127.0.0.1/32",), FaultKind.GUARDED, "loopback"),  # by a redirect
        ("/out", LOOPBACK, FaultKind.UNREACHABLE, "InvalidSchema"),
    ],
)
def test_what_may_not_be_visited(site: str, path: str, allowed: tuple[str, ...], kind: FaultKind, words: str) -> None:
    fault = fetcher(settings(allow_private=allowed), replay=None)(site + path).fault
    assert fault is not None
    assert fault.kind is kind
    assert words in fault.detail


def test_a_server_that_is_not_there_says_why() -> None:
    fault = fetcher(settings(), replay=None)("http://127.0.0.1:1/").fault
    assert fault is not None
    assert fault.detail == "Connection refused"


def test_from_warc_files_redirects_are_followed_too(tmp_path: Path) -> None:
    url = "https://kawabe-dayori.jp/"
    moved = Answer(since=AT, url=url, status=301, headers=(("Location", "/top"),))
    web = Replay.open(
        [write_warc(tmp_path / "w.warc.gz", [moved, Answer(since=AT, url=f"{url}top", body=DOCUMENT)])], AT
    )
    page = fetcher(settings(), replay=web)(url)
    assert (page.final_url, page.body) == (f"{url}top", DOCUMENT)
