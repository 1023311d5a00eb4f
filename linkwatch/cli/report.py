"""``linkwatch report``: what needs attention, from the database alone."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import click

from linkwatch.cli import options
from linkwatch.cli.options import Output
from linkwatch.cli.session import Session
from linkwatch.model import Selection


@click.command(name="report")
@options.session
@options.output
@options.failing
@options.selection
def command(session: Session, output: Output, exit_zero: bool, selection: Selection) -> int:
    """Print what needs attention among the links of watched documents, from the database alone.

    Text, markdown and html show what needs attention; json, jsonl and csv list every link. html is one file that
    needs no other, with the rot curve and the diffs of what changed: to be mailed, or put on a web server. Ends with
    1 when a link is in a state of --fail-on.

    \b
    Example:  linkwatch report
              linkwatch report --state dead --site nhk
              linkwatch report --format json -o links.json
              linkwatch report --format html --lang ja -o links.html
    """
    from linkwatch.cli import reporting

    selection = dataclasses.replace(selection, watched=not selection.documents)
    store = session.open(read_only=True)
    try:
        now = datetime.now(UTC)
        notes = (
            () if store.documents.count()[0] else ("No documents are on watch: linkwatch add PATH… puts them on.",)
        )
        narrow = session.verbose or selection.documents or selection.hosts or selection.urls
        reporting.report(session, store, selection, output, at=now, notes=notes, by_host=not narrow)
        bad = reporting.broken(session, store, selection, at=now)
    finally:
        store.close()
    return 1 if bad and not exit_zero else 0
