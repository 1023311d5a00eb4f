"""Crawls, and the lease that keeps two from running at once."""

from __future__ import annotations

import itertools
import json
import sqlite3
from dataclasses import replace
from datetime import date, datetime

from db.rows import CrawlRow, LinkEvent
from db.sqlite import lease
from db.sqlite.connection import Connection
from db.sqlite.values import dumps, event, maybe_moment, moment, stamp
from linkwatch.errors import StoreLocked
from linkwatch.model import Event

HOSTS_TOLD = 20
"""Hosts kept with a crawl that did not answer; a night on which everything fails is one row all the same."""


class SqliteCrawls:
    """Runs over the links that are due; see :class:`db.store.Crawls`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, *, kind: str, night: date, at: datetime) -> int:
        """Open a crawl and take the lease, from a dead process if need be; what that left is ours to settle.

        Where the crawl before is of a night to come, the clock has been set back: what was visited since now is due.
        """
        with self._connection.transaction():
            for row in refuse_while_one_runs(self._connection, at):
                if row["outcome"] == "running":
                    ended = {"id": row["id"], "at": row["heartbeat_at"], "outcome": "lost", "bytes": 0}
                    self._connection.run("crawl_end", ended)
                self._connection.run("crawl_take_over", {"id": row["id"], "holder": lease.holder()})
            if (last := self.last()) is not None and last.night > night:
                self._connection.run("links_from_the_future", {"night": night.isoformat(), "at": stamp(at)})
            opened = {"kind": kind, "night": night.isoformat(), "at": stamp(at), "holder": lease.holder()}
            return self._connection.insert("crawl_begin", opened)

    def heartbeat(self, crawl_id: int, *, at: datetime) -> None:
        """Say that the crawl is still alive."""
        with self._connection.transaction():
            self._connection.run("crawl_heartbeat", {"id": crawl_id, "at": stamp(at)})

    def end(self, crawl_id: int, *, at: datetime, outcome: str, fetched: int = 0) -> CrawlRow:
        """End the visits (``done``, ``interrupted``, ``offline``); the lease is kept until all is settled."""
        ended = {"id": crawl_id, "at": stamp(at), "outcome": outcome, "bytes": fetched}
        with self._connection.transaction():
            self._connection.run("crawl_end", ended)
            return self._get(crawl_id)

    def unsettled(self) -> list[CrawlRow]:
        """Return crawls that have ended or whose process died, and that were never settled, oldest first.

        Those that another living process is settling are left to it.
        """
        found = []
        for row in self._connection.rows("crawls_unsettled"):
            lives = _lives(row, moment(row["heartbeat_at"]))
            if row["outcome"] == "running" and not lives:
                found.append(replace(crawl_row(row), outcome="lost"))
            elif row["outcome"] != "running" and (not lives or row["holder"] == lease.holder()):
                found.append(crawl_row(row))
        return found

    def settled(self, crawl_id: int, *, at: datetime) -> CrawlRow:
        """Note that every visit of a crawl is settled and compared; count states and events, index what is new."""
        from db.sqlite.views import SqliteViews  # most commands settle nothing

        states = {row["state"]: row["links"] for row in self._connection.rows("crawl_states", {"id": crawl_id})}
        events = {row["kind"]: row["events"] for row in self._connection.rows("crawl_events", {"id": crawl_id})}
        errors = {row["host"]: row["links"] for row in self._connection.rows("crawl_errors", {"id": crawl_id})}
        noted = {
            "id": crawl_id,
            "at": stamp(at),
            "states": dumps(states),
            "events": dumps(events),
            "first_visits": self._connection.one("crawl_first_visits", {"id": crawl_id})["links"],
            "unanswered": sum(errors.values()),
            "errors": dumps(dict(itertools.islice(errors.items(), HOSTS_TOLD))),
        }
        with self._connection.transaction():
            self._connection.run("crawl_settled", noted)
        SqliteViews(self._connection).index()
        return self._get(crawl_id)

    def before(self, crawl_id: int) -> CrawlRow | None:
        """Return the settled crawl before this one, of the same kind."""
        row = self._connection.row("crawl_before", {"id": crawl_id})
        return None if row is None else crawl_row(row)

    def last(self, *, kind: str | None = None) -> CrawlRow | None:
        """Return the latest crawl, of one kind or of any."""
        row = self._connection.row("crawl_last", {"kind": kind})
        return None if row is None else crawl_row(row)

    def last_good(self) -> CrawlRow | None:
        """Return the latest ``crawl`` that came to its end and was settled."""
        row = self._connection.row("crawl_last_good")
        return None if row is None else crawl_row(row)

    def events(self, crawl_id: int) -> list[LinkEvent]:
        """Return the events of a crawl, by kind and canonical URL."""
        return [
            LinkEvent(
                link_id=row["link_id"],
                canonical_url=row["canonical_url"],
                event=event(row),
                documents=tuple(json.loads(row["documents"])),
            )
            for row in self._connection.rows("events_of_crawl", {"crawl_id": crawl_id})
        ]

    def _get(self, crawl_id: int) -> CrawlRow:
        return crawl_row(self._connection.one("crawl", {"id": crawl_id}))


def refuse_while_one_runs(connection: Connection, at: datetime) -> list[sqlite3.Row]:
    """Raise StoreLocked while a living process holds a crawl; return the crawls that nobody holds, not settled yet.

    One that this process has ended is no hindrance to itself.
    """
    rows = connection.rows("crawls_held")
    for row in rows:
        ended_here = row["outcome"] != "running" and row["holder"] == lease.holder()
        if not ended_here and _lives(row, at):
            raise StoreLocked(
                f"{connection.path}: {row['kind']} {row['id']} is running since {row['started_at']} ({_name(row)})",
                hint="wait until it has ended, or stop it",
            )
    return rows


def event_columns(link_id: int, crawl_id: int, event: Event) -> dict[str, object]:
    """Write an event into its columns."""
    return {
        "link_id": link_id,
        "crawl_id": crawl_id,
        "at": stamp(event.at),
        "kind": event.kind,
        "before": event.before,
        "after": event.after,
        "evidence": event.evidence,
    }


def _lives(row: sqlite3.Row, now: datetime) -> bool:
    host, pid, began = json.loads(row["holder"])
    return lease.lives(host, pid, began, heartbeat=moment(row["heartbeat_at"]), now=now)


def _name(row: sqlite3.Row) -> str:
    host, pid, _ = json.loads(row["holder"])
    return f"process {pid} on {host}"


def crawl_row(row: sqlite3.Row) -> CrawlRow:
    """Read a crawl from its columns."""
    return CrawlRow(
        id=row["id"],
        kind=row["kind"],
        night=date.fromisoformat(row["night"]),
        started_at=moment(row["started_at"]),
        ended_at=maybe_moment(row["ended_at"]),
        settled_at=maybe_moment(row["settled_at"]),
        visited=row["visited"],
        unchanged=row["unchanged"],
        outcome=row["outcome"],
        counts=json.loads(row["states"]),
        events=json.loads(row["events"]),
        first_visits=row["first_visits"],
        unanswered=row["unanswered"],
        errors=json.loads(row["errors"]),
        bytes=row["bytes"],
    )
