"""Dates that lost their marks: ``202501221251`` was 2025年01月22日12時51分, ``2025122 1222`` lost even more.

All ways to cut the digits are tried; a date is restored only when one is possible, or when another
source of the day (the URL's ``/20250122/``) leaves one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkwatch.dates.moment import Moment, day_of
from linkwatch.dates.written import PLAIN, Dated
from linkwatch.model import Confidence, When

_DIGITS = re.compile(
    r"(?<![\w/.:#=-])(?P<day>(?:19|20)\d{4,12})(?:\s?[()]{2})?(?:[\s_]{1,2}(?P<time>\d{3,4}|\d{1,2}:\d{2}))?(?![\w/:#=-])",
    re.ASCII,
)
"""A number that stands alone (nothing but CJK text or space beside it) and begins with a year of our time."""
_SIX_DIGITS = re.compile(r"\d{6}")
_SURE_LENGTHS = (8, 12)
"""Lengths of numbers that are dates by themselves: yyyymmdd, yyyymmddhhmm."""


def restore(text: str, *, near: When | None = None) -> list[Dated]:
    """Return the dates that can be restored from the numbers in ``text``.

    ``near`` is what else is known of the day. Only for lines that are known to hold a date: a number
    that stands anywhere may be anything.
    """
    found: list[Dated] = []
    if not _SIX_DIGITS.search(text):
        return found
    for match in _DIGITS.finditer(text.translate(PLAIN)):
        moment = _only(list(_readings(match["day"], (match["time"] or "").replace(":", ""))), near)
        if moment is not None:
            sure = Confidence.SURE if len(match["day"]) in _SURE_LENGTHS or near is not None else Confidence.LIKELY
            found.append(Dated(when=moment.when("text", sure), start=match.start(), end=match.end()))
    return found


def _only(readings: list[Moment], near: When | None) -> Moment | None:
    """Return the one reading there is, or the one that falls on the day of ``near``."""
    known = day_of(near) if near is not None else None
    if known is not None:
        agreeing = [
            each for each in readings if (each.year, each.month, each.day) == (known.year, known.month, known.day)
        ]
        if agreeing:
            return agreeing[0] if len(agreeing) == 1 else None
    return readings[0] if len(readings) == 1 else None


def _readings(digits: str, time: str) -> Iterator[Moment]:
    """Yield every way to read the digits that the calendar and the clock allow."""
    rest = digits[4:]
    for month in (1, 2):
        for day in (1, 2):
            clock = rest[month + day :] if len(rest) > month + day else time
            parts = [rest[:month], rest[month : month + day]]
            if len(rest) < month + day or (clock and len(rest) > month + day and time):
                continue
            if clock:
                if not 3 <= len(clock) <= 4:
                    continue
                parts.append(clock[:-2])
            if _is_even(parts):
                moment = _moment(digits[:4], parts, clock)
                if moment.is_possible() and moment.month and moment.day:
                    yield moment


def _is_even(parts: list[str]) -> bool:
    """Tell whether the parts are padded alike: ``1`` beside ``05`` is nobody's way of writing."""
    padded = any(part.startswith("0") for part in parts[:2])
    return not (padded and any(len(part) == 1 for part in parts))


def _moment(year: str, parts: list[str], clock: str) -> Moment:
    return Moment(
        year=int(year),
        month=int(parts[0]),
        day=int(parts[1]),
        hour=int(clock[:-2]) if clock else None,
        minute=int(clock[-2:]) if clock else None,
    )
