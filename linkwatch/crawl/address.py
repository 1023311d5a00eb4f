"""Fetching one address outside a crawl: a document that the user named by its URL.

Scrapy's reactor runs once a process and belongs to the crawl; this is a plain request with the same guard.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.connection import create_connection

from linkwatch.crawl.guard import Guard
from linkwatch.crawl.replay import Replay
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.errors import SourceError
from linkwatch.model import Fault, FaultKind, Hop, Page

REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHUNK = 65_536


class Refused(OSError):
    """The guard does not let this address be connected to."""


def fetcher(settings: CrawlSettings, *, replay: Replay | None) -> Callable[[str], Page]:
    """What brings the page at an address, redirects followed; from the WARC files when there are any."""
    if replay is not None:
        return lambda url: _follow(url, replay.fetch, settings.max_redirects)
    session = requests.Session()
    session.trust_env = True
    adapter = _Guarded(Guard.of(settings.allow_private))
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    headers = {"User-Agent": settings.agent(), **settings.headers}
    return lambda url: _follow(url, lambda one: _ask(session, one, headers, settings), settings.max_redirects)


def _follow(url: str, ask: Callable[[str], Page], most: int) -> Page:
    hops: list[Hop] = []
    here = url
    while True:
        page = ask(here)
        location = dict(page.headers).get("location")
        if page.status not in REDIRECTS or not location:
            return Page(
                url=url, final_url=here, status=page.status, headers=page.headers, body=page.body,
                redirects=tuple(hops), fault=page.fault, truncated=page.truncated,
            )  # fmt: skip
        if len(hops) == most:
            raise SourceError(f"{url}: more than {most} redirects", hint="name the address it leads to")
        hops.append(Hop(url=here, status=page.status or 0, location=urljoin(here, location)))
        here = hops[-1].location


def _ask(session: requests.Session, url: str, headers: dict[str, str], settings: CrawlSettings) -> Page:
    try:
        answer = session.get(url, headers=headers, timeout=settings.timeout, stream=True, allow_redirects=False)
        body = bytearray()
        for part in answer.iter_content(CHUNK):
            body += part
            if len(body) >= settings.max_size:
                break
        answer.close()
    except requests.RequestException as error:
        refused = next((one for one in _chain(error) if isinstance(one, Refused)), None)
        if refused is not None:
            return Page(url=url, final_url=url, fault=Fault(kind=FaultKind.GUARDED, detail=str(refused)))
        return Page(url=url, final_url=url, fault=Fault(kind=FaultKind.UNREACHABLE, detail=_words(error)))
    return Page(
        url=url,
        final_url=url,
        status=answer.status_code,
        headers=tuple((name.lower(), value) for name, value in answer.headers.items()),
        body=bytes(body[: settings.max_size]),
        truncated=len(body) >= settings.max_size,
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and all that it was raised from or carries: the libraries wrap one in another."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


def _words(error: Exception) -> str:
    """What the system said, where it said something."""
    said = (one.strerror for one in _chain(error) if isinstance(one, OSError) and one.strerror)
    return next(said, type(error).__name__)


class _Guarded(HTTPAdapter):
    """An adapter that connects only to addresses which the guard lets pass, judged before the first packet."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make a pool manager with connections of our own."""
        super().init_poolmanager(*args, **more)
        guard = self._guard

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connected(self, guard)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connected(self, guard)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


def _connected(asked: HTTPConnection, guard: Guard) -> socket.socket:
    """Look the name up once and connect to one of its addresses that may be; raises Refused when none may."""
    found = socket.getaddrinfo(asked.host, asked.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(place[0]) for *_, place in found))
    open_ones = [address for address in addresses if guard.refusal(address) is None]
    if not open_ones:
        raise Refused(guard.refusal(addresses[0]))
    for address in open_ones[:-1]:
        with contextlib.suppress(OSError):
            return _connect(asked, address)
    return _connect(asked, open_ones[-1])


def _connect(asked: HTTPConnection, address: str) -> socket.socket:
    return create_connection(
        (address, asked.port), asked.timeout, source_address=asked.source_address, socket_options=asked.socket_options
    )
