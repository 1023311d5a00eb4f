"""A page's parse put into words: the general reading that every site module builds on."""

from __future__ import annotations

from linkwatch.model import Content, Page
from linkwatch.page.article import EXTRACTOR, article
from linkwatch.page.decoding import header
from linkwatch.page.metadata import absolute, author, dates, guessed, language
from linkwatch.page.reading import Reading
from linkwatch.page.reading import read as parse
from linkwatch.page.refresh import target


def read(page: Page, *, want_text: bool = True, reading: Reading | None = None) -> Content:
    """Return what a page says of itself; never raises, whatever the body.

    Without ``want_text`` the article is not extracted (nine tenths of the work): ``text`` and ``extractor``
    stay empty. ``reading`` is the page's parse, for a caller that has it already.
    """
    reading = reading or parse(page)
    text, extractor = article(reading) if want_text else ("", "")
    published, modified = dates(reading)
    if published is None and extractor == EXTRACTOR:
        published = guessed(reading)
    base = absolute(page.final_url, reading.base) or page.final_url
    refresh = target(reading.metas.get("refresh") or header(page.headers, "refresh"))
    return Content(
        text=text,
        title=reading.title,
        headings=reading.headings,
        author=author(reading),
        published_at=published,
        modified_at=modified,
        language=language(reading),
        canonical_url=absolute(base, reading.canonical) if reading.canonical else None,
        refresh_url=absolute(base, refresh) if refresh else None,
        fingerprint=reading.fingerprint,
        visible_chars=reading.visible_chars,
        extractor=extractor,
    )
