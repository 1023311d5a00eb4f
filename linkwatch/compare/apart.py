"""Boxes beside the article's paragraphs: what came or went in one of them is no change of the article.

The paragraphs that both versions carry show which elements the article is written in. A passage that only one
version has is a change when it stands in one of these, or in one that the template builds alike. In a box set apart
from them it is of the site: a promotion, related articles, a survey, the author's life. What such a box says is told
after all when it is another wording of what it said, when it speaks of a correction, and when it stands above or
among the paragraphs, or came or went as a whole, and neither leads elsewhere nor asks for anything: it may be a note
or a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from rapidfuzz import fuzz

from linkwatch.compare.correction import corrects
from linkwatch.compare.fit import Fit
from linkwatch.compare.visible import Layout, Passage, Place

#: So many paragraphs, and this share of the older article's prose, have to stand in both to say where it is written.
_PARAGRAPHS, _STANDS = 2, 0.5
#: From this likeness on (0 to 100, Indel) a passage is another wording of one in the other version.
_WORDING = 60.0
#: Pairs of passages up to which likeness is asked for; above, all that is not shared counts as a change.
_MOST_PAIRS = 40_000
#: From this share of its text shared on, a box stayed, and what changed in it is a change.
_STAYED = 0.5
#: Share of link text from which a passage is there to lead elsewhere.
_LINKED = 0.6
#: The same in a line that is no sentence: a title with what it costs, or who wrote it.
_NAMED = 0.2


def without_boxes(
    was: Fit, old: Sequence[bool], now: Fit, new: Sequence[bool], redone: bool
) -> tuple[list[bool], list[bool]]:
    """The articles ``old`` and ``new`` of two versions without what came or went in boxes beside them."""
    both = frozenset(was.forms) & frozenset(now.forms)
    written = [at for at, (counts, is_prose) in enumerate(zip(old, was.prose, strict=True)) if counts and is_prose]
    stood = [at for at in written if was.forms[at] in both]
    prose = sum(len(was.forms[at]) for at in written)
    if len(stood) < _PARAGRAPHS or sum(len(was.forms[at]) for at in stood) < _STANDS * prose:
        return list(old), list(new)
    # In another template nothing is built as it was.
    kinds_old, kinds_new = (None, None) if redone else (frozenset(was.layout.trails), frozenset(now.layout.trails))
    gone, came = _apart(was, old, both, kinds_new), _apart(now, new, both, kinds_old)
    others_old = [form for form in was.forms if form not in both]
    others_new = [form for form in now.forms if form not in both]
    if max(len(gone) * len(others_new), len(came) * len(others_old)) > _MOST_PAIRS:
        return list(old), list(new)
    return _without(was, old, gone, others_new), _without(now, new, came, others_old)


def _apart(one: Fit, article: Sequence[bool], both: frozenset[str], known: frozenset[int] | None) -> list[int]:
    """Which passages of the article only this version has, in boxes apart from the shared paragraphs.

    ``known`` are the kinds of elements of the other version; None when its template is another.
    """
    shared = [at for at, form in enumerate(one.forms) if article[at] and form in both]
    prose = [at for at in shared if one.prose[at]]
    if not prose:
        return []
    box = [one.layout.box[each.home] for each in one.passages]
    written = {box[at] for at in prose}
    around = _around(one.layout, written)
    kinds = {one.layout.trails[at] for at in written}
    trails = {one.passages[at].trail for at in prose}
    stayed = set(_stayed(one, article, both, box))
    speaking = {at for at, each in zip(box, one.passages, strict=True) if corrects(each.text)}
    speaking |= {_above(one.layout, at) for at in speaking} - around
    tops = [_top(one.layout, at, around) for at in box]
    leading = {
        top for top, each, is_prose in zip(tops, one.passages, one.prose, strict=True) if _leads(each, is_prose)
    }

    def is_note(at: int) -> bool:
        """Before the article's end, or in a box that the other version has no like of; and leads nowhere."""
        top = tops[at]
        within = at < prose[-1] or _above(one.layout, top) in written
        within = within or (known is not None and one.layout.trails[top] not in known)
        return within and top not in leading and not one.layout.asks[top]

    return [
        at
        for at, each in enumerate(one.passages)
        if article[at]
        and one.forms[at] not in both
        and not each.headline
        and box[at] not in around
        and box[at] not in stayed
        and one.layout.trails[box[at]] not in kinds
        and each.trail not in trails
        and not {box[at], _above(one.layout, box[at])} & speaking
        and not is_note(at)
    ]


def _leads(each: Passage, is_prose: bool) -> bool:
    return each.links >= (_LINKED if is_prose else _NAMED) or each.place is not Place.PLAIN


def _above(layout: Layout, box: int) -> int:
    return layout.box[layout.up[box]] if box else 0


def _around(layout: Layout, boxes: Iterable[int]) -> set[int]:
    """``boxes`` and all that they stand in."""
    around = {0}
    for box in boxes:
        while box not in around:
            around.add(box)
            box = _above(layout, box)
    return around


def _top(layout: Layout, box: int, around: Set[int]) -> int:
    """The whole of the box set apart that ``box`` is, or is a part of."""
    while box not in around and (above := _above(layout, box)) not in around:
        box = above
    return box


def _stayed(one: Fit, article: Sequence[bool], both: frozenset[str], box: Sequence[int]) -> Iterator[int]:
    """Boxes of which most of the text stands in the other version."""
    total: defaultdict[int, int] = defaultdict(int)
    shared: defaultdict[int, int] = defaultdict(int)
    for at, form in enumerate(one.forms):
        if article[at]:
            total[box[at]] += len(form)
            shared[box[at]] += len(form) if form in both else 0
    return (at for at, chars in total.items() if shared[at] >= _STAYED * chars > 0)


def _without(one: Fit, article: Sequence[bool], apart: Sequence[int], others: Sequence[str]) -> list[bool]:
    out = list(article)
    for at in apart:
        out[at] = any(fuzz.ratio(one.forms[at], other, score_cutoff=_WORDING) for other in others)
    return out
