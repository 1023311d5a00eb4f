"""Which stretches of a huge document stand near enough to a link to say something of it.

A document of ordinary size is read whole. Of a huge one, text that is far from every link is not made into
blocks: it says nothing of any page, and millions of blocks would cost more than all else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HUGE = 200_000
"""Characters (bytes of UTF-8 where a reader counts those) from which a document is not read whole: a thick book."""
_REACH = 10_000
"""How far from a link text can matter: more than any passage that people quote."""
_HEAD = 20_000
"""What is always read: titles and dates stand there."""
_TEXT_MARK = re.compile("//")
_BYTES_MARK = re.compile(rb"//|\[\^")
_DEFINITION = re.compile(rb"^ {0,3}\[[^\]\n]{1,999}\]:\s{0,9}<?(?:https?:)?//", re.M | re.I)
_ANY_REFERENCE = re.compile(rb"//|\[")

Span = tuple[int, int]
"""Where a stretch begins and ends."""


def in_text(text: str) -> list[Span] | None:
    """Return the stretches of plain text to read, in order; None for all of it."""
    if len(text) <= HUGE:
        return None
    return unless_whole(spans((mark.start() for mark in _TEXT_MARK.finditer(text)), len(text)), len(text))


def in_markdown(data: bytes) -> list[Span] | None:
    """Return the stretches of Markdown, in bytes, to read; None for all of it.

    Where links are defined apart from their places (``[1]: https://…``), every bracket may be such a place.
    """
    if len(data) <= HUGE:
        return None
    mark = _ANY_REFERENCE if _DEFINITION.search(data) else _BYTES_MARK
    return unless_whole(spans((found.start() for found in mark.finditer(data)), len(data)), len(data))


def unless_whole(found: list[Span], length: int) -> list[Span] | None:
    """Return ``found``, or None when it is all of ``length``."""
    return None if found == [(0, length)] else found


def spans(marks: Iterable[int], length: int, *, reach: int = _REACH, head: int = _HEAD) -> list[Span]:
    """Return the head and what is within ``reach`` of ``marks``, which only grow; stretches that touch are one."""
    found: list[Span] = []
    start, end = 0, min(head, length)
    for mark in marks:
        if mark - reach > end:
            found.append((start, end))
            start = mark - reach
        end = max(end, mark + reach)
    return [*found, (start, min(end, length))]
