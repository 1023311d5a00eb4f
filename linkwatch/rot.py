"""How long cited pages last: the Kaplan–Meier estimate of survival, with numbers at risk (pure).

Each observation is one citation: how old it was when its page (or its quote) was last known to be well, or was
found to have ended. Pages that still live count for as long as they were watched; that is what sets this apart
from a plain share of dead links, which calls a corpus of new citations healthy.

Source: E. L. Kaplan, P. Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958) 457-481;
variance after Greenwood (1926), bands on the log(-log) scale as in J. D. Kalbfleisch, R. L. Prentice, "The
Statistical Analysis of Failure Time Data" (2nd ed., 2002), 1.4.1, which keeps them within 0 and 1.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

DAYS_A_YEAR = 365.25

Z95 = 1.959963984540054
"""Quantile of the normal distribution that leaves 2.5 % on either side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """``count`` citations of one age and one fate."""

    age: float
    """Days from the citation to the end, or to when it was last known to be well; below zero counts as zero."""
    ended: bool
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What happened at one age."""

    age: float
    """Days."""
    at_risk: int
    """Citations that had reached this age without an end."""
    ended: int
    left: int
    """Citations that were well at this age and were not watched longer."""
    share: float
    """Estimated share that outlives this age, 0 to 1."""
    low: float
    high: float
    """95 % band around ``share``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """An estimate of survival: a step at each age at which anything happened, youngest first."""

    total: int
    ended: int
    steps: tuple[Step, ...] = ()

    def share(self, age: float) -> float:
        """Estimated share that outlives ``age`` days; 1 before the first step."""
        at = bisect_right(self.steps, age, key=_age)
        return self.steps[at - 1].share if at else 1.0

    def band(self, age: float) -> tuple[float, float]:
        """The 95 % band around :meth:`share`."""
        at = bisect_right(self.steps, age, key=_age)
        return (self.steps[at - 1].low, self.steps[at - 1].high) if at else (1.0, 1.0)

    def at_risk(self, age: float) -> int:
        """Citations that reached ``age`` days without an end: how many the estimate still rests on."""
        at = bisect_left(self.steps, age, key=_age)
        return self.steps[at].at_risk if at < len(self.steps) else 0

    @property
    def half(self) -> float | None:
        """Age in days at which half have ended; None when the curve stays above one half."""
        return next((step.age for step in self.steps if step.share <= 0.5), None)

    @property
    def oldest(self) -> float:
        """Age in days up to which anything is known."""
        return self.steps[-1].age if self.steps else 0.0


def survival(observations: Iterable[Observation]) -> Curve:
    """Estimate the survival of what was observed, ties taken as ends before leavings, as is the custom."""
    ended: Counter[float] = Counter()
    left: Counter[float] = Counter()
    for one in observations:
        if one.count > 0:
            (ended if one.ended else left)[max(one.age, 0.0)] += one.count
    total = at_risk = ended.total() + left.total()
    steps: list[Step] = []
    share, variance, high = 1.0, 0.0, 1.0
    for age in sorted({*ended, *left}):
        ends = ended[age]
        share *= 1 - ends / at_risk
        if ends:
            variance += ends / (at_risk * (at_risk - ends)) if ends < at_risk else 0.0
        low, high = _band(share, variance) if share > 0 else (0.0, high)
        steps.append(Step(age=age, at_risk=at_risk, ended=ends, left=left[age], share=share, low=low, high=high))
        at_risk -= ends + left[age]
    return Curve(total=total, ended=ended.total(), steps=tuple(steps))


def _band(share: float, variance: float) -> tuple[float, float]:
    """95 % band of a share, from the variance of its logarithm; where nothing has ended there is none."""
    if share >= 1 or variance <= 0:
        return share, share
    spread = math.exp(Z95 * math.sqrt(variance) / math.log(share))
    return share ** (1 / spread), share**spread


def _age(step: Step) -> float:
    return step.age
