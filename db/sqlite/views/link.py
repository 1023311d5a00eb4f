"""All that is known of one link, and the versions of its page."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

import zstandard

from db.sqlite.captures import captures
from db.sqlite.connection import Connection
from db.sqlite.drifts import citation, comparison
from db.sqlite.values import event, maybe_moment, moment, verdict, when
from db.views import CheckRow, Citing, DocumentName, LinkView, VersionRow, VersionText
from linkwatch.model import Drift, Hop

_MOST = 200
"""Checks, versions, events and citations of one link that are shown."""

_LARGEST_BODY = 64_000_000


class LinkPages:
    """Reads what the pages of one link show; see :class:`db.views.Views`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def link(self, link_id: int) -> LinkView | None:
        """Return all that is known of a link."""
        wanted = {"id": link_id, "limit": _MOST}
        row = self._connection.row("view_link", wanted, title=self._connection.text("view_title"))
        if row is None:
            return None
        return LinkView(
            id=row["id"],
            url=row["url"],
            canonical_url=row["canonical_url"],
            site=row["site"],
            host=row["host"],
            title=row["title"],
            verdict=verdict(row),
            vetoed=row["vetoed"],
            drift=Drift(row["drift"]),
            state_since=maybe_moment(row["state_since"]),
            failing_since=maybe_moment(row["failing_since"]),
            failures=row["failures"],
            checked_at=maybe_moment(row["last_checked_at"]),
            due_night=date.fromisoformat(row["due_night"]) if row["due_night"] else None,
            muted_until=date.fromisoformat(row["muted_until"]) if row["muted_until"] else None,
            muted_note=row["muted_note"],
            flapping=bool(row["flapping"]),
            version_id=row["snapshot_id"],
            checks=tuple(map(_check, reversed(self._connection.rows("view_checks", wanted)))),
            versions=tuple(map(_version, reversed(self._connection.rows("view_versions", wanted)))),
            events=tuple(map(event, self._connection.rows("view_events", wanted))),
            citing=self.citing("view_citing_link", link_id, _MOST),
            captures=captures(self._connection, [link_id], with_text=False).get(link_id, ()),
        )

    def citing(self, whose: str, wanted_id: int, limit: int) -> tuple[Citing, ...]:
        """Return citations, of a link or of a document."""
        parameters = {"id": wanted_id, "limit": limit}
        rows = self._connection.rows("view_citing", parameters, whose=self._connection.text(whose))
        return tuple(map(_citing, rows))

    def beside(self, link_id: int) -> tuple[int | None, int | None]:
        """Return the changed links before and after this one, by id."""
        before, after = [], []
        for drift in (Drift.EDITED, Drift.REPLACED):
            wanted = {"id": link_id, "drift": drift}
            before.append(self._connection.one("view_changed_before", wanted)["id"])
            after.append(self._connection.one("view_changed_after", wanted)["id"])
        return (
            max((each for each in before if each is not None), default=None),
            min((each for each in after if each is not None), default=None),
        )

    def version(self, version_id: int) -> VersionText | None:
        """Return a version with its text."""
        row = self._connection.row("view_version", {"id": version_id})
        if row is None:
            return None
        return VersionText(
            id=row["id"],
            link_id=row["link_id"],
            first_seen=moment(row["first_seen"]),
            last_seen=moment(row["last_seen"]),
            title=row["title"],
            text=row["plain"],
            language=row["language"],
            has_body=row["body_id"] is not None,
            extractor=row["extractor"],
        )

    def body(self, version_id: int) -> bytes:
        """Return the body a version was read from, at most 64 MB of it."""
        row = self._connection.row("snapshot_body", {"id": version_id})
        if row is None:
            return b""
        with zstandard.ZstdDecompressor().stream_reader(row["zstd"]) as reader:
            return reader.read(_LARGEST_BODY)


def _check(row: sqlite3.Row) -> CheckRow:
    return CheckRow(
        first_at=moment(row["first_at"]),
        last_at=moment(row["last_at"]),
        count=row["count"],
        verdict=verdict(row),
        status=row["status"],
        final_url=row["final_url"],
        redirects=tuple(
            Hop(url=url, status=status, location=location) for url, status, location in json.loads(row["redirects"])
        ),
        headers=tuple((name, value) for name, value in json.loads(row["headers"])),
        elapsed=row["elapsed"],
        error=row["error"] or "",
        error_detail=row["error_detail"],
    )


def _version(row: sqlite3.Row) -> VersionRow:
    return VersionRow(
        id=row["id"],
        first_seen=moment(row["first_seen"]),
        last_seen=moment(row["last_seen"]),
        title=row["title"],
        chars=row["chars"],
        language=row["language"],
        published_at=when(row, "published_at"),
        modified_at=when(row, "modified_at"),
        has_body=row["body_id"] is not None,
        extractor=row["extractor"],
    )


def _citing(row: sqlite3.Row) -> Citing:
    return Citing(
        id=row["citation_id"],
        link_id=row["link_id"],
        document=DocumentName(id=row["document_id"], name=row["document_name"], title=row["document_title"]),
        written_at=when(row, "written_at"),
        citation=citation(row),
        comparison=comparison(row),
        compared_with=row["snapshot_id"],
        since=maybe_moment(row["since"]),
    )
