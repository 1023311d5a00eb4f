"""The sign of life of a crawl's process, by which its lease is kept."""

from __future__ import annotations

import time
from collections.abc import Callable

EVERY = 15.0
"""Seconds between two signs of life."""


class Beat:
    """Gives a sign of life now and then, however often it is called."""

    def __init__(self, show: Callable[[], None], *, every: float = EVERY) -> None:
        self._show, self._every, self._last = show, every, time.monotonic()

    def __call__(self) -> None:
        """Give one, unless that was done of late."""
        if time.monotonic() - self._last > self._every:
            self._show()
            self._last = time.monotonic()
