"""jiji.com, 時事ドットコム: the articles of Jiji Press, rewritten in their first hours under one number."""

from __future__ import annotations

import re
from dataclasses import replace

from linkwatch.model import Content, Page, SignKind
from linkwatch.sites import article
from linkwatch.sites.address import parse
from linkwatch.sites.markup import tree
from linkwatch.sites.site import Known, Layout

NAME = "jiji"
HOSTS = ("jiji.com",)

ENDED = Known(SignKind.GONE, "article-ended", "No article, and words such as 「掲載期間が終了」")
SHOWN = article.SHOWN
MEMBERS = Known(SignKind.MEMBERS, "members-only", "The members' key, or 「会員限定」, at the article's own headline")

LAYOUTS = (
    Layout(
        years="2022-",
        body=".ArticleText",
        drop="aside, figure, .ArticleTextTab, .ArticleBottomLink",
        title=(".ArticleTitle h1",),
        published=(".ArticleTitleData",),
    ),
)

_ARTICLE_PATHS = ("/jc/article", "/sp/article", "/amp/article")
"""Desktop, mobile and AMP address of one article; comments and lists (/jc/c, /jc/list) are other pages."""
_FEATURE_PATHS = ("/jc/v2", "/jc/v7", "/jc/v8")
_KEY = re.compile(r"\d{13}")
_ID = re.compile(r"[0-9A-Za-z_-]+")
_TO_THE_ARTICLE = "この速報の記事を読む"
"""The link under a flash of one line; the article that follows has a number of its own."""


def identity(url: str) -> str | None:
    """An article is known by ``k``, a feature by ``id``; the genre ``g`` is how one came there."""
    address = parse(url)
    if address is None or address.host not in ("jiji.com", "www.jiji.com"):
        return None
    key, feature = address.value("k"), address.value("id")
    if address.path in _ARTICLE_PATHS and _KEY.fullmatch(key):
        return f"https://www.jiji.com/jc/article?k={key}"
    if address.path in _FEATURE_PATHS and _ID.fullmatch(feature) and not address.value("p"):
        return f"https://www.jiji.com{address.path}?id={feature}"
    return None


def _is_article(url: str) -> bool:
    """Whether it is an article's address; what features look like is not known."""
    return (identity(url) or "").startswith("https://www.jiji.com/jc/article?")


def read(page: Page, content: Content) -> Content:
    """Read an article; the members' key elsewhere on the page belongs to other articles."""
    document = tree(page)
    found = article.find(document, LAYOUTS)
    if found is None:
        return article.signed(content, ENDED, article.ended(page, document) if _is_article(page.url) else "")
    lines = [line for line in found.text.split("\n") if line != _TO_THE_ARTICLE]
    read = article.laid_over(content, replace(found, text="\n".join(lines)), extractor="jiji/1")
    read = replace(read, published_at=content.published_at or article.when(found.published))
    locked = document.css_first(".ArticleTitle .key_icon, .ArticleTitle [src*='/img/key.svg']") is not None
    if locked or "会員限定" in found.title:
        return article.signed(read, MEMBERS, MEMBERS.what)
    return article.vouched(page, read, identity)
