"""What only two versions of a page together show: which lists rotate, and whether the template is another.

Text that both versions carry, wherever, did not change. What is left and is no prose is looked at twice: the
entries of a list of which most are other ones tonight are a ranking or related links; and short lines
that came and went together with a new template belong to the template.
"""

from __future__ import annotations

from collections.abc import Sequence

from linkwatch.compare.apart import without_boxes
from linkwatch.compare.fit import Fit
from linkwatch.compare.noise import uncounted

#: A list of links of which no more than this share of entries stands in the other version rotates.
_ROTATES = 0.6
#: A template is another when less than this share of the prose that both versions carry stands where it stood.
_SAME_TEMPLATE = 0.5


def articles(was: Fit, now: Fit) -> tuple[list[bool], list[bool]]:
    """Which passages of either version are to be compared."""
    old, new = _steady(was, frozenset(now.forms)), _steady(now, frozenset(was.forms))
    old, new = _without_next(was, old, now), _without_next(now, new, was)
    redone = _other_template(was, now)
    if redone:
        old, new = _without_furniture(was, old, now), _without_furniture(now, new, was)
    old, new = without_boxes(was, old, now, new, redone)
    old, new = _without_counted(was, old, now), _without_counted(now, new, was)
    return _without_crossings(was, old, now, new, redone), _without_crossings(now, new, was, old, redone)


def _steady(one: Fit, other: frozenset[str]) -> list[bool]:
    """The article without lists that rotate."""
    out = list(one.article)
    for places in _lists(one):
        links = [at for at in places if one.passages[at].links > 0.5]
        if sum(one.forms[at] in other for at in links) <= _ROTATES * len(links):
            for at in places:
                out[at] = False
    return out


def _without_next(one: Fit, article: Sequence[bool], other: Fit) -> list[bool]:
    """The article without those that a page goes on with: each under a headline of its own, another one tonight.

    Not on a page that is a list of articles, whose first is another one too.
    """
    heads: dict[int, str] = {}
    for at, each in enumerate(one.passages):
        if each.headline and one.section[at] >= 0:
            heads.setdefault(one.section[at], one.forms[at])
    there = {form for form, each in zip(other.forms, other.passages, strict=True) if each.headline}
    sections = list(heads)
    if len(sections) < 2 or heads[sections[0]] not in there:
        return list(article)
    others = {section for section in sections[1:] if heads[section] not in there}
    return [counts and section not in others for counts, section in zip(article, one.section, strict=True)]


def _lists(one: Fit) -> list[list[int]]:
    """Lists of links: neighbouring entries in like elements, with what stands between them."""
    lists: list[list[int]] = []
    trail = None
    for at, (is_listed, each) in enumerate(zip(one.listed, one.passages, strict=True)):
        is_link = each.links > 0.5
        if not is_listed:
            trail = None
        elif trail is not None and (not is_link or each.trail == trail):
            lists[-1].append(at)
        elif is_link:
            trail = each.trail
            lists.append([at])
    return lists


def _other_template(was: Fit, now: Fit) -> bool:
    """Whether the prose that both versions carry stands in other elements."""
    stood = {
        form: each.trail for form, each, is_prose in zip(was.forms, was.passages, was.prose, strict=True) if is_prose
    }
    both = [
        (stood[form], each.trail)
        for form, each, is_prose in zip(now.forms, now.passages, now.prose, strict=True)
        if is_prose and form in stood
    ]
    return bool(both) and sum(before == after for before, after in both) < _SAME_TEMPLATE * len(both)


def _without_furniture(one: Fit, article: Sequence[bool], other: Fit) -> list[bool]:
    """The article without short lines that the other version lacks."""
    there = frozenset(other.forms)
    return [
        counts and (is_prose or each.headline or form in there)
        for counts, is_prose, each, form in zip(article, one.prose, one.passages, one.forms, strict=True)
    ]


def _without_counted(one: Fit, article: Sequence[bool], other: Fit) -> list[bool]:
    """The article without lines that the other version has, wherever, but for what is counted in them."""
    forms = frozenset(other.forms)
    there = frozenset(uncounted(each.text) for each in other.passages) - {""}
    return [
        counts and (form in forms or uncounted(each.text) not in there)
        for counts, each, form in zip(article, one.passages, one.forms, strict=True)
    ]


def _without_crossings(
    one: Fit, article: Sequence[bool], other: Fit, there: Sequence[bool], redone: bool
) -> list[bool]:
    """The article without what stands at the same spot of the other version, and is not of the article there."""
    beside = {
        (form, 0 if redone else each.trail)
        for form, each, counts in zip(other.forms, other.passages, there, strict=True)
        if not counts
    }
    return [
        counts and (form, 0 if redone else each.trail) not in beside
        for counts, each, form in zip(article, one.passages, one.forms, strict=True)
    ]
