"""What went wrong, and what to do about it.

    LinkwatchError
    ├── UsageError            the command line or linkwatch.toml says something impossible
    │   └── ConfigError       linkwatch.toml cannot be used
    ├── SourceError           a document cannot be read (missing, binary, unreadable)
    ├── StoreError            the database cannot be used
    │   ├── StoreLocked       another process holds it
    │   ├── StoreCorrupt      it is damaged, or no database at all
    │   ├── StoreTooNew       a newer linkwatch wrote it
    │   └── StoreTooOld       an older linkwatch wrote it, and it was opened for reading only
    ├── ReplayError           a WARC file cannot be read
    └── CrawlError            a crawl could not be done at all

Each message is one line that names the file or URL; ``hint`` says what to do next.
The command line prints both and ends with ``exit_code``; a traceback is a bug.
"""

from __future__ import annotations


class LinkwatchError(Exception):
    """Base of every error that linkwatch raises on purpose."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class UsageError(LinkwatchError):
    """The command line asks for something impossible."""


class ConfigError(UsageError):
    """linkwatch.toml cannot be used: not TOML, an unknown key, a value of the wrong kind."""


class SourceError(LinkwatchError):
    """A document cannot be read."""


class StoreError(LinkwatchError):
    """The database cannot be used."""


class StoreLocked(StoreError):
    """Another process holds the database."""


class StoreCorrupt(StoreError):
    """The database is damaged, or is no SQLite database at all."""


class StoreTooNew(StoreError):
    """A newer linkwatch wrote the database."""


class StoreTooOld(StoreError):
    """An older linkwatch wrote the database, and it was opened for reading only; opening to write mends that."""


class ReplayError(LinkwatchError):
    """A WARC file cannot be read."""


class CrawlError(LinkwatchError):
    """A crawl could not be done at all."""
