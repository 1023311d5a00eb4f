"""Gathers the inline pieces of one block: text, marked links, code; finds the bare URLs among them."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from linkwatch import urls
from linkwatch.model import Block, BlockKind, LinkMark

_HIDDEN = "\ufffc"
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


@dataclass(slots=True)
class Inlines:
    """The pieces of one block, in order."""

    locate: Callable[[str, int, Piece], Place]
    """From a bare URL and the offset at which it begins in a piece of text, to its place in the source."""
    _pieces: list[str] = field(default_factory=list)
    _seen: list[str] = field(default_factory=list)
    _sources: list[Piece] = field(default_factory=list)
    length: int = 0
    _cuts: list[int] = field(default_factory=list)
    _links: list[LinkMark] = field(default_factory=list)
    _link: _Open | None = None

    def __bool__(self) -> bool:
        return self.length > 0

    @property
    def in_link(self) -> bool:
        """Whether a marked link is open."""
        return self._link is not None

    def text(self, piece: str, start: int, end: int) -> None:
        """Add text that stands between ``start`` and ``end`` of the source."""
        self._add(piece, piece if self._link is None else _HIDDEN * len(piece))
        self._sources.append(Piece(self.length - len(piece), len(piece), start, end))

    def hidden(self, piece: str) -> None:
        """Add text in which no bare URL is looked for."""
        self._add(piece, _HIDDEN * len(piece))

    def cut(self) -> None:
        """Let no bare URL reach over this place."""
        if self.length:
            self._cuts.append(self.length)

    def line_break(self) -> None:
        """Begin a new line."""
        self._add("\n", "\n")

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
            LinkMark(
                url=link.url, start=link.start, end=self.length,
                line=link.place[0], column=link.place[1], text=" ".join(shown.split()), title=link.title,
            )
        )  # fmt: skip

    def _add(self, piece: str, seen: str) -> None:
        self._pieces.append(piece)
        self._seen.append(seen)
        self.length += len(piece)

    def block(self, kind: BlockKind, line: int | None, **more: Any) -> Block | None:
        """Return what was gathered as a block and begin anew; None when it is nothing but white space."""
        self.link_ends()
        text = "".join(self._pieces)
        links = [*self._links, *self._bare()] if "://" in text else self._links
        self._clear()
        if not links and not text.strip():
            return None
        if len(links) > 1:
            links.sort(key=lambda link: link.start)
        return Block(kind=kind, text=text, line=line, links=tuple(links), **more)

    def _bare(self) -> Iterator[LinkMark]:
        """Find the URLs that stand bare in the text."""
        seen = "".join(self._seen)
        edges = sorted({0, *self._cuts, len(seen)}) if self._cuts else (0, len(seen))
        for begin, end in pairwise(edges):
            for found in urls.found(seen[begin:end]):
                start = begin + found.start
                piece = self._sources[bisect_right(self._sources, (start, sys.maxsize)) - 1]
                line, column = self.locate(found.url, start - piece.offset, piece)
                yield LinkMark(url=found.url, start=start, end=begin + found.end, line=line, column=column, bare=True)

    def _clear(self) -> None:
        self._pieces, self._seen, self._sources, self._cuts, self._links = [], [], [], [], []
        self.length = 0
