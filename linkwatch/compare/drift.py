"""The verdict on content: same, edited, replaced; and the worst of several."""

from __future__ import annotations

from collections.abc import Iterable

from linkwatch.compare.edits import ANOTHER, Changes
from linkwatch.model import Comparison, Drift

_FROM_GOOD_TO_BAD = (Drift.UNJUDGED, Drift.SAME, Drift.EDITED, Drift.REPLACED)


def drift_of(found: Changes) -> Drift:
    """The verdict that changes amount to."""
    if not found.edits:
        return Drift.SAME
    return Drift.REPLACED if found.kept < ANOTHER and found.similarity < ANOTHER else Drift.EDITED


def worst(comparisons: Iterable[Comparison]) -> Drift:
    """What a link shows: the worst drift of its citations; ``unjudged`` when none was judged."""
    return max((each.drift for each in comparisons), key=_FROM_GOOD_TO_BAD.index, default=Drift.UNJUDGED)
