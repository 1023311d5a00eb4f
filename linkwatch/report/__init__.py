"""Findings → text, JSON, CSV, Markdown, HTML: one module a format, each with ``render(report, out)``.

A further format is a module here, a line in ``FORMATS``, and its name in ``linkwatch.config.settings.FORMATS``.
Text, Markdown and HTML show what needs attention; JSON, JSON Lines and CSV list every link.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, TextIO

from linkwatch.model import Comparison, Drift, Finding, State
from linkwatch.rot import Curve

if TYPE_CHECKING:
    from linkwatch.report.versus import Versus

FORMATS: Mapping[str, str] = {
    "text": "text",
    "json": "json_object",
    "jsonl": "json_lines",
    "csv": "comma_separated",
    "markdown": "markdown",
    "html": "html",
}
"""Name of a format → its module."""

MACHINE = frozenset({"json", "jsonl", "csv", "html"})
"""Formats that programs read: always UTF-8, whatever the locale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What there is to tell."""

    generated_at: datetime
    counts: Mapping[State, int]
    """Links by state."""
    drifts: Mapping[Drift, int]
    """Links by drift."""
    links: Callable[[], Iterable[Finding]]
    """Gives every link, one at a time."""
    attention: Callable[[], Iterable[Finding]]
    """Gives the links that text and Markdown show."""
    zone: tzinfo
    """Where dates are shown."""
    by_host: bool = False
    """Whether text and Markdown say once what many links of one host share."""
    notes: tuple[str, ...] = ()
    """Sentences for the end of a text: what was left out, what to do next."""
    language: str = "en"
    """Of HTML: a code in :data:`linkwatch.report.web.language.LANGUAGES`."""
    curves: Callable[[], Mapping[str, Curve]] = dict
    """Gives the rot curves by name, as HTML draws them; empty for none."""
    versus: Callable[[Finding, Comparison], Versus | None] | None = None
    """Gives the two texts behind a comparison of a link, as HTML shows them; None where they are not to be had."""


def render(report: Report, name: str, out: TextIO) -> None:
    """Write the report in the format ``name`` (of :data:`FORMATS`)."""
    module = "terminal" if name == "text" and out.isatty() else FORMATS[name]
    importlib.import_module(f"linkwatch.report.{module}").render(report, out)
