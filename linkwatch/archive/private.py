"""Which addresses are nobody else's business: a public archive has no copy of them, nor is it told of them."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

_OWN = frozenset(("local", "localhost", "internal", "intranet", "private", "lan", "corp", "home", "arpa", "onion"))
"""Last labels of names that the public DNS does not have (RFC 6761, 6762, 7686, 8375; ICANN on .internal)."""


def is_private(url: str) -> bool:
    """Whether a URL names a host of a private network, or carries a password."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return True
    if parts.username is not None or not host:
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2].lower() in _OWN
