"""What a page has to hand: the site, the store, the reader's language, and how pages are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from db.store import Store
from linkwatch.report.web.language import Language
from linkwatch.report.web.rendering import Say, SayMany, render, speech
from linkwatch.viewer.errors import NotFound

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What all pages share."""

    open_store: Callable[[bool], Store]
    """Opens the database; True for reading only."""
    name: str
    """Of the database, for people."""
    zone: tzinfo
    """Where times are shown when the reader's zone is not known."""
    clock: Callable[[], datetime]
    auth: str = ""
    """Password or token that is asked for; empty asks for none."""
    hosts: frozenset[str] = frozenset()
    """Names by which the site may be addressed, besides addresses and localhost."""
    secure: bool = False
    """Whether it is reached over HTTPS: cookies are then sent over nothing else."""
    key: bytes = field(repr=False)
    """Signs sessions and forms."""
    check_now: Callable[[str], bool] | None = None
    """Begins to visit a link, given by its canonical URL; False when a visit is under way. None: it cannot."""
    next_run: Callable[[], datetime | None] | None = None
    """When the nightly service runs next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request with all that answering it takes."""

    request: Request
    site: Site
    store: Store
    language: Language
    token: str
    """Goes into every form that changes something."""

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """The page of a template."""
        return HTMLResponse(render(template, self.language, {**self._frame(), **values}, TEMPLATES), status)

    def _frame(self) -> Mapping[str, Any]:
        """What the frame around every page shows."""
        crawls = self.store.views.crawls(limit=1)
        other = "ja" if self.language.code == "en" else "en"
        return {
            "site": self.site,
            "token": self.token,
            "last_crawl": crawls[0] if crawls else None,
            "path": self.request.url.path,
            "other_language": other,
            "other_language_url": self.here(lang=other),
            "url": url,
        }

    @property
    def today(self) -> date:
        """The day it is where the reader is."""
        return self.site.clock().astimezone(self.language.zone).date()

    @property
    def say(self) -> Say:
        """``_(message, …)`` in the reader's language."""
        return speech(self.language)[0]

    @property
    def say_many(self) -> SayMany:
        """``n_(one, many, count, …)`` in the reader's language."""
        return speech(self.language)[1]

    def number(self, name: str) -> int:
        """A number in the path. Raises NotFound when it is none that a row can have."""
        text = self.request.path_params[name]
        if not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise NotFound
        return int(text)

    def here(self, **changed: object) -> str:
        """The address of this page with parameters changed; None takes one away."""
        kept = [(name, value) for name, value in self.request.query_params.multi_items() if name not in changed]
        return url(self.request.url.path, kept, **changed)


def url(path: str, kept: object = (), **parameters: object) -> str:
    """A path with parameters; None and empty ones are left out, lists repeat."""
    pairs: list[tuple[str, str]] = [(name, value) for name, value in kept]  # type: ignore[attr-defined]
    for name, value in parameters.items():
        each = value if isinstance(value, list | tuple) else (value,)
        pairs += [(name, str(one)) for one in each if one not in (None, "")]
    return f"{path}?{urlencode(pairs)}" if pairs else path
