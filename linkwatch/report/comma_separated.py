"""CSV (RFC 4180): a row for each citation of every link, so that rows can be sorted by document."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, TextIO

from linkwatch.model import Finding
from linkwatch.report import Report
from linkwatch.report.links import citation, link
from linkwatch.report.printable import harmless
from linkwatch.report.wording import fact

LINK = (
    "url", "canonical_url", "site", "state", "reason", "evidence", "confidence", "http_status", "final_url",
    "checked_at", "state_since",
)  # fmt: skip
CITATION = (
    "document", "line", "title", "outlet", "published_at", "cited_at", "quote", "drift", "baseline", "quote_kept",
    "similarity",
)  # fmt: skip
COLUMNS = (*LINK, *CITATION, "edits", "captures")


def render(report: Report, out: TextIO) -> None:
    """Write the report."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for finding in report.links():
        writer.writerows(rows(finding))


def rows(finding: Finding) -> Iterator[list[Any]]:
    """The rows of one link: one without citation fields when nothing cites it."""
    about = link(finding)
    captures = " ".join(one.address for one in finding.captures)
    for cited in finding.citations or (None,):
        said = citation(cited) if cited is not None else {"drift": finding.drift}
        edits = cited.comparison.edits if cited is not None and cited.comparison is not None else ()
        values = [about[name] for name in LINK] + [said.get(name) for name in CITATION]
        yield [cell(value) for value in (*values, "; ".join(fact(edit) for edit in edits), captures)]


def cell(value: Any) -> Any:
    """A value for CSV: text made harmless; what a spreadsheet would take for a formula gets an apostrophe."""
    if not isinstance(value, str):
        return value
    text = harmless(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
