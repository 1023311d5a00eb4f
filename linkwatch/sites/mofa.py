"""mofa.go.jp, 外務省: Japan's Ministry of Foreign Affairs; its copies in WARP are read the same way."""

from __future__ import annotations

from dataclasses import replace

from linkwatch.model import Content, Page, SignKind
from linkwatch.sites import article
from linkwatch.sites.address import parse
from linkwatch.sites.markup import tree
from linkwatch.sites.site import Known, Layout

NAME = "mofa"
HOSTS = ("mofa.go.jp",)

ENDED = Known(SignKind.GONE, "page-ended", "No text, and words such as 「お探しのページは見つかりません」")
SHOWN = Known(SignKind.ALIVE, "page-shown", "A text with its date stands at its own address")

LAYOUTS = (
    Layout(
        years="about 2011-",
        body="#maincontents",
        drop=".social-btn-wrapper, .social-btn-top, .archive-link, #pagetop",
        title=('meta[property="og:title"]@content', "h2.title2", "h1.title1", "#maincontents h1"),
    ),
)

_DATE_LINE = 24
"""Characters of a line that is nothing but a date: 「令和7年1月21日（火曜日）」, 「January 21, 2025」."""


def identity(url: str) -> str | None:
    """A page is known by its path; the site's static pages take no query."""
    address = parse(url)
    if address is None or address.host not in ("mofa.go.jp", "www.mofa.go.jp"):
        return None
    return f"https://www.mofa.go.jp{address.path}" if address.path.endswith(".html") else None


def read(page: Page, content: Content) -> Content:
    """Read a page: its date is the first line that is one, in Japanese eras or in English."""
    document = tree(page)
    found = article.find(document, LAYOUTS)
    if found is None:
        return article.signed(content, ENDED, article.ended(page, document) if identity(page.url) else "")
    lines = (line for line in found.text.split("\n")[:5] if len(line) <= _DATE_LINE)
    published = next((date for line in lines if (date := article.when(line))), None)
    read = article.laid_over(content, found, extractor="mofa/1")
    if published is None:
        return read
    return article.vouched(page, replace(read, published_at=published), identity, known=SHOWN)
