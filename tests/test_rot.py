"""Survival of citations, held against published figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwatch.rot import Observation, survival

# Remission of leukaemia under 6-MP, weeks; + means still in remission. E. J. Freireich et al., Blood 21 (1963)
# 699-716, the example of the textbooks; estimates and bands as R's survfit(conf.type = "log-log") prints them.
FREIREICH = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
EXPECTED = """
6   21  3  0.857  0.620  0.952
7   17  1  0.807  0.563  0.923
10  15  1  0.753  0.503  0.889
13  12  1  0.690  0.432  0.849
16  11  1  0.627  0.368  0.805
22   7  1  0.538  0.268  0.747
23   6  1  0.448  0.188  0.680
"""


def observed(text: str) -> list[Observation]:
    return [Observation(age=float(word.rstrip("+")), ended=not word.endswith("+")) for word in text.split()]


@pytest.mark.parametrize("line", EXPECTED.strip().splitlines())
def test_estimate_is_the_published_one(line: str) -> None:
    age, at_risk, ended, share, low, high = map(float, line.split())
    step = next(step for step in survival(observed(FREIREICH)).steps if step.age == age)
    assert (step.at_risk, step.ended) == (at_risk, ended)
    assert step.share == pytest.approx(share, abs=0.0006)
    assert (step.low, step.high) == (pytest.approx(low, abs=0.0006), pytest.approx(high, abs=0.0006))


def test_half_and_numbers_at_risk() -> None:
    curve = survival(observed(FREIREICH))
    assert (curve.total, curve.ended, curve.half, curve.oldest) == (21, 9, 23.0, 35.0)
    assert [curve.at_risk(age) for age in (0, 6, 6.5, 10, 24, 36)] == [21, 21, 17, 15, 5, 0]
    assert [round(curve.share(age), 3) for age in (0, 5.9, 6, 22.5, 40)] == [1.0, 1.0, 0.857, 0.538, 0.448]


@pytest.mark.parametrize(
    ("text", "shares", "half"),
    [
        ("", [], None),
        ("5+ 5+", [1.0], None),
        ("5 5", [0.0], 5.0),
        ("0 1 2 3", [0.75, 0.5, 0.25, 0.0], 1.0),
        ("2 2+", [0.5], 2.0),  # a tie: the end comes first
    ],
)
def test_small_curves(text: str, shares: list[float], half: float | None) -> None:
    curve = survival(observed(text))
    assert [step.share for step in curve.steps] == pytest.approx(shares)
    assert curve.half == half


def test_ages_below_zero_count_as_zero_and_counts_weigh() -> None:
    curve = survival([Observation(age=-3, ended=True, count=1), Observation(age=2, ended=False, count=3)])
    assert (curve.total, curve.share(0), curve.at_risk(1)) == (4, 0.75, 3)


@given(
    st.lists(st.builds(Observation, age=st.integers(-5, 50).map(float), ended=st.booleans(), count=st.integers(0, 9)))
)
def test_a_curve_only_falls_within_its_band(observations: list[Observation]) -> None:
    curve = survival(observations)
    shares = [1.0, *(step.share for step in curve.steps)]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= step.low <= step.share <= step.high <= 1 for step in curve.steps)
    assert curve.total == sum(one.count for one in observations)
    assert sum(step.ended + step.left for step in curve.steps) == curve.total


def test_grouping_does_not_matter() -> None:
    one_by_one = survival(observed("3 3 3+ 8"))
    grouped = survival(
        [Observation(age=3, ended=True, count=2), Observation(age=3, ended=False), Observation(age=8, ended=True)]
    )
    assert one_by_one == grouped
