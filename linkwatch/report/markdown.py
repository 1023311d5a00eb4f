"""A table fit for a GitHub issue."""

from __future__ import annotations

import re
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
    out.write(f"**{summary(report.counts, report.drifts)}**\n")
    if not found:
        out.write("\nNothing needs attention.\n")
    else:
        out.write("\n| Where | What | Page | Seen |\n| --- | --- | --- | --- |\n")
    for host in hosts:
        out.write(host_row(host, report) + "\n")
    for entry in listed:
        out.write(row(entry, report) + "\n")
    for note in (*filter(None, [how_to_list(hosts)]), *report.notes):
        out.write(f"\n{escaped(note)}\n")


def row(entry: Entry, report: Report) -> str:
    """One entry as a row of the table."""
    what = f"**{word(entry)}**" + (f" {escaped(code)}" if (code := reason(entry)) else "")
    seen = "<br>".join(linked(part) for part in details(entry, report.zone))
    return f"| {escaped(entry.where)} | {what} | {address(entry.finding.url)} | {seen} |"


def host_row(found: HostFinding, report: Report) -> str:
    """What the links of a host share, as a row of the table."""
    seen = "<br>".join(escaped(part) for part in found.details(report.zone))
    return f"| {escaped(found.said)} | **{found.state}** {escaped(found.reason)} | {escaped(found.host)} | {seen} |"


def linked(text: str) -> str:
    """Words escaped, an address at their end made a link."""
    words, space, last = text.rpartition(" ")
    return escaped(words) + space + address(last) if last.startswith(("http://", "https://")) else escaped(text)


_MARKUP = re.compile(r"[\\`*_{}\[\]<>|~!@#&]")


def escaped(text: str) -> str:
    """Words of strangers that make no markup, call on nobody (@name) and point to no issue (#1)."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", one_line(text))


def address(url: str) -> str:
    """A URL as a link of its own; characters that would end it are percent-encoded."""
    return "<" + re.sub(r"[<>|\\`\s]", lambda found: f"%{ord(found[0]):02X}", one_line(url)) + ">"
