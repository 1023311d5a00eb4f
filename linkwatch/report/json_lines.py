"""JSON Lines: a link a line."""

from __future__ import annotations

import json
from typing import TextIO

from linkwatch.report import Report
from linkwatch.report.links import link


def render(report: Report, out: TextIO) -> None:
    """Write the report."""
    for finding in report.links():
        out.write(json.dumps(link(finding), ensure_ascii=False) + "\n")
