"""Offsets in a text to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

_STEP = 1024
_FOLLOWING = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 that begin no character."""


class Places:
    """Tells line and column (both from 1, in characters) of an offset in a text."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *[match.end() for match in re.finditer("\n", text)]]
        """Where lines begin."""

    def line(self, offset: int) -> int:
        """Return the line on which ``offset`` stands."""
        return bisect_right(self.starts, offset)

    def at(self, offset: int) -> tuple[int, int]:
        """Return line and column of ``offset``."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


class BytePlaces:
    """The same for offsets in bytes of the text's UTF-8 form."""

    def __init__(self, text: str, data: bytes) -> None:
        self._data = data
        self._places = Places(text)
        self._is_ascii = len(data) == len(text)
        self._starts = self._places.starts
        """Where lines begin, in bytes."""
        if not self._is_ascii:
            self._starts = [0, *[match.end() for match in re.finditer(b"\n", data)]]
        counts = [0]
        for start in range(0, 0 if self._is_ascii else len(data), _STEP):
            chunk = data[start : start + _STEP]
            counts.append(counts[-1] + len(chunk.translate(None, _FOLLOWING)))
        self._counts = counts

    def offset(self, byte: int) -> int:
        """Return the offset in characters of ``byte``."""
        if self._is_ascii:
            return byte
        chunk = byte // _STEP
        return self._counts[chunk] + len(self._data[chunk * _STEP : byte].translate(None, _FOLLOWING))

    def line(self, byte: int) -> int:
        """Return the line on which ``byte`` stands."""
        return bisect_right(self._starts, byte)

    def at(self, byte: int) -> tuple[int, int]:
        """Return line and column of ``byte``."""
        return self._places.at(self.offset(byte))

    def at_offset(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset in characters."""
        return self._places.at(offset)
