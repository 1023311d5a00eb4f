"""A page's text held against what it said when it was cited: same, edited, replaced, unjudged.

compare(baseline, text, title)   one citation's quote, or an older text, against the page's text
worst(comparisons)               what a link shows
pages.compare_pages(old, new)    two saved versions of a page, whose markup has a say too
"""

from __future__ import annotations

from linkwatch.compare.drift import drift_of, worst
from linkwatch.compare.edits import changes
from linkwatch.compare.quote import compare_quote
from linkwatch.compare.teaser import CUT_SHORT, is_cut_short
from linkwatch.model import Baseline, BaselineKind, Comparison, Drift

__all__ = ["compare", "worst"]


def compare(baseline: Baseline, text: str, title: str = "", elsewhere: str = "") -> Comparison:
    """What became of ``baseline`` in a page whose main text is ``text`` and whose title is ``title``.

    ``elsewhere`` is all its visible text (:func:`linkwatch.compare.pages.visible_text`), for a quote whose
    sentences the main text lacks.

    Against a quote, ``quote_kept`` and ``sentences`` are set; ``edits`` then lists changes within quoted
    sentences. Against a whole text, ``edits`` lists every change, noise left out.
    """
    if not baseline.text.strip():
        return Comparison(drift=Drift.UNJUDGED, baseline=baseline.kind, note="the baseline has no text")
    if not text.strip():
        return Comparison(drift=Drift.UNJUDGED, baseline=baseline.kind, note="no text was found on the page")
    if baseline.kind is BaselineKind.QUOTE:
        return compare_quote(baseline, text, title, elsewhere)
    found = changes(baseline.text, text)
    if is_cut_short(baseline.text, text, found):
        return Comparison(drift=Drift.UNJUDGED, baseline=baseline.kind, note=CUT_SHORT)
    return Comparison(
        drift=drift_of(found),
        baseline=baseline.kind,
        similarity=round(found.similarity, 4),
        edits=found.edits,
        note=baseline.note,
    )
