"""Plain text: paragraphs parted by blank lines, mail-like quotation by ``>``, bare URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from linkwatch import urls
from linkwatch.documents.places import Places
from linkwatch.model import Block, BlockKind, Document, LinkMark

_QUOTED = re.compile(r"[ \t]{0,3}((?:[>＞][ \u3000]?)+)")
_BLANK = re.compile(r"[\s\u200b\ufeff\u2060\u3000]*")


def read(name: str, text: str) -> Document:
    """Read plain text; each block is a run of lines without a blank one, of one depth of quotation."""
    return Document(name=name, format="text", encoding="", sha256="", blocks=tuple(_blocks(text)))


def _blocks(text: str) -> Iterator[Block]:
    """Cut ``text`` into blocks."""
    lines = list(enumerate(text.split("\n"), start=1))
    group = 0
    for depth, run in groupby(lines, key=_depth):
        if depth is None:
            continue
        group += depth > 0
        numbered = [(number, line) for number, line in run]
        yield _block(numbered, depth, group if depth else 0)


def _depth(numbered: tuple[int, str]) -> int | None:
    """Return how deep a line is quoted; None when it is blank."""
    _, line = numbered
    if _BLANK.fullmatch(line):
        return None
    marks = _QUOTED.match(line)
    return marks[1].count(">") + marks[1].count("＞") if marks else 0


def _block(lines: list[tuple[int, str]], depth: int, group: int) -> Block:
    """Make the block of ``lines``, quotation marks taken off."""
    cut = []
    for _, line in lines:
        marks = _QUOTED.match(line) if depth else None
        cut.append(len(marks[0]) if marks else 0)
    text = "\n".join(line[width:] for (_, line), width in zip(lines, cut, strict=True))
    first = lines[0][0]
    places = Places(text)
    links = []
    for found in urls.found(text):
        row, column = places.at(found.start)
        links.append(
            LinkMark(
                url=found.url, start=found.start, end=found.end,
                line=first + row - 1, column=column + cut[row - 1], bare=True,
            )
        )  # fmt: skip
    return Block(
        kind=BlockKind.QUOTE if depth else BlockKind.PARAGRAPH,
        text=text,
        line=first,
        level=depth,
        links=tuple(links),
        group=group,
    )
