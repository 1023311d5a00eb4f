"""Whether a failed visit is worth another try tonight, when, and when a host has failed often enough."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from linkwatch.crawl.settings import CrawlSettings
from linkwatch.model import Fault, FaultKind, Page
from linkwatch.urls import host_of

PASSING_FAULTS = frozenset(
    {FaultKind.DNS, FaultKind.REFUSED, FaultKind.RESET, FaultKind.TIMEOUT, FaultKind.UNREACHABLE, FaultKind.PROTOCOL}
)
"""Faults that may pass within a night."""
PASSING_STATUSES = frozenset({408, 425, 500, 502, 504})
"""Statuses that may pass within a night, and are the page's own."""
BUSY_STATUSES = frozenset({429, 503})
"""Statuses by which a host asks to be left alone for a while."""
HOST_FAULTS = frozenset(
    {FaultKind.NXDOMAIN, FaultKind.DNS, FaultKind.REFUSED, FaultKind.TIMEOUT, FaultKind.UNREACHABLE, FaultKind.TLS}
)
"""Faults that are the host's, not the page's."""
BUSY_WAIT = 60.0
"""Seconds that a busy host is left when it names no time; twice as long each further time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Try again in ``seconds``; ``whole_host``: leave the whole host for so long."""

    seconds: float
    whole_host: bool = False


def again(
    page: Page, tries: int, settings: CrawlSettings, now: datetime, jitter: Callable[[], float] = random.random
) -> Again | None:
    """Return when to try again what brought ``page`` at its ``tries``-th try; None when it counts as it is."""
    if tries > settings.retries:
        return None
    backoff: float = settings.retry_wait * 2 ** (tries - 1) * (1 + 0.5 * jitter())
    if page.fault is not None:
        return Again(seconds=backoff) if page.fault.kind in PASSING_FAULTS else None
    if page.status in BUSY_STATUSES:
        asked = retry_after(page, now)
        wait = asked if asked is not None else BUSY_WAIT * 2 ** (tries - 1)
        return Again(seconds=wait, whole_host=True) if wait <= settings.max_wait else None
    return Again(seconds=backoff) if page.status in PASSING_STATUSES else None


def retry_after(page: Page, now: datetime) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, 10.2.3: seconds or a date); None when it does not."""
    value = next((value for name, value in page.headers if name == "retry-after"), "").strip()
    if value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())


class FailingHosts:
    """Hosts that answered nobody tonight: after so many failures the rest is not asked any more."""

    def __init__(self, enough: int) -> None:
        self._enough = enough
        self._failures: dict[str, int] = {}
        self._faults: dict[str, Fault] = {}

    def saw(self, page: Page) -> None:
        """Take note of what one visit of a link brought, its tries included."""
        host = host_of(page.final_url)
        if page.fault is None or page.fault.kind not in HOST_FAULTS:
            if page.status is not None:
                self._failures[host] = -1  # it answers: what fails now and then is asked again
            return
        failures = self._failures.get(host, 0)
        if failures >= 0:
            self._failures[host] = failures + 1
            self._faults[host] = page.fault

    def fault(self, host: str) -> Fault | None:
        """Return the fault that stands for every further link of ``host``; None while it is to be asked."""
        if self._failures.get(host, 0) < self._enough:
            return None
        seen = self._faults[host]
        detail = f"{seen.detail}; so failed {self._failures[host]} links of this host, it is not asked again tonight"
        return replace(seen, detail=detail)
