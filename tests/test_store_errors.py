"""Whatever is wrong with the file: one line that names it and says what to do."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import db
from db.sqlite import connection
from db.sqlite.connection import explain
from db.store import Store
from linkwatch.errors import StoreCorrupt, StoreError, StoreLocked
from linkwatch.model import Selection
from tests.storing import EVERY, WATCHED, add, alive, crawl, document, night


def said(error: StoreError, path: Path) -> bool:
    """Tell whether an error is one line that names the file and what to do."""
    return str(path) in error.message and bool(error.hint) and "\n" not in str(error)


BAD_FILES: dict[str, tuple[type[StoreError], str, Callable[[Path], object]]] = {
    "text": (StoreCorrupt, "is no linkwatch database", lambda path: path.write_text("これは日記です。\n" * 200)),
    "zeros": (StoreCorrupt, "is no linkwatch database", lambda path: path.write_bytes(b"\0" * 8192)),
    "a folder": (StoreError, "is a folder", lambda path: path.mkdir()),
    "half a header": (
        StoreCorrupt,
        "is no linkwatch database",
        lambda path: path.write_bytes(b"SQLite format 3\0" * 2),
    ),
}


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_is_no_database(tmp_path: Path, case: str, read_only: bool) -> None:
    kind, words, make = BAD_FILES[case]
    path = tmp_path / "記録.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(kind, match=words) as caught:
        db.open(path, read_only=read_only)
    assert said(caught.value, path)
    assert before == (path.read_bytes() if path.is_file() else b"")


def test_a_missing_database_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no database yet") as caught:
        db.open(tmp_path / "none.db", read_only=True)
    assert said(caught.value, tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="its folder does not exist") as caught:
        db.open(tmp_path / "no" / "linkwatch.db")
    assert said(caught.value, tmp_path / "no" / "linkwatch.db")


@pytest.fixture
def full(tmp_path: Path) -> Path:
    path = tmp_path / "full.db"
    store = db.open(path)
    links = add(store, [f"https://site{at}.example/a" for at in range(300)])
    crawl(store, [alive(each, f"本文{each}" * 200) for each in links], at=0)
    store.close()
    return path


def every_read(store: Store) -> None:
    list(store.findings(EVERY))
    store.counts(EVERY)
    store.documents.watched()
    store.crawls.last()
    for link_id in range(1, 301):
        store.snapshots(link_id)
        store.checks.history(link_id)


def use(path: Path) -> None:
    store = db.open(path)
    try:
        every_read(store)
        add(store, ["https://new.example/"], "new.md")
    finally:
        store.close()


@pytest.mark.parametrize("part", range(1, 10))
def test_damage_anywhere_is_told(full: Path, part: int) -> None:
    data = bytearray(full.read_bytes())
    start = len(data) * part // 10
    data[start : start + 65536] = b"\xa5" * len(data[start : start + 65536])
    full.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        use(full)
    assert said(caught.value, full)


def test_a_truncated_database_is_told(full: Path) -> None:
    with full.open("r+b") as file:
        file.truncate(full.stat().st_size // 2)
    with pytest.raises(StoreCorrupt, match="is damaged") as caught:
        every_read(db.open(full, read_only=True))
    assert said(caught.value, full)


_HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_database_held_by_another_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection._OPTIONS, "timeout", 0.2)
    path = tmp_path / "held.db"
    store = db.open(path)
    add(store, ["https://site1.example/a"])
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            _HOLD,
            str(path),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        began = time.monotonic()
        with pytest.raises(StoreLocked, match="is in use by another process") as caught:
            add(store, ["https://site2.example/a"], "2.md")
        assert time.monotonic() - began < 2
        assert said(caught.value, path)
        assert store.counts(WATCHED)  # readers go on
    finally:
        holder.communicate()
    add(store, ["https://site2.example/a"], "2.md")
    store.close()


def test_five_seconds_are_waited() -> None:
    assert connection._OPTIONS["timeout"] == connection.BUSY_SECONDS == 5.0


def test_writing_where_only_reading_is_allowed_is_told(full: Path) -> None:
    store = db.open(full, read_only=True)
    with pytest.raises(StoreError, match="is read-only") as caught:
        add(store, ["https://new.example/"], "new.md")
    assert said(caught.value, full)
    store.close()


def test_a_full_disk_is_told_and_nothing_is_lost(full: Path) -> None:
    store = db.open(full)
    before = list(store.findings(WATCHED))
    store._connection._sqlite.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]
    with pytest.raises(StoreError, match="the disk is full") as caught:
        add(store, [f"https://more{at}.example/" for at in range(5000)], "more.md")
    assert said(caught.value, full)
    assert list(store.findings(Selection(documents=("記事/報告.md",)))) == before
    store.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreLocked),
        (sqlite3.SQLITE_LOCKED, StoreLocked),
        (sqlite3.SQLITE_CORRUPT_INDEX, StoreCorrupt),
        (sqlite3.SQLITE_IOERR_READ, StoreError),
        (sqlite3.SQLITE_CANTOPEN, StoreError),
        (sqlite3.SQLITE_READONLY_DBMOVED, StoreError),
        (sqlite3.SQLITE_PERM, StoreError),
        (sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, StoreError),
        (None, StoreError),
    ],
)
def test_every_kind_of_failure_has_words(code: int | None, kind: type[StoreError]) -> None:
    error = sqlite3.OperationalError("what SQLite says")
    if code is not None:
        error.sqlite_errorcode = code
    told = explain(error, Path("/data/記録.db"))
    assert type(told) is kind
    assert said(told, Path("/data/記録.db"))


def test_a_batch_with_a_mistake_is_stored_not_at_all(full: Path) -> None:
    store = db.open(full)
    crawl_id = store.crawls.begin(kind="crawl", night=night(1).date(), at=night(1))
    before = store.checks.history(1)
    with pytest.raises(StoreError):
        store.checks.record(99, [alive(1)], at=night(1))  # no such crawl
    assert store.checks.history(1) == before
    store.crawls.end(crawl_id, at=night(1), outcome="done")
    store.close()


def test_an_interrupt_in_mid_transaction_rolls_back(full: Path) -> None:
    store = db.open(full)

    def stopping() -> Iterator[object]:
        yield from ()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.checks.record(1, stopping(), at=night(1))  # type: ignore[arg-type]
    store.documents.save(document("after.md"), [], watch=True, at=night(1))
    assert store.documents.sha256("after.md")
    store.close()


def test_reading_works_where_nothing_may_be_written_beside(full: Path, tmp_path: Path) -> None:
    """A folder on read-only media: SQLite cannot make its shared-memory file, and need not."""
    folder = tmp_path / "media"
    folder.mkdir()
    shutil.copy(full, folder / "full.db")
    folder.chmod(0o555)
    try:
        store = db.open(folder / "full.db", read_only=True)
        assert len(list(store.findings(WATCHED))) == 300
        store.close()
    finally:
        folder.chmod(0o755)
