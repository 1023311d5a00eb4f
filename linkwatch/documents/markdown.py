"""Markdown (CommonMark with GFM's tables, footnotes, task lists) read with pulldown-cmark.

pulldown-cmark (through ``pyromark``) tells where each piece stands in the source, in bytes, and takes
linear time on hostile text. Bare URLs are found in the text of each block, so that Japanese
punctuation ends them; raw HTML goes through the reader of HTML. URLs in code are examples, not
citations, and stay out, as do images.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

import pyromark

from linkwatch.documents import html, matter, near
from linkwatch.documents.blocks import RULE, Gathered, Inlines, Piece, Place, watched
from linkwatch.documents.places import BytePlaces
from linkwatch.model import Block, BlockKind, Document, LinkMark

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_QUOTE_TAG = re.compile(r"<(/?)blockquote\b[^>]*", re.I)
_CITE = re.compile(r"\bcite\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_DEEP_QUOTE = re.compile(r"^((?:[ \t]*>){50})((?:[ \t]*>)+)", re.M)
_EMPHASIS = frozenset({"Emphasis", "Strong", "Strikethrough"})
_GROUPED = (BlockKind.QUOTE, BlockKind.ITEM, BlockKind.CELL)
_BEFORE_UNDERSCORE = frozenset(bytes([byte]) for byte in b"/.-=&?#%+")
"""What stands before an underscore in a URL, hardly ever before emphasis."""
_FURTHER = 4096
"""How many characters of escapes and entities before a bare URL are reckoned with."""


def read(name: str, text: str, most: int) -> Document:
    """Read Markdown of at most ``most`` links, front matter included."""
    front = matter.read(text)
    body = "".join(char if char == "\n" else " " for char in text[: front.end]) + text[front.end :]
    blocks = tuple(_Reader(_tamed(body), most).blocks())
    if front.clipping is not None:
        blocks = (front.clipping, *blocks)
    heading = next(
        (block.text.strip() for block in blocks if block.kind is BlockKind.HEADING and block.level == 1), None
    )
    return Document(
        name=name,
        format="markdown",
        encoding="",
        sha256="",
        title=front.title or heading,
        language=front.language,
        author=front.author,
        written_at=front.written_at,
        blocks=blocks,
    )


def _tamed(text: str) -> str:
    """Blank out marks of quotation beyond any sensible depth; each would cost a block."""
    return _DEEP_QUOTE.sub(lambda deep: deep[1] + " " * len(deep[2]), text) if _DEEP_QUOTE.search(text) else text


def _within(spans: Sequence[near.Span], events: Iterator[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Yield the events that reach into one of ``spans``; start and end of an element have the same range."""
    ends = [end for _, end in spans]
    at, before = 0, 0
    start, end = spans[0]
    for event, span in events:
        first, last = span["start"], span["end"]
        while first >= end and at + 1 < len(spans):
            at, before = at + 1, end
            start, end = spans[at]
        if first >= end:  # beyond the last: only ends of what began before it
            yield from (each for each in events if each[1]["start"] < end)
            return
        began_before = first < before
        if last > (spans[bisect_right(ends, first)][0] if began_before else start) and (began_before or first < end):
            yield event, span


class _Reader:
    """Turns pulldown-cmark's events into blocks."""

    def __init__(self, text: str, most: int) -> None:
        self._text = text
        self._data = text.encode("utf-8", "replace")
        self._places = BytePlaces(text, self._data)
        self._inlines = Inlines(locate=self._locate)
        self._definitions: dict[str, Any] | None = None
        self._last = 0
        self._kind = BlockKind.PARAGRAPH
        self._start = self._end_at = 0
        self._is_set_off = False
        self._heading = 0
        self._quotes = 0
        self._html_quotes: list[str | None] = []
        """Of the blockquote elements that are open, the address that each or an outer one gives."""
        self._cited: list[LinkMark] = []
        self._row = 0
        self._lists = 0
        self._group = 0
        self._note: str | None = None
        self._image = 0
        self._code = False
        self._html: list[str] = []
        self._most = most
        self._gathered = Gathered(most)

    def blocks(self) -> list[Block]:
        """Return the blocks in order."""
        events: Any = pyromark.events_with_range(self._text, options=_OPTIONS, merge_text=True)
        spans = near.in_markdown(self._data)
        for event, span in events if spans is None else _within(spans, iter(events)):
            if isinstance(event, str):
                if event == "Rule":
                    self._rule(span)
                else:
                    self._inlines.line_break()
                continue
            what, value = event.popitem()
            if what == "Text" and not (self._code or self._image):
                self._inlines.text(value, span["start"], span["end"])
            elif what == "Start":
                self._begin(value, span)
            elif what == "End":
                self._end(value, span)
            else:
                self._inline(what, value, span)
        self._flush(at_end=True)
        return self._gathered.blocks

    def _rule(self, span: Any) -> None:
        """Take a line drawn across."""
        self._flush()
        if self._gathered.blocks and not self._quotes and not self._html_quotes:
            line = self._places.line(span["start"])
            self._gathered.add(Block(kind=BlockKind.PARAGRAPH, text=RULE, line=line))

    def _inline(self, what: str, value: str, span: Any) -> None:
        """Take what stands between text, or is none of the document's own: code, what a picture shows."""
        if what == "Code":
            self._inlines.hidden(value)
        elif what == "Text":
            self._inlines.hidden(value if self._code or self._inlines.in_link else "")
        elif what == "Html":
            self._html.append(value)
        elif what == "InlineHtml":
            self._inline_html(value, span)
        elif what == "FootnoteReference":
            self._inlines.hidden(f"[^{value}]")

    def _begin(self, tag: Any, span: Any) -> None:
        """Take the start of a block or of an inline element."""
        data: Any = None
        name, data = (tag, data) if isinstance(tag, str) else tag.popitem()
        if name == "Link":
            self._inlines.link_begins(watched(data["dest_url"]), self._link_place(data, span), data["title"])
        elif name == "Image":
            self._image += 1
        elif name in _EMPHASIS:
            self._emphasis(span, at_start=True)
            if name == "Emphasis" and span["start"] == self._start and span["end"] + 1 >= self._end_at:
                self._is_set_off = True
        else:
            if self._inlines.length:
                self._flush()
            self._start, self._end_at = span["start"], span["end"]
            self._kind = BlockKind.PARAGRAPH
            if name != "Paragraph":
                self._begin_block(name, data)

    def _begin_block(self, name: str, data: Any) -> None:
        if name == "TableCell":
            self._kind = BlockKind.CELL
        elif name == "BlockQuote":
            self._group += not self._quotes
            self._quotes += 1
        elif name == "List":
            self._group += not self._lists and not self._quotes
            self._lists += 1
        elif name == "Table":
            self._group += 1
        elif name in ("TableHead", "TableRow"):
            self._row += 1
        elif name == "FootnoteDefinition":
            self._note = data
        elif name == "Heading":
            self._heading = int(data["level"][1:])
        elif name == "CodeBlock":
            self._code = True
        elif name == "HtmlBlock":
            self._html = []

    def _end(self, tag: Any, span: Any) -> None:
        """Take the end of a block or of an inline element."""
        name = tag if isinstance(tag, str) else next(iter(tag))
        if name == "Link":
            self._inlines.link_ends()
        elif name == "Image":
            self._image -= 1
        elif name == "HtmlBlock":
            self._html_block(span)
        elif name in _EMPHASIS:
            self._emphasis(span, at_start=False)
        else:
            if self._inlines.length:
                self._flush()
            self._start = span["end"]
            self._kind = BlockKind.PARAGRAPH
            if name != "Paragraph":
                self._end_block(name)

    def _end_block(self, name: str) -> None:
        if name == "BlockQuote":
            self._quotes -= 1
        elif name == "List":
            self._lists -= 1
        elif name == "FootnoteDefinition":
            self._note = None
        elif name == "Heading":
            self._heading = 0
        elif name == "CodeBlock":
            self._code = False

    def _flush(self, *, at_end: bool = False) -> None:
        """End the block that is being gathered, if one is; links on pictures without text go with the next text."""
        if not self._inlines.length and not at_end:
            return
        kind, level = self._what()
        block = self._inlines.block(
            kind,
            self._places.line(self._start),
            level=level,
            group=self._group if kind in _GROUPED else 0,
            place=f"footnote {self._note}" if self._note is not None else None,
            cite=self._html_quotes[-1] if self._html_quotes else None,
            cited=self._cited,
            is_set_off=self._is_set_off,
        )
        self._is_set_off = False
        if block is not None:
            self._gathered.add(block)
            if self._cited:
                self._cited = []

    def _what(self) -> tuple[BlockKind, int]:
        """Tell kind and level of the block that is being gathered."""
        if self._code:
            return BlockKind.CODE, 0
        if self._quotes or self._html_quotes:
            return BlockKind.QUOTE, self._quotes + len(self._html_quotes)
        if self._note is not None:
            return BlockKind.NOTE, 0
        if self._heading:
            return BlockKind.HEADING, self._heading
        if self._lists:
            return BlockKind.ITEM, self._lists
        return self._kind, self._row if self._kind is BlockKind.CELL else 0

    def _emphasis(self, span: Any, *, at_start: bool) -> None:
        """Put back underscores that CommonMark takes for emphasis inside a bare URL (``/__init__/``)."""
        start, end = span["start"], span["end"]
        if self._data[start : start + 1] != b"_" or self._data[start - 1 : start] not in _BEFORE_UNDERSCORE:
            return
        width = 2 if self._data[start : start + 2] == b"__" and self._data[end - 2 : end] == b"__" else 1
        at = start if at_start else end - width
        self._inlines.text("_" * width, at, at + width)

    def _html_block(self, span: Any) -> None:
        """Read a block of raw HTML; a blockquote that it opens or closes holds for the Markdown between."""
        raw, self._html = "".join(self._html), []
        line, column = self._places.at(span["start"])
        open_tags: list[str] = []
        for tag in _QUOTE_TAG.finditer(raw):
            if not tag[1]:
                self._group += 1
                open_tags.append(tag[0])
            elif open_tags:
                open_tags.pop()
            elif self._html_quotes:
                self._html_quotes.pop()
        for block in html.fragment(raw, line=line, column=column, first_group=self._group, most=self._most):
            self._gathered.add(block)
        for opened in open_tags:
            outer = self._html_quotes[-1] if self._html_quotes else None
            self._html_quotes.append(self._cite(opened, span) or outer)

    def _cite(self, tag: str, span: Any) -> str | None:
        """Return the source that a blockquote tag gives, and keep its place for the block that follows."""
        cite = _CITE.search(tag)
        url = watched(unescape(cite[cite.lastindex or 0])) if cite else None
        if url:
            line, column = self._places.at(
                max(span["start"], self._data.find(url.encode(), span["start"], span["end"]))
            )
            self._cited.append(LinkMark(url=url, start=0, end=0, line=line, column=column))
        return url

    def _inline_html(self, raw: str, span: Any) -> None:
        """Take one tag between inline text."""
        tag = _TAG.match(raw)
        if tag is None:
            return
        closes, name = tag[1], tag[2].lower()
        if name == "br" or (name in ("cite", "footer") and not closes and self._is_quoting()):
            self._inlines.line_break()
        elif name == "a" and closes:
            self._inlines.link_ends()
        elif name != "a" and name not in html.FORMATTING:
            self._inlines.cut()
        elif name == "a":
            href = _HREF.search(raw)
            if href:
                at = span["start"] + len(raw[: href.start(href.lastindex or 0)].encode())
                self._inlines.link_begins(watched(unescape(href[href.lastindex or 0])), self._places.at(at))

    def _is_quoting(self) -> bool:
        return bool(self._quotes or self._html_quotes)

    def _link_place(self, link: Any, span: Any) -> Place:
        """Tell where the URL of a marked link stands in the source: in its definition, for a reference."""
        start, end = span["start"], span["end"]
        if link["link_type"] in ("Reference", "Collapsed", "Shortcut"):
            if self._definitions is None:
                self._definitions = pyromark.reference_definitions(self._text, options=_OPTIONS)
            definition = self._definitions.get(link["id"])
            if definition is not None:
                start, end = definition["span"]["start"], definition["span"]["end"]
        at = self._data.rfind(link["dest_url"].encode(), start, end)
        return self._places.at(at if at >= 0 else start)

    def _locate(self, url: str, offset: int, piece: Piece) -> Place:
        """Tell where a bare URL stands that begins ``offset`` characters into ``piece``.

        Escapes and entities make the source longer than the text: then it is looked for a little further on.
        """
        begin = self._places.offset(piece.start)
        surplus = self._places.offset(piece.end) - begin - piece.length
        at = begin + offset
        if surplus:
            at = self._find(url, max(at, self._last), at + min(surplus, _FURTHER))
        self._last = at + 1
        return self._places.at_offset(at)

    def _find(self, url: str, start: int, last: int) -> int:
        """Return where ``url`` begins in the source between ``start`` and ``last``; ``start`` if it is not seen."""
        for written in (url, url.replace("&", "&amp;")):
            at = self._text.find(written, start, last + len(written))
            if at >= 0:
                return at
        return start
