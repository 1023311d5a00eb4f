"""Dates in URLs: ``/2025/01/22/``, ``/20250122/``, ``/2022-10-01/``, ``?k=2025012200132``."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from linkwatch.dates.moment import Moment
from linkwatch.model import Confidence, When

_YEAR = r"(?P<year>(?:199|20[0-4])\d)"
_LIKELY = re.compile(r"[/=_.-](?:199|20[0-4])\d")
"""What every form begins with."""
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"/{_YEAR}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})(?![\d.])",
        rf"(?<![\d-]){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        rf"(?<![\d_-]){_YEAR}_(?P<month>\d{{2}})_(?P<day>\d{{2}})(?!\d)",
        rf"/{_YEAR}(?P<month>\d{{2}})/(?P<day>\d{{2}})(?=/)",
        rf"/{_YEAR}/(?P<month>\d{{2}})(?P<day>\d{{2}})(?=[/_-])",
        rf"(?<=[/_.-]){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?=[/_.-]|$)",
        rf"(?<=/){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?=\d{{2,6}}(?:[/_.-]|$))",
        rf"(?<==){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?=\d{{0,6}}(?:&|$))",
    )
)
"""In the order of how sure they are."""


def from_url(url: str) -> When | None:
    """Return the day that ``url`` names; None when it names none, or two different ones.

    Other addresses inside (an archive's copy of a page) are not looked at.
    """
    if not _LIKELY.search(url):
        return None
    parts = urlsplit(url.replace("\\", "/")) if "://" in url else None
    if parts is None:
        return None
    for form in _FORMS:
        days = {_moment(match) for match in form.finditer(_own_part(f"{parts.path}?{parts.query}"))}
        possible = {day for day in days if day.is_possible() and day.month and day.day}
        if possible:
            return possible.pop().when("url", Confidence.LIKELY) if len(possible) == 1 else None
    return None


def _own_part(address: str) -> str:
    """Cut path and query before an address inside, and the stamp of an archive before it."""
    inside = re.search(r"/(?:\d{4,14}[a-z_]{0,4}/)?https?:/|[?&][^=&]{1,40}=https?(?::|%3A)", address)
    return address[: inside.start()] if inside else address.rstrip("?")


def _moment(match: re.Match[str]) -> Moment:
    return Moment(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
