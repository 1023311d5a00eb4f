"""Our own fault is not theirs: a night on which the network between us and the sites was out of order.

A captive portal, a broken resolver or a filter answers for every host alike. What unrelated hosts have in
common is therefore ours. Pure: over what the visits of a night, or of a night so far, brought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from linkwatch.model import FaultKind, Page
from linkwatch.urls import host_of

ALIKE_DOMAINS = 3
"""Unrelated domains that must have the same thing in common…"""

ALIKE_SHARE = 0.5
"""…and their share of all domains asked: shorteners and shared hosts send a few links to one place every night."""

SILENT_DOMAINS = 5
"""Domains of living links, none of which answered, that show us to be cut off."""

CUT_OFF = frozenset({FaultKind.NXDOMAIN, FaultKind.DNS, FaultKind.TIMEOUT, FaultKind.REFUSED, FaultKind.UNREACHABLE})
"""Faults with which a machine without a network fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What one visit brought, as far as it may tell of ourselves."""

    page: Page
    """Without its body, if you like."""
    fingerprint: str = ""
    was_living: bool = False
    """Whether the link was alive before tonight."""


def found(glimpses: Sequence[Glimpse]) -> str:
    """Return why our own network is to blame for the night, in words; empty when it is not."""
    if any(glimpse.page.status == 511 for glimpse in glimpses):
        return "an answer was HTTP 511: a network between us and the sites asks for a login"
    asked = {_domain(glimpse.page.url) for glimpse in glimpses}
    for common, words in _COMMON.items():
        value, domains = _largest(glimpses, common)
        if len(domains) >= ALIKE_DOMAINS and len(domains) >= len(asked) * ALIKE_SHARE:
            return f"{len(domains)} of {len(asked)} unrelated domains {words}: {value}"
    return _cut_off(glimpses)


def _cut_off(glimpses: Iterable[Glimpse]) -> str:
    living = [glimpse.page for glimpse in glimpses if glimpse.was_living]
    domains = {_domain(page.url) for page in living}
    silent = all(page.fault is not None and page.fault.kind in CUT_OFF and page.status is None for page in living)
    if len(domains) < SILENT_DOMAINS or not silent:
        return ""
    return f"none of {len(domains)} domains that answered before can be reached"


def _elsewhere(glimpse: Glimpse) -> str:
    """Return the host that a visit was sent to, on another domain than it asked."""
    page = glimpse.page
    sent = page.status is not None and _domain(page.final_url) != _domain(page.url)
    return host_of(page.final_url) if sent else ""


def _certificate(glimpse: Glimpse) -> str:
    fault = glimpse.page.certificate or glimpse.page.fault
    return fault.detail if fault is not None and fault.kind is FaultKind.TLS else ""


def _answer(glimpse: Glimpse) -> str:
    return glimpse.fingerprint if glimpse.page.status is not None else ""


_COMMON: dict[Callable[[Glimpse], str], str] = {
    _elsewhere: "sent us to one host",
    _certificate: "showed one faulty certificate",
    _answer: "answered with one page",
}


def _largest(glimpses: Iterable[Glimpse], common: Callable[[Glimpse], str]) -> tuple[str, set[str]]:
    """Return what most domains have in common, and those domains."""
    having: defaultdict[str, set[str]] = defaultdict(set)
    for glimpse in glimpses:
        value = common(glimpse)
        if value:
            having[value].add(_domain(glimpse.page.url))
    return max(having.items(), key=lambda item: (len(item[1]), item[0]), default=("", set()))


def _domain(url: str) -> str:
    """Return the domain under which its owner has all names: hosts of one domain are related."""
    host = host_of(url)
    return _suffixes().privatesuffix(host) or host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
