"""A page's text held against what it said when it was cited: same, edited, replaced, unjudged."""

from __future__ import annotations

from collections.abc import Iterable

from linkwatch.compare.edits import Changes, changes
from linkwatch.compare.quote import compare_quote
from linkwatch.model import Baseline, BaselineKind, Comparison, Drift

__all__ = ["compare", "worst"]

#: Below this share of the older text kept, and below this similarity, the page carries another text.
_REPLACED = 0.3

_FROM_GOOD_TO_BAD = (Drift.UNJUDGED, Drift.SAME, Drift.EDITED, Drift.REPLACED)


def compare(baseline: Baseline, text: str, title: str = "") -> Comparison:
    """What became of ``baseline`` in a page whose main text is ``text`` and whose title is ``title``.

    Against a quote, ``quote_kept`` and ``sentences`` are set; ``edits`` then lists changes within quoted
    sentences. Against a whole text, ``edits`` lists every change, noise left out.
    """
    if not baseline.text.strip():
        return Comparison(drift=Drift.UNJUDGED, baseline=baseline.kind, note="the baseline has no text")
    if not text.strip():
        return Comparison(drift=Drift.UNJUDGED, baseline=baseline.kind, note="no text was found on the page")
    if baseline.kind is BaselineKind.QUOTE:
        return compare_quote(baseline, text, title)
    found = changes(baseline.text, text)
    return Comparison(
        drift=drift_of(found),
        baseline=baseline.kind,
        similarity=round(found.similarity, 4),
        edits=found.edits,
        note=baseline.note,
    )


def drift_of(found: Changes) -> Drift:
    """The verdict that changes amount to."""
    if not found.edits:
        return Drift.SAME
    return Drift.REPLACED if found.kept < _REPLACED and found.similarity < _REPLACED else Drift.EDITED


def worst(comparisons: Iterable[Comparison]) -> Drift:
    """What a link shows: the worst drift of its citations; ``unjudged`` when none was judged."""
    return max((each.drift for each in comparisons), key=_FROM_GOOD_TO_BAD.index, default=Drift.UNJUDGED)
