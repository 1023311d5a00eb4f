"""Where in the source of an HTML text a URL stands that lxml has read from it.

lxml gives a line for elements only, and none of attributes and text. So the source is gone through
once beside it: places of attribute values and of bare URLs are kept by value, in order, and taken one
after the other as the tree yields the same value.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from html import unescape

from linkwatch import urls
from linkwatch.documents.places import Places

_ATTRIBUTE = re.compile(r"\b(?:href|src|cite)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.I)
_TAG = re.compile(r"(<[A-Za-z/!?][^<>]*>)")
_UNSEEN = re.compile(r"<(?:(!--)|(script|style|template|noscript)\b)", re.I)


class Source:
    """The source of an HTML text, which may begin at ``line`` and ``column`` of another."""

    def __init__(self, text: str, *, line: int = 1, column: int = 1) -> None:
        self._text = text
        self._places = Places(text)
        self._line = line
        self._column = column
        self._attributes: dict[str, deque[int]] | None = None
        self._bare: dict[str, deque[int]] | None = None

    @property
    def length(self) -> int:
        """Characters of the text."""
        return len(self._text)

    def line(self, line: int | None) -> int | None:
        """Return a line of this text as one of the text it stands in."""
        return None if line is None else line + self._line - 1

    def attribute(self, value: str) -> tuple[int | None, int | None]:
        """Return line and column of the next attribute with this value."""
        if self._attributes is None:
            self._attributes = _attribute_places(_seen(self._text))
        return self._next(self._attributes, value.strip())

    def bare(self, url: str) -> tuple[int | None, int | None]:
        """Return line and column of the next place where ``url`` stands bare in the text."""
        if self._bare is None:
            self._bare = _bare_places(_seen(self._text))
        return self._next(self._bare, url)

    def _next(self, places: dict[str, deque[int]], value: str) -> tuple[int | None, int | None]:
        if not places[value]:
            return None, None
        line, column = self._places.at(places[value].popleft())
        return line + self._line - 1, column + (self._column - 1 if line == 1 else 0)


def _attribute_places(text: str) -> dict[str, deque[int]]:
    places: dict[str, deque[int]] = defaultdict(deque)
    for match in _ATTRIBUTE.finditer(text):
        value = match[match.lastindex or 0]
        lead = len(value) - len(value.lstrip())
        places[unescape(value).strip()].append(match.start(match.lastindex or 0) + lead)
    return places


def _bare_places(text: str) -> dict[str, deque[int]]:
    places: dict[str, deque[int]] = defaultdict(deque)
    for url, start, _ in urls.found(_without_tags(text)):
        places[url].append(start)
    return places


def _without_tags(text: str) -> str:
    """Return ``text`` of the same length, tags blanked out."""
    parts = _TAG.split(text)
    parts[1::2] = [" " * len(tag) for tag in parts[1::2]]
    return "".join(parts)


def _seen(text: str) -> str:
    """Return ``text`` of the same length, comments, scripts and the like blanked out."""
    kept = []
    at = 0
    lower = text.lower() if text.isascii() else None
    for match in _UNSEEN.finditer(text):
        if match.start() < at:
            continue
        end = _end_of_unseen(lower or text, match)
        kept += [text[at : match.start()], " " * (end - match.start())]
        at = end
        if end == len(text):
            break
    return "".join([*kept, text[at:]])


def _end_of_unseen(text: str, match: re.Match[str]) -> int:
    """Return where a comment, script or the like ends: at the end of the text when nothing closes it."""
    closing = "-->" if match[1] else f"</{match[2].lower()}"
    end = text.find(closing, match.end())
    return len(text) if end < 0 else end
