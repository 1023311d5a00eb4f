"""A unified diff of paragraphs, as patch and review tools read it (POSIX diff -u)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from linkwatch.compare.align import Stretch, changed
from linkwatch.model import Drift, Fate
from linkwatch.report.printable import one_line

if TYPE_CHECKING:
    from linkwatch.report.diff import Diff

_CONTEXT = 3


def render(diff: Diff, out: TextIO) -> None:
    """Write hunks of the paragraphs that differ, of a quote its sentences; nothing when the drift is ``same``."""
    if diff.comparison.drift is Drift.SAME or not (diff.comparison.edits or diff.comparison.sentences):
        return
    before, after = diff.before.splitlines(), diff.after.splitlines()
    if diff.comparison.sentences:  # of a quote what it quotes counts, a sentence a line, and no more of the page
        before = [one_line(each.text) for each in diff.comparison.sentences]
        after = [
            one_line(each.text if each.fate is Fate.KEPT else each.found)
            for each in diff.comparison.sentences
            if each.fate is not Fate.MISSING
        ]
    out.write(f"--- {diff.before_name}\n+++ {diff.after_name}\n")
    for hunk in _hunks(changed(before, after)):
        _write(hunk, before, after, out)


def _hunks(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    hunks: list[list[Stretch]] = []
    for each in stretches:
        if hunks and each.a_start - hunks[-1][-1].a_end <= 2 * _CONTEXT:
            hunks[-1].append(each)
        else:
            hunks.append([each])
    return hunks


def _write(hunk: Sequence[Stretch], before: Sequence[str], after: Sequence[str], out: TextIO) -> None:
    a_start, a_end = max(0, hunk[0].a_start - _CONTEXT), min(len(before), hunk[-1].a_end + _CONTEXT)
    b_start = hunk[0].b_start - (hunk[0].a_start - a_start)
    b_end = hunk[-1].b_end + (a_end - hunk[-1].a_end)
    out.write(f"@@ -{_range(a_start, a_end)} +{_range(b_start, b_end)} @@\n")
    at = a_start
    for each in hunk:
        out.writelines(f" {line}\n" for line in before[at : each.a_start])
        out.writelines(f"-{line}\n" for line in before[each.a_start : each.a_end])
        out.writelines(f"+{line}\n" for line in after[each.b_start : each.b_end])
        at = each.a_end
    out.writelines(f" {line}\n" for line in before[at:a_end])


def _range(start: int, end: int) -> str:
    return f"{start + 1 if end > start else start},{end - start}"
