"""Versions of what a page says, each stored once."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

from db.rows import SnapshotRow
from db.sqlite.connection import Connection
from db.sqlite.texts import sha256, text_id
from db.sqlite.values import moment, stamp, when_columns
from linkwatch.model import Content, State, Visit

_SHOWS_THE_PAGE = (State.ALIVE, State.MOVED)
"""States in which what came back is the page itself: no wall, no error page, no paywalled piece of it."""

TURNS_TO_FLAP = 4
"""Returns to versions seen before after which a page is known to flap."""


class Snapshots:
    """Reads and writes versions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, link: sqlite3.Row, visit: Visit, at: str) -> tuple[int | None, int | None]:
        """Store what a visit saw, inside the caller's transaction; return ids of the first and current version."""
        first, current = link["first_snapshot_id"], link["snapshot_id"]
        if visit.verdict.state not in _SHOWS_THE_PAGE:
            return first, current
        content = visit.content
        if content is None:
            if current is not None and visit.unchanged:
                self._connection.run("snapshot_seen", {"id": current, "at": at, "returned": 0})
            return first, current
        if not _fit(content, text_before=link["text_chars"] or 0):
            return first, current
        key = {"link_id": visit.link_id, "extractor": content.extractor, "identity": identity(content)}
        same = self._connection.row("snapshot_same", key)
        if same is None:
            # The very same words in another reading: the extractor is another, not the page.
            same_words = bool(visit.fingerprint) and visit.fingerprint == link["fingerprint"]
            read_again = same_words and current is not None and content.extractor != link["extractor"]
            current = self._insert(key, visit, content, at, since=link["first_seen"] if read_again else at)
            return first or current, current
        returned = int(current is not None and same["id"] != current)
        self._connection.run("snapshot_seen", {"id": same["id"], "at": at, "returned": returned})
        if returned:
            self._connection.run("link_flapping", {"link_id": visit.link_id, "turns": TURNS_TO_FLAP})
        return first, same["id"]

    def read_again(self, older: SnapshotRow, content: Content) -> None:
        """Store a version as another extractor reads it; where that is a version known, this is found to be older."""
        key = {"link_id": older.link_id, "extractor": content.extractor, "identity": identity(content)}
        with self._connection.transaction():
            same = self._connection.row("snapshot_same", key)
            if same is not None:
                self._connection.run("snapshot_older", {"id": same["id"], "first_seen": stamp(older.first_seen)})
                return
            row = dict(self._connection.one("snapshot", {"id": older.id}))
            span = {"since": row["first_seen"], "at": row["last_seen"]}
            read = {"text_id": text_id(self._connection, content.text), "title": content.title}
            self._connection.insert("snapshot_insert", {**row, **span, **key, **read})

    def of_link(self, link_id: int) -> list[SnapshotRow]:
        """Return the versions of a link, oldest first."""
        return [
            SnapshotRow(
                id=row["id"],
                link_id=row["link_id"],
                first_seen=moment(row["first_seen"]),
                last_seen=moment(row["last_seen"]),
                title=row["title"],
                text=row["plain"],
                extractor=row["extractor"],
            )
            for row in self._connection.rows("snapshots_of_link", {"link_id": link_id})
        ]

    def body(self, snapshot_id: int) -> bytes:
        """Return the body that a version was read from, zstd-compressed; empty when none was stored."""
        row = self._connection.row("snapshot_body", {"id": snapshot_id})
        return b"" if row is None else bytes(row["zstd"])

    def _insert(self, key: dict[str, Any], visit: Visit, content: Content, at: str, *, since: str) -> int:
        return self._connection.insert(
            "snapshot_insert",
            {
                **key,
                "at": at,
                "since": since,
                "text_id": text_id(self._connection, content.text),
                "body_id": self._body_id(visit) if visit.body else None,
                "title": content.title,
                "author": content.author,
                "language": content.language,
                **when_columns("published_at", content.published_at),
                **when_columns("modified_at", content.modified_at),
            },
        )

    def _body_id(self, visit: Visit) -> int:
        """Store a body unless it is there; return its id."""
        key = visit.body_sha256 or hashlib.sha256(visit.body).hexdigest()
        self._connection.run("body_insert", {"sha256": key, "zstd": visit.body})
        return int(self._connection.one("body_id", {"sha256": key})["id"])


def identity(content: Content) -> str:
    """Return what two readings of one version have in common: the hash of normalised title and text."""
    from linkwatch.text import normal  # only who writes pays for its tables

    return sha256(f"{normal(content.title)}\n{normal(content.text)}")


def _fit(content: Content, *, text_before: int) -> bool:
    """Tell whether a reading is a version of the page: no text where there was one is a failed extraction."""
    return bool(content.text) or (bool(content.title) and not text_before)
