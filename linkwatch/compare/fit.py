"""Which text of two versions of a page is fit to be compared: what a reader would call the article.

The extractor's text is the first witness, the markup the second. An extractor may miss part of an article or
take in part of the template, and differently on either side; so both sides are read passage by passage,
and a passage counts when the extractor took it and the markup does not speak against it, or when it stands
where the article stands, and is prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from linkwatch.compare.correction import corrects
from linkwatch.compare.labels import labelled
from linkwatch.compare.visible import Layout, Passage, Place
from linkwatch.text import key

#: Share of the article's characters that the article's own element holds.
_HELD = 0.7
#: Passages with this share of link text are entries of a list of links.
_LINKED = 0.6
#: From this share of prose on the article is prose, and lists of links beside it are not of it; on other pages
#: such lists are what the page has to say.
_DOMINANT = 0.7
#: So many links make a list; and this share of link text makes one of all that stands in an element.
_ENTRIES, _LIST = 3, 0.5
#: Characters of key from which a passage with a full stop is prose, and from which any passage is.
_PROSE, _LONG_PROSE = 25, 80
#: Below this share of the page's prose taken, the extractor took something else than the article.
_MISSED = 0.5
#: What stands outside the named template is enough when it is this share of what the extractor took.
_ENOUGH = 0.5
#: Keys shorter than this stand in any text by chance.
_CHANCE = 10
_UNNAMED = (Place.PLAIN, Place.HINTED)
_FULL_STOP = re.compile(r"[。．！？!?]|\.(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """One version of a page in passages, and which of them are its article."""

    passages: tuple[Passage, ...]
    forms: tuple[str, ...]
    """Their keys."""
    article: tuple[bool, ...]
    prose: tuple[bool, ...]
    listed: tuple[bool, ...]
    """Entries of lists of links, with what stands beside each."""
    section: tuple[int, ...]
    """The article element, numbered, that a passage stands in; -1 for none."""
    layout: Layout
    covered: float
    """Share of the extractor's text that the passages account for, 0 to 1."""

    def text(self, of: Sequence[bool]) -> str:
        """The passages ``of``, a line each."""
        return "\n".join(each.text for each, counts in zip(self.passages, of, strict=True) if counts)


def fit(layout: Layout, extracted: str) -> Fit:
    """Find the article of a page laid out in passages; an extractor took ``extracted``."""
    forms = [key(each.text) for each in layout.passages]
    taken = _taken(forms, key(extracted))
    beside = labelled(layout, forms)
    places = [
        Place.TEMPLATE if is_beside else at
        for at, is_beside in zip(_places(layout.passages, forms, taken), beside, strict=True)
    ]
    prose = [_is_prose(each, form, at) for each, form, at in zip(layout.passages, forms, places, strict=True)]
    listed = _listed(layout, forms)
    total = len(key(extracted))
    held = sum(len(form) for form, is_taken in zip(forms, taken, strict=True) if is_taken)
    return Fit(
        passages=layout.passages,
        forms=tuple(forms),
        article=tuple(_article(layout, forms, taken, places, prose, listed)),
        prose=tuple(prose),
        listed=tuple(flag and not is_prose for flag, is_prose in zip(listed, prose, strict=True)),
        section=tuple(_sections(layout)),
        layout=layout,
        covered=min(1.0, held / total) if total else 1.0,
    )


def _sections(layout: Layout) -> list[int]:
    """The nearest element above each passage that the markup calls an article; -1 where there is none."""
    nearest = [-1] * len(layout.up)
    for index in range(1, len(nearest)):
        nearest[index] = index if layout.article[index] else nearest[layout.up[index]]
    return [nearest[each.home] for each in layout.passages]


def _taken(forms: Sequence[str], extracted: str) -> list[bool]:
    """Which passages stand in the extractor's text; both as keys."""
    taken: list[bool] = []
    at = 0
    for form in forms:
        found = extracted.find(form, at)
        if found < 0 and len(form) >= _CHANCE:
            found = extracted.find(form)
        elif len(form) < _CHANCE and found - at > 200:
            found = -1
        taken.append(found >= 0)
        if found >= 0:
            at = found + len(form)
    return taken


def _article(
    layout: Layout,
    forms: Sequence[str],
    taken: Sequence[bool],
    places: Sequence[Place],
    prose: Sequence[bool],
    listed: Sequence[bool],
) -> list[bool]:
    """Which passages are of the article."""
    if _share(forms, prose, taken) < _MISSED:
        sure = prose
    else:
        sure = [is_taken and at in _UNNAMED for is_taken, at in zip(taken, places, strict=True)]
    root = _root(layout, [len(form) if good else 0 for form, good in zip(forms, sure, strict=True)])
    within, near = _inside(layout, root), _inside(layout, _lifted(layout, root))
    hints = _share(forms, sure, [at is Place.PLAIN for at in places]) >= _ENOUGH
    headline = _headline(layout.passages, places)
    headed = root > 0 and headline >= 0 and within[layout.passages[headline].home]
    furniture = _share(forms, sure, prose) >= _DOMINANT
    out: list[bool] = []
    for index, (each, at, good, is_prose) in enumerate(zip(layout.passages, places, sure, prose, strict=True)):
        before = not is_prose and (index < headline or (hints and at is Place.HINTED))
        # A notice that the whole site puts above the article it stands beside.
        before = before or (index < headline and headed and not within[each.home])
        if index == headline:
            out.append(True)
        elif before or (furniture and listed[index] and not is_prose):
            out.append(False)
        elif good:
            out.append(within[each.home] or is_prose)
        elif at not in _UNNAMED or each.links >= _LINKED or (at is Place.HINTED and not is_prose):
            out.append(False)
        else:
            out.append(within[each.home] or (near[each.home] and is_prose and at is Place.PLAIN))
    return out


def _places(passages: Sequence[Passage], forms: Sequence[str], taken: Sequence[bool]) -> list[Place]:
    """What the markup says of each passage; where it would leave too little to read, only what is certain."""
    unnamed = sum(len(form) for form, each in zip(forms, passages, strict=True) if each.place in _UNNAMED)
    if unnamed > _ENOUGH * sum(len(form) for form, is_taken in zip(forms, taken, strict=True) if is_taken):
        return [each.place for each in passages]
    return [Place.PLAIN if each.place is Place.TEMPLATE else each.place for each in passages]


def _is_prose(each: Passage, form: str, at: Place) -> bool:
    enough = len(form) >= _LONG_PROSE or (
        (len(form) >= _PROSE or (len(form) >= _CHANCE and corrects(each.text)))
        and _FULL_STOP.search(form) is not None
    )
    return enough and each.links < _LINKED and at in _UNNAMED


def _listed(layout: Layout, forms: Sequence[str]) -> list[bool]:
    """Which passages are entries of a list of links, what stands beside each link (a rank, an age) included."""
    chars, linked, entries = ([0] * len(layout.up) for _ in range(3))
    for each, form in zip(layout.passages, forms, strict=True):
        chars[each.home] += len(form)
        linked[each.home] += round(len(form) * each.links)
        entries[each.home] += each.links >= _LINKED
    for index in range(len(chars) - 1, 0, -1):
        up = layout.up[index]
        chars[up], linked[up], entries[up] = (
            chars[up] + chars[index],
            linked[up] + linked[index],
            entries[up] + entries[index],
        )
    lists = [
        count >= _ENTRIES and share >= _LIST * total
        for count, share, total in zip(entries, linked, chars, strict=True)
    ]
    for index in range(1, len(lists)):
        lists[index] = lists[index] or lists[layout.up[index]]
    return [lists[each.home] or run for each, run in zip(layout.passages, _in_runs(layout.passages), strict=True)]


def _in_runs(passages: Sequence[Passage]) -> list[bool]:
    """Which passages stand in a row of links, one after the other."""
    out: list[bool] = []
    for is_link, group in groupby(passages, key=lambda each: each.links >= _LINKED):
        size = len(list(group))
        out.extend([is_link and size >= _ENTRIES] * size)
    return out


def _share(forms: Sequence[str], of: Sequence[bool], which: Sequence[bool]) -> float:
    """Share of the characters of the passages ``of`` that are also ``which``; 1 when there are none."""
    total = sum(len(form) for form, counts in zip(forms, of, strict=True) if counts)
    both = sum(len(form) for form, counts, also in zip(forms, of, which, strict=True) if counts and also)
    return both / total if total else 1.0


def _headline(passages: Sequence[Passage], places: Sequence[Place]) -> int:
    """Where the page's one h1 stands; -1 when it has none, or several."""
    found = [i for i, each in enumerate(passages) if each.headline and places[i] in _UNNAMED]
    return found[0] if len(found) == 1 else -1


def _root(layout: Layout, weights: Sequence[int]) -> int:
    """The lowest element that holds nearly all of the weight of the passages; the body when there is none."""
    chars = [0] * len(layout.up)
    for each, weight in zip(layout.passages, weights, strict=True):
        chars[each.home] += weight
    for index in range(len(chars) - 1, 0, -1):
        chars[layout.up[index]] += chars[index]
    need = _HELD * chars[0]
    return max((index for index, count in enumerate(chars) if count >= need), default=0) if need else 0


def _inside(layout: Layout, root: int) -> list[bool]:
    """Which elements are ``root`` or stand in it."""
    inside = [index == root for index in range(len(layout.up))]
    for index in range(root + 1, len(inside)):
        inside[index] = inside[layout.up[index]]
    return inside


def _lifted(layout: Layout, root: int) -> int:
    """The main element above ``root``, if the markup names one; else ``root``."""
    at = root
    while at >= 0:
        if layout.main[at]:
            return at
        at = layout.up[at]
    return root
