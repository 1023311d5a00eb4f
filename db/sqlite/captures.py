"""Copies of pages in web archives, and what these were asked."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import zstandard

from db.rows import ToAsk
from db.sqlite.connection import Connection
from db.sqlite.texts import text_id
from db.sqlite.values import dumps, maybe_moment, moment, stamp
from linkwatch.model import Capture

_LEVEL = 3
"""Of zstd, as for the bodies of visits."""


class SqliteCaptures:
    """Copies of pages in web archives; see :class:`db.store.Captures`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, link_id: int) -> tuple[Capture, ...]:
        """Return the known copies of a link, oldest first, with the texts that were fetched."""
        return captures(self._connection, [link_id], with_text=True).get(link_id, ())

    def body(self, link_id: int, address: str) -> bytes:
        """Return the body that a copy was read from, zstd-compressed; empty when none was stored."""
        row = self._connection.row("capture_body", {"link_id": link_id, "address": address})
        return b"" if row is None else bytes(row["zstd"])

    def read_again(self, link_id: int, address: str, text: str, extractor: str) -> None:
        """Store what a newer extractor makes of a copy that was read before."""
        with self._connection.transaction():
            which = {"link_id": link_id, "address": address}
            before = self._connection.one("capture_known", which)["text_id"]
            stored = {"text_id": text_id(self._connection, text), "extractor": extractor}
            self._connection.run("capture_read_again", {**which, **stored})
            self._connection.run("text_drop_unused", {"id": before})

    def asked(self, link_id: int, archive: str, *, wanted: str = "") -> datetime | None:
        """Return when an archive was last asked this of a link; None for never."""
        row = self._connection.row("captures_asked", {"link_id": link_id, "archive": archive, "wanted": wanted})
        return maybe_moment(row["asked_at"]) if row else None

    def wanted(self, crawl_id: int, *, answered_before: datetime, failed_before: datetime, limit: int) -> list[ToAsk]:
        """Return pages that a crawl visited of which a copy is worth asking for, the most urgent first."""
        which = {
            "crawl_id": crawl_id,
            "answered_before": stamp(answered_before),
            "failed_before": stamp(failed_before),
            "limit": limit,
        }
        rows = self._connection.rows("captures_wanted", which)
        return [ToAsk(link_id=row["id"], url=row["url"], day=row["day"]) for row in rows]

    def save(
        self, link_id: int, archive: str, found: Sequence[Capture], *, at: datetime, wanted: str = "",
        failed: bool = False,
    ) -> int:  # fmt: skip
        """Store what an archive answered, and that it was asked; return how many copies were not known.

        A text that is new makes the comparison of the link's citations stale.
        """
        new, read = 0, False
        with self._connection.transaction():
            self._connection.run(
                "captures_ask",
                {"link_id": link_id, "archive": archive, "wanted": wanted, "at": stamp(at), "failed": failed},
            )
            for each in found:
                columns = {
                    "link_id": link_id,
                    "archive": each.archive,
                    "taken_at": stamp(each.taken_at),
                    "address": each.address,
                    "status": each.status,
                    "alive": each.alive,
                    "body_id": _body_id(self._connection, each.body) if each.body else None,
                    "text_id": None if each.text is None else text_id(self._connection, each.text),
                    "extractor": each.extractor,
                }
                known = self._connection.row("capture_known", columns)
                new += known is None
                read |= columns["text_id"] not in (None, known and known["text_id"])
                self._connection.run("capture_save", columns)
            if read:
                self._connection.run("drifts_of_link_stale", {"link_id": link_id})
        return new


def _body_id(connection: Connection, body: bytes) -> int:
    """Store a body unless it is there; return its id. Inside the caller's transaction."""
    key = hashlib.sha256(body).hexdigest()
    connection.run("body_insert", {"sha256": key, "zstd": zstandard.ZstdCompressor(_LEVEL).compress(body)})
    return int(connection.one("body_id", {"sha256": key})["id"])


def captures(connection: Connection, link_ids: Iterable[int], *, with_text: bool) -> dict[int, tuple[Capture, ...]]:
    """Return the known copies of links, oldest first; links without any are left out."""
    found: defaultdict[int, list[Capture]] = defaultdict(list)
    wanted = {"ids": dumps(sorted(set(link_ids))), "with_text": with_text}
    for row in connection.rows("captures_of_links", wanted):
        found[row["link_id"]].append(
            Capture(
                archive=row["archive"],
                taken_at=moment(row["taken_at"]),
                address=row["address"],
                status=row["status"],
                text=row["plain"],
                alive=None if row["alive"] is None else bool(row["alive"]),
                extractor=row["extractor"],
            )
        )
    return {link_id: tuple(each) for link_id, each in found.items()}
