"""Visit one link now: a crawl of it alone, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence


class Checker:
    """Begins visits, one at a time."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = tuple(arguments)
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None

    def begin(self, url: str) -> bool:
        """Begin to visit the link with this canonical URL; False while another visit is under way."""
        with self._lock:
            if self._running is not None and self._running.poll() is None:
                return False
            words = [sys.executable, "-m", "linkwatch", "crawl", "--all", "--quiet", f"--url={url}", *self._arguments]
            self._running = subprocess.Popen(  # noqa: S603  a list of words, no shell
                words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            return True

    def wait(self) -> int | None:
        """Wait until the visit under way has ended; its exit code, None when there was none."""
        return None if self._running is None else self._running.wait()
