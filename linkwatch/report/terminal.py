"""The text report for a terminal: by document, in colour where the terminal has it, widths of Japanese minded."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from typing import Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from linkwatch.model import Drift, State
from linkwatch.report import Report
from linkwatch.report.by_host import HostFinding, gathered
from linkwatch.report.by_host import note as how_to_list
from linkwatch.report.printable import file_name, one_line, short
from linkwatch.report.wording import CHANGED, Entry, details, entries, reason, summary, word

STYLES = {
    State.DEAD: "bold red",
    State.SUSPECT: "yellow",
    State.MOVED: "cyan",
    State.ALIVE: "green",
    State.RESTRICTED: "blue",
    State.BLOCKED: "magenta",
    State.UNREACHABLE: "magenta",
    State.UNKNOWN: "dim",
}
LINES = 3
"""Line numbers to name for one link in one document."""
MIN_WIDTH = 30
CHANGE_STYLES = {Drift.EDITED: "yellow", Drift.REPLACED: "bold red"}


def render(report: Report, out: TextIO) -> None:
    """Write the report."""
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"  # https://no-color.org
    console = Console(file=out, color_system=colours, highlight=False, emoji=False, markup=False)
    found = entries(report.attention())
    hosts, listed = gathered(found) if report.by_host else ([], found)
    for host in hosts:
        _host(host, report, console)
    for document, group in groupby(listed, key=lambda entry: entry.document):
        console.print(Text(file_name(document) or "(cited nowhere)", style="bold"), soft_wrap=True)
        _document(list(group), report, console)
        console.print()
    console.print(
        Text(summary(report.counts, report.drifts), style="bold").append(
            "" if found else "; nothing needs attention", style="green"
        )
    )
    for note in (*filter(None, [how_to_list(hosts)]), *report.notes):
        console.print(Text(note, style="dim"))


def _host(found: HostFinding, report: Report, console: Console) -> None:
    console.print(Text(one_line(found.host), style="bold"), soft_wrap=True)
    head = Text("  ").append(str(found.state), style=STYLES[found.state]).append(f"  {found.said}")
    console.print(head, soft_wrap=True)
    words = "; ".join(found.details(report.zone))
    paragraph = Text(": ".join(part for part in (one_line(found.reason), words) if part))
    for line in paragraph.wrap(console, max(console.width - 4, MIN_WIDTH)):
        line.rstrip()
        console.print(Text("    ").append(line), soft_wrap=True)
    console.print()


def _document(found: Sequence[Entry], report: Report, console: Console) -> None:
    places = [_place(entry) for entry in found]
    left = max(cell_len(place) for place in places)
    middle = max(len(word(entry)) for entry in found)
    for entry, place in zip(found, places, strict=True):
        url = one_line(entry.finding.url)
        head = Text(f"  {' ' * (left - cell_len(place))}{place}  ", style="dim")
        head = Text().append(head).append(word(entry).ljust(middle), style=_style(entry)).append("  ")
        console.print(head.append(url, style=f"link {url}" if " " not in url else ""), soft_wrap=True)
        _details(entry, report, console, indent=left + middle + 6)


def _details(entry: Entry, report: Report, console: Console, *, indent: int) -> None:
    """Words in one paragraph; addresses below, each on a line that is not broken, so that it can be clicked."""
    said = details(entry, report.zone)
    words = "; ".join(part for part in said if "://" not in part)
    code = reason(entry)
    paragraph = Text(": ".join(part for part in (code, words) if part))
    margin = " " * indent
    if paragraph:
        for line in paragraph.wrap(console, max(console.width - indent, MIN_WIDTH)):
            line.rstrip()
            console.print(Text(margin).append(line), soft_wrap=True)
    for part in said:
        if "://" in part:
            console.print(Text(margin + part, style="dim"), soft_wrap=True)


def _place(entry: Entry) -> str:
    lines = ", ".join(str(line) for line in entry.lines[:LINES])
    if lines:
        return lines + (" …" if len(entry.lines) > LINES else "")
    return short(entry.places[0], 16) if entry.places else "–"


def _style(entry: Entry) -> str:
    state = entry.finding.verdict.state
    return CHANGE_STYLES[entry.drift] if state is State.ALIVE and entry.drift in CHANGED else STYLES[state]
