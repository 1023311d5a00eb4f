"""Dates in Japanese numerals, as vertical print has them: 二〇二〇年十二月三日, 令和六年十一月七日."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linkwatch.dates.moment import Moment

_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
"""The year before an era's first."""
_ONES = "一二三四五六七八九"
_FORM = re.compile(
    rf"(?:(?P<year>[一二][{_ONES}〇零]{{3}})|(?P<era>令和|平成|昭和|大正|明治)(?P<era_year>元|[{_ONES}十〇]{{1,3}}))年"
    rf"(?P<month>[{_ONES}十〇]{{1,2}})月(?P<day>[{_ONES}十〇]{{1,3}})日"
)


def find(text: str) -> Iterator[tuple[Moment, int, int]]:
    """Yield the days in ``text``, with where each begins and ends."""
    for match in _FORM.finditer(text) if "年" in text else ():
        if match["era"]:
            year = _ERAS[match["era"]] + (1 if match["era_year"] == "元" else _number(match["era_year"]))
        else:
            year = _number(match["year"])
        moment = Moment(year=year, month=_number(match["month"]), day=_number(match["day"]))
        if moment.is_possible():
            yield moment, match.start(), match.end()


def _number(text: str) -> int:
    """Return the value of ``二十三``, ``一〇`` or ``二〇二〇``."""
    tens, ten, ones = text.rpartition("十")
    if ten:
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[digit]) for digit in text))
