"""What site modules share in reading a page: its tree, the text of an article, JSON that lies in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from selectolax.lexbor import LexborHTMLParser, LexborNode

from linkwatch.model import Page
from linkwatch.page import decode
from linkwatch.page.tangle import is_tangled

_BLOCK = re.compile(
    r"address|article|aside|blockquote|br|d[dlt]|div|fig(?:caption|ure)|footer|form|h[1-6r]|header|li|main|nav|[ou]l|p"
    r"|pre|section|t(?:able|[dhr])"
)
"""Elements that stand on lines of their own."""
_NEVER = re.compile(r"script|style|noscript|template|svg|r[tp]|button|select|textarea|iframe|video|audio|-comment")
"""No text of an article: code, controls, and the readings over Chinese characters."""

_BETWEEN = tuple(" \t\r\n=")
_OPENERS = tuple('{["')


def tree(page: Page) -> LexborHTMLParser:
    """Parse the body of ``page``; an empty document in place of markup that no parser should see."""
    text = source(page)
    return LexborHTMLParser("" if is_tangled(text) else text)


def source(page: Page) -> str:
    """Return the body of ``page`` as text."""
    return decode(page.body, page.headers)


def digest(*parts: str) -> str:
    """Return a fingerprint of what a site's page says (see :attr:`linkwatch.model.Content.fingerprint`)."""
    return blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def text_of(nodes: LexborNode | Sequence[LexborNode] | None, *, drop: str = "") -> str:
    """Return the visible text of ``nodes`` in order, paragraphs parted by a line feed.

    ``drop`` is a CSS selector of boxes inside that are no content. Words that markup or comments
    cut are joined; white space is one space, and none stands at either end of a paragraph.
    """
    if nodes is None:
        return ""
    several = nodes if isinstance(nodes, Sequence) else (nodes,)
    ids, read = {node.mem_id for node in several}, set[int]()
    lines: list[str] = []
    for node in several:
        if node.mem_id not in read:
            dropped = {inner.mem_id for inner in node.css(drop)} if drop else set()
            raw = "".join(_pieces(node, dropped, ids, read))
            lines += (" ".join(line.split()) for line in raw.split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(top: LexborNode, dropped: set[int], ids: set[int], read: set[int]) -> Iterator[str]:
    """Yield text and line feeds below ``top``, without recursion: hostile pages nest deeply.

    Those of ``ids`` that are met go into ``read``: one that lies in another is not told twice.
    """
    stack: list[LexborNode | str] = [top]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        tag, number = item.tag or "", item.mem_id
        if number in ids:
            read.add(number)
        if tag == "-text":
            yield " ".join((item.text_content or "").splitlines())
        elif not _NEVER.fullmatch(tag) and number not in dropped:
            if _BLOCK.fullmatch(tag):
                yield "\n"
                stack.append("\n")
            stack += reversed(list(item.iter(include_text=True)))


def first(within: LexborHTMLParser | LexborNode, *selectors: str) -> LexborNode | None:
    """Return the first element that the first fitting of ``selectors`` finds."""
    for selector in selectors:
        node = within.css_first(selector)
        if node is not None:
            return node
    return None


def attribute(within: LexborHTMLParser | LexborNode, selector: str, name: str) -> str:
    """Return attribute ``name`` of the first element that ``selector`` finds, or an empty string."""
    node = within.css_first(selector)
    return ((node.attributes.get(name) or "") if node is not None else "").strip()


def json_value(text: str) -> object:
    """Read JSON; None when ``text`` is none, is broken, or nests too deeply."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def json_after(text: str, mark: str) -> object:
    """Read the JSON value that stands right after the first ``mark`` that one follows; None when none does.

    White space and an equals sign may stand between: a script assigns it.
    """
    decoder, at = json.JSONDecoder(), text.find(mark)
    while at >= 0:
        start = at + len(mark)
        while text[start : start + 1] in _BETWEEN:
            start += 1
        if text[start : start + 1] in _OPENERS:
            try:
                return decoder.raw_decode(text, start)[0]
            except (ValueError, RecursionError):
                return None
        at = text.find(mark, start)
    return None


def inside(value: object, *path: str | int) -> object:
    """Follow names and positions into JSON; None where the way ends."""
    for step in path:
        if isinstance(step, str) and isinstance(value, dict):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def string(value: object, *path: str | int) -> str:
    """Follow ``path`` into JSON to a string; an empty one when there is none."""
    found = inside(value, *path)
    return found if isinstance(found, str) else ""
