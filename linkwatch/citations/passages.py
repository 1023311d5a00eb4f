"""Passages in plain text: what stands under a card's URL up to the next card, without what copying left behind.

Nothing marks them, so they are weighed: a passage is of the page when its card shows a page (outlet or date), and
it looks like a report and not like its author's own word on it. Announced passages (``以下引用``) need no weighing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from linkwatch.citations import endings, layout, reference, shapes, voice
from linkwatch.citations.cards import Card, shows_address
from linkwatch.citations.layout import Line
from linkwatch.citations.likeness import likeness
from linkwatch.model import BlockKind

_ANNOUNCED_WITHIN = 3
"""Lines after a card in which a passage may be announced."""
_SHORT = 120
"""Characters: a single shorter paragraph needs more to be taken for a quote."""
_PARAGRAPH = 40
"""Characters: shorter paragraphs alone, none of which reports, are as likely to be notes."""
_LIKE_TITLE = 0.3
"""Share of a headline's pairs of letters that a passage about the same thing holds."""
_SAME_STORY = 0.5
"""From this share on it tells the story of the headline."""
_ENOUGH, _ENOUGH_BY_HABIT = 2, 1
"""Points that make a passage the page's: alone, and in a document that has others."""
_LONGEST_POST = 60
"""Lines of a post on a message board that are looked through."""
_SHORTEST_POST = 60
"""Characters of a post that can be the text of a page, not a word on it."""
_LONGEST_DATE = 40
"""Characters of a line that may be a date."""
_SPEAKER = re.compile(r".{1,20}[:：]$")
_LEADER = re.compile(r"社説|論説|主張[｜|:：）)】]|コラム|\b(?:editorial|opinion|op-ed)\b", re.I)
_ENGLISH_WORDS = 4
"""Words of a line with a full stop that go on a passage."""
_SAID = re.compile(r"「[^「」]*[。！？]」|“[^“”]*[.!?。]”|\"[^\"]*[.!?。]\"|«[^«»]*[.!?]\s?»")
"""Sentences in quotation marks around the whole."""


class Passage(NamedTuple):
    """What a document reproduces from a page."""

    text: str
    """A paragraph a line."""
    is_closed: bool
    """Whether the document shows where it ends: in words, or by a margin that copying left and nobody types."""


def find(lines: Sequence[Line], cards: dict[int, Card]) -> dict[int, Passage]:
    """Return the passages of a document by the index of their card's line."""
    ends = _ends(lines, cards)
    parts = _parts(lines)
    cards = {at: card for at, card in cards.items() if shows_address(lines[at]) or _heads_clipping(lines, at)}
    announced = {at: _announced(lines, card, ends[at]) for at, card in cards.items()}
    found = {at: body for at, (body, _) in announced.items() if body}
    found |= {at: [said] for at, card in cards.items() if at not in found and (said := _said_under(lines, card))}
    closed = {at for at in found if announced[at][1] or not announced[at][0]}
    bodies: dict[int, tuple[list[Line], int]] = {}
    weighed: dict[int, tuple[list[Line], int]] = {}
    for at, card in cards.items():
        if at not in found and card.facts.quote is None:
            posted = _posted(lines, card)
            if posted:
                found[at] = posted
                continue
            body = _body(lines, card.last + 1, ends[at], argues=_argues(card), parts=parts)
            if body and "a" <= body[0].text[0] <= "z":
                body = []  # a sentence of the author's goes on
            if body and _is_remark(lines[card.first], body):
                body = []
            if body and _leads_to_next(lines, body, ends[at]):
                body = _before_next(body)
            bodies[at] = body, ends[at]
    commented = {at for at, (body, end) in bodies.items() if body and endings.is_commented(lines, body, end)}
    for at, (body, end) in bodies.items():
        kept = endings.without_own(_spoken(body), cards[at].facts.title, voice.OWN)
        if len(kept) < len(body):
            commented.add(at)
        bodies[at] = kept, end
    for at, (body, _) in bodies.items():
        if commented and at not in commented:
            body = endings.without_own(body, cards[at].facts.title, voice.OWN - 1)
        weighed[at] = (body, _points(body, cards[at]) if body else 0)
    habit = any(points >= _ENOUGH for _, points in weighed.values()) or bool(found)
    enough = _ENOUGH_BY_HABIT if habit else _ENOUGH
    found |= {
        at: body
        for at, (body, points) in weighed.items()
        if body and points >= (_ENOUGH if cards[at].is_inline else enough)
    }
    closed |= {at for at, body in found.items() if _ends_in_margin(body)}
    return {at: Passage("\n".join(line.text for line in body), at in closed) for at, body in found.items()}


def _is_remark(head: Line, body: list[Line]) -> bool:
    """Tell whether a short line right under the URL of a point of a list says what its page is good for."""
    if len(body) > 1 or body[0].gap or not head.text.startswith(("・", "•", "-", "*")):
        return False
    return len(body[0].text) < _SHORT and not shapes.is_report(body[0].text)


def _ends_in_margin(body: list[Line]) -> bool:
    """Tell whether the last of several paragraphs is indented as copying leaves it, not as Japanese is typed."""
    return len(body) > 1 and bool(body[-1].indent) and "\u3000" not in body[-1].indent


def _heads_clipping(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a heading is a link, and its outlet and date or a labelled fact of its page stand under it."""
    under = lines[at + 1] if at + 1 < len(lines) else None
    if lines[at].kind is not BlockKind.HEADING or under is None or under.links:
        return False
    dated = reference.take_dates(under.text) if len(under.text) <= _LONGEST_DATE else None
    is_named = dated is not None and dated.published_at is not None and bool(dated.rest)
    return is_named or reference.field(under.text) is not None


def _ends(lines: Sequence[Line], cards: dict[int, Card]) -> dict[int, int]:
    """Return, for each card, the line at which what stands under it must end: where the next one begins."""
    ends: dict[int, int] = {}
    following = len(lines)
    for card in sorted(cards.values(), key=lambda card: card.line, reverse=True):
        ends[card.line] = max(following, card.last + 1)
        following = min(following, card.first)
    return ends


def _announced(lines: Sequence[Line], card: Card, end: int) -> tuple[list[Line], bool]:
    """Return the passage that a mark right after the card opens; and whether there is a mark that closes it."""
    within = lines[card.last + 1 : min(end, card.last + 1 + _ANNOUNCED_WITHIN)]
    before = takewhile(lambda line: not line.links and not shapes.is_sentence(line.text), within)
    start = next((line.index for line in before if shapes.opens_quote(line.text)), None)
    if start is None:
        fenced = _fenced(lines, card, end)
        return fenced, bool(fenced)
    heads = lines[start].kind is BlockKind.HEADING
    stop = next(
        (
            at
            for at in range(start + 1, end)
            if shapes.closes_quote(lines[at].text) or (heads and lines[at].kind is BlockKind.HEADING)
        ),
        None,
    )
    if stop is None:
        return _body(lines, start + 1, end), False
    kept = [line for line in lines[start + 1 : stop] if not _is_left_over(line)]
    return layout.paragraphs(kept), True


def _fenced(lines: Sequence[Line], card: Card, end: int) -> list[Line]:
    """Return the passage between two rules of which the first stands right under the card."""
    start = card.last + 1
    if start >= end or lines[start].gap or not shapes.is_rule(lines[start].text):
        return []
    stop = next((at for at in range(start + 1, end) if shapes.is_rule(lines[at].text)), start)
    within = lines[start + 1 : stop]
    if any(line.links or line.is_quoted for line in within):
        return []
    body = layout.paragraphs([line for line in within if not _is_left_over(line)])
    return body if any(shapes.is_sentence(line.text) for line in body) else []


def _posted(lines: Sequence[Line], card: Card) -> list[Line]:
    """Return what a post of a message board holds before the URL at its end: the page's text, then the page."""
    start = card.first
    while start > max(0, card.first - _LONGEST_POST) and not lines[start - 1].links:
        start -= 1
        if shapes.is_post_header(lines[start].text):
            body = layout.paragraphs([line for line in lines[start + 1 : card.first] if not _is_left_over(line)])
            text = "".join(line.text for line in body)
            if len(text) < _SHORTEST_POST or any(shapes.is_opinion(line.text) for line in body):
                return []
            return body if all(shapes.is_sentence(line.text) for line in body[-1:]) else []
    return []


def _argues(card: Card) -> bool:
    """Tell whether the page is a leader or a column, which holds opinions."""
    return _LEADER.search(card.facts.title or "") is not None


def _parts(lines: Sequence[Line]) -> dict[str, int]:
    """Return the figures that head parts of a document, each with the line at which it first does."""
    parts: dict[str, int] = {}
    for line in lines:
        if shapes.heads_part(line.text):
            parts.setdefault(line.text[0], line.index)
    return parts


def _body(
    lines: Sequence[Line], start: int, end: int, *, argues: bool = False, parts: dict[str, int] | None = None
) -> list[Line]:
    """Return the paragraphs from line ``start``, up to what ends a passage.

    ``argues``: opinions end none. ``parts``: figures that head parts of the document, where they did so before.
    """
    body: list[Line] = []
    region = []
    for line in _until_break(lines[start:end]):
        if parts and shapes.heads_part(line.text) and parts[line.text[0]] < start:
            break
        region.append(line)
    whole = layout.paragraphs(region)
    for at, line in enumerate(whole):
        if body and line.gap > endings.WIDEST_GAP:
            break
        if body and line.is_set_off and not body[0].is_set_off:
            continue
        if body and body[0].is_set_off and not line.is_set_off:
            break
        if endings.begins_own(line, body, is_last=at + 1 == len(whole)):
            break
        if _is_text(line, whole[at + 1] if at + 1 < len(whole) else None):
            body.append(line)
    return body if argues or endings.is_indented(body) else endings.without_asides(body)


def _spoken(body: list[Line]) -> list[Line]:
    """Return the first paragraph alone when it is wholly in quotation marks, and no report goes on under it."""
    if len(body) < 2 or shapes.is_report(body[1].text) or body[1].text[0] in "「『“":
        return body
    is_whole = len(body[0].text) >= _PARAGRAPH and _SAID.fullmatch(body[0].text) is not None
    return body[:1] if is_whole else body


def _said_under(lines: Sequence[Line], card: Card) -> Line | None:
    """Return the paragraph right under a card that is wholly in quotation marks, and sentences, if there is one."""
    under = lines[card.last + 1 : card.last + 3]
    if not under or under[0].gap > 1 or under[0].links or under[0].is_quoted or len(under[0].text) < _PARAGRAPH:
        return None
    if not _SAID.fullmatch(under[0].text):
        return None
    goes_on = len(under) > 1 and (under[1].text.startswith(("「", "“", '"')) or shapes.is_report(under[1].text))
    return None if goes_on else under[0]


def _leads_to_next(lines: Sequence[Line], body: list[Line], end: int) -> bool:
    """Tell whether a passage stands apart from the URL above it and right over the next card: it may be of either."""
    if end >= len(lines) or body[-1].index != end - 1 or lines[end].gap or not body[0].gap:
        return False
    return shapes.without_bullet(lines[end].text) == lines[end].text


def _before_next(body: list[Line]) -> list[Line]:
    """Return the passage without the paragraphs that stand right over the next URL, up to a blank line."""
    end = len(body) - 1
    while end > 0 and not body[end].gap:
        end -= 1
    return body[:end]


def _until_break(lines: Sequence[Line]) -> list[Line]:
    """Return the lines up to what cannot be part of a passage."""
    kept: list[Line] = []
    for line in lines:
        if line.is_quoted or line.kind is BlockKind.HEADING or shapes.closes_quote(line.text):
            break
        if any(link.bare for link in line.links) or (line.links and not shapes.is_sentence(line.text)):
            break
        if shapes.heads_related(line.text):
            break
        if kept and (shapes.is_rule(line.text) or _is_date(line)):
            break
        kept.append(line)
    return kept


def _is_date(line: Line) -> bool:
    """Tell whether a line is a date and no more: the heading of what follows."""
    if len(line.text) > _LONGEST_DATE:
        return False
    dated = reference.take_dates(shapes.without_bullet(line.text))
    return (dated.published_at is not None or dated.lacks_year) and not dated.rest


def _is_left_over(line: Line) -> bool:
    """Tell whether a line is what copying a page leaves behind: the name of a picture, a rule."""
    return shapes.is_picture(line.text) or shapes.is_rule(line.text)


def _is_text(line: Line, following: Line | None) -> bool:
    """Tell whether a line is of the passage itself: a sentence, a point of a list, the name of who speaks next."""
    if line.links or _is_left_over(line) or shapes.is_caption(line.text) or shapes.opens_quote(line.text):
        return False
    if shapes.is_sentence(line.text) or shapes.without_bullet(line.text) != line.text:
        return True
    if line.text[0] in "「『“" and len(line.text) > 15:
        return True
    if line.text.endswith((".", '."', ".”")) and len(line.text.split(maxsplit=_ENGLISH_WORDS)) >= _ENGLISH_WORDS:
        return True
    speaks = following is not None and following.gap <= 1 and following.text[:1] in "「『“"
    return len(line.text) <= 20 and (speaks or _SPEAKER.fullmatch(line.text) is not None)


def _points(body: list[Line], card: Card) -> int:
    """Weigh whether the text is the page's, not the author's own."""
    text = "\n".join(line.text for line in body)
    alike = likeness(card.facts.title or "", text)
    if not card.is_dated and (
        likeness(card.facts.title or "", body[0].text) < _SAME_STORY
        or all(shapes.is_polite(line.text) for line in body)
    ):
        return 0  # what pages are about, as lists of links say it
    points = (alike >= _LIKE_TITLE) + (alike >= _SAME_STORY) - (not card.is_dated)
    points += len(body) >= 2 and (shapes.is_report(text) or max(len(line.text) for line in body) >= _PARAGRAPH)
    points += len(text) >= _SHORT
    points += any(shapes.has_dateline(line.text) or line.indent for line in body)
    points += shapes.is_report(text)
    points += endings.are_anothers(body, card.facts.title)
    points -= 2 * (
        not _argues(card) and not endings.is_indented(body) and any(shapes.is_opinion(line.text) for line in body)
    )
    return points
