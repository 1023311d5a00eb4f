"""Yahoo! News Japan: news.yahoo.co.jp, and the addresses it had until about 2019."""

from __future__ import annotations

import re

from linkwatch.sites.address import Address, parse

NAME = "yahoo"
HOSTS = ("news.yahoo.co.jp", "headlines.yahoo.co.jp")

_ARTICLE = re.compile(r"/(?:expert/)?articles/[0-9a-f]{40}")
"""Comments and pictures of an article (``…/comments``, ``…/images/000``) are pages of their own."""
_TOPIC = re.compile(r"/pickup/\d+")
_OLD_PATHS = ("/hl", "/article")
_OLD_KEY = re.compile(r"\d{8}-\d+-[0-9a-z_]+(?:-[0-9a-z_]+)*")


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
    key = address.value("a")
    if address.host in ("headlines.yahoo.co.jp", "zasshi.news.yahoo.co.jp") and path in _OLD_PATHS:
        return f"https://{address.host}{path}?a={key}" + _part(address, "p", "&") if _OLD_KEY.fullmatch(key) else None
    return None


def _part(address: Address, name: str, separator: str) -> str:
    """The first part is the article's bare address."""
    number = address.value(name)
    return f"{separator}{name}={number}" if number.isascii() and number.isdigit() and int(number) > 1 else ""
