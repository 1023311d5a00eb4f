"""One line for each place that needs attention, for pipes and files: ``file:line: state reason URL — evidence``."""

from __future__ import annotations

from typing import TextIO

from linkwatch.report import Report
from linkwatch.report.printable import one_line
from linkwatch.report.wording import Entry, details, entries, reason, summary, word


def render(report: Report, out: TextIO) -> None:
    """Write the report."""
    found = entries(report.attention())
    for entry in found:
        out.write(line(entry, report) + "\n")
    out.write(summary(report.counts, report.drifts) + ("" if found else "; nothing needs attention") + "\n")
    for note in report.notes:
        out.write(note + "\n")


def line(entry: Entry, report: Report) -> str:
    """One entry."""
    words = " ".join(part for part in (word(entry), reason(entry)) if part)
    said = "; ".join(details(entry, report.zone))
    more = f" (and {', '.join(str(one) for one in entry.lines[1:])})" if len(entry.lines) > 1 else ""
    head = f"{entry.where}: {words} {one_line(entry.finding.url)}{more}"
    return f"{head} — {said}" if said else head
