"""Where a document's citations and the passages it quotes stand in its blocks (pure).

A quote was read from these very blocks, but trimmed, parted anew and put together from several. White space aside,
its characters stand in the document in the same order: so both are held against each other without any.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from linkwatch.model import Block, Citation, LinkMark

_WITHIN = 30_000
"""Characters before and after a citation within which its quote is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of the text of one block."""

    block: int
    """Index of the block."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a citation stands."""

    block: int
    mark: LinkMark


class Squeezed:
    """The text of all blocks in one, without white space, with the way back."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._pieces: list[tuple[int, str]] = [(index, block.text) for index, block in enumerate(blocks)]
        parts: list[str] = []
        self._begins = array("L")
        """Of each block, where it begins."""
        length = 0
        for _, text in self._pieces:
            self._begins.append(length)
            part = squeeze(text)
            parts.append(part)
            length += len(part)
        self.text = "".join(parts)
        self._offsets: dict[int, array[int]] = {}

    def at(self, block: int, offset: int = 0) -> int:
        """Where a place in a block stands in the squeezed text."""
        return int(self._begins[block]) + bisect_left(self._of(block), offset)

    def spans(self, start: int, end: int) -> list[Span]:
        """The stretches of blocks that make up a stretch of the squeezed text."""
        found: list[Span] = []
        while start < end:
            block = bisect_right(self._begins, start) - 1
            offsets = self._of(block)
            begin = int(self._begins[block])
            stop = min(end, begin + len(offsets))
            found.append(Span(block=block, start=offsets[start - begin], end=offsets[stop - begin - 1] + 1))
            start = stop
        return found

    def _of(self, block: int) -> array[int]:
        """Offsets of a block's characters that are no white space; made for those blocks alone that are asked for."""
        if block not in self._offsets:
            text = self._pieces[block][1]
            self._offsets[block] = array("L", (at for at, char in enumerate(text) if not char.isspace()))
        return self._offsets[block]


def squeeze(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def anchors(blocks: Sequence[Block], citations: Sequence[Citation]) -> list[Anchor | None]:
    """Where each citation stands: at its line and column, else at the first mark of its URL that no other has."""
    by_place: dict[tuple[str, int | None, int | None], Anchor] = {}
    by_url: defaultdict[str, deque[Anchor]] = defaultdict(deque)
    for index, block in enumerate(blocks):
        for mark in block.links:
            here = Anchor(block=index, mark=mark)
            by_place.setdefault((mark.url, mark.line, mark.column), here)
            by_url[mark.url].append(here)
    exact = [by_place.get((each.url, each.line, each.column)) for each in citations]
    taken = {id(each) for each in exact if each is not None}
    found: list[Anchor | None] = []
    for citation, anchor in zip(citations, exact, strict=True):
        free = by_url[citation.url]
        while anchor is None and free and id(free[0]) in taken:
            free.popleft()
        found.append(anchor or (free.popleft() if free else None))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of a quote, and where it stands in the document."""

    start: int
    """Offset in the quote."""
    text: str
    at: int
    """Where it begins in the squeezed text."""


def passages(squeezed: Squeezed, quote: str, anchor: int) -> list[Passage]:
    """Find the paragraphs of a quote near the place ``anchor`` of the squeezed text; those not found are left out."""
    found: list[Passage] = []
    start, hint = 0, anchor
    for paragraph in quote.split("\n"):
        wanted = squeeze(paragraph)
        if wanted and (at := _nearest(squeezed.text, wanted, hint, bool(found))) >= 0:
            found.append(Passage(start=start, text=paragraph, at=at))
            hint = at + len(wanted)
        start += len(paragraph) + 1
    return found


def _nearest(text: str, wanted: str, hint: int, onward: bool) -> int:
    """Where ``wanted`` stands next to ``hint``: after it, or else (for a first paragraph) around or before it."""
    after = text.find(wanted, hint, hint + _WITHIN + len(wanted))
    if onward:
        return after
    nearer = after - hint if after >= 0 else _WITHIN
    before = text.rfind(wanted, max(0, hint - nearer - len(wanted)), hint + len(wanted) - 1)
    return after if before < 0 else before
