"""One line for each place that needs attention, for pipes and files: ``file:line: state reason URL — evidence``."""

from __future__ import annotations

from typing import TextIO

from linkwatch.report import Report
from linkwatch.report.by_host import HostFinding, gathered
from linkwatch.report.by_host import note as how_to_list
from linkwatch.report.printable import one_line
from linkwatch.report.wording import Entry, details, entries, reason, summary, word


def render(report: Report, out: TextIO) -> None:
    """Write the report."""
    found = entries(report.attention())
    hosts, listed = gathered(found) if report.by_host else ([], found)
    for host in hosts:
        out.write(host_line(host, report) + "\n")
    for entry in listed:
        out.write(line(entry, report) + "\n")
    out.write(summary(report.counts, report.drifts) + ("" if found else "; nothing needs attention") + "\n")
    for note in (*filter(None, [how_to_list(hosts)]), *report.notes):
        out.write(note + "\n")


def host_line(found: HostFinding, report: Report) -> str:
    """``www.example.jp: dead http-404 312 links in 40 documents — …``."""
    head = f"{one_line(found.host)}: {found.state} {one_line(found.reason)} {found.said}"
    return " — ".join(part for part in (head, "; ".join(found.details(report.zone))) if part)


def line(entry: Entry, report: Report) -> str:
    """One entry."""
    words = " ".join(part for part in (word(entry), reason(entry)) if part)
    said = "; ".join(details(entry, report.zone))
    more = f" (and {', '.join(str(one) for one in entry.lines[1:])})" if len(entry.lines) > 1 else ""
    head = f"{entry.where}: {words} {one_line(entry.finding.url)}{more}"
    return f"{head} — {said}" if said else head
