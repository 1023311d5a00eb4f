"""The main text of a page: trafilatura, kept away from pages that would keep it busy for minutes."""

from __future__ import annotations

import logging
from copy import deepcopy
from functools import cache
from importlib.metadata import version

from linkwatch.page import pdf
from linkwatch.page.kind import Kind
from linkwatch.page.reading import Reading, squeeze
from linkwatch.page.tangle import plain_text

EXTRACTOR = f"trafilatura {version('trafilatura')} fast, parted"
"""Extractor, version and mode; texts of different ones are never compared."""

PLAIN = "plain text"
VISIBLE = "visible text"
"""For pages that trafilatura is not given, or that it fails on."""

MAX_TAGS = 100_000
"""``<`` characters above which trafilatura is not asked: its time grows faster than the page (10 MB of ``<p>``
did not end in a minute); the largest of 500 real pages had 19,629."""

MAX_TEXT = 2_000_000
"""Characters of a text that are kept."""

_STRUNG = 40
"""Characters of a text in one line above which it may be several paragraphs strung together."""
_MOST = 0.8
"""Share of such a text that its paragraphs make up; the rest is times and headings."""

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
    try:
        text = _extracted(html)
        return text if "\n" in text or len(text) < _STRUNG else _parted(text, _extracted(html, least=1))
    except Exception:  # it meets any page of the web through lxml: whatever it raises, the page has visible text
        return None


def _extracted(html: str, *, least: int | None = None) -> str:
    """What trafilatura makes of a page; ``least`` is how many characters satisfy it, in place of its own 250."""
    from trafilatura import bare_extraction  # 0.15 s to import, which only pages with an article must pay
    from trafilatura.settings import DEFAULT_CONFIG

    _quicken()
    config = DEFAULT_CONFIG
    if least is not None:
        config = deepcopy(DEFAULT_CONFIG)
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(least))
    # deduplicate stays off: with it a text depends on the pages read before.
    found = bare_extraction(html, fast=True, include_comments=False, with_metadata=False, config=config)
    return str(getattr(found, "text", None) or "")


@cache
def _quicken() -> None:
    """Let lxml make trafilatura's elements without asking Python for the class of each: all are HtmlElement.

    The classes that lxml.html has for forms and inputs besides are of no use to trafilatura.
    """
    from lxml.etree import ElementDefaultClassLookup
    from lxml.html import HtmlComment, HtmlElement
    from trafilatura.utils import HTML_PARSER

    HTML_PARSER.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment))


def _parted(strung: str, parted: str) -> str:
    """A short article by its paragraphs, where they make up what was strung together into one line.

    An article of fewer than 250 characters does not satisfy trafilatura (a piece of news in Japanese often has no
    more): it then takes all that the element holds, the date and the heading run together with the first sentence.
    """
    lines = [each for line in parted.split("\n") if (each := squeeze(line))]
    whole = len(lines) > 1 and sum(map(len, lines)) >= len(strung) * _MOST
    return "\n".join(lines) if whole and all(line in squeeze(strung) for line in lines) else strung


def _lines(text: str) -> str:
    lines = (squeeze(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_TEXT]
