"""Our own fault is not theirs: a night on which the network between us and the sites was out of order.

A captive portal, a broken resolver or a filter answers for every host alike. What unrelated hosts have in
common is therefore ours. Pure: a crawl shows each visit to a :class:`Watch`, and asks it whom to blame.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from linkwatch.judge import place
from linkwatch.model import FaultKind, Page, State, Verdict
from linkwatch.urls import host_of

ALIKE_DOMAINS = 3
"""Unrelated domains that must have the same thing in common…"""

ALIKE_SHARE = 0.5
"""…and their share of the domains seen last: shorteners send a few links to one place every night."""

SEEN_LAST = 40
"""Domains that are looked at together, the latest: the evening does not hide a portal that comes up at midnight."""

EARLY_DOMAINS = 6
"""Domains that must have been seen before a night is broken off; at its end fewer will do."""

SILENT_DOMAINS = 5
"""Domains of living links, none of which answered, that show us to be cut off."""

SUSPICIOUS_HOSTS = 6
"""Hosts out of reach one after another, none having answered in between, that make us look at ourselves."""

NAMELESS = frozenset({FaultKind.NXDOMAIN, FaultKind.DNS})
"""Faults of looking up a name: where none is found any more, it is the resolver, whatever else can be reached."""

CUT_OFF = NAMELESS | {FaultKind.TIMEOUT, FaultKind.REFUSED, FaultKind.UNREACHABLE}
"""Faults with which a machine without a network fails."""

_OWN_WORDS = frozenset({State.BLOCKED, State.SUSPECT, State.DEAD, State.UNREACHABLE})
"""States whose pages are alike on many hosts for reasons of theirs: one maker's wall, one server's error page."""

_INTERCEPTED = ("made out to", "issued by")
"""What is said of certificates that somebody between us and the site put in its place."""

_SENT = frozenset({"redirected-to-top", "redirected-to-section", "redirected-to-error"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """What one visit brought, as far as it may tell of ourselves."""

    page: Page
    """Without its body, if you like."""
    verdict: Verdict | None = None
    fingerprint: str = ""
    was_living: bool = False
    """Whether the link was alive before tonight."""


class Watch:
    """The night so far: the last glimpse of each of the latest domains. Its memory does not grow with the night."""

    def __init__(self) -> None:
        self._last: dict[str, Glimpse] = {}
        self._living_domains: set[str] = set()
        self._faults: set[FaultKind] = set()
        self._has_answered = False
        self._login = ""
        self._failed_hosts: set[str] = set()
        self._enough = SUSPICIOUS_HOSTS
        self._doubts = 0
        self._doubts_enough = 1

    def saw(self, glimpse: Glimpse) -> bool:
        """Take note of what one visit brought; return whether it may not be the site's own answer.

        Such a visit is best kept back until :meth:`common` has had its last word.
        """
        page = glimpse.page
        domain = _domain(page.url)
        if page.status == 511:
            self._login = host_of(page.final_url)
        self._count(page, domain, was_living=glimpse.was_living)
        if not domain:
            return False
        self._last.pop(domain, None)
        self._last[domain] = glimpse
        if len(self._last) > SEEN_LAST:
            del self._last[next(iter(self._last))]
        if _elsewhere(glimpse) or _certificate(glimpse):
            return True
        answer = _answer(glimpse)
        return bool(answer) and any(_answer(one) == answer for name, one in self._last.items() if name != domain)

    def _count(self, page: Page, domain: str, *, was_living: bool) -> None:
        if page.status is not None:
            self._has_answered = True
            self._failed_hosts.clear()
        if page.fault is None or page.fault.kind not in CUT_OFF or page.status is not None:
            return
        self._failed_hosts.add(host_of(page.final_url))
        self._faults.add(page.fault.kind)
        if was_living and domain and len(self._living_domains) < SILENT_DOMAINS:
            self._living_domains.add(domain)

    def wants_probe(self) -> bool:
        """Whether so many hosts were out of reach one after another that it is time to look at ourselves.

        So many dead hosts in a row are possible: each time twice as many are needed.
        """
        if len(self._failed_hosts) < self._enough:
            return False
        self._failed_hosts.clear()
        self._enough *= 2
        return True

    def wants_second_opinion(self) -> bool:
        """Whether, with one more visit that may not be the site's own answer, it is time to ask who answers.

        At the first such visit; then each time that there are twice as many.
        """
        self._doubts += 1
        if self._doubts < self._doubts_enough:
            return False
        self._doubts_enough *= 2
        return True

    def is_silent(self) -> bool:
        """Whether no host has answered tonight, though some were asked."""
        return not self._has_answered and bool(self._faults)

    def resolver(self) -> str:
        """Return why our resolver is to blame, in words; empty when it is not: no name is found any more."""
        return self._silence() if self._faults <= NAMELESS else ""

    def cut_off(self) -> str:
        """Return why we seem to be cut off, for one who cannot probe; empty when we do not."""
        return self._silence()

    def _silence(self) -> str:
        if self._has_answered or len(self._living_domains) < SILENT_DOMAINS:
            return ""
        return f"not one of {len(self._living_domains)} domains or more that answered before can be reached"

    def common(self, *, at_end: bool = False) -> str:
        """Return what answers for the sites in their place, in words; empty when nothing does."""
        if self._login:
            return f"HTTP 511 in place of {self._login}: a network between us and the sites asks for a login"
        if len(self._last) < (ALIKE_DOMAINS if at_end else EARLY_DOMAINS):
            return ""
        for common, words in _COMMON.items():
            value, domains = _largest(self._last.items(), common)
            if len(domains) >= ALIKE_DOMAINS and len(domains) >= len(self._last) * ALIKE_SHARE:
                return f"{len(domains)} of {len(self._last)} unrelated domains {words}: {value}"
        return ""


def _elsewhere(glimpse: Glimpse) -> str:
    """Return the page that a visit was sent to, on another domain than it asked: a portal has but one."""
    page = glimpse.page
    there = _domain(page.final_url) or host_of(page.final_url)
    if page.status is None or there == _domain(page.url) or _explains_itself(glimpse):
        return ""
    return f"{host_of(page.final_url)}/{'/'.join(place.segments(page.final_url))} {glimpse.fingerprint}".rstrip()


def _certificate(glimpse: Glimpse) -> str:
    """Return whose certificate was shown. One that only ran out is the site's own affair; so is any over a page."""
    fault = glimpse.page.certificate or glimpse.page.fault
    is_well = glimpse.verdict is not None and glimpse.verdict.state in (State.ALIVE, State.MOVED)
    if fault is None or fault.kind is not FaultKind.TLS or is_well:
        return ""
    shown = fault.detail.partition(", not to ")[0]
    return shown if shown.startswith(_INTERCEPTED) else ""


def _answer(glimpse: Glimpse) -> str:
    page = glimpse.page
    is_page = page.status is not None and 200 <= page.status <= 299
    return glimpse.fingerprint if is_page and not _explains_itself(glimpse) else ""


def _explains_itself(glimpse: Glimpse) -> bool:
    """Whether the verdict already has a reason for which many hosts show the same."""
    verdict = glimpse.verdict
    return verdict is not None and verdict.state in _OWN_WORDS and verdict.reason not in _SENT


_COMMON: dict[Callable[[Glimpse], str], str] = {
    _elsewhere: "sent us to one page",
    _certificate: "showed one faulty certificate",
    _answer: "answered with one page",
}


def _largest(last: Iterable[tuple[str, Glimpse]], common: Callable[[Glimpse], str]) -> tuple[str, set[str]]:
    """Return what most domains have in common, and those domains."""
    having: defaultdict[str, set[str]] = defaultdict(set)
    for domain, glimpse in last:
        value = common(glimpse)
        if value:
            having[value].add(domain)
    return max(having.items(), key=lambda item: (len(item[1]), item[0]), default=("", set()))


@lru_cache(maxsize=1024)
def _domain(url: str) -> str:
    """Return the domain under which its owner has all names: hosts of one domain are related.

    Empty for an address in numbers and for a name without a dot: whose neighbours they are is not known.
    """
    host = host_of(url)
    if "." not in host or host[-1].isdigit() or ":" in host:
        return ""
    return _suffixes().privatesuffix(host) or host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
