"""URLs in running text, in list items, in table cells: what the words on the same line say of the page."""

from __future__ import annotations

import re
from dataclasses import replace

from linkwatch import dates
from linkwatch.citations import reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.citations.reference import Facts
from linkwatch.model import LinkMark

_GENERIC = re.compile(
    r"[\s\[\]（）()「」<>＜＞:：→⇒>》。、.…]*(?:こちら(?:の(?:記事|ページ|サイト|リンク))?|ここ|これ|この(?:記事|ページ)|元?記事|リンク(?:先)?|ソース|出典|引用元|参照元?|参考(?:記事|リンク|URL)?|原文|全文|詳細(?:はこちら)?"
    r"|続き(?:を読む)?|もっと(?:見る|読む)|公式|here|this|this (?:article|page|post|link)|link|source|via"
    r"|article|original|read more|more|web|website|url|\^|↩|↑|\d{1,3})?[\s\[\]（）()「」<>＜＞:：→⇒>》。、.…]*",
    re.I,
)
_URL_LIKE = re.compile(r"\s*(?:https?://|www\.)\S*\s*|[\w.-]+\.[a-z]{2,}(?:/\S*)?", re.I)


def read(line: Line, mark: LinkMark) -> Facts:
    """Return what the line says of the page that ``mark`` cites."""
    near = dates.from_url(mark.url)
    shown = shown_title(mark)
    before, after = _around(line, mark)
    if shown is not None:
        title, outlet = reference.split_outlet(shown)
        beside = reference.parse(after, near) if _is_note(after) else Facts()
        return replace(beside, title=reference.clean_title(title), outlet=outlet or beside.outlet or beside.title)
    return reference.parse(f"{before}  {after}" if not shapes.is_sentence(after) else before, near)


def shown_title(mark: LinkMark) -> str | None:
    """Return the text of a marked link when it names the page."""
    for text in (mark.text, mark.title):
        if text and not _GENERIC.fullmatch(text) and not _URL_LIKE.fullmatch(text):
            return text
    return None


def _around(line: Line, mark: LinkMark) -> tuple[str, str]:
    """Return the text between the links before and after ``mark``."""
    start = max((link.end for link in line.links if link.end <= mark.start and link is not mark), default=0)
    end = min(
        (link.start for link in line.links if link.start >= mark.end and link is not mark), default=len(line.text)
    )
    return line.text[start : mark.start].strip(), line.text[mark.end : end].strip()


def _is_note(text: str) -> bool:
    """Tell whether what follows a link is a note on it, not the sentence going on."""
    return (
        bool(text)
        and text[0] in "（([,、，-–—―|｜・/"
        and len(text) <= 100
        and not shapes.is_sentence(text.strip("（）()"))
    )
