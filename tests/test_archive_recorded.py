"""``crawl --record`` writes down what archives answered, so that a replay of it knows the copies too."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from command import called, linkwatch
from web.records import article

from linkwatch.crawl.record import Afterwards, Failure
from linkwatch.crawl.warc import index
from linkwatch.model import Fault, FaultKind

OLD = [f"堤の広場には二日間でおよそ{8000 + number}人が訪れ、屋台は{number}軒が並んだという。" for number in range(8)]
NEW = [line.replace("8003人", "9500人") for line in OLD]
COPY = "20250418010203"


class Web(BaseHTTPRequestHandler):
    """One page, and an archive with one copy of it, which is too busy at first."""

    busy = True

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/cdx":
            self._cdx()
        elif path == f"/web/{COPY}id_/http://{self.headers['Host'].replace('127.0.0.2', '127.0.0.1')}/a":
            self._answer(200, article("川べりの桜", *OLD))
        elif path == "/a":
            self._answer(200, article("川べりの桜", *NEW))
        else:
            self._answer(404, b"")

    def _cdx(self) -> None:
        if Web.busy:
            Web.busy = False
            self._answer(503, b"later")
            return
        query = parse_qs(urlsplit(self.path).query)
        rows = [["timestamp", "original", "statuscode"], *([[COPY, query["url"][0], "200"]] if "to" in query else [])]
        self._answer(200, json.dumps(rows).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str = "text/html; charset=utf-8") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing on stderr."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("", 0), Web)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def folder_of(path: Path, port: int) -> Path:
    base = f"http://127.0.0.2:{port}"
    source = f"ours cdx={base}/cdx?url={{quoted}} raw={base}/web/{{timestamp}}id_/{{url}} delay=0"
    path.mkdir()
    (path / "linkwatch.toml").write_text(
        f'time_zone = "Asia/Tokyo"\n[archive]\nsources = ["{source}"]\n[crawl]\nallow_private = ["127.0.0.0/8"]\n'
        "delay = 0\nsiblings = false\n"
    )
    (path / "a.md").write_text(
        f"# 桜\n\n2025年4月20日\n\n[川べりの桜](http://127.0.0.1:{port}/a)を読んだ。\n", encoding="utf-8"
    )
    assert called("add", "a.md", folder=path).returncode == 0
    return path


def test_a_recorded_night_is_replayed_with_its_archives(tmp_path: Path, port: int) -> None:
    live, again = folder_of(tmp_path / "live", port), folder_of(tmp_path / "again", port)
    crawled = linkwatch("crawl", "--record", "night.warc.gz", folder=live)
    assert crawled.returncode == 0, crawled.stderr
    replayed = called("crawl", "--replay", str(live / "night.warc.gz"), folder=again)
    assert replayed.returncode == 0, replayed.stderr
    for folder, said in ((live, crawled.stderr), (again, replayed.stderr)):
        assert "asked archives about 1 of them" in said
        [link] = json.loads(called("report", "--format", "json", folder=folder).stdout)["links"]
        assert (link["drift"], link["baseline"]) == ("edited", "archive")
        assert [(edit["before"], edit["after"]) for edit in link["edits"]] == [("8003人", "9500人")]


def test_a_file_of_another_crawl_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "night.warc.gz"
    path.write_bytes(b"another's")
    failure = Failure(url="http://a.example/", at=datetime.now(UTC), fault=Fault(kind=FaultKind.TIMEOUT))
    Afterwards(path).put(failure)
    assert path.read_bytes() == b"another's"
    early = Afterwards(tmp_path / "tonight.warc.gz")
    early.put(failure)
    assert not (tmp_path / "tonight.warc.gz").exists()
    (tmp_path / "tonight.warc.gz").touch()
    early.put(failure)
    assert len(list(index(tmp_path / "tonight.warc.gz"))) == 2
