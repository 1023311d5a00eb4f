"""Plain text: paragraphs parted by blank lines, quotation by ``>``, by indentation and between marks, bare URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from linkwatch import urls
from linkwatch.documents import near
from linkwatch.documents.blocks import Gathered
from linkwatch.documents.places import Places
from linkwatch.model import Block, BlockKind, Document, LinkMark

_QUOTED = re.compile(r"(?!\s*[>＞]{2}\d)[ \t]{0,3}((?:[>＞|][ \u3000]?)+)")
"""Marks of quotation; ``>>1`` is none, but how message boards name a post."""
_BEFORE_MARKS = " \t>＞|"
"""How a line begins that may be quoted."""
_BARRED = re.compile(r"[ \t]{0,3}\|[ \u3000]")
_FENCE_OPENS = re.compile(
    r"(?:>(?:>|(?P<cite>https?://[^\s<>]{1,2000})>)|#\+begin_quote|\\begin\{quot(?:e|ation)\}|\[quote(?:=[^\]]{0,80})?\]"
    r"|<blockquote>)[ \t\u3000]*",
    re.I,
)
_FENCE_CLOSES = re.compile(r"(?:<<|#\+end_quote|\\end\{quot(?:e|ation)\}|\[/quote\]|</blockquote>)[ \t\u3000]*", re.I)
_TAGGED = re.compile(r"\[quote(?:=[^\]]{0,80})?\](?P<said>.*\S.*)\[/quote\]\s*", re.I)
"""A quotation of one line, as message boards mark it."""
_FENCE_STARTS = ("<", ">", "#", "\\", "[")
_BLANK = re.compile(r"[\s\u200b\ufeff\u2060\u3000]*")
_INDENT = re.compile(r"[ \t\u00a0\u3000]*")
_WIDTHS = {"\t": 8, "\u3000": 2}
_DEEP = 4
"""Columns of indentation that set a paragraph off from the text around it."""
_POINT = re.compile(r"[\s\u3000]*(?:[-*+•・●○◇◆■□▼▶→※#]|\(?\d{1,3}[.)、．）:：]|[（(［\[]\d{1,3}[）)］\]]|[①-⑳])")


class _Line(NamedTuple):
    """A line of the source."""

    number: int
    text: str
    depth: int
    """How deep it is quoted."""
    cut: int
    """Characters of quotation marks at its beginning."""
    cite: str | None = None


def read(name: str, text: str, most: int) -> Document:
    """Read plain text of at most ``most`` links.

    Each block is a run of lines without a blank one, of one depth of quotation.
    """
    source = text.split("\n")
    spans = near.in_text(text)
    if spans is not None:
        source = _only(spans, source)
    gathered = Gathered(most)
    for block in _blocks(source):
        gathered.add(block)
    return Document(name=name, format="text", encoding="", sha256="", blocks=tuple(gathered.blocks))


def _only(spans: Sequence[near.Span], source: list[str]) -> list[str]:
    """Return the lines with those emptied that no stretch of ``spans`` reaches; marks of quotation are kept."""
    kept: list[str] = []
    at, offset = 0, 0
    start, end = spans[0]
    for text in source:
        while offset >= end and at + 1 < len(spans):
            at += 1
            start, end = spans[at]
        following = offset + len(text) + 1
        kept.append(text if (following > start and offset < end) or _is_fence(text) else "")
        offset = following
    return kept


def _is_fence(text: str) -> bool:
    text = text.lstrip(" \t")
    return (
        text.startswith(_FENCE_STARTS) and (_FENCE_OPENS.fullmatch(text) or _FENCE_CLOSES.fullmatch(text)) is not None
    )


def _blocks(source: Sequence[str]) -> Iterator[Block]:
    """Cut the lines into blocks; quotation without text between is one group."""
    group = 0
    quoting = False
    before: list[_Line] | None = None
    for run in _runs(source):
        depth = run[0].depth
        set_off = not depth and _is_set_off(run, before, quoting=quoting)
        if (depth or set_off) and not quoting:
            group += 1
        quoting = bool(depth) or set_off
        yield _block(run, depth or int(set_off), group if quoting else 0)
        before = run


def _runs(source: Sequence[str]) -> Iterator[list[_Line]]:
    """Yield runs of lines without a blank one, of one depth of quotation."""
    fence: str | None = None
    closes = _fence_ends(source)
    run: list[_Line] = []
    for number, text in enumerate(source, start=1):
        line: _Line | None = None
        if not text or _BLANK.fullmatch(text):
            pass
        elif fence is not None and _FENCE_CLOSES.fullmatch(text.lstrip(" \t")):
            fence = None
        elif fence is not None:
            line = _Line(number, text, 1, 0, fence)
        elif number in closes:
            fence, line = _opened(number, text)
        else:
            line = _marked(number, text, source)
        if run and (line is None or line.depth != run[-1].depth or line.cite != run[-1].cite):
            yield run
            run = []
        if line is not None:
            run.append(line)
    if run:
        yield run


def _opened(number: int, text: str) -> tuple[str, _Line | None]:
    """Read a mark that opens a quotation; one with an address is a line of its own, with that address on it."""
    opens = _FENCE_OPENS.fullmatch(text.lstrip(" \t"))
    cite = (opens["cite"] or "") if opens else ""
    return cite, _Line(number, text.rstrip()[:-1], 1, 1, cite) if cite else None


def _fence_ends(source: Sequence[str]) -> frozenset[int]:
    """Return the numbers of lines with an opening mark (``>>``, ``#+begin_quote``…) that a closing one follows."""
    closed: set[int] = set()
    opened: int | None = None
    for number, line in enumerate(source, start=1):
        text = line.lstrip(" \t")
        if not text.startswith(_FENCE_STARTS):
            continue
        if _FENCE_CLOSES.fullmatch(text):
            if opened is not None:
                closed.add(opened)
            opened = None
        elif opened is None and _FENCE_OPENS.fullmatch(text):
            opened = number
    return frozenset(closed)


def _marked(number: int, text: str, source: Sequence[str]) -> _Line:
    """Read the marks of quotation at the beginning of a line; one bar alone is none, a run of barred lines is."""
    tagged = _TAGGED.fullmatch(text) if text[0] == "[" else None
    if tagged is not None:
        return _Line(number, text[: tagged.end("said")], 1, tagged.start("said"))
    marks = _QUOTED.match(text) if text[0] in _BEFORE_MARKS else None
    if marks is None:
        return _Line(number, text, 0, 0)
    if "|" in marks[1] and not (_BARRED.match(text) and _beside_barred(number, source) and text.count("|") == 1):
        return _Line(number, text, 0, 0)
    return _Line(number, text, sum(map(marks[1].count, ">＞|")), len(marks[0]))


def _beside_barred(number: int, source: Sequence[str]) -> bool:
    beside = (source[at] for at in (number - 2, number) if 0 <= at < len(source))
    return any(_BARRED.match(text) and text.count("|") == 1 for text in beside)


def _is_set_off(run: list[_Line], before: list[_Line] | None, *, quoting: bool) -> bool:
    """Tell whether a paragraph is indented as a whole, deeper than the one before, and is no list."""
    if not run[0].text[0].isspace() or min(_width(line.text) for line in run) < _DEEP or _POINT.match(run[0].text):
        return False
    return (
        quoting
        or before is None
        or min(_width(line.text) for line in before) + _DEEP <= min(_width(line.text) for line in run)
    )


def _width(text: str) -> int:
    """Return the columns of white space at the beginning of a line."""
    indent = _INDENT.match(text)
    return sum(_WIDTHS.get(char, 1) for char in indent[0]) if indent else 0


def _block(lines: list[_Line], level: int, group: int) -> Block:
    """Make the block of ``lines``, quotation marks taken off."""
    text = "\n".join(line.text[line.cut :] for line in lines) if level else "\n".join(line.text for line in lines)
    return Block(
        kind=BlockKind.QUOTE if level else BlockKind.PARAGRAPH,
        text=text,
        line=lines[0].number,
        level=level,
        cite=lines[0].cite or None,
        links=tuple(_links(text, lines)) if "://" in text else (),
        group=group,
    )


def _links(text: str, lines: list[_Line]) -> Iterator[LinkMark]:
    """Yield the URLs in a block's text."""
    places = Places(text)
    for found in urls.found(text, wrapped=True):
        row, column = places.at(found.start)
        line = lines[row - 1]
        yield LinkMark(
            url=found.url, start=found.start, end=found.end, line=line.number, column=column + line.cut, bare=True
        )
