"""Copies of pages in web archives: kept once, with what was asked; they come with links to settle and compare."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import db
from db.sqlite.connection import Connection
from db.sqlite.rekey import rekey
from db.store import Store
from linkwatch.errors import StoreError
from linkwatch.model import BaselineKind, Capture, Comparison, Drift
from linkwatch.urls import CANONICAL_VERSION
from tests.storing import WATCHED, add, alive, crawl, failed, night

OLD = Capture(
    archive="warp", taken_at=night(-900), address="https://warp.example/1/https://site1.example/a", status=200
)
NEW = Capture(
    archive="wayback", taken_at=night(-3), address="https://web.example/2/https://site1.example/a", text="本文"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "linkwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = db.open(path)
    add(store, ["https://site1.example/a", "https://site2.example/a"])
    yield store
    store.close()


def rows(path: Path, table: str) -> int:
    sqlite = sqlite3.connect(path)
    [(count,)] = sqlite.execute(f"SELECT count(*) FROM {table}").fetchall()
    sqlite.close()
    return int(count)


def test_copies_are_kept_once_and_told_oldest_first(store: Store, path: Path) -> None:
    assert store.captures.of(1) == ()
    assert store.captures.save(1, "wayback", [NEW, OLD], at=night(0)) == 2
    assert store.captures.save(1, "wayback", [OLD, NEW], at=night(1)) == 0
    assert store.captures.of(1) == (OLD, NEW)
    assert store.captures.of(2) == ()
    assert (rows(path, "captures"), rows(path, "captures_asked")) == (2, 1)


def test_what_is_learnt_later_is_added_and_nothing_is_forgotten(store: Store) -> None:
    store.captures.save(1, "warp", [replace(OLD, status=None)], at=night(0))
    store.captures.save(1, "warp", [replace(OLD, text="昔の本文")], at=night(0))
    store.captures.save(1, "warp", [replace(OLD, status=None)], at=night(1))
    assert store.captures.of(1) == (replace(OLD, text="昔の本文"),)


def test_a_copy_without_text_is_told_from_one_not_fetched(store: Store) -> None:
    store.captures.save(1, "warp", [replace(OLD, text=""), replace(OLD, address="x")], at=night(0))
    assert [each.text for each in store.captures.of(1)] == ["", None]


def test_an_empty_answer_is_remembered(store: Store) -> None:
    assert store.captures.asked(1, "warp") is None
    store.captures.save(1, "warp", [], at=night(0))
    store.captures.save(1, "warp", [], at=night(2), wanted="2015-11")
    assert store.captures.asked(1, "warp") == night(0)
    assert store.captures.asked(1, "warp", wanted="2015-11") == night(2)
    assert store.captures.asked(1, "wayback") is None
    assert store.captures.asked(2, "warp") is None


def test_an_unknown_link_has_no_copies(store: Store) -> None:
    with pytest.raises(StoreError):
        store.captures.save(99, "warp", [OLD], at=night(0))


def test_copies_come_with_links_to_settle_and_findings(store: Store) -> None:
    store.captures.save(1, "wayback", [NEW], at=night(0))
    crawl_id = crawl(store, [failed(1), failed(2)], at=0, settle=False)
    assert [each.captures for each in store.settling.pending(crawl_id)] == [(NEW,), ()]
    assert [each.captures for each in store.findings(WATCHED)] == [(replace(NEW, text=None),), ()]
    view = store.views.link(1)
    assert view is not None
    assert view.captures == (replace(NEW, text=None),)


def test_a_new_text_to_be_held_against_is_compared_once(store: Store) -> None:
    def compare(at: int) -> list[tuple[Capture, ...]]:
        crawl_id = crawl(store, [alive(1), alive(2)], at=at)
        pending = store.drifts.pending(crawl_id)
        outcome = Comparison(drift=Drift.SAME, baseline=BaselineKind.ARCHIVE)
        store.drifts.save(crawl_id, [(each, outcome) for each in pending], at=night(at))
        return [each.captures for each in pending]

    assert compare(0) == [(), ()]
    store.captures.save(1, "warp", [OLD], at=night(1))
    assert compare(1) == []
    store.captures.save(1, "warp", [replace(OLD, text="昔の本文")], at=night(2))
    assert compare(2) == [(replace(OLD, text="昔の本文"),)]
    store.captures.save(1, "warp", [replace(OLD, text="昔の本文")], at=night(3))
    assert compare(3) == []


def test_merged_links_share_their_copies(store: Store, path: Path) -> None:
    for link_id in (1, 2):
        store.captures.save(link_id, "warp", [OLD], at=night(link_id))
    store.captures.save(1, "wayback", [NEW], at=night(3))
    connection = Connection(path)
    rekey(connection, version=CANONICAL_VERSION + 1, canonical=lambda _: "https://one.example/")
    connection.close()
    [finding] = store.findings(WATCHED)
    assert store.captures.of(finding.link_id) == (OLD, NEW)
    assert store.captures.asked(finding.link_id, "wayback") == night(3)


def test_pruning_keeps_copies_of_what_is_watched(store: Store, path: Path) -> None:
    [checked] = add(store, ["https://site3.example/a"], "checked.md", watch=False)
    add(store, ["https://site4.example/a"], "later.md")
    crawl(store, [alive(1), alive(checked), alive(4)], at=0)
    store.captures.save(1, "wayback", [NEW], at=night(0))
    mine = replace(NEW, text="別の写し")
    store.captures.save(checked, "wayback", [mine, replace(mine, address="y", text=NEW.text)], at=night(0))
    gone = store.upkeep.prune(before=night(9), at=night(9), only_tell=False)
    assert (gone.links, store.captures.of(1)) == (1, (NEW,))
    assert (rows(path, "captures"), rows(path, "captures_asked")) == (1, 1)
    assert rows(path, "texts") == 2
    assert store.upkeep.check() == ()
