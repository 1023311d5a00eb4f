"""NHK: NEWS WEB on www3.nhk.or.jp, and its new home news.web.nhk since October 2025."""

from __future__ import annotations

import re

from linkwatch.sites.address import parse

NAME = "nhk"
HOSTS = ("nhk.or.jp", "web.nhk")

_OLD_PATH = re.compile(
    r"/news/html/\d{8}/[kt]\d{14}\.html"
    r"|/lnews/[a-z]+/(?:\d{8}/)?\d+\.html"
    r"|/news/easy/([a-z]+\d+)/\1\.html"
)
_NEW_PATH = re.compile(r"/newsweb/(?:na/na-k\d{14}|nb/nb-\d+|nd/nd-\d+[a-z]*\d+)")


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
