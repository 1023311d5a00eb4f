"""Requests to one archive: a rest between two, further tries for what passes, and no more of one that is down."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime

from linkwatch.archive.answers import http_date
from linkwatch.archive.source import Source
from linkwatch.archive.transport import Fetch
from linkwatch.model import Fault, FaultKind, Page

_BUSY = frozenset((429, 503))
_PASSING = frozenset((500, 502, 504, *_BUSY))
_PASSING_FAULTS = frozenset((FaultKind.TIMEOUT, FaultKind.UNREACHABLE, FaultKind.RESET, FaultKind.PROTOCOL))
#: Seconds that are waited at most because an archive asks for it; it is left alone until then.
_LONGEST_WAIT = 120.0
#: Requests in a row without an answer after which an archive is not asked again.
_ENOUGH = 3


class Pace:
    """Turns at archives; not for several threads."""

    def __init__(
        self,
        fetch: Fetch,
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        retries: int,
        seconds: float | None = None,
    ) -> None:
        """``seconds`` from the first request on, nothing more is asked."""
        self._fetch, self._now, self._clock, self._sleep, self._retries = fetch, now, clock, sleep, retries
        self._free: dict[str, float] = {}
        self._failed: dict[str, int] = {}
        self._seconds, self._end = seconds, math.inf

    def get(self, source: Source, url: str, headers: Mapping[str, str]) -> Page:
        """The answer to a request, tried again while it may pass; a fault when the archive is left alone."""
        if self._seconds is not None and self._end == math.inf:
            self._end = self._clock() + self._seconds
        if self.is_down(source):
            return _left_alone(url, f"{source.name} has not answered {_ENOUGH} times in a row")
        for tried in range(self._retries + 1):
            wait = self._free.get(source.name, 0.0) - self._clock()
            if self._clock() + max(wait, 0) >= self._end:
                return _left_alone(url, "the time for asking archives is over")
            if wait > _LONGEST_WAIT:
                return _left_alone(url, f"{source.name} asks to be left alone for {wait:.0f} seconds")
            if wait > 0:
                self._sleep(wait)
            answer = self._fetch(url, headers)
            self._free[source.name] = self._clock() + source.delay
            if not _passing(answer):
                break
            rest = self._asked_rest(answer)
            backoff = source.delay * 2**tried if rest is None else rest
            self._free[source.name] = self._clock() + max(source.delay, backoff)
        self._failed[source.name] = self._failed.get(source.name, 0) + 1 if _passing(answer) else 0
        return answer

    def is_down(self, source: Source) -> bool:
        """Whether an archive has failed so often that it is left alone."""
        return self._failed.get(source.name, 0) >= _ENOUGH

    def is_over(self) -> bool:
        """Whether the time for asking has passed."""
        return self._clock() >= self._end

    def _asked_rest(self, answer: Page) -> float | None:
        """Seconds that Retry-After asks for (RFC 9110, 10.2.3: seconds or a date); None when it does not."""
        value = next((value for name, value in answer.headers if name == "retry-after"), "").strip()
        if value.isdecimal() and len(value) < 10:
            return float(value)
        until = http_date(value)
        return max(0.0, (until - self._now()).total_seconds()) if until is not None else None


def _passing(answer: Page) -> bool:
    """Whether a further try may bring what this one did not."""
    if answer.fault is not None:
        return answer.fault.kind in _PASSING_FAULTS
    return answer.status in _PASSING


def _left_alone(url: str, why: str) -> Page:
    return Page(url=url, final_url=url, fault=Fault(kind=FaultKind.UNREACHABLE, detail=why))
