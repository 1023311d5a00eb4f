"""Watched documents whose file was renamed or moved since they were read, found by their bytes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from linkwatch.errors import SourceError
from linkwatch.sources import Names, Source

Gather = Callable[[str], Iterator[Source]]
"""Reads the documents of one folder, named as the user would. Raises SourceError."""


class Renamed:
    """Looks for documents that are not where they were; each folder is read once, and only when one is missing."""

    def __init__(self, names: Names, known: Collection[str], gather: Gather) -> None:
        self._names = names
        self._known = known
        self._gather = gather
        self._found: dict[Path, dict[str, Source]] = {}

    def source(self, name: str, sha256: str) -> Source | None:
        """Return the document with these bytes that is on no watch yet; None when there is none.

        It is looked for beside linkwatch.toml and below; without one, in the folder where the document ``name`` was.
        """
        path = self._names.path(name)
        home = self._names.home
        folder = home if home is not None and path.is_relative_to(home) else path.parent
        if folder not in self._found:
            self._found[folder] = dict(self._in(folder))
        return self._found[folder].pop(sha256, None)

    def _in(self, folder: Path) -> Iterable[tuple[str, Source]]:
        if not folder.is_dir():
            return
        try:
            for source in self._gather(os.path.relpath(folder, self._names.here)):
                if source.name not in self._known:
                    yield hashlib.sha256(source.data).hexdigest(), source
        except SourceError:  # a folder without documents
            return
