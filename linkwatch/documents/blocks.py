"""Gathers the inline pieces of one block: text, marked links, code; finds the bare URLs among them."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from linkwatch import urls
from linkwatch.model import Block, BlockKind, LinkMark

_BLANK = "\ufffc"
"""Stands for text in which no bare URL is looked for: of a marked link, of code."""
_WATCHED = re.compile(r"(?:h?ttps?|hxxps?)://[^\s/]", re.I)
_PLAINLY_WATCHED = re.compile(r"https?://(?:(?!xn--)[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}(?:[/?#]|$)")
"""Addresses for which no parser needs to be asked."""
RULE = "――――"
"""The text of a line drawn across, however a format draws it: what stands under it is of another part."""
Place = tuple[int | None, int | None]
"""Line and column."""


class Piece(NamedTuple):
    """A piece of text without markup in it."""

    offset: int
    """In the block's text."""
    length: int
    start: int
    """In the source."""
    end: int


def watched(url: str) -> str | None:
    """Return a marked link's address if it is one of http or https, else None.

    ``//host/path`` has the scheme of the page it stands in: https is taken.
    """
    address = url.strip()
    if address.startswith("//") and not address.startswith("///"):
        address = f"https:{address}"
    if _PLAINLY_WATCHED.match(address):
        return address
    return address if _WATCHED.match(address) and urls.host_of(address) else None


@dataclass(slots=True)
class _Open:
    """A marked link that is being read."""

    url: str | None
    start: int
    piece: int
    """Index of its first piece."""
    place: Place
    title: str


class Inlines:
    """The pieces of one block, in order."""

    def __init__(self, locate: Callable[[str, int, Piece], Place]) -> None:
        """``locate``: from a bare URL, and the offset in a piece of text at which it begins, to its place."""
        self._locate = locate
        self._link: _Open | None = None
        self._clear()

    def _clear(self) -> None:
        self.length = 0
        self._pieces: list[str] = []
        self._sources: list[tuple[int, int, int, int]] = []
        """What becomes a :class:`Piece` where a bare URL is found."""
        self._hidden: list[tuple[int, int]] = []
        """Where no bare URL is looked for: in marked links, in code."""
        self._cuts: list[int] = []
        self._links: list[LinkMark] = []

    @property
    def in_link(self) -> bool:
        """Whether a marked link is open."""
        return self._link is not None

    def text(self, piece: str, start: int, end: int) -> None:
        """Add text that stands between ``start`` and ``end`` of the source."""
        length = len(piece)
        self._sources.append((self.length, length, start, end))
        if self._link is not None:
            self._hidden.append((self.length, self.length + length))
        self._pieces.append(piece)
        self.length += length

    def hidden(self, piece: str) -> None:
        """Add text in which no bare URL is looked for."""
        self._hidden.append((self.length, self.length + len(piece)))
        self._pieces.append(piece)
        self.length += len(piece)

    def cut(self) -> None:
        """Let no bare URL reach over this place."""
        if self.length:
            self._cuts.append(self.length)

    def line_break(self) -> None:
        """Begin a new line."""
        self._pieces.append("\n")
        self.length += 1

    def link_begins(self, url: str | None, place: Place, title: str = "") -> None:
        """Begin a marked link; ``url`` is None when it is not watched."""
        self.link_ends()
        self._link = _Open(url, self.length, len(self._pieces), place, title)

    def link_ends(self) -> None:
        """End the marked link that is open, if one is."""
        link, self._link = self._link, None
        if link is None or link.url is None:
            return
        shown = "".join(self._pieces[link.piece :])
        self._links.append(
            LinkMark(link.url, link.start, self.length, *link.place, " ".join(shown.split()), link.title)
        )

    def block(
        self, kind: BlockKind, line: int | None, *,
        level: int = 0, group: int = 0, place: str | None = None, cite: str | None = None,
        cited: Sequence[LinkMark] = (), is_set_off: bool = False,
    ) -> Block | None:  # fmt: skip
        """Return what was gathered as a block and begin anew; None when it is nothing but white space.

        ``cited``: links that the format gives besides those in the text.
        """
        if self._link is not None:
            self.link_ends()
        text = "".join(self._pieces)
        links = self._links
        if self._sources and "://" in text:
            links = [*links, *self._bare(text)]
        self._clear()
        if not links and not text.strip():
            return None
        if len(links) > 1:
            links.sort(key=lambda link: link.start)
        return Block(kind, text, line, level, cite, (*cited, *links), place, group, is_set_off)

    def _bare(self, text: str) -> Iterator[LinkMark]:
        """Find the URLs that stand bare in the text."""
        seen = self._seen(text) if self._hidden else text
        edges = sorted({0, *self._cuts, len(seen)}) if self._cuts else (0, len(seen))
        for begin, end in pairwise(edges):
            for url, first, last in urls.found(seen[begin:end]):
                start = begin + first
                piece = Piece(*self._sources[bisect_right(self._sources, (start, sys.maxsize)) - 1])
                line, column = self._locate(url, start - piece.offset, piece)
                yield LinkMark(url, start, begin + last, line, column, bare=True)

    def _seen(self, text: str) -> str:
        """Return ``text`` of the same length, what is hidden blanked out."""
        kept: list[str] = []
        at = 0
        for start, end in self._hidden:
            kept += (text[at:start], _BLANK * (end - start))
            at = end
        return "".join((*kept, text[at:]))


class TooManyLinks(Exception):
    """A document holds more links than are read of one."""


class Gathered:
    """The blocks of a document, in order."""

    def __init__(self, most: int) -> None:
        """``most``: how many links they may hold."""
        self.blocks: list[Block] = []
        self._left = most

    def add(self, block: Block) -> None:
        """Add the next block; raises :exc:`TooManyLinks`."""
        self._left -= len(block.links)
        if self._left < 0:
            raise TooManyLinks
        self.blocks.append(block)
