"""An http(s) address taken apart, as site modules look at it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

import ada_url

from linkwatch.urls import visitable


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of a URL that say which page it names."""

    host: str
    """Lower-case ASCII; never with a port."""
    path: str
    """Percent-encoded, as WHATWG parsing leaves it."""
    query: tuple[tuple[str, str], ...]
    """Decoded names and values, in order, empty values kept."""
    fragment: str
    """Without the ``#``."""

    def value(self, name: str) -> str:
        """Return the first value of the query's ``name``, or an empty string."""
        return next((value for key, value in self.query if key == name), "")

    def within(self, *hosts: str) -> bool:
        """Tell whether the host is one of ``hosts`` or below one of them."""
        return is_within(self.host, *hosts)


def is_within(name: str, *hosts: str) -> bool:
    """Tell whether ``name`` is one of ``hosts`` or below one of them."""
    return any(name == host or name.endswith("." + host) for host in hosts)


def parse(url: str) -> Address | None:
    """Take ``url`` apart; None when it is no http(s) URL, or names a port of its own.

    Another port is another server: no site module knows what stands there.
    """
    try:
        parts = ada_url.URL(visitable(url))
    except ValueError:
        return None
    if parts.protocol not in ("http:", "https:") or parts.port:
        return None
    return Address(
        host=parts.hostname.rstrip("."),
        path=parts.pathname,
        query=tuple(parse_qsl(parts.search.removeprefix("?"), keep_blank_values=True)),
        fragment=parts.hash.removeprefix("#"),
    )
