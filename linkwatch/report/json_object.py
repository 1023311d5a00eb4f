"""One JSON object, written link by link: memory does not grow with links."""

from __future__ import annotations

import json
from typing import TextIO

from linkwatch.model import State
from linkwatch.report import Report
from linkwatch.report.links import SCHEMA, link


def render(report: Report, out: TextIO) -> None:
    """Write the report."""
    counts = {state.value: report.counts.get(state, 0) for state in State}
    out.write(f'{{"schema": {SCHEMA},\n')
    out.write(f' "generated_at": {json.dumps(report.generated_at.isoformat(timespec="seconds"))},\n')
    out.write(f' "counts": {json.dumps(counts)},\n "links": [')
    before = "\n"
    for finding in report.links():
        out.write(f"{before}  {json.dumps(link(finding), ensure_ascii=False)}")
        before = ",\n"
    out.write("\n ]}\n")
