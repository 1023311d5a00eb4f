"""Who was told what, in SQLite."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from db.deliveries import CitingDocument, DeliveryRow, Fate, Happening, ReceiverRow
from db.sqlite import lease
from db.sqlite.connection import Connection
from db.sqlite.values import dumps, event, maybe_moment, moment, stamp
from db.views import DocumentName
from linkwatch.model import EventKind

_BLOCK = 500
"""Links whose documents are read at once."""
_ENDED = "linkwatch ended while it was being sent"


class SqliteDeliveries:
    """Digests and their receivers; see :class:`db.deliveries.Deliveries`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def enrol(self, names: Collection[str], *, at: datetime) -> None:
        """Make receivers known; writes nothing for those that are."""
        known = {name for name in names if self._connection.row("receiver", {"name": name})}
        with self._connection.transaction():
            self._connection.many(
                "receiver_enrol", ({"name": name, "at": stamp(at)} for name in names if name not in known)
            )
            self._connection.run("receivers_back")

    def receiver(self, name: str, *, at: datetime) -> ReceiverRow | None:
        """Return how far one was told; writes nothing."""
        row = self._connection.row("receiver", {"name": name})
        if row is None:
            return None
        last = self._connection.row("delivery_last", {"name": name})
        return ReceiverRow(
            name=row["name"],
            told_through=row["told_through"],
            turn_at=moment(row["turn_at"]),
            last=None if last is None else _delivery(last) if _lives(last, at) else _unclear(last),
        )

    def happenings(self, *, after: int, kinds: Collection[EventKind]) -> list[Happening]:
        """Return events of settled crawls of ids above ``after``, oldest first."""
        rows = self._connection.rows("happenings", {"after": after, "kinds": dumps(sorted(kinds))})
        documents = self._documents({row["link_id"] for row in rows})
        return [_happening(row, tuple(documents[row["link_id"]])) for row in rows]

    def before(self, at: datetime) -> int:
        """Return the id of the last event before a time."""
        last: int = self._connection.one("event_before", {"at": stamp(at)})["id"]
        return last

    def claim(self, name: str, *, after: int, through: int, news: int, at: datetime) -> DeliveryRow | None:
        """Claim a digest, in one transaction with how far the receiver was told."""
        with self._connection.transaction():
            known = self._connection.one("receiver", {"name": name})
            last = self._connection.row("delivery_last", {"name": name})
            if known["told_through"] != after or (last is not None and last["state"] == Fate.CLAIMED):
                return None
            again = last is not None and last["state"] == Fate.REFUSED and last["after_event"] == after
            token = last["message_id"].partition(".")[0] if last is not None and again else uuid.uuid4().hex
            claimed = {
                "name": name, "after": after, "through": through, "news": news, "at": stamp(at),
                "message_id": f"{token}.{through}", "holder": lease.holder(),
            }  # fmt: skip
            if last is not None and again:
                self._connection.run("delivery_claim_again", claimed | {"id": last["id"]})
                delivery_id = last["id"]
            else:
                delivery_id = self._connection.insert("delivery_claim", claimed)
            self._connection.run("receiver_told", {"name": name, "through": through, "at": stamp(at)})
            return _delivery(self._connection.one("delivery", {"id": delivery_id}))

    def ended(self, delivery_id: int, fate: Fate, *, detail: str, at: datetime) -> None:
        """Write what became of a digest."""
        with self._connection.transaction():
            row = self._connection.one("delivery", {"id": delivery_id})
            told = {"id": delivery_id, "state": fate, "detail": detail, "at": stamp(at)}
            self._connection.run("delivery_ended", told)
            if fate is Fate.REFUSED:
                back = {"name": row["receiver"], "through": row["after_event"], "at": None}
                self._connection.run("receiver_told", back)

    def passed(self, name: str, *, through: int, at: datetime) -> None:
        """Move on how far a receiver was told, without a digest."""
        with self._connection.transaction():
            self._connection.run("receiver_told", {"name": name, "through": through, "at": stamp(at)})

    def left(self, *, at: datetime) -> list[DeliveryRow]:
        """Call ``unclear`` what a process claimed that has died since."""
        found = []
        for row in self._connection.rows("deliveries_claimed"):
            if not _lives(row, at):
                self.ended(row["id"], Fate.UNCLEAR, detail=_ENDED, at=at)
                found.append(_delivery(self._connection.one("delivery", {"id": row["id"]})))
        return found

    def _documents(self, link_ids: Iterable[int]) -> defaultdict[int, list[CitingDocument]]:
        found: defaultdict[int, list[CitingDocument]] = defaultdict(list)
        ids = sorted(link_ids)
        for start in range(0, len(ids), _BLOCK):
            for row in self._connection.rows("happenings_documents", {"ids": dumps(ids[start : start + _BLOCK])}):
                document = DocumentName(id=row["id"], name=row["name"], title=row["title"])
                found[row["link_id"]].append(CitingDocument(document=document, changed=bool(row["changed"])))
        return found


def _lives(row: sqlite3.Row, now: datetime) -> bool:
    """Whether the process that claimed a digest still lives; true for digests of which the fate is known."""
    if row["state"] != Fate.CLAIMED:
        return True
    host, pid, began = json.loads(row["holder"])
    return lease.lives(host, pid, began, heartbeat=moment(row["claimed_at"]), now=now)


def _unclear(row: sqlite3.Row) -> DeliveryRow:
    return replace(_delivery(row), fate=Fate.UNCLEAR, detail=_ENDED)


def _happening(row: sqlite3.Row, documents: tuple[CitingDocument, ...]) -> Happening:
    return Happening(
        event_id=row["id"],
        link_id=row["link_id"],
        event=event(row),
        url=row["url"],
        site=row["site"],
        host=row["host"],
        muted_until=date.fromisoformat(row["muted_until"]) if row["muted_until"] else None,
        documents=documents,
    )


def _delivery(row: sqlite3.Row) -> DeliveryRow:
    return DeliveryRow(
        id=row["id"],
        receiver=row["receiver"],
        fate=Fate(row["state"]),
        news=row["news"],
        attempts=row["attempts"],
        claimed_at=moment(row["claimed_at"]),
        ended_at=maybe_moment(row["ended_at"]),
        detail=row["detail"],
        message_id=row["message_id"],
    )
