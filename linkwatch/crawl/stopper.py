"""Ctrl-C and SIGTERM: the first ends a crawl gracefully, the second at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopping_by_signal(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` at the first signal, leave the process at the second; elsewhere than in the main thread, nothing.

    All that was written is committed, so that leaving at once loses pages in flight only.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    told = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal told
        if told:
            os._exit(128 + number)
        told = True
        stop()

    before = {number: signal.signal(number, handle) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
