"""``linkwatch compare``: two saved versions of a page, judged without database or network."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from linkwatch.cli.output import opened
from linkwatch.errors import LinkwatchError, SourceError, UsageError

if TYPE_CHECKING:
    from linkwatch.model import Page
    from linkwatch.report.diff import Diff

_FORMATS = ("text", "json", "jsonl", "html", "unified")
_NOWHERE = "https://page.invalid/"
"""Address of a page whose own is not told: no site's module knows it."""


@click.command(name="compare")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--url", metavar="URL", default=_NOWHERE, show_default=False, help="Address that both were saved from.")
@click.option("--batch", metavar="FILE", help="Compare each line's pair: {old, new, url}; - for standard input.")
@click.option("--format", "name", type=click.Choice(_FORMATS), default=None, help="How to print it.")
@click.option("-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE.")
def command(
    old: str | None, new: str | None, url: str, batch: str | None, name: str | None, file: Path | None
) -> int:
    """Tell what became of the article of OLD.html in NEW.html, two saved versions of one page.

    Navigation, related links, counters, adverts and a new template are no changes; a corrected number is. Ends with
    0 whatever it finds; with 2 when a page could not be read.

    \b
    Example:  linkwatch compare 2024.html today.html
              linkwatch compare --batch pairs.jsonl --format jsonl
    """
    if (batch is None) == (old is None or new is None):
        raise UsageError("two pages or a batch are needed", hint="linkwatch compare OLD NEW, or --batch FILE.jsonl")
    if batch is not None:
        with _batch(batch) as given, opened(file, machine=True) as out:
            return _each(given, name or "jsonl", out)
    name = name or "text"
    with opened(file, machine=name != "text") as out:
        _write(_diff(old or "", new or "", url), name, out)
    return 0


def _write(diff: Diff, name: str, out: TextIO) -> None:
    from linkwatch.report.diff import json_object, render, text

    if name == "jsonl":
        told = {"old": diff.before_name, "new": diff.after_name, **json_object.shape(diff.comparison)}
        out.write(json.dumps(told, ensure_ascii=False) + "\n")
    elif name == "text":
        text.render(diff, out, colour=_colour(out))
    else:
        render(diff, name, out)


def _colour(out: TextIO) -> bool:
    import os

    return out.isatty() and not os.environ.get("NO_COLOR")


def _diff(old: str, new: str, url: str) -> Diff:
    from linkwatch.compare.pages import held
    from linkwatch.report.diff import Diff

    found = held(_page(old, url), _page(new, url))
    return Diff(before=found.before, after=found.after, comparison=found.comparison, before_name=old, after_name=new)


def _page(name: str, url: str) -> Page:
    from linkwatch.model import Page

    try:
        body = Path(name).read_bytes()
    except OSError as error:
        raise SourceError(f"{name}: cannot be read: {error.strerror}", hint="name a saved page") from error
    return Page(url=url, final_url=url, status=200, body=body)


def _batch(name: str) -> IO[str]:
    try:
        return click.open_file(name, encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{name}: cannot be read: {error.strerror}", hint="name a file of JSON lines") from error


def _each(given: Iterable[str], name: str, out: TextIO) -> int:
    """Compare every pair; a line that cannot be done is told in its place."""
    if name not in ("json", "jsonl"):
        raise UsageError(f"--batch cannot be printed as {name}", hint="use --format jsonl")
    failed = False
    for line in given:
        if not line.strip():
            continue
        told = _one(line)
        failed = failed or "error" in told
        out.write(json.dumps(told, ensure_ascii=False) + "\n")
        out.flush()
    return 2 if failed else 0


def _one(line: str) -> dict[str, Any]:
    from linkwatch.report.diff.json_object import shape

    try:
        asked = json.loads(line)
        old, new = asked["old"], asked["new"]
        url = asked.get("url") or _NOWHERE
        if not all(isinstance(value, str) for value in (old, new, url)):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"old": None, "new": None, "error": 'not {"old": path, "new": path, "url": address}'}
    try:
        return {**asked, **shape(_diff(old, new, url).comparison)}
    except LinkwatchError as error:
        return {**asked, "error": str(error)}
