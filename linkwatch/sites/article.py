"""Finding an article on a page of a known layout, what stands in its place when it ended, and its dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from linkwatch import dates
from linkwatch.model import Content, Page, SignKind, When
from linkwatch.sites.markup import attribute, digest, text_of
from linkwatch.sites.site import Known, Layout
from linkwatch.urls import same_page

_ENDED = re.compile(
    r"(?:記事|ページ|ニュース)[はが](?:見つかり|存在しま|あり)ません"
    r"|お探しの(?:記事|ページ)"
    r"|指定された(?:URL|ページ|記事)は?(?:存在しません|見つかりません)"
    r"|削除された可能性があります"
    r"|(?:配信|掲載期間|掲載|公開期間|公開)(?:は|を|が)?(?:すでに)?終了"
)
"""What a Japanese news site says in place of an article that ended (sites.md sections 3, 4 and 7)."""

_PASSING = re.compile(r"障害|混み合|集中し|メンテナンス|しばらく")
"""Words of an outage, beside which nothing is believed."""

_PAID = re.compile(rb'"isAccessibleForFree"\s*:\s*"?false', re.I)

SHOWN = Known(
    SignKind.ALIVE,
    "article-shown",
    "The article stands in its place, in one of the layouts above, at its own address",
)

MAX_NOTICE = 600
"""Characters of a page beyond which such words are part of something else."""

MAX_LINE = 60
"""Characters of an article's text up to which it may be such a notice itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a layout found; empty strings where it found nothing."""

    text: str
    title: str = ""
    published: str = ""
    modified: str = ""


def find(document: LexborHTMLParser, layouts: Sequence[Layout]) -> Article | None:
    """Return the article that the first fitting layout finds; None when none finds any text."""
    for layout in layouts:
        text = text_of(document.css(layout.body), drop=layout.drop)
        if text:
            return Article(
                text=text,
                title=said(document, *layout.title),
                published=said(document, *layout.published),
                modified=said(document, *layout.modified),
            )
    return None


def said(document: LexborHTMLParser, *places: str) -> str:
    """Return what stands at the first of ``places`` that says something, in one line."""
    for place in places:
        selector, _, name = place.partition("@")
        text = attribute(document, selector, name) if name else text_of(document.css_first(selector))
        if text:
            return " ".join(text.split())
    return ""


def ended(page: Page, document: LexborHTMLParser) -> str:
    """Return the words with which a page that says little else tells that an article ended; else an empty string.

    To be asked only of an article's address, and where no layout found the article.
    """
    if page.status not in (200, 404, 410):
        return ""
    main = document.css_first("main, #main, #contents, #mainContent, [role=main]") or document.body
    whole = text_of(main, drop="nav, header, footer, aside, form, ul, ol, dl").replace("\n", " ")
    if len(whole) > MAX_NOTICE or _PASSING.search(whole):
        return ""
    return next((text for text in (said(document, "h1"), whole) if _ENDED.search(text)), "")


def laid_over(content: Content, article: Article, *, extractor: str) -> Content:
    """Return ``content`` with the article's own text and title; its dates are the site's to read.

    The fingerprint is made of these: lists of other news beside an article change by the hour.
    """
    title = article.title or content.title
    return replace(
        content, text=article.text, title=title, extractor=extractor, fingerprint=digest(title, article.text)
    )


def vouched(page: Page, content: Content, identity: Callable[[str], str | None], *, known: Known = SHOWN) -> Content:
    """Return ``content`` with the sign that the article stands at its own address.

    Where the visit ended on another page, that one's article vouches for nothing; nor does a text so
    short that it may be a notice in the article's place, nor one that the page says is not free.
    """
    asked, reached = identity(page.url), identity(page.final_url)
    at_home = asked == reached if asked else same_page(page.url, page.final_url)
    is_notice = len(content.text) <= MAX_LINE and _ENDED.search(content.text)
    if page.status != 200 or not at_home or is_notice or _PAID.search(page.body):
        return content
    return signed(content, known, f"the article stands in its place, {len(content.text):,} characters")


def signed(content: Content, known: Known, evidence: str) -> Content:
    """Return ``content`` with the sign ``known``; as it is when there is no evidence for it."""
    return replace(content, signs=(*content.signs, known.seen(evidence))) if evidence else content


_LABEL = re.compile(r"(?:最終)?更新[:：]\s*")
"""What stands glued to a date in Jiji's and Yahoo's pages."""


def when(text: str, *, near: When | None = None) -> When | None:
    """Read a date as a page writes it; one without a year gets that of ``near``, what its address says."""
    text = _LABEL.sub("", text)
    found = dates.read(text)
    if found is None and near is not None:
        found = next((dated.when for dated in dates.find(text, near=near)), None)
    return found
