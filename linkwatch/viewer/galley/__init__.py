"""A document set as a proof-reader's galley: as written, each citation marked where it stands, each quoted sentence
with its fate, changed words in place (pure).

:func:`galley` cuts the blocks into sections. A section is what stands beside one set of notes: a paragraph with its
citations, or an entry of a list of sources from its title to the end of its quote.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence

from linkwatch.model import Block, BlockKind, Edit, EditOp
from linkwatch.viewer.galley.entries import REACH, Stretch, with_entry
from linkwatch.viewer.galley.model import Galley, Op, Paragraph, Phrase, Quoted, Role, Run, Section
from linkwatch.viewer.galley.placing import Anchor, Span, Squeezed, anchors, passages, squeeze
from linkwatch.viewer.galley.sheet import Sheet, Sheets, set_paragraph

__all__ = ["Galley", "Op", "Paragraph", "Phrase", "Quoted", "Role", "Run", "Section", "galley", "quotation"]

_QUOTED_SHARE = 0.5
"""Share of a paragraph's characters from which it is set as a quotation."""


def galley(blocks: Sequence[Block], quoted: Sequence[Quoted]) -> Galley:
    """Set a document; citations are numbered from 1 in the order given."""
    sheets = Sheets(blocks)
    places = anchors(blocks, [each.citation for each in quoted])
    squeezed = Squeezed(blocks)
    stretches: list[Stretch] = []
    unplaced: list[int] = []
    for number, (each, anchor) in enumerate(zip(quoted, places, strict=True), start=1):
        if anchor is None:
            unplaced.append(number)
            continue
        at = _mark_link(sheets, anchor, number)
        start, end = _reach(
            at, _mark_quote(sheets, squeezed, each, squeezed.at(anchor.block, anchor.mark.start), number)
        )
        stretches.append(Stretch(start=start, end=end, at=at, number=number, mark=anchor.mark))
    for sheet in sheets:
        if sheet.block.kind is BlockKind.QUOTE or sheet.quoted >= _QUOTED_SHARE * len(squeeze(sheet.text)):
            sheet.role = Role.QUOTE
    stretches = [with_entry(sheets, each, quoted[each.number - 1].citation) for each in stretches]
    return Galley(sections=tuple(_sections(sheets, stretches)), unplaced=tuple(unplaced))


def quotation(quoted: Quoted) -> tuple[Paragraph, ...]:
    """Set the quote of a citation by itself."""
    lines = (quoted.citation.quote or "").split("\n")
    blocks = [Block(kind=BlockKind.QUOTE, text=line, line=None) for line in lines if line.strip()]
    sheets = Sheets(blocks)
    _mark_quote(sheets, Squeezed(blocks), quoted, 0, 1)
    return tuple(set_paragraph(sheet) for sheet in sheets)


def _reach(at: int, quoted: set[int]) -> tuple[int, int]:
    """From and to which paragraph a citation and its quote go; a quote that stands far away stays by itself."""
    start = end = at
    for each in sorted(quoted):
        if end < each <= end + REACH + 1:
            end = each
    for each in sorted(quoted, reverse=True):
        if start > each >= start - REACH - 1:
            start = each
    return start, end


def _mark_link(sheets: Sheets, anchor: Anchor, number: int) -> int:
    """Mark a citation where it stands; return which paragraph that is."""
    at = sheets.holding(anchor.block, anchor.mark.start)
    mark = anchor.mark
    if not sheets[at].links.add(mark.start, mark.end, (mark, [number])):
        for _, _, (_, numbers) in sheets[at].links.within(mark.start, mark.end)[:1]:
            numbers.append(number)
    return at


def _mark_quote(sheets: Sheets, squeezed: Squeezed, quoted: Quoted, near: int, number: int) -> set[int]:
    """Mark the sentences of a quote where they stand; return which paragraphs these are."""
    touched: set[int] = set()
    quote, comparison = quoted.citation.quote, quoted.comparison
    if not quote:
        return touched
    place = _Place(squeezed, quote, near)
    for span in place.spans(0, len(quote)):
        for at, part in sheets.within(span):
            touched.add(at)
            sheets[at].quoted += len(squeeze(sheets[at].block.text[part.start : part.end]))
    for sentence in comparison.sentences if comparison else ():
        for span in place.spans(sentence.start, sentence.start + len(sentence.text)):
            for at, part in sheets.within(span):
                sheets[at].sentences.add(part.start, part.end, (number, sentence))
    for edit in comparison.edits if comparison and comparison.sentences else ():
        _mark_edit(sheets, place, edit)
    return touched


class _Place:
    """From offsets in a quote to stretches of blocks."""

    def __init__(self, squeezed: Squeezed, quote: str, anchor: int) -> None:
        self._squeezed = squeezed
        self._written = [at for at, char in enumerate(quote) if not char.isspace()]
        self._passages = [
            (self._before(passage.start), self._before(passage.start + len(passage.text)), passage.at)
            for passage in passages(squeezed, quote, anchor)
        ]
        """From and to which written character of the quote, and where in the squeezed text."""

    def _before(self, offset: int) -> int:
        return bisect_left(self._written, offset)

    def spans(self, start: int, end: int) -> list[Span]:
        """Where the quote from ``start`` to ``end`` stands."""
        low, high = self._before(start), self._before(end)
        found: list[Span] = []
        for first, last, at in self._passages:
            if max(low, first) < min(high, last):
                found += self._squeezed.spans(at + max(low, first) - first, at + min(high, last) - first)
        return found

    def point(self, offset: int) -> list[Span]:
        """Where something stands that was put in at ``offset``: an empty stretch after the character before it."""
        written = self._before(offset)
        for first, last, at in self._passages:
            if first < written <= last:
                [span] = self._squeezed.spans(at + written - first - 1, at + written - first)
                return [Span(block=span.block, start=span.end, end=span.end)]
            if first == written < last:
                [span] = self._squeezed.spans(at, at + 1)
                return [Span(block=span.block, start=span.start, end=span.start)]
        return []


def _mark_edit(sheets: Sheets, place: _Place, edit: Edit) -> None:
    if edit.op is EditOp.MOVE:
        return
    if edit.before:
        spans = place.spans(edit.start_before, edit.start_before + len(edit.before))
    else:
        spans = place.point(edit.start_before)
    came = edit.after
    for span in reversed(spans):  # what came stands after the last piece of what went
        for at, part in list(sheets.within(span))[::-1]:
            if sheets[at].edits.add(part.start, part.end, came):
                came = ""


def _sections(sheets: Sequence[Sheet], stretches: Sequence[Stretch]) -> Iterator[Section]:
    """Sections in order: stretches that meet are one, each other paragraph is one of its own."""
    done = 0
    waiting = deque(sorted(stretches, key=lambda each: (each.start, each.end, each.number)))
    while waiting:
        first = waiting.popleft()
        end, numbers = first.end, [first.number]
        while waiting and waiting[0].start <= end:
            other = waiting.popleft()
            numbers.append(other.number)
            end = max(end, other.end)
        yield from (Section(paragraphs=(set_paragraph(sheet),)) for sheet in sheets[done : first.start])
        paragraphs = tuple(set_paragraph(sheet) for sheet in sheets[first.start : end + 1])
        entry = len(numbers) == 1 and any(each.role is Role.URL for each in paragraphs)
        yield Section(paragraphs=paragraphs, numbers=tuple(sorted(numbers)), entry=entry)
        done = end + 1
    yield from (Section(paragraphs=(set_paragraph(sheet),)) for sheet in sheets[done:])
