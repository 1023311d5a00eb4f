"""The proxies that the usual variables name: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY, in either case.

Behind a proxy the guard sees the proxy's address, not the page's: SECURITY.md says what that means.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment

from requests.utils import get_environ_proxies, select_proxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """Where a request goes first."""

    address: str
    """Without credentials."""
    authorization: str = ""
    """The Proxy-Authorization header; empty when none is needed."""


def proxy_hosts() -> frozenset[str]:
    """Return the proxies' own names or addresses: the user named them, and they may be private."""
    named = getproxies_environment()
    addresses = [named[scheme] for scheme in ("http", "https", "all") if named.get(scheme)]
    hosts = (urlsplit(_whole(address)).hostname for address in addresses)
    return frozenset(host.rstrip(".").lower() for host in hosts if host)


def proxy_for(url: str) -> Proxy | None:
    """Return the proxy that a request of ``url`` goes through; None when it goes straight."""
    named = select_proxy(url, get_environ_proxies(url, no_proxy=None))
    if not named:
        return None
    parts = urlsplit(_whole(named))
    address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if not parts.username:
        return Proxy(address=address)
    secret = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return Proxy(address=address, authorization=f"Basic {base64.b64encode(secret.encode()).decode()}")


def _whole(address: str) -> str:
    return address if "://" in address else f"http://{address}"
