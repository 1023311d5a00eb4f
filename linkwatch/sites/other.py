"""Every host that no other module names: its pages are read by the general rules.

A page that needs a browser is asked for at the oEmbed address that it names. (Its JSON-LD and OpenGraph
are part of the general reading.)
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from linkwatch.model import Content, Page, SignKind
from linkwatch.page.metadata import absolute
from linkwatch.sites import article
from linkwatch.sites.markup import json_value, source, string
from linkwatch.sites.site import Ask, Known

NAME = "other"
HOSTS: tuple[str, ...] = ()

VOUCHED = Known(
    SignKind.ALIVE, "oembed", "The page needs a browser; the oEmbed address that it names answers with a title"
)

THIN = 300
"""Characters of visible text below which a page may need a browser."""
_OEMBED = re.compile(rb"<link\b[^<>]{0,1000}application/json\+oembed[^<>]{0,1000}>", re.I)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})')""", re.I)
_HEAD = 200_000
"""Bytes of a page within which its oEmbed address is looked for."""


def following(url: str, answers: tuple[Page, ...]) -> Ask | None:
    """The oEmbed address that a page without paragraphs names; others are not asked for it."""
    page = answers[0]
    if len(answers) > 1 or page.status != 200 or page.body.count(b"<p>") + page.body.count(b"<p ") > 1:
        return None
    link = _OEMBED.search(page.body[:_HEAD])
    href = _HREF.search(link[0].decode("utf-8", "replace")) if link else None
    target = absolute(page.final_url, unescape(href[1] or href[2])) if href else None
    return Ask(url=target) if target else None


def assemble(url: str, answers: tuple[Page, ...]) -> Page:
    """The page is always the one cited."""
    return replace(answers[0], answers=answers[1:])


def read(page: Page, content: Content) -> Content:
    """Read the oEmbed answer where the page itself shows next to nothing."""
    if page.status != 200 or content.visible_chars > THIN:
        return content
    for answer in page.answers:
        vouched = json_value(source(answer)) if answer.status == 200 else None
        title = string(vouched, "title")
        if title:
            author = content.author or string(vouched, "author_name") or None
            content = replace(content, title=content.title or title, author=author)
            content = article.signed(content, VOUCHED, f"oEmbed answers with the title 「{title}」")
    return content
