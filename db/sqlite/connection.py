"""One SQLite connection: opened as linkwatch wants it, queries by name, errors that a user can act on."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from db import migrations, queries
from linkwatch.errors import StoreCorrupt, StoreError, StoreLocked, StoreTooNew, StoreTooOld

Parameters: TypeAlias = Mapping[str, Any] | Sequence[Any]

BUSY_SECONDS = 5.0
"""How long another process's transaction is waited for."""

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""


class Connection:
    """A connection to one database file. Any method may raise StoreError or one of its kinds."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreError(
                f"SQLite {sqlite3.sqlite_version} is too old",
                hint="linkwatch needs a Python with SQLite 3.37 or newer",
            )
        self.path = path
        self.read_only = read_only
        self._queries = queries.load("sqlite")
        self._check_place()
        with self.explained():
            self._sqlite = _connect_to_read(path) if read_only else sqlite3.connect(path, **_OPTIONS)
            self._sqlite.row_factory = sqlite3.Row
        try:
            self._prepare()
        except BaseException:
            self._sqlite.close()
            raise

    def rows(self, name: str, parameters: Parameters = (), **parts: str) -> list[sqlite3.Row]:
        """Return all rows of a named query."""
        with self.explained():
            return self._execute(name, parameters, parts).fetchall()

    def row(self, name: str, parameters: Parameters = (), **parts: str) -> sqlite3.Row | None:
        """Return the first row of a named query."""
        with self.explained():
            cursor = self._execute(name, parameters, parts)
            row: sqlite3.Row | None = cursor.fetchone()
            cursor.close()
            return row

    def one(self, name: str, parameters: Parameters = (), **parts: str) -> sqlite3.Row:
        """Return the row of a named query that cannot be without one, unless the database is damaged."""
        row = self.row(name, parameters, **parts)
        if row is None:
            raise StoreCorrupt(
                f"{self.path} lacks a row that {name} asks for", hint="linkwatch db check looks for damage"
            )
        return row

    def stream(self, name: str, parameters: Parameters = (), **parts: str) -> Generator[sqlite3.Row, None, None]:
        """Give the rows of a named query one by one; use it up or close it: a held cursor blocks checkpoints."""
        with self.explained():
            yield from self._execute(name, parameters, parts)

    def run(self, name: str, parameters: Parameters = (), **parts: str) -> int:
        """Execute a named statement; return how many rows it touched."""
        with self.explained():
            return self._execute(name, parameters, parts).rowcount

    def insert(self, name: str, parameters: Parameters) -> int:
        """Execute a named INSERT of one row; return its id."""
        with self.explained():
            return self._execute(name, parameters, {}).lastrowid or 0

    def many(self, name: str, parameters: Iterable[Parameters]) -> None:
        """Execute a named statement for each set of parameters."""
        for each in parameters:
            self.run(name, each)

    def text(self, name: str) -> str:
        """Return the SQL of a named piece."""
        return self._queries[name]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all or nothing; waits up to BUSY_SECONDS for another writer, then raises StoreLocked."""
        with self.explained():
            self._sqlite.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._sqlite.execute("COMMIT")
            except BaseException:
                if self._sqlite.in_transaction:
                    self._sqlite.execute("ROLLBACK")
                raise

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """Write all or nothing, with references looked at once, before the commit, and not at each row.

        For work that deletes many rows: SQLite would go through a whole table for each to see what points to it.
        """
        with self.explained():
            self._sqlite.execute("PRAGMA foreign_keys = OFF")
            try:
                with self.transaction():
                    yield
                    if lost := self._sqlite.execute("PRAGMA foreign_key_check").fetchone():
                        what = f"a row of {lost['table']} points to one of {lost['parent']} that is not there"
                        raise StoreCorrupt(f"{self.path}: {what}", hint="linkwatch db check tells more")
            finally:
                self._sqlite.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what SQLite raises into linkwatch's own errors."""
        try:
            yield
        except sqlite3.Error as error:
            raise explain(error, self.path) from error

    def close(self) -> None:
        """Give the connection back; the last one to close empties the write-ahead log."""
        with self.explained():
            self._sqlite.close()

    def _execute(self, name: str, parameters: Parameters, parts: Mapping[str, str]) -> sqlite3.Cursor:
        query = self._queries[name]
        for part, sql in parts.items():
            query = query.replace("{" + part + "}", sql)
        try:
            return self._sqlite.execute(query, parameters)
        except UnicodeEncodeError:  # half a surrogate pair, as JSON on a page can carry
            return self._sqlite.execute(query, _without_surrogates(parameters))

    def _check_place(self) -> None:
        if self.path.is_dir():
            raise StoreError(f"{self.path} is a folder", hint="name a file with --database")
        if not self.path.exists():
            if self.read_only:
                raise StoreError(
                    f"{self.path}: there is no database yet",
                    hint="linkwatch add or linkwatch check makes one; --database names another",
                )
            if not self.path.absolute().parent.is_dir():
                raise StoreError(
                    f"{self.path}: its folder does not exist", hint="make the folder, or name another with --database"
                )

    def _prepare(self) -> None:
        missing = self._missing_migrations()
        if missing and self.read_only:
            raise StoreTooOld(f"{self.path} is of an older linkwatch", hint="linkwatch crawl brings it up to date")
        with self.explained():
            if not self.read_only and self._pragma("journal_mode") != "wal":
                self._switch_to_wal()
            self._sqlite.execute("PRAGMA synchronous = NORMAL")
            self._sqlite.execute("PRAGMA foreign_keys = ON")
            self._sqlite.execute("PRAGMA trusted_schema = OFF")
        if missing:
            self._migrate()

    def _switch_to_wal(self) -> None:
        """Try for as long as for any lock: SQLite's own waiting does not cover the change of journal."""
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._sqlite.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return

    def _missing_migrations(self) -> bool:
        """Tell whether this database needs migrating; raise for one that is not linkwatch's, or too new."""
        with self.explained():
            tables = {
                row["name"] for row in self._sqlite.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            }
            if not tables:
                return True
            ours = self._pragma("application_id") == migrations.APPLICATION_ID
            if not ours and tables != {"_sqlite_migrations"}:
                raise StoreError(f"{self.path} is a database of another program", hint="name another with --database")
            if "_sqlite_migrations" not in tables:
                raise StoreCorrupt(
                    f"{self.path} has lost its table of migrations", hint="restore a backup, or move the file away"
                )
            applied = {
                row["name"]
                for row in self._sqlite.execute(
                    "SELECT name FROM _sqlite_migrations WHERE migration_set = 'linkwatch'"
                )
            }
        if unknown := applied.difference(migrations.NAMES):
            raise StoreTooNew(
                f"{self.path} was written by a newer linkwatch ({min(unknown)})", hint="upgrade linkwatch to use it"
            )
        return len(applied) < len(migrations.NAMES)

    def _migrate(self) -> None:
        from sqlite_utils import Database  # 70 ms to import: only when there is something to do

        from db.migrations.steps import migrations as steps

        with self.transaction():  # two processes at once: the second waits, and finds it done
            steps.apply(Database(self._sqlite, execute_plugins=False))

    def _pragma(self, name: str) -> Any:
        return self._sqlite.execute(f"PRAGMA {name}").fetchone()[0]


_OPTIONS: Any = {"timeout": BUSY_SECONDS, "isolation_level": None, "cached_statements": 256}


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Open for reading only, also where not even the shared-memory file can be made beside the database."""
    address = path.absolute().as_uri()
    sqlite: sqlite3.Connection = sqlite3.connect(f"{address}?mode=ro", uri=True, **_OPTIONS)
    try:
        sqlite.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        sqlite.close()
        log = path.with_name(path.name + "-wal")
        if _code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or (
            log.exists() and log.stat().st_size
        ):
            raise
        # A read-only folder, and nothing in the log: nobody can be writing.
        still: sqlite3.Connection = sqlite3.connect(f"{address}?immutable=1", uri=True, **_OPTIONS)
        return still
    except BaseException:
        sqlite.close()
        raise
    return sqlite


def explain(error: sqlite3.Error, path: Path) -> StoreError:
    """Say in a user's words what SQLite met, and what to do."""
    code = _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLocked(
            f"{path} is in use by another process", hint="wait until it has ended, or see what holds the file"
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        what = "is no linkwatch database" if code == sqlite3.SQLITE_NOTADB else "is damaged"
        return StoreCorrupt(f"{path} {what}", hint="restore a backup, or move the file away and start afresh")
    if code in _HINTS:
        what, hint = _HINTS[code]
        return StoreError(f"{path} {what}", hint=hint)
    return StoreError(f"{path}: {error}", hint="linkwatch db check looks for damage")


_HINTS = {
    sqlite3.SQLITE_READONLY: ("is read-only", "make file and folder writable, or name another with --database"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "see that file and folder may be read and written"),
    sqlite3.SQLITE_PERM: ("may not be read", "see that file and folder may be read and written"),
    sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", "make room and try again; nothing stored is lost"),
    sqlite3.SQLITE_IOERR: ("met a disk error", "look at the disk; then linkwatch db check"),
}


def _code(error: sqlite3.Error) -> int:
    """Primary result code: extended ones carry more in their upper bits."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _without_surrogates(parameters: Parameters) -> Parameters:
    if isinstance(parameters, Mapping):
        return {name: _whole(value) for name, value in parameters.items()}
    return [_whole(value) for value in parameters]


def _whole(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value
