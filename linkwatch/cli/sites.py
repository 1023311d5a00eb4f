"""``linkwatch sites``: the sites known by heart, and what their modules read from a page."""

from __future__ import annotations

import json
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
    "--page", "pages", metavar="FILE", multiple=True, type=click.Path(path_type=Path),
    help="A saved answer: of the first request, then of the second… Repeatable.",
)  # fmt: skip
@click.option(
    "--status", default=200, metavar="CODE", help="HTTP status of the last saved answer.", show_default=True
)
def test(url: str, pages: tuple[Path, ...], status: int) -> int:
    """Show to which site URL belongs, what would be asked, and what is read from saved answers.

    \b
    Example:  linkwatch sites test https://www.jiji.com/jc/article?k=2025012200132 --page saved.html
    """
    from linkwatch import sites

    asks = sites.asks(url)
    rows = [("site", sites.site_of(url)), ("link", sites.canonical(url))]
    rows += [("asks", ask.url + (" (interface for machines)" if ask.api else "")) for ask in asks]
    if pages:
        rows += _reading(url, _answers(url, pages, status))
    click.echo("\n".join(f"{name:<10} {value}" for name, value in rows))
    return 0


def _answers(url: str, files: tuple[Path, ...], status: int) -> tuple[Page, ...]:
    """Make answers of saved files, the last with the status that the user gives."""
    from linkwatch.model import Page
    from linkwatch.sites import asks

    asked = asks(url)
    if len(files) > len(asked):
        raise UsageError(
            f"{len(files)} pages for {len(asked)} requests", hint=f"linkwatch sites test {url} lists them"
        )
    # A single file is the page itself; interfaces for machines come before it.
    used = asked[: len(files)] if len(files) > 1 else asked[-1:]
    pages = []
    for number, (ask, file) in enumerate(zip(used, files, strict=True), start=1):
        try:
            body = file.read_bytes()
        except OSError as error:
            raise UsageError(f"{file}: {error.strerror}", hint="give a saved page") from error
        pages.append(Page(url=ask.url, final_url=ask.url, status=status if number == len(files) else 200, body=body))
    return tuple(pages)


def _reading(url: str, answers: tuple[Page, ...]) -> list[tuple[str, str]]:
    from linkwatch import sites
    from linkwatch.judge.visit import visit

    content, verdict = visit(sites.assemble(url, answers))
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
