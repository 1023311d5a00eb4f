"""A document as the lines that a reader sees, whatever its format: what the other modules look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from linkwatch.citations import shapes
from linkwatch.model import Block, BlockKind, Document, LinkMark

_INDENT = re.compile(r"[ \t\u00a0\u3000]*")
_STRIPPED = " \t\n\r\u00a0\u3000\u200b\ufeff\u200e\u200f\u2060" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""White space, zero-width characters and direction marks, which copying leaves at the ends of lines."""


_HANDLE = re.compile(r"[^@。]{1,24}[（(]?@\w{2,}[）)]?$")
"""Who wrote a post: a name and an account."""
_LONGEST_SENTENCE = 8
"""Lines."""
_WIDE = re.compile("[\u2e80-\U0010ffff]")
_FULL = 56
"""Columns from which a line counts as filled."""
_STOPS = (".", "!", "?", '."', ".”", ".)")
_LONG, _LONGEST = 80, 110
"""Characters: few break lines at a greater width, and nobody; such lines that end as sentences do are paragraphs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, as far as it matters for what it is."""

    text: str
    """Without white space around it."""
    kind: BlockKind
    index: int
    """Its place in the list of lines."""
    block: int
    """Which block it is of."""
    gap: int
    """Blank lines between the line before and this one."""
    indent: str = ""
    """White space at its beginning."""
    level: int = 0
    group: int = 0
    place: str | None = None
    cite: str | None = None
    links: tuple[LinkMark, ...] = ()
    """With offsets into ``text``."""
    is_set_off: bool = False

    @property
    def is_quoted(self) -> bool:
        """Whether the format marks it as quoted."""
        return self.kind in (BlockKind.QUOTE, BlockKind.EMBED)

    @property
    def rest(self) -> str:
        """The text without its URLs and link texts."""
        parts, at = [], 0
        for link in self.links:
            parts.append(self.text[at : link.start])
            at = max(at, link.end)
        return "".join([*parts, self.text[at:]]).strip(_STRIPPED)


def lines(document: Document) -> list[Line]:
    """Return the lines of ``document`` in the order of reading; code is left out but for its links."""
    found: list[Line] = []
    last: int | None = None
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.CODE and not block.links:
            continue
        between = 1 if block.line is None or last is None else max(0, block.line - last - 1)
        gap = between if document.format == "text" or not found else max(1, between)
        found += _of_block(block, number, gap, len(found))
        last = None if block.line is None else block.line + block.text.count("\n")
    return found


def _of_block(block: Block, number: int, gap: int, index: int) -> list[Line]:
    """Cut one block into its lines; ``gap`` stands before the first."""
    found: list[Line] = []
    offset = at_link = 0
    for raw in block.text.split("\n"):
        end = offset + len(raw)
        links = []
        while at_link < len(block.links) and block.links[at_link].start <= end:
            links.append(block.links[at_link])
            at_link += 1
        text = raw.strip(_STRIPPED)
        if not text and not links:
            gap += 1
        else:
            lead = len(raw) - len(raw.lstrip(_STRIPPED))
            shifted = tuple(_shifted(link, offset + lead, len(text)) for link in links)
            found.append(
                Line(
                    text=text, kind=block.kind, index=index + len(found), block=number, gap=gap,
                    indent=_INDENT.match(raw)[0], level=block.level, group=block.group,  # type: ignore[index]  # it always matches
                    place=block.place, cite=block.cite, links=shifted, is_set_off=block.is_set_off,
                )
            )  # fmt: skip
            gap = 0
        offset = end + 1
    return found


def _shifted(link: LinkMark, by: int, length: int) -> LinkMark:
    """Return ``link`` with offsets into its line."""
    start = min(max(0, link.start - by), length)
    return LinkMark(
        url=link.url, start=start, end=min(max(start, link.end - by), length),
        line=link.line, column=link.column, text=link.text, title=link.title, bare=link.bare,
    )  # fmt: skip


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """Put together the lines of one paragraph that were only broken to fit a width; offsets of links are lost."""
    whole: list[Line] = []
    last = ""
    widest: dict[int, int] = {}
    for line in lines:
        widest[line.block] = max(widest.get(line.block, 0), len(line.text))
    for line in lines:
        goes_on = (
            bool(whole)
            and not _is_whole(last)
            and _goes_on(whole[-1], line)
            and not _had_room(last, line.text, widest[line.block])
        )
        last = line.text
        if goes_on:
            joint = "" if _is_wide(whole[-1].text[-1:]) and _is_wide(line.text[:1]) else " "
            whole[-1] = replace(
                whole[-1],
                text=f"{whole[-1].text}{joint}{line.text}",
                index=line.index,
                links=(*whole[-1].links, *line.links),
            )
        else:
            whole.append(line)
    return whole


def _goes_on(line: Line, following: Line) -> bool:
    """Tell whether a paragraph goes on in the next line: a full line, no end of a sentence, nothing that begins."""
    if line.block != following.block or following.gap or following.indent > line.indent or not line.text:
        return False
    last = line.text.rpartition("\n")[2]
    if shapes.is_rule(last) or shapes.is_rule(following.text) or _HANDLE.match(following.text):
        return False
    if last[-1] in "。！？」』）" or shapes.without_bullet(following.text) != following.text:
        return False
    return _width(last) >= _FULL or (not _is_wide(last[-1]) and last[-1] not in ".!?:")


def _had_room(text: str, following: str, width: int) -> bool:
    """Tell whether a line ends as sentences do, and the next one's first word would have fitted behind it."""
    return text.endswith(_STOPS) and len(text) + 1 + len(following.partition(" ")[0]) < width


def _is_whole(text: str) -> bool:
    """Tell whether a line is longer than people break lines at, and so a paragraph of its own."""
    return len(text) > _LONGEST or (len(text) > _LONG and text.endswith(_STOPS))


def is_in_sentence(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a sentence, or a part of one that was broken to fit a width."""
    text = lines[index].text
    before = lines[index - 1] if index else None
    if (
        before is not None
        and not before.links
        and is_full(before)
        and not _is_whole(before.text)
        and _goes_on(before, lines[index])
    ):
        return True
    for line, following in pairwise(lines[index : index + _LONGEST_SENTENCE]):
        if shapes.is_sentence(text) or following.links or not is_full(line) or not _goes_on(line, following):
            break
        text = f"{text} {following.text}"
    return shapes.is_sentence(text)


def is_full(line: Line) -> bool:
    """Tell whether a line reaches the width at which people break them."""
    return _width(line.text) >= _FULL


def _width(text: str) -> int:
    tail = text[-_FULL:]
    return len(tail) if tail.isascii() else len(tail) + len(_WIDE.findall(tail))


def _is_wide(char: str) -> bool:
    return char >= "\u2e80"  # as _WIDE has it
