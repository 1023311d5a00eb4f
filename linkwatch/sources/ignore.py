"""What .gitignore files leave out of a folder (gitignore(5)): the nearest file's last matching line decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """The .gitignore files that hold in one folder, from the outermost in."""

    specs: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    @classmethod
    def above(cls, folder: Path) -> Ignored:
        """What the repository around ``folder`` (absolute) says of it: nothing when it leaves it out as a whole."""
        root = next((one for one in (folder, *folder.parents) if _is_repository(one)), None)
        if root is None:
            return cls()
        ignored = cls(specs=tuple(_spec(root, root / ".git" / "info" / "exclude")))
        for parent in reversed([one for one in folder.parents if one.is_relative_to(root)]):
            ignored = ignored.inside(parent)
        return cls() if ignored.matches(folder, folder=True) else ignored

    def inside(self, folder: Path) -> Ignored:
        """The same with the folder's own .gitignore."""
        found = tuple(_spec(folder, folder / ".gitignore"))
        return Ignored(specs=(*self.specs, *found)) if found else self

    def matches(self, path: Path, *, folder: bool = False) -> bool:
        """Whether ``path`` is left out."""
        for base, spec in reversed(self.specs):
            relative = path.relative_to(base).as_posix() + ("/" if folder else "")
            if (decided := spec.check_file(relative).include) is not None:
                return decided
        return False


def _is_repository(folder: Path) -> bool:
    try:
        return (folder / ".git").exists()
    except OSError:  # a folder that is not ours to look into is told of when it is read
        return False


def _spec(base: Path, file: Path) -> Iterable[tuple[Path, GitIgnoreSpec]]:
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # there is none, or it is not ours to read: nothing is left out
        return
    yield base, GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))


def _is_pattern(line: str) -> bool:
    """Git passes over a line that is no pattern; pathspec would refuse the whole file for it."""
    try:
        GitIgnoreSpec.from_lines([line])
    except GitIgnorePatternError:
        return False
    return True
