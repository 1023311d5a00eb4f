"""Keeping the database well: look for damage, copy it, give back room, let go what is old."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime
from pathlib import Path

from db.rows import Pruned
from db.sqlite.connection import Connection
from db.sqlite.crawls import refuse_while_one_runs
from db.sqlite.values import dumps, stamp
from linkwatch.errors import StoreCorrupt, StoreError

_TRUTHS = {
    "upkeep_wrong_watched": "links are marked as watched or not, against what their documents say",
    "upkeep_never_due": "watched links are due on no night",
    "upkeep_foreign_check": "links point to another link's check",
    "upkeep_foreign_version": "links point to another link's version",
    "upkeep_lost_version": "links have lost their first or current version",
}

_OLD = ("documents", "links", "snapshots", "checks", "texts", "bodies")
"""In the order in which they are chosen: each leans on those before."""

_DROPS = (
    *("drifts", "words", "words_to_come", "citations", "blocks", "documents"),
    *("captures", "captures_asked", "events", "links", "checks", "snapshots", "texts", "bodies"),
)
"""In the order in which they go."""


class SqliteUpkeep:
    """Keeping the database well; see :class:`db.store.Upkeep`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def check(self) -> tuple[str, ...]:
        """Return what is wrong, a line each; empty when all is well. Goes through the whole file."""
        if damage := self._damage():
            return tuple(damage)
        lost = Counter((row["table"], row["parent"]) for row in self._connection.rows("upkeep_references"))
        found = [
            f"{count} rows of {table} point to {parent} that are not there" for (table, parent), count in lost.items()
        ]
        for query, words in _TRUTHS.items():
            if count := self._connection.one(query)["found"]:
                found.append(f"{count} {words}")
        return tuple(found)

    def backup(self, file: Path, *, replace: bool = False) -> int:
        """Copy the database as it is now, also while a crawl writes to it; return the bytes of the copy.

        The copy is compact, and there whole or not at all. Raises StoreError, also when ``file`` exists and is not to
        be replaced.
        """
        if file.exists() and not replace:
            raise StoreError(f"{file} exists", hint="name another file, or say --force")
        if not file.absolute().parent.is_dir():
            raise StoreError(f"{file}: its folder does not exist", hint="make the folder, or name another")
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            self._connection.run("upkeep_copy", {"file": str(beside)})
            with beside.open("rb+") as copy:
                os.fsync(copy.fileno())
            beside.replace(file)
        except OSError as error:
            raise StoreError(f"{file}: cannot be written: {error.strerror}", hint="name another file") from error
        finally:
            beside.unlink(missing_ok=True)
        return file.stat().st_size

    def vacuum(self, *, at: datetime) -> tuple[int, int]:
        """Write the file anew without its gaps; return its bytes before and after. Needs as much room once more.

        Raises StoreLocked while a crawl runs.
        """
        refuse_while_one_runs(self._connection, at)
        before = self._size()
        self._connection.run("upkeep_vacuum")
        self._connection.rows("upkeep_checkpoint")
        return before, self._size()

    def prune(self, *, before: datetime, at: datetime, only_tell: bool) -> Pruned:
        """Let go what was not seen since ``before``; return what went, or with ``only_tell`` what would.

        Of a page the first and current version stay, those that citations are held against, and the last check. A
        document on no watch goes with the links that no other cites, when neither was looked at since. The words of
        versions that went stay in the index, where they find nothing. Raises StoreLocked while a crawl runs.
        """
        if only_tell:
            return self._choose(before)
        refuse_while_one_runs(self._connection, at)
        with self._connection.rebuilding():
            freed = self._choose(before)
            left = [row["link_id"] for row in self._connection.rows("upkeep_links_left")]
            for what in _DROPS:
                self._connection.run(f"upkeep_drop_{what}")
            self._connection.run("link_drift_refresh", {"ids": dumps(left), "at": stamp(at)})
        return freed

    def _damage(self) -> list[str]:
        """Return what SQLite itself finds wrong with the file."""
        found: list[str] = []
        try:
            found.extend(row[0] for row in self._connection.stream("upkeep_integrity") if row[0] != "ok")
        except StoreCorrupt:
            found.append("damaged so badly that the search ends here")
        return found

    def _choose(self, before: datetime) -> Pruned:
        for what in _OLD:
            self._connection.run("upkeep_forget", table=f"old_{what}")
            self._connection.run(f"upkeep_old_{what}", {"before": stamp(before)})
        row = self._connection.one("upkeep_freed")
        return Pruned(**{name: row[name] for name in ("documents", "links", "versions", "checks", "bytes")})

    def _size(self) -> int:
        return int(self._connection.one("upkeep_size")["bytes"])
