"""``linkwatch crawl``: revisit what is due among the links of watched documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from linkwatch.cli import options
from linkwatch.cli.options import Run
from linkwatch.cli.session import Session
from linkwatch.model import Selection

if TYPE_CHECKING:
    from db.store import Store
    from linkwatch.notify import Notifier


@click.command(name="crawl")
@options.session
@options.crawling
@options.selection
@options.setting("archive.enabled")
@click.option("--all", "everything", is_flag=True, help="Visit all links, due tonight or not.")
@click.option(
    "--notify/--no-notify",
    default=None,
    help="Tell people what happened, as [notify] says. Not with --replay, unless asked.",
)
def command(session: Session, run: Run, selection: Selection, everything: bool, notify: bool | None) -> int:
    """Read the watched documents again and revisit the links that are due tonight.

    Made to be run every night by cron. It prints nothing but a summary, and ends with 0 when the
    run itself was good, whatever it found: `linkwatch report` shows what needs attention. Those
    whom [notify] in linkwatch.toml names are told what is new.

    \b
    Example:  linkwatch crawl
              linkwatch crawl --quiet --site nhk
              linkwatch crawl --replay night.warc.gz --at 2025-06-01T03:00:00+09:00
    """
    from linkwatch.cli import visiting

    if run.offline:
        session.say("--offline: nothing was visited; linkwatch report tells what is known")
        return 0
    archive = session.settings.archive.enabled
    web = visiting.replay(run)
    store = session.open()
    try:
        if not store.documents.count()[0]:
            session.say("no documents are on watch: linkwatch add PATH… puts them on")
            return 0
        found = visiting.reread(session, store, web, at=visiting.clock(run)())
        visiting.unread(session, found.unreadable)
        kind = "check" if everything else "crawl"
        notifier = _notifier(session, store, run, notify)
        if notifier is not None:
            notifier.enrol()
        result = visiting.go(session, run, store, kind=kind, selection=selection, web=web, archive=archive)
        for line in visiting.summary(result, session.time_zone):
            session.say(line)
        if notifier is not None and not (result.outcome.interrupted or result.outcome.offline):
            from linkwatch.cli import telling

            telling.said(session, notifier.tell())
    finally:
        store.close()
    if result.outcome.interrupted:
        return 130
    return 2 if result.outcome.offline or session.unread else 0


def _notifier(session: Session, store: Store, run: Run, wanted: bool | None) -> Notifier | None:
    """Who tells of this run; None when nobody is to be told."""
    if not session.settings.notify.to or not (wanted if wanted is not None else not run.replay):
        return None
    from linkwatch.cli import telling, visiting

    return telling.notifier(session, store, visiting.clock(run))
