"""Many nights replayed through the whole: reading, crawling, judging, settling, comparing, storing."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from webs import Answer, article, write_warc

import db
from linkwatch import night
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import Drift, EventKind, Selection, State
from linkwatch.sources import Source

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2025, 6, 1, 3, tzinfo=TOKYO)
HOST = "https://kawabe-dayori.jp"
OTHER = "https://www.minato-shashinkan.jp"

LONG = (
    "川べりの桜は今年、四月二日に満開になった。市の担当者によると、平年より三日早い。",
    "堤の下の広場には土曜と日曜の二日間でおよそ8000人が訪れ、屋台は32軒が並んだ。",
    "片づけには地元の中学生40人が加わり、集めたごみは2トンに達したという。",
)
EDITED = (LONG[0], LONG[1].replace("8000人", "9500人"), LONG[2])
GONE = article("ページが見つかりません", "お探しのページは見つかりませんでした。削除された可能性があります。")
WALL = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b"<script>window._cf_chl_opt={cType:'managed'};</script></body></html>"
)


def on(number: int) -> datetime:
    """The time of a night; the first is 1."""
    return FIRST + timedelta(days=number - 1)


def page(path: str, since: int, *, host: str = HOST, status: int = 200, body: bytes = b"", **more: str) -> Answer:
    """An answer from a night on."""
    headers = (("Content-Type", "text/html; charset=utf-8"), *((k.replace("_", "-"), v) for k, v in more.items()))
    # An hour before the night's crawl.
    return Answer(since=on(since) - timedelta(hours=1), url=host + path, status=status, body=body, headers=headers)


def story() -> list[Answer]:
    """Nine links over thirty nights."""
    plain = {name: article(f"記事{name}", *LONG[1:], f"これは{name}の記事です。") for name in "acdefgi"}
    return [
        page("/a", 1, body=plain["a"]),
        page("/a2", 1, host=OTHER, body=plain["a"]),
        page("/b", 1, body=article("桜まつりの後", *LONG)),
        page("/b", 5, status=404, body=GONE),
        page("/c", 1, host=OTHER, body=plain["c"]),
        page("/c", 8, host=OTHER, body=GONE),
        page("/d", 1, body=plain["d"]),
        page("/d", 12, status=404, body=GONE),
        page("/d", 21, body=plain["d"]),
        page("/e", 1, host=OTHER, body=plain["e"]),
        page("/e", 15, host=OTHER, status=503, body=b"<h1>Service Unavailable</h1>"),
        page("/e", 26, host=OTHER, body=plain["e"]),
        page("/g", 1, body=plain["g"]),
        page("/g", 10, status=301, Location=f"{HOST}/archive/2025/g"),
        page("/archive/2025/g", 1, body=plain["g"]),
        page("/h", 1, host=OTHER, body=article("川べりの桜", *LONG)),
        page("/h", 18, host=OTHER, body=article("川べりの桜", *EDITED)),
        page("/i", 1, body=plain["i"]),
        page("/i", 22, status=403, body=WALL, Server="cloudflare", cf_mitigated="challenge"),
        page("/i", 25, body=plain["i"]),
    ]


DOCUMENT = f"""# 桜の記事

最初に見たのは {HOST}/a と {OTHER}/a2 と {HOST}/b です。

- {OTHER}/c
- {HOST}/d
- {OTHER}/e
- {HOST}/g
- {HOST}/i

[川べりの桜]({OTHER}/h)にはこうある。

> 堤の下の広場には土曜と日曜の二日間でおよそ8000人が訪れ、屋台は32軒が並んだ。
"""

EVENTS = {
    6: [("/b", EventKind.DIED)],
    10: [("/g", EventKind.MOVED)],
    11: [("/c", EventKind.DIED)],
    13: [("/d", EventKind.DIED)],
    18: [("/h", EventKind.EDITED)],
    22: [("/i", EventKind.BLOCKED)],
    27: [("/d", EventKind.CAME_BACK)],
}
"""What happens in which night. A dead link is visited weekly, so that /d, back on the 21st, is seen on the 27th."""

STATES = {
    5: {"/b": State.SUSPECT},
    6: {"/b": State.DEAD},
    8: {"/c": State.SUSPECT},
    10: {"/c": State.SUSPECT, "/g": State.MOVED},
    11: {"/c": State.DEAD},
    12: {"/d": State.SUSPECT},
    13: {"/d": State.DEAD},
    15: {"/e": State.UNREACHABLE},
    25: {"/e": State.UNREACHABLE, "/i": State.ALIVE},
    24: {"/i": State.BLOCKED},
    26: {"/e": State.ALIVE, "/d": State.DEAD},
    27: {"/d": State.ALIVE, "/b": State.DEAD, "/a": State.ALIVE, "/a2": State.ALIVE},
}
"""What the store says after a night."""

CHANGES = {1, *(n for n in EVENTS), 5, 8, 12, 15, 25, 26}
"""Nights on which something that is stored changed: all others gain no row but that of their crawl."""


def rows(path: Path) -> dict[str, int]:
    """Rows by table."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        names = [
            name
            for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
            if not name.startswith("sqlite_")
        ]
        return {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}


@dataclass
class Told:
    """What thirty nights told."""

    events: dict[int, list[tuple[str, EventKind]]] = field(default_factory=dict)
    states: dict[int, dict[str, State]] = field(default_factory=dict)
    drifts: dict[int, dict[str, Drift]] = field(default_factory=dict)
    gained: dict[int, dict[str, int]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Thirty nights, replayed."""
    folder = tmp_path_factory.mktemp("nights")
    path = folder / "linkwatch.db"
    web = Replay.open([write_warc(folder / "web.warc.gz", story())], on(1).astimezone(UTC))
    store = db.open(path)
    night.read([Source(name="sakura.md", data=DOCUMENT.encode())], store, watch=True, at=on(1).astimezone(UTC))
    told = Told()
    before = rows(path)
    for number in range(1, 31):
        at = on(number).astimezone(UTC)
        result = night.run(
            store,
            kind="crawl",
            settings=CrawlSettings(workers=1),
            selection=Selection(),
            clock=lambda at=at: at,
            zone=TOKYO,
            replay=web.moved_to(at),
        )
        short = {one.link_id: "/" + one.canonical_url.rsplit("/", 1)[-1] for one in store.findings(Selection())}
        told.events[number] = sorted((short[one.link_id], one.event.kind) for one in result.events)
        found = {short[one.link_id]: one for one in store.findings(Selection())}
        told.states[number] = {name: one.verdict.state for name, one in found.items()}
        told.drifts[number] = {name: one.drift for name, one in found.items()}
        after = rows(path)
        told.gained[number] = {name: after[name] - before[name] for name in after if after[name] != before[name]}
        before = after
    store.close()
    return told


@pytest.mark.parametrize("number", range(1, 31))
def test_each_event_is_told_once_in_its_night(told: Told, number: int) -> None:
    assert told.events[number] == sorted(EVENTS.get(number, []))


@pytest.mark.parametrize(("number", "states"), STATES.items())
def test_states_after_a_night(told: Told, number: int, states: dict[str, State]) -> None:
    assert {name: told.states[number][name] for name in states} == states


def test_the_quote_is_edited_from_its_night_on(told: Told) -> None:
    assert [told.drifts[number]["/h"] for number in (1, 17, 18, 30)] == [
        Drift.SAME,
        Drift.SAME,
        Drift.EDITED,
        Drift.EDITED,
    ]


@pytest.mark.parametrize("number", sorted(set(range(2, 31)) - CHANGES))
def test_a_night_without_change_gains_no_row_but_its_crawl(told: Told, number: int) -> None:
    assert told.gained[number] == {"crawls": 1}
