"""Dates written out in running text: Japanese, with eras, numeric, English and a few European forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from linkwatch.dates import numerals
from linkwatch.dates.moment import Moment, day_of, year_of
from linkwatch.model import Confidence, When

PLAIN = str.maketrans(
    "０１２３４５６７８９／－：．，（）＋\u00a0\u3000\u2010\u2011\u2012\u2013\u2212", "0123456789/-:.,()+  -----"
)
"""Full-width forms, spaces and dashes to ASCII, character by character, so that offsets hold."""

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "㋿": 2018, "㍻": 1988, "㍼": 1925,
         "R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867}  # fmt: skip
"""The year before an era's first."""
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar enero", "february feb février fevrier februar febrero",
            "march mar mars märz marzo",
            "april apr avril abril", "may mai mayo", "june jun juin juni junio", "july jul juillet juli julio",
            "august aug août aout agosto", "september sept sep septembre septiembre",
            "october oct octobre oktober octubre okt",
            "november nov novembre noviembre", "december dec décembre decembre dezember diciembre dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ZONES = {
    "Z": "+00:00",
    "UTC": "+00:00", "GMT": "+00:00", "JST": "+09:00", "KST": "+09:00", "EST": "-05:00", "EDT": "-04:00",
    "CST": "-06:00", "CDT": "-05:00", "PST": "-08:00", "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00",
}  # fmt: skip
_WEEKDAYS = "月火水木金土日"
_ENGLISH_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_WEEKDAY = (
    r"(?:\s{0,2}[(\[]\s?(?P<weekday>[月火水木金土日]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6})?"
    r"(?:曜日?)?(?:[・,、]?祝)?\s?[)\]]|\s{0,2}(?P<weekday2>[月火水木金土日])曜日?)?"
)
_TIME = (
    r"(?:(?:\s{0,3}|\s?[T,、に]\s?|\s?at\s|\s?[-|]\s?)(?P<half>午前|午後|AM|PM)?\s?(?P<hour>\d{1,2})(?::|時\s?)(?P<minute>\d{2})(?!\d)(?:分)?"
    r"(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?秒?)?(?:\s?(?P<half2>am|pm|a\.m\.|p\.m\.))?"
    r"(?:\s?\(?(?P<zone>Z|UTC|GMT|JST|KST|E[SD]T|C[SD]T|P[SD]T|CES?T|[+-]\d{2}:?\d{2})(?![A-Za-z0-9])\)?)?)?"
)
_CLOCK = r"(?P<half>午前|午後)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s?(?P<half2>AM|PM))?"
"""A time before its date, as X shows it: ``3:40 PM · Jun 22, 2024``."""
_MONTH_NAME = "(?P<name>" + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True)) + ")"
_YEAR = r"(?P<year>(?:1[89]|20)\d{2})"


class _Form(NamedTuple):
    """One way to write a date, and what tells cheaply that a text holds none written so."""

    pattern: re.Pattern[str]
    marks: frozenset[str]
    """Characters of which it holds at least one; none when it holds the name of a month."""
    has_year: bool
    """Whether it holds a year of four digits."""


def _form(marks: str, pattern: str) -> _Form:
    return _Form(re.compile(pattern, re.I), frozenset(marks), "(?P<year>" in pattern)


_FORMS = (
    _form("年", rf"(?<!\d){_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?日{_WEEKDAY}{_TIME}"),
    _form("년", rf"(?<!\d){_YEAR}\s?년\s?(?P<month>\d{{1,2}})\s?월\s?(?P<day>\d{{1,2}})\s?일{_TIME}"),
    _form(
        "年",
        rf"(?P<era>令和|平成|昭和|大正|明治|㋿|㍻|㍼|(?<![A-Za-z])[RHSTM])\s?\.?(?P<era_year>元|\d{{1,2}})\s?年\s?(?P<month>\d{{1,2}})\s?月\s?(?P<day>\d{{1,2}})\s?日{_WEEKDAY}{_TIME}",
    ),
    _form(
        "令平昭RHSrhsſ",
        rf"(?<![A-Za-z0-9])(?P<era>令和|平成|昭和|R|H|S)\s?(?P<era_year>元|\d{{1,2}})(?P<dot>[./-])(?P<month>\d{{1,2}})(?P=dot)(?P<day>\d{{1,2}})(?![\d./-]){_WEEKDAY}{_TIME}",
    ),
    _form(
        "/.-",
        rf"(?<![\d/.:-]){_YEAR}\s?(?P<dot>[/.-])\s?(?P<month>\d{{1,2}})\s?(?P=dot)\s?(?P<day>\d{{1,2}})(?!\d|[/.-]\d){_WEEKDAY}{_TIME}",
    ),
    _form("·・", rf"(?<![\d:]){_CLOCK}\s?[·・]\s?{_YEAR}年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日"),
    _form("·・", rf"(?<![\d:]){_CLOCK}\s?[·・]\s?{_MONTH_NAME}\.?\s(?P<day>\d{{1,2}}),\s{_YEAR}(?!\d)"),
    _form(
        "", rf"(?<![A-Za-z]){_MONTH_NAME}\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}{_YEAR}(?!\d)(?:,)?{_TIME}"
    ),
    _form(
        "",
        rf"(?<![\d/.:-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?[\s-](?:of\s|de\s)?{_MONTH_NAME}\.?,?(?:\sde)?[\s-]{_YEAR}(?!\d)(?:,)?{_TIME}",
    ),
    _form(
        "/.", rf"(?<![\d/.:-])(?P<first>\d{{1,2}})(?P<dot>[/.])(?P<other>\d{{1,2}})(?P=dot){_YEAR}(?![\d/.]){_TIME}"
    ),
    _form(
        "Tt",
        rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})T(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?(?![\dA-Za-z])",
    ),
)
"""Whole days, with a time when one follows."""
_MONTH_FORMS = (
    _form("年", rf"(?<!\d){_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月(?!\s?\d{{1,2}}\s?日|号)"),
    _form(
        "年",
        r"(?P<era>令和|平成|昭和)\s?(?P<era_year>元|\d{1,2})\s?年\s?(?P<month>\d{1,2})\s?月(?!\s?\d{1,2}\s?日|号)",
    ),
    _form("", rf"(?<![A-Za-z]){_MONTH_NAME}\.?,?\s{_YEAR}(?!\d)"),
    _form("/.-", rf"(?<![\d/.:-]){_YEAR}[/.-](?P<month>0[1-9]|1[0-2])(?![\d/.-])"),
)
_ALL_FORMS = (*_FORMS, *_MONTH_FORMS)
_SOME_YEAR = re.compile(_YEAR)
_SOME_LETTERS = re.compile("[a-z]{2}", re.I)
"""Two letters in a row, as every name of a month has them."""
_DIGIT = re.compile(r"\d")
_YEAR_ONLY = re.compile(rf"{_YEAR}年?")
_YEARLESS = re.compile(
    rf"(?<![\d/.:年-])(?P<month>\d{{1,2}})(?:\s?月\s?(?P<day>\d{{1,2}})\s?日|/(?P<day2>\d{{1,2}})(?![\d/]))"
    rf"{_WEEKDAY}{_TIME}"
)
_SHORT_YEAR = re.compile(
    r"(?<![\w'’.])['’]?(?P<short>\d{2})(?:年(?P<month>\d{1,2})月(?P<day>\d{1,2})日)(?!\d)", re.ASCII
)
"""``22年11月4日``: of this century or of an era, unless another date tells that the year is near."""
_FARTHEST = 190
"""Days between a date without a year and what gives it one: no more than half a year, or the year is doubtful."""


class Dated(NamedTuple):
    """A date that stands in a text."""

    when: When
    start: int
    end: int


def read(text: str, *, source: str = "text") -> When | None:
    """Return the first date of ``text``, best precision first; a text that is a year alone is one."""
    for forms in (_FORMS, _MONTH_FORMS):
        found = sorted(_matches(text.translate(PLAIN), forms, source), key=lambda each: each.start)
        if found:
            return found[0].when
    year = _YEAR_ONLY.fullmatch(text.translate(PLAIN).strip())
    return Moment(year=int(year["year"])).when(source) if year else None


def find(text: str, *, source: str = "text", near: When | None = None) -> list[Dated]:
    """Return the dates in ``text`` in order, of the precision of a month or better.

    Those without a year are read only when ``near`` gives one: the nearest year whose weekday agrees.
    """
    found = [
        Dated(when=moment.when(source, Confidence.SURE), start=start, end=end)
        for moment, start, end in numerals.find(text)
    ]
    if not _DIGIT.search(text):
        return found
    plain = text.translate(PLAIN)
    found += _matches(plain, _ALL_FORMS, source)
    if near is not None:
        found += _yearless(plain, source, near)
    return _without_overlap(found)


def find_yearless(text: str) -> list[tuple[int, int]]:
    """Return where days without a year stand that a weekday, a time or 月 shows to be dates: ``5/12(月) 16:04``."""
    if not _DIGIT.search(text):
        return []
    return [
        match.span()
        for match in _YEARLESS.finditer(text.translate(PLAIN))
        if (match["day"] or match["day2"]) and (_weekday(match) is not None or match["hour"] or "月" in match[0])
    ]


def _without_overlap(found: list[Dated]) -> list[Dated]:
    """Keep, of dates that overlap, the one that begins first and says most."""
    kept: list[Dated] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _matches(plain: str, forms: tuple[_Form, ...], source: str) -> Iterator[Dated]:
    """Yield what each of ``forms`` finds, if the calendar has it."""
    characters = set(plain)
    has_year = _SOME_YEAR.search(plain) is not None
    has_letters = _SOME_LETTERS.search(plain) is not None
    for form in forms:
        if form.has_year > has_year or (form.marks.isdisjoint(characters) if form.marks else not has_letters):
            continue
        for match in form.pattern.finditer(plain):
            moment = _moment(match.groupdict())
            if moment is not None and moment.is_possible():
                confidence = Confidence.SURE if _weekday_agrees(match, moment) else Confidence.LIKELY
                yield Dated(when=moment.when(source, confidence), start=match.start(), end=match.end())


def _moment(parts: dict[str, str | None]) -> Moment | None:
    """Make a moment of a form's groups; None when day and month cannot be told apart."""
    year = _era_year(parts) if parts.get("era") else int(parts["year"] or 0)
    month, day = parts.get("month"), parts.get("day")
    if parts.get("first"):
        order = _day_and_month(int(parts["first"] or 0), int(parts["other"] or 0), parts["dot"] or "")
        if order is None:
            return None
        day, month = map(str, order)
    elif parts.get("name"):
        month = str(_MONTHS[(parts["name"] or "").lower()])
    return Moment(
        year=year, month=int(month) if month else None, day=int(day) if day else None, **_clock(parts)
    )  # fmt: skip


def _clock(parts: dict[str, str | None]) -> dict[str, Any]:
    """Return hour, minute, second and offset, when a time was written."""
    if not parts.get("hour") or not parts.get("minute"):
        return {}
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or parts.get("half2") or "").lower().replace(".", "")
    if half in ("午後", "pm") and hour < 12:
        hour += 12
    elif half in ("午前", "am") and hour == 12:
        hour = 0
    second, zone = parts.get("second"), parts.get("zone") or ""
    if zone.startswith("-") and not second:
        zone = ""  # ``10:00-11:30`` is from when till when
    return {"hour": hour, "minute": int(parts["minute"] or 0), "second": int(second) if second else None,
            "offset": _offset(zone)}  # fmt: skip


def _offset(zone: str) -> str:
    """Return a zone as ``+09:00``; empty when there is none."""
    name = zone.upper()
    if name in _ZONES:
        return _ZONES[name]
    return f"{zone[:3]}:{zone[-2:]}" if zone else ""


def _era_year(parts: dict[str, str | None]) -> int:
    number = parts["era_year"] or ""
    return _ERAS[(parts["era"] or "").upper()] + (1 if number == "元" else int(number))


def _day_and_month(first: int, other: int, dot: str) -> tuple[int, int] | None:
    """Tell day from month in ``first.other.year``: dots put the day first, slashes either; None when unclear."""
    if dot == "." or first == other or first > 12:
        return (first, other)
    return (other, first) if other > 12 else None


def _weekday_agrees(match: re.Match[str], moment: Moment) -> bool:
    """Tell whether the weekday that was written, if one was, is that of the day."""
    written = _weekday(match)
    return (
        written is None or moment.day is None or written == date(moment.year, moment.month or 1, moment.day).weekday()
    )


def _weekday(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    name = groups.get("weekday") or groups.get("weekday2")
    if not name:
        return None
    return _WEEKDAYS.index(name) if name in _WEEKDAYS else _ENGLISH_WEEKDAYS.index(name[:3].lower())


def _yearless(plain: str, source: str, near: When) -> Iterator[Dated]:
    """Yield dates without a year, the year taken from ``near``."""
    for match in _SHORT_YEAR.finditer(plain):
        moment = Moment(
            year=year_of(near) // 100 * 100 + int(match["short"]), month=int(match["month"]), day=int(match["day"])
        )
        if abs(moment.year - year_of(near)) <= 1 and moment.is_possible():
            yield Dated(when=moment.when(source, Confidence.LIKELY), start=match.start(), end=match.end())
    for match in _YEARLESS.finditer(plain):
        parts = match.groupdict()
        is_told = _weekday(match) is not None or parts["hour"] or _is_bracketed(plain, match)
        if not parts["day"] and not (parts["day2"] and is_told):
            continue
        year = _nearest_year(int(parts["month"]), int(parts["day"] or parts["day2"]), _weekday(match), near)
        if year is not None:
            moment = Moment(
                year=year, month=int(parts["month"]), day=int(parts["day"] or parts["day2"]), **_clock(parts)
            )
            if moment.is_possible():
                yield Dated(when=moment.when(source, Confidence.LIKELY), start=match.start(), end=match.end())


def _is_bracketed(plain: str, match: re.Match[str]) -> bool:
    """Tell whether ``11/20`` begins or ends what a bracket holds and is no part of a whole, as ``(1/2)`` is."""
    is_day = int(match["month"]) <= 12 < int(match["day2"] or 0)
    return is_day and (plain[match.start() - 1 : match.start()] == "(" or plain.startswith(")", match.end()))


def _nearest_year(month: int, day: int, weekday: int | None, near: When) -> int | None:
    """Return the year that puts month and day nearest to ``near`` and on ``weekday``; None when none does."""
    anchor = day_of(near)
    years = range(year_of(near) - 1, year_of(near) + 2) if anchor else (year_of(near),)
    possible = [day for day in (_day(year, month, day) for year in years) if day is not None]
    possible = [each for each in possible if weekday is None or each.weekday() == weekday]
    if anchor is not None:
        possible = [each for each in possible if abs((each - anchor).days) <= _FARTHEST]
        possible.sort(key=lambda each: abs((each - anchor).days))
    return possible[0].year if possible else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
