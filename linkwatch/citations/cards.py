"""Cards: a URL that stands on a line of its own, with the lines above or below that say what it is.

The usual shape is headline, outlet and date, URL, then the passage; the order differs from author to
author, and the other cards of a document tell which one is its author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from linkwatch import dates
from linkwatch.citations import reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.citations.reference import Facts
from linkwatch.model import BlockKind, When

_LONGEST_HEADER = 6
_WIDEST_GAP = 2
"""Blank lines between the lines of one card's header."""
_LABEL_ONLY = re.compile(
    r"[\s（(\[【<＜「『・:：\-*→⇒▶●■◆>＞|｜.]*(?:URL|リンク(?:先|元)?|アドレス|記事(?:URL)?|ソース|出典|引用元"
    r"|元記事|参照元?|参考|動画|Link|Source|Via|From|Read more|続きを読む|詳細)?"
    r"[\s）)\]】>＞」』:：|｜.、。→⇒↓]*",
    re.I,
)
_POST_PATH = re.compile(
    r"/status(?:es)?/\d+|/@[^/]+/\d+|/@[^/]+/post/|/posts?/[\w:-]{8,}|/p/[\w-]{8,}|/permalink|/profile/[^/]+/post/"
)
"""Paths of posts in social networks, which have no headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A URL on a line of its own and the lines that say what it is."""

    line: int
    """Index of the line of the URL."""
    first: int
    last: int
    """Indices of the first and last line that belong to it, passage not counted."""
    facts: Facts
    is_dated: bool
    """Whether its lines (not its URL) give a date or an outlet: it shows a page to the reader."""


def stands_alone(line: Line) -> bool:
    """Tell whether a line holds one URL and nothing else but a label or brackets."""
    if len(line.links) != 1 or line.is_quoted:
        return False
    return _LABEL_ONLY.fullmatch(line.rest) is not None


def is_post(url: str) -> bool:
    """Tell whether ``url`` is of a post in a social network."""
    return _POST_PATH.search(url) is not None


def find(lines: Sequence[Line]) -> dict[int, Card]:
    """Return the cards of a document by the index of their URL's line."""
    places = [line.index for line in lines if stands_alone(line)]
    above = {place: _upward(lines, place) for place in places}
    below = {place: _downward(lines, place) for place in places}
    header_below = _headers_stand_below(lines, places, above, below)
    cards: dict[int, Card] = {}
    taken = -1
    for place in places:
        chosen = below[place] if header_below else [index for index in above[place] if index > taken]
        card = _card(lines, place, chosen)
        cards[place] = card
        taken = card.last
    return cards


def _upward(lines: Sequence[Line], place: int) -> list[int]:
    """Return the indices of the lines above a URL that may be its header, nearest first."""
    found: list[int] = []
    gap = lines[place].gap
    widest = _WIDEST_GAP
    for index in range(place - 1, max(-1, place - 1 - _LONGEST_HEADER), -1):
        line = lines[index]
        if gap > widest or line.links or line.is_quoted or _is_border(line):
            break
        if line.kind is not lines[place].kind and line.kind not in (
            BlockKind.HEADING,
            BlockKind.PARAGRAPH,
            BlockKind.ITEM,
        ):
            break
        found.append(index)
        if line.kind is BlockKind.HEADING:
            break
        widest = min(widest, gap + 1)
        gap = line.gap
    return found


def _downward(lines: Sequence[Line], place: int) -> list[int]:
    """Return the indices of the lines below a URL that may be its header."""
    found: list[int] = []
    for index in range(place + 1, min(len(lines), place + 1 + _LONGEST_HEADER)):
        line = lines[index]
        if (
            line.gap > _WIDEST_GAP
            or line.links
            or line.is_quoted
            or _is_border(line)
            or shapes.is_sentence(line.text)
        ):
            break
        if line.kind is BlockKind.HEADING:
            break
        found.append(index)
    return found


def _is_border(line: Line) -> bool:
    """Tell whether nothing of a header can stand beyond this line."""
    return shapes.is_rule(line.text) or shapes.is_picture(line.text) or shapes.closes_quote(line.text)


def _is_date_line(line: Line) -> bool:
    """Tell whether a line is a date, perhaps with the name of an outlet."""
    if len(line.text) > 80:
        return False
    dated = reference.take_dates(line.text)
    return dated.published_at is not None and len(dated.rest) <= 40 and not shapes.is_sentence(line.text)


def _headers_stand_below(
    lines: Sequence[Line], places: list[int], above: dict[int, list[int]], below: dict[int, list[int]]
) -> bool:
    """Learn from all cards whether their author writes the headline under the URL."""
    votes = 0
    for place in places:
        dated_above = any(_is_date_line(lines[index]) for index in above[place][:3])
        dated_below = any(_is_date_line(lines[index]) for index in below[place][:3])
        if dated_above != dated_below:
            votes += 1 if dated_below else -1
        elif not dated_above and bool(below[place]) != bool(above[place]):
            votes += 1 if below[place] and lines[below[place][0]].gap == 0 else 0
            votes -= 1 if above[place] and lines[place].gap <= 1 else 0
    return votes > 0


def _card(lines: Sequence[Line], place: int, candidates: list[int]) -> Card:
    """Read the header in ``candidates``, nearest to the URL first."""
    mark = lines[place].links[0]
    near = dates.from_url(mark.url)
    facts, used = _header(lines, candidates, near, is_post(mark.url))
    if not mark.bare and mark.text:
        facts = replace(facts, title=mark.text)
    rest = reference.take_dates(lines[place].rest, near)
    is_dated = facts.published_at is not None or facts.outlet is not None
    facts = facts.filled(Facts(published_at=rest.published_at, cited_at=rest.cited_at))
    return Card(line=place, first=min([place, *used]), last=max([place, *used]), facts=facts, is_dated=is_dated)


def _header(lines: Sequence[Line], candidates: list[int], near: When | None, post: bool) -> tuple[Facts, list[int]]:
    """Read header lines, nearest first; return what they say and which were used."""
    facts = Facts()
    used: list[int] = []
    names: list[int] = []
    sentences: list[int] = []
    for index in candidates:
        text = lines[index].text
        labelled = reference.field(text)
        if labelled is not None:
            facts = facts.filled(reference.facts_of_field(*labelled, near))
            used.append(index)
            continue
        if shapes.is_sentence(text):
            if not (post or (facts.published_at and not facts.outlet)) or names:
                break
            sentences.append(index)
            continue
        dated = reference.take_dates(text, near)
        if dated.published_at is not None and facts.published_at is None and not names:
            facts = facts.filled(_of_date_line(dated))
            used.append(index)
            if facts.title:
                break
            continue
        if facts.title or len(names) >= (1 if facts.outlet else 2):
            break
        names.append(index)
        if sentences:
            break
    if sentences:
        return _post(lines, sentences, names, facts, used)
    return _named(lines, names, facts, used)


def _of_date_line(dated: reference.Dates) -> Facts:
    """Read a line with a date: what else is in it is the outlet, or the headline when it is long."""
    name = shapes.without_attribution(shapes.without_bullet(dated.rest)).strip(" 　()（）[]【】<>＜＞「」")
    facts = Facts(published_at=dated.published_at, cited_at=dated.cited_at)
    if not name:
        return facts
    title, outlet = reference.split_outlet(name)
    if outlet:
        return replace(facts, title=reference.clean_title(title), outlet=outlet)
    return (
        replace(facts, outlet=name) if reference.is_name(name) else replace(facts, title=reference.clean_title(name))
    )


def _post(
    lines: Sequence[Line], sentences: list[int], names: list[int], facts: Facts, used: list[int]
) -> tuple[Facts, list[int]]:
    """Read a post that stands before its URL: who wrote it, what, when."""
    quote = "\n".join(lines[index].text for index in sorted(sentences))
    author = lines[names[0]].text if names else None
    return facts.filled(Facts(author=author, quote=quote)), [*used, *sentences, *names]


def _named(lines: Sequence[Line], names: list[int], facts: Facts, used: list[int]) -> tuple[Facts, list[int]]:
    """Tell headline from outlet among the lines without a date: the shorter of two is the outlet."""
    if facts.title or not names:
        return facts, used
    texts = [lines[index].text for index in names]
    if len(names) == 2 and not facts.outlet:
        shorter = min(texts, key=len)
        longer = next(text for text in texts if text is not shorter)
        if reference.is_name(shorter) and len(shorter) < len(longer):
            found = Facts(title=reference.clean_title(longer), outlet=shapes.without_bullet(shorter))
            return facts.filled(found), [*used, *names]
    title, outlet = reference.split_outlet(texts[0])
    return facts.filled(Facts(title=reference.clean_title(title), outlet=outlet)), [*used, names[0]]
