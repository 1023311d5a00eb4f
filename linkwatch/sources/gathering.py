"""Walk what the user named and read it, one document at a time."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from linkwatch.errors import SourceError
from linkwatch.model import Page
from linkwatch.sources.ignore import Ignored
from linkwatch.sources.names import STDIN, Names, is_address
from linkwatch.sources.patterns import Patterns

Fetch = Callable[[str], Page]
"""Brings the page at an address; how (the network, a WARC file) is the caller's affair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document before it is read."""

    name: str
    """Its name in the database."""
    data: bytes
    named: bool = True
    """Named by the user, rather than found in a folder: then a fault in it ends the run."""
    format: str | None = None
    """Name of its reader, where an address said what it sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """What holds for one call of gather."""

    names: Names
    patterns: Patterns
    extensions: Collection[str]
    gitignore: bool
    max_size: int
    skipped: Callable[[SourceError], None]
    seen: set[tuple[int, int]] = field(default_factory=set)
    """Device and inode of each file and folder met: a link back up, or a file named twice, is read once."""


def gather(
    paths: Iterable[str],
    *,
    names: Names,
    patterns: Patterns,
    extensions: Collection[str],
    stdin: BinaryIO,
    fetch: Fetch | None,
    skipped: Callable[[SourceError], None],
    gitignore: bool = True,
    max_size: int = 64_000_000,
) -> Iterator[Source]:
    """Read the documents at ``paths``: files, folders, globs, ``-`` for ``stdin``, addresses for ``fetch``.

    In a folder, files with one of ``extensions`` (lower case, with the dot) are read, hidden ones and what
    .gitignore names left out, in the order of their names. Each file is read once, into ``bytes`` of at most
    ``max_size``. A file that was found in a folder and cannot be read is told to ``skipped``; one that was named
    raises SourceError, as does a folder without documents.
    """
    walk = _Walk(
        names=names, patterns=patterns, extensions=extensions, gitignore=gitignore, max_size=max_size, skipped=skipped
    )
    for given in paths:
        if given == STDIN:
            yield Source(name=STDIN, data=_limited(stdin, "standard input", max_size))
        elif is_address(given):
            yield _address(given, fetch, max_size)
        else:
            for path in _matches(given, names.here):
                yield from _named(path, walk)


def listed(lines: Iterable[str]) -> list[str]:
    """The paths of ``--files-from``: one a line; empty lines and those that begin with # are passed over."""
    return [path for line in lines if (path := line.rstrip("\r\n")).strip() and not path.startswith("#")]


def _matches(given: str, here: Path) -> Sequence[str]:
    """The path itself, or what a glob stands for when no file has that name."""
    if os.path.lexists(here / given) or not glob.has_magic(given):
        return [given]
    found = sorted(glob.glob(given, root_dir=here, recursive=True))  # noqa: PTH207  Path.glob takes no absolute one
    if not found:
        raise SourceError(f"{given}: no file matches", hint="check the spelling; ** means folders at any depth")
    return found


def _named(given: str, walk: _Walk) -> Iterator[Source]:
    path = Path(os.path.normpath(walk.names.here / given))
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        raise _unreadable(given, error) from error
    if not stat.S_ISDIR(status.st_mode):
        if walk.patterns.wants_file(path) and _first_time(status, walk):
            yield _file(given, path, walk)
    elif _first_time(status, walk):
        yield from _inside(given, path, walk)


def _inside(given: str, folder: Path, walk: _Walk) -> Iterator[Source]:
    empty = True
    for path in _folder(folder, walk):
        empty = False
        shown = str(Path(given) / path.relative_to(folder))
        try:
            if _first_time(path.stat(), walk):
                yield _file(shown, path, walk, named=False)
        except SourceError as error:
            walk.skipped(error)
        except OSError as error:
            walk.skipped(_unreadable(shown, error))
    if empty:
        kinds = " ".join(sorted(walk.extensions))
        raise SourceError(
            f"{given}: no documents in this folder",
            hint=f"linkwatch looks for {kinds} that .gitignore and --exclude leave in; name a file to read it anyway",
        )


def _folder(top: Path, walk: _Walk) -> Iterator[Path]:
    """Documents below a folder, by name; a stack rather than recursion, so that depth costs nothing."""
    ignored = Ignored.above(top) if walk.gitignore else Ignored()
    todo = [(top, ignored, True)]
    while todo:
        path, ignored, is_folder = todo.pop()
        if not is_folder:
            yield path
            continue
        try:
            if path != top and not _first_time(path.stat(), walk):
                continue
            inside = ignored.inside(path) if walk.gitignore else ignored
            with os.scandir(path) as entries:
                wanted = [entry for entry in entries if _wanted(entry, path, inside, walk)]
        except OSError as error:
            if path == top:
                raise _unreadable(str(path), error) from error
            walk.skipped(_unreadable(walk.names.shown(walk.names.stored(str(path))), error))
            continue
        wanted.sort(key=lambda entry: entry.name, reverse=True)
        todo += [(path / entry.name, inside, entry.is_dir()) for entry in wanted]


def _wanted(entry: os.DirEntry[str], folder: Path, ignored: Ignored, walk: _Walk) -> bool:
    path = folder / entry.name
    if entry.name.startswith("."):
        return False
    try:
        is_folder, is_file = entry.is_dir(), entry.is_file()
    except OSError:  # a link that leads to itself is like one that leads nowhere: there is no file to read
        return False
    if is_folder:
        return walk.patterns.wants_folder(path) and not ignored.matches(path, folder=True)
    known = is_file and path.suffix.lower() in walk.extensions
    return known and walk.patterns.wants_file(path) and not ignored.matches(path)


def _first_time(status: os.stat_result, walk: _Walk) -> bool:
    key = (status.st_dev, status.st_ino)
    if key in walk.seen:
        return False
    walk.seen.add(key)
    return True


def _file(given: str, path: Path, walk: _Walk, *, named: bool = True) -> Source:
    name = walk.names.stored(given)
    try:
        name.encode()
    except UnicodeEncodeError:  # such a name cannot be stored, nor written to JSON
        shown = os.fsencode(given).decode(errors="backslashreplace")
        raise SourceError(f"{shown}: its name is not UTF-8", hint="rename the file") from None
    try:
        with path.open("rb") as file:
            data = _limited(file, given, walk.max_size)
    except OSError as error:
        raise _unreadable(given, error) from error
    walk.names.given[name] = given
    return Source(name=name, data=data, named=named)


def _address(url: str, fetch: Fetch | None, max_size: int) -> Source:
    if fetch is None:
        raise SourceError(f"{url}: no addresses here", hint="give a file, or leave out --offline")
    page = fetch(url)
    if page.fault is not None:
        raise SourceError(f"{url}: {page.fault.kind}", hint=page.fault.detail or "try again, or save it to a file")
    if page.status is None or not 200 <= page.status < 300:
        raise SourceError(f"{url}: the server answered {page.status}", hint="check the address")
    if page.truncated or len(page.body) > max_size:
        raise _too_large(url, max_size)
    return Source(name=url, data=page.body, format=_format(page))


_FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/markdown": "markdown"}


def _format(page: Page) -> str | None:
    """What the server says it sends; plain text is often said of Markdown, so there the name decides."""
    kind = next((value for name, value in page.headers if name == "content-type"), "")
    return _FORMATS.get(kind.partition(";")[0].strip().lower())


def _limited(file: BinaryIO, name: str, max_size: int) -> bytes:
    data = file.read(max_size + 1)
    if len(data) > max_size:
        raise _too_large(name, max_size)
    return data


def _too_large(name: str, max_size: int) -> SourceError:
    return SourceError(
        f"{name}: larger than {max_size / 1_000_000:g} MB", hint="raise documents.max_size in linkwatch.toml"
    )


def _unreadable(name: str, error: OSError | ValueError) -> SourceError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        hint = f"for an address write https://{name}" if name.lower().startswith("www.") else "check the spelling"
        return SourceError(f"{name[:200]}: no such file or folder", hint=hint)
    if isinstance(error, PermissionError):
        return SourceError(f"{name}: you may not read it", hint="check its permissions")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return SourceError(f"{name[:200]}: cannot be read: {reason}", hint="check the path")
