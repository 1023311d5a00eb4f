"""Whether a failed visit is worth another try tonight, and when: pure, the hosts' history comes in."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from linkwatch.crawl.settings import CrawlSettings
from linkwatch.model import FaultKind, Page

PASSING_FAULTS = frozenset(
    {FaultKind.DNS, FaultKind.REFUSED, FaultKind.RESET, FaultKind.TIMEOUT, FaultKind.UNREACHABLE, FaultKind.PROTOCOL}
)
"""Faults that may pass within a night."""
HOST_FAULTS = frozenset(
    {FaultKind.NXDOMAIN, FaultKind.DNS, FaultKind.REFUSED, FaultKind.TIMEOUT, FaultKind.UNREACHABLE, FaultKind.TLS}
)
"""Faults that are the host's, not the page's."""
PASSING_STATUSES = frozenset({408, 425, 500, 502, 504})
"""Statuses that may pass within a night, and are the page's own."""
BUSY_STATUSES = frozenset({429, 503})
"""Statuses by which a host asks to be left alone for a while."""
BUSY_WAIT = 60.0
"""Seconds that a busy host is left when it names no time; twice as long each further time."""


def host_rest(
    page: Page, troubles: int, settings: CrawlSettings, now: datetime, jitter: Callable[[], float] = random.random
) -> float | None:
    """Return for how many seconds the host that brought ``page`` is to be left alone; None for all of tonight.

    ``troubles`` is how often it was busy or out of reach, this time included.
    """
    if page.fault is None and page.status in BUSY_STATUSES:
        asked = retry_after(page, now)
        wait = asked if asked is not None else BUSY_WAIT * 2 ** (troubles - 1)
        return wait if wait <= settings.max_wait else None
    if page.fault is not None and page.fault.kind in HOST_FAULTS & PASSING_FAULTS and troubles:
        return min(settings.max_wait, _backoff(troubles, settings, jitter))
    return 0.0


def again(
    page: Page, tries: int, settings: CrawlSettings, jitter: Callable[[], float] = random.random
) -> float | None:
    """Return in how many seconds to try again what brought ``page`` at its ``tries``-th try; None to let it count.

    Where the host is at fault, its own rest is wait enough. Of how often a busy host is asked, the host's history
    decides.
    """
    if page.fault is None and page.status in BUSY_STATUSES:
        return 0.0 if settings.retries else None
    if tries > settings.retries:
        return None
    if page.fault is not None and page.fault.kind in PASSING_FAULTS:
        return 0.0 if page.fault.kind in HOST_FAULTS else _backoff(tries, settings, jitter)
    if page.fault is None and page.status in PASSING_STATUSES:
        return _backoff(tries, settings, jitter)
    return None


def _backoff(times: int, settings: CrawlSettings, jitter: Callable[[], float]) -> float:
    return float(settings.retry_wait * 2 ** (times - 1) * (1 + 0.5 * jitter()))


def retry_after(page: Page, now: datetime) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, 10.2.3: seconds or a date); None when it does not."""
    value = next((value for name, value in page.headers if name == "retry-after"), "").strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return max(0.0, (date - now).total_seconds())
