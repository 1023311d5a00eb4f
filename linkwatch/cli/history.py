"""``linkwatch history``: all that is known of one link, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError
from linkwatch.report.printable import file_name, one_line, short

if TYPE_CHECKING:
    from db.views import LinkView
    from linkwatch.model import Comparison, When

TITLE = 60
"""Characters of a title to show."""


@click.command(name="history")
@options.session
@options.listing("text", "json")
@click.argument("link", metavar="URL_OR_ID")
def command(session: Session, format: str, link: str) -> int:  # noqa: A002
    """Tell what became of one link: its visits, the versions of its page, what was told of it, who cites it.

    Equal visits in a row are one line with their number.

    \b
    Example:  linkwatch history https://www.example.jp/article
              linkwatch history 17 --format json
    """
    store = session.open(read_only=True)
    try:
        link_id = store.links.find(link)
        view = store.views.link(link_id) if link_id is not None else None
    finally:
        store.close()
    if view is None:
        raise UsageError(f"{link}: no document cites it", hint="linkwatch links lists what is known")
    with opened(None, machine=format != "text") as out:
        if format == "json":
            out.write(json.dumps(_told(session, view), ensure_ascii=False, indent=1) + "\n")
        else:
            out.writelines(f"{line}\n" for line in _lines(session, view))
    return 0


def _told(session: Session, view: LinkView) -> dict[str, Any]:
    return {
        "schema": 1,
        "id": view.id,
        "url": view.url,
        "canonical_url": view.canonical_url,
        "state": view.verdict.state,
        "reason": view.verdict.reason,
        "evidence": view.verdict.evidence,
        "drift": view.drift,
        "checks": [
            {
                "first_at": _utc(check.first_at),
                "last_at": _utc(check.last_at),
                "count": check.count,
                "http_status": check.status,
                "final_url": check.final_url or None,
                "state": check.verdict.state,
                "reason": check.verdict.reason,
                "evidence": check.verdict.evidence,
            }
            for check in view.checks
        ],
        "versions": [
            {
                "first_seen": _utc(one.first_seen),
                "last_seen": _utc(one.last_seen),
                "title": one.title,
                "chars": one.chars,
                "published_at": one.published_at.value if one.published_at else None,
                "published_at_source": one.published_at.source if one.published_at else None,
                "modified_at": one.modified_at.value if one.modified_at else None,
                "modified_at_source": one.modified_at.source if one.modified_at else None,
            }
            for one in view.versions
        ],
        "events": [
            {"at": _utc(one.at), "kind": one.kind, "before": one.before, "after": one.after, "evidence": one.evidence}
            for one in reversed(view.events)
        ],
        "citations": [
            {
                "document": session.names.shown(one.document.name),
                "line": one.citation.line,
                "drift": one.comparison.drift if one.comparison else None,
                "baseline": one.comparison.baseline if one.comparison else None,
                "note": one.comparison.note if one.comparison else "",
            }
            for one in view.citing
        ],
        "captures": [
            {"archive": one.archive, "taken_at": _utc(one.taken_at), "address": one.address, "status": one.status}
            for one in view.captures
        ],
    }


def _lines(session: Session, view: LinkView) -> Iterator[str]:
    def day(at: datetime) -> str:
        return at.astimezone(session.time_zone).date().isoformat()

    def span(first: datetime, last: datetime) -> str:
        return day(first) if day(first) == day(last) else f"{day(first)} – {day(last)}"

    since = f" since {day(view.state_since)}" if view.state_since else ""
    yield one_line(view.url)
    yield f"{view.verdict.state}{since}: {view.verdict.reason}: {one_line(view.verdict.evidence)}"
    if view.vetoed:
        yield f"not believed dead: {one_line(view.vetoed)}"
    for check in view.checks:
        number = f" ({check.count} visits)" if check.count > 1 else ""
        said = ": ".join(part for part in (check.verdict.reason, one_line(check.verdict.evidence)) if part)
        yield f"  visit    {span(check.first_at, check.last_at)}{number}  {check.verdict.state}  {said}"
    for one in view.versions:
        title = short(one.title, TITLE) or "(no title)"
        dates = _dated("published", one.published_at) + _dated("modified", one.modified_at)
        yield f"  version  {span(one.first_seen, one.last_seen)}  {title}, {one.chars} characters{dates}"
    for event in reversed(view.events):
        yield f"  news     {day(event.at)}  {event.kind}  {one_line(event.evidence)}".rstrip()
    for citing in view.citing:
        name = file_name(session.names.shown(citing.document.name))
        line = f":{citing.citation.line}" if citing.citation.line is not None else ""
        yield f"  cited    {name}{line}{_drift(citing.comparison)}"
    for copy in view.captures:
        status = "" if copy.status is None else f"  {copy.status}"
        shows = "  does not show the page" if copy.alive is False else ""
        yield f"  copy     {day(copy.taken_at)}  {copy.archive}{status}{shows}  {one_line(copy.address)}"


def _dated(what: str, when: When | None) -> str:
    """``, published 2025-01-22T12:51 (json-ld)``: what the page, or a guess, says; it is evidence and no more."""
    return f", {what} {when.value} ({when.source})" if when is not None else ""


def _drift(comparison: Comparison | None) -> str:
    """``  edited against the archive (the nearest archived copy is of 2 days before the writing)``."""
    if comparison is None:
        return ""
    against = f" against the {comparison.baseline}" if comparison.baseline is not None else ""
    note = f" ({one_line(comparison.note)})" if comparison.note else ""
    return f"  {comparison.drift}{against}{note}"


def _utc(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
