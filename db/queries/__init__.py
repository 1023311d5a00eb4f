"""SQL by name: each ``.sql`` file holds blocks that begin with ``-- name --`` and a line on what they do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HEAD = re.compile(r"^-- (\w+) --$")


@cache
def load(engine: str) -> Mapping[str, str]:
    """Return the queries of an engine (``sqlite``) by name; a name must be unique over all its files."""
    queries: dict[str, str] = {}
    for path in sorted((Path(__file__).parent / engine).glob("*.sql")):
        for name, query in parse(path.read_text("utf-8")).items():
            if name in queries:
                raise ValueError(f"{path.name}: query {name} is defined twice")
            queries[name] = query
    return queries


def parse(text: str) -> dict[str, str]:
    """Part a file into its blocks; comments after a block's head belong to it and are left out."""
    blocks: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if head := _HEAD.match(line):
            lines = blocks.setdefault(head[1], [])
        elif not line.startswith("--"):
            lines.append(line)
    return {name: "\n".join(lines).strip() for name, lines in blocks.items()}
