"""The main text of a page: trafilatura, kept away from pages that would keep it busy for minutes."""

from __future__ import annotations

import logging
from importlib.metadata import version

from linkwatch.page import pdf
from linkwatch.page.kind import Kind
from linkwatch.page.reading import Reading, squeeze
from linkwatch.page.tangle import plain_text

EXTRACTOR = f"trafilatura {version('trafilatura')} fast"
"""Extractor, version and mode; texts of different ones are never compared."""

PLAIN = "plain text"
VISIBLE = "visible text"
"""For pages that trafilatura is not given, or that it fails on."""

MAX_TAGS = 100_000
"""``<`` characters above which trafilatura is not asked: its time grows faster than the page (10 MB of ``<p>``
did not end in a minute); the largest of 500 real pages had 19,629."""

MAX_TEXT = 2_000_000
"""Characters of a text that are kept."""

# Its complaints about strange pages would stand between the lines of a report; what it made of a page is told
# by the verdict.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def article(reading: Reading) -> tuple[str, str]:
    """Return the main text, paragraphs parted by a line feed, and the name of its extractor."""
    if reading.kind is Kind.OTHER:
        return "", ""
    if reading.kind is Kind.TEXT:
        return _lines(reading.html), PLAIN
    if reading.kind is Kind.PDF:
        return _lines(reading.html), pdf.extractor()
    if reading.tangled or reading.html.count("<") > MAX_TAGS:
        return _lines(plain_text(reading.html)), VISIBLE
    text = _trafilatura(reading.html)
    return (_lines(text), EXTRACTOR) if text is not None else (reading.visible[:MAX_TEXT], VISIBLE)


def _trafilatura(html: str) -> str | None:
    """Return trafilatura's text, empty when it finds none; None when the page breaks it."""
    from trafilatura import bare_extraction  # 0.15 s to import, which only pages with an article must pay

    try:
        # deduplicate stays off: with it a text depends on the pages read before.
        found = bare_extraction(html, fast=True, include_comments=False, with_metadata=False)
    except Exception:  # it meets any page of the web through lxml: whatever it raises, the page has visible text
        return None
    return str(getattr(found, "text", None) or "")


def _lines(text: str) -> str:
    lines = (squeeze(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
