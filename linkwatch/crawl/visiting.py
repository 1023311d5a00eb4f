"""One visit, written as a conversation: it asks, is answered, follows redirects, and ends with a page.

No network here: :func:`visit` is a generator that yields each request and is sent the page that one
request brought. Whoever drives it decides how requests travel, so that redirects, hosts and limits
are treated alike on the live web, under replay and in tests.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from urllib.parse import quote

import ada_url

from linkwatch import sites
from linkwatch.crawl.conditional import validators
from linkwatch.crawl.cookies import Cookies
from linkwatch.model import Due, Fault, FaultKind, Hop, Page
from linkwatch.sites import Ask
from linkwatch.urls import origin, strip_userinfo, visitable

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""Statuses that send the visitor on (RFC 9110, 15.4); 300 and 304 do not."""
MAX_PARTS = 20
"""Parts of one article that are asked for."""
MAX_URL = 8000
"""Characters of an address that is followed (RFC 9110, 4.1 asks for 8000 octets at least)."""

Steps = Generator[Ask | Page, Page | str, None]
"""Yields an Ask and is sent the page that this one request brought; yields the whole page, and is sent
the target of a meta refresh, or is closed."""
_Following = Generator[Ask, Page, Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What bounds a visit."""

    max_redirects: int = 10
    without_api: tuple[str, ...] = ()
    """Sites whose asks marked ``api`` are left out."""
    conditional: bool = True
    """Send ETag and Last-Modified of last time."""
    judged_by: str = ""
    """The rules of today: validators are sent only where the last verdict was made by the same."""


def visit(due: Due, rules: Rules) -> Steps:
    """Visit one link: the asks of its site in order, redirects followed, one page at the end.

    Cookies live for this visit and their own origin only.
    """
    trip = _Trip(due, rules)
    answers: list[Page] = []
    for ask in _asks(due, rules):
        if answers and sites.enough(due.url, tuple(answers)):
            break
        answers.append((yield from trip.follow(ask)))
    for _ in range(MAX_PARTS):
        part = sites.following(due.url, tuple(answers))
        if part is None:
            break
        answers.append((yield from trip.follow(part)))
    page = sites.assemble(due.url, tuple(answers))
    while isinstance(target := (yield page), str):
        page = yield from trip.refresh(page, target)


def _asks(due: Due, rules: Rules) -> tuple[Ask, ...]:
    asks = sites.asks(due.url)
    if due.site in rules.without_api:
        asks = tuple(ask for ask in asks if not ask.api)
    return asks or (Ask(url=due.url),)


class _Trip:
    """What one visit carries from request to request."""

    def __init__(self, due: Due, rules: Rules) -> None:
        self._due = due
        self._rules = rules
        self._cookies = Cookies()

    def follow(self, ask: Ask, hops: tuple[Hop, ...] = ()) -> _Following:
        """Make one ask and follow where it leads."""
        url, elapsed = spelled(ask.url), 0.0
        seen = {self._state(url)}
        while True:
            page = yield self._request(ask, url)
            self._cookies.take(url, page.headers)
            elapsed += page.elapsed
            page = replace(page, url=spelled(ask.url), final_url=url, redirects=hops, elapsed=elapsed)
            location = _location(page)
            if location is None:
                return page
            target, fault = _target(url, location)
            hops = (*hops, Hop(url=url, status=page.status or 0, location=target))
            if fault is None and self._state(target) in seen:
                fault = Fault(kind=FaultKind.REDIRECT_LOOP, detail=f"comes back to {target}")
            elif fault is None and len(hops) > self._rules.max_redirects:
                fault = Fault(kind=FaultKind.REDIRECT_LOOP, detail=f"more than {self._rules.max_redirects} redirects")
            if fault is not None:
                return replace(page, redirects=hops, fault=fault)
            url = target
            seen.add(self._state(url))

    def refresh(self, page: Page, target: str) -> _Following:
        """Follow the meta refresh of ``page`` as a redirect."""
        hops = (*page.redirects, Hop(url=page.final_url, status=page.status or 200, location=target))
        if len(hops) > self._rules.max_redirects or any(target == hop.url for hop in hops):
            fault = Fault(kind=FaultKind.REDIRECT_LOOP, detail=f"refreshes {len(hops)} times, at last to {target}")
            return replace(page, redirects=hops, fault=fault)
        led = yield from self.follow(Ask(url=target), hops)
        return replace(led, url=page.url, answers=page.answers)

    def _state(self, url: str) -> tuple[str, str]:
        """What a server sees of a request: when it comes again, the visit goes in a circle."""
        return url.partition("#")[0], self._cookies.sent_to(url)

    def _request(self, ask: Ask, url: str) -> Ask:
        headers = list(ask.headers) if origin(url) == origin(ask.url) else []
        headers += self._cookies.headers(url)
        if self._rules.conditional and not ask.api:
            headers += validators(self._due.past, url, self._rules.judged_by)
        return Ask(url=url, api=ask.api, headers=tuple(headers))


def spelled(url: str) -> str:
    """Return ``url`` as it goes over the wire: WHATWG's spelling, in ASCII; as it is when it is no URL at all."""
    try:
        return ada_url.URL(visitable(url)).href
    except (ValueError, UnicodeError):
        return url


def _location(page: Page) -> str | None:
    if page.status not in REDIRECTS or page.fault is not None:
        return None
    found = next((value for name, value in page.headers if name == "location"), "").strip()
    return found or None


def _target(url: str, location: str) -> tuple[str, Fault | None]:
    """Return where ``location`` leads from ``url``, and the fault that keeps us from going there."""
    # Headers are read as Latin-1; sites write Location in UTF-8 or their own charset. Browsers keep the bytes.
    raw = quote(location.encode("latin-1", "replace"), safe="%/:=&?~#+!$,;'@()*[]|^`{}\\\"<> ")
    try:
        target = ada_url.URL(raw, url)
    except ValueError:
        bare = strip_userinfo(location)[:MAX_URL]
        return bare, Fault(kind=FaultKind.BAD_URL, detail=f"redirects to {bare[:200]!r}")
    bare = strip_userinfo(target.href)[:MAX_URL]
    if target.protocol not in ("http:", "https:"):
        return bare, Fault(kind=FaultKind.BAD_URL, detail=f"redirects to {bare[:200]!r}")
    if len(target.href) > MAX_URL:
        return bare, Fault(kind=FaultKind.BAD_URL, detail="redirects to an endless address")
    target.hash = target.hash or ada_url.URL(url).hash  # RFC 9110, 10.2.2
    return strip_userinfo(target.href), None
