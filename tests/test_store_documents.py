"""Documents live: they are read again, renamed, deleted, taken off watch; their citations keep their history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import db
from db.sqlite.matching import Place, pair
from db.store import Store
from linkwatch.model import Baseline, BaselineKind, Citation, Comparison, Drift, Selection
from tests.storing import EVERY, WATCHED, add, alive, cite, crawl, document, night, tomorrow

A, B, C = "https://site1.example/a", "https://site2.example/a", "https://site3.example/a"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "linkwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = db.open(path)
    yield store
    store.close()


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    sqlite = sqlite3.connect(path)
    rows = sqlite.execute(sql).fetchall()
    sqlite.close()
    return rows


def save(store: Store, *citations: Citation, at: int = 0, data: str = "", name: str = "a.md") -> db.rows.Saved:
    return store.documents.save(document(name, data=data), list(citations), watch=True, at=night(at))


def test_saving_tells_what_it_brought(store: Store) -> None:
    first = save(store, cite(A, 1), cite(B, 2), cite(A, 3))
    assert (first.citations, first.new_links, first.removed_citations, first.renamed_from) == (3, 2, 0, None)
    second = save(store, cite(A, 1), cite(C, 2), at=1, data="edited")
    assert (second.document_id, second.citations, second.new_links, second.removed_citations) == (
        first.document_id,
        2,
        1,
        2,
    )


def test_a_document_read_again_unchanged_is_the_same(store: Store, path: Path) -> None:
    save(store, cite(A, 1, quote="一。"), cite(B, 2))
    before = query(path, "SELECT * FROM citations"), query(path, "SELECT * FROM links")
    save(store, cite(A, 1, quote="一。"), cite(B, 2), at=1)
    assert (query(path, "SELECT * FROM citations"), query(path, "SELECT * FROM links")) == before
    [row] = store.documents.watched()
    assert (row.added_at, row.read_at, row.citations) == (night(0), night(1), 2)


def test_a_citation_moved_by_a_new_line_keeps_its_id(store: Store, path: Path) -> None:
    save(store, cite(A, 10), cite(A, 20), cite(B, 30))
    save(store, cite(A, 3), cite(A, 11), cite(A, 21), cite(B, 31), at=1, data="edited")
    assert query(path, "SELECT id, line FROM citations ORDER BY id") == [(1, 11), (2, 21), (3, 31), (4, 3)]


def test_a_removed_citation_is_kept_as_history_and_comes_back(store: Store, path: Path) -> None:
    save(store, cite(A, 1), cite(B, 2))
    save(store, cite(B, 1), at=1, data="edited")
    assert [each.canonical_url for each in store.findings(WATCHED)] == [B]
    assert [each.canonical_url for each in store.findings(EVERY)] == [B]
    assert query(path, "SELECT id, removed_at IS NULL FROM citations ORDER BY id") == [(1, 0), (2, 1)]
    assert store.links.due(night=tomorrow(0), selection=WATCHED)[0].canonical_url == B
    save(store, cite(A, 1), cite(B, 2), at=2)
    assert query(path, "SELECT id, removed_at IS NULL FROM citations ORDER BY id") == [(1, 1), (2, 1)]
    assert len(store.links.due(night=tomorrow(0), selection=WATCHED)) == 2


def test_a_changed_quote_is_compared_again(store: Store) -> None:
    save(store, cite(A, 1, quote="本文です。"), cite(A, 2))
    crawl(store, [alive(1)], at=0)
    for number, changed in (
        (1, {"quote": "別の引用。"}),
        (2, {"quote": "別の引用。", "line": 9}),
        (3, {"quote": "別の引用。", "line": 9, "quote_inferred": True}),
        (4, {"quote": None}),
    ):
        save(store, replace(cite(A, 1), **changed), cite(A, 20), at=number, data=str(number))
        crawl_id = crawl(store, [alive(1)], at=number)
        pending = store.drifts.pending(crawl_id)
        outcome = Comparison(drift=Drift.SAME, baseline=BaselineKind.QUOTE)
        store.drifts.save(crawl_id, [(each, outcome) for each in pending], at=night(number))
        given = [each.citation_id for each in pending]
        assert given == {1: [1, 2], 2: [], 3: [1], 4: [1]}[number]
        if number >= 3:
            assert pending[0].before == outcome
            assert pending[0].citation.quote_inferred is (number == 3)


def test_the_first_version_is_a_baseline_only_for_a_later_one_of_the_same_extractor(store: Store) -> None:
    save(store, cite(A, 1))
    for number, visit in enumerate(
        [alive(1, "一"), alive(1, "二"), alive(1, "三", extractor="article/2"), alive(1, "四", extractor="article/2")]
    ):
        crawl_id = crawl(store, [visit], at=number)
        [pending] = store.drifts.pending(crawl_id)
        assert pending.text == "一二三四"[number]
        assert (
            pending.first
            == {
                0: None,
                1: Baseline(kind=BaselineKind.FIRST, text="一", title="見出し", at=night(0), extractor="article/1"),
                2: None,
                3: Baseline(kind=BaselineKind.FIRST, text="三", title="見出し", at=night(2), extractor="article/2"),
            }[number]
        )
        assert (pending.older and pending.older.text) == (None, None, "一", "一")[number]


def test_a_renamed_document_keeps_its_history(store: Store, path: Path) -> None:
    first = save(store, cite(A, 1), name="old.md", data="same")
    assert store.documents.gone("old.md", at=night(1))
    second = save(store, cite(A, 1), name="new.md", data="same", at=1)
    assert (second.document_id, second.renamed_from) == (first.document_id, "old.md")
    assert [(each.name, each.gone_at, each.added_at) for each in store.documents.watched()] == [
        ("new.md", None, night(0))
    ]
    assert query(path, "SELECT count(*) FROM citations") == [(1,)]
    assert store.counts(WATCHED) != {}


def test_a_copy_is_no_renaming(store: Store) -> None:
    save(store, cite(A, 1), name="old.md", data="same")
    assert save(store, cite(A, 1), name="copy.md", data="same").renamed_from is None
    assert [each.name for each in store.documents.watched()] == ["copy.md", "old.md"]


def test_a_deleted_document_is_told_once_and_cites_nothing_until_it_is_back(store: Store) -> None:
    save(store, cite(A, 1))
    assert store.documents.gone("a.md", at=night(1))
    assert not store.documents.gone("a.md", at=night(2))
    assert not store.documents.gone("unknown.md", at=night(2))
    assert store.documents.count()[1] == 1
    [row] = store.documents.watched()
    assert row.gone_at == night(1)
    assert list(store.findings(WATCHED)) == []
    assert store.links.count_due(night=tomorrow(9), selection=WATCHED) == {}
    save(store, cite(A, 1), at=3)
    assert len(list(store.findings(WATCHED))) == 1
    assert store.links.count_due(night=tomorrow(9), selection=WATCHED) == {"other": 1}


def test_a_document_only_checked_is_on_no_watch(store: Store) -> None:
    add(store, [A, B], "checked.md", watch=False)
    assert store.documents.watched() == []
    assert list(store.findings(WATCHED)) == []
    assert store.links.count_due(night=tomorrow(9), selection=WATCHED) == {}
    assert [each.citations[0].document for each in store.findings(EVERY)] == ["checked.md", "checked.md"]
    assert store.documents.count() == (len(store.documents.watched()), 0)
    assert store.documents.sha256("checked.md") == document("checked.md").sha256


def test_checking_leaves_a_watch_as_it_was(store: Store) -> None:
    add(store, [A], "a.md", watch=True)
    add(store, [A], "a.md", watch=False, at=1)
    assert [each.added_at for each in store.documents.watched()] == [night(0)]


def test_a_link_stays_watched_while_any_watched_document_cites_it(store: Store) -> None:
    add(store, [A, B], "1.md")
    add(store, [A], "2.md")
    crawl(store, [alive(1), alive(2)], at=0)
    assert store.documents.unwatch("1.md", at=night(1))
    assert not store.documents.unwatch("1.md", at=night(1))
    assert not store.documents.unwatch("unknown.md", at=night(1))
    assert [each.canonical_url for each in store.findings(WATCHED)] == [A]
    assert [each.canonical_url for each in store.links.due(night=tomorrow(0), selection=WATCHED)] == [A]
    [finding] = store.findings(Selection(urls=(A,)))
    assert [each.document for each in finding.citations] == ["2.md"]
    add(store, [A, B], "1.md", at=2)
    assert len(store.links.due(night=tomorrow(0), selection=WATCHED)) == 2


def test_a_visit_of_an_unwatched_link_makes_it_due_on_no_night(store: Store) -> None:
    add(store, [A], "checked.md", watch=False)
    crawl(store, [alive(1)], at=0)
    assert store.links.count_due(night=tomorrow(400), selection=EVERY) == {}


def test_attention_counts_links_in_want_of_it(store: Store) -> None:
    save(store, cite(A, 1, quote="無い文。"), cite(B, 2), cite(A, 3))
    crawl_id = crawl(store, [alive(1), alive(2)], at=0)
    assert store.documents.watched()[0].attention == 0
    outcome = Comparison(drift=Drift.EDITED, baseline=BaselineKind.QUOTE)
    store.drifts.save(crawl_id, [(store.drifts.pending(crawl_id)[0], outcome)], at=night(0))
    assert store.documents.watched()[0].attention == 1


def test_unknown_documents_have_no_hash(store: Store) -> None:
    assert store.documents.sha256("unknown.md") is None


@pytest.mark.parametrize(
    ("old", "new", "paired"),
    [
        ("a1", "a1", [0]),
        ("", "a1", [None]),
        ("a1", "b1", [None]),
        ("a1 a5", "a2 a6", [0, 1]),
        ("a5", "a1 a6", [None, 0]),
        ("a10 a20 a30", "a11 a31", [0, 2]),
        ("a1 b2 a3", "b1 a2 a3", [1, 0, 2]),
        ("a1 a2", "a2", [1]),
        ("-a1 a9", "a1", [1]),
        ("-a1", "a7", [0]),
        ("-a1 a2", "a1 a2", [0, 1]),
        ("a? a?", "a? a? a?", [0, 1, None]),
        ("a1 a1", "a1 a1", [0, 1]),
    ],
)
def test_citations_are_paired_by_url_and_nearness(old: str, new: str, paired: list[int | None]) -> None:
    assert pair(places(old), places(new)) == paired


def places(text: str) -> list[Place]:
    """``-a3`` is URL a on line 3, removed; ``a?`` stands on no line."""
    return [
        Place(
            url=each.removeprefix("-")[0],
            line=None if each.endswith("?") else int(each.removeprefix("-")[1:]),
            position=position,
            removed=each.startswith("-"),
        )
        for position, each in enumerate(text.split())
    ]


def test_pairing_many_citations_of_one_url_takes_time_in_proportion() -> None:
    old = [Place(url="u", line=2 * at, position=at) for at in range(50_000)]
    new = [Place(url="u", line=2 * at + 1, position=at) for at in range(60_000)]
    assert pair(old, new)[:3] == [0, 1, 2]
