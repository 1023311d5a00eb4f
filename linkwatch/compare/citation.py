"""One citation against the page of tonight: its baseline chosen, the verdict, and a second look where one is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from linkwatch.compare import compare
from linkwatch.compare.baseline import choose
from linkwatch.compare.pages import second_opinion, visible_text
from linkwatch.model import Baseline, BaselineKind, Capture, Citation, Comparison, Drift, Fate, Page, When


class Bodies(NamedTuple):
    """What the first and the current version of a page were read from; empty where nothing was kept."""

    first: bytes = b""
    current: bytes = b""


def compare_citation(
    citation: Citation,
    text: str,
    title: str = "",
    *,
    written_at: When | None = None,
    captures: Sequence[Capture] = (),
    first: Baseline | None = None,
    bodies: Callable[[], Bodies] = Bodies,
) -> Comparison:
    """What became of what a document cites, in a page whose main text is ``text``.

    ``bodies`` is asked for only where the texts differ: a sentence that the extractor missed is then looked for in
    the whole page, and two versions are compared by their markup too.
    """
    baseline = choose(citation, written_at=written_at, captures=captures, first=first)
    if baseline is None:
        note = "the document quotes nothing, no copy of its time is known, and this is the first snapshot"
        return Comparison(drift=Drift.UNJUDGED, note=note)
    told = compare(baseline, text, title)
    if told.drift in (Drift.SAME, Drift.UNJUDGED):
        return told
    if baseline.kind is BaselineKind.QUOTE:
        missing = any(each.fate is Fate.MISSING for each in told.sentences)
        body = bodies().current if missing else b""
        return compare(baseline, text, title, visible_text(_page(citation, body))) if body else told
    if baseline.kind is BaselineKind.FIRST:
        before, after = bodies()
        return second_opinion(told, citation.canonical_url, before, after) if before and after else told
    return told


def _page(citation: Citation, body: bytes) -> Page:
    return Page(url=citation.canonical_url, final_url=citation.canonical_url, status=200, body=body)
