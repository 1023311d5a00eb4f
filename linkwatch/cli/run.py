"""``linkwatch run``: the nightly service."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from typing import TYPE_CHECKING

import click

from linkwatch.cli import options
from linkwatch.cli.session import Session

if TYPE_CHECKING:
    from linkwatch.schedule import Command, Plan


@click.command(name="run")
@options.session
@click.option("--serve", is_flag=True, help="Show the database as web pages too, as `linkwatch serve` does.")
@click.option("--log", type=click.Choice(["text", "json"]), default="text", help="Log lines as text or as JSON.")
def command(session: Session, serve: bool, log: str) -> int:
    """Crawl every night, until stopped by Ctrl-C or SIGTERM.

    [schedule] in linkwatch.toml says when. A run that was missed is made at the start; a crawl is a process of its
    own, and two never run at once on one database. SIGTERM ends it within 10 seconds; what was seen is kept.

    \b
    Example:  linkwatch run
              linkwatch run --serve
              linkwatch run --log json >> linkwatch.log
    """
    from linkwatch.schedule import Service

    session.open().close()  # a database that cannot be used is told now, not at three in the morning
    service = Service(
        plan=plan(session),
        command=commands(session),
        last_night=lambda: last_night(session),
        last_end=lambda: last_end(session),
        tell=_json if log == "json" else partial(_text, zone=session.time_zone),
        now=_now,
    )
    with _beside([*_linkwatch(session, "serve"), "--scheduled"] if serve else []):
        return asyncio.run(service.run())


@contextlib.contextmanager
def _beside(arguments: Sequence[str]) -> Iterator[None]:
    """Another process of ours for as long as the block lasts; none for no arguments."""
    if not arguments:
        yield
        return
    # Standard output is the log's.
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=sys.stderr)  # noqa: S603  ourselves
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def plan(session: Session) -> Plan:
    """When to crawl. Raises ConfigError."""
    from linkwatch.schedule import Plan, trigger

    settings = session.settings.schedule
    made = Plan(
        cron=settings.cron,
        zone=session.time_zone,
        jitter=settings.jitter,
        between=(timedelta(hours=6), timedelta(hours=12)) if settings.suspects else (),
    )
    trigger(made)
    return made


def commands(session: Session) -> Command:
    """What a run starts: this very program, on the same settings and database."""
    from linkwatch.schedule import Command

    crawl = _linkwatch(session, "crawl")
    return Command(nightly=crawl, suspects=[*crawl, "--all", "--state", "suspect"])


def _linkwatch(session: Session, command: str) -> list[str]:
    """A command line of this program, on the same settings and database."""
    line = [sys.executable, "-m", "linkwatch", command, "--database", str(session.database)]
    if session.settings.file is not None:
        line += ["--config", str(session.settings.file)]
    return line


def last_night(session: Session) -> date | None:
    """The night of the last good crawl; None when there was none, or when one was lately left unfinished."""
    from linkwatch.schedule import LATE

    store = session.open(read_only=True)
    try:
        row = store.crawls.last(kind="crawl")
    finally:
        store.close()
    if row is None:
        return None
    if row.outcome == "done":
        return row.night
    # Begun after noon it is of a night whose run is still to come: only so is it gone on with before that.
    return None if _now() - row.started_at <= LATE else row.night - timedelta(days=1)


def last_end(session: Session) -> datetime | None:
    """When the last good crawl ended; None when there was none."""
    store = session.open(read_only=True)
    try:
        row = store.crawls.last_good()
    finally:
        store.close()
    return None if row is None else row.ended_at


def _now() -> datetime:
    return datetime.now(UTC)


def _text(line: str, zone: tzinfo) -> None:
    click.echo(f"{_now().astimezone(zone):%Y-%m-%d %H:%M:%S} {line}", err=True)


def _json(line: str) -> None:
    click.echo(json.dumps({"at": _now().isoformat(timespec="seconds"), "message": line}, ensure_ascii=False))
