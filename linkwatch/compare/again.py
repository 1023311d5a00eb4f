"""A version of a page read again by the extractors of today: what was read from the same bytes, told anew."""

from __future__ import annotations

from linkwatch import page as pages
from linkwatch import sites
from linkwatch.model import Content, Page
from linkwatch.page import pdf
from linkwatch.page.article import EXTRACTOR, PLAIN, VISIBLE


def read_again(url: str, body: bytes) -> Content | None:
    """What the page at ``url`` says, by the bytes that were kept of it; the same whenever it is asked.

    None where these are not all that it was read from: a site's module may ask at several addresses, and join the
    parts of an article.
    """
    page = Page(url=url, final_url=url, status=200, body=body)
    if len(sites.asks(url)) > 1 or sites.following(url, (page,)) is not None:
        return None
    return sites.read(page, pages.read(page))


def is_todays(extractor: str) -> bool:
    """Whether this is one of the general extractors of today, in its version."""
    return extractor in (EXTRACTOR, PLAIN, VISIBLE, pdf.extractor())
