"""``linkwatch links``: every link with its state, when it is visited next, and why then."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date

import click

from linkwatch.cli import listing, options
from linkwatch.cli.listing import Row
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.model import Finding, Selection, State
from linkwatch.report.printable import one_line
from linkwatch.report.wording import CHANGED

COLUMNS = (
    "id", "url", "site", "state", "reason", "drift", "state_since", "checked_at", "next_night", "why", "muted_until",
    "documents",
)  # fmt: skip


@click.command(name="links")
@options.session
@options.listing(*listing.FORMATS)
@options.selection
def command(session: Session, format: str, selection: Selection) -> int:  # noqa: A002
    """List the links of watched documents: id, state, the night of the next visit and why then, URL.

    \b
    Example:  linkwatch links --state dead
              linkwatch links --host 'www.*.go.jp' --format csv
    """
    store = session.open(read_only=True)
    try:
        chosen = dataclasses.replace(selection, watched=not selection.documents)
        with opened(None, machine=format != "text") as out:
            rows = _rows(session, store.findings(chosen))
            listing.write(rows, out, kind=format, name="links", columns=COLUMNS, line=_line)
    finally:
        store.close()
    return 0


def _rows(session: Session, findings: Iterable[Finding]) -> Iterator[Row]:
    for finding in findings:
        night, why = _next(session, finding)
        yield {
            "id": finding.link_id,
            "url": finding.url,
            "site": finding.site,
            "state": finding.verdict.state.value,
            "reason": finding.verdict.reason,
            "drift": finding.drift.value,
            "state_since": finding.state_since.isoformat(timespec="seconds") if finding.state_since else None,
            "checked_at": finding.checked_at.isoformat(timespec="seconds") if finding.checked_at else None,
            "next_night": night,
            "why": why,
            "muted_until": finding.muted_until.isoformat() if finding.muted_until else None,
            "documents": len({cited.document for cited in finding.citations}),
        }


def _next(session: Session, finding: Finding) -> tuple[str | None, str]:
    """The night of the next visit, and why then; None for no night, or for the very next crawl."""
    from linkwatch import due

    if finding.due_night is None:
        return None, "cited by no watched document"
    if finding.checked_at is None or finding.due_night == date.min:
        return None, "new: at the next crawl"
    tonight = due.night_of(finding.checked_at, session.time_zone)
    planned = due.plan(finding.verdict.state, finding.state_since, tonight, tz=session.time_zone)
    if planned.night == finding.due_night:
        return finding.due_night.isoformat(), planned.why
    nights = (finding.due_night - tonight).days
    if nights <= 0:
        return finding.due_night.isoformat(), "at the next crawl"
    living = finding.verdict.state in (State.ALIVE, State.MOVED)
    return finding.due_night.isoformat(), due.stretched(nights) if living and nights > 1 else "as it was put off"


def _line(row: Row) -> str:
    muted = f", muted until {row['muted_until']}" if row["muted_until"] else ""
    when = row["next_night"] or "–"
    state = row["drift"] if row["state"] == State.ALIVE and row["drift"] in CHANGED else row["state"]
    return f"{row['id']:>6}  {state:<11}  {when:<10}  {one_line(row['url'])}  ({row['why']}{muted})"
