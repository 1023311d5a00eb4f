"""``linkwatch citations``: what documents say of the pages they cite, as linkwatch reads it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.errors import SourceError, UsageError
from linkwatch.report.printable import file_name, one_line, short

if TYPE_CHECKING:
    from linkwatch.model import Citation, When
    from linkwatch.sources import Source

Read = tuple[str, "tuple[Citation, ...]"]
"""A document's name as shown, and its citations."""

_QUOTE_WIDTH = 72
"""Characters of a quote that the table shows."""
_GIT_TIMEOUT = 20
"""Seconds that ``git log`` may take for one file."""


@click.command(name="citations")
@options.session
@options.paths
@options.listing("table", "jsonl")
@click.option(
    "--dates-from-git", is_flag=True, help="Date documents that carry no date by the commit that added them."
)
def command(session: Session, paths: list[str], format: str, dates_from_git: bool) -> int:  # noqa: A002
    """Print every URL that documents cite, with what they say of the page: title, outlet, dates, quote.

    Reads files only: no network, no database.

    \b
    Example:  linkwatch citations notes/
              linkwatch citations article.md --format jsonl | jq -r .url
    """
    if not paths:
        raise UsageError("no documents named", hint="linkwatch citations PATH…; - reads standard input")
    with opened(None, machine=format != "table") as out:
        write = _table if format == "table" else _jsonl
        for name, citations in _documents(session, paths, dates_from_git=dates_from_git):
            write(name, citations, out)
    return 2 if session.unread else 0


def _documents(session: Session, paths: list[str], *, dates_from_git: bool) -> Iterator[Read]:
    """Read each document and find its citations."""
    from linkwatch import citations, documents, sources

    gathered = sources.gather(
        paths,
        names=session.names,
        patterns=session.patterns,
        extensions=documents.EXTENSIONS.keys(),
        stdin=sys.stdin.buffer,
        fetch=None,
        skipped=session.skip,
        gitignore=session.settings.documents.gitignore,
        max_size=session.settings.documents.max_size,
    )
    for source in gathered:
        shown = session.names.shown(source.name)
        try:
            document = documents.read(
                shown, source.data, format=source.format, max_links=session.settings.documents.max_links
            )
        except SourceError as error:
            if source.named:
                raise
            session.skip(error)
            continue
        dated = document.written_at is not None or not dates_from_git
        yield shown, citations.find(document, written_at=None if dated else git_date(_path(session, source)))


def _path(session: Session, source: Source) -> Path | None:
    path = session.names.path(source.name)
    return path if path.is_file() else None


def git_date(path: Path | None) -> When | None:
    """Return when git says that the file was added; None when it is in no repository, or there is no git."""
    from linkwatch.model import When

    if path is None:
        return None
    log = ["git", "log", "--follow", "--diff-filter=A", "--format=%aI", "--max-count=1", "--", path.name]
    try:
        done = subprocess.run(  # noqa: S603  the command is ours, the name comes after --
            log, cwd=path.parent, capture_output=True, text=True, timeout=_GIT_TIMEOUT, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    added = done.stdout.strip()
    return When(value=added, source="git") if done.returncode == 0 and added else None


def row(document: str, citation: Citation) -> dict[str, Any]:
    """Return one citation as the contract has it: dates as ISO 8601 beside where they were read."""
    return {
        "url": citation.url,
        "canonical_url": citation.canonical_url,
        "document": document,
        "line": citation.line,
        "column": citation.column,
        "place": citation.place,
        "title": citation.title,
        "author": citation.author,
        "outlet": citation.outlet,
        "published_at": citation.published_at.value if citation.published_at else None,
        "published_at_source": citation.published_at.source if citation.published_at else None,
        "cited_at": citation.cited_at.value if citation.cited_at else None,
        "cited_at_source": citation.cited_at.source if citation.cited_at else None,
        "quote": citation.quote,
    }


def _jsonl(document: str, citations: tuple[Citation, ...], out: TextIO) -> None:
    for citation in citations:
        out.write(json.dumps(row(document, citation), ensure_ascii=False) + "\n")


def _table(document: str, citations: tuple[Citation, ...], out: TextIO) -> None:
    """Write a document's citations for reading: what each is, where it is, how its quote begins."""
    count = f"{len(citations)} citation{'' if len(citations) == 1 else 's'}"
    out.write(f"{file_name(document)}: {count}\n")
    width = max((len(_where(citation)) for citation in citations), default=0)
    for citation in citations:
        margin = " " * (width + 4)
        said = " · ".join(_said(citation))
        if said:
            out.write(f"  {_where(citation):>{width}}  {said}\n{margin}{one_line(citation.url)}\n")
        else:
            out.write(f"  {_where(citation):>{width}}  {one_line(citation.url)}\n")
        if citation.quote:
            out.write(f"{margin}“{short(citation.quote, _QUOTE_WIDTH)}” ({len(citation.quote)} characters)\n")


def _where(citation: Citation) -> str:
    return str(citation.line) if citation.line is not None else citation.place or ""


def _said(citation: Citation) -> Iterator[str]:
    """Yield title, author or outlet, and date, so far as the document gives them."""
    for said in (citation.title, citation.author, citation.outlet):
        if said:
            yield one_line(said)
    if citation.published_at:
        yield citation.published_at.value.replace("T", " ")
