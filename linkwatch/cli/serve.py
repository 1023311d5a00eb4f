"""``linkwatch serve``: the database as web pages."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkwatch.cli import options
from linkwatch.cli.session import Session

if TYPE_CHECKING:
    from linkwatch.viewer.call import Site

AUTH = "LINKWATCH_AUTH"
"""Environment variable that holds the password, as ``[serve] auth`` does."""


@click.command(name="serve")
@options.session
@options.setting("serve.host")
@options.setting("serve.port")
@click.option("--no-check", is_flag=True, help="Leave out the button that visits a link at once.")
@click.option("--scheduled", is_flag=True, hidden=True, help="A nightly service runs beside it: show when.")
def command(session: Session, no_check: bool, scheduled: bool) -> int:
    """Show the database as web pages, until Ctrl-C; a crawl may write to it meanwhile.

    \b
    Example:  linkwatch serve
              linkwatch serve --port 0
              LINKWATCH_AUTH=secret linkwatch serve --host 0.0.0.0
    """
    from linkwatch.viewer import serving

    session.open().close()  # makes it, or brings it up to date
    site = make_site(session, check=not no_check, scheduled=scheduled)
    serving.run(site, session.settings.serve.host, session.settings.serve.port, tell=click.echo)
    return 0


def make_site(session: Session, *, check: bool = True, scheduled: bool = False) -> Site:
    """What the pages need to know. Raises UsageError when others could read them unasked."""
    from linkwatch.cli import visiting
    from linkwatch.viewer import checking, serving

    settings = session.settings.serve
    return serving.site(
        open_store=lambda read_only: session.open(read_only=read_only),
        name=_shown(session.database, session.here),
        zone=session.time_zone,
        clock=visiting.now,
        host=settings.host,
        auth=os.environ.get(AUTH) or settings.auth,
        hosts=settings.hosts,
        https=settings.https,
        next_run=(lambda: _next_run(session)) if scheduled else None,
        check_now=checking.Checker(_arguments(session)).begin if check else None,
    )


def _next_run(session: Session) -> datetime | None:
    from linkwatch.cli.run import plan
    from linkwatch.schedule import coming

    return next(iter(coming(plan(session), datetime.now(UTC), 1)), None)


def _arguments(session: Session) -> tuple[str, ...]:
    """Options with which another linkwatch finds the same settings and database."""
    given = ["--database", str(session.database)]
    if file := session.settings.file:
        given += ["--config", str(file)]
    return tuple(given)


def _shown(path: Path, here: Path) -> str:
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
