"""``linkwatch demo``: the main job on bundled documents and a bundled web, on three nights."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from linkwatch.cli import options
from linkwatch.cli.options import Output, Run
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError

if TYPE_CHECKING:
    from db.rows import LinkEvent

ZONE = ZoneInfo("Asia/Tokyo")
NIGHTS = (
    (datetime(2025, 6, 2, 3, tzinfo=ZONE), "right after the documents were written"),
    (datetime(2025, 11, 10, 3, tzinfo=ZONE), "five months later"),
    (datetime(2025, 11, 14, 3, tzinfo=ZONE), "four days after that"),
)


@click.command(name="demo")
@options.session
@click.option("--keep", metavar="FOLDER", type=click.Path(path_type=Path),
              help="Keep the documents and the database in this new folder, to look around in.")  # fmt: skip
@click.option("--serve", is_flag=True, help="Show the result as web pages too, until Ctrl-C.")
def command(session: Session, keep: Path | None, serve: bool) -> int:
    """Show what linkwatch does, on documents and pages that come with it; no network is used.

    Three documents cite pages of a news agency, a broadcaster, a ministry, a video and a few more. They are crawled
    on three nights, in which some of the pages change or go.

    \b
    Example:  linkwatch demo
              linkwatch demo --serve
              linkwatch demo --keep demo && cd demo && linkwatch report --format markdown
    """
    if keep is not None:
        if keep.exists():
            raise UsageError(f"{keep}: is there already", hint="name a folder that is not")
        keep.mkdir(parents=True)
        _show(session, keep, serve=serve)
        click.echo(f"\nIt is all in {keep}: cd {keep}, then linkwatch report, linkwatch documents, …")
        return 0
    with tempfile.TemporaryDirectory(prefix="linkwatch-demo-") as folder:
        _show(session, Path(folder), serve=serve)
    click.echo(
        "\nNow yours:  linkwatch check notes.md docs/     every page they cite, now"
        "\n            linkwatch init; linkwatch add docs/; linkwatch crawl     and again every night"
    )
    return 0


def _show(session: Session, folder: Path, *, serve: bool) -> None:
    from linkwatch import night
    from linkwatch.cli import reporting, visiting
    from linkwatch.config import template
    from linkwatch.model import Selection

    for document in sorted((_examples() / "documents").iterdir()):
        shutil.copyfile(document, folder / document.name)
    (folder / "linkwatch.toml").write_text('time_zone = "Asia/Tokyo"\n\n' + template(contact=""), encoding="utf-8")
    session = dataclasses.replace(session, flags={}, config_file=folder / "linkwatch.toml", here=folder.resolve())
    web = tuple(sorted((_examples() / "web").glob("*.warc.gz")))
    store = session.open()
    try:
        for number, (at, when) in enumerate(NIGHTS, start=1):
            run = Run(replay=web, at=session.aware(at), progress=False)
            if number == 1:
                found = night.read(visiting.sources(session, ["."], None), store, watch=True, at=session.aware(at))
                click.echo(f"{len(found.documents)} documents with {found.citations} citations.\n")
            result = visiting.go(session, run, store, kind="crawl", selection=Selection(), web=visiting.replay(run))
            click.secho(f"Night {number}, {at:%Y-%m-%d}: {when}", bold=True)
            click.echo(f"  {visiting.summary(result, session.time_zone)[0]}")
            _tell(result.events)
        click.echo()
        click.secho(f"linkwatch report, on {NIGHTS[-1][0]:%Y-%m-%d}", bold=True)
        output = Output(format="text")
        reporting.report(session, store, Selection(), output, at=session.aware(NIGHTS[-1][0]))
    finally:
        store.close()
    if serve:
        from linkwatch.cli.serve import make_site
        from linkwatch.viewer import serving

        click.echo()
        settings = session.settings.serve
        # Without the button that visits a link at once: the demo's pages are on no network.
        serving.run(make_site(session, check=False), settings.host, settings.port, tell=click.echo)


def _tell(events: Sequence[LinkEvent]) -> None:
    from linkwatch.report.night import TOLD

    order = list(TOLD)
    for one in sorted(events, key=lambda one: order.index(one.event.kind)):
        click.echo(f"  {TOLD[one.event.kind]:>10}  {one.canonical_url}")
        if one.event.evidence:
            click.echo(f"  {'':>10}  {one.event.evidence}")


def _examples() -> Path:
    """The bundled folder: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "examples"
    return inside if inside.is_dir() else package.parent / "examples"
