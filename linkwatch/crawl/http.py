"""One request on the live web: Scrapy's HTTP/1.1 handler, bounded, its failures told in our words.

The private names of Scrapy touched here are ``_pool`` and ``_contextFactory`` of its handler: it offers
no other way to bound headers and idle connections, nor to read what a certificate is worth.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.core.downloader.handlers import http11
from scrapy.exceptions import ResponseDataLossError, StopDownload
from scrapy.http import Response
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS
from twisted.web.http_headers import InvalidHeaderName

from linkwatch.crawl.answer import Limits, is_whole, page_of
from linkwatch.crawl.encoding import ACCEPTED
from linkwatch.crawl.faults import fault_of
from linkwatch.crawl.guard import Guard
from linkwatch.crawl.proxies import proxy_for, proxy_hosts
from linkwatch.crawl.record import Exchange, Recorder
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.crawl.tls import CertificatePolicy, ends_soon, is_certificate_fault
from linkwatch.model import Fault, FaultKind, Page
from linkwatch.urls import host_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

IDLE = 15.0
"""Seconds that an idle connection is kept: with thousands of hosts, more would run out of sockets."""
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ACCEPTED_IN_RECORDS = "gzip, deflate"
UNREADABLE = frozenset({"br", "zstd"})
"""Content encodings on which programs that read WARC files (warcio, pywb) fail."""


class NoHttp(Exception):
    """What came is no HTTP/1 answer, or one with headers without end."""


class _LenientParser(http11._LenientHTTPClientParser):
    """Leaves out headers whose names are none, and lengths that are no number, as browsers do."""

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 (Twisted's name)
        if name.lower() == b"content-length" and not value.strip().isdigit():
            return
        with contextlib.suppress(InvalidHeaderName):
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]


class _BoundedProtocol(http11._LenientHTTP11ClientProtocol):
    """Gives up a connection whose headers do not end; Twisted bounds the line, not their number."""

    max_headers = 65_536

    def request(self, request: Any) -> Any:
        self._head = 0
        answer = super().request(request)
        self._parser.__class__ = _LenientParser
        return answer

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's name)
        parser = self._parser
        if parser is not None and parser.state in (STATUS, HEADER):
            if self._head > self.max_headers:
                self._give_up(f"more than {self.max_headers} bytes of headers")
                return
            if not self._head and not b"HTTP/".startswith(data[:5]):
                self._give_up(f"it begins with {data[:40]!r}")
                return
            self._head += len(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _give_up(self, why: str) -> None:
        self._giveUp(Failure(NoHttp(why)))  # type: ignore[no-untyped-call]


class _BoundedFactory(http11._LenientHTTP11ClientFactory):
    max_headers = 65_536

    def buildProtocol(self, addr: Any) -> _BoundedProtocol:  # noqa: N802 (Twisted's name)
        protocol = _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
        protocol.max_headers = self.max_headers
        return protocol


class _Http(http11.HTTP11DownloadHandler):
    """Scrapy's handler with our bounds and our opinion of certificates."""

    def __init__(self, crawler: Crawler, policy: CertificatePolicy, max_headers: int) -> None:
        super().__init__(crawler)
        self._contextFactory: Any = policy
        pool: Any = self._pool
        pool.cachedConnectionTimeout = IDLE
        pool._factory = type("_Factory", (_BoundedFactory,), {"max_headers": max_headers})


class Client:
    """Makes requests for one spider."""

    def __init__(self, crawler: Crawler, recorder: Recorder | None, at: Callable[[], datetime]) -> None:
        from twisted.internet import reactor

        self._recorder = recorder
        self._at = at
        self._settings: CrawlSettings = CrawlSettings.of_scrapy(crawler.settings)
        self._resolver: Any = reactor.nameResolver
        self._guard = Guard.of(self._settings.allow_private)
        self._has_proxies = bool(proxy_hosts())
        self._limits = Limits(max_size=self._settings.max_size, max_ratio=self._settings.max_ratio)
        self._doubtful = CertificatePolicy(verify=False)
        bound = self._settings.max_headers
        self._verified = _Http(crawler, CertificatePolicy(verify=True), bound)
        self._unverified = _Http(copy.copy(crawler), self._doubtful, bound)
        crawler.signals.connect(self._received, signal=signals.bytes_received)

    async def get(self, url: str, headers: tuple[tuple[str, str], ...], timeout: float) -> Page:
        """Return the answer to one GET of ``url``; raises what Scrapy and Twisted raise, except for names and TLS.

        Where the certificate is at fault, the page is read by a second request, and the fault stands in
        ``certificate``. That request carries none of ``headers``, which may hold cookies and keys, but what
        goes to every host anyway.
        """
        proxied = self._has_proxies and proxy_for(url) is not None
        if proxied and (fault := self._refused_by_name(url)) is not None:
            return Page(url=url, final_url=url, fault=fault)
        try:
            return await self._get(self._verified, url, headers, timeout)
        except Exception as error:
            if fault_of(error).kind is FaultKind.DNS and not proxied:
                return Page(url=url, final_url=url, fault=self._no_address(url, error))
            if not is_certificate_fault(error):
                raise
        return await self._get(self._unverified, url, tuple(self._settings.headers.items()), timeout)

    def _refused_by_name(self, url: str) -> Fault | None:
        """Return the guard's fault for a literal address: all that can be judged of a request through a proxy."""
        host = host_of(url).strip("[]")
        local = host == "localhost" or host.endswith(".localhost")
        if not local and not (":" in host or host.replace(".", "").isdigit()):
            return None
        refusal = self._guard.refusal("127.0.0.1" if local else host)
        return Fault(kind=FaultKind.GUARDED, detail=refusal) if refusal is not None else None

    def _no_address(self, url: str, error: Exception) -> Fault:
        told: Fault | None = self._resolver.failure(host_of(url).strip("[]"))
        return told or fault_of(error)

    async def _get(self, http: _Http, url: str, headers: tuple[tuple[str, str], ...], timeout: float) -> Page:
        request = Request(
            url,
            headers=self._headers(headers),
            dont_filter=True,
            meta={
                "download_timeout": timeout,
                "received": 0,
                "verbatim_url": True,
                "download_fail_on_dataloss": False,
            },
        )
        if self._has_proxies and (proxy := proxy_for(url)) is not None:
            request.meta["proxy"] = proxy.address
            if proxy.authorization:
                request.headers["Proxy-Authorization"] = proxy.authorization
        response = await http.download_request(request)
        cut = "download_stopped" in response.flags
        page = page_of(url, response.status, _fields(response), response.body, self._limits, cut=cut)
        if "dataloss" in response.flags and not is_whole(page):
            raise ResponseDataLossError(f"broken off after {len(response.body)} bytes")
        doubt = self._doubtful.fault(host_of(url)) if http is self._unverified else None
        page = replace(page, certificate=doubt or ends_soon(response.certificate, datetime.now(UTC)))
        if self._recorder is not None:
            await self._recorder.put(_exchange(request, response, page, self._at(), cut=cut))
        return page

    def _headers(self, own: tuple[tuple[str, str], ...]) -> dict[str, str]:
        encodings = ACCEPTED if self._recorder is None else ACCEPTED_IN_RECORDS
        headers = {"User-Agent": self._settings.agent(), "Accept": ACCEPT, "Accept-Encoding": encodings}
        headers.update({name.title(): value for name, value in own})
        return headers

    def _received(self, data: bytes, request: Request) -> None:
        """Cut off a body at the size limit; Scrapy would throw its beginning away."""
        received = request.meta.get("received", 0) + len(data)
        request.meta["received"] = received
        if received > self._settings.max_size:
            raise StopDownload(fail=False)

    async def close(self) -> None:
        """Close the connections kept open."""
        await self._verified.close()
        await self._unverified.close()


def _fields(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]


def _exchange(request: Request, response: Response, page: Page, at: datetime, *, cut: bool) -> Exchange:
    headers, body = _fields(response), response.body
    encodings = {value.strip().lower() for name, value in page.headers if name == "content-encoding"}
    if encodings & UNREADABLE:
        own = "content-encoding"
        headers = [(f"X-Archive-Orig-{name}" if name.lower() == own else name, value) for name, value in headers]
        body = page.body
    sent = [(name.decode("latin-1"), values[0].decode("latin-1")) for name, values in request.headers.items()]
    return Exchange(
        url=page.url,
        at=at,
        sent=tuple(sent),
        status=response.status,
        headers=tuple(headers),
        body=body,
        ip=str(response.ip_address or ""),
        truncated=cut,
        certificate=page.certificate.detail if page.certificate is not None else "",
        fault=page.fault.kind.value if page.fault is not None else "",
    )
