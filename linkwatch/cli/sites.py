"""``linkwatch sites``: the sites known by heart, and what their modules read from a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkwatch.cli import options
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError

if TYPE_CHECKING:
    from linkwatch.model import Page
    from linkwatch.sites import Site


@click.group(name="sites", invoke_without_command=True)
@options.listing("text", "json")
@options.session
@click.pass_context
def command(ctx: click.Context, session: Session, format: str) -> int:  # noqa: A002  the option's name
    """List the sites whose pages linkwatch knows by heart, your own among them.

    \b
    Example:  linkwatch sites
              linkwatch sites test https://youtu.be/Xk8wLxWJrq0
    """
    from linkwatch.sites import all_sites

    if ctx.invoked_subcommand is None:
        click.echo((_as_json if format == "json" else _listed)(all_sites()))
    return 0


def _listed(sites: tuple[Site, ...]) -> str:
    wide = max(len(site.name) for site in sites)
    hosts = (", ".join(site.hosts) or "all others" for site in sites)
    return "\n".join(
        f"{site.name:<{wide}}  {host}  ({len(site.signs)} signs)" for site, host in zip(sites, hosts, strict=True)
    )


def _as_json(sites: tuple[Site, ...]) -> str:
    return json.dumps(
        [
            {
                "name": site.name,
                "hosts": site.hosts,
                "about": site.doc.partition("\n")[0],
                "signs": [{"reason": sign.code, "kind": sign.kind, "when": sign.what} for sign in site.signs],
            }
            for site in sites
        ],
        ensure_ascii=False,
        indent=2,
    )


@command.command(name="test")
@click.argument("url")
@click.option(
    "--page", "files", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
    help="A saved answer: of the page; or, repeated, of each request in order.",
)  # fmt: skip
@click.option(
    "--status", default=200, metavar="CODE", help="HTTP status of the last saved answer.", show_default=True
)
@click.option(
    "--replay", "warcs", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
    help="Answer from this WARC file. Repeatable.",
)  # fmt: skip
def test(url: str, files: tuple[Path, ...], status: int, warcs: tuple[Path, ...]) -> int:
    """Show to which site URL belongs, what would be asked, and what is read from saved answers.

    Nothing is fetched: linkwatch check visits a page, and --record keeps what came.

    \b
    Example:  linkwatch sites test https://www.jiji.com/jc/article?k=2025012200132 --page saved.html
              linkwatch sites test https://youtu.be/Xk8wLxWJrq0 --replay night.warc.gz
    """
    from linkwatch import sites

    if files and warcs:
        raise UsageError("--page and --replay at once", hint="give one of them")
    asks = sites.asks(url)
    rows = [("site", sites.site_of(url)), ("link", sites.canonical(url))]
    rows += [("asks", ask.url + (" (interface for machines)" if ask.api else "")) for ask in asks]
    if files:
        rows += _reading(_visited(url, _saved(files, status), without_api=len(files) < len(asks)))
    elif warcs:
        from linkwatch.crawl import Replay

        rows += _reading(_visited(url, Replay.open(warcs).fetch))
    click.echo("\n".join(f"{name:<10} {value}" for name, value in rows))
    return 0


def _saved(files: tuple[Path, ...], status: int) -> Callable[[str], Page]:
    """What answers the first request with the first file, and so on; the last with the status that the user gives."""
    from linkwatch.model import Fault, FaultKind, Page

    left = list(files)

    def answer(url: str) -> Page:
        if not left:
            return Page(url=url, final_url=url, fault=Fault(kind=FaultKind.NOT_IN_REPLAY, detail="no file was given"))
        file = left.pop(0)
        try:
            body = file.read_bytes()
        except OSError as error:
            raise UsageError(f"{file}: {error.strerror}", hint="give a saved page") from error
        return Page(url=url, final_url=url, status=200 if left else status, body=body)

    return answer


def _visited(url: str, answer: Callable[[str], Page], *, without_api: bool = False) -> Page:
    """Make the visit that a crawl would make, with ``answer`` for the network."""
    from linkwatch.crawl.visiting import Rules, visit
    from linkwatch.model import Due, Page
    from linkwatch.sites import canonical, site_of
    from linkwatch.urls import host_of

    site = site_of(url)
    due = Due(link_id=0, url=url, canonical_url=canonical(url), site=site, host=host_of(url))
    steps = visit(due, Rules(without_api=(site,) if without_api else ()))
    step = next(steps)
    while not isinstance(step, Page):
        step = steps.send(answer(step.url))
    return step


def _reading(page: Page) -> list[tuple[str, str]]:
    """What is read from the page, and what that makes of the link."""
    from linkwatch.judge.visit import visit

    content, verdict = visit(page)
    rows = [
        ("title", content.title),
        ("author", content.author or ""),
        ("published", content.published_at.value if content.published_at else ""),
        ("modified", content.modified_at.value if content.modified_at else ""),
        *(("sign", f"{sign.kind}: {sign.code}: {sign.evidence}") for sign in content.signs),
        ("verdict", f"{verdict.state}: {verdict.reason}: {verdict.evidence}"),
        ("text by", content.extractor),
        *(("text", line) for line in content.text.split("\n")),
    ]
    return [(name, value) for name, value in rows if value]
