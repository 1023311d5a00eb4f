"""``linkwatch check``: visit every link that documents cite, now, and report."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from linkwatch.cli import options
from linkwatch.cli.options import Output, Run
from linkwatch.cli.session import Session
from linkwatch.errors import SourceError, UsageError
from linkwatch.model import Selection

if TYPE_CHECKING:
    from linkwatch.night import Reading


@click.command(name="check")
@options.session
@options.paths
@options.crawling
@options.setting("check.max_age")
@options.setting("check.archive")
@options.output
@options.failing
def command(session: Session, paths: list[str], run: Run, output: Output, exit_zero: bool) -> int:
    """Visit every link cited by documents and report those that need attention.

    PATH is a file, a folder (documents in it are found by their names), a glob, the address of a page that cites
    others, or - for standard input. Nothing is put on watch, and nothing needs to be set up. What is seen is
    remembered: a link is called dead only once it has failed on more than one day.

    \b
    Example:  linkwatch check README.md docs/
              linkwatch check --max-age 1d --format json notes/ > links.json
              linkwatch check --replay crawl.warc.gz --at 2025-06-01T03:00:00+09:00 notes.md
    """
    from linkwatch import night
    from linkwatch.cli import reporting, visiting

    if not paths:
        raise UsageError("nothing to check", hint="name a file, a folder, an address, or - for standard input")
    web = visiting.replay(run)
    store = session.open()
    try:
        clock = visiting.clock(run)
        found = night.read(
            visiting.sources(session, paths, web), store, watch=False, at=clock(), keep=session.patterns.wants_url,
            chosen=session.patterns.urls, max_links=session.settings.documents.max_links,
        )  # fmt: skip
        visiting.unread(session, found.unreadable)
        if not found.documents:
            raise SourceError("none of the documents could be read", hint="see the lines above")
        selection = Selection(documents=found.documents, watched=False)
        stopped, offline, blame, left = False, False, "", 0
        if found.citations and not run.offline:
            result = visiting.go(
                session, run, store, kind="check", selection=selection, web=web, max_age=_max_age(session),
                archive=session.settings.check.archive,
            )  # fmt: skip
            stopped, offline, blame = result.outcome.interrupted, result.outcome.offline, result.outcome.blame
            left = result.outcome.left
        notes = _left_out(found)
        if left:
            notes.append(f"{visiting.left_alone(left)}.")
        if stopped:
            notes.append("Stopped before the end: what was seen is kept; the same command goes on.")
        if offline:
            notes.append(f"Our own network was out of order ({blame}): nothing was judged.")
        reporting.report(session, store, selection, output, at=clock(), notes=notes)
        bad = reporting.broken(session, store, selection, at=clock())
    finally:
        store.close()
    if stopped:
        return 130
    if offline or session.unread:
        return 2
    return 1 if bad and not exit_zero else 0


def _left_out(found: Reading) -> list[str]:
    """Sentences on the citations that were not visited."""
    notes = []
    if found.reserved:
        notes.append(f"{_citations(found.reserved)} of reserved names (example.com, localhost…) skipped.")
    if found.excluded:
        notes.append(f"{_citations(found.excluded)} left out by --include and --exclude.")
    return notes


def _citations(number: int) -> str:
    return "1 citation" if number == 1 else f"{number} citations"


def _max_age(session: Session) -> timedelta | None:
    """None to visit every link."""
    age = session.settings.check.max_age
    return age if age > timedelta(0) else None
