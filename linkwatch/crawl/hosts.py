"""What each host did tonight: whether it answers, is out of reach for all, or wants to be left alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from linkwatch.crawl.retries import BUSY_STATUSES, HOST_FAULTS
from linkwatch.model import Fault, Page
from linkwatch.urls import host_of

BUSY_TIMES = 3
"""Times that a host may say it is busy, none having been served in between, before it is left until tomorrow."""


@dataclass(slots=True)
class _Host:
    answers: bool = False
    failures: int = 0
    fault: Fault | None = None
    busy: int = 0
    left: bool = False


class Hosts:
    """The hosts met tonight.

    ``enough`` requests that found a host out of reach, none having been answered, speak for all its links.
    """

    def __init__(self, enough: int) -> None:
        self._enough = enough
        self._hosts: dict[str, _Host] = {}

    def saw(self, page: Page) -> int:
        """Take note of what one visit brought; return how often its host has been in trouble, 0 when it is not."""
        host = self._hosts.setdefault(host_of(page.final_url), _Host())
        if page.fault is not None and page.fault.kind in HOST_FAULTS:
            if not host.answers:
                host.failures, host.fault = host.failures + 1, page.fault
            return host.failures
        if page.status in BUSY_STATUSES:
            host.busy += 1
            host.left = host.left or host.busy > BUSY_TIMES
            return host.busy
        if page.status is not None:
            host.answers, host.failures, host.busy = True, 0, 0
        return 0

    def leave(self, name: str) -> None:
        """Leave a host until tomorrow: it asked for a longer rest than a night has."""
        self._hosts.setdefault(name, _Host()).left = True

    def is_left(self, name: str) -> bool:
        """Tell whether a host is to be asked no more tonight, and nothing is known of its other links."""
        host = self._hosts.get(name)
        return host is not None and host.left

    def fault(self, name: str) -> Fault | None:
        """Return the fault that stands for every further link of a host; None while it is to be asked."""
        host = self._hosts.get(name)
        if host is None or host.fault is None or host.failures < self._enough:
            return None
        detail = f"{host.fault.detail}; so it went {host.failures} times, the host is not asked again tonight"
        return replace(host.fault, detail=detail)
