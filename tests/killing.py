"""kill -9 at random moments of crawls: ``python tests/killing.py [KILLS] [SEED]``, by default 50.

A few nights of a web that changes are crawled twice: by processes that are killed again and again until each night is
done, and undisturbed. Both must come to the same, row by row. The first tell a mail server and a web service what is
new: nothing may come twice, and what never came must be a digest that ``status`` says is open.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import told_once
from told_once import Receivers
from webs import Answer, article, write_warc

import db
from linkwatch import night
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import Selection

LINKS = 80
HOSTS = 16
DOCUMENTS = 4
"""Few enough changes come in one night for a digest to tell each of them, by document and in all."""
NIGHTS = 3
"""Nights in which something happens; more are crawled when there are kills left."""
TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2025, 6, 1, 5, tzinfo=TOKYO)

MOMENTS = (
    (None, 1.0),
    ("begun", 2.0),
    ("begun", 2.0),
    ("visited", 0.1),
    ("settled", 0.5),
    ("visited", 0.7),
    ("claimed", 0.4),
)
"""From when on a kill may come, and how long it is waited for at most, in units of the time that loading code takes;
each in turn."""

REACHED = {
    "begun": "select count(*) from crawls where json_extract(holder, '$[1]') = ?",
    "visited": "select count(*) from crawls where json_extract(holder, '$[1]') = ? and visited > 0",
    "settled": "select count(*) from crawls where json_extract(holder, '$[1]') = ? and settled_at is not null",
    "claimed": "select count(*) from deliveries where json_extract(holder, '$[1]') = ? and state = 'claimed'",
}
"""Tells whether a process has come so far."""

STORY = """
select canonical_url, state, reason, state_since, failing_since, failures, due_night, drift, drift_since from links;
select canonical_url, first_at, last_at, count, status, checks.state, checks.reason
from checks join links on links.id = link_id;
select canonical_url, snapshots.title, first_seen, last_seen, returns from snapshots join links on links.id = link_id;
select canonical_url, kind, at, before, after from events join links on links.id = link_id;
select url, drifts.drift, baseline, similarity, edits, since, stale
from drifts join citations on citations.id = citation_id;
"""
"""What must be the same however often a crawl was killed: all but the numbers of rows and crawls."""


@dataclass(kw_only=True)
class Killed:
    """What came of it."""

    nights: int = 0
    """Nights that were finished."""
    kills: Counter[str] = field(default_factory=Counter)
    """By what the crawl was at: ``starting``, ``visiting``, ``settling`` (its book not closed), ``ended`` or
    ``telling`` (a digest was claimed)."""
    left_open: set[int] = field(default_factory=set)
    """Ids of digests of which nobody knew, after a kill, whether they had arrived."""
    faults: list[str] = field(default_factory=list)


def answers() -> Iterator[Answer]:
    """Each host has a page that dies, one that is edited, one that moves, two more; a night edits one of these."""
    for number in range(LINKS):
        url = f"https://www{number % HOSTS}.kawabe-dayori.jp/{number}"
        text = [f"{number}番の記事の、ただひとつの段落です。" * 5, f"会場には{number + 100}人が訪れました。" * 3]
        yield Answer(since=_on(1), url=url, body=article(f"{number}番の記事", *text))
        match number // HOSTS:
            case 0:
                yield Answer(since=_on(2), url=url, status=404, body=article("見つかりません", "ありません。"))
            case 1:
                yield _edited(number, url, text, night=3)
            case 2:
                moved = url.replace("jp/", "jp/archive/")
                yield Answer(since=_on(3), url=url, status=301, headers=(("Location", moved),))
                yield Answer(since=_on(1), url=moved, body=article(f"{number}番の記事", *text))
            case _:
                yield _edited(number, url, text, night=2 + number - 3 * HOSTS)


def _edited(number: int, url: str, text: list[str], *, night: int) -> Answer:
    now = [text[0], text[1].replace("訪れました", "集まりました")]
    return Answer(since=_on(night), url=url, body=article(f"{number}番の記事", *now))


def prepare(folder: Path, post: Receivers) -> Path:
    """Documents on watch, a web to replay, somebody to tell; returns the folder."""
    folder.mkdir(parents=True)
    (folder / "notes").mkdir()
    settings = f'time_zone = "Asia/Tokyo"\n[crawl]\nworkers = 1\n{post.settings()}'
    (folder / "linkwatch.toml").write_text(settings, encoding="utf-8")
    for document in range(DOCUMENTS):
        numbers = range(document, LINKS, DOCUMENTS)
        lines = "\n".join(f"- <https://www{number % HOSTS}.kawabe-dayori.jp/{number}>" for number in numbers)
        (folder / "notes" / f"{document}.md").write_text(lines, encoding="utf-8")
    write_warc(folder / "web.warc.gz", answers())
    _to_end(_start(folder, "add", "notes"))
    return folder


def kill(folder: Path, post: Receivers, kills: int, *, seed: int = 0) -> Killed:
    """Crawl night after night in ``folder``, killing the crawls at so many random moments in all; then once in peace.

    See MOMENTS: spread evenly nearly all would die before there is anything to lose.
    """
    moments, found, unit = random.Random(seed), Killed(), 0.6
    kept: Kept = ({}, set())
    done = disturbed = False
    while not (found.faults or done):
        running = _start(folder, *_crawl(found.nights + 1))
        if found.kills.total() < kills:
            began, (mark, span) = time.monotonic(), MOMENTS[found.kills.total() % len(MOMENTS)]
            if mark is not None:
                _wait(folder, running, "begun")
                unit = time.monotonic() - began
                _wait(folder, running, mark)
            try:
                running.wait(timeout=unit * moments.uniform(0.0, span))
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
        said = running.communicate()
        if running.returncode == 0:
            found.nights += 1
            done = found.kills.total() == kills and found.nights >= NIGHTS and not disturbed
            disturbed = False
        elif running.returncode != -signal.SIGKILL:
            found.faults.append(f"night {found.nights + 1}: ended with {running.returncode}: {said!r}")
        with closing(sqlite3.connect(folder / "linkwatch.db")) as database:
            if running.returncode == -signal.SIGKILL:
                disturbed = True
                telling = not told_once.left_open(database) <= found.left_open
                found.kills["telling" if telling else _doing(database, before=kept)] += 1
            found.faults += _damage(database, kept) + told_once.doubled(post)
            found.faults += told_once.concealed(database, folder)
            found.left_open |= told_once.left_open(database)
            kept = _committed(database)
    return found


def _wait(folder: Path, running: subprocess.Popen[bytes], mark: str) -> None:
    """Wait until a process has come as far as ``mark`` of REACHED, or ended."""
    address = f"file:{folder / 'linkwatch.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as database:
        while running.poll() is None and database.execute(REACHED[mark], (running.pid,)).fetchone() == (0,):
            time.sleep(0.01)


def undisturbed(folder: Path, nights: int) -> None:
    """The same nights with nothing killed."""
    web = Replay.open([folder / "web.warc.gz"], _on(1))
    with closing(db.open(folder / "linkwatch.db")) as store:
        for at in (_on(number).astimezone(UTC) for number in range(1, nights + 1)):
            night.run(
                store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(),
                clock=lambda at=at: at, zone=TOKYO, replay=web.moved_to(at),
            )  # fmt: skip


def story(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the database tells, in an order of its own."""
    with closing(sqlite3.connect(folder / "linkwatch.db")) as database:
        return {
            query: sorted(database.execute(query).fetchall(), key=repr) for query in STORY.split(";") if query.strip()
        }


Kept = tuple[dict[int, str], set[tuple[int, int, str]]]
"""When each link was last checked, and events."""


def _committed(database: sqlite3.Connection) -> Kept:
    checked = database.execute("select id, last_checked_at from links where last_checked_at is not null").fetchall()
    return dict(checked), set(database.execute("select link_id, crawl_id, kind from events").fetchall())


def _damage(database: sqlite3.Connection, kept: Kept) -> list[str]:
    """What is wrong after a run: the file itself, or something lost that had been committed."""
    faults = [str(row) for row in database.execute("pragma integrity_check") if row != ("ok",)]
    faults += [f"foreign key: {row}" for row in database.execute("pragma foreign_key_check")]
    checked, events = _committed(database)
    faults += [
        f"link {link}: its visit of {at} is lost" for link, at in kept[0].items() if checked.get(link, "") < at
    ]
    return faults + [f"event {event} is lost" for event in kept[1] - events]


def _doing(database: sqlite3.Connection, *, before: Kept) -> str:
    """What the last crawl was at when it was killed."""
    row = database.execute("select ended_at, settled_at, visited from crawls order by id desc limit 1").fetchone()
    if row is None or row[1] is not None:
        return "starting" if _committed(database) == before else "ended"
    return "settling" if row[0] is not None else "visiting" if row[2] else "starting"


def _crawl(night: int) -> tuple[str, ...]:
    return ("crawl", "--replay", "web.warc.gz", "--at", _on(night).isoformat(), "--quiet", "--no-archive", "--notify")


def _on(night: int) -> datetime:
    return FIRST + timedelta(days=night - 1)


def _start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """A real process, leader of its own group as under a shell."""
    command = [sys.executable, "-m", "linkwatch", *arguments]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    return subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def _to_end(running: subprocess.Popen[bytes]) -> None:
    said = running.communicate(timeout=120)
    if running.returncode != 0:
        raise RuntimeError(f"{running.args!r} ended with {running.returncode}: {said!r}")


def main() -> int:
    """Kill, compare, and tell."""
    kills, seed = (int(each) for each in (*sys.argv[1:], *("50", "0")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name, told_once.receivers() as post:
        killed = prepare(Path(name) / "killed", post)
        control = Path(shutil.copytree(killed, Path(name) / "control"))
        found = kill(killed, post, kills, seed=seed)
        with closing(sqlite3.connect(killed / "linkwatch.db")) as database:
            found.faults += told_once.untold(database, post)
            fates = told_once.fates(database)
        undisturbed(control, found.nights)
        same = story(killed) == story(control)
    print(f"{found.kills.total()} kills in {found.nights} nights: {dict(found.kills)}")
    print(f"digests: {fates}; {len(found.left_open)} were open after a kill, and status said so")
    print("\n".join(found.faults) or "nothing lost, nothing damaged, nothing told twice")
    print("as the undisturbed nights" if same else "NOT as the undisturbed nights")
    return int(bool(found.faults) or not same)


if __name__ == "__main__":
    sys.exit(main())
