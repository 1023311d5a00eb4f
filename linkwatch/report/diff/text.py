"""A diff for people: the lines that changed with one before and after each; in colour on a terminal.

Without colour, what went stands in ``[-…-]`` and what came in ``{+…+}``, as wdiff and git show words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from linkwatch.compare.fragment import leading_to
from linkwatch.model import Comparison, Edit, EditKind, Fate, Sentence
from linkwatch.report.diff.lines import Line, Mark, Part, lines
from linkwatch.report.printable import harmless, one_line, percent

if TYPE_CHECKING:
    from linkwatch.report.diff import Diff

_PLAIN = {Mark.SAME: ("", ""), Mark.GONE: ("[-", "-]"), Mark.NEW: ("{+", "+}"), Mark.MOVED: ("{>", "<}")}
_ANSI = {
    Mark.SAME: ("", ""),
    Mark.GONE: ("\x1b[31;9m", "\x1b[0m"),
    Mark.NEW: ("\x1b[32;1m", "\x1b[0m"),
    Mark.MOVED: ("\x1b[36m", "\x1b[0m"),
}
_LONGEST = 60
"""Characters of an unchanged stretch that are shown beside a change."""


def render(diff: Diff, out: TextIO, *, colour: bool = False) -> None:
    """Write the verdict, the facts that changed, and the lines around every change."""
    told = diff.comparison
    kept = [] if told.quote_kept is None else [f"{percent(told.quote_kept)} of the quote kept"]
    alike = [likeness(told)] if told.similarity is not None and told.quote_kept is None else []
    note = [told.note] if told.note else []
    against = f" against the {_BASELINES[told.baseline]}" if told.baseline else ""
    out.write(", ".join([f"{told.drift}{against}", *kept, *alike, *note]) + "\n")
    for line in _facts(told.edits):
        out.write(f"  {line}\n")
    if told.sentences:
        _sentences(told.sentences, diff.url, out)
    elif told.edits:
        out.write("\n")
        for shown in _around(list(lines(diff.after, told.edits))):
            out.write(("⋮" if shown is None else _line(shown, _ANSI if colour else _PLAIN)) + "\n")


_BASELINES = {"quote": "quote", "archive": "archived copy", "first": "older version"}


def likeness(told: Comparison) -> str:
    """How much of a text stands: ``99.18% alike``."""
    if told.similarity == 1 and told.edits:
        return "the same in another order"
    return f"{percent(told.similarity or 0)} alike"


def _facts(edits: Sequence[Edit]) -> Iterator[str]:
    for edit in edits:
        if edit.kind is not EditKind.TEXT:
            yield f"{edit.kind}: {one_line(edit.before) or '∅'} → {one_line(edit.after) or '∅'}"


def _sentences(sentences: Sequence[Sentence], url: str, out: TextIO) -> None:
    for each in sentences:
        damaged = " (quoted with damage)" if each.damaged else ""
        out.write(f"\n{each.fate}{damaged}: {one_line(each.text)}\n")
        if each.fate is Fate.EDITED or each.damaged:
            out.write(f"    now: {one_line(each.found)}\n")
        if url and each.found:
            out.write(f"    at:  {one_line(leading_to(url, each.found))}\n")


def _around(every: Sequence[Line]) -> Iterator[Line | None]:
    """Changed lines with a neighbour on either side; None where lines are left out."""
    near = {at + step for at, line in enumerate(every) if line.changed for step in (-1, 0, 1)}
    last = -1
    for at in sorted(near & set(range(len(every)))):
        if at > last + 1:
            yield None
        yield every[at]
        last = at
    if last < len(every) - 1:
        yield None


def _line(line: Line, marks: dict[Mark, tuple[str, str]]) -> str:
    shown: list[str] = []
    for number, part in enumerate(line.parts):
        before, after = marks[part.mark]
        text = harmless(_shortened(part, first=number == 0, last=number == len(line.parts) - 1))
        shown.append(f"{before}{text}{after}")
    return "".join(shown)


def _shortened(part: Part, *, first: bool, last: bool) -> str:
    if part.mark is not Mark.SAME or len(part.text) <= 2 * _LONGEST:
        return part.text
    head = "" if first and not last else part.text[:_LONGEST]
    tail = "" if last else part.text[-_LONGEST:]
    return f"{head}…{tail}"
