"""What the viewer reads from the store."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from storing import add, alive, cite, crawl, document, failed, night

import db
from db.rows import ToCompare
from db.store import Store
from db.views import Curve, Sort
from linkwatch import compare
from linkwatch.model import (
    Baseline,
    BaselineKind,
    Block,
    BlockKind,
    Drift,
    EventKind,
    LinkMark,
    Selection,
    State,
    When,
)
from linkwatch.rot import Observation

URLS = [f"https://site{number}.example/news/{number}" for number in range(1, 8)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = db.open(tmp_path / "a.db")
    yield store
    store.close()


def compare_all(store: Store, crawl_id: int, *, at: int) -> None:
    def outcome(one: ToCompare) -> tuple[ToCompare, object]:
        quote = Baseline(kind=BaselineKind.QUOTE, text=one.citation.quote or "")
        return one, compare.compare(quote if quote.text else one.first or quote, one.text, one.title)

    store.drifts.save(crawl_id, [outcome(one) for one in store.drifts.pending(crawl_id)], at=night(at))  # type: ignore[misc]


def test_an_empty_database_shows_nothing(store: Store) -> None:
    views = store.views
    assert (views.totals().links, views.totals().quotes, views.totals().documents) == (0, 0, 0)
    assert views.news() == views.crawls() == views.hosts() == views.documents() == views.document_names() == []
    assert views.rot() == {Curve.LINKS: [], Curve.QUOTES: []}
    assert views.links(Selection()).rows == ()
    assert (views.link(1), views.document(1), views.version(1), views.body(1)) == (None, None, None, b"")
    assert views.beside(1) == (None, None)


def test_totals_and_table_follow_a_night(store: Store) -> None:
    ids = add(store, URLS)
    crawl(store, [alive(ids[0]), alive(ids[1]), *(failed(each) for each in ids[2:5])], at=0)
    totals = store.views.totals()
    assert totals.documents == 1
    assert totals.states == {State.ALIVE: 2, State.SUSPECT: 3, State.UNKNOWN: 2}
    rows = store.views.links(Selection(states=(State.SUSPECT,))).rows
    assert {row.id for row in rows} == set(ids[2:5])
    assert {row.document.name for row in rows if row.document} == {"記事/報告.md"}
    assert store.views.stale()
    store.views.refresh(at=night(0))
    assert store.views.sites() == {"other": 7}
    assert not store.views.stale()
    crawl(store, [alive(ids[0])], at=1)
    assert store.views.stale()


def fill(store: Store) -> list[int]:
    """Links in every mood: states, drifts, dates known and not, several documents."""
    ids = add(store, URLS, "a.md")
    ids += add(store, [f"https://big.example/{number}" for number in range(20)], "b.md", at=1)
    first = crawl(store, [alive(each, text=f"本文{each}。北極航路の話。") for each in ids[::2]], at=2)
    compare_all(store, first, at=2)
    crawl(store, [failed(each) for each in ids[1:9:2]], at=3)
    last = crawl(store, [alive(each, text=f"変わった本文{each}。") for each in ids[:6:2]], at=4)
    compare_all(store, last, at=4)
    return ids


SELECTIONS = {
    "all": Selection(),
    "one state": Selection(states=(State.SUSPECT,)),
    "two states": Selection(states=(State.SUSPECT, State.ALIVE)),
    "unknown": Selection(states=(State.UNKNOWN,)),
    "drift": Selection(drifts=(Drift.EDITED, Drift.REPLACED)),
    "site": Selection(sites=("other",)),
    "host": Selection(hosts=("big.example",)),
    "hosts by pattern": Selection(hosts=("site*.example",)),
    "a host and a pattern": Selection(hosts=("big.example", "site[12].example")),
    "document": Selection(documents=("a.md",)),
    "reason": Selection(reasons=("http-404",)),
    "state and host": Selection(states=(State.ALIVE,), hosts=("big.example",)),
    "words": Selection(text="航路"),
    "part of the address": Selection(text="big.example"),
    "none": Selection(text="灯台"),
    "marks only": Selection(text="、。"),
}


@pytest.mark.parametrize("most", [10_000, 3], ids=["few", "many"])
@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
@pytest.mark.parametrize("sort", Sort)
def test_pages_hold_every_link_once_and_in_order(
    store: Store, sort: Sort, selection: Selection, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    monkeypatch.setattr("db.sqlite.views.table.MOST_COUNTED", most)
    if selection.hosts and most == 3:  # more than are taken up, on few hosts and on many
        monkeypatch.setattr("db.sqlite.views.table.MOST_FOUND", 3)
        monkeypatch.setattr("db.sqlite.views.table._FEW_HOSTS", 2)
    whole = store.views.links(selection, sort=sort, limit=100)
    ids = [row.id for row in whole.rows]
    assert len(set(ids)) == len(ids)
    assert whole.after == ""
    if selection.text != "航路":  # the plain search of reports does not look into texts
        expected = {finding.link_id for finding in store.findings(selection)}
        assert set(ids) == (expected if selection.text != "、。" else set())
    assert (whole.count, whole.exact) == (min(len(ids), most), len(ids) <= most)
    paged, after = [], ""
    for _ in range(100):
        page = store.views.links(selection, sort=sort, limit=4, after=after)
        paged += [row.id for row in page.rows]
        if not (after := page.after):
            break
    assert paged == ids
    upward = [row.id for row in store.views.links(selection, sort=sort, descending=False, limit=100).rows]
    assert upward == ids[::-1]


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        (Sort.ADDRESS, lambda row: row.url),
        (Sort.SINCE, lambda row: (row.state_since or datetime.min.replace(tzinfo=UTC), row.id)),
        (Sort.CHECKED, lambda row: (row.checked_at or datetime.min.replace(tzinfo=UTC), row.id)),
    ],
)
def test_order_is_that_of_the_column(store: Store, sort: Sort, key: object) -> None:
    fill(store)
    rows = store.views.links(Selection(), sort=sort, limit=100).rows
    assert list(rows) == sorted(rows, key=key, reverse=True)  # type: ignore[call-overload]


def test_the_gravest_state_and_drift_come_first(store: Store) -> None:
    fill(store)
    states = [row.state for row in store.views.links(Selection(), sort=Sort.STATE, limit=100).rows]
    assert [state for state, _ in itertools.groupby(states)] == [State.SUSPECT, State.UNKNOWN, State.ALIVE]
    drifts = [row.drift for row in store.views.links(Selection(), sort=Sort.DRIFT, limit=100).rows]
    assert [drift for drift, _ in itertools.groupby(drifts)] == [Drift.EDITED, Drift.UNJUDGED]


@pytest.mark.parametrize("after", ["x", "1", "1~2", "~~", "1~a~b", "-1~~2", "0~x~9" * 2000])
def test_a_made_up_place_is_refused(store: Store, after: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        store.views.links(Selection(), after=after)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("航路", True),
        ("北極航路", True),
        ("北極 航路", True),
        ("航路 灯台", False),
        ("航", True),
        ('"航路" OR x', False),
        ("NEAR(航路)", False),
        ("ＢＩＧ．example/1", True),
    ],
)
def test_words_are_found_as_written(store: Store, words: str, found: bool) -> None:
    fill(store)
    assert bool(store.views.links(Selection(text=words)).rows) is found


def test_changed_words_are_found_and_old_ones_forgotten(store: Store) -> None:
    [link_id] = add(store, URLS[:1])
    crawl(store, [alive(link_id, text="灯台の話。")], at=0)
    assert store.views.links(Selection(text="灯台")).count == 1
    crawl(store, [alive(link_id, text="港の話。")], at=1)
    assert store.views.links(Selection(text="灯台")).count == 0
    assert store.views.links(Selection(text="港の")).count == 1
    again = [cite(URLS[0], title="岬線の記事")]
    store.documents.save(document(data="second"), again, watch=True, at=night(2))
    store.views.refresh(at=night(2))
    assert store.views.links(Selection(text="岬線")).count == 1


def test_news_tell_the_gravest_first(store: Store) -> None:
    ids = fill(store)
    last = store.views.crawls(limit=1)[0]
    news = store.views.news(crawl_id=last.id)
    assert {one.event.kind for one in news} == {EventKind.EDITED}
    assert {one.link_id for one in news} <= set(ids[:6:2])
    assert news[0].comparison is not None
    assert news[0].comparison.edits
    assert [one.name for one in news[0].documents] == ["a.md"]
    assert store.views.news_counts(since=night(4)) == {EventKind.EDITED: len(news)}
    assert store.views.news(since=night(5)) == []
    documents = {name.name: name.id for name in store.views.document_names()}
    assert store.views.news(document_id=documents["b.md"]) == []
    assert len(store.views.news(document_id=documents["a.md"])) == len(news)
    assert store.views.news(site="nhk") == []
    muted = news[0].link_id
    assert store.links.mute(muted, until=date(2025, 6, 30), note="")
    for day, heard in ((date(2025, 6, 30), False), (date(2025, 7, 1), True)):
        left = store.views.news(heard_on=day)
        assert any(each.link_id == muted for each in left) is heard
        assert sum(store.views.news_counts(heard_on=day).values()) == len(left)


def test_hosts_with_most_broken_links_come_first(store: Store) -> None:
    ids = add(store, ["https://a.example/1", "https://b.example/1", "https://b.example/2", "https://b.example/3"])
    crawl(store, [failed(ids[0]), failed(ids[1]), failed(ids[2]), alive(ids[3])], at=0)
    hosts = store.views.hosts()
    assert [(row.host, row.broken, row.links) for row in hosts] == [("b.example", 2, 3), ("a.example", 1, 1)]


def test_what_is_counted_as_it_changes_is_what_counting_gives(store: Store, tmp_path: Path) -> None:
    def counts() -> tuple[object, object]:
        return dict(sqlite.execute("SELECT state, links FROM state_counts WHERE links <> 0")), set(
            sqlite.execute("SELECT * FROM host_counts WHERE links <> 0 OR broken <> 0")
        )

    def counted() -> tuple[object, object]:
        broken = "sum(state IN ('dead', 'suspect'))"
        return dict(sqlite.execute("SELECT state, count(*) FROM links WHERE watched = 1 GROUP BY state")), set(
            sqlite.execute(f"SELECT host, count(*), {broken} FROM links WHERE watched = 1 GROUP BY host")
        )

    with contextlib.closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as sqlite:
        assert counts() == ({}, set())
        fill(store)
        assert counts() == counted()
        sqlite.execute("UPDATE links SET host = 'elsewhere.example' WHERE id % 3 = 0")
        store.documents.unwatch("a.md", at=night(5))
        assert counts() == counted()
        assert len(counted()[1]) == 2  # type: ignore[arg-type]
        sqlite.execute("PRAGMA foreign_keys = OFF")
        sqlite.execute("DELETE FROM links WHERE id % 2 = 0")
        assert counts() == counted()


def test_a_link_tells_all(store: Store) -> None:
    ids = fill(store)
    link = store.views.link(ids[0])
    assert link is not None
    assert (link.canonical_url, link.verdict.state, link.drift) == (URLS[0], State.ALIVE, Drift.EDITED)
    assert [check.count for check in link.checks] == [2]
    assert [version.chars for version in link.versions] == [
        len(f"本文{ids[0]}。北極航路の話。"),
        len(f"変わった本文{ids[0]}。"),
    ]
    assert [event.kind for event in link.events] == [EventKind.EDITED]
    assert [citing.document.name for citing in link.citing] == ["a.md"]
    version = store.views.version(link.versions[-1].id)
    assert version is not None
    assert version.text == f"変わった本文{ids[0]}。"
    assert store.views.beside(ids[0]) == (None, ids[2])
    assert store.views.beside(ids[2]) == (ids[0], ids[4])


def test_a_document_comes_back_as_it_was_read(store: Store) -> None:
    blocks = (
        Block(kind=BlockKind.HEADING, text="見出し\u2028\ud800", line=1, level=2),
        Block(
            kind=BlockKind.QUOTE, text="引用です。", line=3, cite=URLS[0], place="note 1", group=3,
            links=(LinkMark(url=URLS[0], start=0, end=2, line=3, column=1, text="引用", bare=False),),
        ),
    )  # fmt: skip
    read = document(blocks=blocks, title="題", language="ja", written_at=When(value="2025-06", source="text"))
    saved = store.documents.save(read, [cite(URLS[0], 3, quote="引用です。")], watch=True, at=night(0))
    shown = store.views.document(saved.document_id)
    assert shown is not None
    assert shown.blocks == (
        blocks[0]._replace(text="見出し\u2028?"),
        blocks[1],
    )  # half a surrogate pair cannot be written
    assert (shown.document.shown, shown.language, shown.watched) == ("題", "ja", True)
    [cited] = shown.cited
    assert (cited.url, cited.citing.citation.quote, cited.verdict.state) == (URLS[0], "引用です。", State.UNKNOWN)
    [line] = store.views.documents()
    assert (line.citations, line.quotes, line.attention) == (1, 1, 0)


@pytest.mark.parametrize(
    ("cited", "age"),
    [
        ("2025-05-25", 7),
        ("2025-05", 17),
        ("2024", 335),
        ("2025-05-25T10:00:00+09:00", 7),
        ("2025-99-99", 0),
        (None, 0),
    ],
)
def test_rot_counts_days_from_citing(store: Store, cited: str | None, age: int) -> None:
    when = When(value=cited, source="text") if cited else None
    saved = store.documents.save(document(), [cite(URLS[0], cited_at=when)], watch=True, at=night(0))
    link_id = store.links.find(URLS[0])
    assert link_id is not None
    crawl(store, [alive(link_id)], at=0)
    expected = age if age <= 60 else age - age % 7
    alive_still = [Observation(age=expected, ended=False)]
    assert store.views.rot()[Curve.LINKS] == [], "as of the last refresh"
    assert store.views.rot(fresh=True) == {Curve.LINKS: alive_still, Curve.QUOTES: []}
    assert store.views.rot(fresh=True, site="nhk")[Curve.LINKS] == []
    store.views.refresh(at=night(0))
    assert store.views.rot() == {Curve.LINKS: alive_still, Curve.QUOTES: []}
    assert store.views.rot(site="other")[Curve.LINKS] == alive_still
    assert store.views.rot(site="nhk")[Curve.LINKS] == []
    assert store.views.rot(document_id=saved.document_id)[Curve.LINKS] == alive_still
    store.documents.unwatch("記事/報告.md", at=night(1))
    store.views.refresh(at=night(1))
    assert store.views.totals().links == 0


def test_a_quote_ends_when_the_page_says_it_no_more(store: Store) -> None:
    cites = [cite(URLS[0], quote="三人が死亡した。"), cite(URLS[1], quote="三人が死亡した。")]
    store.documents.save(document(written_at=When(value="2025-06-01", source="text")), cites, watch=True, at=night(0))
    ids = [store.links.find(url) or 0 for url in URLS[:2]]
    said = "昨日のことである。三人が死亡した。警察が調べている。"
    first = crawl(store, [alive(each, text=said) for each in ids], at=0)
    compare_all(store, first, at=0)
    second = crawl(store, [alive(ids[0], text=said), alive(ids[1], text=said.replace("三人", "五人"))], at=9)
    compare_all(store, second, at=9)
    store.views.refresh(at=night(9))
    assert sorted(store.views.rot()[Curve.QUOTES], key=lambda one: one.ended) == [
        Observation(age=9, ended=False),
        Observation(age=9, ended=True),
    ]
    assert store.views.totals().drifts == {Drift.SAME: 1, Drift.EDITED: 1}
    rows = {row.id: row for row in store.views.links(Selection()).rows}
    assert [(rows[each].kept, rows[each].sentences) for each in ids] == [(1, 1), (0, 1)]
