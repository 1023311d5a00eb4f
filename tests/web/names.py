"""A name server of the tests' own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from dnslib import QTYPE, RCODE, RR
from dnslib.server import DNSLogger, DNSServer


@contextlib.contextmanager
def name_server(names: Mapping[str, object]) -> Iterator[str]:
    """Serve ``names`` and yield the place (``host:port``).

    A value is a tuple of addresses, a list of such tuples (one for each time it is asked, the last for ever
    after), a CNAME in text, or an RCODE; a name that is not among them does not exist.
    """
    server = DNSServer(_Zone(names), address="127.0.0.1", port=0, logger=DNSLogger(logf=lambda _: None))
    server.start_thread()
    try:
        yield f"127.0.0.1:{server.server.server_address[1]}"
    finally:
        server.stop()
        server.server.server_close()


class _Zone:
    def __init__(self, names: Mapping[str, object]) -> None:
        self._names = names
        self._times: dict[str, int] = {}

    def resolve(self, request: Any, handler: object) -> Any:
        reply = request.reply()
        self._answer(reply, str(request.q.qname).rstrip(".").lower(), QTYPE[request.q.qtype])
        return reply

    def _answer(self, reply: Any, name: str, kind: str) -> None:
        value = self._names.get(name)
        if value is None:
            reply.header.rcode = RCODE.NXDOMAIN
        elif isinstance(value, int):
            reply.header.rcode = value
        elif isinstance(value, str):
            reply.add_answer(*RR.fromZone(f"{name}. 0 CNAME {value}."))
            self._answer(reply, value, kind)
        else:
            for address in self._addresses(name, value, kind):
                if (":" in address) == (kind == "AAAA"):
                    reply.add_answer(*RR.fromZone(f"{name}. 0 {kind} {address}"))

    def _addresses(self, name: str, value: object, kind: str) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        assert isinstance(value, list)
        time = self._times.get(f"{name} {kind}", 0)
        self._times[f"{name} {kind}"] = time + 1
        found: tuple[str, ...] = value[min(time, len(value) - 1)]
        return found
