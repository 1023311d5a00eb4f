"""The rot curve in a terminal: a line an age, a bar for each share that is left."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Literal, TextIO

from rich.bar import Bar
from rich.console import Console
from rich.table import Table
from rich.text import Text

from linkwatch.report.web import chart, words
from linkwatch.report.web.chart import Frame, Plot
from linkwatch.rot import Curve

FRAME = Frame(width=0, height=0, left=0, right=1, top=0, bottom=1, most_ticks=16)
"""Nothing is drawn on it; ``most_ticks`` is how many lines there are at most."""

_BAR = 24
_NARROW_BAR = 8
_WIDE = 112
"""Columns from which two long bars have room."""

_STYLES = {"links": "green", "quotes": "red"}


def render(curves: Mapping[str, Curve], out: TextIO) -> None:
    """Write the curves; a sentence where there is nothing to draw yet."""
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Console(file=out, color_system=colours, highlight=False, emoji=False, markup=False)
    plot = chart.plot(curves, FRAME)
    if plot is None:
        out.write("The curve begins once citations are a day old.\n")
        return
    console.print(Text("Share of citations by age, Kaplan–Meier estimate (95% band)", style="bold"), soft_wrap=True)
    console.print()
    console.print(_table(plot, curves, _BAR if console.width >= _WIDE else _NARROW_BAR))
    console.print()
    for line in plot.lines:
        console.print(_half(line.name, curves[line.name], plot), soft_wrap=True)


def _table(plot: Plot, curves: Mapping[str, Curve], width: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column(plot.unit, justify="right", style="dim")
    for line in plot.lines:
        table.add_column(words.CURVES[line.name], min_width=width, max_width=width)
        table.add_column("", justify="right", no_wrap=True)
        table.add_column("at risk", justify="right", style="dim", no_wrap=True)
    ends = [tick.count * plot.days for tick in plot.ticks]
    if plot.span - plot.ticks[-1].count > 0.05:
        ends.append(plot.span * plot.days)
    for age in ends:
        cells: list[Text | Bar | str] = [f"{age / plot.days:.1f}".removesuffix(".0")]
        for line in plot.lines:
            curve = curves[line.name]
            low, high = curve.band(age)
            share = curve.share(age)
            cells.append(Bar(size=1, begin=0, end=share, width=width, color=_STYLES[line.name]))
            band = f" ({_whole(low)}–{_whole(high)})" if low < high else ""
            cells.append(f"{_whole(share)}%{band}")
            cells.append(f"{curve.at_risk(age):,}")
        table.add_row(*cells)
    return table


def _half(name: str, curve: Curve, plot: Plot) -> str:
    what = words.CURVES[name]
    told = f"{what}: {curve.total:,} citation{'' if curve.total == 1 else 's'}, {curve.ended:,} ended"
    if curve.half is None:
        return f"{told}; more than half are left."
    return f"{told}; half had ended after {curve.half / plot.days:.1f} {plot.unit}."


def _whole(share: float) -> int:
    """Whole percent; neither 0 nor 100 unless it is just that."""
    whole = round(share * 100)
    if whole in (0, 100) and share not in (0, 1):
        return 1 if whole == 0 else 99
    return whole
