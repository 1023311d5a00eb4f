"""Names to addresses, with the guard between: what is connected to is what was judged.

Twisted's endpoints connect to the very addresses that a resolver gives them, so that an answer of the
DNS which changes between two lookups gains nothing. Literal addresses in all their spellings pass here
too. Twisted knows one sort of failure; the notes kept here tell them apart.
"""

from __future__ import annotations

import ipaddress
import socket
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer

from linkwatch.crawl.guard import Guard
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.model import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Sequence

THREADS = 32
"""Lookups at a time: each dead name server keeps one waiting for seconds."""
KEPT = 10_000
"""Failures remembered."""

NO_SUCH_NAME = {socket.EAI_NONAME}
"""What getaddrinfo says of a name that does not exist. EAI_AGAIN is a server that could not be asked, EAI_NODATA
(not in POSIX) a name without addresses."""


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """A lookup in a thread cannot be taken back; its answer is thrown away."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Resolves for the whole process; Scrapy makes and installs it (TWISTED_DNS_RESOLVER)."""

    def __init__(self, reactor: Any, guard: Guard) -> None:
        self._reactor = reactor
        self._guard = guard
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="linkwatch-dns")
        self._failures: OrderedDict[str, Fault] = OrderedDict()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Make the resolver of a process; ``crawler`` is anything that has Scrapy's settings."""
        return cls(reactor, Guard.of(CrawlSettings.of_scrapy(crawler.settings).allow_private))

    def install_on_reactor(self) -> None:
        """Become the reactor's resolver, until it ends."""
        self._reactor.installNameResolver(self)
        self._reactor.addSystemEventTrigger("during", "shutdown", self._threads.shutdown, False, cancel_futures=True)

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
        future = self._threads.submit(_look_up, hostName, portNumber)
        future.add_done_callback(
            lambda done: self._reactor.callFromThread(self._deliver, resolutionReceiver, hostName, portNumber, done)
        )
        return resolution

    def _deliver(self, receiver: Any, name: str, port: int, found: Future[tuple[list[str], Fault | None]]) -> None:
        key = name.rstrip(".").lower()
        addresses, fault = found.result()
        self._failures.pop(key, None)
        refusals = []
        for address in addresses:
            if (refusal := self._guard.refusal(address)) is not None:
                refusals.append(refusal)
                continue
            kind = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(kind("TCP", address, port))
        if len(refusals) == len(addresses):
            self._note(key, fault or Fault(kind=FaultKind.GUARDED, detail="; ".join(dict.fromkeys(refusals))[:300]))
        receiver.resolutionComplete()

    def _note(self, name: str, fault: Fault) -> None:
        self._failures[name] = fault
        while len(self._failures) > KEPT:
            self._failures.popitem(last=False)


def _look_up(name: str, port: int) -> tuple[list[str], Fault | None]:
    try:
        return [str(ipaddress.ip_address(name))], None
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        kind = FaultKind.NXDOMAIN if error.errno in NO_SUCH_NAME else FaultKind.DNS
        return [], Fault(kind=kind, detail=f"{name}: {error.strerror}")
    except (OSError, UnicodeError) as error:
        return [], Fault(kind=FaultKind.DNS, detail=f"{name}: {error}")
    return list(dict.fromkeys(str(each[4][0]) for each in found)), None
