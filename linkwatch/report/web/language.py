"""The reader's language and time zone: messages, numbers, dates, lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path

from babel import Locale, dates, lists, negotiate_locale, numbers
from babel.messages.pofile import read_po

LANGUAGES = {"en": Locale("en", "GB"), "ja": Locale("ja", "JP")}
"""Languages of the interface, and whose customs dates and numbers follow."""

DEFAULT = "en"
CATALOGUES = Path(__file__).parent / "locale"

_DAY = {"en": "d MMM", "ja": "M月d日"}
_DAY_AND_YEAR = {"en": "d MMM y", "ja": "y年M月d日"}
_LONG_DAY = {"en": "EEEE, d MMMM y", "ja": "y年M月d日(E)"}
_MINUTE = "H:mm"
_UNITS = ((86400, 3600), (3600, 60), (60, 1))
"""Seconds of a unit and of the next smaller one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Messages of one language by what they are in English."""

    single: dict[str, str] = field(default_factory=dict)
    plural: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By the English singular; forms by the language's own count of plurals."""


@cache
def catalogue(code: str) -> Catalogue:
    """Read ``locale/CODE.po``; English has none, its messages are the keys."""
    path = CATALOGUES / f"{code}.po"
    if not path.exists():
        return Catalogue()
    with path.open("rb") as file:
        messages = read_po(file, locale=code)
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            single[_key(message.id, message.context)] = str(message.string)
        else:
            plural[message.id[0]] = tuple(str(form) for form in message.string or ())
    return Catalogue(single=single, plural=plural)


def _key(message: str, context: str | None) -> str:
    return f"{context}\x04{message}" if context else message


def chosen(wanted: str | None, accepted: str) -> str:
    """The language to speak: what was ``wanted`` (a code), else the best of an Accept-Language header."""
    if wanted in LANGUAGES:
        return wanted
    return negotiate_locale(_by_preference(accepted), list(LANGUAGES), sep="-") or DEFAULT


def _by_preference(header: str) -> list[str]:
    """Codes of an Accept-Language header (RFC 9110, 12.5.4), best first; at most 20 are looked at."""
    weighed: list[tuple[float, int, str]] = []
    for position, part in enumerate(header.split(",")[:20]):
        code, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            quality = 0.0
        if code and quality > 0:
            weighed.append((-quality, position, code.strip()))
    return [code for _, _, code in sorted(weighed)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How one reader is spoken to."""

    code: str
    zone: tzinfo
    now: datetime
    """When the page is made: years are left out of this year's dates."""

    @property
    def locale(self) -> Locale:
        """Customs of dates and numbers."""
        return LANGUAGES[self.code]

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return catalogue(self.code).single.get(message) or message

    def pgettext(self, context: str, message: str) -> str:
        """The message in this language, told apart from others of the same English by a context."""
        return catalogue(self.code).single.get(_key(message, context)) or message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of a message that goes with a count."""
        forms = catalogue(self.code).plural.get(one)
        if not forms or not all(forms):
            return one if count == 1 else many
        return forms[0 if self.locale.plural_form(count) == "one" else -1]

    def number(self, value: float) -> str:
        """A number with its thousands parted."""
        return numbers.format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share, 0 to 1, in whole percent; neither 0 nor 100 unless it is just that."""
        whole = round(share * 100)
        if whole in (0, 100) and share not in (0, 1):
            whole = 1 if whole == 0 else 99
        return f"{whole}%"

    def day(self, at: datetime | date | None) -> str:
        """A day, like 25 Nov; with the year unless it is this year's."""
        if at is None:
            return ""
        local = self._local(at)
        pattern = _DAY if local.year == self.now.astimezone(self.zone).year else _DAY_AND_YEAR
        return dates.format_date(local, pattern[self.code], locale=self.locale)

    def long_day(self, at: datetime | date) -> str:
        """A day in full, like Wednesday, 25 November 2026."""
        return dates.format_date(self._local(at), _LONG_DAY[self.code], locale=self.locale)

    def minute(self, at: datetime | None) -> str:
        """Day and time, like 25 Nov 03:10."""
        return "" if at is None else f"{self.day(at)} {self.time(at)}"

    def time(self, at: datetime) -> str:
        """Time of day, like 3:10."""
        return dates.format_time(at, _MINUTE, tzinfo=self.zone, locale=self.locale)

    def ago(self, at: datetime | None) -> str:
        """How long ago, like 16 days ago."""
        if at is None:
            return ""
        return self._close(dates.format_timedelta(at - self.now, add_direction=True, threshold=3, locale=self.locale))

    def span(self, length: timedelta) -> str:
        """A length of time in its two largest units, like 18 mins 52 secs."""
        seconds = round(length.total_seconds())
        large, small = next((pair for pair in _UNITS if seconds >= pair[0]), (1, 1))
        parts = [seconds // large * large, seconds % large // small * small]
        return self._close(" ".join(self._unit(part) for part in parts if part) or self._unit(0))

    def listed(self, items: Iterable[str]) -> str:
        """Items as a list in a sentence, like A, B and C."""
        return lists.format_list(list(items), locale=self.locale)

    def _unit(self, seconds: int) -> str:
        return dates.format_timedelta(timedelta(seconds=seconds), threshold=1, format="short", locale=self.locale)

    def _close(self, words: str) -> str:
        """Japanese is written without spaces, also around figures."""
        return words.replace(" ", "") if self.code == "ja" else words

    def _local(self, at: datetime | date) -> date:
        return at.astimezone(self.zone).date() if isinstance(at, datetime) else at
