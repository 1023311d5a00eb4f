"""Web archives: what they answer, how they are asked, and what they may do wrong."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from linkwatch.archive import Archives, Outcome, Source, source
from linkwatch.archive.answers import Row, links, rows
from linkwatch.archive.client import raw_address
from linkwatch.archive.private import is_private
from linkwatch.archive.transport import live
from linkwatch.errors import UsageError
from linkwatch.model import Capture, Fault, FaultKind, Page

URL = "https://www.example.jp/news/1?a=1&b=2"
WHEN = datetime(2024, 6, 1, 12, tzinfo=UTC)
ARCHIVE = Source(
    name="test",
    cdx="https://archive.test/cdx?url={quoted}&output=json",
    memento="https://archive.test/web/{timestamp}/{url}",
    raw="https://archive.test/web/{timestamp}id_/{url}",
    delay=2.0,
)


class Time:
    """A clock that moves only when someone sleeps."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds

    def now(self) -> datetime:
        return datetime(2024, 7, 1, tzinfo=UTC) + timedelta(seconds=self.seconds)


def page(url: str, status: int = 200, body: bytes = b"", **headers: str) -> Page:
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Page(url=url, final_url=url, status=status, headers=told, body=body)


def archives(
    answer: Callable[[str, Mapping[str, str]], Page], *sources: Source, clock: Time | None = None
) -> Archives:
    time = clock or Time()
    return Archives(
        sources or (ARCHIVE,), answer, now=time.now, clock=lambda: time.seconds, sleep=time.sleep, retries=3
    )


HEAD = ["timestamp", "original", "statuscode"]
BEFORE = ["20240520010203", URL, "200"]
AFTER = ["20240609040506", URL, "200"]


def cdx(url: str, headers: Mapping[str, str]) -> Page:
    rows_ = [BEFORE] if "to=" in url else [AFTER]
    return page(url, body=json.dumps([HEAD, *rows_]).encode())


def test_a_cdx_server_is_asked_for_both_sides() -> None:
    seen: list[str] = []

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        seen.append(url)
        return cdx(url, headers)

    found = archives(answer).around(URL, WHEN)
    asked = "https://archive.test/cdx?url=https%3A%2F%2Fwww.example.jp%2Fnews%2F1%3Fa%3D1%26b%3D2&output=json"
    assert seen == [f"{asked}&to=20240601120000&limit=-3", f"{asked}&from=20240601120000&limit=3"]
    assert [(each.taken_at.isoformat(), each.status) for each in found.captures] == [
        ("2024-05-20T01:02:03+00:00", 200),
        ("2024-06-09T04:05:06+00:00", 200),
    ]
    assert found.captures[0].address == f"https://archive.test/web/20240520010203/{URL}"
    assert [(each.archive, each.outcome) for each in found.asked] == [("test", Outcome.FOUND)]


def test_a_time_gate_names_the_copy_and_its_neighbours() -> None:
    gate = Source(name="gate", timegate="https://archive.test/web/{url}", timemap="https://archive.test/map/{url}")

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        assert url == f"https://archive.test/web/{URL}"
        assert headers["Accept-Datetime"] == "Sat, 01 Jun 2024 12:00:00 GMT"
        link = (
            f'<{URL}>; rel="original", </web/20240520010203/{URL}>; rel="prev memento"; '
            'datetime="Mon, 20 May 2024 01:02:03 GMT", '
            f'<https://archive.test/web/20240609040506/{URL}>; rel="next last memento";'
            ' datetime="Sun, 09 Jun 2024 04:05:06 GMT"'
        )
        return page(url, 302, location=f"/web/20240531000000/{URL}", vary="accept-datetime", link=link)

    found = archives(answer, gate).around(URL, WHEN)
    assert [f"{each.taken_at:%m-%d}" for each in found.captures] == ["05-20", "05-31", "06-09"]
    assert found.captures[1].address == f"https://archive.test/web/20240531000000/{URL}"


def timemap_line(day: str) -> str:
    at = datetime.fromisoformat(day)
    told = f'rel="memento"; datetime="{at:%a, %d %b %Y} 00:00:00 GMT"'
    return f"<https://archive.test/web/{at:%Y%m%d}000000/{URL}>; {told}"


def test_a_time_map_in_parts_is_read_where_it_covers_the_moment() -> None:
    only_map = Source(name="map", timemap="https://archive.test/map/{url}")
    parts = {
        f"https://archive.test/map/{URL}": ",\n".join(
            [
                '<https://archive.test/map/old>; rel="timemap"; until="Mon, 01 Jan 2024 00:00:00 GMT"',
                '<https://archive.test/map/new>; rel="timemap"; from="Mon, 01 Jan 2024 00:00:00 GMT"',
                timemap_line("2010-01-01"),
            ]
        ),
        "https://archive.test/map/new": ",\n".join(map(timemap_line, ["2024-05-01", "2024-05-31", "2024-06-03"])),
    }
    found = archives(lambda url, headers: page(url, body=parts[url].encode()), only_map).around(URL, WHEN)
    assert [f"{each.taken_at:%Y-%m-%d}" for each in found.captures] == [
        "2010-01-01",
        "2024-05-01",
        "2024-05-31",
        "2024-06-03",
    ]


def test_the_next_archive_is_asked_only_where_a_side_is_missing() -> None:
    other = Source(
        name="other", cdx="https://other.test/cdx?url={quoted}", memento="https://other.test/{timestamp}/{url}"
    )

    def one_side(url: str, headers: Mapping[str, str]) -> Page:
        if url.startswith("https://archive.test/"):
            return page(url, body=json.dumps([HEAD, BEFORE]).encode() if "to=" in url else b"[]")
        return cdx(url, headers)

    found = archives(one_side, ARCHIVE, other).around(URL, WHEN)
    assert [each.archive for each in found.asked] == ["test", "other"]
    assert [each.archive for each in archives(cdx, ARCHIVE, other).around(URL, WHEN).asked] == ["test"]


@pytest.mark.parametrize(
    ("answer", "outcome", "detail"),
    [
        (page("", body=b"[]"), Outcome.NONE, ""),
        (page("", body=b""), Outcome.NONE, ""),
        (page("", body=b"<html>Sorry, we are down for maintenance</html>"), Outcome.FAILED, "what is no CDX"),
        (page("", body=b'[["timestamp"], 3'), Outcome.FAILED, "what is no CDX"),
        (page("", 403), Outcome.FAILED, "HTTP status 403"),
        (page("", 404), Outcome.FAILED, "HTTP status 404"),
        (page("", 500), Outcome.FAILED, "HTTP status 500"),
        (
            Page(url="", final_url="", fault=Fault(kind=FaultKind.TIMEOUT, detail="too long")),
            Outcome.FAILED,
            "timeout: too long",
        ),
    ],
)
def test_an_archive_without_an_answer_is_told_apart_from_one_without_a_copy(
    answer: Page, outcome: Outcome, detail: str
) -> None:
    found = archives(lambda url, headers: answer).around(URL, WHEN)
    assert found.captures == ()
    assert [each.outcome for each in found.asked] == [outcome]
    assert detail in found.asked[0].detail


def test_an_archive_of_linkwatch_toml_may_have_a_pace_of_its_own() -> None:
    assert source("mine timegate=https://a.example/{url} delay=7.5").delay == 7.5
    assert source("mine timegate=https://a.example/{url}").delay == 2.0
    with pytest.raises(UsageError, match="delay=soon"):
        source("mine timegate=https://a.example/{url} delay=soon")


def test_asking_ends_when_its_time_is_over() -> None:
    time = Time()

    def slow(url: str, headers: Mapping[str, str]) -> Page:
        time.seconds += 30
        return cdx(url, headers)

    asked = Archives([ARCHIVE], slow, now=time.now, clock=lambda: time.seconds, sleep=time.sleep, seconds=60)
    assert not asked.spent
    assert [each.outcome for each in asked.around(URL, WHEN).asked] == [Outcome.FOUND]
    assert asked.spent
    [late] = asked.around(URL, WHEN).asked
    assert (late.outcome, late.detail) == (Outcome.FAILED, "unreachable: the time for asking archives is over")
    assert time.seconds == 62


@pytest.mark.parametrize(
    ("body", "alive"),
    [
        ("<html><title>見出し</title><article><p>" + "市は十七日、橋の架け替えについて説明会を開いた。" * 9, True),
        ("<html><title>404 Not Found</title><h1>お探しのページは見つかりませんでした。</h1>", False),
        ("<html><title>Just a moment...</title><script>window._cf_chl_opt={cType:'managed'};</script>", False),
    ],
)
def test_a_copy_of_a_wall_or_an_error_page_is_no_copy(body: str, alive: bool) -> None:
    capture = Capture(archive="test", taken_at=WHEN, address=f"https://archive.test/web/20240601120000/{URL}")

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        return page(url, body=body.encode(), content_type="text/html; charset=utf-8")

    read = archives(answer).read(capture)
    assert (read.status, read.alive, bool(read.text)) == (200, alive, alive)


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("https://www.example.jp/a", False),
        ("http://93.184.215.14/", False),
        ("http://10.0.0.5/wiki", True),
        ("http://192.168.1.1:8080/", True),
        ("http://[::1]/", True),
        ("http://127.0.0.1/", True),
        ("http://wiki/page", True),
        ("http://wiki.corp/page", True),
        ("http://printer.local./", True),
        ("https://user:secret@www.example.jp/", True),
        ("http://[bad/", True),
    ],
)
def test_addresses_that_no_archive_is_told_of(url: str, private: bool) -> None:
    assert is_private(url) is private


def test_retry_after_is_honoured() -> None:
    time = Time()
    answers = [page("", 429, retry_after="7"), page("", 503, retry_after="Mon, 01 Jul 2024 00:00:30 GMT")]

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        return answers.pop(0) if answers else cdx(url, headers)

    found = archives(answer, clock=time).around(URL, WHEN)
    assert len(found.captures) == 2
    assert time.slept == [7.0, 23.0, 2.0]


def test_an_archive_that_asks_for_long_rest_is_left_alone() -> None:
    time, seen = Time(), []

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        seen.append(url)
        return page(url, 429, retry_after="3600")

    asked = archives(answer, clock=time)
    for _ in range(3):
        found = asked.around(URL, WHEN)
        assert "asks to be left alone for 3600 seconds" in found.asked[0].detail
    assert len(seen) == 1
    assert time.slept == []


def test_an_archive_that_is_down_is_not_asked_for_every_link() -> None:
    seen = []

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        seen.append(url)
        return page(url, 503)

    asked = archives(answer)
    details = [asked.around(URL, WHEN).asked[0].detail for _ in range(6)]
    assert len(seen) == 3 * 4
    assert "has not answered 3 times in a row" in details[-1]


def test_a_copy_is_read_as_it_was_archived() -> None:
    words = "県は4日、被害の状況を発表した。けが人は3人という。"
    body = f"<html><meta charset=utf-8><body><main><p>{words}</p></main></body></html>"

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        assert url == f"https://archive.test/web/20240520010203id_/{URL}"
        return page(url, body=body.encode(), content_type="text/html")

    capture = Capture(archive="test", taken_at=WHEN, address=f"https://archive.test/web/20240520010203/{URL}")
    read = archives(answer).read(capture)
    assert read.status == 200
    assert "けが人は3人という。" in (read.text or "")


def test_archived_redirects_are_followed_within_the_archive_only() -> None:
    hops = {
        f"https://archive.test/web/20240520010203id_/{URL}": "/web/20240520010203id_/https://www.example.jp/b",
        "https://archive.test/web/20240520010203id_/https://www.example.jp/b": "http://127.0.0.1/admin",
    }
    seen = []

    def answer(url: str, headers: Mapping[str, str]) -> Page:
        seen.append(url)
        return page(url, 302, location=hops[url])

    capture = Capture(archive="test", taken_at=WHEN, address=f"https://archive.test/web/20240520010203/{URL}")
    assert archives(answer).read(capture).status == 302
    assert seen == list(hops)


def test_an_archived_error_has_its_status_and_no_text() -> None:
    capture = Capture(archive="test", taken_at=WHEN, address=f"https://archive.test/web/20240520010203/{URL}")
    read = archives(lambda url, headers: page(url, 404, b"<p>not here</p>")).read(capture)
    assert (read.status, read.text) == (404, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[["timestamp","original","statuscode"],["20240520010203","http://a/","200"]]', [("20240520010203", 200)]),
        ('[["timestamp","original","statuscode"],["20240520010203","http://a/","-"]]', [("20240520010203", None)]),
        ('{"timestamp": "20240520010203", "url": "http://a/", "status": "404"}', [("20240520010203", 404)]),
        ('a)/ 20240520010203 {"url": "http://a/", "status": "200"}', [("20240520010203", 200)]),
        ("a)/ 20240520010203 http://a/ text/html 200 SHA1 123", [("20240520010203", 200)]),
        ("20240520010203 http://a/ 301", [("20240520010203", 301)]),
        ("", []),
        ('[["timestamp","original","statuscode"],["soon","http://a/","200"]]', []),
    ],
)  # fmt: skip
def test_cdx_in_its_shapes(text: str, expected: list[tuple[str, int | None]]) -> None:
    found = rows(text)
    assert found is not None
    assert [(row.timestamp, row.status) for row in found] == expected
    assert all(isinstance(row, Row) and row.original == "http://a/" for row in found)


@pytest.mark.parametrize("text", ["<html>", "[1, 2]", '[{"a": 1}]', "[[", "Error: blocked", "{}", '{"a":' * 1000])
def test_what_is_no_cdx_is_none(text: str) -> None:
    assert rows(text) in (None, [])


def test_link_format_takes_linear_time_on_hostile_text() -> None:
    assert list(links("<a>; rel=" * 10_000, URL)) is not None
    assert list(links('<a>; rel="' * 10_000, URL)) is not None
    assert list(links("<" * 50_000, URL)) == []


def test_sources_by_name_and_by_address() -> None:
    assert source("wayback").cdx.startswith("https://web.archive.org/cdx/search/cdx")
    own = source("mine timegate=http://127.0.0.1:8080/web/{url} raw=http://127.0.0.1:8080/web/{timestamp}id_/{url}")
    assert (own.name, own.hosts) == ("mine", frozenset({"127.0.0.1:8080"}))
    for bad in ("nowhere", "mine raw=https://a.test/{url}", "mine timegate=ftp://a", "mine secret=https://a.test/"):
        with pytest.raises(UsageError):
            source(bad)


def test_a_copy_without_a_raw_form_is_read_at_its_address() -> None:
    capture = Capture(archive="test", taken_at=WHEN, address="https://perma.test/ABCD-1234")
    assert raw_address(ARCHIVE, capture) == capture.address


# --- over real sockets ------------------------------------------------------------------------


class Misbehaving(BaseHTTPRequestHandler):
    """A CDX server in all its moods, by path."""

    def do_GET(self) -> None:
        mood = self.path.split("/")[1]
        if mood == "nothing":
            self.connection.close()
            return
        if mood == "slow":
            self._begin(200, ("content-type", "application/json"))
            try:
                for _ in range(100):
                    self.wfile.write(b" " * 100)
                    self.wfile.flush()
                    self.server.pause.wait(0.1)  # type: ignore[attr-defined]
            except OSError:
                return  # the client has gone, as it should
        elif mood == "large":
            self._begin(200)
            try:
                for _ in range(200):
                    self.wfile.write(b"x" * 65_536)
            except OSError:
                return
        elif mood == "cut":
            self._begin(200, ("content-length", "1000"))
            self.wfile.write(b"[[")
            self.close_connection = True
        elif mood == "garbage":
            self._begin(200)
            self.wfile.write(bytes(range(256)))
        elif mood == "busy":
            self.server.asked += 1  # type: ignore[attr-defined]
            if self.server.asked < 3:  # type: ignore[attr-defined]
                self._begin(429, ("retry-after", "1"))
            else:
                self._begin(200)
                row = BEFORE if "to=" in self.path else AFTER
                self.wfile.write(json.dumps([HEAD, row]).encode())
        else:
            self._begin(503)

    def _begin(self, status: int, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    found = ThreadingHTTPServer(("127.0.0.1", 0), Misbehaving)
    found.asked = 0  # type: ignore[attr-defined]
    found.pause = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.pause.set()  # type: ignore[attr-defined]
    found.shutdown()
    found.server_close()
    thread.join(5)


@pytest.mark.parametrize(
    ("mood", "detail"),
    [
        ("nothing", "unreachable"),
        ("slow", "timeout"),
        ("large", "the answer is too large"),
        ("cut", "protocol"),
        ("garbage", "what is no CDX"),
        ("down", "HTTP status 503"),
        ("busy", ""),
    ],
)
def test_archives_that_misbehave(server: ThreadingHTTPServer, mood: str, detail: str) -> None:
    port = server.server_address[1]
    base = f"http://127.0.0.1:{port}/{mood}"
    own = Source(name="test", cdx=f"{base}/cdx?url={{quoted}}", memento=f"{base}/{{timestamp}}/{{url}}", delay=0.0)
    time = Time()
    asked = Archives(
        [own],
        live(user_agent="linkwatch tests", timeout=0.5, max_size=1_000_000),
        now=time.now,
        clock=lambda: time.seconds,
        sleep=time.sleep,
        retries=2,
    )
    found = asked.around(URL, WHEN)
    if mood == "busy":
        assert len(found.captures) == 2
        assert time.slept == [1.0, 1.0]
    else:
        assert found.captures == ()
        assert found.asked[0].outcome is Outcome.FAILED
        assert detail in found.asked[0].detail
