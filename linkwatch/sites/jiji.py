"""jiji.com, 時事ドットコム: the articles of Jiji Press."""

from __future__ import annotations

import re

from linkwatch.sites.address import parse

NAME = "jiji"
HOSTS = ("jiji.com",)

_ARTICLE_PATHS = ("/jc/article", "/sp/article", "/amp/article")
"""Desktop, mobile and AMP address of one article; comments and lists (/jc/c, /jc/list) are other pages."""
_FEATURE_PATHS = ("/jc/v2", "/jc/v7", "/jc/v8")
_KEY = re.compile(r"\d{13}")
_ID = re.compile(r"[0-9A-Za-z_-]+")


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
