"""The labelled pages: tables and frames under labelled/pages/, put together into whole answers.

Written for the project in the manner of many servers, CMSs, hosts and languages. To see them as files:

    python tests/labelled_pages.py FOLDER
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import count, cycle
from pathlib import Path
from string import Template
from typing import Any

from linkwatch.model import Page

HERE = Path(__file__).parent / "labelled" / "pages"
FRAMES_A_ROW = {"ja": 3, "en": 3}
"""In how many frames each row of gone.toml is shown; two for the other languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One page, and what it is."""

    name: str
    label: str
    """gone, alive, blocked, restricted; and unreachable, unknown."""
    page: Page
    hard: bool = False


def load() -> tuple[Labelled, ...]:
    """Return all pages, in the order of the tables."""
    whole = ("special", "walls", "manner_gone", "manner_walls", "manner_alive", "fourth", "fifth", "sixth")
    return (*_gone(), *_articles(), *_briefs(), *_hard(), *(page for name in whole for page in _whole(name)))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def _frames(folder: str) -> dict[str, Template]:
    return {path.stem: Template(path.read_text("utf-8")) for path in sorted((HERE / folder).glob("*.html"))}


def _gone() -> Iterator[Labelled]:
    languages, frames = _table("languages"), _frames("frames")
    names, number = cycle(frames), count(1)
    for code, entry in _table("gone").items():
        language = languages[code]
        charsets, sites = cycle(language["charsets"]), cycle(language["sites"])
        for title, heading, message in entry["rows"]:
            for _ in range(FRAMES_A_ROW.get(code, 2)):
                frame, (host, site) = next(names), next(sites)
                body = f"<p>{escape(message)}</p>"
                if frame == "bare":
                    message = heading
                yield _built(
                    f"gone-{code}-{next(number):03}-{frame}", "gone", frames[frame], language, code, next(charsets),
                    host=host, site=site, title=title.format(site=site), heading=heading, message=message, body=body,
                )  # fmt: skip


def _articles() -> Iterator[Labelled]:
    frames = _frames("alive_frames")
    for code, language in _table("languages").items():
        charsets = cycle(language["charsets"])
        for number, ((host, site), (heading, *paragraphs)) in enumerate(
            zip(cycle(language["sites"]), language["articles"], strict=False)
        ):
            for name, frame in frames.items():
                yield _built(
                    f"alive-{code}-{number}-{name}", "alive", frame, language, code, next(charsets), host=host,
                    site=site, title=heading, heading=heading, message="", closing=paragraphs[-1],
                    body="\n".join(f"<p>{escape(text)}</p>" for text in paragraphs),
                    posts="\n".join(f'<div class="post"><p>{escape(text)}</p></div>' for text in paragraphs),
                )  # fmt: skip


def _briefs() -> Iterator[Labelled]:
    """News in brief: a headline and a sentence or two, short and alive."""
    frames = _frames("alive_frames")
    names = cycle(("news", "municipal", "table", "app"))
    for code, language in _table("languages").items():
        charsets, sites = cycle(language["charsets"]), cycle(language["sites"])
        for number, (heading, text) in enumerate(language["headlines"]):
            (host, site), name = next(sites), next(names)
            yield _built(
                f"brief-{code}-{number}-{name}", "alive", frames[name], language, code, next(charsets), hard=True,
                host=host, site=site, title=heading, heading=heading, message="", body=f"<p>{escape(text)}</p>",
            )  # fmt: skip


def _built(
    name: str, label: str, frame: Template, language: dict[str, Any], code: str, charset: str, *,
    host: str, site: str, hard: bool = False, **words: str,
) -> Labelled:  # fmt: skip
    headlines = language["headlines"]
    links = "".join(f'<li><a href="/n/{at}">{escape(line)}</a></li>' for at, (line, _) in enumerate(headlines))
    teasers = "".join(
        f'<div class="item"><h3><a href="/n/{at}">{escape(line)}</a></h3><div>{escape(text)}</div></div>'
        for at, (line, text) in enumerate(headlines)
    )
    keys = ("about", "home", "search", "recent", "ranking", "cookies", "skip", "noscript")
    plain = {key: language[key] for key in keys}
    nav = "".join(f'<li><a href="/{at}">{escape(item)}</a></li>' for at, item in enumerate(language["nav"]))
    path = f"/news/2015/{1000 + sum(map(ord, name)) % 9000}.html"
    html = frame.substitute(
        {key: escape(value, quote=False) for key, value in plain.items()},
        lang=code, charset=charset, host=host, site=escape(site, quote=False), path=path, links=links,
        teasers=teasers, nav=nav,
        **words,
    )  # fmt: skip
    url = f"https://{host}{path}"
    headers = (("content-type", f"text/html; charset={charset}" if charset == "utf-8" else "text/html"),)
    page = Page(url=url, final_url=url, status=200, headers=headers, body=html.encode(charset, "xmlcharrefreplace"))
    return Labelled(name=name, label=label, page=page, hard=hard)


def _hard() -> Iterator[Labelled]:
    for number, entry in enumerate(_table("hard")["page"], 1):
        heading = f"<h1>{entry['h1']}</h1>" if entry["h1"] else ""
        html = (
            f'<!DOCTYPE html><html lang="{entry["lang"]}"><head><meta charset="utf-8"><title>{entry["title"]}</title>'
            f"{entry.get('head', '')}</head><body>{entry.get('before', '')}<main>{heading}{entry['body']}</main>"
            f"<footer><p>© 2024</p></footer></body></html>"
        )
        url = entry.get("url", f"https://www.quietlane.test/2015/{number}.html")
        yield Labelled(name=f"hard-{number:02}", label="alive", hard=True, page=_page(url, url, 200, {}, html))


def _whole(name: str) -> Iterator[Labelled]:
    for number, entry in enumerate(_table(name)["page"], 1):
        url = entry.get("url", f"https://www.harbour.test/articles/2015/{number}")
        page = _page(
            url, entry.get("final_url", url), entry.get("status", 200), entry.get("headers", {}), entry["html"]
        )
        label = entry["label"]
        yield Labelled(name=f"{name}-{number:02}", label=label, page=page, hard=name == "manner_alive")


def _page(url: str, final_url: str, status: int, headers: dict[str, str], html: str) -> Page:
    sent = tuple({"content-type": "text/html; charset=utf-8", **headers}.items())
    return Page(url=url, final_url=final_url, status=status, headers=sent, body=html.encode())


def write(folder: Path) -> None:
    """Write the pages as files, with a pages.jsonl for ``linkwatch judge --batch``."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "pages.jsonl").open("w", encoding="utf-8") as lines:
        for labelled in load():
            (folder / f"{labelled.name}.html").write_bytes(labelled.page.body)
            page = labelled.page
            line = {
                "url": page.url, "status": page.status, "headers": dict(page.headers), "final_url": page.final_url,
                "body": f"{labelled.name}.html", "label": labelled.label,
            }  # fmt: skip
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
