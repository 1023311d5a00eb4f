"""NHK: NEWS WEB on www3.nhk.or.jp, and since October 2025 its new home news.web.nhk.

When an article is gone from its old address, the new one that its number maps to is asked; the link
is told as moved only when the article is seen there. Consent screens are never clicked away.
"""

from __future__ import annotations

import re
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser

from linkwatch.dates import from_url
from linkwatch.model import Content, FaultKind, Page, Sign, SignKind
from linkwatch.sites import article
from linkwatch.sites.address import parse
from linkwatch.sites.article import Article
from linkwatch.sites.markup import text_of, tree
from linkwatch.sites.site import Ask, Known, Layout

NAME = "nhk"
HOSTS = ("nhk.or.jp", "web.nhk")

ENDED = Known(
    SignKind.GONE, "article-ended", "「記事が見つかりませんでした」, or NHK's error page (title 「エラー｜NHK…」)"
)
SHOWN = article.SHOWN
MOVED = Known(
    SignKind.MOVED, "nhk-new-address", "Gone from www3.nhk.or.jp, and seen at news.web.nhk under its number"
)
CONSENT = Known(
    SignKind.CONSENT,
    "consent",
    "「ご利用にあたって」, 「ご契約の手続きをお願いします」 or 「For Users Abroad」, left unanswered",
)

LAYOUTS = (
    Layout(
        years="about 2016-2025",
        body=".content--summary, .content--summary-more, .content--detail-body, .content--body, .body-text",
        drop="figure, .content--button, .module--share",
        title=(".content--title",),
        published=(".content--date time@datetime", "time[datetime]@datetime"),
    ),
    Layout(
        years="2013-2016, local news",
        body="#news_textbody, #news_textmore, #news_add",
        title=(".contentTitle", ".hero_title", "h1.entryTitle", "h1.title"),
        published=(".entryTitle .time", ".hero_titleBx .time", "#news_date"),
    ),
    Layout(
        years="NEWS WEB EASY 2018-",
        body="#js-article-body",
        title=(".article-main__title",),
        published=("#js-article-date",),
    ),
    Layout(years="NEWS WEB EASY to 2018", body="#newsarticle", title=("#newstitle h2",), published=("#newsDate",)),
)

_OLD_PATH = re.compile(
    r"/news/html/\d{8}/[kt]\d{14}\.html"
    r"|/lnews/[a-z]+/(?:\d{8}/)?\d+\.html"
    r"|/news/easy/([a-z]+\d+)/\1\.html"
)
_NEW_PATH = re.compile(r"/newsweb/(?:na/na-k\d{14}|nb/nb-\d+|nd/nd-[0-9a-z]+)")
_NUMBER = re.compile(r"/news/html/(\d{4})\d{4}/k(\d{14})\.html")
_SCREENS = (
    ("ご利用にあたって", "内容を確認しました"),
    ("ご契約の手続きをお願いします", ""),
    ("For Users Abroad", "確認しました"),
    ("For Users Abroad", "I understand"),
)
"""Words and button of NHK ONE's screens before the first page: to all, to those without a contract, abroad."""


def identity(url: str) -> str | None:
    """An article is known by its path; queries such as ``utm_int`` only say how one came there."""
    address = parse(url)
    if address is None:
        return None
    path = address.path.rstrip("/")
    if address.host == "www3.nhk.or.jp" and _OLD_PATH.fullmatch(path):
        return f"https://www3.nhk.or.jp{path}"
    if address.host == "news.web.nhk" and _NEW_PATH.fullmatch(path):
        return f"https://news.web.nhk{path}"
    return None


def new_address(url: str) -> str | None:
    """Return where the article of an old address stands since October 2025, if it still does."""
    address = parse(url)
    article_path = (
        _NUMBER.fullmatch(address.path) if address is not None and address.host == "www3.nhk.or.jp" else None
    )
    return f"https://news.web.nhk/newsweb/na/na-k{article_path[2]}" if article_path else None


def asks(url: str) -> tuple[Ask, ...]:
    """The page; after it the new address, where there is one."""
    moved = new_address(url)
    return (Ask(url=url), Ask(url=moved)) if moved else (Ask(url=url),)


def enough(url: str, answers: tuple[Page, ...]) -> bool:
    """The new address is asked only when the article is gone from the old one."""
    return len(answers) >= len(asks(url)) or (len(answers) == 1 and not _gone(answers[0]))


def assemble(url: str, answers: tuple[Page, ...]) -> Page:
    """The page is that of the address cited, unless the article is seen at the new one."""
    first, last = answers[0], answers[-1]
    if last is not first and _is_seen(last):
        return replace(last, answers=(first,))
    return replace(first, answers=answers[1:])


def read(page: Page, content: Content) -> Content:
    """Read an article of any of NHK's templates, or tell why there is none."""
    document = tree(page)
    if _is_consent(page, document):
        return article.signed(replace(content, text="", extractor="nhk/1"), CONSENT, CONSENT.what)
    found = _article(page, document)
    if found is None or _gone(page):
        return article.signed(content, ENDED, _why_ended(page, document))
    # Pages to 2016 leave the year to their address.
    published = article.when(found.published, near=from_url(page.url))
    read = article.laid_over(content, found, extractor="nhk/1")
    read = replace(read, published_at=published or content.published_at)
    old = next((answer for answer in page.answers if new_address(answer.url) == page.url), None)
    if old is not None:
        return replace(read, signs=(*read.signs, _moved(old, page)))
    return article.vouched(page, read, identity)


def _article(page: Page, document: LexborHTMLParser) -> Article | None:
    found = article.find(document, LAYOUTS)
    if found is None and (address := parse(page.final_url)) is not None and address.within("web.nhk"):
        return _from_new_site(document)
    return found


def _from_new_site(document: LexborHTMLParser) -> Article | None:
    """Class names there change with each release: the first paragraph after the headline shows the body's."""
    main = document.css_first("main")
    title = main.css_first("h1") if main is not None else None
    if main is None or title is None:
        return None
    paragraphs = main.css("h1 ~ p, h1 ~ * p, :has(> h1) ~ * p, :has(> h1) ~ p")
    classes = next((node.attributes.get("class") for node in paragraphs if text_of(node, drop="a")), None)
    if not classes:
        return None
    body = [node for node in main.css("p") if node.attributes.get("class") == classes]
    text = text_of(body, drop="a")
    return Article(
        text=text,
        title=text_of(title).replace("\n", " "),
        published=article.said(document, "main time@datetime"),
    )


def _is_consent(page: Page, document: LexborHTMLParser) -> bool:
    address = parse(page.final_url)
    if address is None or not address.within("web.nhk"):
        return False
    seen = text_of(document.body)
    buttons = " ".join(node.text() for node in document.css("button, [role=button], dialog a, [role=dialog] a")[:50])
    return any(words in seen and button in buttons for words, button in _SCREENS)


def _gone(page: Page) -> bool:
    """Tell whether the article is not at its address any more: NHK's own error page, 404, or sent elsewhere."""
    if page.status in (404, 410) or (page.fault is not None and page.fault.kind is FaultKind.NXDOMAIN):
        return True
    number = _NUMBER.search(page.url)
    if page.status != 200 or number is None:
        return False
    # Parsed only when the bytes give a reason to: the crawl waits for the answer.
    return number[2] not in page.final_url or (b"error" in page.body and _is_error_page(tree(page)))


def _is_error_page(document: LexborHTMLParser) -> bool:
    marked = document.css_first("body.error .module--error, body#errors #messageArea") is not None
    return marked or article.said(document, "title").startswith("エラー｜NHK")


def _why_ended(page: Page, document: LexborHTMLParser) -> str:
    if _is_error_page(document):
        return article.said(document, ".module--error .module--content", "#messageArea p", "title")
    return article.ended(page, document) if identity(page.url) else ""


def _is_seen(page: Page) -> bool:
    """Tell whether the page shows an article, and no screen before it."""
    document = tree(page)
    return page.status == 200 and not _is_consent(page, document) and _article(page, document) is not None


def _moved(old: Page, new: Page) -> Sign:
    how = f"answers {old.status}" if old.status not in (None, 200) else "shows it no more"
    return MOVED.seen(f"the old address {how}, the article stands at {new.final_url}", target=new.final_url)
