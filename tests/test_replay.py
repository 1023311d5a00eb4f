"""WARC files as the web at one moment: every answer from records."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from web.records import HTML, Record, article, write

from linkwatch.crawl import Replay
from linkwatch.errors import ReplayError
from linkwatch.model import FaultKind

URL = "https://www.hashi.jp/a?id=1"
A, B = article("一"), article("二")


def _at(day: int) -> datetime:
    return datetime(2025, 1, day, 3, tzinfo=UTC)


def _open(tmp_path: Path, *records: Record, at: datetime | None = None, zipped: bool = True) -> Replay:
    name = "pages.warc.gz" if zipped else "pages.warc"
    return Replay.open([write(tmp_path / name, records, gzip=zipped)], at)


@pytest.mark.parametrize("zipped", [True, False])
def test_a_url_is_answered_by_its_last_record_not_after_the_moment(tmp_path: Path, zipped: bool) -> None:
    days = {3: A, 5: B}
    records = [Record(url=URL, body=body, date=f"2025-01-0{day}T00:00:00Z") for day, body in days.items()]
    replay = _open(tmp_path, *reversed(records), zipped=zipped)
    assert replay.fetch(URL).body == B
    assert replay.moved_to(_at(5)).fetch(URL).body == B
    assert replay.moved_to(_at(4)).fetch(URL).body == A
    fault = replay.moved_to(_at(2)).fetch(URL).fault
    assert fault is not None
    assert fault.kind is FaultKind.NOT_IN_REPLAY


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ("https://www.hashi.jp/b", FaultKind.NOT_IN_REPLAY),
        ("https://www.hashi.jp/robots.txt", FaultKind.NOT_IN_REPLAY),
        ("http://www.hashi.jp/a?id=1", FaultKind.NOT_IN_REPLAY),
        ("https://hashi.jp/a?id=1", FaultKind.NXDOMAIN),
        ("https://elsewhere.jp/", FaultKind.NXDOMAIN),
    ],
)
def test_what_the_files_do_not_hold(tmp_path: Path, asked: str, kind: FaultKind) -> None:
    page = _open(tmp_path, Record(url=URL, body=A)).fetch(asked)
    assert page.status is None
    assert page.fault is not None
    assert page.fault.kind is kind


@pytest.mark.parametrize("asked", [URL, URL + "#part", "https://WWW.hashi.jp:443/x/../a?id=1"])
def test_spellings_of_one_address_find_the_record(tmp_path: Path, asked: str) -> None:
    assert _open(tmp_path, Record(url=URL, body=A)).fetch(asked).body == A


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ((("Content-Encoding", "gzip"),), gzip.compress(A, mtime=0)),
        ((("Content-Encoding", "br"),), brotli.compress(A)),
        ((("Transfer-Encoding", "chunked"),), b"%x\r\n%b\r\n0\r\n\r\n" % (len(A), A)),
        (
            (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(gzip.compress(A, mtime=0)), gzip.compress(A, mtime=0)),
        ),
        ((("Content-Encoding", "gzip"),), A),  # archives keep the decoded body under the old headers
        ((("Transfer-Encoding", "chunked"),), A),
    ],
)
def test_encodings_are_undone(tmp_path: Path, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
    page = _open(tmp_path, Record(url=URL, body=body, headers=(*HTML, *headers))).fetch(URL)
    assert page.body == A
    assert page.fault is None


def _revisit(date: str, profile: str, status: str = "200 OK", **warc: str) -> Record:
    fields = {"WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}"}
    fields |= {name.replace("_", "-"): value for name, value in warc.items()}
    headers = (("X-Visit", date),)
    return Record(url=URL, kind="revisit", date=date, status=status, headers=headers, warc_headers=fields)


def test_a_revisit_of_the_same_payload_shows_the_old_body_under_its_own_headers(tmp_path: Path) -> None:
    zipped = (*HTML, ("Content-Encoding", "gzip"))
    first = Record(url=URL, body=gzip.compress(A), headers=zipped, date="2025-01-03T00:00:00Z")
    other = Record(url="https://www.hashi.jp/b", body=B, date="2025-01-04T00:00:00Z")
    again = _revisit(
        "2025-01-05T00:00:00Z",
        "identical-payload-digest",
        WARC_Refers_To_Target_URI=URL,
        WARC_Refers_To_Date="2025-01-03T00:00:00Z",
    )
    page = _open(tmp_path, first, other, again).fetch(URL)
    assert page.body == A
    assert ("x-visit", "2025-01-05T00:00:00Z") in page.headers


def test_a_revisit_may_refer_to_another_address(tmp_path: Path) -> None:
    first = Record(url="https://www.hashi.jp/b", body=B, date="2025-01-03T00:00:00Z")
    again = _revisit(
        "2025-01-05T00:00:00Z",
        "identical-payload-digest",
        WARC_Refers_To_Target_URI="https://www.hashi.jp/b",
        WARC_Refers_To_Date="2025-01-03T00:00:00Z",
    )
    assert _open(tmp_path, first, again).fetch(URL).body == B


def test_a_server_not_modified_revisit_is_the_page_of_then(tmp_path: Path) -> None:
    first = Record(url=URL, body=A, date="2025-01-03T00:00:00Z")
    again = _revisit("2025-01-05T00:00:00Z", "server-not-modified", "304 Not Modified")
    page = _open(tmp_path, first, again).fetch(URL)
    assert (page.status, page.body) == (200, A)


def test_a_revisit_without_its_original_says_nothing_of_the_page(tmp_path: Path) -> None:
    fault = _open(tmp_path, _revisit("2025-01-05T00:00:00Z", "identical-payload-digest")).fetch(URL).fault
    assert fault is not None
    assert fault.kind is FaultKind.NOT_IN_REPLAY


LAST = "Wed, 01 Jan 2025 00:00:00 GMT"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ((("if-none-match", '"x"'),), 304),
        ((("if-none-match", 'W/"x"'),), 304),
        ((("if-none-match", '"w", "x"'),), 304),
        ((("if-none-match", '"y"'),), 200),
        ((("if-none-match", '"y"'), ("if-modified-since", LAST)), 200),
        ((("if-modified-since", LAST),), 304),
        ((("if-modified-since", "Thu, 02 Jan 2025 00:00:00 GMT"),), 304),
        ((("if-modified-since", "Tue, 31 Dec 2024 00:00:00 GMT"),), 200),
        ((("if-modified-since", "nonsense"),), 200),
        ((), 200),
    ],
)
def test_a_validator_that_holds_is_answered_by_304(
    tmp_path: Path, asked: tuple[tuple[str, str], ...], status: int
) -> None:
    headers = (*HTML, ("ETag", '"x"'), ("Last-Modified", LAST))
    page = _open(tmp_path, Record(url=URL, body=A, headers=headers)).fetch(URL, asked)
    assert page.status == status
    assert page.body == (A if status == 200 else b"")


def test_a_failure_written_down_by_record_is_answered_as_it_was_seen(tmp_path: Path) -> None:
    fault = Record(
        url="https://slow.jp/",
        kind="metadata",
        body=b"no answer in 30 s",
        warc_headers={"WARC-Linkwatch-Fault": "timeout", "Content-Type": "text/plain"},
    )
    page = _open(tmp_path, fault).fetch("https://slow.jp/")
    assert page.fault is not None
    assert (page.fault.kind, page.fault.detail) == (FaultKind.TIMEOUT, "no answer in 30 s")


def test_headers_that_no_reader_expects_do_no_harm(tmp_path: Path) -> None:
    page = _open(tmp_path, Record(url=URL, body=A, headers=(("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")))).fetch(URL)
    assert [value for name, value in page.headers if name == "set-cookie"] == ["a=1", "b=2"]


def test_a_thousand_headers_and_raw_bytes_in_them_are_read(tmp_path: Path) -> None:
    cookies = [("Set-Cookie", f"c{number}={'x' * 30}") for number in range(1000)]
    record = Record(url=URL, body=A, headers=(*HTML, *cookies, ("X-Last", "end")))
    path = write(tmp_path / "pages.warc", [record], gzip=False)
    raw = "橋".encode("cp932")
    path.write_bytes(path.read_bytes().replace(b"X-Last: end", b"X-Last: " + raw + b"!"))
    page = Replay.open([path]).fetch(URL)
    assert len(page.headers) == 1002
    assert dict(page.headers)["x-last"].encode("latin-1") == raw + b"!"
    assert page.body == A


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("share", [0.999, 0.9, 0.55])
def test_a_file_cut_off_is_an_error_that_names_the_record(tmp_path: Path, zipped: bool, share: float) -> None:
    noise = "".join(chr(0x4E00 + (number * number) % 20_000) for number in range(20_000)).encode()
    records = [Record(url=f"{URL}{number}", body=noise) for number in range(2)]
    path = write(tmp_path / "cut.warc.gz", records, gzip=zipped)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ReplayError) as told:
        Replay.open([path])
    assert str(path) in str(told.value)
    assert "byte" in str(told.value)
    assert told.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"this is no WARC file at all\n" * 100,
        gzip.compress(b"nor is this\n" * 100, mtime=0),
        b"\x1f\x8b broken",
        A,
    ],
)
def test_what_is_no_warc_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(content)
    with pytest.raises(ReplayError, match="WARC"):
        Replay.open([path])


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "pages.warc.gz", [Record(url=f"{URL}{number}", body=A) for number in range(5)])
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 20] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(ReplayError, match=r"pages\.warc\.gz"):
        Replay.open([path])


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match=r"nowhere\.warc"):
        Replay.open([tmp_path / "nowhere.warc"])
