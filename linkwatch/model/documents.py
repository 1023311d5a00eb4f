"""Documents and what they cite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Confidence(StrEnum):
    """How sure a statement is."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date as it was written.

    ``value`` is ISO 8601 of reduced precision: ``2015``, ``2015-11``, ``2015-11-03``,
    ``2025-01-22T12:51``, ``2025-01-22T12:51:00+09:00``; the offset only when one was given.
    """

    value: str
    source: str
    """Where it was read: ``text``, ``url``, ``front-matter``, ``time``, ``json-ld``, ``opengraph``,
    ``file-name``, ``git``, ``meta``, ``htmldate``…"""
    confidence: Confidence = Confidence.SURE


class BlockKind(StrEnum):
    """What a stretch of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEM = "item"
    CELL = "cell"
    CODE = "code"
    CAPTION = "caption"
    NOTE = "note"
    EMBED = "embed"


class LinkMark(NamedTuple):
    """A URL that a format marks as a link, or that stands bare in the text of a block.

    A tuple, as :class:`Block` is: a document may hold a million, and a tuple is made in a third of the time.
    """

    url: str
    """Exactly as cited."""
    start: int
    """Offset into ``Block.text`` where the link's own text begins."""
    end: int
    line: int | None
    column: int | None
    """1-based, in characters, of the URL itself in the source; null where a format has none."""
    text: str = ""
    """What the document shows in place of the URL; empty for a bare one."""
    title: str = ""
    """The title that the format gives the link besides its text (``[text](url "title")``)."""
    bare: bool = False


class Block(NamedTuple):
    """A stretch of a document that a reader sees as one: a paragraph, a heading, a quotation."""

    kind: BlockKind
    text: str
    line: int | None
    """1-based line of its first character; null where a format has none."""
    level: int = 0
    """Depth: of a heading, of nested quotation or list; of a cell, the number of its row."""
    cite: str | None = None
    """Address that the format itself gives as the source of a quotation."""
    links: tuple[LinkMark, ...] = ()
    place: str | None = None
    """Where it stands when not in the running text: ``footnote 3``, ``page 12``, ``sheet 2!B4``."""
    group: int = 0
    """Blocks of one quotation, list or table share a number above zero."""
    is_set_off: bool = False
    """Whether all of it is in italics or in a colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file or address that cites pages, read into blocks in the order of reading."""

    name: str
    """Path or address as the user gave it."""
    format: str
    """Name of the reader: ``text``, ``markdown``, ``html``."""
    encoding: str
    sha256: str
    """Of its bytes, in hexadecimal."""
    title: str | None = None
    language: str | None = None
    author: str | None = None
    written_at: When | None = None
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place in a document where a URL stands, with what the document says of it."""

    url: str
    """Exactly as cited, userinfo left out."""
    canonical_url: str
    fragment: str = ""
    line: int | None = None
    column: int | None = None
    place: str | None = None
    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published_at: When | None = None
    """When the document says the cited page was published."""
    cited_at: When | None = None
    """When the document was written, or says that the page was accessed."""
    quote: str | None = None
    """The text which the document reproduces from the page; paragraphs parted by a line feed."""
    quote_inferred: bool = False
    """Nothing in the document marks where the quote ends: its last paragraphs may be the author's own."""
