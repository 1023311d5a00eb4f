"""``linkwatch documents``: what is on watch."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from typing import Any, TextIO

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.report.printable import one_line

Row = dict[str, Any]


@click.command(name="documents")
@options.session
@options.listing("text", "json", "jsonl", "csv")
def command(session: Session, format: str) -> int:  # noqa: A002
    """List the documents on watch, with how many citations they have and how many of their links need attention.

    \b
    Example:  linkwatch documents
              linkwatch documents --format jsonl
    """
    store = session.open(read_only=True)
    try:
        rows: list[Row] = [
            {
                "document": session.names.shown(row.name),
                "format": row.format,
                "title": row.title,
                "citations": row.citations,
                "attention": row.attention,
                "added_at": row.added_at.isoformat(timespec="seconds") if row.added_at else None,
                "read_at": row.read_at.isoformat(timespec="seconds"),
                "gone_at": row.gone_at.isoformat(timespec="seconds") if row.gone_at else None,
            }
            for row in store.documents.watched()
        ]
    finally:
        store.close()
    with opened(None, machine=format != "text") as out:
        _WRITERS[format](rows, out)
    if not rows:
        session.say("no documents are on watch: linkwatch add PATH… puts them on")
    return 0


def _text(rows: Sequence[Row], out: TextIO) -> None:
    for row in rows:
        citations = f"{row['citations']} citation{'' if row['citations'] == 1 else 's'}"
        attention = f", {row['attention']} to look at" if row["attention"] else ""
        gone = f", gone since {row['gone_at'][:10]}" if row["gone_at"] else ""
        out.write(f"{one_line(row['document'])}: {citations}{attention}{gone}\n")


def _json(rows: Sequence[Row], out: TextIO) -> None:
    out.write(json.dumps({"schema": 1, "documents": rows}, ensure_ascii=False, indent=1) + "\n")


def _jsonl(rows: Sequence[Row], out: TextIO) -> None:
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _csv(rows: Sequence[Row], out: TextIO) -> None:
    names = ("document", "format", "title", "citations", "attention", "added_at", "read_at", "gone_at")
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)


_WRITERS: dict[str, Callable[[Sequence[Row], TextIO], None]] = {
    "text": _text,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
}
