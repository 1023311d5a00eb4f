"""Rot curves as plain values: what ``stats``, the API and its CSV give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from linkwatch.rot import Curve

COLUMNS = ("curve", "age_days", "at_risk", "ended", "left", "share", "low", "high")


def steps(curve: Curve) -> list[dict[str, Any]]:
    """A curve, a step each; shares from 0 to 1, ages in days."""
    return [
        {
            "age_days": step.age,
            "at_risk": step.at_risk,
            "ended": step.ended,
            "left": step.left,
            "share": round(step.share, 6),
            "low": round(step.low, 6),
            "high": round(step.high, 6),
        }
        for step in curve.steps
    ]


def rows(curves: Mapping[str, Curve]) -> Iterator[list[str]]:
    """Curves as rows of CSV under :data:`COLUMNS`."""
    for name, curve in curves.items():
        for step in steps(curve):
            yield [name, *(f"{step[column]:g}" for column in COLUMNS[1:])]
