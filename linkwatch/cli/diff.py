"""``linkwatch diff``: what changed in a cited page, phrase by phrase."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session

_FORMATS = ("text", "html", "json", "unified")
_PAGEFUL = 40
"""Lines from which a terminal gets a pager."""


@click.command(name="diff")
@options.session
@click.argument("link", metavar="URL_OR_ID")
@click.option(
    "--against",
    metavar="WHAT",
    default="",
    help="What to hold it against: quote, archive, first, previous, or a date. The quotes, unless there are none.",
)
@click.option("--format", "name", type=click.Choice(_FORMATS), default="text", help="How to print it.")
@click.option("-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE.")
@click.option("--no-pager", is_flag=True, help="Never page a long diff.")
def command(session: Session, link: str, against: str, name: str, file: Path | None, no_pager: bool) -> int:
    """Show what changed in a page since it was quoted, or between two of its stored versions.

    Numbers, dates, amounts, names and negations that changed stand first. Of several quotes JSON has a list.

    \b
    Example:  linkwatch diff https://www.example.jp/news/1
              linkwatch diff 17 --against 2025-06-01 --format unified
    """  # fmt: skip
    from linkwatch.cli.versions import diffs, link_of
    from linkwatch.report.diff import render, text

    store = session.open(read_only=True)
    try:
        found = list(diffs(store, link_of(store, link), against, session.time_zone))
    finally:
        store.close()
    with opened(file, machine=name != "text") as out:
        terminal = name == "text" and out.isatty()
        written = StringIO() if terminal else out
        several = name == "json" and len(found) > 1
        for number, each in enumerate(found):
            if name != "text":
                written.write(("," if number else "[") if several else "")
                render(each, name, written)
                written.write("]\n" if several and number == len(found) - 1 else "")
                continue
            written.write(f"{chr(10) if number else ''}{each.before_name} → {each.after_name}\n")
            text.render(each, written, colour=terminal and not os.environ.get("NO_COLOR"))
        if isinstance(written, StringIO):
            shown = written.getvalue()
            if shown.count("\n") > _PAGEFUL and not no_pager:
                click.echo_via_pager(shown)
            else:
                out.write(shown)
    return 0
