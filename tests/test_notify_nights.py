"""Sixty nights on a set clock, against pages that die, come back, move and change: each thing is told once."""

from __future__ import annotations

import dataclasses
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from post import Post, mail_server, parts
from storing import add, alive, failed, unchanged

import db
from db.store import Store
from linkwatch import night
from linkwatch.config.settings import NotifySettings
from linkwatch.model import State, Verdict, Visit
from linkwatch.notify import Notifier

NIGHTS = 60
BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(2026, 3, 1, 3, 17, tzinfo=BERLIN)
"""In the night of 29 March the clock is put forward over that minute's hour."""
STEPPED_BACK = 40
"""On this night the machine's clock is three days late."""
REFUSED = frozenset({9, 20, 21, 45})
"""Nights on which the mail server takes nothing."""
KILLED = frozenset({14, 47})
"""Nights on which linkwatch is killed before it tells anybody anything."""
QUIET = range(26, 36)
"""Nights on which all pages are as they were, or come back to that."""
LINKS = 18


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with mail_server() as post:
        yield post


def clock(number: int) -> datetime:
    late = timedelta(days=3) if number == STEPPED_BACK else timedelta(0)
    return (FIRST + timedelta(days=number)).astimezone(UTC) - late


def fates(link_id: int) -> list[str]:
    """What a page does night by night; two thirds of them nothing at all, ever."""
    chance = random.Random(link_id)
    if link_id % 3:
        return ["same"] * NIGHTS
    script: list[str] = []
    while len(script) < NIGHTS:
        script += ["same"] * chance.randint(4, 14)
        script += chance.choice([["gone"] * chance.randint(1, 9), ["change"], ["wall"] * 3, ["moved"] * 4])
    return [*script[: QUIET.start], *["same"] * len(QUIET), *script[QUIET.stop : NIGHTS]]


def visit(link_id: int, number: int, script: list[str]) -> Visit:
    """The visit of a night; a page that is as it was sends nothing new."""
    did = script[number]
    if did == "gone":
        return failed(link_id)
    if did == "wall":
        return dataclasses.replace(failed(link_id, 403), verdict=Verdict(state=State.BLOCKED, reason="bot-wall"))
    if number and did == script[number - 1] == "same":
        return unchanged(link_id)
    changes = script[: number + 1].count("change")
    seen = alive(link_id, f"渡し船は{link_id}丁目から1日{100 + changes}便が出ている。町は来週、住民説明会を開く。")
    if did == "moved":
        where = Verdict(state=State.MOVED, reason="moved", new_url=f"https://new{link_id}.example/b")
        seen = dataclasses.replace(seen, verdict=where)
    return dataclasses.replace(seen, body=b"")


def rows(path: Path) -> dict[str, int]:
    with sqlite3.connect(path) as sqlite:
        names = [name for (name,) in sqlite.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        found = {name: sqlite.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    sqlite.close()
    return found


def test_everything_is_told_once_on_the_right_night(tmp_path: Path, mail: Post) -> None:
    path = tmp_path / "linkwatch.db"
    store = db.open(path)
    ids = add(store, [f"https://site{number}.example/a" for number in range(1, LINKS + 1)], "メモ.md")
    scripts = {link_id: fates(link_id) for link_id in ids}
    address = f"mailto://127.0.0.1:{mail.port}?from=a@example.org&to=b@example.org"
    now = clock(0)
    telling = Notifier(store=store, settings=NotifySettings(to={"b": address}), zone=BERLIN, clock=lambda: now)
    happened: Counter[str] = Counter()
    waiting: set[str] = set()
    digests = 0
    for number in range(NIGHTS):
        now = clock(number)
        mail.reset("no-data" if number in REFUSED else "good")
        before = rows(path)
        telling.enrol()
        events = crawl(store, [visit(link_id, number, scripts[link_id]) for link_id in ids], now)
        happened.update(kind for _, kind in events)
        waiting |= {f"https://site{link_id}.example/a" for link_id, kind in events if kind != "blocked"}
        if number in KILLED:
            continue
        outcomes = list(telling.tell())
        assert [one.answer.fate for one in outcomes] == ["refused" if number in REFUSED else "sent"] * bool(waiting)
        if mail.taken:
            [(_, sent)] = mail.taken
            digests += 1
            lines = [line.strip() for line in parts(sent)[0].splitlines()]
            assert sorted(line for line in lines if line.endswith("/a")) == sorted(waiting)
            waiting = set()
        if number in QUIET[2:]:
            assert events == []
            assert {name for name, count in rows(path).items() if count != before[name]} <= {"crawls"}
    with sqlite3.connect(path) as sqlite:
        sent_or_not = sqlite.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall()
    sqlite.close()
    store.close()
    assert {"died", "came-back", "moved", "edited", "blocked"} == set(happened)
    assert sent_or_not == [("sent", digests)]
    assert waiting == set()
    assert digests > 10


def crawl(store: Store, visits: list[Visit], at: datetime) -> list[tuple[int, str]]:
    """A night as linkwatch makes it, but for the network; its events."""
    crawl_id = store.crawls.begin(kind="crawl", night=at.astimezone(BERLIN).date(), at=at)
    store.checks.record(crawl_id, visits, at=at)
    night.finish(store, store.crawls.end(crawl_id, at=at, outcome="done"), night.Manner(zone=BERLIN), at=at)
    return [(one.link_id, str(one.event.kind)) for one in store.events(crawl_id)]
