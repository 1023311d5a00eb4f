"""Pages no parser should see: a linear look at the markup, and a linear reading for those that fail it.

The HTML Standard's tree construction is quadratic and worse on hostile markup: measured with
lexbor, 100,000 nested ``div`` take 13 s, 5,000 unclosed ``font`` of different attributes 12 s,
one tag of 100,000 attributes 15 s.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

MANY_TAGS = 100_000
"""``<`` bytes above which a page is not parsed; the largest of 500 real pages had 19,629."""

FEW_TAGS = 4_000
"""Below so many even the worst markup parses within a second."""

DEEP = 1_500
"""Elements left open at once; browsers cut at 512."""

MANY_ATTRIBUTES = 2_000

_TAG = re.compile(r"<(/?)([a-zA-Z]+)")
_LONG_TAG = re.compile(r"<[^<>]{10000,}")
_SELF_CLOSING = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "colgroup",
        "rt",
        "rp",
    }
    | {"html", "head", "body", "frame", "path", "rect", "circle", "use", "line", "polygon"}
)
"""Elements without an end tag, or that end by themselves."""
_SILENT = re.compile(r"<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_ANY_TAG = re.compile(r"<[^<>]*>?")
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,2000})", re.I)


def is_tangled(html: str) -> bool:
    """Whether a page's markup could keep a parser busy for longer than it deserves."""
    tags = html.count("<")
    if tags > MANY_TAGS:
        return True
    if any(len(tag.split()) > MANY_ATTRIBUTES for tag in _LONG_TAG.findall(html)):
        return True
    return tags > FEW_TAGS and _left_open(html) > DEEP


def _left_open(html: str) -> int:
    """Most elements that are open at once; end tags that end nothing do not count."""
    still_open: Counter[str] = Counter()
    total = most = 0
    for slash, name in _TAG.findall(html):
        name = name.lower()
        if name in _SELF_CLOSING:
            continue
        if not slash:
            still_open[name] += 1
            total += 1
            most = max(most, total)
        elif still_open[name]:
            still_open[name] -= 1
            total -= 1
    return most


def plain_title(html: str) -> str:
    """Return the title of a page that is not parsed."""
    found = _TITLE.search(html)
    return unescape(found.group(1)) if found else ""


def plain_text(html: str) -> str:
    """Return what is left of a page that is not parsed when its tags are taken out."""
    return unescape(_ANY_TAG.sub("\n", _SILENT.sub("\n", html)))
