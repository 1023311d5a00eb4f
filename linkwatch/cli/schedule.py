"""``linkwatch schedule``: the coming runs, and how to have them made by systemd or cron."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from linkwatch.cli import options
from linkwatch.cli.run import commands, plan
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError

RUNS = 7
"""How many coming runs to show."""

UNIT = """[Unit]
Description=linkwatch: crawls the cited pages every night
Documentation=man:systemd.service(5)

[Service]
Type=exec
ExecStart={start}
Restart=on-failure
RestartSec=5min
TimeoutStopSec=20
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=strict
ReadWritePaths={folder}
UMask=0077

[Install]
WantedBy=default.target
"""
"""A unit of systemd.service(5); the crawl may write nowhere but where the database lies."""


@click.group(name="schedule", invoke_without_command=True)
@options.session
@click.pass_context
def command(ctx: click.Context, session: Session) -> int | None:
    """Show the coming runs and how many links are due in each.

    \b
    Example:  linkwatch schedule
              linkwatch schedule install --systemd
    """
    ctx.obj = session
    if ctx.invoked_subcommand is not None:
        return None
    from linkwatch.due import night_of
    from linkwatch.schedule import coming

    made = plan(session)
    store = session.open(read_only=True)
    try:
        runs = coming(made, datetime.now(UTC), RUNS)
        for at, due in zip(
            runs, due_in([night_of(each, made.zone) for each in runs], store.links.due_nights()), strict=True
        ):
            click.echo(f"{at:%Y-%m-%d %H:%M %Z}  {'1 link' if due == 1 else f'{due:,} links'} due")
    finally:
        store.close()
    return 0


def due_in(nights: Sequence[date], due: Mapping[date, tuple[int, int]]) -> Iterator[int]:
    """How many links are due in each of the coming runs, one a night or more, if nothing changes until then.

    Those that are visited every night come in each night's first run, dead ones in the first from their night on.
    ``due`` tells how many links come first in a night, and how many of them are dead.
    """
    before: date | None = None
    gone = 0
    for night in nights:
        if night == before:
            yield 0
            continue
        links = sum(all_ for first, (all_, _) in due.items() if first <= night)
        dead = sum(dead for first, (_, dead) in due.items() if first <= night)
        yield links - gone
        before, gone = night, dead


@command.command(name="install")
@click.option("--systemd", "kind", flag_value="systemd", help="A service of your own user that runs `linkwatch run`.")
@click.option("--cron", "kind", flag_value="cron", help="A line for crontab.")
@click.option("--write", is_flag=True, help="Put systemd's file in its place, rather than only show it.")
@click.pass_obj
def install(session: Session, kind: str | None, write: bool) -> int:
    """Show what makes systemd or cron crawl every night.

    \b
    Example:  (crontab -l; linkwatch schedule install --cron) | crontab -
              linkwatch schedule install --systemd --write
    """
    if kind is None:
        raise UsageError("schedule install: for what", hint="say --systemd or --cron")
    crawl = commands(session).nightly
    if kind == "cron":
        if write:
            raise UsageError("--write: a crontab is not written", hint="give the line to crontab yourself")
        # crontab(5): an unescaped % ends the command.
        click.echo(f"{session.settings.schedule.cron}  {shlex.join([*crawl, '--quiet']).replace('%', chr(92) + '%')}")
        return 0
    unit = Path.home() / ".config" / "systemd" / "user" / "linkwatch.service"
    start = " ".join(_quoted("run" if word == "crawl" else word).replace("$", "$$") for word in crawl)
    text = UNIT.format(start=start, folder=_quoted(str(session.database.resolve().parent)))
    if not write:
        click.echo(f"# {unit}\n{text}", nl=False)
        return 0
    try:
        unit.parent.mkdir(parents=True, exist_ok=True)
        unit.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{unit}: cannot be written: {error.strerror}", hint="show it without --write") from error
    session.say(f"wrote {unit}; next: systemctl --user daemon-reload && systemctl --user enable --now linkwatch")
    return 0


def _quoted(word: str) -> str:
    """A word as systemd.syntax(7) wants it: ``%`` begins a specifier, a backslash an escape, also in quotes."""
    escaped = re.sub(r'[\\"]', r"\\\g<0>", word).replace("%", "%%")
    return escaped if re.fullmatch(r"[\w./:=@%+-]+", escaped) else f'"{escaped}"'
