"""``linkwatch documents``: what is on watch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from linkwatch.cli import listing, options
from linkwatch.cli.listing import Row
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.report.printable import file_name

if TYPE_CHECKING:
    from db.rows import DocumentRow

COLUMNS = ("document", "format", "title", "citations", "attention", "added_at", "read_at", "gone_at")


@click.command(name="documents")
@options.session
@options.listing(*listing.FORMATS)
def command(session: Session, format: str) -> int:  # noqa: A002
    """List the documents on watch, with how many citations they have and how many of their links need attention.

    \b
    Example:  linkwatch documents
              linkwatch documents --format jsonl
    """
    store = session.open(read_only=True)
    try:
        with opened(None, machine=format != "text") as out:
            rows = _rows(session, store.documents.watched())
            count = listing.write(rows, out, kind=format, name="documents", columns=COLUMNS, line=_line)
    finally:
        store.close()
    if not count:
        session.say("no documents are on watch: linkwatch add PATH… puts them on")
    return 0


def _rows(session: Session, documents: Iterable[DocumentRow]) -> Iterator[Row]:
    for row in documents:
        yield {
            "document": session.names.shown(row.name),
            "format": row.format,
            "title": row.title,
            "citations": row.citations,
            "attention": row.attention,
            "added_at": row.added_at.isoformat(timespec="seconds") if row.added_at else None,
            "read_at": row.read_at.isoformat(timespec="seconds"),
            "gone_at": row.gone_at.isoformat(timespec="seconds") if row.gone_at else None,
        }


def _line(row: Row) -> str:
    citations = f"{row['citations']} citation{'' if row['citations'] == 1 else 's'}"
    attention = f", {row['attention']} to look at" if row["attention"] else ""
    gone = f", gone since {row['gone_at'][:10]}" if row["gone_at"] else ""
    return f"{file_name(row['document'])}: {citations}{attention}{gone}"
