"""Where the address of a receiver is found: in linkwatch.toml, in an environment variable, or in a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from linkwatch.errors import ConfigError

_LARGEST = 10_000


def resolved(written: str, *, environment: Mapping[str, str], home: Path | None) -> str:
    """The address that ``written`` stands for; ``home`` is the folder that a relative path starts from.

    ``file:`` may name environment variables (``file:$CREDENTIALS_DIRECTORY/mail``, as systemd gives them). Raises
    ConfigError, which never holds the address, when there is none.
    """
    where, colon, what = written.partition(":")
    if colon and where == "env":
        if not (address := environment.get(what, "").strip()):
            raise ConfigError(f"environment variable {what} is not set", hint="it holds the address")
        return address
    if colon and where == "file":
        return _read((home or Path.cwd()) / Path(os.path.expandvars(what)).expanduser())
    return written


def _read(file: Path) -> str:
    """The first line that is neither empty nor a comment."""
    try:
        with file.open(encoding="utf-8") as lines:
            text = lines.read(_LARGEST)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigError(f"{file}: {reason}", hint="it holds the address") from error
    found = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not found:
        raise ConfigError(f"{file}: is empty", hint="it holds the address")
    return found[0]
