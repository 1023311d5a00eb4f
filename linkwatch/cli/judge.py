"""``linkwatch judge``: the verdict on saved pages, by the rules of the nightly crawl, without database or network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.errors import LinkwatchError, SourceError, UsageError

if TYPE_CHECKING:
    from linkwatch.cli.judging import Answer

NOWHERE = "https://page.invalid/page"
"""Address of a page whose own is not told: no site's module knows it."""
_NAME = re.compile(r"\S{1,200}\.(?:txt|md|text)")
"""What is meant as the name of a file, be it there or not."""


@click.command(name="judge")
@click.argument("page", metavar="[PAGE]", required=False)
@options.session
@click.option("--url", metavar="URL", default=NOWHERE, show_default=False, help="Address that was asked.")
@click.option("--final-url", metavar="URL", help="Address that answered, after redirects.")
@click.option("--status", metavar="CODE", type=click.IntRange(100, 999), default=200, help="HTTP status.")
@click.option("--header", "headers", metavar="'NAME: VALUE'", multiple=True, help="Header of the answer. Repeatable.")
@click.option("--quote", metavar="FILE", help="Text that the page should still carry, in a file; or the text itself.")
@click.option("--first", metavar="FILE", help="An earlier saved copy of the page, to compare with.")
@click.option("--batch", metavar="FILE", help="Judge the page that each line describes; - for standard input.")
@click.option("--format", "name", type=click.Choice(("text", "json", "jsonl")), default=None, help="How to print it.")
@click.option("-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path), help="Write to FILE.")
def command(
    page: str | None,
    session: Session,
    url: str,
    final_url: str | None,
    status: int,
    headers: tuple[str, ...],
    quote: str | None,
    first: str | None,
    batch: str | None,
    name: str | None,
    file: Path | None,
) -> int:
    """Judge PAGE, a saved answer, as a visit would; tell which rule fired and which came close.

    One visit proves no death: a failure is told as suspect, with what it would become. A line of a batch is
    {"url", "status", "headers", "final_url", "body"}, the body a path, and if you like "quote" and "first". Ends
    with 0 whatever the verdict; with 2 when a page could not be read.

    \b
    Example:  linkwatch judge saved.html --url https://www.example.org/news/1205.html
              linkwatch judge --batch pages.jsonl --format jsonl
    """
    if (batch is None) == (page is None):
        raise UsageError("one saved page or a batch is needed", hint="linkwatch judge PAGE, or --batch FILE.jsonl")
    session.load_sites()
    if batch is not None:
        if name == "text":
            raise UsageError("--batch cannot be printed as text", hint="use --format jsonl")
        with _batch(batch) as given, opened(file, machine=True) as out:
            return _each(given, Path.cwd() if batch == "-" else Path(batch).parent, out)
    asked = {
        "url": url,
        "status": status,
        "headers": dict(_header(line) for line in headers),
        "final_url": final_url,
        "body": page,
        "quote": _quoted(quote),
        "first": first,
    }
    from linkwatch.cli.judging import answer, ask

    told = answer(ask(asked, Path.cwd()))
    with opened(file, machine=name in ("json", "jsonl")) as out:
        _write(told, name or "text", out)
    return 0


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise UsageError(f"--header {line!r}", hint="write it as 'Name: value'")
    return name.strip(), value.strip()


def _quoted(given: str | None) -> str | None:
    """The quote in the file that is named, after an @ or without; else what was given is the quote itself."""
    if given is None:
        return None
    name = given.removeprefix("@")
    if not given.startswith("@") and not _NAME.fullmatch(given) and not _is_file(given):
        return given
    try:
        text = Path(name).read_text("utf-8")
    except (OSError, UnicodeError) as error:
        reason = "is not UTF-8" if isinstance(error, UnicodeError) else f"cannot be read: {error.strerror}"
        raise SourceError(f"{name}: {reason}", hint="--quote FILE names a text in UTF-8") from error
    if not text.strip():
        raise SourceError(f"{name}: has no text", hint="--quote FILE names the quoted passage")
    return text


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # a passage is too long for a name, or has what none may have
        return False


def _batch(name: str) -> IO[str]:
    try:
        return click.open_file(name, encoding="utf-8", errors="replace")
    except OSError as error:
        raise SourceError(f"{name}: cannot be read: {error.strerror}", hint="name a file of JSON lines") from error


def _each(given: Iterable[str], folder: Path, out: TextIO) -> int:
    """Judge every line's page; one that cannot be read is told in its place."""
    failed = False
    for line in given:
        if line.strip():
            told = _one(line, folder)
            failed = failed or "error" in told
            out.write(json.dumps(told, ensure_ascii=False) + "\n")
            out.flush()
    return 2 if failed else 0


def _one(line: str, folder: Path) -> dict[str, Any]:
    from linkwatch.cli.judging import answer, ask, shape

    body = None
    try:
        asked = json.loads(line)
        body = asked.get("body") if isinstance(asked, dict) else None
        return shape(answer(ask(asked, folder)))
    except ValueError as error:
        return {"body": body, "error": f"not JSON: {error}"}
    except RecursionError:
        return {"body": body, "error": "not JSON: nested too deeply"}
    except LinkwatchError as error:
        return {"body": body, "error": str(error)}


def _write(told: Answer, name: str, out: TextIO) -> None:
    from linkwatch.cli.judging import shape, text

    if name == "text":
        out.write(text(told))
    else:
        out.write(json.dumps(shape(told), ensure_ascii=False, indent=2 if name == "json" else None) + "\n")
