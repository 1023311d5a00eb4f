"""Bring a document that the user named by its address; pages that documents cite are the crawl's affair."""

from __future__ import annotations

import time
from urllib.parse import urljoin

import requests

from linkwatch.model import Fault, FaultKind, Page
from linkwatch.sources.gathering import Fetch

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def over_http(*, timeout: float, max_redirects: int, max_size: int, user_agent: str) -> Fetch:
    """A function that brings the page at an address, following redirects; failures are pages with a fault.

    ``timeout`` is in seconds for each answer in all, ``max_size`` in bytes, decoded; a larger page is cut off and
    ``truncated``.
    """

    def fetch(url: str) -> Page:
        try:
            with requests.Session() as session:
                session.max_redirects = max_redirects
                session.headers["User-Agent"] = user_agent
                with session.get(url, timeout=timeout, stream=True) as answer:
                    return _page(url, answer, max_size, until=time.monotonic() + timeout)
        except requests.RequestException as error:
            return Page(url=url, final_url=url, fault=_fault(error))

    return fetch


def through(visit: Fetch, *, max_redirects: int) -> Fetch:
    """The same over a function that answers one request, such as a replay's."""

    def fetch(url: str) -> Page:
        page = visit(url)
        for _ in range(max_redirects):
            location = next((value for name, value in page.headers if name == "location"), None)
            if page.status not in REDIRECTS or location is None:
                return page
            page = visit(urljoin(page.url, location))
        return Page(url=url, final_url=page.final_url, fault=Fault(kind=FaultKind.REDIRECT_LOOP))

    return fetch


def _page(url: str, answer: requests.Response, max_size: int, *, until: float) -> Page:
    body = bytearray()
    for block in answer.iter_content(65_536):
        body += block
        if time.monotonic() > until:  # requests' own limit is on silence only: a server that drips would go on
            raise requests.exceptions.ReadTimeout("it sends too slowly")
        if len(body) > max_size:
            break
    return Page(
        url=url,
        final_url=answer.url,
        status=answer.status_code,
        headers=tuple((name.lower(), value) for name, value in answer.headers.items()),
        body=bytes(body[:max_size]),
        truncated=len(body) > max_size,
    )


_KINDS: tuple[tuple[type[requests.RequestException], FaultKind], ...] = (
    (requests.exceptions.SSLError, FaultKind.TLS),
    (requests.exceptions.Timeout, FaultKind.TIMEOUT),
    (requests.exceptions.TooManyRedirects, FaultKind.REDIRECT_LOOP),
    (requests.exceptions.ConnectionError, FaultKind.UNREACHABLE),
    (requests.exceptions.InvalidURL, FaultKind.BAD_URL),
    (requests.exceptions.InvalidSchema, FaultKind.BAD_URL),
)


def _fault(error: requests.RequestException) -> Fault:
    kind = next((kind for of, kind in _KINDS if isinstance(error, of)), FaultKind.PROTOCOL)
    return Fault(kind=kind, detail=" ".join(str(error).split())[:200])
