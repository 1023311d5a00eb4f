"""What the libraries log, as lines on stderr: errors always, warnings with -v, all and tracebacks with -vv."""

from __future__ import annotations

import logging
import sys

from linkwatch.report.printable import short

STOPPED = frozenset({"CancelledError", "Stopping"})
"""Names of what a request ends with when it is given up; by name, as the crawl is not imported for it."""
LENGTH = 300
"""Characters of a line."""


class OneLine(logging.Formatter):
    """``linkwatch: scrapy.core.scraper: message: Kind: what it says``; the traceback only when it is asked for."""

    def __init__(self, *, tracebacks: bool) -> None:
        super().__init__()
        self.tracebacks = tracebacks

    def format(self, record: logging.LogRecord) -> str:
        """One record."""
        error = record.exc_info[1] if record.exc_info else None
        words = [record.name, record.getMessage()] + ([f"{type(error).__name__}: {error}"] if error else [])
        line = f"linkwatch: {short(': '.join(words), LENGTH)}"
        if self.tracebacks and record.exc_info:
            line += f"\n{self.formatException(record.exc_info)}"
        return line


def wanted(record: logging.LogRecord) -> bool:
    """Whether a record is worth a line: a request given up because we were told to stop is none."""
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or kind.__name__ not in STOPPED


def set_up(verbose: int) -> None:
    """Send what is logged in this process to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(tracebacks=verbose > 1))
    handler.addFilter(wanted)
    handler.setLevel({0: logging.ERROR, 1: logging.WARNING}.get(verbose, logging.INFO))  # Scrapy resets the root's
    logging.getLogger().handlers = [handler]
