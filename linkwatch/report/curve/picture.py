"""The rot curve as a picture in a file of its own: SVG, or PNG made of it."""

from __future__ import annotations

from collections.abc import Mapping

from linkwatch.errors import UsageError
from linkwatch.report.web import chart
from linkwatch.report.web.language import Language
from linkwatch.report.web.rendering import render
from linkwatch.rot import Curve

SCALE = 2
"""Pixels of a PNG for one of the SVG: sharp on a screen of today, and in print."""


def svg(curves: Mapping[str, Curve], language: Language) -> str:
    """The curves as SVG. Raises UsageError when there is nothing to draw yet."""
    plot = chart.plot(curves, chart.WIDE)
    if plot is None:
        raise UsageError("nothing to draw yet: the curve begins once citations are a day old", hint="linkwatch crawl")
    return render("rot.svg", language, {"plot": plot})


def png(drawing: str) -> bytes:
    """An SVG as PNG. Raises UsageError without the library that draws it."""
    try:
        import resvg_py
    except ImportError as error:
        raise UsageError(
            "a PNG needs one more library", hint='pip install "linkwatch[plot]", or --plot with a name in .svg'
        ) from error
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=SCALE))
