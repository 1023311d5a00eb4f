"""Passages in plain text: what stands under a card's URL up to the next card, without what copying left behind."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkwatch.citations import shapes
from linkwatch.citations.cards import Card
from linkwatch.citations.layout import Line
from linkwatch.model import BlockKind

_WIDEST_GAP = 3
"""Blank lines within one passage."""
_SHORT = 120
"""Characters: a single shorter paragraph needs more to be taken for a quote."""
_LIKE_TITLE = 0.3
"""Share of a headline's pairs of letters that a passage about the same thing holds."""
_SPEAKER = re.compile(r".{1,20}[:：]$")
_PAIR_BREAK = re.compile(r"[\W_ぁ-ん]+")


def under(lines: Sequence[Line], card: Card, end: int) -> str | None:
    """Return the passage between a card and line ``end``; None when there is none, or it may be the author's own."""
    announced = any(shapes.opens_quote(line.text) for line in lines[card.last + 1 : min(end, card.last + 3)])
    body = _body(lines, card.last + 1, end)
    if not body:
        return None
    if not announced and not _is_anothers(body, card):
        return None
    return "\n".join(line.text for line in body)


def _body(lines: Sequence[Line], start: int, end: int) -> list[Line]:
    """Return the lines of text from ``start``, up to what ends a passage."""
    body: list[Line] = []
    for line in lines[start:end]:
        if line.is_quoted or line.kind is BlockKind.HEADING or shapes.closes_quote(line.text):
            break
        if body and (line.gap > _WIDEST_GAP or shapes.is_rule(line.text)):
            break
        if _is_text(lines, line, end):
            body.append(line)
    while body and shapes.is_opinion(body[-1].text):
        body.pop()
    return body


def _is_text(lines: Sequence[Line], line: Line, end: int) -> bool:
    """Tell whether a line is of the passage itself: a sentence, a point of a list, the name of who speaks next."""
    if line.links or shapes.is_picture(line.text) or shapes.is_caption(line.text) or shapes.opens_quote(line.text):
        return False
    if shapes.is_sentence(line.text) or shapes.without_bullet(line.text) != line.text:
        return True
    if line.text[0] in "「『“" and len(line.text) > 15:
        return True
    following = lines[line.index + 1] if line.index + 1 < end else None
    speaks = following is not None and following.gap <= 1 and following.text[:1] in "「『“"
    return len(line.text) <= 20 and (speaks or _SPEAKER.fullmatch(line.text) is not None)


def _is_anothers(body: list[Line], card: Card) -> bool:
    """Weigh whether the text is the page's, not the author's own."""
    text = "\n".join(line.text for line in body)
    if not card.is_dated:
        return False
    points = 0
    points += len(body) >= 2
    points += len(text) >= _SHORT
    points += any(shapes.has_dateline(line.text) for line in body) or any(line.indent for line in body)
    points += _likeness(card.facts.title or "", text) >= _LIKE_TITLE
    points -= 2 * any(shapes.is_opinion(line.text) for line in body)
    return points >= 2


def _likeness(title: str, text: str) -> float:
    """Return the share of the title's pairs of letters (kana left out) that the text holds."""
    pairs = {part[at : at + 2] for part in _PAIR_BREAK.split(title) for at in range(len(part) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0
