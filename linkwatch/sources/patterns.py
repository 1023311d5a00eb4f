"""``--include`` and ``--exclude``: globs over paths as in .gitignore, regular expressions over URLs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from linkwatch.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Which paths and which URLs are wanted."""

    base: Path
    """The folder that a pattern with a leading slash starts from, absolute."""
    paths_in: GitIgnoreSpec | None
    paths_out: GitIgnoreSpec | None
    urls_in: tuple[re.Pattern[str], ...]
    urls_out: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, include: Sequence[str], exclude: Sequence[str], *, base: Path) -> Patterns:
        """Patterns as written: one that holds ``://`` is a regular expression over URLs. Raises UsageError."""
        return cls(
            base=base,
            paths_in=_globs(include, "include"),
            paths_out=_globs(exclude, "exclude"),
            urls_in=_expressions(include, "include"),
            urls_out=_expressions(exclude, "exclude"),
        )

    def wants_file(self, path: Path) -> bool:
        """Whether a document at this absolute path is to be read."""
        relative = self._relative(path)
        if self.paths_out is not None and self.paths_out.match_file(relative):
            return False
        return self.paths_in is None or self.paths_in.match_file(relative)

    def wants_folder(self, path: Path) -> bool:
        """Whether to look into this folder: not when it is left out as a whole."""
        return self.paths_out is None or not self.paths_out.match_file(self._relative(path) + "/")

    def wants_url(self, url: str) -> bool:
        """Whether a URL, as cited, is to be checked."""
        if any(pattern.search(url) for pattern in self.urls_out):
            return False
        return not self.urls_in or any(pattern.search(url) for pattern in self.urls_in)

    @property
    def urls(self) -> str:
        """Tells which URLs are wanted: the same for the same patterns."""
        wanted = ([one.pattern for one in patterns] for patterns in (self.urls_in, self.urls_out))
        return json.dumps([*wanted]) if self.urls_in or self.urls_out else ""

    def _relative(self, path: Path) -> str:
        return (path.relative_to(self.base) if path.is_relative_to(self.base) else path).as_posix().lstrip("/")


def _globs(patterns: Sequence[str], flag: str) -> GitIgnoreSpec | None:
    globs = [pattern for pattern in patterns if "://" not in pattern]
    try:
        return GitIgnoreSpec.from_lines(globs) if globs else None
    except ValueError as error:
        raise UsageError(f"{flag}: {error}", hint="globs are written as in .gitignore") from error


def _expressions(patterns: Sequence[str], flag: str) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for pattern in patterns:
        if "://" not in pattern:
            continue
        try:
            compiled.append(re.compile(pattern))
        except (re.error, OverflowError, RecursionError) as error:
            raise UsageError(
                f"{flag} {pattern!r}: not a regular expression: {error}",
                hint=r"a pattern with :// in it is one over URLs, like 'https?://www\.example\.jp/'",
            ) from error
    return tuple(compiled)
