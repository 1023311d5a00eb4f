"""Names to addresses, with the guard between: what is connected to is what was judged.

Twisted's endpoints connect to the very addresses that a resolver gives them, so that an answer of the
DNS which changes between two lookups gains nothing. Literal addresses in all their spellings pass here
too. Twisted knows one sort of failure; the notes kept here tell them apart.
"""

from __future__ import annotations

import ipaddress
import socket
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol, Self

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.defer import Deferred, DeferredList
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from twisted.names import client, dns
from twisted.names.error import DNSNameError
from zope.interface import implementer

from linkwatch.crawl.guard import Guard
from linkwatch.crawl.proxies import proxy_hosts
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.model import Fault, FaultKind

THREADS = 32
"""Lookups at a time: each dead name server keeps one waiting for seconds."""
KEPT = 10_000
"""Failures remembered."""
NO_SUCH_NAME = {socket.EAI_NONAME}
"""What getaddrinfo says of a name that does not exist. EAI_AGAIN is a server that could not be asked, EAI_NODATA
(not in POSIX) a name without addresses."""
WAITS = (2, 4)
"""Seconds that a name server of the user's choice is given, at the first and the second try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a lookup brought: addresses, or why there are none."""

    addresses: tuple[str, ...] = ()
    fault: Fault | None = None


class Lookup(Protocol):
    """A way to look names up."""

    def __call__(self, name: str, port: int, done: Callable[[Found], None]) -> None:
        """Call ``done`` with what was found, in the reactor's thread."""
        ...

    def close(self) -> None:
        """Look up no more."""
        ...


class SystemLookup:
    """The machine's own way (getaddrinfo), in threads."""

    def __init__(self, reactor: Any) -> None:
        self._reactor = reactor
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="linkwatch-dns")

    def __call__(self, name: str, port: int, done: Callable[[Found], None]) -> None:
        """Call ``done`` with what was found."""

        def tell(future: Future[Found]) -> None:
            self._reactor.callFromThread(done, future.result())

        self._threads.submit(_look_up, name, port).add_done_callback(tell)

    def close(self) -> None:
        """Look up no more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _look_up(name: str, port: int) -> Found:
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        kind = FaultKind.NXDOMAIN if error.errno in NO_SUCH_NAME else FaultKind.DNS
        return Found(fault=Fault(kind=kind, detail=f"{name}: {error.strerror}"))
    except (OSError, UnicodeError) as error:
        return Found(fault=Fault(kind=FaultKind.DNS, detail=f"{name}: {error}"))
    return Found(addresses=tuple(dict.fromkeys(str(each[4][0]) for each in found)))


class ServerLookup:
    """Name servers of the user's choice, asked directly."""

    def __init__(self, servers: Sequence[str]) -> None:
        places = [(host.strip("[]"), int(port)) for host, _, port in (each.rpartition(":") for each in servers)]
        make: Any = client.Resolver
        self._resolver = make(servers=places, timeout=WAITS)

    def __call__(self, name: str, port: int, done: Callable[[Found], None]) -> None:
        """Call ``done`` with what was found."""
        asked: list[Deferred[Any]] = [self._resolver.lookupAddress(name), self._resolver.lookupIPV6Address(name)]
        DeferredList(asked, consumeErrors=True).addCallback(lambda results: done(_answered(name, results)))

    def close(self) -> None:
        """Look up no more."""


def _answered(name: str, results: list[tuple[bool, Any]]) -> Found:
    addresses: list[str] = []
    faults: list[Fault] = []
    for good, result in results:
        if good:
            addresses += [str(ipaddress.ip_address(each.payload.address)) for each in result[0] if _is_address(each)]
        else:
            kind = FaultKind.NXDOMAIN if result.check(DNSNameError) else FaultKind.DNS
            faults.append(Fault(kind=kind, detail=f"{name}: {_words(result.value)}"))
    if addresses:
        return Found(addresses=tuple(addresses))
    nothing = Fault(kind=FaultKind.DNS, detail=f"{name}: has no address")
    return Found(fault=min(faults, key=lambda fault: fault.kind is not FaultKind.NXDOMAIN, default=nothing))


def _is_address(record: Any) -> bool:
    return isinstance(record.payload, dns.Record_A | dns.Record_AAAA)


_IN_WORDS = {
    "DNSNameError": "no such name",
    "DNSServerError": "the name server failed",
    "DNSQueryRefusedError": "the name server refuses to tell",
    "DNSQueryTimeoutError": "the name server does not answer",
    "TimeoutError": "the name server does not answer",
}


def _words(error: BaseException) -> str:
    name = type(error).__name__
    return _IN_WORDS.get(name, name)


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """A lookup in a thread cannot be taken back; its answer is thrown away."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves for the whole process; Scrapy makes and installs it (TWISTED_DNS_RESOLVER)."""

    def __init__(self, reactor: Any, guard: Guard, lookup: Lookup, trusted: frozenset[str]) -> None:
        self._reactor = reactor
        self._guard = guard
        self._lookup = lookup
        self._trusted = trusted
        self._failures: OrderedDict[str, Fault] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Make the resolver of a process; ``crawler`` is anything that has Scrapy's settings."""
        settings = CrawlSettings.of_scrapy(crawler.settings)
        guard = Guard.of(settings.allow_private)
        lookup = ServerLookup(settings.nameservers) if settings.nameservers else SystemLookup(reactor)
        return cls(reactor, guard, lookup, proxy_hosts())

    def install_on_reactor(self) -> None:
        """Become the reactor's resolver, until it ends."""
        self._reactor.installNameResolver(self)
        self._reactor.addSystemEventTrigger("during", "shutdown", self._lookup.close)

    def failure(self, host: str) -> Fault | None:
        """Return why the last lookup of ``host`` gave no address that may be connected to."""
        return self._failures.get(host.rstrip(".").lower())

    def resolveHostName(  # noqa: N802 (Twisted's interface)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Give the addresses of ``hostName`` that the guard lets pass."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        def done(found: Found) -> None:
            self._deliver(resolutionReceiver, hostName, portNumber, found)

        try:
            done(Found(addresses=(str(ipaddress.ip_address(hostName)),)))
        except ValueError:
            self._lookup(hostName, portNumber, done)
        return resolution

    def _deliver(self, receiver: Any, name: str, port: int, found: Found) -> None:
        key = name.rstrip(".").lower()
        self._failures.pop(key, None)
        refusals = {address: self._refusal(key, address) for address in found.addresses}
        for address, refusal in refusals.items():
            if refusal is None:
                kind = IPv6Address if ":" in address else IPv4Address
                receiver.addressResolved(kind("TCP", address, port))
        if all(refusals.values()):
            words = "; ".join(str(refusal) for refusal in refusals.values())[:300]
            self._note(key, found.fault or Fault(kind=FaultKind.GUARDED, detail=words))
        receiver.resolutionComplete()

    def _refusal(self, name: str, address: str) -> str | None:
        return None if name in self._trusted else self._guard.refusal(address)

    def _note(self, name: str, fault: Fault) -> None:
        self._failures[name] = fault
        while len(self._failures) > KEPT:
            self._failures.popitem(last=False)
