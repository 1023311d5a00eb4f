"""One citation against the page of tonight: its baseline chosen, the verdict, and a second look where one is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import NamedTuple

from linkwatch.compare import compare
from linkwatch.compare.again import is_todays
from linkwatch.compare.baseline import choose, nearest
from linkwatch.compare.inferred import own_words, without
from linkwatch.compare.pages import second_opinion, visible_text
from linkwatch.model import Baseline, BaselineKind, Capture, Citation, Comparison, Drift, Page, When

_CARRIED = 0.9
"""Share of a quote with which a copy is offered as one that carries it: a document may quote a few characters off."""


class Bodies(NamedTuple):
    """What a baseline and the current version of a page were read from; empty where nothing was kept."""

    baseline: bytes = b""
    current: bytes = b""


def compare_citation(
    citation: Citation,
    text: str,
    title: str = "",
    *,
    written_at: When | None = None,
    captures: Sequence[Capture] = (),
    first: Baseline | None = None,
    published_at: When | None = None,
    zone: tzinfo = UTC,
    extractor: str = "",
    bodies: Callable[[Baseline], Bodies] = lambda _: Bodies(),
) -> Comparison:
    """What became of what a document cites, in a page whose main text is ``text``.

    ``published_at`` is what the page said of its date; dates without an offset are read in ``zone``.
    ``extractor`` is what read the text: one that another read is never said to differ from it.
    ``bodies`` is asked for only where the texts differ: a sentence that the extractor missed is then looked for in
    the whole page, and two versions are compared by their markup too.
    """
    copy = carrying(citation, captures, written_at, zone)
    baseline = choose(
        citation, written_at=written_at, captures=captures, first=first, published_at=published_at, zone=zone
    )
    told = _compared(citation, text, title, baseline, bodies, first.text if first is not None else "")
    if baseline is not None and told.drift is not Drift.SAME and _read_otherwise(baseline, extractor):
        note = baseline.note
        if baseline.kind is BaselineKind.ARCHIVE:
            note = "the archived copy was read in another way, and what it was read from was not kept"
        told = Comparison(drift=Drift.UNJUDGED, baseline=baseline.kind, note=note)
    return replace(told, copy=copy)


def _read_otherwise(baseline: Baseline, extractor: str) -> bool:
    """Whether another extractor than tonight's, or another version of it, made the baseline's text.

    Of archived copies, any extractor of today will do: an old template may be one that a site's module does not know.
    """
    if not baseline.extractor or baseline.extractor == extractor:
        return False
    return baseline.kind is BaselineKind.FIRST or not is_todays(baseline.extractor)


def compare_quoted(
    citation: Citation, text: str, title: str = "", elsewhere: str = "", first: str = ""
) -> Comparison:
    """What became of a citation's quote; ``first`` is the text of the page's first snapshot, empty where unknown.

    Words of the author's that stand under a quote whose end nothing marks are left out.
    """
    baseline = Baseline(kind=BaselineKind.QUOTE, text=citation.quote or "")
    told = compare(baseline, text, title, elsewhere)
    if not citation.quote_inferred or told.drift in (Drift.SAME, Drift.UNJUDGED):
        return told
    seen = compare(baseline, first, title) if first else None
    begins = own_words(baseline.text, told, seen)
    if begins is None:
        return told
    return without(
        compare(replace(baseline, text=baseline.text[:begins]), text, title, elsewhere), baseline.text, begins
    )


def carrying(
    citation: Citation, captures: Sequence[Capture], written_at: When | None = None, zone: tzinfo = UTC
) -> str:
    """Address of the copy that carries the citation's quote, the nearest to the writing; empty when none does."""
    if not citation.quote or not citation.quote.strip():
        return ""
    baseline = Baseline(kind=BaselineKind.QUOTE, text=citation.quote)
    for each in nearest(captures, citation.cited_at or written_at, zone):
        told = compare(baseline, each.text or "")
        if told.quote_kept is not None and told.quote_kept >= _CARRIED:
            return each.address
    return ""


def _compared(
    citation: Citation,
    text: str,
    title: str,
    baseline: Baseline | None,
    bodies: Callable[[Baseline], Bodies],
    first: str,
) -> Comparison:
    if baseline is None:
        note = "the document quotes nothing, no copy of its time is known, and this is the first snapshot"
        return Comparison(drift=Drift.UNJUDGED, note=note)
    told = compare(baseline, text, title)
    if told.drift in (Drift.SAME, Drift.UNJUDGED):
        return told
    before, after = bodies(baseline)
    if baseline.kind is BaselineKind.QUOTE:
        return compare_quoted(citation, text, title, visible_text(_page(citation, after)) if after else "", first)
    return second_opinion(told, citation.canonical_url, before, after) if before and after else told


def _page(citation: Citation, body: bytes) -> Page:
    return Page(url=citation.canonical_url, final_url=citation.canonical_url, status=200, body=body)
