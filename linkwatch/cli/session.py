"""What one call of a command has to hand: settings, the names of documents, and talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkwatch import config
from linkwatch.config import Settings
from linkwatch.errors import SourceError, StoreTooOld, UsageError

if TYPE_CHECKING:
    from db.store import Store
    from linkwatch.sources import Names, Patterns


@dataclass(kw_only=True)
class Session:
    """Made by :func:`linkwatch.cli.options.session`; one a process."""

    flags: Mapping[str, object]
    """Settings given on the command line, by dotted key."""
    config_file: Path | None = None
    verbose: int = 0
    quiet: bool = False
    here: Path = field(default_factory=Path.cwd)
    unread: int = 0
    """Documents found in folders that could not be read: the run is not whole."""

    @cached_property
    def settings(self) -> Settings:
        """linkwatch.toml with the flags laid over it. Raises ConfigError."""
        found = config.load(self.config_file, self.here)
        self.detail(f"settings from {found.file}" if found.file else "no linkwatch.toml: settings are the defaults")
        return config.override(found, self.flags)

    def load_sites(self) -> None:
        """Load the user's own site modules: every command may ask what a URL means. Raises UsageError."""
        if folder := config.sites_folder(self.settings):
            from linkwatch.sites import load_folder

            for site in load_folder(folder):
                self.detail(f"site {site.name} from {folder}")

    @cached_property
    def database(self) -> Path:
        """Where the database lies: a path on the command line starts from here, one in the file from its folder."""
        if "database" in self.flags:
            return self.here / Path(str(self.flags["database"])).expanduser()
        return config.database(self.settings)

    @cached_property
    def time_zone(self) -> tzinfo:
        """As set, or the machine's."""
        from linkwatch.config.zone import zone_of

        return zone_of(self.settings.time_zone)

    @cached_property
    def names(self) -> Names:
        """What documents are called in the database and before the user."""
        from linkwatch.sources import Names

        return Names(here=self.here, home=config.home(self.settings))

    @cached_property
    def patterns(self) -> Patterns:
        """``include`` and ``exclude``: of the command line from here, of the file from its folder."""
        from linkwatch.sources import Patterns

        by_flag = {"include", "exclude"} & self.flags.keys()
        home = config.home(self.settings)
        base = self.here if by_flag or home is None else home
        return Patterns.of(self.settings.include, self.settings.exclude, base=base)

    def open(self, *, read_only: bool = False) -> Store:
        """Open the database, making it unless ``read_only``; bring it up to date either way. Raises StoreError."""
        import db

        self.detail(f"database {self.database}")
        if not read_only and self.settings.file is None and "database" not in self.flags:
            self.database.parent.mkdir(parents=True, exist_ok=True)  # the cache folder, which nobody made by hand
        try:
            return db.open(self.database, read_only=read_only)
        except StoreTooOld:
            db.open(self.database).close()
            self.detail(f"{self.database}: brought up to date from an older linkwatch")
            return db.open(self.database, read_only=True)

    def skip(self, error: SourceError) -> None:
        """Tell of a document that was found in a folder and cannot be read."""
        self.unread += 1
        self.warn(f"left out {error}")

    def aware(self, at: datetime) -> datetime:
        """A time of the command line in UTC; one without an offset is meant in the user's time zone."""
        try:
            return (at if at.tzinfo else at.replace(tzinfo=self.time_zone)).astimezone(UTC)
        except (OverflowError, ValueError):
            raise UsageError(f"--at {at.isoformat()}: out of range", hint="like 2025-06-01T03:00:00+09:00") from None

    def say(self, message: str) -> None:
        """Talk: to stderr, unless --quiet."""
        if not self.quiet:
            self.warn(message)

    def detail(self, message: str) -> None:
        """Talk for --verbose."""
        if self.verbose and not self.quiet:
            self.warn(message)

    def warn(self, message: str) -> None:
        """What must be known even with --quiet: to stderr."""
        from linkwatch.report.printable import one_line

        click.echo(f"linkwatch: {one_line(message)}", err=True)


Clock = Callable[[], datetime]
"""The time, aware, in UTC."""
