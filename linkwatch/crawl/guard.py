"""Which network addresses the crawl may connect to: public ones, and those that the user opens."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Self

from linkwatch.errors import UsageError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

REFUSED: tuple[tuple[str, str], ...] = (
    ("169.254.169.254/32", "a cloud's metadata service"),
    ("169.254.170.2/32", "a cloud's metadata service"),
    ("100.100.100.200/32", "a cloud's metadata service"),
    ("192.0.0.192/32", "a cloud's metadata service"),
    ("168.63.129.16/32", "a cloud's metadata service"),
    ("fd00:ec2::254/128", "a cloud's metadata service"),
    ("0.0.0.0/8", "this host (RFC 6890)"),
    ("10.0.0.0/8", "private (RFC 1918)"),
    ("100.64.0.0/10", "carrier-grade NAT (RFC 6598)"),
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link-local (RFC 3927)"),
    ("172.16.0.0/12", "private (RFC 1918)"),
    ("192.0.0.0/24", "protocol assignments (RFC 6890)"),
    ("192.0.2.0/24", "documentation (RFC 5737)"),
    ("192.88.99.0/24", "6to4 relay (RFC 7526)"),
    ("192.168.0.0/16", "private (RFC 1918)"),
    ("198.18.0.0/15", "benchmarking (RFC 2544)"),
    ("198.51.100.0/24", "documentation (RFC 5737)"),
    ("203.0.113.0/24", "documentation (RFC 5737)"),
    ("224.0.0.0/4", "multicast"),
    ("240.0.0.0/4", "reserved, or broadcast"),
    ("::/128", "this host"),
    ("::1/128", "loopback"),
    ("::/96", "IPv4 in IPv6 form, long out of use (RFC 4291)"),
    ("64:ff9b:1::/48", "local translation of IPv4 (RFC 8215)"),
    ("100::/64", "discarded (RFC 6666)"),
    ("2001::/32", "Teredo tunnel (RFC 4380)"),
    ("2001:db8::/32", "documentation (RFC 3849)"),
    ("3fff::/20", "documentation (RFC 9637)"),
    ("2002::/16", "6to4 tunnel (RFC 3056)"),
    ("5f00::/16", "segment routing (RFC 9602)"),
    ("fc00::/7", "private (RFC 4193)"),
    ("fe80::/10", "link-local (RFC 4291)"),
    ("fec0::/10", "site-local (RFC 3879)"),
    ("ff00::/8", "multicast"),
)
"""Networks and why they are refused; IANA's special-purpose registries, and where clouds keep secrets.

The first that fits names the reason. Addresses that carry an IPv4 address (mapped, translated) are
judged by that one, see :func:`_carried`.
"""

_REFUSED: tuple[tuple[Network, str], ...] = tuple((ipaddress.ip_network(cidr), why) for cidr, why in REFUSED)
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class Guard:
    """Judges addresses; made once a crawl."""

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    @classmethod
    def of(cls, cidrs: Iterable[str]) -> Self:
        """Make a guard that lets the networks ``cidrs`` pass; raises :class:`UsageError` for a bad one."""
        networks = []
        for cidr in cidrs:
            try:
                networks.append(ipaddress.ip_network(cidr, strict=False))
            except ValueError as error:
                message = f"allow_private: {cidr!r} is no network"
                raise UsageError(message, hint="write it as 10.0.0.0/8 or fd00::/8") from error
        return cls(networks)

    def refusal(self, address: str) -> str | None:
        """Say why ``address`` (an IP address, as connected to) may not be connected to; None when it may."""
        try:
            ip = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return f"{address} is no IP address"
        inner = _carried(ip)
        if any(each.version == net.version and each in net for each in (ip, inner) for net in self._allowed):
            return None
        for network, why in _REFUSED:
            if inner.version == network.version and inner in network:
                return f"{address} is {why}" if inner == ip else f"{address} stands for {inner}: {why}"
        return None if inner.is_global else f"{address} is not public"


def _carried(ip: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return ip.ipv4_mapped
        if ip in _TRANSLATED:
            return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip
