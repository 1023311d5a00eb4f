"""Title, author, dates, language and addresses that a page gives of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from htmldate import find_date

from linkwatch.model import Confidence, When
from linkwatch.page.reading import Reading, squeeze
from linkwatch.page.structured import text_of, types
from linkwatch.urls import strip_userinfo

ARTICLES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting"}
    | {"LiveBlogPosting", "TechArticle", "ScholarlyArticle", "SocialMediaPosting", "DiscussionForumPosting"}
    | {"Report", "WebPage", "VideoObject", "Recipe", "Review", "Product"}
)
"""schema.org types whose dates and authors are the page's own."""

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "citation_publication_date",
    "pubdate",
    "publishdate",
    "date",
    "dc.date",
    "parsely-pub-date",
)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
)
# Its complaints about strange pages would stand between the lines of a report.
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_EARLIEST, _LATEST = "1995-01-01", "2100-01-01"
"""Between these a date is looked for in a text; fixed, so that a page is read the same on any day."""
_ISO = re.compile(
    r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)


def iso(text: str) -> str | None:
    """Return the ISO 8601 form, of the precision given, of a date that is written so or nearly so."""
    found = _ISO.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    if not 1900 <= int(year) <= 2200 or not _within(month, 1, 12) or not _within(day, 1, 31):
        return None
    if not _within(hour, 0, 24) or not _within(minute, 0, 59) or not _within(second, 0, 60):
        return None
    value = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    if hour:
        value += f"T{int(hour):02}:{minute}" + (f":{second}" if second else "")
        if zone:
            value += zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return value


def _within(number: str | None, low: int, high: int) -> bool:
    return number is None or low <= int(number) <= high


def dates(reading: Reading) -> tuple[When | None, When | None]:
    """Return when the page says it was published and modified."""
    return (
        _first(reading, "datePublished", _PUBLISHED, times=True),
        _first(reading, "dateModified", _MODIFIED, times=False),
    )


def guessed(reading: Reading) -> When | None:
    """Return when a page that gives no date seems to be from, by its markup and text (htmldate)."""
    try:
        found = find_date(
            reading.html, original_date=True, extensive_search=False, min_date=_EARLIEST, max_date=_LATEST
        )
    except Exception:  # as with trafilatura: it meets any page of the web, and a guess is not missed
        return None
    return When(value=found, source="htmldate", confidence=Confidence.GUESS) if found else None


def _first(reading: Reading, key: str, names: tuple[str, ...], *, times: bool) -> When | None:
    for raw, source, confidence in _claims(reading, key, names, times=times):
        value = iso(raw)
        if value:
            return When(value=value, source=source, confidence=confidence)
    return None


def _claims(
    reading: Reading, key: str, names: tuple[str, ...], *, times: bool
) -> Iterator[tuple[str, str, Confidence]]:
    """Dates the page gives, the most trustworthy first."""
    for thing in reading.data:
        raw = thing.get(key)
        if isinstance(raw, str) and ARTICLES.intersection(types(thing)):
            yield raw, "json-ld", Confidence.SURE
    for name in names:
        if name in reading.metas:
            yield reading.metas[name], "opengraph" if ":" in name else "meta", Confidence.SURE
    if times:
        # One time element is the article's own; of several the first is so only as a rule.
        for raw in reading.times[:1]:
            yield raw, "time", Confidence.SURE if len(reading.times) == 1 else Confidence.LIKELY


def author(reading: Reading) -> str | None:
    """Return the author the page names, several parted by commas."""
    for thing in reading.data:
        if ARTICLES.intersection(types(thing)):
            name = text_of(thing.get("author"))
            if name:
                return squeeze(name)[:200]
    for key in ("author", "article:author", "dc.creator", "citation_author"):
        name = reading.metas.get(key, "")
        if name and "://" not in name:
            return squeeze(name)[:200]
    return None


def language(reading: Reading) -> str | None:
    """Return the language the page declares, as a lower-case tag; told by its script when it declares none."""
    declared = reading.language or reading.metas.get("content-language", "") or reading.metas.get("og:locale", "")
    tag = declared.split(",")[0].strip().replace("_", "-").lower()
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", tag):
        return tag
    return _by_script(reading.title + reading.visible[:2_000])


_SCRIPTS = {
    "ja": re.compile("[\u3041-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "ru": re.compile("[\u0410-\u044f]"),
}
_HAN = re.compile("[\u4e00-\u9fff]")


def _by_script(text: str) -> str | None:
    for tag, letters in _SCRIPTS.items():
        if len(letters.findall(text)) * 20 > len(text):
            return tag
    return "zh" if len(_HAN.findall(text)) * 5 > len(text) > 0 else None


def absolute(base: str, address: str) -> str | None:
    """Return an address of the page as an absolute http(s) URL without userinfo; None when it is none."""
    try:
        joined = urljoin(base, address.strip())
    except ValueError:  # an IPv6 host with a bracket missing, and its like
        return None
    return strip_userinfo(joined) if joined.startswith(("http://", "https://")) else None
