"""Paragraphs while they are being set: what is to be marked in each, and then the runs that come of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

from linkwatch.model import Block, LinkMark, Sentence
from linkwatch.viewer.galley.model import Op, Paragraph, Phrase, Role, Run
from linkwatch.viewer.galley.placing import Span

Payload = TypeVar("Payload")

_BRACKETS = frozenset("<>()[]（）〈〉＜＞")
"""May stand beside a URL that has a line of its own."""


class Marks(Generic[Payload]):
    """Stretches of a paragraph with something to say of each, in order, none across another."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._all: list[tuple[int, int, Payload]] = []

    def __len__(self) -> int:
        return len(self._all)

    def add(self, start: int, end: int, payload: Payload) -> bool:
        """Add a stretch; False when it would lie across one that is there."""
        at = bisect_right(self._starts, start)
        if (at and self._all[at - 1][1] > start) or (at < len(self._all) and self._starts[at] < end):
            return False
        self._starts.insert(at, start)
        self._all.insert(at, (start, end, payload))
        return True

    def covering(self, at: int) -> Payload | None:
        """What is to be said of the character at ``at``."""
        index = bisect_right(self._starts, at) - 1
        if index < 0 or self._all[index][1] <= at:
            return None
        return self._all[index][2]

    def within(self, start: int, end: int) -> list[tuple[int, int, Payload]]:
        """The stretches that touch ``start`` to ``end``."""
        first = max(bisect_left(self._starts, start) - 1, 0)
        return [each for each in self._all[first : bisect_right(self._starts, end)] if each[1] >= start]


@dataclass(slots=True)
class Sheet:
    """One paragraph while it is being set: a stretch of a block, and what is to be marked in it."""

    span: Span
    block: Block
    role: Role = Role.TEXT
    links: Marks[tuple[LinkMark, list[int]]] = field(default_factory=Marks)
    """With the citations that stand there."""
    sentences: Marks[tuple[int, Sentence]] = field(default_factory=Marks)
    """With the citation that quotes each."""
    edits: Marks[str] = field(default_factory=Marks)
    """What went, with what came in its place."""
    quoted: int = 0
    """Characters that are quoted."""

    @property
    def text(self) -> str:
        """As written."""
        return self.block.text[self.span.start : self.span.end]

    @property
    def has_links(self) -> bool:
        """Whether any citation stands here."""
        return bool(self.links)


class Sheets(list[Sheet]):
    """All paragraphs, with the way from a place in a block to its paragraph."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(sheet for index, block in enumerate(blocks) for sheet in _sheets(index, block))
        self._places = [(sheet.span.block, sheet.span.start) for sheet in self]

    def holding(self, block: int, offset: int) -> int:
        """Index of the paragraph in which a place of a block lies."""
        return max(bisect_right(self._places, (block, offset)) - 1, 0)

    def within(self, span: Span) -> Iterator[tuple[int, Span]]:
        """Indexes of the paragraphs over which a stretch goes, each with its part of it."""
        for at in range(self.holding(span.block, span.start), len(self)):
            own = self[at].span
            if own.block > span.block or (own.start >= span.end and own.start > span.start):
                return
            start, end = max(span.start, own.start), min(span.end, own.end)
            if own.block == span.block and (start < end or span.start == span.end):
                yield at, Span(block=span.block, start=start, end=end)


def _sheets(index: int, block: Block) -> Iterator[Sheet]:
    """One paragraph a block; lines apart where a bare URL has a line of its own, so that each can be set as it is."""
    alone = [mark for mark in block.links if mark.bare and is_alone(block.text, mark)]
    if not alone or "\n" not in block.text:
        yield Sheet(span=Span(block=index, start=0, end=len(block.text)), block=block)
        return
    start = 0
    for line in block.text.split("\n"):
        if line.strip():
            yield Sheet(span=Span(block=index, start=start, end=start + len(line)), block=block)
        start += len(line) + 1


def is_alone(text: str, mark: LinkMark) -> bool:
    """Tell whether a bare URL has its line for itself."""
    begin = text.rfind("\n", 0, mark.start) + 1
    end = text.find("\n", mark.end)
    rest = text[begin : mark.start] + text[mark.end : end if end >= 0 else len(text)]
    return all(char.isspace() or char in _BRACKETS for char in rest)


def set_paragraph(sheet: Sheet) -> Paragraph:
    """The paragraph with its marks, in phrases and runs."""
    return Paragraph(
        kind=sheet.block.kind,
        role=sheet.role,
        level=sheet.block.level,
        group=sheet.block.group,
        place=sheet.block.place,
        phrases=tuple(_phrases(sheet)),
        chars=sheet.span.end - sheet.span.start,
    )


def _phrases(sheet: Sheet) -> Iterator[Phrase]:
    """The paragraph in phrases: quoted sentences, and what stands between them."""
    at = sheet.span.start
    for start, end, (number, sentence) in sheet.sentences.within(at, sheet.span.end):
        if start > at:
            yield Phrase(runs=tuple(_runs(sheet, at, start)))
        yield Phrase(
            runs=tuple(_runs(sheet, start, end)), fate=sentence.fate, damaged=sentence.damaged, number=number
        )
        at = end
    if at < sheet.span.end or at == sheet.span.start:
        yield Phrase(runs=tuple(_runs(sheet, at, sheet.span.end)))


def _runs(sheet: Sheet, start: int, end: int) -> Iterator[Run]:
    """A stretch of the paragraph in runs, cut where a link or a changed word begins or ends."""
    links, edits = sheet.links.within(start, end), sheet.edits.within(start, end)
    came = {stop: text for _, stop, text in edits if text and (stop > start or stop == sheet.span.start)}
    bounds = {bound for low, high, _ in [*links, *edits] for bound in (low, high) if start < bound < end}
    if start in came:
        yield Run(text=came[start], op=Op.INS)
    for low, high in pairwise(sorted({start, end, *bounds})):
        link = sheet.links.covering(low)
        yield Run(
            text=sheet.block.text[low:high],
            op=Op.SAME if sheet.edits.covering(low) is None else Op.DEL,
            url=link[0].url if link else "",
            numbers=tuple(link[1]) if link and link[0].end == high else (),
        )
        if high in came:
            yield Run(text=came[high], op=Op.INS)
    for mark, numbers in (
        payload for low, high, payload in links if low == high and start <= low < max(end, start + 1)
    ):
        yield Run(text="", url=mark.url, numbers=tuple(numbers))
