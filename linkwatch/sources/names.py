"""What a document is called in the database, and what it is called before the user.

The database must find a document again from any working folder, and one database in the cache folder serves many
projects; so a name there is relative to the folder of linkwatch.toml, or absolute. People are shown the name they
gave, or else the path from where they stand.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

STDIN = "-"


def is_address(name: str) -> bool:
    """Whether this is a web address rather than a path."""
    return name[:8].lower().startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of documents, seen from one working folder."""

    here: Path
    """The working folder, absolute."""
    home: Path | None = None
    """The folder of linkwatch.toml, absolute; None when there is no such file."""
    given: dict[str, str] = field(default_factory=dict)
    """Names in the database by which the user called them in this run."""

    def stored(self, path: str) -> str:
        """The name in the database of a path, an address or ``-`` as the user gave it."""
        if path == STDIN or is_address(path):
            return path
        absolute = Path(os.path.normpath(self.here / path))
        if self.home is not None and absolute.is_relative_to(self.home):
            return absolute.relative_to(self.home).as_posix()
        return absolute.as_posix()

    def path(self, name: str) -> Path:
        """Where the document of this name in the database lies; for no address and not for ``-``."""
        return (self.home or self.here) / name

    def shown(self, name: str) -> str:
        """The name to show for a name in the database."""
        if name in self.given or name == STDIN or is_address(name):
            return self.given.get(name, name)
        path = self.path(name)
        return (path.relative_to(self.here) if path.is_relative_to(self.here) else path).as_posix()

    def missing(self, name: str) -> bool:
        """Whether the document of this name in the database is a file that is not there."""
        return name != STDIN and not is_address(name) and not self.path(name).exists()
