"""Keeping the database well: damage is found, copies are whole, what is old goes and what is needed stays."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import called, one_line

import db
from db.rows import Pruned
from db.store import Store
from linkwatch.errors import StoreError, StoreLocked
from linkwatch.model import BaselineKind, Comparison, Drift
from tests.storing import EVERY, WATCHED, add, alive, cite, crawl, document, failed, night

A, B = "https://site1.example/a", "https://site2.example/a"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "linkwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = db.open(path)
    yield store
    store.close()


def change(path: Path, sql: str) -> None:
    """Do to the database what linkwatch never does."""
    sqlite = sqlite3.connect(path)
    with sqlite:
        sqlite.execute(sql)
    sqlite.close()


def count(path: Path, table: str) -> int:
    sqlite = sqlite3.connect(path)
    [(found,)] = sqlite.execute(f"SELECT count(*) FROM {table}").fetchall()
    sqlite.close()
    return int(found)


# --- check ------------------------------------------------------------------------------------

WRONGS = {
    "DELETE FROM documents": "2 rows of citations point to documents that are not there",
    "UPDATE links SET watched = 0 WHERE id = 1": "1 links are marked as watched or not",
    "UPDATE links SET due_night = NULL": "2 watched links are due on no night",
    "UPDATE links SET check_id = 2 WHERE id = 1": "1 links point to another link's check",
    "UPDATE links SET snapshot_id = 2 WHERE id = 1": "1 links point to another link's version",
    "UPDATE links SET first_snapshot_id = NULL WHERE id = 1": "1 links have lost their first or current version",
}


@pytest.mark.parametrize("sql", WRONGS)
def test_what_does_not_hold_together_is_found(store: Store, path: Path, sql: str) -> None:
    links = add(store, [A, B])
    crawl(store, [alive(each) for each in links], at=0)
    assert store.upkeep.check() == ()
    change(path, sql)
    assert any(WRONGS[sql] in line for line in store.upkeep.check())


def test_damage_in_the_file_is_found(store: Store, path: Path) -> None:
    links = add(store, [f"https://site{at}.example/a" for at in range(200)])
    crawl(store, [alive(each, f"本文{each}" * 100) for each in links], at=0)
    store.close()
    sqlite = sqlite3.connect(path)
    [(root,)] = sqlite.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'links_by_host'").fetchall()
    [(size,)] = sqlite.execute("PRAGMA page_size").fetchall()
    sqlite.close()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size + size // 2 : root * size] = b"\x17" * (size // 2)
    path.write_bytes(data)
    done = called("db", "check", "--database", str(path), folder=path.parent)
    assert done.returncode == 1
    assert "links_by_host" in done.stdout or "damaged so badly" in done.stdout
    assert "Traceback" not in done.stderr


# --- backup -----------------------------------------------------------------------------------

_WRITES = """
import sys
import db
from tests.storing import add, alive, night

store = db.open(sys.argv[1])
links = add(store, [f"https://site{at}.example/a" for at in range(2000)])
crawl_id = store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
print("begun", flush=True)
for at in range(0, 2000, 20):
    visits = [alive(each, f"本文{each}。" * 200) for each in links[at : at + 20]]
    store.checks.record(crawl_id, visits, at=night(0))
    print(at, flush=True)
"""


def test_a_backup_is_whole_while_a_crawl_writes(path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITES, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as crawler:
        assert crawler.stdout is not None
        assert [crawler.stdout.readline().strip() for _ in range(4)] == ["begun", "0", "20", "40"]
        store = db.open(path, read_only=True)
        size = store.upkeep.backup(tmp_path / "copy.db")
        store.close()
        crawler.stdout.read()
    assert crawler.returncode == 0
    assert size == (tmp_path / "copy.db").stat().st_size
    copy = db.open(tmp_path / "copy.db")
    assert copy.upkeep.check() == ()
    visited = [each for each in copy.findings(WATCHED) if each.checked_at]
    assert 60 <= len(visited) <= 2000
    assert len(visited) % 20 == 0
    copy.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.db", "linkwatch.db"]


def test_a_backup_replaces_nothing_unasked(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine", "utf-8")
    with pytest.raises(StoreError, match=r"copy\.db exists: name another file, or say --force"):
        store.upkeep.backup(copy)
    assert copy.read_text("utf-8") == "mine"
    store.upkeep.backup(copy, replace=True)
    db.open(copy, read_only=True).close()


def test_a_backup_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no/copy\.db: its folder does not exist"):
        store.upkeep.backup(tmp_path / "no" / "copy.db")


# --- prune and vacuum ---------------------------------------------------------------------------

NOTHING = Pruned(documents=0, links=0, versions=0, checks=0, bytes=0)


def prune(store: Store, *, before: int, only_tell: bool = False) -> Pruned:
    return store.upkeep.prune(before=night(before), at=night(before), only_tell=only_tell)


def test_first_current_and_compared_versions_stay(store: Store, path: Path) -> None:
    add(store, [A])
    for number, text in enumerate("一二三四五"):
        crawl_id = crawl(store, [alive(1, text)], at=number)
        if text == "三":
            compared = store.drifts.pending(crawl_id)
            same = Comparison(drift=Drift.SAME, baseline=BaselineKind.FIRST)
            store.drifts.save(crawl_id, [(each, same) for each in compared], at=night(number))
    crawl(store, [alive(1, "新", extractor="article/2")], at=5)
    crawl(store, [alive(1, "六", extractor="article/2")], at=6)
    planned = prune(store, before=99, only_tell=True)
    assert [each.text for each in store.snapshots(1)] == list("一二三四五新六")
    gone = prune(store, before=99)
    assert gone == planned
    assert (gone.versions, gone.bytes) == (3, sum(len(alive(1, text).body) + 3 for text in "二四五"))
    assert [each.text for each in store.snapshots(1)] == list("一三新六")
    assert count(path, "texts") == count(path, "bodies") == 4
    assert store.upkeep.check() == ()
    assert prune(store, before=99) == NOTHING


def test_what_was_seen_since_stays(store: Store) -> None:
    add(store, [A])
    for number, text in enumerate("一二三四"):
        crawl(store, [alive(1, text)], at=number)
    assert prune(store, before=2).versions == 1
    assert [each.text for each in store.snapshots(1)] == list("一三四")


def test_a_text_that_another_page_carries_stays(store: Store) -> None:
    add(store, [A, B])
    for number, text in enumerate("一二三"):
        crawl(store, [alive(1, text), alive(2, "二")], at=number)
    assert (prune(store, before=99).versions, [each.text for each in store.snapshots(2)]) == (1, ["二"])


def test_the_last_check_stays(store: Store) -> None:
    add(store, [A])
    for number, visit in enumerate([alive(1), failed(1), alive(1), failed(1)]):
        crawl(store, [visit], at=number)
    assert prune(store, before=99).checks == 3
    [(first, _, _, verdict, _)] = store.checks.history(1)
    assert (first, verdict) == (night(3), failed(1).verdict)


def test_documents_on_no_watch_go_with_the_links_that_only_they_cite(store: Store, path: Path) -> None:
    add(store, [A, B], "checked.md", watch=False)
    add(store, [A], "watched.md")
    store.documents.save(document("later.md"), [cite("https://site3.example/a")], watch=False, at=night(9))
    crawl(store, [alive(1), alive(2), alive(3)], at=0)
    assert prune(store, before=5, only_tell=True).documents == 1
    gone = prune(store, before=5)
    assert (gone.documents, gone.links, gone.versions, gone.checks) == (1, 1, 1, 1)
    assert [each.canonical_url for each in store.findings(EVERY)] == ["https://site3.example/a", A]
    assert store.upkeep.check() == ()
    assert count(path, "citation_words") == 2
    again = add(store, [B], "again.md")
    crawl(store, [alive(again[0], "戻った")], at=10)
    assert [each.text for each in store.snapshots(again[0])] == ["戻った"]


def test_a_drift_goes_with_the_citation_that_had_it(store: Store) -> None:
    for name, quote, watch in (("checked.md", "無い文。", False), ("watched.md", "本文です。", True)):
        store.documents.save(document(name), [cite(A, quote=quote)], watch=watch, at=night(0))
    crawl_id = crawl(store, [alive(1)], at=0)
    outcomes = [Comparison(drift=each, baseline=BaselineKind.QUOTE) for each in (Drift.EDITED, Drift.SAME)]
    store.drifts.save(crawl_id, list(zip(store.drifts.pending(crawl_id), outcomes, strict=True)), at=night(0))
    assert store.drift_counts(WATCHED) == {Drift.EDITED: 1}
    prune(store, before=5)
    assert store.drift_counts(WATCHED) == {Drift.SAME: 1}


def test_an_id_of_a_version_is_never_given_twice(store: Store) -> None:
    add(store, [A])
    add(store, [B], "checked.md", watch=False)
    crawl(store, [alive(1, "一"), alive(2, "二")], at=0)
    prune(store, before=5)
    crawl(store, [alive(1, "三")], at=6)
    assert [each.id for each in store.snapshots(1)] == [1, 3]


def test_vacuum_gives_room_back(store: Store, path: Path) -> None:
    links = add(store, [f"https://site{at}.example/a" for at in range(300)], "checked.md", watch=False)
    crawl(store, [alive(each, f"本文{each}。" * 300) for each in links], at=0)
    prune(store, before=5)
    before, after = store.upkeep.vacuum(at=night(6))
    assert after < before / 2
    assert path.stat().st_size == after
    assert store.upkeep.check() == ()


@pytest.mark.parametrize("what", ["prune", "vacuum"])
def test_a_crawl_is_not_disturbed(store: Store, what: str) -> None:
    store.crawls.begin(kind="crawl", night=night(0).date(), at=night(0))
    with pytest.raises(StoreLocked, match="crawl 1 is running"):
        prune(store, before=5) if what == "prune" else store.upkeep.vacuum(at=night(0))


# --- the commands -------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = db.open(tmp_path / "linkwatch.db")
    add(store, [A, B])
    for number, text in enumerate("一二三"):
        crawl(store, [alive(1, text), failed(2)], at=number)
    store.close()
    (tmp_path / "linkwatch.toml").touch()
    return tmp_path


def test_db_check_says_that_all_is_well_or_what_is_not(folder: Path) -> None:
    done = called("db", "check", folder=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert one_line(done).endswith("linkwatch.db: all is well")
    change(folder / "linkwatch.db", "UPDATE links SET due_night = NULL")
    done = called("db", "check", "-q", folder=folder)
    assert done.returncode == 1
    assert done.stdout.endswith("linkwatch.db: 2 watched links are due on no night\n")


def test_db_backup_and_vacuum(folder: Path) -> None:
    done = called("db", "backup", "copy.db", folder=folder)
    assert (done.returncode, one_line(done).startswith("copy.db: ")) == (0, True)
    assert one_line(called("db", "backup", "copy.db", folder=folder)) == (
        "copy.db exists: name another file, or say --force"
    )
    assert called("db", "backup", "copy.db", "--force", folder=folder).returncode == 0
    assert " before, " in one_line(called("db", "vacuum", folder=folder))


def test_db_prune_says_first_and_does_only_when_told(folder: Path) -> None:
    told = "1 versions, 0 checks, 0 documents and 0 links would go"
    done = called("db", "prune", "--older-than", "1d", folder=folder)
    assert (done.returncode, told in done.stdout) == (0, True)
    assert one_line(done) == "nothing went: --yes does it"
    done = called("db", "prune", "--older-than", "1d", "--yes", folder=folder)
    assert (done.returncode, told in done.stdout) == (0, True)
    assert one_line(done).startswith("gone; ")
    done = called("db", "prune", "--older-than", "1d", folder=folder)
    assert "0 versions, 0 checks, 0 documents and 0 links would go" in done.stdout
    assert "is not a length of time" in one_line(called("db", "prune", "--older-than", "long", folder=folder))


def test_mute_and_hear_again(folder: Path) -> None:
    done = called("mute", B, "--until", "2999-12-31", "--note", "省の移転", folder=folder)
    assert (done.returncode, one_line(done)) == (0, f"{B}: muted until 2999-12-31")
    store = db.open(folder / "linkwatch.db", read_only=True)
    assert [each.muted_until and each.muted_until.isoformat() for each in store.findings(WATCHED)] == [
        None,
        "2999-12-31",
    ]
    store.close()
    assert called("mute", "2", "--off", folder=folder).returncode == 0
    assert one_line(called("mute", "99", folder=folder)).startswith("99: no document cites it: ")
    over = called("mute", B, "--until", "2001-01-01", folder=folder)
    assert one_line(over).startswith("--until 2001-01-01: is over")
    assert called("mute", B, "--off", "--note", "x", folder=folder).returncode == 2
    assert "until" in one_line(called("mute", B, folder=folder))
