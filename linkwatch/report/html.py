"""One self-contained HTML file: what needs attention as a table, the rot curve, and the diffs of what changed.

Nothing is loaded from anywhere and nothing runs: it can be mailed, kept, or put on a web server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TextIO

from linkwatch.model import Capture, Comparison, Drift, Edit, EditKind, State
from linkwatch.report import Report
from linkwatch.report.diff.rows import Row, folds
from linkwatch.report.printable import one_line
from linkwatch.report.versus import Fact, Versus, facts
from linkwatch.report.web import chart
from linkwatch.report.web.changed import lede, named
from linkwatch.report.web.language import Language
from linkwatch.report.web.rendering import render as rendered
from linkwatch.report.wording import CHANGED, Entry, best_capture, entries

MOST_DIFFS = 200
"""Diffs in one file; the rest are told of in the table alone."""

_FACTS = 3
"""Changed facts named in the table for one link."""
_MOST_FACTS = 30
"""Changed facts listed above a diff."""

_BY_GRAVITY = (
    State.DEAD, State.SUSPECT, State.MOVED, State.RESTRICTED, State.BLOCKED, State.UNREACHABLE, State.UNKNOWN,
    State.ALIVE,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Rows that follow each other."""

    rows: tuple[Row, ...] = ()
    left_out: int = 0
    """So many unchanged rows are left out before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A diff."""

    number: int
    entry: Entry
    title: str
    """What the document calls the page; empty when it does not."""
    versus: Versus
    facts: tuple[Fact, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the table: one link as one document cites it."""

    entry: Entry
    title: str
    """What the document calls the page; empty when it does not."""
    facts: tuple[Edit, ...]
    more: int
    """Changes beyond those."""
    capture: Capture | None
    diff: int
    """Number of its diff; 0 for none."""

    @property
    def colour(self) -> State | Drift:
        """By what it is about: a change, or a state."""
        state, drift = self.entry.finding.verdict.state, self.entry.drift
        return drift if state is State.ALIVE and drift in CHANGED else state


def render(report: Report, out: TextIO) -> None:
    """Write the file."""
    language = Language(code=report.language, zone=report.zone, now=report.generated_at)
    shown: list[Shown] = []
    documents = [
        (one_line(name), [_line(entry, report, shown) for entry in group])
        for name, group in groupby(entries(report.attention()), key=lambda entry: entry.document)
    ]
    lines = [line for _, group in documents for line in group]
    curves = report.curves()
    values = {
        "report": report,
        "documents": documents,
        "links": len({line.entry.finding.link_id for line in lines}),
        "kinds": _kinds(lines),
        "total": sum(report.counts.values()),
        "alive": report.counts.get(State.ALIVE, 0),
        "states": [state for state in _BY_GRAVITY if report.counts.get(state)],
        "changed": CHANGED,
        "curves": curves,
        "wide": chart.plot(curves, chart.WIDE),
        "narrow": chart.plot(curves, chart.NARROW),
        "shown": shown,
        "not_shown": sum(1 for line in lines if line.entry.drift in CHANGED and not line.diff),
        "named": lambda one: named(language, one),
        "lede_of": lambda versus: lede(language, versus),
    }
    out.write(rendered("report.html", language, values))


def _kinds(lines: Sequence[Line]) -> list[tuple[State | Drift, int]]:
    """Links by what is the matter with them, the gravest first."""
    order: list[State | Drift] = [State.DEAD, Drift.REPLACED, Drift.EDITED, *_BY_GRAVITY[1:]]
    counted = Counter(colour for _, colour in {(line.entry.finding.link_id, line.colour) for line in lines})
    return [(kind, counted[kind]) for kind in order if counted[kind]]


def _line(entry: Entry, report: Report, shown: list[Shown]) -> Line:
    """A row of the table; its diff, if it has one, is put with those ``shown``."""
    finding = entry.finding
    changed = entry.comparison if entry.drift in CHANGED else None
    edits = sorted(changed.edits, key=lambda edit: edit.kind is EditKind.TEXT) if changed else []
    number = 0
    if changed is not None and finding.verdict.state is not State.DEAD and len(shown) < MOST_DIFFS:
        found = _diff(entry, changed, report, len(shown) + 1)
        if found is not None:
            shown.append(found)
            number = found.number
    gone = finding.verdict.state is not State.ALIVE
    return Line(
        entry=entry,
        title=_title(entry),
        facts=tuple(edits[:_FACTS]),
        more=max(len(edits) - _FACTS, 0),
        capture=best_capture(finding.captures, finding.citations) if gone else None,
        diff=number,
    )


def _diff(entry: Entry, comparison: Comparison, report: Report, number: int) -> Shown | None:
    versus = report.versus(entry.finding, comparison) if report.versus is not None else None
    if versus is None:
        return None
    return Shown(
        number=number,
        entry=entry,
        title=_title(entry),
        versus=versus,
        facts=tuple(facts(versus, most=_MOST_FACTS)),
        stretches=tuple(_stretches(versus.rows)),
    )


def _title(entry: Entry) -> str:
    here = (one.citation for one in entry.finding.citations if one.document == entry.document)
    return one_line(next((one.title for one in here if one.title), ""))


def _stretches(laid: Sequence[Row]) -> Iterator[Stretch]:
    """What changed with one unchanged row around it; of the others, how many there are."""
    runs = folds(laid, least=3)
    for place, run in enumerate(runs):
        if not run.folded:
            yield Stretch(rows=run.rows)
            continue
        head = run.rows[:1] if place else ()
        tail = run.rows[-1:] if place + 1 < len(runs) else ()
        if head:
            yield Stretch(rows=head)
        yield Stretch(rows=tail, left_out=len(run.rows) - len(head) - len(tail))
