"""Which addresses may be connected to. A new case is a line."""

from __future__ import annotations

import pytest

from linkwatch.crawl.guard import REFUSED, Guard
from linkwatch.errors import UsageError

PUBLIC = ["8.8.8.8", "203.180.136.1", "2606:4700::6810:84e5", "2001:200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
NOT_PUBLIC = {
    "127.0.0.1": "loopback",
    "127.8.9.10": "loopback",
    "::1": "loopback",
    "0.0.0.0": "this host",
    "::": "this host",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "fd12:3456::1": "private",
    "169.254.0.1": "link-local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "100.64.0.1": "carrier-grade",
    "100.127.255.254": "carrier-grade",
    "224.0.0.1": "multicast",
    "ff02::1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "2002:7f00:1::": "6to4",
    "2002:808:808::": "6to4",
    "192.88.99.1": "6to4",
    "2001:0:7f00:1::": "Teredo",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:10.0.0.1": "private",
    "::ffff:169.254.169.254": "metadata",
    "64:ff9b::7f00:1": "loopback",
    "64:ff9b::a00:1": "private",
    "64:ff9b:1::1": "translation",
    "::7f00:1": "IPv4",
    "169.254.169.254": "metadata",
    "169.254.170.2": "metadata",
    "100.100.100.200": "metadata",
    "168.63.129.16": "metadata",
    "fd00:ec2::254": "metadata",
    "192.0.2.1": "documentation",
    "2001:db8::1": "documentation",
    "198.18.0.1": "benchmarking",
    "fec0::1": "site-local",
    "5f00::1": "segment routing",
    "1.2.3.4.5": "no IP address",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert Guard().refusal(address) is None


@pytest.mark.parametrize(("address", "why"), NOT_PUBLIC.items())
def test_all_others_are_refused_with_the_reason(address: str, why: str) -> None:
    refusal = Guard().refusal(address)
    assert refusal is not None
    assert why in refusal


@pytest.mark.parametrize("cidr", [cidr for cidr, _ in REFUSED])
def test_every_network_of_the_table_is_refused_from_end_to_end(cidr: str) -> None:
    import ipaddress

    network = ipaddress.ip_network(cidr)
    for address in (network[0], network[-1]):
        assert Guard().refusal(str(address)) is not None


@pytest.mark.parametrize(
    ("cidr", "inside", "outside"),
    [
        ("127.0.0.0/8", "127.1.2.3", "10.0.0.1"),
        ("10.0.0.0/24", "::ffff:10.0.0.7", "10.0.1.7"),
        ("fd00::/8", "fd00::1", "fe80::1"),
        ("169.254.169.254/32", "169.254.169.254", "169.254.169.253"),
    ],
)
def test_a_network_that_the_user_opens_passes_and_no_other(cidr: str, inside: str, outside: str) -> None:
    guard = Guard.of([cidr])
    assert guard.refusal(inside) is None
    assert guard.refusal(outside) is not None


def test_an_impossible_network_is_a_usage_error_that_names_it() -> None:
    with pytest.raises(UsageError, match=r"10\.0\.0\.0/99"):
        Guard.of(["10.0.0.0/99"])
