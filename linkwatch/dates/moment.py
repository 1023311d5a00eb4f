"""One moment of reduced precision, checked against the calendar."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from linkwatch.model import Confidence, When

EARLIEST, LATEST = 1850, 2099
"""Years between which a number is taken for one."""


class Moment(NamedTuple):
    """Parts of a date; a part that is None was not written, nor is anything finer."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    offset: str = ""
    """``+09:00``; empty when none was written."""

    def is_possible(self) -> bool:
        """Tell whether the calendar and the clock have it."""
        if not EARLIEST <= self.year <= LATEST:
            return False
        try:
            date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)
        except ValueError:
            return False
        return (self.hour or 0) < 24 and (self.minute or 0) < 60 and (self.second or 0) < 61

    def when(self, source: str, confidence: Confidence = Confidence.SURE) -> When:
        """Return it as ISO 8601 of the precision it has."""
        value = f"{self.year:04d}"
        if self.month is not None:
            value += f"-{self.month:02d}"
        if self.month is not None and self.day is not None:
            value += f"-{self.day:02d}"
            if self.hour is not None and self.minute is not None:
                value += f"T{self.hour:02d}:{self.minute:02d}"
                value += f":{self.second:02d}" if self.second is not None else ""
                value += self.offset
        return When(value=value, source=source, confidence=confidence)


def year_of(when: When) -> int:
    """Return the year of ``when``."""
    return int(when.value[:4])


def day_of(when: When) -> date | None:
    """Return the day of ``when``; None when it is of lesser precision."""
    return date.fromisoformat(when.value[:10]) if len(when.value) >= 10 else None
