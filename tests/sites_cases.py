"""Labelled visits under labelled/sites/SITE/CASE/: what each ask brought, and what is to be read from it.

``expected.toml`` names the URL as cited, the ``answers`` in the order of the asks (each a file beside
it, or a fault) and what is expected of the reading. The asks come from the site's module: an answer's
own ``url``, where it has one, must be what was asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linkwatch import sites
from linkwatch.model import Fault, FaultKind, Hop, Page

FOLDER = Path(__file__).parent / "labelled" / "sites"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One labelled visit."""

    name: str
    folder: Path
    site: str
    url: str
    answers: tuple[Mapping[str, Any], ...]
    expected: Mapping[str, Any]

    def page(self) -> Page:
        """Do what a crawl does, with the case's answers for the web's."""
        left = list(self.answers)
        answers: tuple[Page, ...] = ()
        for ask in sites.asks(self.url):
            if answers and sites.enough(self.url, answers):
                break
            answers = (*answers, self._answer(left.pop(0), ask))
        while (part := sites.following(self.url, answers)) is not None:
            answers = (*answers, self._answer(left.pop(0), part))
        assert not left, f"{self.name}: never asked: {left}"
        return sites.assemble(self.url, answers)

    def _answer(self, given: Mapping[str, Any], ask: sites.Ask) -> Page:
        if "url" in given:
            assert ask.url == given["url"]
        if "fault" in given:
            return Page(url=ask.url, final_url=ask.url, fault=Fault(kind=FaultKind(given["fault"])))
        final = given.get("final_url", ask.url)
        hops = (Hop(url=ask.url, status=given.get("redirect", 302), location=final),) if final != ask.url else ()
        body = (self.folder / given["file"]).read_bytes() if "file" in given else given.get("body", "").encode()
        headers = {"content-type": "text/html; charset=utf-8", **given.get("headers", {})}
        return Page(
            url=ask.url,
            final_url=final,
            status=given.get("status", 200),
            headers=tuple(headers.items()),
            body=body,
            redirects=hops,
        )


def cases() -> Iterator[Case]:
    """Yield every labelled visit, by name."""
    for path in sorted(FOLDER.glob("*/*/expected.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        folder = path.parent
        yield Case(
            name=f"{folder.parent.name}/{folder.name}",
            folder=folder,
            site=folder.parent.name,
            url=told["url"],
            answers=tuple(told["answers"]),
            expected=told["expected"],
        )
