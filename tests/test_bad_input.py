"""What goes wrong before a user's eyes: one line that names the file and says what to do, nothing stored is lost.

What needs a crawl, a signal or a second process is a process of its own, as a user would start it.
"""

from __future__ import annotations

import contextlib
import gzip
import http.server
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import called, environment, linkwatch, one_line

import db

AT = "2025-06-02T03:00:00+09:00"
RECORD = (
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0b5d8f5e-6f0c-4a3e-9d51-0c9a3f0e7a11>\r\n"
    b"WARC-Date: 2025-06-01T18:00:00Z\r\nWARC-Target-URI: https://www.kaiun.jp/a\r\n"
    b"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
PAGE = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    "<html><title>海運の統計</title><p>6月の入港は十七隻で、前の年より三隻多かった。港の利用はおおむね平年並みである。</p></html>"
).encode()


def web(folder: Path) -> Path:
    """A WARC file that holds one page."""
    file = folder / "web.warc.gz"
    file.write_bytes(gzip.compress(RECORD % (len(PAGE), PAGE)))
    return file


def write(folder: Path, name: str, data: bytes | str) -> None:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)


def nothing(folder: Path) -> None:
    """No preparation."""


def empty_folder(folder: Path) -> None:
    (folder / "photos").mkdir()
    write(folder, "photos/a.jpg", b"\xff\xd8\xff")


def binary(folder: Path) -> None:
    write(folder, "notes.md", b"\x7fELF\x02\x01\x01\x00\x00\x00" * 100)


def no_text_at_all(folder: Path) -> None:
    write(folder, "notes.md", bytes(range(256)) * 20)


def broken_toml(folder: Path) -> None:
    write(folder, "linkwatch.toml", "[crawl]\ntimeout = = 3\n")
    write(folder, "notes.md", "https://www.kaiun.jp/a")


def unknown_key(folder: Path) -> None:
    write(folder, "linkwatch.toml", "[crawl]\ntimout = 3\n")
    write(folder, "notes.md", "https://www.kaiun.jp/a")


def notes(folder: Path) -> None:
    write(folder, "notes.md", "海運の統計 https://www.kaiun.jp/a を見た。")


def no_database(folder: Path) -> None:
    notes(folder)
    write(folder, "linkwatch.toml", "")
    write(folder, "linkwatch.db", "This is no database. " * 100)


def cut_warc(folder: Path) -> None:
    notes(folder)
    file = web(folder)
    file.write_bytes(file.read_bytes()[:-60])


def no_warc(folder: Path) -> None:
    notes(folder)
    write(folder, "web.warc.gz", "no such thing")


ENCODINGS = ("utf-8", "utf-8-sig", "shift_jis", "euc_jp", "iso2022_jp", "utf-16")

Case = tuple[str, Callable[[Path], None], list[str], str]
"""What it is, what is prepared, the arguments, what must be said."""

CASES: list[Case] = [
    ("missing path", nothing, ["notes.md"], "notes.md: no such file or folder: check the spelling"),
    ("missing glob", nothing, ["*.md"], "*.md: no file matches"),
    (
        "folder without documents",
        empty_folder,
        ["photos"],
        "photos: no documents in this folder: linkwatch looks for",
    ),
    ("binary", binary, ["notes.md"], "notes.md"),
    ("bytes that are no text", no_text_at_all, ["notes.md"], "notes.md"),
    ("no path", nothing, [], "nothing to "),
    ("broken toml", broken_toml, ["notes.md"], "linkwatch.toml: not TOML: Invalid value (at line 2, column 11)"),
    ("unknown key", unknown_key, ["notes.md"], "unknown key crawl.timout: did you mean crawl.timeout?"),
    ("no database", no_database, ["notes.md"], "linkwatch.db"),
    ("database in no folder", notes, ["notes.md", "--database", "no/such/x.db"], "no/such/x.db"),
    ("bad pattern", notes, ["notes.md", "--exclude", "https://("], "exclude 'https://(': not a regular expression"),
    ("bad list", notes, ["--files-from", "list.txt"], "--files-from list.txt: No such file or directory"),
]
CHECKS: list[Case] = [
    ("time", notes, ["--at", "yesterday"], "'yesterday' is no time; write it like 2025-06-01T03:00:00+09:00"),
    ("time out of range", notes, ["--at", "9999-12-31T23:59:59-12:00"], "out of range"),
    ("no WARC there", notes, ["--replay", "none.warc.gz"], "none.warc.gz"),
    ("no WARC at all", no_warc, ["--replay", "web.warc.gz"], "web.warc.gz"),
    ("timeout", notes, ["--timeout", "soon"], "'soon' is not a number of seconds above 0, like 20"),
    ("age", notes, ["--max-age", "1"], "'1' is not a length of time"),
    ("network", notes, ["--allow-private", "intranet"], "is not a list of networks"),
    ("header", notes, ["--header", "nonsense"], "is not headers"),
]


@pytest.mark.parametrize("command", ["add", "check"])
@pytest.mark.parametrize(
    ("prepare", "arguments", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_bad_documents_and_settings(
    tmp_path: Path, command: str, prepare: Callable[[Path], None], arguments: list[str], said: str
) -> None:
    prepare(tmp_path)
    done = called(command, *arguments, *(["--offline"] if command == "check" else []), folder=tmp_path)
    assert said in one_line(done)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("prepare", "arguments", "said"), [case[1:] for case in CHECKS], ids=[case[0] for case in CHECKS]
)
def test_bad_runs(tmp_path: Path, prepare: Callable[[Path], None], arguments: list[str], said: str) -> None:
    prepare(tmp_path)
    done = called("check", "notes.md", *arguments, folder=tmp_path)
    assert said in one_line(done)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_truncated_warc_gives_what_it_holds_or_one_line(tmp_path: Path) -> None:
    cut_warc(tmp_path)
    done = linkwatch("check", "notes.md", "--replay", "web.warc.gz", "--at", AT, folder=tmp_path)
    assert "Traceback" not in done.stderr
    assert "web.warc.gz" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.returncode in (0, 2)


@pytest.fixture(scope="module")
def read_in_six_encodings(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """One document in each encoding, named after it, in one check."""
    folder = tmp_path_factory.mktemp("encodings")
    text = "海運の統計「入港は十七隻」（北海新報、２０２５年６月１日）\nhttps://www.kaiun.jp/a\nを見た。\n" * 3
    for codec in ENCODINGS:
        write(folder, f"{codec}.txt", text.encode(codec))
    web(folder)
    return called("check", ".", "--replay", "web.warc.gz", "--at", AT, "--format", "jsonl", folder=folder)


@pytest.mark.parametrize("codec", ENCODINGS)
def test_japanese_in_any_of_its_encodings_is_read(
    read_in_six_encodings: subprocess.CompletedProcess[str], codec: str
) -> None:
    done = read_in_six_encodings
    assert (done.stderr, done.returncode) == ("", 0)
    (link,) = (json.loads(line) for line in done.stdout.splitlines())
    found = [cited for cited in link["citations"] if cited["document"] == f"{codec}.txt"]
    assert [cited["line"] for cited in found] == [2, 5, 8]
    assert {cited["published_at"] for cited in found} == {"2025-06-01"}, "the line above was decoded"


def test_broken_utf_8_is_read_as_far_as_it_is_text(tmp_path: Path) -> None:
    good = "海運の統計をまとめた頁を見た。https://www.kaiun.jp/a のとおり。\n".encode()
    write(tmp_path, "notes.txt", good * 20 + b"\xe3\x81 \xff broken\n" + good)
    web(tmp_path)
    done = called("check", "notes.txt", "--replay", "web.warc.gz", "--at", AT, folder=tmp_path)
    assert "Traceback" not in done.stderr
    assert "1 link: 1 alive" in done.stdout


def test_one_bad_document_in_a_folder_does_not_keep_the_others_from_being_checked(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    write(tmp_path, "docs/good.md", "https://www.kaiun.jp/a")
    write(tmp_path, "docs/bad.md", b"\x7fELF\x02\x01\x01\x00\x00\x00" * 100)
    web(tmp_path)
    done = called("check", "docs", "--replay", "web.warc.gz", "--at", AT, folder=tmp_path)
    assert "bad.md" in one_line(done)
    assert "1 link: 1 alive" in done.stdout
    assert done.returncode == 2, "not everything was checked"


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database in which a link was seen alive."""
    folder = tmp_path_factory.mktemp("seen")
    notes(folder)
    write(folder, "linkwatch.toml", "")
    web(folder)
    assert called("add", "notes.md", folder=folder).returncode == 0
    done = called("crawl", "--replay", "web.warc.gz", "--at", AT, folder=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def watched(seen: Path, tmp_path: Path) -> Path:
    """The database in a copy of that folder, ``tmp_path``."""
    shutil.copytree(seen, tmp_path, dirs_exist_ok=True)
    return tmp_path / "linkwatch.db"


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if "fts" not in name}
    database.close()
    return rows


def test_a_locked_database_is_one_line_and_keeps_what_it_has(tmp_path: Path, watched: Path) -> None:
    file = watched
    before = contents(file)
    holder = sqlite3.connect(file)
    holder.execute("BEGIN IMMEDIATE")
    try:
        done = linkwatch("add", "notes.md", folder=tmp_path)
        assert "linkwatch.db" in one_line(done)
        assert done.returncode == 2
        report = linkwatch("report", folder=tmp_path)
        assert (report.returncode, report.stderr) == (0, ""), "reading goes on beside a writer"
    finally:
        holder.rollback()
        holder.close()
    assert contents(file) == before


def test_a_second_crawl_on_one_database_is_refused(tmp_path: Path, watched: Path) -> None:
    """Its lease is held by a process that lives: this one."""
    file = watched
    store = db.open(file)
    now = datetime.now(UTC)
    try:
        store.crawls.begin(kind="crawl", night=now.date(), at=now)
        done = linkwatch("crawl", "--replay", "web.warc.gz", folder=tmp_path)
    finally:
        store.close()
    assert "linkwatch.db" in one_line(done)
    assert done.returncode == 2


def test_a_database_from_a_newer_linkwatch_is_left_alone(tmp_path: Path, watched: Path) -> None:
    file = watched
    database = sqlite3.connect(file)
    database.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('linkwatch', 'm999_of_tomorrow')")
    database.commit()
    database.close()
    before = contents(file)
    for command in (["add", "notes.md"], ["crawl", "--replay", "web.warc.gz"], ["check", "notes.md"], ["report"]):
        done = called(*command, folder=tmp_path)
        assert "newer" in one_line(done)
        assert done.returncode == 2
    assert contents(file) == before


@pytest.mark.parametrize("damage", ["header", "pages", "half"])
def test_a_damaged_database_is_one_line_and_is_not_made_worse(tmp_path: Path, watched: Path, damage: str) -> None:
    file = watched
    data = bytearray(file.read_bytes())
    if damage == "header":
        data[:16] = b"SQLite format 9\0"
    elif damage == "pages":
        data[4096:] = b"\xa5" * (len(data) - 4096)
    else:
        del data[len(data) // 2 :]
    file.write_bytes(data)
    for command in (["add", "notes.md"], ["crawl", "--replay", "web.warc.gz"], ["report"]):
        done = called(*command, folder=tmp_path)
        if done.returncode == 0 and damage == "half":
            continue  # what it asked for lay in the half that is left
        assert "linkwatch.db" in one_line(done)
        assert done.returncode == 2


def stopped(child: subprocess.Popen[bytes]) -> tuple[str, str]:
    """Press Ctrl-C as people do, again when nothing happens; give what it wrote."""
    while child.poll() is None:
        child.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(10)
    out, err = child.communicate()
    return out.decode(), err.decode()


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "linkwatch", *arguments],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_ctrl_c_while_it_waits_for_standard_input(tmp_path: Path) -> None:
    child = started(tmp_path, "check", "-")
    time.sleep(1.0)
    out, err = stopped(child)
    assert (child.returncode, out, err) == (130, "", "\nlinkwatch: interrupted\n")


class Web(http.server.BaseHTTPRequestHandler):
    """Answers /a at once, and lets whoever asks for /b wait until it is over."""

    asked = threading.Event()
    over = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        if self.path == "/b":
            self.asked.set()
            self.over.wait(60)
        with contextlib.suppress(ConnectionError):  # whoever asked was stopped
            self.send_response(200 if self.path in ("/a", "/b") else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(PAGE.partition(b"\r\n\r\n")[2])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_ctrl_c_in_mid_crawl_keeps_what_was_seen(tmp_path: Path) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}"
    write(tmp_path, "notes.md", f"- {site}/a\n- {site}/b\n")
    write(tmp_path, "linkwatch.toml", "[crawl]\ndelay = 0\nallow_private = ['127.0.0.0/8']\n")
    try:
        child = started(tmp_path, "check", "notes.md")
        assert Web.asked.wait(60), "the second link was asked for"
        out, err = stopped(child)
        assert child.returncode == 130, err
        assert err == ""
        assert "Stopped before the end" in out
        store = db.open(tmp_path / "linkwatch.db")
        seen = [len(store.checks.history(link)) for link in (1, 2)]
        store.close()
        assert seen == [1, 0]
        Web.over.set()
        done = linkwatch("check", "notes.md", "--format", "jsonl", folder=tmp_path)
        assert [json.loads(line)["state"] for line in done.stdout.splitlines()] == ["alive", "alive"]
    finally:
        Web.over.set()
        server.shutdown()
        server.server_close()
