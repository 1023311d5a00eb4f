"""A newer extractor reads pages in another way: no page changed for that, and what did change is told as before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from webs import Answer, article, write_warc

import db
from db.store import Store
from linkwatch import night
from linkwatch.compare.again import read_again
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import BaselineKind, Comparison, Drift, EventKind, Selection
from linkwatch.page.article import EXTRACTOR
from linkwatch.sources import Source

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2025, 6, 1, 3, tzinfo=TOKYO)
HOST = "https://kawabe-dayori.jp"
OLD = "trafilatura 1.4.0 fast"
ANOTHER = "トップ > 川辺だより\nSNSで共有する\n人気の記事ランキング\n一位 花火大会の日程が決まる"
"""What an older extractor took from a page: its frame."""

PARAGRAPHS = (
    "川べりの桜は今年、四月二日に満開になった。市の担当者によると、平年より三日早い。",
    "堤の下の広場には土曜と日曜の二日間でおよそ8000人が訪れ、屋台は32軒が並んだ。",
    "片づけには地元の中学生40人が加わり、集めたごみは2トンに達したという。",
    "川沿いの遊歩道は補修が終わり、来月から夜間の照明が付く。予算は3億円である。",
)
EDITED = (PARAGRAPHS[0], PARAGRAPHS[1].replace("8000人", "9500人"), *PARAGRAPHS[2:])
PAGE, CHANGED = article("川べりの桜", *PARAGRAPHS), article("川べりの桜", *EDITED)
FRAMED = article("川べりの桜", *PARAGRAPHS, foot="今日のアクセス 312")
DOCUMENT = f"# 桜\n\n[川べりの桜]({HOST}/a)を読んだ。\n"
ROWS = "SELECT (SELECT count(*) FROM snapshots) + (SELECT count(*) FROM texts) + (SELECT count(*) FROM bodies)"


@dataclass
class World:
    """A document that cites one page, and a database."""

    store: Store
    folder: Path

    def crawl(self, number: int, body: bytes) -> night.Result:
        """One night in which the page is as given."""
        at = (FIRST + timedelta(days=number - 1)).astimezone(UTC)
        answer = Answer(since=at - timedelta(hours=1), url=f"{HOST}/a", body=body)
        web = Replay.open([write_warc(self.folder / f"{number}.warc.gz", [answer])], at)
        return night.run(
            self.store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(), clock=lambda: at,
            zone=TOKYO, replay=web,
        )  # fmt: skip

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.folder / "linkwatch.db") as connection:
            found = connection.execute(statement, values).fetchall()
        connection.close()
        return found

    def as_read_before(self) -> None:
        """All versions as another extractor had read them."""
        self.sql("INSERT INTO texts (sha256, chars, plain) VALUES ('old', ?, ?)", len(ANOTHER), ANOTHER)
        self.sql("UPDATE snapshots SET extractor = ?, identity = id, text_id = (SELECT max(id) FROM texts)", OLD)

    @property
    def told(self) -> Comparison:
        [one] = self.store.findings(Selection())
        [cited] = one.citations
        assert cited.comparison is not None
        return cited.comparison

    @property
    def versions(self) -> int:
        link = self.store.views.link(1)
        assert link is not None
        return len(link.versions)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    store = db.open(tmp_path / "linkwatch.db")
    night.read([Source(name="桜.md", data=DOCUMENT.encode())], store, watch=True, at=FIRST.astimezone(UTC))
    yield World(store=store, folder=tmp_path)
    store.close()


@pytest.mark.parametrize("tonight", [PAGE, FRAMED], ids=["the very same words", "another frame"])
def test_a_newer_extractor_is_no_change_and_a_change_after_it_is_found(world: World, tonight: bytes) -> None:
    world.crawl(1, PAGE)
    world.as_read_before()
    assert world.crawl(2, tonight).events == ()
    assert world.told.drift in (Drift.SAME, Drift.UNJUDGED)
    assert world.versions == 1
    rows = world.sql(ROWS)
    assert world.crawl(3, tonight).events == ()
    assert world.sql(ROWS) == rows
    [event] = world.crawl(4, CHANGED).events
    assert (event.event.kind, event.event.before, event.event.after) == (EventKind.EDITED, "8000人", "9500人")
    assert (world.told.baseline, world.versions) == (BaselineKind.FIRST, 2)


def test_a_change_in_the_night_of_the_newer_extractor_is_found(world: World) -> None:
    world.crawl(1, PAGE)
    world.as_read_before()
    [event] = world.crawl(2, CHANGED).events
    assert (event.event.before, event.event.after) == ("8000人", "9500人")
    assert [(each.before, each.after) for each in world.told.edits] == [("8000人", "9500人")]
    assert world.sql("SELECT extractor, first_seen FROM snapshots ORDER BY id")[2] == (
        EXTRACTOR,
        "2025-05-31T18:00:00Z",
    )
    rows = world.sql(ROWS)
    world.crawl(3, CHANGED)
    assert world.sql(ROWS) == rows


def test_a_page_that_had_changed_before_stays_changed_and_is_not_told_again(world: World) -> None:
    world.crawl(1, PAGE)
    world.crawl(2, CHANGED)
    assert world.told.drift is Drift.EDITED
    world.as_read_before()
    assert world.crawl(3, CHANGED.replace(b"</footer>", b"2025</footer>")).events == ()
    assert world.told.drift is Drift.EDITED
    world.crawl(4, PAGE)
    assert (world.told.drift, world.told.similarity) == (Drift.SAME, 1)


def test_a_first_visit_on_the_day_of_publication_is_said_to_be_weak(world: World) -> None:
    dated = b'<head><meta property="article:published_time" content="2025-06-01T01:00:00+09:00">'
    world.crawl(1, PAGE.replace(b"<head>", dated))
    world.crawl(2, CHANGED.replace(b"<head>", dated))
    assert world.told.note == "the first snapshot is from the day of publication"


def test_a_version_of_which_nothing_was_kept_is_said_to_be_unfit(world: World) -> None:
    world.crawl(1, PAGE)
    world.as_read_before()
    world.sql("UPDATE snapshots SET body_id = NULL")
    assert world.crawl(2, CHANGED).events == ()
    assert (world.told.drift, world.told.edits) == (Drift.UNJUDGED, ())
    assert world.told.note == ("the first snapshot was read in another way, and what it was read from was not kept")
    [event] = world.crawl(3, PAGE).events
    assert (event.event.before, event.event.after) == ("9500人", "8000人")
    assert world.told.note.endswith("what it was read from was not kept; this one is of 2025-06-01")


PARTED = PAGE.replace(b"</main>", b"<a href='/articles/0123456789abcdef0123456789abcdef01234567?page=2'>2</a></main>")


@pytest.mark.parametrize(
    ("url", "body", "whole"),
    [
        (f"{HOST}/a", PAGE, True),
        ("https://x.com/kawabe/status/1", PAGE, False),
        ("https://news.yahoo.co.jp/articles/0123456789abcdef0123456789abcdef01234567", PAGE, True),
        ("https://news.yahoo.co.jp/articles/0123456789abcdef0123456789abcdef01234567", PARTED, False),
    ],
)
def test_only_what_was_read_from_one_body_is_read_again(url: str, body: bytes, whole: bool) -> None:
    read = read_again(url, body)
    assert (read is not None) is whole
    assert read_again(url, body) == read
