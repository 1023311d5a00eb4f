"""The rot curve as lines to draw (pure): geometry only, the template draws it in words of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from linkwatch.rot import DAYS_A_YEAR, Curve

UNITS = {"years": DAYS_A_YEAR, "months": DAYS_A_YEAR / 12, "days": 1.0}
"""Units of age, largest first, in days."""

_LEAST_UNITS = 2
"""So many of a unit must be known before the axis counts in it."""

_STEPS = (1, 2, 5, 10, 20, 50)
_LABEL_GAP = 50
"""Height of a label at the end of a line: two lines never meet."""

_LEAST_MOVE = 0.4
"""Pixels below which a step is not drawn on its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Size of a drawing and of the field in it, in pixels."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    most_ticks: int
    """Ticks on the axis of age."""


WIDE = Frame(width=832, height=360, left=72, right=708, top=14, bottom=274, most_ticks=9)
NARROW = Frame(width=340, height=300, left=58, right=326, top=34, bottom=204, most_ticks=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on the axis of age."""

    x: float
    count: int
    """Of the unit."""
    at_risk: Mapping[str, int]
    """Citations still at risk at this age, by curve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One curve."""

    name: str
    path: str
    band: str
    """Outline of the 95 % band."""
    label_y: float
    share: float
    """At the right end."""
    half: float | None
    """Age in units at which half have ended; None when the curve stays above."""
    half_x: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing of curves."""

    frame: Frame
    unit: str
    """Name in :data:`UNITS`."""
    span: float
    """Age of the oldest citation, in units: where the drawing ends."""
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    levels: tuple[tuple[int, float], ...]
    """Percents and where they lie."""

    @property
    def days(self) -> float:
        """Days of a unit."""
        return UNITS[self.unit]


def plot(curves: Mapping[str, Curve], frame: Frame) -> Plot | None:
    """Draw the curves that hold anything; None when none does, or nothing is a day old."""
    shown = {name: curve for name, curve in curves.items() if curve.total}
    oldest = max((curve.oldest for curve in shown.values()), default=0.0)
    if oldest < 1:
        return None
    unit = next((name for name, days in UNITS.items() if oldest / days >= _LEAST_UNITS), "days")
    days = UNITS[unit]
    step = next((step for step in _STEPS if oldest / days / step < frame.most_ticks), _STEPS[-1])
    span = oldest / days
    x_of = (frame.right - frame.left) / oldest
    ticks = tuple(
        Tick(
            x=round(frame.left + count * days * x_of, 1),
            count=count,
            at_risk={name: curve.at_risk(count * days) for name, curve in shown.items()},
        )
        for count in range(0, int(span) + 1, step)
    )
    lines = _apart([_line(name, curve, frame, oldest, days) for name, curve in shown.items()], frame)
    levels = tuple((percent, round(_y(percent / 100, frame), 1)) for percent in (0, 25, 50, 75, 100))
    return Plot(frame=frame, unit=unit, span=span, ticks=ticks, lines=tuple(lines), levels=levels)


def _y(share: float, frame: Frame) -> float:
    return frame.bottom - share * (frame.bottom - frame.top)


def _line(name: str, curve: Curve, frame: Frame, last: float, days: float) -> Line:
    x_of = (frame.right - frame.left) / last
    points = [(float(frame.left), 1.0, 1.0, 1.0)]
    for step in curve.steps:
        if step.ended and step.age <= last:
            x = frame.left + step.age * x_of
            if x - points[-1][0] < _LEAST_MOVE and len(points) > 1:
                x = points.pop()[0]
            points.append((x, step.share, step.low, step.high))
    points.append((float(frame.right), *points[-1][1:]))
    high = [(x, _y(top, frame)) for x, _, _, top in points]
    low = [(x, _y(floor, frame)) for x, _, floor, _ in points]
    half = curve.half if curve.half is not None and curve.half <= last else None
    return Line(
        name=name,
        path=_stairs([(x, _y(share, frame)) for x, share, _, _ in points]),
        band=f"{_stairs(high)}{_stairs_back(low)}Z",
        label_y=round(_y(points[-1][1], frame), 1),
        share=points[-1][1],
        half=half / days if half is not None else None,
        half_x=round(frame.left + half * x_of, 1) if half is not None else None,
    )


def _stairs(points: list[tuple[float, float]]) -> str:
    (x, y), *rest = points
    return f"M{x:.1f} {y:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in rest)


def _stairs_back(points: list[tuple[float, float]]) -> str:
    """The lower edge of a band, from right to left."""
    (x, y), *rest = points[::-1]
    return f"L{x:.1f} {y:.1f}" + "".join(f"V{y:.1f}H{x:.1f}" for x, y in rest)


def _apart(lines: list[Line], frame: Frame) -> list[Line]:
    """Push labels apart that would lie on each other."""
    ordered = sorted(lines, key=lambda line: line.label_y)
    for above, below in pairwise(range(len(ordered))):
        gap = ordered[below].label_y - ordered[above].label_y
        if gap < _LABEL_GAP:
            lower = min(ordered[below].label_y + (_LABEL_GAP - gap) / 2, float(frame.bottom))
            ordered[above] = replace(ordered[above], label_y=max(lower - _LABEL_GAP, float(frame.top)))
            ordered[below] = replace(ordered[below], label_y=lower)
    return [next(line for line in ordered if line.name == each.name) for each in lines]
