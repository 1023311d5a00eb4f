"""Many nights replayed through the whole: reading, crawling, judging, settling, comparing, storing."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from command import called
from webs import Answer, article, write_warc

import db
from db.store import Store
from linkwatch import night
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import Drift, EventKind, Finding, Selection, State
from linkwatch.sources import Source

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = 60
SUMMER = 30
"""The night in which summer time begins: there is no 2:30."""
AHEAD = {47: 59}
"""Nights in which our clock is ahead, and what it shows."""
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
    """The time of a night's crawl; the first is 1. No two begin at the same minute."""
    day = datetime(2025, 3, 1, 2, 30 + number % 7, tzinfo=BERLIN) + timedelta(days=number - 1)
    return day.astimezone(UTC)


def page(path: str, since: int, *, host: str = HOST, status: int = 200, body: bytes = b"", **more: str) -> Answer:
    """An answer from a night on."""
    headers = (("Content-Type", "text/html; charset=utf-8"), *((k.replace("_", "-"), v) for k, v in more.items()))
    # An hour before the night's crawl.
    return Answer(since=on(since) - timedelta(hours=1), url=host + path, status=status, body=body, headers=headers)


def story() -> list[Answer]:
    """What answers over sixty nights."""
    plain = {name: article(f"記事{name}", *LONG[1:], f"これは{name}の記事です。") for name in "acdefgijmnp"}
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
        page("/d", 40, status=410, body=GONE),
        page("/e", 1, host=OTHER, body=plain["e"]),
        page("/e", 15, host=OTHER, status=503, body=b"<h1>Service Unavailable</h1>"),
        page("/e", 26, host=OTHER, body=plain["e"]),
        page("/f", 1, host=OTHER, body=plain["f"]),
        page("/f", 36, host=OTHER, status=404, body=GONE),
        page("/f", 37, host=OTHER, body=plain["f"]),
        page("/g", 1, body=plain["g"]),
        page("/g", 10, status=301, Location=f"{HOST}/archive/2025/g"),
        page("/archive/2025/g", 1, body=plain["g"]),
        page("/h", 1, host=OTHER, body=article("川べりの桜", *LONG)),
        page("/h", 18, host=OTHER, body=article("川べりの桜", *EDITED)),
        page("/h", 33, host=OTHER, body=article("川べりの桜", *LONG)),
        page("/h", 53, host=OTHER, body=article("川べりの桜", *EDITED)),
        page("/i", 1, body=plain["i"]),
        page("/i", 22, status=403, body=WALL, Server="cloudflare", cf_mitigated="challenge"),
        page("/i", 25, body=plain["i"]),
        page("/j", 1, host=OTHER, body=plain["j"]),
        page("/j", SUMMER, host=OTHER, status=404, body=GONE),
        *(
            page("/k", number, body=article("川べりの花火", *(LONG, EDITED)[turn % 2]))
            for turn, number in enumerate(FLAPS)
        ),
        page("/m", 1, host=OTHER, body=plain["m"]),
        page("/n", 1, status=404, body=GONE),
        page("/p", 1, host=OTHER, body=plain["p"]),
        page("/p", 47, host=OTHER, status=404, body=GONE),
    ]


FLAPS = (1, 19, 23, 28, 32, 38, 42, 55)
"""Nights from which on a page shows its other version."""

DOCUMENT = f"""# 桜の記事

最初に見たのは {HOST}/a と {OTHER}/a2 と {HOST}/b です。

- {OTHER}/c
- {HOST}/d
- {OTHER}/e
- {OTHER}/f
- {HOST}/g
- {HOST}/i
- {OTHER}/j
- {HOST}/k
- {HOST}/n
- {OTHER}/p

[川べりの桜]({OTHER}/h)にはこうある。

> 堤の下の広場には土曜と日曜の二日間でおよそ8000人が訪れ、屋台は32軒が並んだ。
"""
LATER = 35
"""The night in which the document cites one page more."""

EVENTS = {
    2: [("/n", EventKind.DIED)],
    6: [("/b", EventKind.DIED)],
    10: [("/g", EventKind.MOVED)],
    11: [("/c", EventKind.DIED)],
    13: [("/d", EventKind.DIED)],
    18: [("/h", EventKind.EDITED)],
    19: [("/k", EventKind.EDITED)],
    22: [("/i", EventKind.BLOCKED)],
    27: [("/d", EventKind.CAME_BACK)],
    28: [("/k", EventKind.EDITED)],
    31: [("/j", EventKind.DIED)],
    41: [("/d", EventKind.DIED)],
    49: [("/p", EventKind.DIED)],
    53: [("/h", EventKind.EDITED)],
}
"""What happens in which night.

A dead link is visited weekly, so that /d, back on the 21st, is seen on the 27th. /k turns to and fro: once it is
known for that, nothing more is told. /p fails when our clock is ahead; set back, it begins to count anew.
"""

STATES = {
    1: {"/n": State.SUSPECT},
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
    30: {"/j": State.SUSPECT},
    31: {"/j": State.DEAD},
    35: {"/m": State.ALIVE},
    36: {"/f": State.SUSPECT},
    37: {"/f": State.ALIVE},
    47: {"/p": State.SUSPECT},
    48: {"/p": State.SUSPECT, "/d": State.DEAD},
    60: {"/p": State.DEAD, "/d": State.DEAD, "/g": State.MOVED, "/k": State.ALIVE, "/m": State.ALIVE},
}
"""What the store says after a night."""

VISITED = {
    "/a": range(1, 61),
    "/b": [*range(1, 7), 13, 20, 27, 34, 41, 47, 48, 55],
    "/d": [*range(1, 14), 20, *range(27, 42), 47, 48, 55],
    "/e": range(1, 61),
    "/j": [*range(1, 32), 38, 45, 47, 48, 55],
    "/m": range(LATER, 61),
    "/n": [1, 2, 9, 16, 23, 30, 37, 44, 47, 48, 55],
    "/p": [*range(1, 50), 56],
}
"""Nights in which a link is visited.

In the 47th our clock shows the 59th, and all that is due until then is visited; in the 48th it has been set back, and
so are they.
"""

CHANGES = {1, *EVENTS, 5, 8, 12, 15, 25, 26, SUMMER, 32, 33, LATER, 36, 37, 40, 47, 48}
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
    """What the nights told."""

    events: dict[int, list[tuple[str, EventKind]]] = field(default_factory=dict)
    at: dict[int, set[datetime]] = field(default_factory=dict)
    """Times of the events of a night."""
    found: dict[int, dict[str, Finding]] = field(default_factory=dict)
    visited: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    gained: dict[int, dict[str, int]] = field(default_factory=dict)
    path: Path = Path()


def one_night(store: Store, web: Replay, number: int, told: Told, *, stretch: bool = False) -> None:
    """One night, and what it told."""
    at = on(AHEAD.get(number, number) if not stretch else number)
    result = night.run(
        store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(), clock=lambda: at, zone=BERLIN,
        stretch=stretch, replay=web.moved_to(on(number)),
    )  # fmt: skip
    found = {"/" + one.canonical_url.rsplit("/", 1)[-1]: one for one in store.findings(Selection())}
    short = {one.link_id: name for name, one in found.items()}
    told.events[number] = sorted((short[one.link_id], one.event.kind) for one in result.events)
    told.at[number] = {one.event.at for one in result.events}
    told.found[number] = found
    for name, one in found.items():
        if one.checked_at == at.replace(microsecond=0):
            told.visited[name].append(number)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Sixty nights, replayed."""
    folder = tmp_path_factory.mktemp("nights")
    told = Told(path=folder / "linkwatch.db")
    web = Replay.open([write_warc(folder / "web.warc.gz", story())], on(1))
    store = db.open(told.path)
    night.read([Source(name="sakura.md", data=DOCUMENT.encode())], store, watch=True, at=on(1))
    before = rows(told.path)
    for number in range(1, NIGHTS + 1):
        if number == LATER:
            document = Source(name="sakura.md", data=f"{DOCUMENT}\n- {OTHER}/m\n".encode())
            night.read([document], store, watch=True, at=on(number))
        one_night(store, web, number, told)
        after = rows(told.path)
        told.gained[number] = {name: after[name] - before[name] for name in after if after[name] != before[name]}
        before = after
    store.close()
    return told


@pytest.mark.parametrize("number", range(1, NIGHTS + 1))
def test_each_event_is_told_once_in_its_night(told: Told, number: int) -> None:
    assert told.events[number] == sorted(EVENTS.get(number, []))
    assert told.at[number] == ({on(number)} if number in EVENTS else set())


@pytest.mark.parametrize(("number", "states"), STATES.items())
def test_states_after_a_night(told: Told, number: int, states: dict[str, State]) -> None:
    assert {name: told.found[number][name].verdict.state for name in states} == states


@pytest.mark.parametrize(
    ("name", "since"), [("/b", 6), ("/c", 11), ("/d", 41), ("/e", 26), ("/g", 10), ("/i", 25), ("/j", 31), ("/p", 49)]
)
def test_the_dates_are_those_of_the_nights(told: Told, name: str, since: int) -> None:
    assert told.found[NIGHTS][name].state_since == on(since)


def test_the_quote_is_edited_from_its_night_on(told: Told) -> None:
    drifts = {number: told.found[number]["/h"].drift for number in (1, 17, 18, 32, 33, 52, 53, 60)}
    edited = {number for number, drift in drifts.items() if drift is Drift.EDITED}
    assert edited == {18, 32, 53, 60}
    assert {drifts[number] for number in drifts.keys() - edited} == {Drift.SAME}


@pytest.mark.parametrize("name", VISITED)
def test_nights_of_visits(told: Told, name: str) -> None:
    assert told.visited[name] == list(VISITED[name])


@pytest.mark.parametrize("number", sorted(set(range(2, NIGHTS + 1)) - CHANGES))
def test_a_night_without_change_gains_no_row_but_its_crawl(told: Told, number: int) -> None:
    assert told.gained[number] == {"crawls": 1}


STRETCHED = {
    "/a": [1, 29, 36, 44, 54],
    "/b": [1, 29, 36, 44, *range(45, 61)],
    "/c": [1, 29, 36, 44, 45, 52, 59],
}
"""Nights of visits where steady links are stretched: /b is edited on the 40th, /c is gone from it on."""


def test_steady_links_are_stretched_when_asked(tmp_path: Path) -> None:
    texts = {name: article(f"記事{name}", *LONG) for name in "abc"}
    answers = [page(f"/{name}", 1, body=text) for name, text in texts.items()]
    answers += [page("/b", 40, body=article("記事b", *EDITED)), page("/c", 40, status=404, body=GONE)]
    web = Replay.open([write_warc(tmp_path / "web.warc.gz", answers)], on(1))
    store, told = db.open(tmp_path / "linkwatch.db"), Told()
    document = "\n".join(f"- {HOST}/{name}" for name in texts)
    night.read([Source(name="a.md", data=document.encode())], store, watch=True, at=on(1))
    for number in (1, *range(29, NIGHTS + 1)):  # nobody crawled for four weeks
        one_night(store, web, number, told, stretch=True)
    store.close()
    assert told.visited == STRETCHED
    (tmp_path / "linkwatch.toml").write_text('time_zone = "Europe/Berlin"\n', encoding="utf-8")
    listed = [json.loads(line) for line in called("links", "--format", "jsonl", folder=tmp_path).stdout.splitlines()]
    assert [(one["next_night"], one["why"]) for one in listed] == [
        ("2025-05-05", "steady: every 13 nights"),  # the 67th
        ("2025-04-29", "every night"),
        ("2025-05-04", "dead: weekly, to see a revival"),
    ]
    assert {number: events for number, events in told.events.items() if events} == {
        44: [("/b", EventKind.EDITED)],
        45: [("/c", EventKind.DIED)],
    }
