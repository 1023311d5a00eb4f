"""``linkwatch db``: keep the database well."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from linkwatch.cli import options
from linkwatch.cli.session import Session
from linkwatch.config.kinds import DURATION, Kind

_LENGTH: Kind[timedelta] = DURATION


class _Age(click.ParamType[timedelta]):
    """A length of time, as in linkwatch.toml."""

    name = "age"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        try:
            return _LENGTH.read(value)
        except (ValueError, TypeError, OverflowError):
            self.fail(f"{value!r} is not {_LENGTH.words}", param, ctx)


@click.group(name="db")
def command() -> None:
    """Keep the database well: look for damage, copy it, give back room, let go what is old.

    \b
    Example:  linkwatch db check
              linkwatch db backup ~/backups/linkwatch.db
              linkwatch db prune --older-than 365d && linkwatch db vacuum
    """


@command.command(name="check")
@options.session
def check(session: Session) -> int:
    """Look for damage: exit code 1 and a line for each thing that is wrong.

    \b
    Example:  linkwatch db check
    """
    store = session.open(read_only=True)
    try:
        wrong = store.upkeep.check()
    finally:
        store.close()
    for line in wrong:
        click.echo(f"{session.database}: {line}")
    if wrong:
        session.say("what is damaged comes back from a backup: linkwatch db backup makes one")
        return 1
    session.say(f"{session.database}: all is well")
    return 0


@command.command(name="backup")
@options.session
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
def backup(session: Session, file: Path, force: bool) -> int:
    """Copy the database to FILE, also while a crawl runs. The copy is there whole or not at all.

    \b
    Example:  linkwatch db backup ~/backups/linkwatch-$(date +%F).db
    """
    store = session.open(read_only=True)
    try:
        size = store.upkeep.backup(file, replace=force)
    finally:
        store.close()
    session.say(f"{file}: {_bytes(size)}")
    return 0


@command.command(name="vacuum")
@options.session
def vacuum(session: Session) -> int:
    """Write the file anew without its gaps, after a prune. Needs as much room on the disk once more.

    \b
    Example:  linkwatch db vacuum
    """
    store = session.open()
    try:
        before, after = store.upkeep.vacuum(at=datetime.now(UTC))
    finally:
        store.close()
    session.say(f"{session.database}: {_bytes(before)} before, {_bytes(after)} now")
    return 0


@command.command(name="prune")
@options.session
@click.option(
    "--older-than",
    type=_Age(),
    default="365d",
    metavar="TIME",
    help="What was not seen for this long, like 90d; 365d by default.",
)
@click.option("--yes", is_flag=True, help="Do it without asking.")
def prune(session: Session, older_than: timedelta, yes: bool) -> int:
    """Let go what is old, after saying what that would free.

    Versions in between and earlier checks go; the first and the current version of a page stay, those that citations
    are held against, and each link's last check. Documents on no watch go, with the links that only they cite.

    \b
    Example:  linkwatch db prune --older-than 365d
    """
    now = datetime.now(UTC)
    store = session.open()
    try:
        plan = store.upkeep.prune(before=now - older_than, at=now, only_tell=True)
        what = f"{plan.versions} versions, {plan.checks} checks, {plan.documents} documents and {plan.links} links"
        click.echo(f"{session.database}: {what} would go, {_bytes(plan.bytes)}")
        if not any((plan.versions, plan.checks, plan.documents, plan.links)):
            return 0
        if not yes and not _agreed(session):
            return 0
        store.upkeep.prune(before=now - older_than, at=now, only_tell=False)
    finally:
        store.close()
    session.say("gone; linkwatch db vacuum gives the room back to the disk")
    return 0


@command.command(name="metadata")
def metadata() -> int:
    """Print the file that describes the database to Datasette.

    \b
    Example:  linkwatch db metadata > metadata.json
              datasette linkwatch.db --metadata metadata.json
    """
    import db

    click.echo((Path(db.__file__).parent / "datasette.json").read_text("utf-8"), nl=False)
    return 0


def _agreed(session: Session) -> bool:
    """Ask on a terminal; anywhere else nothing goes without --yes."""
    if not sys.stdin.isatty():
        session.say("nothing went: --yes does it")
        return False
    return click.confirm("Let it go?", err=True)


def _bytes(size: int) -> str:
    """Say a size as people do."""
    for unit, below in (("bytes", 1e3), ("kB", 1e6), ("MB", 1e9)):
        if size < below:
            return f"{size} bytes" if unit == "bytes" else f"{size / below * 1e3:.1f} {unit}"
    return f"{size / 1e9:.1f} GB"
