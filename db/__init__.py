"""The database: what documents cite, what their pages said, and what became of them."""

from __future__ import annotations

from pathlib import Path

from db.store import Store

__all__ = ["Store", "open"]


def open(path: Path | str, *, read_only: bool = False) -> Store:  # noqa: A001 - called as db.open
    """Open the database of linkwatch in a file; unless read-only, make it or bring it up to date first.

    Raises StoreCorrupt (damaged, or no database), StoreTooNew (a newer linkwatch wrote it), StoreLocked (another
    process holds it for more than 5 seconds), and StoreError (missing folder, read-only, disk full, another
    program's). So does every method of the store. Read-only is quick to open, and works beside a running crawl.
    """
    from db.sqlite import SqliteStore

    return SqliteStore(Path(path), read_only=read_only)
