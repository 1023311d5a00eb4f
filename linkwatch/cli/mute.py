"""``linkwatch mute``: leave a link out of what needs attention."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import click

from linkwatch.cli import options
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError


@click.command(name="mute")
@options.session
@click.argument("link", metavar="URL_OR_ID")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Last day, like 2026-03-31; a month by default.",
)
@click.option("--note", metavar="TEXT", default="", help="Why, for whoever wonders later.")
@click.option("--off", is_flag=True, help="Hear of the link again.")
def command(session: Session, link: str, until: datetime | None, note: str, off: bool) -> int:
    """Leave a link that is known to be broken out of reports, exit codes and digests, until a day.

    It is visited all the same, and what becomes of it is kept.

    \b
    Example:  linkwatch mute https://www.example.jp/old --until 2026-03-31 --note "the ministry is moving its pages"
              linkwatch mute 17 --off
    """
    if off and (until or note):
        raise UsageError(
            "--off takes no --until and no --note", hint="a muted link is heard of again with --off alone"
        )
    today = datetime.now(session.time_zone).date()
    last = None if off else until.date() if until else today + timedelta(days=30)
    if last is not None and last < today:
        raise UsageError(f"--until {last}: is over", hint="name a day to come")
    store = session.open()
    try:
        link_id = store.links.find(link)
        if link_id is None or not store.links.mute(link_id, until=last, note=note):
            raise UsageError(f"{link}: no document cites it", hint="linkwatch report --format csv lists the links")
    finally:
        store.close()
    session.say(_said(link, last))
    return 0


def _said(link: str, last: date | None) -> str:
    return f"{link}: heard of again" if last is None else f"{link}: muted until {last}"
