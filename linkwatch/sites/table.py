"""What each site module recognises, in words: printed into docs/sites.md."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linkwatch.sites.site import Site


def markdown(sites: Sequence[Site]) -> str:
    """Return the sites as sections of Markdown: hosts, layouts and signs of each."""
    return "\n".join(["", *(line for site in sites for line in _section(site))])


def _section(site: Site) -> Iterator[str]:
    heading, _, rest = site.doc.partition("\n")
    yield f"### `{site.name}`"
    yield ""
    yield heading
    if rest.strip():
        yield ""
        yield rest.strip()
    yield ""
    pace = f" At least {site.delay:g} seconds between two requests." if site.delay else ""
    yield f"Hosts: {', '.join(f'`{host}`' for host in site.hosts) or 'all that no other module names'}.{pace}"
    yield ""
    if site.layouts:
        yield "| pages of | text of the article | title |"
        yield "| --- | --- | --- |"
        for layout in site.layouts:
            yield f"| {layout.years} | {_code(layout.body)} | {_code(', '.join(layout.title))} |"
        yield ""
    if site.signs:
        yield "| reason | the page is | when |"
        yield "| --- | --- | --- |"
        for sign in site.signs:
            yield f"| `{sign.code}` | {sign.kind} | {_cell(sign.what)} |"
        yield ""


def _code(text: str) -> str:
    return f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
