"""Yahoo! News Japan: news.yahoo.co.jp, and the addresses it had until about 2019.

An article in parts is read whole: each part's page links to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from linkwatch.model import Content, Page, SignKind, When
from linkwatch.sites import article
from linkwatch.sites.address import Address, parse
from linkwatch.sites.article import Article
from linkwatch.sites.markup import inside, json_after, source, string, text_of, tree
from linkwatch.sites.site import Ask, Known, Layout

NAME = "yahoo"
HOSTS = ("news.yahoo.co.jp", "headlines.yahoo.co.jp")

ENDED = Known(
    SignKind.GONE,
    "article-ended",
    "「指定されたURLは存在しませんでした」, 「記事がありません」 in place of an article",
)
SHOWN = article.SHOWN
OUTAGE = Known(SignKind.OUTAGE, "outage", "「ページが表示できません - Yahoo! JAPAN」: 「障害が発生しているため」")
EUROPE = Known(SignKind.GEO, "geo", "The notice to readers in the EEA and the United Kingdom (since April 2022)")

LAYOUTS = (
    Layout(
        years="about 2019-",
        body="div.article_body",
        drop="figure, aside, nav, ul.pagination, [data-cl-params*='_cl_vmodule:detail;_cl_link:prgrph']",
        title=("#uamods header h1", "article header h1"),
        published=("#uamods time@datetime", "article time@datetime"),
    ),
    Layout(
        years="2014-2019, headlines and magazines",
        body=".article .ynDetailText",
        title=(".article .hd h1",),
        published=(".article .hd .source", ".article .hd .ymuiDate"),
        modified=(".article .ynLastEditDate",),
    ),
    Layout(
        years="2013-2018, bylines",
        body=".articleBody .bd",
        drop="figure, .caption, .snsMod, .ftAuthor",
        title=(".articleBody .hd h1",),
        published=(".articleInfo .time",),
    ),
    Layout(years="2014-2019, topics", body=".headlineTxt .hbody", title=(".newsTitle",)),
)

MAX_PARTS = 30
"""Parts of one article that are read; the longest seen have about ten."""

_ARTICLE = re.compile(r"/(?:expert/)?articles/[0-9a-f]{40}")
"""Comments and pictures of an article (``…/comments``, ``…/images/000``) are pages of their own."""
_PART = re.compile(r"[1-9][0-9]{0,3}")
_TOPIC = re.compile(r"/pickup/\d+")
_OLD_PATHS = ("/hl", "/article")
_OLD_KEY = re.compile(r"\d{8}-\d+-[0-9a-z_]+(?:-[0-9a-z_]+)*")
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)-")
_EUROPE = re.compile(r"欧州経済領域（EEA）およびイギリスから|イギリスからご利用いただけません")
_TAG = re.compile(r"<[^<>]*>")


def identity(url: str) -> str | None:
    """An article is known by its path, or by ``a`` at an old address, and by the number of the part."""
    address = parse(url)
    if address is None:
        return None
    path = address.path.rstrip("/")
    if address.host == "news.yahoo.co.jp" and _ARTICLE.fullmatch(path):
        return f"https://news.yahoo.co.jp{path}" + _part(address, "page", "?")
    if address.host == "news.yahoo.co.jp" and _TOPIC.fullmatch(path):
        return f"https://news.yahoo.co.jp{path}"
    if address.host in ("headlines.yahoo.co.jp", "zasshi.news.yahoo.co.jp") and path in _OLD_PATHS:
        key = address.value("a")
        return f"https://{address.host}{path}?a={key}{_part(address, 'p', '&')}" if _OLD_KEY.fullmatch(key) else None
    return None


def _part(address: Address, name: str, separator: str) -> str:
    """The first part is the article's bare address."""
    number = address.value(name)
    return f"{separator}{name}={number}" if number != "1" and _PART.fullmatch(number) else ""


def following(url: str, answers: tuple[Page, ...]) -> Ask | None:
    """The next part of an article cited as a whole; a part cited by its number stands for itself."""
    whole = identity(url)
    address = parse(whole) if whole else None
    if whole is None or address is None or not _ARTICLE.fullmatch(address.path) or address.query:
        return None
    if answers[-1].status != 200 or len(answers) >= MAX_PARTS:
        return None
    number = len(answers) + 1
    link = rf"""(?:{re.escape(address.path)}|href=["'])\?page={number}["'&]"""
    linked = re.search(link.encode(), answers[-1].body)
    return Ask(url=f"{whole}?page={number}") if linked else None


def assemble(url: str, answers: tuple[Page, ...]) -> Page:
    """The page is the part cited; the parts after it lie in its answers."""
    return replace(answers[0], answers=answers[1:])


def read(page: Page, content: Content) -> Content:
    """Read an article with its parts, or tell why there is none."""
    document = tree(page)
    found = _article(document, page)
    if found is None:
        return _without_article(page, document, content)
    parts = [found.text, *(part.text for answer in page.answers if (part := _article(tree(answer), answer)))]
    read = article.laid_over(content, replace(found, text="\n".join(parts)), extractor="yahoo/1")
    return article.vouched(page, _with_dates(page, read, found), identity)


def _article(document: LexborHTMLParser, page: Page) -> Article | None:
    if page.status != 200:
        return None
    return article.find(document, LAYOUTS) or _from_state(source(page))


def _from_state(text: str) -> Article | None:
    """Read the article from the state that the page leaves for its scripts."""
    detail = inside(json_after(text, "window.__PRELOADED_STATE__"), "articleDetail")
    lines = [_TAG.sub("", line).strip() for line in _texts(inside(detail, "paragraphs"))]
    body = "\n".join(line for line in lines if line)
    return Article(text=body, title=string(detail, "headline")) if body else None


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of paragraphs in order; pictures and videos are their ``objectItems``."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += reversed(item)
        elif isinstance(item, dict):
            if isinstance(item.get("text"), str):
                yield from item["text"].split("\n")
            stack += [inner for name, inner in reversed(item.items()) if name not in ("text", "objectItems")]


def _without_article(page: Page, document: LexborHTMLParser, content: Content) -> Content:
    title, whole = article.said(document, "title"), text_of(document.body)
    bare = replace(content, text="", extractor="yahoo/1")
    if shut := _EUROPE.search(whole):
        return article.signed(bare, EUROPE, f"「{shut[0]}…」")
    if title.startswith("ページが表示できません") and "障害が発生しているため" in whole:
        return article.signed(bare, OUTAGE, "「障害が発生しているため、しばらくしてから」")
    if title.startswith("表示できません") and "記事がありません" in whole:
        return article.signed(content, ENDED, "「記事がありません。すでに削除された可能性があります。」")
    return article.signed(content, ENDED, article.ended(page, document) if identity(page.url) else "")


def _with_dates(page: Page, content: Content, found: Article) -> Content:
    """Pages to 2019 leave the year to the day in their address (``a=20170124-…``)."""
    address = parse(page.url)
    day = _DAY.match(address.value("a")) if address is not None else None
    near = When(value="-".join(day.groups()), source="url") if day else None
    return replace(
        content,
        published_at=content.published_at or article.when(found.published, near=near),
        modified_at=content.modified_at or article.when(found.modified, near=near),
    )
