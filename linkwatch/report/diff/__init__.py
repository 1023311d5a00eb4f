"""Edits → text, HTML, unified diff, JSON: one module a format, each with ``render(diff, out)``.

All show the newer text with what went and what came marked phrase by phrase; :mod:`.lines` makes the marks.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from linkwatch.model import Comparison

FORMATS: Mapping[str, str] = {
    "text": "text",
    "html": "html",
    "unified": "unified",
    "json": "json_object",
}
"""Name of a format → its module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Two texts and what was found to differ."""

    before: str
    after: str
    comparison: Comparison
    before_name: str = "before"
    after_name: str = "after"
    url: str = ""
    """Address of the page, for links to its sentences; empty where it is not known."""


def render(diff: Diff, name: str, out: TextIO) -> None:
    """Write the diff in the format ``name`` (of :data:`FORMATS`)."""
    importlib.import_module(f"linkwatch.report.diff.{FORMATS[name]}").render(diff, out)
