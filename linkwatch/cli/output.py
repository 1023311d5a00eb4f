"""Where data goes: standard output, or a file that is there whole or not at all."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from linkwatch.errors import UsageError

BROKEN_PIPE = 141
"""Exit code when the reader of our output has gone: 128 + SIGPIPE, as a shell tells it."""


@contextlib.contextmanager
def opened(file: Path | None, *, machine: bool) -> Iterator[TextIO]:
    """A stream for data; for programs (``machine``) it is UTF-8 whatever the locale, and no line ending is changed.

    Characters that the locale cannot write, and halves of surrogate pairs, come out as ``\\uXXXX``. A file is
    written beside its name and then put in its place. Raises UsageError when it cannot be written.
    """
    if file is None:
        try:
            yield _standard(machine=machine)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever read has enough, as in "| head": nothing to complain of
            raise click.exceptions.Exit(BROKEN_PIPE) from None
        return
    try:
        if file.exists() and not file.is_file():  # a pipe or a device has no place to be put into
            with file.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
                yield out
        else:
            with _in_place(file) as out:
                yield out
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}", hint="name another file") from error


def _standard(*, machine: bool) -> TextIO:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
        if machine:
            sys.stdout.reconfigure(encoding="utf-8", newline="")
    return sys.stdout


@contextlib.contextmanager
def _in_place(file: Path) -> Iterator[TextIO]:
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            yield out
        beside.chmod(mode)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's mask; the system tells it only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
