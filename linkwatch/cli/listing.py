"""Lists as text, JSON, JSON Lines and CSV, row by row: memory does not grow with rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO

from linkwatch.report.comma_separated import cell

FORMATS = ("text", "json", "jsonl", "csv")
Row = dict[str, Any]


def write(
    rows: Iterable[Row], out: TextIO, *, kind: str, name: str, columns: Sequence[str], line: Callable[[Row], str]
) -> int:
    """Write rows in one of ``FORMATS``; returns how many there were.

    ``name`` is the key of the list in JSON, ``columns`` the order in CSV, ``line`` a row in words.
    """
    count = 0
    writer = csv.writer(out, lineterminator="\r\n")
    if kind == "json":
        out.write(f'{{"schema": 1,\n "{name}": [')
    elif kind == "csv":
        writer.writerow(columns)
    for row in rows:
        if kind == "json":
            out.write(("," if count else "") + f"\n  {json.dumps(row, ensure_ascii=False)}")
        elif kind == "jsonl":
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
        elif kind == "csv":
            writer.writerow([cell(row[column]) for column in columns])
        else:
            out.write(line(row) + "\n")
        count += 1
    if kind == "json":
        out.write("\n ]}\n")
    return count
