"""Archives asked by night: a second look before a death, baselines of the day of writing, copies worth offering."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import zstandard
from webs import Answer, article, write_warc

import db
from db.store import Store
from linkwatch import night
from linkwatch.archive import Archives, Source
from linkwatch.archive.asking import ANSWER_KEPT, FAILURE_KEPT, Asking
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import BaselineKind, Drift, EventKind, Fault, FaultKind, Finding, Page, Selection, State
from linkwatch.page.article import EXTRACTOR
from linkwatch.sources import Source as Told

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2025, 6, 1, 3, tzinfo=TOKYO)
HOST = "https://kawabe-dayori.jp"
URL = f"{HOST}/a"

LONG = (
    "川べりの桜は今年、四月二日に満開になった。市の担当者によると、平年より三日早い。",
    "堤の下の広場には土曜と日曜の二日間でおよそ8000人が訪れ、屋台は32軒が並んだ。",
    "片づけには地元の中学生40人が加わり、集めたごみは2トンに達したという。",
    "川沿いの遊歩道は補修が終わり、来月から夜間の照明が付く。予算は3億円である。",
    "市は来年の開催に向けて、駐車場の予約を電子化する方針で、議会に説明した。",
    "屋台の組合は「天候に恵まれ、例年より客足が伸びた」と話し、ごみ箱を増やす考えを示した。",
    "遊歩道の補修は県との共同事業で、護岸の石積みを残したまま幅を広げた。",
    "照明は太陽光で充電し、夜九時に消える。蛍の季節には点けないことも決まった。",
)
EDITED = (LONG[0], LONG[1].replace("8000人", "9500人"), *LONG[2:])
BEFORE, AFTER = article("川べりの桜", *LONG), article("川べりの桜", *EDITED)
GONE = article("ページが見つかりません", "お探しのページは見つかりませんでした。削除された可能性があります。")

QUOTING = f"# 桜\n\n2025年4月20日\n\n[川べりの桜]({URL})にはこうある。\n\n> {LONG[1]}\n"
NAMING = f"# 桜\n\n2025年4月20日\n\n[川べりの桜]({URL})を読んだ。\n"
UNDATED = f"# 桜\n\n[川べりの桜]({URL})を読んだ。\n"

ARCHIVE = Source(
    name="test",
    cdx="https://archive.test/cdx?url={quoted}",
    memento="https://archive.test/web/{timestamp}/{url}",
    raw="https://archive.test/web/{timestamp}id_/{url}",
)


def on(number: int) -> datetime:
    """The time of a night; the first is 1."""
    return (FIRST + timedelta(days=number - 1)).astimezone(UTC)


@dataclass
class Archive:
    """An archive that holds copies of one page by their fourteen digits, and remembers what it was asked."""

    copies: Mapping[str, bytes] = field(default_factory=dict)
    statuses: Mapping[str, int] = field(default_factory=dict)
    down: bool = False
    asked: list[str] = field(default_factory=list)

    def __call__(self, url: str, headers: Mapping[str, str]) -> Page:
        self.asked.append(url)
        if self.down:
            return Page(url=url, final_url=url, fault=Fault(kind=FaultKind.TIMEOUT))
        found = re.search(r"/web/(\d{14})id_/", url)
        if found:
            head = (("content-type", "text/html; charset=utf-8"),)
            status = self.statuses.get(found[1], 200)
            return Page(url=url, final_url=url, status=status, headers=head, body=self.copies[found[1]])
        query = parse_qs(urlsplit(url).query)
        rows = [[each, URL, str(self.statuses.get(each, 200))] for each in sorted(self.copies)]
        if "to" in query:
            rows = [row for row in rows if row[0] <= query["to"][0]][-3:]
        else:
            rows = [row for row in rows if row[0] >= query["from"][0]][:3]
        return Page(
            url=url,
            final_url=url,
            status=200,
            body=json.dumps([["timestamp", "original", "statuscode"], *rows]).encode(),
        )


@dataclass
class World:
    """A document, the web it cites, and a database."""

    store: Store
    folder: Path

    def write(self, *texts: str) -> None:
        sources = [Told(name=f"{number}.md", data=text.encode()) for number, text in enumerate(texts)]
        night.read(sources, self.store, watch=True, at=on(1))

    def crawl(self, number: int, archive: Archive | None, *pages: Answer, limit: int = 100) -> night.Result:
        at = on(number)
        if not hasattr(self, "_web"):
            self._web = Replay.open([write_warc(self.folder / "web.warc.gz", pages)], at)
        asking = None
        if archive is not None:
            made = Archives([ARCHIVE], archive, now=lambda: at, sleep=lambda _: None, retries=0)
            asking = Asking(made, limit=limit, zone=TOKYO)
        return night.run(
            self.store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(), clock=lambda: at,
            zone=TOKYO, replay=self._web.moved_to(at), asking=asking,
        )  # fmt: skip

    @property
    def finding(self) -> Finding:
        [one] = self.store.findings(Selection())
        return one


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    store = db.open(tmp_path / "linkwatch.db")
    yield World(store=store, folder=tmp_path)
    store.close()


def page(since: int, body: bytes, status: int = 200) -> Answer:
    head = (("Content-Type", "text/html; charset=utf-8"),)
    return Answer(since=on(since) - timedelta(hours=1), url=URL, status=status, body=body, headers=head)


def test_a_page_cited_without_a_quote_is_held_against_the_copies_of_the_day(world: World) -> None:
    world.write(NAMING)
    archive = Archive({"20250418000000": BEFORE, "20250424000000": BEFORE, "20250501000000": AFTER})
    result = world.crawl(1, archive, page(1, AFTER))
    [cited] = world.finding.citations
    assert cited.comparison is not None
    assert (cited.comparison.baseline, cited.comparison.drift) == (BaselineKind.ARCHIVE, Drift.EDITED)
    assert [(each.kind, each.before, each.after) for each in cited.comparison.edits] == [
        ("number", "8000人", "9500人")
    ]
    assert [one.event.kind for one in result.events] == [EventKind.EDITED]
    assert result.archived == 1
    assert result.crawl.events == {"edited": 1}
    assert [each.alive for each in world.store.captures.of(world.finding.link_id)] == [True, True, None]


@pytest.mark.parametrize(
    ("copies", "note"),
    [
        ({"20250418000000": BEFORE}, "the nearest archived copy is of 39 hours before the writing"),
        (
            {"20250418000000": BEFORE, "20250424000000": AFTER},
            "the archived copies before and after the writing differ",
        ),
        ({"20250418000000": BEFORE, "20250424000000": BEFORE}, ""),
    ],
)
def test_how_sure_the_baseline_is_is_told(world: World, copies: Mapping[str, bytes], note: str) -> None:
    world.write(NAMING)
    world.crawl(1, Archive(copies), page(1, BEFORE))
    [cited] = world.finding.citations
    assert cited.comparison is not None
    assert cited.comparison.drift is Drift.SAME
    assert cited.comparison.note.startswith(note)
    assert bool(cited.comparison.note) == bool(note)


def test_what_a_copy_was_read_from_is_kept_for_its_markup(world: World) -> None:
    world.write(NAMING)
    world.crawl(1, Archive({"20250418000000": BEFORE, "20250424000000": GONE}), page(1, AFTER))
    good, bad = world.store.captures.of(world.finding.link_id)
    assert (good.alive, bad.alive) == (True, False)
    packed = world.store.captures.body(world.finding.link_id, good.address)
    assert zstandard.ZstdDecompressor().decompress(packed) == BEFORE
    assert world.store.captures.body(world.finding.link_id, bad.address) == b""


@pytest.mark.parametrize("kept", [True, False])
def test_a_copy_that_an_older_extractor_read_is_read_again(world: World, kept: bool) -> None:
    world.write(NAMING)
    world.crawl(1, Archive({"20250418000000": BEFORE}), page(1, BEFORE), page(2, AFTER), page(3, BEFORE))
    with sqlite3.connect(world.folder / "linkwatch.db") as old:
        old.execute("INSERT INTO texts (sha256, chars, plain) VALUES ('old', 4, '川辺だより')")
        old.execute("UPDATE captures SET extractor = 'old 1', text_id = (SELECT max(id) FROM texts)")
        if not kept:
            old.execute("UPDATE captures SET body_id = NULL")
    old.close()
    changed = world.crawl(2, None)
    [cited] = world.finding.citations
    told = cited.comparison
    assert told is not None
    if kept:
        assert [(each.before, each.after) for each in told.edits] == [("8000人", "9500人")]
        assert [one.event.kind for one in changed.events] == [EventKind.EDITED]
        [copy] = world.store.captures.of(world.finding.link_id)
        assert (copy.extractor, copy.text) == (EXTRACTOR, "川べりの桜\n" + "\n".join(LONG))
    else:
        assert (told.baseline, told.drift, told.edits) == (BaselineKind.ARCHIVE, Drift.UNJUDGED, ())
        assert told.note.startswith("the archived copy was read in another way")
        assert changed.events == ()


def test_an_answer_is_asked_for_once(world: World) -> None:
    world.write(NAMING)
    archive = Archive({"20250418000000": BEFORE, "20250424000000": BEFORE})
    world.crawl(1, archive, page(1, BEFORE))
    assert len(archive.asked) == 4, archive.asked
    for number in (2, 3):
        world.crawl(number, archive)
    assert len(archive.asked) == 4
    world.crawl(2 + ANSWER_KEPT.days, archive)
    assert len(archive.asked) == 6, "the copies that were read are known"


def test_an_archive_that_is_down_costs_the_night_nothing_and_is_asked_again(world: World) -> None:
    world.write(NAMING)
    down = Archive(down=True)
    result = world.crawl(1, down, page(1, BEFORE))
    assert (result.archived, result.crawl.outcome, world.finding.verdict.state) == (0, "done", State.ALIVE)
    up = Archive({"20250418000000": BEFORE})
    world.crawl(2, up)
    assert up.asked == []
    world.crawl(2 + FAILURE_KEPT.days, up)
    assert world.finding.citations[0].comparison is not None
    assert world.finding.citations[0].comparison.baseline is BaselineKind.ARCHIVE


def test_a_death_is_doubted_when_a_newer_copy_shows_the_page(world: World) -> None:
    world.write(UNDATED)
    archive = Archive({"20250602120000": BEFORE})
    pages = (page(1, BEFORE), page(2, GONE, 404))
    for number in (1, 2):
        world.crawl(number, archive, *pages)
    assert world.finding.verdict.state is State.SUSPECT
    before = len(archive.asked)
    result = world.crawl(3, archive)
    assert world.finding.verdict.state is State.SUSPECT
    assert result.events == ()
    assert len(archive.asked) > before
    view = world.store.views.link(world.finding.link_id)
    assert view is not None
    assert "test has it alive on 2025-06-02" in view.vetoed


@pytest.mark.parametrize(
    "archive",
    [
        Archive(),
        Archive(down=True),
        Archive({"20250520000000": BEFORE}),
        Archive({"20250602120000": GONE}),
        Archive({"20250602120000": GONE}, statuses={"20250602120000": 404}),
    ],
    ids=["nothing", "down", "an older copy", "a copy of the error page", "a copy with 404"],
)
def test_a_death_that_no_copy_contradicts_is_told(world: World, archive: Archive) -> None:
    world.write(UNDATED)
    pages = (page(1, BEFORE), page(2, GONE, 404))
    results = [world.crawl(number, archive, *pages) for number in (1, 2, 3)]
    assert world.finding.verdict.state is State.DEAD
    assert [one.event.kind for one in results[-1].events] == [EventKind.DIED]


def test_only_a_copy_that_carries_the_quote_is_offered(world: World) -> None:
    from linkwatch.report.wording import best_capture

    world.write(QUOTING)
    other = article("別の記事", *(text.replace("8000人", "") for text in LONG[2:]))
    archive = Archive({"20250418000000": other, "20250424000000": BEFORE})
    pages = (page(1, GONE, 404),)
    for number in (1, 2):
        world.crawl(number, archive, *pages)
    assert world.finding.verdict.state is State.DEAD
    copy = best_capture(world.finding.captures, world.finding.citations)
    assert copy is not None
    assert copy.address == f"https://archive.test/web/20250424000000/{URL}"


def test_no_copy_is_offered_that_lacks_the_quote(world: World) -> None:
    from linkwatch.report.wording import best_capture

    world.write(QUOTING)
    archive = Archive({"20250418000000": article("別の記事", *LONG[2:]), "20250424000000": GONE})
    world.crawl(1, archive, page(1, GONE, 404))
    assert len(world.finding.captures) == 2
    assert best_capture(world.finding.captures, world.finding.citations) is None


def test_asking_ends_with_the_pages_of_a_night(world: World) -> None:
    world.write(NAMING)
    archive = Archive({"20250418000000": BEFORE})
    world.crawl(1, archive, page(1, BEFORE), limit=0)
    assert archive.asked == []


def test_the_page_of_a_living_quote_is_not_asked_for(world: World) -> None:
    world.write(QUOTING)
    archive = Archive({"20250418000000": BEFORE})
    world.crawl(1, archive, page(1, BEFORE))
    assert archive.asked == []
    assert world.finding.drift is Drift.SAME


def test_no_archive_is_told_of_a_private_page(world: World) -> None:
    private = "http://wiki.corp/a"
    world.write(f"# 桜\n\n2025年4月20日\n\n[桜]({private})と[川べりの桜]({URL})を読んだ。\n")
    archive = Archive({"20250418000000": BEFORE})
    there = replace(page(1, BEFORE), url=private)
    for number in (1, 2):
        world.crawl(number, archive, page(1, BEFORE), there)
    assert archive.asked != []
    assert not any("wiki.corp" in each for each in archive.asked)


def test_ctrl_c_leaves_the_rest_for_another_night(world: World) -> None:
    world.write(NAMING)

    def interrupted(url: str, headers: Mapping[str, str]) -> Page:
        raise KeyboardInterrupt

    result = world.crawl(1, interrupted, page(1, BEFORE))  # type: ignore[arg-type]
    assert (result.crawl.outcome, result.archived) == ("done", 0)
    archive = Archive({"20250418000000": BEFORE})
    world.crawl(2, archive)
    assert archive.asked != []
