"""The newer text in lines of parts: as it was, gone, new, moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linkwatch.model import Edit, EditOp


class Mark(StrEnum):
    """What became of a part."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of one line."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph of the newer text, with what it lost; or one that is gone whole."""

    parts: tuple[Part, ...]
    edits: tuple[Edit, ...] = ()
    """Those that begin in it."""

    @property
    def changed(self) -> bool:
        """Whether anything in it is marked."""
        return any(part.mark is not Mark.SAME for part in self.parts)


def lines(after: str, edits: Sequence[Edit]) -> Iterator[Line]:
    """The lines of ``after``, in order, with the ``edits`` that led to it marked."""
    parts: list[Part] = []
    begun: list[Edit] = []
    for part, edit in _parts(after, edits):
        pieces = part.text.split("\n")
        for number, piece in enumerate(pieces):
            if number:
                yield Line(parts=tuple(parts), edits=tuple(begun))
                parts, begun = [], []
            if number == 0 and edit is not None:
                begun.append(edit)
            if piece:
                parts.append(Part(mark=part.mark, text=piece))
    if parts:
        yield Line(parts=tuple(parts), edits=tuple(begun))


def _parts(after: str, edits: Sequence[Edit]) -> Iterator[tuple[Part, Edit | None]]:
    """The whole text in parts, each edit with its first part."""
    done = 0
    for edit in sorted(edits, key=lambda each: (each.start_after, each.start_before)):
        start = max(edit.start_after, done)
        if start > done:
            yield Part(mark=Mark.SAME, text=after[done:start]), None
        told: Edit | None = edit
        if edit.before and edit.op is not EditOp.MOVE:
            yield Part(mark=Mark.GONE, text=edit.before + ("\n" if _whole_lines(after, start, edit) else "")), told
            told = None
        done = max(done, edit.start_after + len(edit.after))
        if done > start:
            mark = Mark.MOVED if edit.op is EditOp.MOVE else Mark.NEW
            yield Part(mark=mark, text=after[start:done]), told
    if done < len(after):
        yield Part(mark=Mark.SAME, text=after[done:]), None


def _whole_lines(after: str, start: int, edit: Edit) -> bool:
    """Whether what went stood in lines of its own, between lines that stayed."""
    at_line_start = start == 0 or after[start - 1] == "\n"
    return not edit.after and at_line_start and start < len(after)
