"""``linkwatch stats``: how long cited pages last."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError

if TYPE_CHECKING:
    from linkwatch.rot import Curve

PICTURES = (".svg", ".png")


@click.command(name="stats")
@options.session
@click.option("--site", metavar="NAME", default="", help="Only links of this site, like nhk or youtube.")
@click.option("--document", metavar="PATH", default="", help="Only what this document cites.")
@options.listing("text", "json", "csv")
@click.option("--plot", metavar="FILE", type=click.Path(path_type=Path),
              help="Draw the curve into this file too: .svg, or .png, which needs linkwatch[plot].")  # fmt: skip
@options.setting("report.language")
def command(session: Session, site: str, document: str, format: str, plot: Path | None) -> int:  # noqa: A002
    """Tell how long cited pages last: the share of links still alive, and of quotes still said, by age of citation.

    A Kaplan–Meier estimate with its 95% band and the numbers at risk, of watched documents, as of the last crawl.

    \b
    Example:  linkwatch stats
              linkwatch stats --site yahoo --plot rot.svg
              linkwatch stats --format csv > rot.csv
    """
    if plot is not None and plot.suffix.lower() not in PICTURES:
        raise UsageError(f"--plot {plot}: not a picture that can be drawn", hint="end its name in .svg or .png")
    curves = _curves(session, site, document)
    with opened(None, machine=format != "text") as out:
        _write(curves, out, format)
    if plot is not None:
        _draw(session, curves, plot)
    return 0


def _curves(session: Session, site: str, document: str) -> dict[str, Curve]:
    from linkwatch.cli import reporting
    from linkwatch.rot import survival

    if site and document:
        raise UsageError("--site and --document go one at a time", hint="leave one of them out")
    store = session.open(read_only=True)
    try:
        document_id = reporting.document(store, session.names.stored(document)) if document else None
        if document and document_id is None:
            raise UsageError(f"{document}: not on watch", hint="linkwatch documents lists what is")
        seen = store.views.rot(site=site or None, document_id=document_id, fresh=True)
    finally:
        store.close()
    return {name.value: survival(observed) for name, observed in seen.items()}


def _write(curves: Mapping[str, Curve], out: TextIO, kind: str) -> None:
    from linkwatch.report.curve import shape, terminal

    if kind == "text":
        terminal.render(curves, out)
    elif kind == "csv":
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(shape.COLUMNS)
        writer.writerows(shape.rows(curves))
    else:
        told = {
            "schema": 1,
            "generated_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "curves": {
                name: {"total": one.total, "ended": one.ended, "half_days": one.half, "steps": shape.steps(one)}
                for name, one in curves.items()
            },
        }
        out.write(json.dumps(told, indent=1) + "\n")


def _draw(session: Session, curves: Mapping[str, Curve], file: Path) -> None:
    from linkwatch.cli import reporting
    from linkwatch.report.curve import picture
    from linkwatch.report.web.language import Language

    code = reporting.language(session.settings.report.language, os.environ)
    drawn = picture.svg(curves, Language(code=code, zone=session.time_zone, now=datetime.now(UTC)))
    if file.suffix.lower() == ".svg":
        with opened(file, machine=True) as out:
            out.write(drawn)
        return
    image = picture.png(drawn)
    try:
        file.write_bytes(image)
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}", hint="name another file") from error
