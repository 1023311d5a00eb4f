"""``linkwatch remove``: end the watch on documents."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from linkwatch.cli import options
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError


@click.command(name="remove")
@options.session
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
def command(session: Session, paths: Sequence[str]) -> int:
    """End the watch on documents: files, whole folders, or globs in quotation marks.

    What is known of their links stays in the database. The files themselves are not touched, and need not be there.

    \b
    Example:  linkwatch remove docs/old.md
              linkwatch remove docs/drafts/
    """
    store = session.open()
    try:
        watched = [row.name for row in store.documents.watched()]
        chosen = [name for path in paths for name in _meant(session, path, watched)]
        now = datetime.now(UTC)
        for name in dict.fromkeys(chosen):
            store.documents.unwatch(name, at=now)
            session.say(f"no longer watches {session.names.shown(name)}")
    finally:
        store.close()
    return 0


def _meant(session: Session, path: str, watched: Sequence[str]) -> list[str]:
    """Names of watched documents that a path, folder or glob stands for. Raises UsageError when there are none."""
    name = session.names.stored(path)
    found = [one for one in watched if one == name or _is_inside(one, name)]
    found = found or [one for one in watched if fnmatch.fnmatchcase(one, name)]
    if not found:
        near = difflib.get_close_matches(path, [session.names.shown(one) for one in watched], n=1)
        hint = f"did you mean {near[0]}?" if near else "linkwatch documents lists what is"
        raise UsageError(f"{path}: not on watch", hint=hint)
    return found


def _is_inside(name: str, folder: str) -> bool:
    """Whether a document lies in a folder; both as the database calls them."""
    if folder == ".":  # the folder of linkwatch.toml: what lies in it has a relative name
        return not name.startswith(("/", "http://", "https://"))
    return name.startswith(f"{folder.rstrip('/')}/")
