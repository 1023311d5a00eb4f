"""The schema: made by its migrations, written down in schema.sql, refused when it is not ours."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import db
from db import migrations
from db.migrations import steps
from db.migrations.schema import written_schema
from linkwatch.errors import StoreCorrupt, StoreError, StoreTooNew


def test_schema_sql_is_what_the_migrations_make(tmp_path: Path) -> None:
    db.open(tmp_path / "new.db").close()
    written = (Path(db.__file__).parent / "schema.sql").read_text("utf-8")
    assert written == written_schema(tmp_path / "new.db"), "python -m db.migrations.schema writes it anew"


def test_every_step_is_known_by_name() -> None:
    assert tuple(each.name for each in steps.migrations._migrations) == migrations.NAMES


def test_tables_are_strict_and_hold_together(tmp_path: Path) -> None:
    db.open(tmp_path / "new.db").close()
    with sqlite3.connect(tmp_path / "new.db") as sqlite:
        tables = sqlite.execute("PRAGMA table_list").fetchall()
        own = [row for row in tables if row[2] == "table" and not row[1].startswith(("sqlite_", "_"))]
        assert len(own) >= 10
        assert [row[1] for row in own if not row[5]] == []
        assert sqlite.execute("PRAGMA foreign_key_check").fetchall() == []
        assert sqlite.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    sqlite.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    db.open(tmp_path / "a.db").close()
    before = (tmp_path / "a.db").read_bytes()
    db.open(tmp_path / "a.db").close()
    db.open(tmp_path / "a.db", read_only=True).close()
    assert (tmp_path / "a.db").read_bytes() == before


def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    db.open(path).close()
    with sqlite3.connect(path) as sqlite:
        sqlite.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            ("linkwatch", "m999_later", "now"),
        )
    sqlite.close()
    for read_only in (False, True):
        with pytest.raises(StoreTooNew, match=r"newer\.db was written by a newer linkwatch \(m999_later\).*upgrade"):
            db.open(path, read_only=read_only)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as sqlite:
        sqlite.execute("CREATE TABLE bookmarks (url TEXT)")
    sqlite.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"theirs\.db is a database of another program"):
        db.open(path)
    assert path.read_bytes() == before


def test_a_lost_table_of_migrations_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    db.open(path).close()
    with sqlite3.connect(path) as sqlite:
        sqlite.execute("DROP TABLE _sqlite_migrations")
    sqlite.close()
    with pytest.raises(StoreCorrupt, match="lost its table of migrations"):
        db.open(path)


def test_a_failing_step_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(database: object, name: str) -> None:
        steps.Database.execute(database, "CREATE TABLE half (done TEXT)")  # type: ignore[arg-type]
        raise RuntimeError("the power went")

    monkeypatch.setattr(steps, "run_file", broken)
    with pytest.raises(RuntimeError):
        db.open(tmp_path / "a.db")
    monkeypatch.undo()
    with sqlite3.connect(tmp_path / "a.db") as sqlite:
        assert sqlite.execute("SELECT name FROM sqlite_schema").fetchall() == []
    sqlite.close()
    db.open(tmp_path / "a.db").close()


_OPENS = """
import sys
import db, db.sqlite, sqlite_utils
print("ready", flush=True)
sys.stdin.read(1)
db.open(sys.argv[1]).close()
print("opened")
"""


def test_many_processes_may_make_one_database_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _OPENS, str(tmp_path / "a.db")]
    here = Path(db.__file__).parent.parent
    with contextlib.ExitStack() as stack:
        openers = [
            stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=here))
            for _ in range(4)
        ]
        for opener in openers:
            assert opener.stdout is not None
            assert opener.stdout.readline() == b"ready\n"
        for opener in openers:
            assert opener.stdin is not None
            opener.stdin.write(b"!")
            opener.stdin.flush()
        assert [opener.communicate()[0] for opener in openers] == [b"opened\n"] * 4


@pytest.mark.parametrize("name", ["a?b#c%41.db", "データ ベース.db", "a'b\".db"])
def test_any_name_of_a_file_will_do(tmp_path: Path, name: str) -> None:
    db.open(tmp_path / name).close()
    db.open(tmp_path / name, read_only=True).close()
    made = {each.name for each in tmp_path.iterdir()}
    assert made <= {name, f"{name}-wal", f"{name}-shm"}  # a reader that is the last to close leaves its log
