"""Two saved versions of one page held against each other: did what a reader calls the article change?"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from linkwatch import page as pages
from linkwatch import sites
from linkwatch.compare.drift import drift_of
from linkwatch.compare.edits import changes
from linkwatch.compare.fit import Fit, fit
from linkwatch.compare.shared import articles
from linkwatch.compare.teaser import CUT_SHORT, is_cut_short
from linkwatch.compare.visible import layout
from linkwatch.model import BaselineKind, Comparison, Content, Drift, Page
from linkwatch.page import reading
from linkwatch.page.kind import Kind

#: Below this share of a site module's text found in the markup, it came from elsewhere: an API, JSON-LD.
_COVERED = 0.5


#: Below this similarity it is asked again, of the prose alone, whether the article is another.
_DOUBTFUL = 0.6


class Side(NamedTuple):
    """One version of a page, read."""

    content: Content
    fit: Fit | None
    """None when the markup has no say: plain text, or a text that a site module brought from elsewhere."""


class Held(NamedTuple):
    """A verdict with the two texts that it is about; the edits' offsets are in these."""

    comparison: Comparison
    before: str
    after: str


def compare_pages(old: Page, new: Page) -> Comparison:
    """What became of the article of ``old`` in ``new``; both are versions of one page."""
    return held(old, new).comparison


def held(old: Page, new: Page) -> Held:
    """As :func:`compare_pages`, with the articles."""
    return compare_sides(side(old), side(new))


def side(page: Page) -> Side:
    """One version of a page, read once, to be compared as often as need be."""
    parse = reading.read(page)
    general = pages.read(page, reading=parse)
    content = sites.read(page, general)
    if parse.kind is not Kind.HTML or parse.tangled:
        return Side(content, None)
    found = fit(layout(parse.html), content.text)
    # What the general extractor took from where no reader sees it (a textarea full of JSON) is no article.
    elsewhere = content.text != general.text and found.covered < _COVERED
    return Side(content, None if elsewhere or not any(found.article) else found)


def visible_text(page: Page) -> str:
    """All that a reader sees of a page, a passage a line, what surrounds the article included."""
    parse = reading.read(page)
    if parse.kind is not Kind.HTML or parse.tangled:
        return parse.visible
    return "\n".join(each.text for each in layout(parse.html).passages)


def second_opinion(told: Comparison, url: str, before: bytes, after: bytes) -> Comparison:
    """A verdict on two texts asked again of the pages they were read from, whose markup has a say too.

    ``before`` and ``after`` are the bodies of the two visits to ``url``. Of the two verdicts the pages' is taken:
    text that an extractor took in or left out on one side only is no change.
    """
    old, new = (Page(url=url, final_url=url, status=200, body=body) for body in (before, after))
    asked = held(old, new).comparison
    if asked.drift is Drift.UNJUDGED:
        return told
    return replace(asked, baseline=told.baseline, note=told.note)


def compare_sides(old: Side, new: Side) -> Held:
    """As :func:`held`, of versions that are read already."""
    for which, each in (("older", old), ("newer", new)):
        if not each.content.text.strip() and each.fit is None:
            note = f"no text was found on the {which} page"
            unjudged = Comparison(drift=Drift.UNJUDGED, baseline=BaselineKind.FIRST, note=note)
            return Held(unjudged, old.content.text, new.content.text)
    if old.fit is None or new.fit is None:
        return _held(old.content.text, new.content.text)
    was, now = articles(old.fit, new.fit)
    told = _held(
        old.fit.text(was),
        new.fit.text(now),
        beside_before=old.fit.text([not counts for counts in was]),
        beside_after=new.fit.text([not counts for counts in now]),
    )
    return _doubted(told, old.fit, new.fit)


def _held(before: str, after: str, **beside: str) -> Held:
    found = changes(before, after, **beside)
    if is_cut_short(before, after, found):
        return Held(Comparison(drift=Drift.UNJUDGED, baseline=BaselineKind.FIRST, note=CUT_SHORT), before, after)
    comparison = Comparison(
        drift=drift_of(found),
        baseline=BaselineKind.FIRST,
        similarity=round(found.similarity, 4),
        edits=found.edits,
    )
    return Held(comparison, before, after)


def _doubted(told: Held, was: Fit, now: Fit) -> Held:
    """The verdict asked again of the prose alone: headings of boxes that stayed make no article the same."""
    comparison = told.comparison
    if comparison.drift is not Drift.EDITED or (comparison.similarity or 0) >= _DOUBTFUL or not any(was.prose):
        return told
    prose = changes(was.text(was.prose), now.text(now.prose))
    if drift_of(prose) is Drift.REPLACED:
        return told._replace(comparison=replace(comparison, drift=Drift.REPLACED))
    return told
