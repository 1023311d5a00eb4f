"""A live crawl on loopback: sockets, a reactor, the guard."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from web.crawls import live, store_with, verdicts
from web.records import article

from linkwatch import sites
from linkwatch.model import State

PAGE = article("市、橋の架け替えを発表")


class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        where = {
            "/moved": f"http://127.0.0.2:{port}/a",
            "/private": f"http://127.0.9.9:{port}/a",
        }.get(self.path)
        if where is not None:
            self._answer(302, b"", ("Location", where))
        elif self.path.startswith("/a"):
            self._answer(200, PAGE, ("Content-Type", "text/html; charset=utf-8"))
        else:
            self._answer(404, b"", ("Content-Type", "text/html"))

    def _answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("0.0.0.0", 0), Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_a_live_crawl_visits_follows_and_guards(port: int, tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{port}"
    expected = {
        f"{base}/a/1": (State.ALIVE, "ok"),
        f"{base}/a/橋?q=市": (State.ALIVE, "ok"),
        f"{base}/moved": (State.ALIVE, "ok"),
        f"{base}/gone": (State.SUSPECT, "http-404"),
        f"{base}/private": (State.UNKNOWN, "guarded"),
        "http://127.0.0.1:1/": (State.UNREACHABLE, "refused"),
    }
    store = store_with(tmp_path / "t.db", expected)
    outcome, talk = live(tmp_path / "t.db", allow_private=["127.0.0.0/29"])
    found = verdicts(store)
    assert outcome["visited"] == len(expected)
    told = {url: found[sites.canonical(url)] for url in expected}
    assert {url: (verdict.state, verdict.reason) for url, verdict in told.items()} == expected
    assert "Traceback" not in talk
