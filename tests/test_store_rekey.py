"""When the rules of canonical URLs change: links get new names, are merged and parted, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import db
from db.sqlite.connection import Connection
from db.sqlite.rekey import rekey
from db.store import Store
from linkwatch.errors import StoreCorrupt
from linkwatch.model import BaselineKind, Comparison, Drift, Event, EventKind, Settled, State, Verdict
from linkwatch.urls import CANONICAL_VERSION
from tests.storing import EVERY, WATCHED, add, alive, cite, crawl, document, failed, night, tomorrow

OLD, NEW = CANONICAL_VERSION, CANONICAL_VERSION + 1


def without_query(url: str) -> str:
    """A rule of tomorrow: the query never matters."""
    return url.partition("?")[0]


def of_host(url: str) -> str:
    """A rule that makes one link of each host."""
    return f"https://{urlsplit(url).hostname}/"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "linkwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = db.open(path)
    yield store
    store.close()


def apply(path: Path, canonical: Any = without_query, version: int = NEW) -> int:
    connection = Connection(path)
    try:
        return rekey(connection, version=version, canonical=canonical)
    finally:
        connection.close()
        assert query(path, "PRAGMA foreign_key_check") == []


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    sqlite = sqlite3.connect(path)
    rows = sqlite.execute(sql).fetchall()
    sqlite.close()
    return rows


def urls(store: Store) -> list[str]:
    return [each.canonical_url for each in store.findings(WATCHED)]


def test_links_get_new_names_and_keep_their_ids(store: Store, path: Path) -> None:
    add(store, ["https://a.example/?x=1", "https://b.example/?y=2", "https://c.example/z"])
    assert apply(path) == 3
    assert [(each.link_id, each.canonical_url, each.url) for each in store.findings(WATCHED)] == [
        (1, "https://a.example/", "https://a.example/?x=1"),
        (2, "https://b.example/", "https://b.example/?y=2"),
        (3, "https://c.example/z", "https://c.example/z"),
    ]
    assert query(path, "SELECT DISTINCT canonical_version FROM links") == [(NEW,)]


def test_it_happens_once(store: Store, path: Path) -> None:
    add(store, ["https://a.example/?x=1"])
    assert query(path, "PRAGMA user_version") == [(OLD,)]
    assert apply(path) == 1
    assert apply(path, lambda _: pytest.fail("looked at again")) == 0


def test_names_may_be_swapped(store: Store, path: Path) -> None:
    a, b = "https://a.example/", "https://b.example/"
    add(store, [a, b])
    apply(path, lambda url: {a: b, b: a}.get(url, url))
    assert [(each.link_id, each.canonical_url) for each in store.findings(WATCHED)] == [(1, b), (2, a)]


def test_links_that_became_one_are_merged_into_the_one_visited_last(store: Store, path: Path) -> None:
    add(store, ["https://a.example/p?x=1"], "1.md")
    add(store, ["https://a.example/p?x=2"], "2.md")
    crawl(store, [alive(1, "一"), alive(2, "一")], at=0)
    crawl(store, [alive(2, "二")], at=1)
    crawl_id = crawl(store, [failed(2)], at=2, settle=False)
    settled = Settled(
        verdict=Verdict(state=State.SUSPECT, reason="http-404"),
        state_since=night(2),
        events=(Event(kind=EventKind.DIED, at=night(2)),),
    )
    store.settling.save(crawl_id, [(2, settled, tomorrow(2))])
    assert apply(path) == 2
    [finding] = store.findings(WATCHED)
    assert (finding.link_id, finding.canonical_url) == (2, "https://a.example/p")
    assert finding.verdict == settled.verdict
    assert [each.document for each in finding.citations] == ["1.md", "2.md"]
    assert [each.link_id for each in store.events(crawl_id)] == [2]
    assert [(each.text, each.first_seen, each.last_seen) for each in store.snapshots(2)] == [
        ("一", night(0), night(0)),
        ("二", night(1), night(1)),
    ]
    assert [(first, count) for first, _, count, _, _ in store.checks.history(2)] == [
        (night(0), 1),
        (night(0), 2),
        (night(2), 1),
    ]
    assert query(path, "SELECT count(*) FROM links") == [(1,)]


def test_a_comparison_with_a_version_both_had_stays(store: Store, path: Path) -> None:
    links = add(store, ["https://a.example/p?x=1"], "1.md") + add(store, ["https://a.example/p?x=2"], "2.md")
    crawl_id = crawl(store, [alive(each) for each in links], at=0)
    edited = Comparison(drift=Drift.EDITED, baseline=BaselineKind.QUOTE)
    same = Comparison(drift=Drift.SAME, baseline=BaselineKind.QUOTE)
    [first, second] = store.drifts.pending(crawl_id)
    store.drifts.save(crawl_id, [(first, edited), (second, same)], at=night(0))
    apply(path)
    [finding] = store.findings(WATCHED)
    assert [each.comparison for each in finding.citations] == [edited, same]
    assert finding.drift is Drift.EDITED
    crawl_id = crawl(store, [alive(finding.link_id)], at=1)
    assert store.drifts.pending(crawl_id) == []


def test_three_become_one_whatever_their_order(store: Store, path: Path) -> None:
    links = add(store, [f"https://a.example/{at}" for at in range(3)])
    crawl(store, [alive(links[1], "中")], at=0)
    apply(path, of_host)
    [finding] = store.findings(WATCHED)
    assert finding.link_id == links[1]
    assert len(finding.citations) == 3
    assert [each.text for each in store.snapshots(links[1])] == ["中"]
    assert [each.link_id for each in store.links.due(night=tomorrow(0), selection=WATCHED)] == [links[1]]


def test_a_link_whose_citations_name_different_pages_is_parted(store: Store, path: Path) -> None:
    """Rules that held ?id= for tracking are mended: what they threw together comes apart."""
    both = [replace(cite(f"https://a.example/p?id={at}", at), canonical_url="https://a.example/p") for at in (1, 2)]
    store.documents.save(document(), both, watch=True, at=night(0))
    crawl_id = crawl(store, [alive(1)], at=0)
    outcome = Comparison(drift=Drift.EDITED, baseline=BaselineKind.QUOTE)
    store.drifts.save(crawl_id, [(each, outcome) for each in store.drifts.pending(crawl_id)], at=night(0))
    apply(path, lambda url: url)
    assert [(each.link_id, each.canonical_url) for each in store.findings(WATCHED)] == [
        (1, "https://a.example/p?id=1"),
        (2, "https://a.example/p?id=2"),
    ]
    assert store.counts(WATCHED) == {State.ALIVE: 1, State.UNKNOWN: 1}
    assert [each.link_id for each in store.links.due(night=night(0).date(), selection=WATCHED)] == [2]
    crawl_id = crawl(store, [alive(1), alive(2)], at=1)
    assert [each.citation_id for each in store.drifts.pending(crawl_id)] == [2]


def test_watching_follows_the_citations(store: Store, path: Path) -> None:
    add(store, ["https://a.example/?x=1"], "watched.md")
    add(store, ["https://a.example/?x=2"], "checked.md", watch=False)
    crawl(store, [alive(2)], at=0)
    apply(path)
    assert [(each.link_id, len(each.citations)) for each in store.findings(WATCHED)] == [(2, 1)]
    assert [len(each.citations) for each in store.findings(EVERY)] == [2]


def test_a_failure_on_the_way_changes_nothing(store: Store, path: Path) -> None:
    add(store, ["https://a.example/?x=1", "https://b.example/?x=1"])

    def breaks(url: str) -> str:
        if "b.example" in url:
            raise RuntimeError("the power went")
        return without_query(url)

    with pytest.raises(RuntimeError):
        apply(path, breaks)
    assert urls(store) == ["https://a.example/?x=1", "https://b.example/?x=1"]
    assert apply(path) == 2


def test_a_reference_lost_on_the_way_is_told_and_rolled_back(path: Path, store: Store) -> None:
    add(store, ["https://a.example/"])
    connection = Connection(path)
    with pytest.raises(StoreCorrupt, match="a row of citations points to one of links"), connection.rebuilding():
        connection.run("rekey_drop_link", {"id": 1})
    connection.close()
    assert urls(store) == ["https://a.example/"]
