"""The second step of judging: what is left to settle, and what settling brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from db.rows import ToSettle
from db.sqlite.captures import captures
from db.sqlite.connection import Connection
from db.sqlite.crawls import event_columns
from db.sqlite.values import maybe_moment, maybe_stamp, past, stamp, verdict, verdict_columns
from linkwatch.model import HostNight, Settled, Turns


class SqliteSettling:
    """The second step of judging; see :class:`db.store.Settling`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pending(self, crawl_id: int, *, after_id: int = 0, limit: int = 500) -> list[ToSettle]:
        """Return a block of visits of this crawl that are not settled, by link id.

        ``past`` is as before the crawl, but for what the next visit asks with (validators, hashes, title): that is of
        this visit already.
        """
        block = {"crawl_id": crawl_id, "after_id": after_id, "limit": limit}
        rows = self._connection.rows("settling_pending", block)
        known = captures(self._connection, (row["id"] for row in rows), with_text=True)
        return [
            ToSettle(
                link_id=row["id"],
                url=row["url"],
                canonical_url=row["canonical_url"],
                host=row["host"],
                provisional=verdict(row, "now_"),
                past=past(row),
                captures=known.get(row["id"], ()),
                turns=Turns(
                    seen_since=maybe_moment(row["seen_since"]),
                    changed_at=maybe_moment(row["changed_at"]),
                    changes=row["changes"],
                ),
            )
            for row in rows
        ]

    def hosts(self, crawl_id: int) -> dict[str, HostNight]:
        """Return what each host did on which a visit failed, or pages looked alike; the same however much is settled.

        Living before means alive, moved or restricted as settled before this crawl.
        """
        bodies: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in self._connection.rows("settling_bodies", {"crawl_id": crawl_id}):
            bodies[row["host"]].append((row["fingerprint"], row["links"]))
        failed = {row["host"]: row for row in self._connection.rows("settling_hosts", {"crawl_id": crawl_id})}
        return {
            host: HostNight(
                host=host,
                was_living=failed[host]["was_living"] if host in failed else 0,
                turned=failed[host]["turned"] if host in failed else 0,
                bodies=tuple(bodies.get(host, ())),
            )
            for host in sorted(failed.keys() | bodies.keys())
        }

    def save(self, crawl_id: int, settled: Sequence[tuple[int, Settled, date]]) -> None:
        """Store settled verdicts with their events and the night of the next visit; a second time changes nothing."""
        with self._connection.transaction():
            for link_id, outcome, due_night in settled:
                columns = {
                    "link_id": link_id,
                    "crawl_id": crawl_id,
                    "due_night": due_night.isoformat(),
                    "vetoed": outcome.vetoed,
                    "state_since": stamp(outcome.state_since),
                    "failing_since": maybe_stamp(outcome.failing_since),
                    "failures": outcome.failures,
                    "sure_failures": outcome.sure_failures,
                    "last_failure_at": maybe_stamp(outcome.last_failure_at),
                    **verdict_columns(outcome.verdict),
                }
                if self._connection.run("link_settle", columns):
                    events = (event_columns(link_id, crawl_id, event) for event in outcome.events)
                    self._connection.many("event_insert", events)
