"""Whether it is our own network that is down: then nothing that failed tonight may be believed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from linkwatch.model import FaultKind, Page
from linkwatch.urls import host_of

SUSPICIOUS = 6
"""Hosts out of reach one after another, none having answered in between, that make us look at ourselves."""
SIGNS = frozenset({FaultKind.NXDOMAIN, FaultKind.DNS, FaultKind.TIMEOUT, FaultKind.REFUSED, FaultKind.UNREACHABLE})
"""Faults that our own network may bring about."""
PATIENCE = 5.0
"""Seconds that a probe may take."""


class Outage:
    """Watches visits for signs of an outage of our own.

    ``probes`` are places (``host:port``) that are up when anything is; one that can be connected to
    settles that we are online.
    """

    def __init__(self, probes: Sequence[str]) -> None:
        self._probes = probes
        self._failed: set[str] = set()
        self._failing = False
        self._enough = SUSPICIOUS
        self.answered = False
        """Whether any host has answered tonight."""

    def saw(self, page: Page) -> bool:
        """Take note of what one visit brought; return whether it is time to probe."""
        if page.status is not None:
            self._failed.clear()
            self.answered = True
        elif page.fault is not None and page.fault.kind in SIGNS:
            self._failed.add(host_of(page.final_url))
            self._failing = True
        return len(self._failed) >= self._enough

    def suspected(self) -> bool:
        """Tell whether no host has answered tonight, though some were asked."""
        return not self.answered and self._failing

    async def is_down(self) -> bool:
        """Probe: tell whether nothing at all can be reached. Without probes we take ourselves to be online."""
        if not self._probes:
            return False
        self._failed.clear()  # one probe at a time
        self._enough *= 2  # so many dead hosts in a row are possible: look less often
        tries = [asyncio.ensure_future(_reaches(probe)) for probe in self._probes]
        try:
            for reached in asyncio.as_completed(tries):
                if await reached:
                    return False
        finally:
            for each in tries:
                each.cancel()
        return True


async def _reaches(probe: str) -> bool:
    host, _, port = probe.rpartition(":")
    with contextlib.suppress(OSError, TimeoutError):
        _, writer = await asyncio.wait_for(asyncio.open_connection(host.strip("[]"), int(port)), PATIENCE)
        writer.close()
        return True
    return False
