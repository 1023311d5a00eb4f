"""HTML pages and fragments read with lxml, in order of reading.

lxml tells what is in what, not where: places are found by going through the source beside the tree
(:mod:`linkwatch.documents.html_places`). ``noscript``, templates and scripts are not read, but for
the dates that JSON-LD gives.
"""

from __future__ import annotations

import re

from lxml import etree

from linkwatch.documents import html_head, near
from linkwatch.documents.blocks import RULE, Gathered, Inlines, Piece, Place, watched
from linkwatch.documents.html_places import Source
from linkwatch.model import Block, BlockKind, Document, LinkMark

_SKIPPED = frozenset(
    {"script", "style", "template", "noscript", "head", "title", "svg", "math", "select", "textarea"}
)
_BREAKING = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup",
    "hr", "html", "iframe", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
"""Elements that begin and end a block."""
FORMATTING = frozenset({"b", "big", "em", "font", "i", "mark", "s", "small", "span", "strong", "u", "wbr"})
"""Elements that may stand inside a word, or a bare URL."""
_COLOURED = re.compile(r"(?:^|[;\s])color\s*:\s*(?!#0{3}\b|#0{6}\b|black|rgb\(0, ?0, ?0|windowtext|inherit)", re.I)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.ITEM),
    **dict.fromkeys(("td", "th"), BlockKind.CELL),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
}
_GROUPED = (BlockKind.QUOTE, BlockKind.EMBED, BlockKind.ITEM, BlockKind.CELL)
_WHITE = re.compile(r"[ \t\n\r\f]+")
_EMBED_CLASS = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|bluesky-embed|fb-post|mastodon-embed)\b"
)
_LINKING = frozenset({"a", "iframe", "blockquote", "q"})
_REACH = 400
"""Elements on each side of a link that can matter, in a huge page."""
_DEEPEST_ATTRIBUTES = 200
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{4096,}>?")
_ATTRIBUTE = re.compile(r"[\s\"'/][^\s=]+\s*=")


def read(name: str, text: str, most: int) -> Document:
    """Read a page of at most ``most`` links: its blocks, and what its head says of it."""
    root = _parse(text)
    head = html_head.read(root) if root is not None else html_head.Head()
    return Document(
        name=name,
        format="html",
        encoding="",
        sha256="",
        title=head.title,
        language=head.language,
        author=head.author,
        written_at=head.written_at,
        blocks=tuple(_Reader(Source(text), most).blocks(root)) if root is not None else (),
    )


def fragment(text: str, *, line: int, column: int, first_group: int, most: int) -> list[Block]:
    """Read HTML that stands in another text at ``line`` and ``column``; groups are numbered from ``first_group``."""
    root = _parse(text)
    return [] if root is None else _Reader(Source(text, line=line, column=column), most, first_group).blocks(root)


def _parse(text: str) -> etree._Element | None:
    """Parse leniently; None when there is nothing in it."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(_tamed(text).encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None


def _tamed(text: str) -> str:
    """Take the attributes from tags that have hundreds of them: libxml2's time grows with their square."""

    def tamed(tag: re.Match[str]) -> str:
        return tag[0] if len(_ATTRIBUTE.findall(tag[0])) < _DEEPEST_ATTRIBUTES else "<span>"

    return _LONG_TAG.sub(tamed, text)


def _near_links(root: etree._Element) -> set[etree._Element] | None:
    """Return the elements of a huge page that are near a link, or hold one that is; None for all of them."""
    marks, at = [], -1
    for at, element in enumerate(root.iter()):
        if element.tag in _LINKING or "//" in (element.text or "") or "//" in (element.tail or ""):
            marks.append(at)
    spans = near.unless_whole(near.spans(marks, at + 1, reach=_REACH, head=_REACH), at + 1)
    if spans is None:
        return None
    kept: set[etree._Element] = set()
    each = enumerate(root.iter())
    for start, end in spans:
        for at, element in each:
            if at >= start:
                holder: etree._Element | None = element
                while holder is not None and holder not in kept:
                    kept.add(holder)
                    holder = holder.getparent()
            if at + 1 >= end:
                break
    return kept


def _is_look(tag: str, element: etree._Element) -> bool:
    """Tell whether an element of formatting makes italics, or gives a colour other than black."""
    if tag in ("em", "i") or (tag == "font" and element.get("color")):
        return True
    style = element.get("style")
    return style is not None and _COLOURED.search(style) is not None


class _Reader:
    """Turns lxml's elements into blocks."""

    def __init__(self, source: Source, most: int, first_group: int = 0) -> None:
        self._source = source
        self._inlines = Inlines(locate=self._locate)
        self._group = first_group
        self._line: int | None = None
        self._quotes: list[tuple[str | None, bool]] = []
        """Of the blockquote elements that are open: the address that it or an outer one gives; is it a post."""
        self._gathered = Gathered(most)
        self._cited: list[LinkMark] = []
        self._row = 0
        self._lists = 0
        self._code = 0
        self._pre = 0
        self._kinds: list[tuple[BlockKind, int]] = []
        self._looks: list[bool] = []
        """Of the elements of formatting that are open: whether what is in them looks unlike other text."""
        self._is_plain = False
        """Whether some text of the block that is being gathered is in none of those."""

    def blocks(self, root: etree._Element) -> list[Block]:
        """Return the blocks in order."""
        skipped: etree._Element | None = None
        kept = _near_links(root) if self._source.length > near.HUGE else None
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if kept is not None and element not in kept:
                if event == "start":
                    walk.skip_subtree()
                continue
            if event == "start":
                if skipped is None and tag in _SKIPPED:
                    skipped = element
                elif skipped is None:
                    self._begin(tag, element)
                    if text := element.text:
                        self._text(text)
            else:
                if skipped is None:
                    self._end(tag)
                elif skipped is element:
                    skipped = None
                if skipped is None and (text := element.tail):
                    self._text(text)
        self._flush(
            None if self._inlines.length else BlockKind.PARAGRAPH
        )  # links on pictures at the end, without text
        return self._gathered.blocks

    def _begin(self, tag: str, element: etree._Element) -> None:
        """Take the start of an element."""
        if tag == "a":
            self._link(element.get("href") or "", element.get("title") or "")
        elif tag == "br" or (tag == "cite" and self._quotes):
            self._inlines.line_break()
        elif tag == "img":
            self._inlines.hidden((element.get("alt") or "") if self._inlines.in_link else "")
        elif tag in _BREAKING:
            if self._inlines.length:
                self._flush()
            self._line = self._source.line(element.sourceline)  # type: ignore[arg-type]  # its stub is at fault
            self._begin_block(tag, element)
        elif tag in FORMATTING:
            self._looks.append(_is_look(tag, element))
        else:
            self._inlines.cut()
        if tag in ("pre", "code"):
            self._code += tag == "code"
            self._pre += tag == "pre"

    def _begin_block(self, tag: str, element: etree._Element) -> None:
        if tag == "blockquote":
            self._group += not self._quotes
            self._quote(element)
        elif tag in ("ul", "ol", "dl"):
            self._group += not self._lists and not self._quotes
            self._lists += 1
        elif tag == "table":
            self._group += 1
        elif tag == "tr":
            self._row += 1
        elif tag == "hr" and not self._quotes and self._gathered.blocks:
            self._gathered.add(Block(kind=BlockKind.PARAGRAPH, text=RULE, line=self._line))
        elif tag == "iframe":
            self._link(element.get("src") or "", element.get("title") or "")
            self._flush(BlockKind.EMBED)
        kind = _KINDS.get(tag)
        if tag == "p" and self._kinds and self._kinds[-1][0] is BlockKind.CELL:
            kind = BlockKind.PARAGRAPH  # a table that lays out a page
        if tag == "p" or kind is not None:
            outer = self._kinds[-1] if self._kinds else (BlockKind.PARAGRAPH, 0)
            self._kinds.append(outer if kind is None else (kind, int(tag[1]) if kind is BlockKind.HEADING else 0))

    def _end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag == "a":
            self._inlines.link_ends()
        elif tag in _BREAKING:
            if self._inlines.length:
                self._flush()
            self._end_block(tag)
        elif tag in FORMATTING:
            self._looks.pop()
        else:
            self._inlines.cut()
        if tag in ("pre", "code"):
            self._code -= tag == "code"
            self._pre -= tag == "pre"

    def _end_block(self, tag: str) -> None:
        if tag == "blockquote" and self._quotes:
            self._quotes.pop()
        elif tag in ("ul", "ol", "dl"):
            self._lists -= 1
        if (tag in _KINDS or tag == "p") and self._kinds:
            self._kinds.pop()

    def _link(self, address: str, title: str) -> None:
        url = watched(address)
        self._inlines.link_begins(url, self._source.attribute(address) if url else (None, None), title)

    def _text(self, text: str) -> None:
        """Add the text of a node, white space as a browser shows it."""
        kept = text if self._inlines.length else text.lstrip("\n")
        shown = kept if self._pre else _WHITE.sub(" ", text)
        self._is_plain = self._is_plain or not (any(self._looks) or shown.isspace())
        if self._code:
            self._inlines.hidden(shown)
        elif shown != " " or self._inlines.length:
            self._inlines.text(shown, 0, 0)

    def _flush(self, kind: BlockKind | None = None) -> None:
        """End the block that is being gathered."""
        if not self._inlines.length and kind is None:
            return
        chosen, level = (kind, 0) if kind is not None else self._what()
        block = self._inlines.block(
            chosen,
            self._line,
            level=level,
            group=self._group if chosen in _GROUPED else 0,
            cite=self._quotes[-1][0] if self._quotes else None,
            cited=self._cited,
            is_set_off=not self._is_plain,
        )
        self._is_plain = False
        if block is not None:
            self._gathered.add(block)
            if self._cited:
                self._cited = []

    def _quote(self, element: etree._Element) -> None:
        """Begin a quotation; the address in its ``cite`` stands before its first block."""
        address = element.get("cite") or ""
        url = watched(address)
        outer, within_post = self._quotes[-1] if self._quotes else (None, False)
        is_post = within_post or _EMBED_CLASS.search(element.get("class") or "") is not None
        self._quotes.append((url or outer, is_post))
        if url:
            line, column = self._source.attribute(address)
            self._cited.append(LinkMark(url=url, start=0, end=0, line=line, column=column))

    def _what(self) -> tuple[BlockKind, int]:
        """Tell kind and level of the block that is being gathered."""
        if self._quotes:
            return (BlockKind.EMBED if self._quotes[-1][1] else BlockKind.QUOTE), len(self._quotes)
        if self._kinds:
            kind, level = self._kinds[-1]
            if kind is BlockKind.CELL:
                return kind, self._row
            return kind, self._lists if kind is BlockKind.ITEM else level
        return BlockKind.PARAGRAPH, 0

    def _locate(self, url: str, offset: int, piece: Piece) -> Place:
        """Tell where a bare URL stands."""
        del offset, piece
        line, column = self._source.bare(url)
        return (line, column) if line is not None else (self._line, None)
