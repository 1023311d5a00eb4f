"""The store as the night uses it: visits, settling, comparing, findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import db
from db.store import Store
from linkwatch.compare import compare
from linkwatch.model import (
    Baseline,
    BaselineKind,
    Comparison,
    Confidence,
    Drift,
    Due,
    Event,
    EventKind,
    Failure,
    Fault,
    FaultKind,
    Page,
    Selection,
    Settled,
    State,
    Trace,
    Verdict,
    When,
)
from tests.storing import (
    EVERY,
    WATCHED,
    add,
    alive,
    cite,
    crawl,
    document,
    failed,
    night,
    settle_all,
    tomorrow,
    unchanged,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "linkwatch.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = db.open(path)
    yield store
    store.close()


def table_sizes(path: Path) -> dict[str, int]:
    sqlite = sqlite3.connect(path)
    names = [name for (name,) in sqlite.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    sizes = {name: sqlite.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    sqlite.close()
    return sizes


def one_due(store: Store, link_id: int) -> Due:
    [due] = store.links.due(night=None, selection=Selection(link_ids=(link_id,), watched=False))
    return due


# --- checks and snapshots -------------------------------------------------------------------


def test_a_visit_is_known_to_the_next(store: Store) -> None:
    [link] = add(store, ["https://site1.example/a?utm_source=x"])
    verdict = Verdict(
        state=State.ALIVE,
        reason="ok",
        evidence="本文が読めた",
        confidence=Confidence.LIKELY,
        trail=(Trace(rule="http-status", fired=False, note="200"), Trace(rule="article", fired=True)),
    )
    headers = (("etag", '"v1"'), ("last-modified", "Mon, 02 Jun 2025 00:00:00 GMT"), ("etag", '"second"'))
    crawl(store, [alive(link, verdict=verdict, headers=headers)], at=0, settle=False)
    past = one_due(store, link).past
    assert past.state is State.UNKNOWN
    assert past.provisional == verdict
    assert (past.status, past.final_url) == (200, f"https://site{link}.example/a")
    assert (past.etag, past.validators_url) == ('"v1"', f"https://site{link}.example/a")
    assert (past.title, past.text_chars, past.extractor) == ("見出し", 5, "article/1")
    assert past.last_checked_at == night(0)
    assert past.judged_by == "rules/1"
    assert past.body_sha256
    assert past.fingerprint


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        (alive(1), 1),
        (alive(1, "別の本文。"), 1),
        (unchanged(1, status=200), 1),
        (failed(1, 404), 2),
        (failed(1, None, failure=Failure.NETWORK), 2),
        (alive(1, url="https://site1.example/b"), 2),
        (alive(1, url="http://site1.example:80/a"), 2),
        (alive(1, verdict=Verdict(state=State.ALIVE, reason="other")), 2),
        (alive(1, verdict=Verdict(state=State.ALIVE, reason="ok", evidence="worded otherwise")), 1),
    ],
)
def test_a_check_is_a_new_row_only_when_it_differs(store: Store, second: db.store.Visit, rows: int) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1)], at=0)
    crawl(store, [second], at=1)
    history = store.checks.history(1)
    assert len(history) == rows
    assert history[0][0] == night(0)
    assert history[-1][1] == night(1)
    assert sum(count for _, _, count, _, _ in history) == 2
    assert history[-1][3] == second.verdict


def test_one_link_is_counted_once_a_crawl(store: Store, path: Path) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1)], at=0)
    for again in (alive(1), failed(1, 503, failure=Failure.NETWORK), failed(1, 404), alive(1)):
        crawl_id = crawl(store, [alive(1), again, again], at=1, settle=False)
        assert store.crawls.last() == replace(
            store.crawls.last() or pytest.fail("no crawl"), id=crawl_id, visited=1, unchanged=0
        )
        settle_all(store, crawl_id, at=1)
    assert [(count, verdict.reason) for _, _, count, verdict, _ in store.checks.history(1)] == [
        (2, "ok"),
        (1, "http-503"),
        (1, "http-404"),
        (1, "ok"),
    ]


def test_overwriting_within_a_crawl_leaves_no_trace(store: Store) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1)], at=0)
    crawl(store, [failed(1), alive(1)], at=1)
    assert [(last, count) for _, last, count, _, _ in store.checks.history(1)] == [(night(1), 2)]
    crawl(store, [alive(1), failed(1)], at=2)
    assert [(last, count) for _, last, count, _, _ in store.checks.history(1)] == [(night(1), 2), (night(2), 1)]


def test_a_night_without_change_adds_no_row_but_its_crawl(store: Store, path: Path) -> None:
    links = add(store, [f"https://site{at}.example/a" for at in range(1, 6)])
    first = [alive(links[0]), alive(links[1], "あ" * 500), failed(links[2]), alive(links[3]), failed(links[4], None)]
    crawl(store, first, at=0)
    before = table_sizes(path)
    again = [alive(links[0]), unchanged(links[1]), failed(links[2]), alive(links[3], " 本文です。\n"), first[4]]
    for number in range(1, 4):
        crawl(store, again, at=number)
        compare_all(store, number)
    after = table_sizes(path)
    compared = after.pop("drifts"), before.pop("drifts")
    assert compared == (3, 0)  # of the three that have a text; compared for the first time on night 1
    assert after == before | {"crawls": before["crawls"] + 3}
    [snapshot] = store.snapshots(links[1])
    assert (snapshot.first_seen, snapshot.last_seen) == (night(0), night(3))


@pytest.mark.parametrize("state", [each for each in State if each not in (State.ALIVE, State.MOVED)])
def test_only_the_page_itself_becomes_a_version(store: Store, state: State) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1, verdict=Verdict(state=state, reason="wall"))], at=0)
    assert store.snapshots(1) == []


def test_a_failed_extraction_is_no_version(store: Store) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1, "")], at=0)
    assert [each.text for each in store.snapshots(1)] == [""]
    crawl(store, [alive(1, "本文です。")], at=1)
    crawl(store, [alive(1, "")], at=2)
    assert [(each.text, each.last_seen) for each in store.snapshots(1)] == [("", night(0)), ("本文です。", night(1))]


def test_another_extractor_makes_another_version_of_one_text(store: Store, path: Path) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1)], at=0)
    crawl(store, [alive(1, extractor="article/2")], at=1)
    assert [each.extractor for each in store.snapshots(1)] == ["article/1", "article/2"]
    assert table_sizes(path)["texts"] == table_sizes(path)["bodies"] == 1


def test_a_body_is_kept_with_its_version(store: Store) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1)], at=0)
    [snapshot] = store.snapshots(1)
    assert store.snapshot_body(snapshot.id) == alive(1).body
    assert store.snapshot_body(99) == b""


@pytest.mark.parametrize("second", [failed(1, 503), failed(1, None), alive(1, "別の本文。")])
def test_nothing_old_is_asked_with_after_another_answer(store: Store, second: db.store.Visit) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1, headers=(("etag", '"v1"'),))], at=0)
    crawl(store, [second], at=1)
    past = one_due(store, 1).past
    assert (past.etag, past.last_modified, past.validators_url) == ("", "", "")
    assert (past.body_sha256, past.fingerprint) == (second.body_sha256, second.fingerprint)


def test_not_modified_keeps_what_was_asked_with(store: Store) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1, headers=(("etag", '"v1"'),))], at=0)
    before = one_due(store, 1).past
    crawl(store, [unchanged(1)], at=1)
    after = one_due(store, 1).past
    assert (after.etag, after.validators_url) == (before.etag, before.validators_url)
    assert (after.body_sha256, after.fingerprint) == (before.body_sha256, before.fingerprint)


def test_what_the_replay_does_not_hold_changes_nothing(store: Store) -> None:
    [old, new] = add(store, ["https://site1.example/a", "https://site2.example/a"])
    crawl(store, [alive(old)], at=0)
    before = one_due(store, old)
    page = Page(url="u", final_url="u", fault=Fault(kind=FaultKind.NOT_IN_REPLAY))
    lacking = replace(
        alive(old), page=page, content=None, verdict=Verdict(state=State.UNKNOWN, reason="not-in-replay")
    )
    crawl(store, [lacking, replace(lacking, link_id=new)], at=1)
    assert one_due(store, old) == before
    assert store.counts(WATCHED) == {State.ALIVE: 1, State.UNKNOWN: 1}
    assert [finding.verdict.reason for finding in store.findings(WATCHED)] == ["ok", "not-in-replay"]


def test_half_a_surrogate_pair_is_stored_as_a_question_mark(store: Store) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1, "本文\ud83d", title="\udc00")], at=0)
    assert [(each.text, each.title) for each in store.snapshots(1)] == [("本文?", "?")]


# --- settling -------------------------------------------------------------------------------


def test_settling_sees_the_past_as_it_was_before_the_crawl(store: Store) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1)], at=0)
    crawl(store, [unchanged(1)], at=1)
    crawl_id = crawl(store, [failed(1)], at=2, settle=False)
    [pending] = store.settling.pending(crawl_id)
    assert pending.provisional == failed(1).verdict
    assert pending.past.state is State.ALIVE
    assert pending.past.last_checked_at == night(1)
    assert pending.past.provisional == alive(1).verdict
    assert pending.past.status == 200
    assert pending.past.text_chars == 5


def test_a_settled_visit_is_not_given_again(store: Store) -> None:
    links = add(store, [f"https://site{at}.example/a" for at in range(1, 8)])
    crawl_id = crawl(store, [alive(each) for each in links], at=0, settle=False)
    assert [each.id for each in store.crawls.unsettled()] == [crawl_id]
    given = []
    while block := store.settling.pending(crawl_id, after_id=given[-1] if given else 0, limit=3):
        given += [each.link_id for each in block]
    assert given == links
    settled = Settled(verdict=Verdict(state=State.ALIVE, reason="ok"), state_since=night(0))
    store.settling.save(crawl_id, [(each, settled, tomorrow(0)) for each in links[:4]])
    assert [each.link_id for each in store.settling.pending(crawl_id)] == links[4:]
    settle_all(store, crawl_id, at=0)
    assert store.settling.pending(crawl_id) == []
    assert store.crawls.unsettled() == []


def test_state_and_events_are_saved_once(store: Store, path: Path) -> None:
    add(store, ["https://site1.example/a"])
    crawl_id = crawl(store, [failed(1)], at=0, settle=False)
    settled = Settled(
        verdict=Verdict(state=State.DEAD, reason="http-404", evidence="404 twice"),
        state_since=night(-3),
        failing_since=night(-3),
        failures=2,
        sure_failures=1,
        last_failure_at=night(0),
        events=(Event(kind=EventKind.DIED, at=night(0), before="alive", after="dead", evidence="404 twice"),),
        vetoed="",
    )
    for _ in range(2):
        store.settling.save(crawl_id, [(1, settled, tomorrow(6))])
    [event] = store.events(crawl_id)
    assert (event.canonical_url, event.event, event.documents) == (
        "https://site1.example/a",
        settled.events[0],
        ("記事/報告.md",),
    )
    past = one_due(store, 1).past
    assert (past.state, past.state_since, past.failing_since) == (State.DEAD, night(-3), night(-3))
    assert (past.failures, past.sure_failures, past.last_failure_at) == (2, 1, night(0))
    summary = store.crawls.settled(crawl_id, at=night(0))
    assert (summary.counts, summary.events) == ({"dead": 1}, {"died": 1})
    assert store.links.due(night=tomorrow(5), selection=WATCHED) == []
    assert [each.link_id for each in store.links.due(night=tomorrow(6), selection=WATCHED)] == [1]


def test_hosts_are_the_same_however_much_is_settled(store: Store) -> None:
    urls = [f"https://news.example/{at}" for at in range(5)] + ["https://well.example/1", "https://well.example/2"]
    links = add(store, urls)
    crawl(store, [alive(each, f"本文{each}") for each in links], at=0)
    visits = [failed(each) for each in links[:4]] + [alive(links[4]), alive(links[5]), alive(links[6], "別")]
    crawl_id = crawl(store, visits, at=1, settle=False)
    before = store.settling.hosts(crawl_id)
    assert list(before) == ["news.example"]
    assert (before["news.example"].was_living, before["news.example"].turned) == (5, 4)
    dead = Settled(verdict=Verdict(state=State.DEAD, reason="http-404"), state_since=night(1))
    store.settling.save(crawl_id, [(each, dead, tomorrow(1)) for each in links[:2]])
    assert store.settling.hosts(crawl_id) == before


def test_hosts_tell_of_bodies_that_many_urls_answered_with(store: Store) -> None:
    links = add(store, [f"https://news.example/{at}" for at in range(4)])
    crawl_id = crawl(store, [alive(each, "記事は終了しました") for each in links[:3]] + [alive(links[3], "別")], at=0)
    [[fingerprint, count]] = store.settling.hosts(crawl_id)["news.example"].bodies
    assert (fingerprint, count) == (alive(1, "記事は終了しました").fingerprint, 3)


# --- comparing ------------------------------------------------------------------------------


def compare_all(store: Store, at: int, crawl_id: int | None = None) -> list[Comparison]:
    """Compare as the night does: with the quote, else with the first version."""
    last = store.crawls.last()
    assert last is not None
    outcomes = []
    after_id = 0
    while block := store.drifts.pending(crawl_id or last.id, after_id=after_id, limit=2):
        compared = []
        for each in block:
            quote = each.citation.quote
            baseline = Baseline(kind=BaselineKind.QUOTE, text=quote) if quote else each.first
            outcome = compare(baseline, each.text, each.title) if baseline else Comparison(drift=Drift.UNJUDGED)
            compared.append((each, outcome))
        store.drifts.save(crawl_id or last.id, compared, at=night(at))
        outcomes += [outcome for _, outcome in compared]
        after_id = block[-1].citation_id
    return outcomes


def test_every_citation_is_compared_once_until_something_changes(store: Store) -> None:
    links = add(store, [f"https://site{at}.example/a" for at in (1, 2, 3)])
    add(store, [f"https://site{at}.example/a" for at in (3, 1, 2)], "別.md")
    crawl(store, [alive(each) for each in links], at=0)
    assert len(compare_all(store, 0)) == 6
    assert compare_all(store, 0) == []
    crawl(store, [unchanged(links[0]), alive(links[1], "新しい本文"), alive(links[2])], at=1)
    assert len(compare_all(store, 1)) == 2


def test_an_edit_against_the_first_version_is_told_once(store: Store) -> None:
    add(store, ["https://site1.example/a"])
    crawl(store, [alive(1, "事故で3人が死亡した。現場は国道である。")], at=0)
    assert [each.drift for each in compare_all(store, 0)] == [Drift.UNJUDGED]
    edited = crawl(store, [alive(1, "事故で5人が死亡した。現場は国道である。")], at=1)
    assert [each.drift for each in compare_all(store, 1)] == [Drift.EDITED]
    [event] = store.events(edited)
    assert event.event.kind is EventKind.EDITED
    assert "3" in event.event.before
    assert "5" in event.event.after
    [finding] = store.findings(Selection(drifts=(Drift.EDITED,)))
    assert finding.citations[0].comparison is not None
    assert (
        finding.citations[0].comparison.edits
        == compare(
            Baseline(kind=BaselineKind.FIRST, text="事故で3人が死亡した。現場は国道である。"),
            "事故で5人が死亡した。現場は国道である。",
        ).edits
    )
    still = crawl(store, [unchanged(1)], at=2)
    assert compare_all(store, 2) == []
    assert store.events(still) == []


def test_a_first_look_tells_of_a_quote_that_is_gone_but_of_nothing_else(store: Store) -> None:
    cited = [cite("https://site1.example/a", quote="事故で3人が死亡した。"), cite("https://site2.example/a", line=9)]
    store.documents.save(document(), cited, watch=True, at=night(0))
    crawl_id = crawl(store, [alive(1, "事故で5人が死亡した。"), alive(2)], at=0)
    compare_all(store, 0)
    assert [(each.link_id, each.event.kind) for each in store.events(crawl_id)] == [(1, EventKind.EDITED)]
    assert store.drift_counts(WATCHED) == {Drift.EDITED: 1, Drift.UNJUDGED: 1}


def test_a_link_shows_the_worst_of_its_citations_and_loses_it_with_the_citation(store: Store) -> None:
    kept, gone = (
        cite("https://site1.example/a", 1, quote="本文です。"),
        cite("https://site1.example/a", 9, quote="無い文。"),
    )
    store.documents.save(document(data="1"), [kept, gone], watch=True, at=night(0))
    crawl(store, [alive(1)], at=0)
    compare_all(store, 0)
    [finding] = store.findings(WATCHED)
    assert finding.drift is Drift.REPLACED or finding.drift is Drift.EDITED
    assert finding.citations[0].comparison is not None
    assert finding.citations[0].comparison.drift is Drift.SAME
    store.documents.save(document(data="2"), [kept], watch=True, at=night(1))
    [finding] = store.findings(WATCHED)
    assert finding.drift is Drift.SAME


def test_a_flapping_page_is_learnt(store: Store, path: Path) -> None:
    add(store, ["https://site1.example/a"])
    a, b = alive(1, "今日の天気は晴れ。気温は30度。"), alive(1, "今日の天気は雨。気温は20度。")
    told = []
    for number in range(12):
        crawl_id = crawl(store, [(a, b)[number % 2]], at=number)
        compare_all(store, number)
        told += [number for _ in store.events(crawl_id)]
    assert told == [1, 3]  # the fourth return, on night 5, makes it flap
    assert len(store.snapshots(1)) == 2
    crawl_id = crawl(store, [alive(1, "台風が来る。今夜は外へ出ないこと。")], at=12)
    compare_all(store, 12)
    assert [each.event.kind for each in store.events(crawl_id)] == [EventKind.REPLACED]


# --- findings -------------------------------------------------------------------------------


def test_findings_stand_in_the_order_of_documents_and_lines(store: Store) -> None:
    add(store, ["https://c.example/", "https://a.example/"], "2.md")
    add(store, ["https://b.example/", "https://c.example/"], "1.md")
    found = list(store.findings(WATCHED))
    assert [each.canonical_url for each in found] == [
        "https://b.example/",
        "https://c.example/",
        "https://a.example/",
    ]
    assert [(each.document, each.citation.line) for each in found[1].citations] == [("1.md", 2), ("2.md", 1)]


def test_findings_carry_the_whole_citation(store: Store) -> None:
    cited = replace(
        cite("https://user.example/a#節", 3, title="見出し", author="記者", outlet="新聞", quote="一。\n二。"),
        fragment="節",
        column=5,
        place="footnote 3",
        published_at=When(value="2015-11", source="text", confidence=Confidence.LIKELY),
        cited_at=When(value="2025-01-22T12:51:00+09:00", source="front-matter"),
    )
    store.documents.save(document(written_at=When(value="2025", source="git")), [cited], watch=True, at=night(0))
    [finding] = store.findings(WATCHED)
    assert finding.citations[0].citation == cited
    assert finding.verdict == Verdict(state=State.UNKNOWN, reason="")
    assert finding.checked_at is None


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), "abcd"),
        (Selection(watched=False), "abcde"),
        (Selection(limit=2), "ab"),
        (Selection(states=(State.DEAD,)), "b"),
        (Selection(states=(State.DEAD, State.ALIVE)), "abc"),
        (Selection(reasons=("http-404",)), "b"),
        (Selection(hosts=("news.example",)), "ab"),
        (Selection(hosts=("*.example",)), "abc"),
        (Selection(hosts=("news.*", "video.example")), "abc"),
        (Selection(hosts=("example",)), ""),
        (Selection(sites=("youtube",)), "d"),
        (Selection(documents=("2.md",)), "bd"),
        (Selection(documents=("3.md",)), ""),
        (Selection(documents=("3.md",), watched=False), "e"),
        (Selection(urls=("https://news.example/b",)), "b"),
        (Selection(link_ids=(1, 3)), "ac"),
        (Selection(text="台風"), "c"),
        (Selection(text="NEWS.example"), "ab"),
        (Selection(text="100%"), ""),
        (Selection(text="_"), ""),
        (Selection(text="見出し"), "abc"),
        (Selection(drifts=(Drift.UNJUDGED,)), "abcd"),
        (Selection(drifts=(Drift.EDITED,)), ""),
        (Selection(documents=("1.md",), states=(State.ALIVE,), hosts=("news.example",)), "a"),
    ],
)
def test_every_field_of_a_selection_narrows(store: Store, selection: Selection, expected: str) -> None:
    names = {
        "a": "https://news.example/a",
        "b": "https://news.example/b",
        "c": "https://video.example/c",
        "d": "https://www.youtube.com/watch?v=dddddddddd0",
        "e": "https://other.test/e",
    }
    store.documents.save(
        document("1.md"),
        [cite(names["a"], 1), cite(names["b"], 2), cite(names["c"], 3, quote="台風が来る")],
        watch=True,
        at=night(0),
    )
    add(store, [names["b"], names["d"]], "2.md")
    add(store, [names["e"]], "3.md", watch=False)
    crawl(store, [alive(1), alive(3)], at=0)
    crawl(store, [alive(2, verdict=Verdict(state=State.ALIVE, reason="x"))], at=0)
    crawl_id = crawl(store, [failed(2)], at=1, settle=False)
    dead = Settled(verdict=Verdict(state=State.DEAD, reason="http-404"), state_since=night(1))
    store.settling.save(crawl_id, [(2, dead, tomorrow(1))])
    found = [each.canonical_url for each in store.findings(selection)]
    letters = {store.links.find(url): letter for letter, url in names.items()}
    assert "".join(letters[store.links.find(url)] for url in found) == expected
    if selection.limit is None:
        assert sum(store.counts(selection).values()) == sum(store.drift_counts(selection).values()) == len(expected)
        due = store.links.due(night=None, selection=selection)
        assert sorted(letters[each.link_id] for each in due) == sorted(expected)


def test_a_finding_of_chosen_documents_speaks_of_these_only(store: Store) -> None:
    for name, quote in (("1.md", "無い文である。"), ("2.md", "本文です。")):
        store.documents.save(document(name), [cite("https://site1.example/a", quote=quote)], watch=True, at=night(0))
    crawl(store, [alive(1)], at=0)
    compare_all(store, 0)
    [both] = store.findings(WATCHED)
    [second] = store.findings(Selection(documents=("2.md",)))
    assert (len(both.citations), len(second.citations)) == (2, 1)
    assert both.drift is not Drift.SAME
    assert second.drift is Drift.SAME


def test_findings_stream_over_many_blocks(store: Store) -> None:
    links = add(store, [f"https://site{at}.example/" for at in range(1203)])
    findings = store.findings(WATCHED)
    assert next(findings).link_id == links[0]
    assert [each.link_id for each in findings] == links[1:]


def test_a_finding_tells_when_its_link_is_visited_next(store: Store) -> None:
    add(store, ["https://site1.example/a", "https://site2.example/a"])
    add(store, ["https://site3.example/a"], "checked.md", watch=False)
    crawl(store, [alive(1), alive(3)], at=0)
    due = {each.link_id: each.due_night for each in store.findings(EVERY)}
    assert due == {1: tomorrow(0), 2: date.min, 3: None}


# --- muting, finding, other threads -----------------------------------------------------------


def test_a_link_is_muted_until_a_day(store: Store) -> None:
    [link] = add(store, ["https://site1.example/a"])
    assert store.links.mute(link, until=tomorrow(0), note="会員制")
    assert [each.muted_until for each in store.findings(WATCHED)] == [tomorrow(0)]
    assert store.links.mute(link, until=None)
    assert [each.muted_until for each in store.findings(WATCHED)] == [None]
    assert not store.links.mute(99, until=tomorrow(0))


@pytest.mark.parametrize("text", ["1", "https://site1.example/a", "HTTPS://Site1.example:443/a?utm_source=x"])
def test_a_link_is_found_by_id_and_any_spelling(store: Store, text: str) -> None:
    add(store, ["https://site1.example/a"])
    assert store.links.find(text) == 1


@pytest.mark.parametrize("text", ["2", "", "９", "9" * 40, "https://site1.example/b", "no url", "' OR 1=1 --"])
def test_what_is_no_link_is_not_found(store: Store, text: str) -> None:
    add(store, ["https://site1.example/a"])
    assert store.links.find(text) is None


def test_another_opening_sees_what_was_committed(store: Store) -> None:
    other = store.reopen()
    add(store, ["https://site1.example/a"])
    assert other.counts(EVERY) == {State.UNKNOWN: 1}
    other.close()


def test_links_checked_of_late_are_left_out(store: Store) -> None:
    links = add(store, ["https://site1.example/a", "https://site2.example/a", "https://site3.example/a"])
    crawl(store, [alive(links[0])], at=0)
    crawl(store, [alive(links[1])], at=2)
    before = night(2) - timedelta(days=1)
    assert [each.link_id for each in store.links.due(night=None, selection=WATCHED, checked_before=before)] == [1, 3]
    assert store.links.count_due(night=None, selection=WATCHED, checked_before=before) == {"other": 2}
