"""What of a web's changes reached two receivers, held against what the database says was sent."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from command import called
from post import Post, mail_server, parts, web_service

ENTRY = re.compile(r"^(Died|Moved|Says otherwise) \| .*\n  (https://\S+)$", re.MULTILINE)
"""A change in the text of a digest: what happened, and to which page."""
LABELS = {"died": "Died", "moved": "Moved", "edited": "Says otherwise"}
"""Kinds of events that are told, as a digest calls them."""

Change = tuple[str, str]
"""What happened, and to which page."""


@dataclass(frozen=True)
class Receivers:
    """A mail server and a web service, both slow to answer, so that there is time to be killed in."""

    mail: Post
    web: Post

    def settings(self) -> str:
        """``[notify]`` for linkwatch.toml."""
        mail = f"mailto://127.0.0.1:{self.mail.port}?from=linkwatch@example.org&to=me@example.org"
        to = f'{{ mail = "{mail}", web = "json://127.0.0.1:{self.web.port}" }}'
        return f'[notify]\nlanguage = "en"\nto = {to}\n'

    def arrived(self) -> dict[str, list[Change]]:
        """What each was told, in the order in which it came."""
        texts = {
            "mail": [parts(mail)[0] for _, mail in self.mail.taken],
            "web": [each["message"] for each in self.web.taken],
        }
        return {
            name: [(label, url) for text in found for label, url in ENTRY.findall(text)]
            for name, found in texts.items()
        }

    def message_ids(self) -> list[str]:
        """Of the mails."""
        return [str(mail["Message-ID"]) for _, mail in self.mail.taken]


@contextlib.contextmanager
def receivers() -> Iterator[Receivers]:
    """Both, for as long as the block lasts."""
    with mail_server() as mail, web_service() as web:
        mail.mood = web.mood = "slow"
        yield Receivers(mail=mail, web=web)


def doubled(post: Receivers) -> list[str]:
    """Mails that came twice, and changes that somebody was told twice."""
    faults = [f"mail {each} came {times} times" for each, times in Counter(post.message_ids()).items() if times > 1]
    for name, changes in post.arrived().items():
        faults += [f"{name} was told {times} times: {what}" for what, times in Counter(changes).items() if times > 1]
    return faults


def left_open(database: sqlite3.Connection) -> set[int]:
    """Ids of the digests that a killed process was sending, until the next run has called them unclear."""
    return {row[0] for row in database.execute("select id from deliveries where state = 'claimed'")}


def concealed(database: sqlite3.Connection, folder: Path) -> list[str]:
    """Receivers to whom a killed process was sending, and of whom ``status`` does not say so."""
    names = [row[0] for row in database.execute("select receiver from deliveries where state = 'claimed'")]
    if not names:
        return []
    said = called("status", folder=folder).stdout
    told = json.loads(called("status", "--format", "json", folder=folder).stdout)["notify"]
    outcomes = {each["receiver"]: each["outcome"] for each in told}
    lines = [line for line in said.splitlines() if "it is not sent again" in line]
    return [
        f"status conceals the digest for {name}: {said} {told}"
        for name in names
        if outcomes.get(name) != "unclear" or not any(name in line for line in lines)
    ]


def untold(database: sqlite3.Connection, post: Receivers) -> list[str]:
    """What is wrong at the end: every change was told once, or is in a digest that ``status`` calls unclear."""
    events = [
        (number, (LABELS[kind], url))
        for number, kind, url in database.execute(
            "select events.id, kind, url from events join links on links.id = link_id order by events.id"
        )
        if kind in LABELS
    ]
    faults = []
    for name, changes in post.arrived().items():
        spans = database.execute(
            "select after_event, through_event, state from deliveries where receiver = ? order by id", (name,)
        ).fetchall()
        for number, change in events:
            states = [state for after, through, state in spans if after < number <= through]
            if states == ["sent"]:
                faults += [] if change in changes else [f"{name}: {change} was sent and never came"]
            elif states != ["unclear"]:
                faults.append(f"{name}: {change} stands in digests that are {states}")
        faults += [
            f"{name} was told what never happened: {each}" for each in set(changes) - {one for _, one in events}
        ]
    return faults


def fates(database: sqlite3.Connection) -> dict[str, int]:
    """How many digests there were, by what became of them."""
    return dict(database.execute("select state, count(*) from deliveries group by state").fetchall())
