"""Visits: what was seen, written so that a night without change adds no row."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from db.sqlite.connection import Connection
from db.sqlite.snapshots import Snapshots
from db.sqlite.values import headers, moment, redirects, stamp, verdict, verdict_columns
from linkwatch import sites
from linkwatch.model import FaultKind, Page, Verdict, Visit

_DISTINCT = ("state", "reason", "status", "error", "canonical_final_url")
"""Checks that agree in these are one row."""

_NOT_MODIFIED = 304


class SqliteChecks:
    """Visits and what was seen; see :class:`db.store.Checks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._snapshots = Snapshots(connection)

    def record(self, crawl_id: int, visits: Sequence[Visit], *, at: datetime) -> None:
        """Store a batch of visits; see :meth:`db.store.Checks.record`.

        A page that the replayed archive does not hold changes nothing, except for a link never visited before.
        """
        visited = unchanged = 0
        with self._connection.transaction():
            for visit in visits:
                link = self._connection.row("link_visited", {"link_id": visit.link_id})
                if link is None or (_not_in_replay(visit) and link["check_id"] is not None):
                    continue
                first = link["last_crawl_id"] != crawl_id
                self._record_one(crawl_id, visit, link, stamp(at))
                visited += first
                unchanged += first and visit.unchanged
            self._connection.run("crawl_visited", {"id": crawl_id, "visited": visited, "unchanged": unchanged})

    def history(self, link_id: int) -> list[tuple[datetime, datetime, int, Verdict, int | None]]:
        """Return the checks of a link, oldest first: first and last time, count, verdict, HTTP status."""
        return [
            (moment(row["first_at"]), moment(row["last_at"]), row["count"], verdict(row), row["status"])
            for row in self._connection.rows("checks_of_link", {"link_id": link_id})
        ]

    def _record_one(self, crawl_id: int, visit: Visit, link: sqlite3.Row, at: str) -> None:
        again = link["last_crawl_id"] == crawl_id
        columns = {"link_id": visit.link_id, "crawl_id": crawl_id, "at": at, **_columns(visit)}
        if visit.page.status == _NOT_MODIFIED and link["check_status"]:
            columns["status"] = link["check_status"]  # the same answer, only shorter
        check_id = self._check_again(link, columns) if again else self._check(link, columns, counted=1)
        first_snapshot, snapshot = self._snapshots.keep(link, visit, at)
        self._connection.run(
            "link_seen",
            {
                "link_id": visit.link_id,
                "crawl_id": crawl_id,
                "at": at,
                "again": again,
                "check_id": check_id,
                "first_snapshot_id": first_snapshot,
                "snapshot_id": snapshot,
                "previous_checked_at": link["previous_checked_at"] if again else link["last_checked_at"],
                **_to_ask_with(visit, link),
            },
        )

    def _check(self, before: Mapping[str, Any] | sqlite3.Row, columns: dict[str, Any], *, counted: int) -> int:
        """Move the check before when this one is equal, else add a row; return its id."""
        if before["check_id"] is None or not _equal(before, columns):
            return self._connection.insert("check_insert", columns)
        self._connection.run("check_again", columns | {"check_id": before["check_id"], "counted": counted})
        return int(before["check_id"])

    def _check_again(self, link: sqlite3.Row, columns: dict[str, Any]) -> int:
        """Overwrite what this crawl recorded of the link before; return the id of the check that holds now."""
        last = {"check_id": link["check_id"], "link_id": link["id"]}
        if _equal(link, columns):
            return self._check(link, columns, counted=0)
        if link["check_count"] > 1:
            self._connection.run("check_taken_back", last | {"previous_at": link["previous_checked_at"]})
            return self._connection.insert("check_insert", columns)
        before = self._connection.row("check_before", last)
        if before is None or not _equal(before, columns):
            self._connection.run("check_again", columns | last | {"counted": 0})
            return int(link["check_id"])
        check_id = self._check(before, columns, counted=1)
        self._connection.run("link_check", {"link_id": link["id"], "check_id": check_id})
        self._connection.run("check_drop", last)
        return check_id


def _columns(visit: Visit) -> dict[str, Any]:
    page = visit.page
    return {
        "status": page.status,
        "final_url": page.final_url,
        "canonical_final_url": sites.canonical(page.final_url),
        "redirects": redirects(page.redirects),
        "error": page.fault and page.fault.kind,
        "error_detail": page.fault.detail if page.fault else "",
        "headers": headers(page.headers),
        "elapsed": page.elapsed,
        "judged_by": visit.judged_by,
        **verdict_columns(visit.verdict),
    }


def _equal(before: Mapping[str, Any] | sqlite3.Row, columns: dict[str, Any]) -> bool:
    return all(before[f"check_{name}"] == columns[name] for name in _DISTINCT)


def _not_in_replay(visit: Visit) -> bool:
    return visit.page.fault is not None and visit.page.fault.kind is FaultKind.NOT_IN_REPLAY


def _to_ask_with(visit: Visit, link: sqlite3.Row) -> dict[str, str]:
    """Return what the next visit asks with and compares to: of this visit, never of an older page.

    After a failure all are empty, so that the next visit fetches the whole page: "not modified" would say nothing
    of a page whose last verdict was a failure.
    """
    validators = _validators(visit.page, link)
    return {
        **validators,
        "body_sha256": visit.body_sha256 or (link["body_sha256"] if visit.unchanged else ""),
        "fingerprint": visit.fingerprint or (link["fingerprint"] if visit.unchanged else ""),
    }


def _validators(page: Page, link: sqlite3.Row) -> dict[str, str]:
    if page.answers:  # a page made of several answers: 304 to one of them says nothing of the others
        return {"etag": "", "last_modified": "", "validators_url": ""}
    headers = dict(reversed(page.headers))  # of repeated ones the first
    etag, last_modified = headers.get("etag", ""), headers.get("last-modified", "")
    if page.status == _NOT_MODIFIED and not (etag or last_modified):
        return {name: link[name] for name in ("etag", "last_modified", "validators_url")}
    if page.status not in (200, _NOT_MODIFIED) or not (etag or last_modified):
        return {"etag": "", "last_modified": "", "validators_url": ""}
    return {"etag": etag, "last_modified": last_modified, "validators_url": page.final_url}
