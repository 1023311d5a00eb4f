"""Quotations that the format marks as such, and the link that each was taken from.

The link stands after the quotation (most often, ``— [title](url)``), before it, inside it as its first or last
line, in the format's own attribute, or behind a footnote mark. Of two that are possible the nearer and more
explicit is taken; when a document alternates between the two without a word, its first and last show which way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from linkwatch.citations import shapes
from linkwatch.citations.cards import Card, stands_alone
from linkwatch.citations.layout import Line
from linkwatch.model import BlockKind

_NEAR = 2
"""Blank lines between a quotation and the line that names its source."""
_FAR = 4
"""How many lines before a quotation its source is looked for when the line just before it names none."""
_ANNOUNCES = re.compile(
    r"(?:[:：]|↓|▼|以下の?(?:通り|とおり)?|(?:と|には|では|によると|によれば|より|から|から引用|より引用|引用する|引用します|抜粋|とのこと)(?:[、。:：…]|$)"
    r"|\b(?:says?|said|writes?|wrote|notes?|noted|explains?|reports?|reported|according to|states?|puts it|from)\b[^.]{0,60})[^。]{0,12}$",
    re.I,
)
_MAIL = re.compile(
    r"(?:\bwrote|\bwrites|\bschrieb|a écrit|escribió|さん(?:は|が)?(?:書きました|wrote|の発言)|書きました|[>＞]?書き込み|のメール|Original Message|\bsaid on)"
    r"[^。]{0,30}[:：]?\s*$|^On .{4,80}wrote:|^(?:From|差出人|Date|To|Subject|件名)\s?[:：]",
    re.I,
)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_REST_OF_SOURCE = 60
"""Characters that may stand beside the link on a line that only names a source."""

Spot = tuple[int, int]
"""Index of a line, and of one of its links."""


@dataclass(slots=True)
class Quotation:
    """A stretch of lines that the format marks as quoted."""

    lines: list[Line]
    source: Spot | None = None
    told: set[int] = field(default_factory=set)
    """Indices of lines in it that name its source and are none of its text."""

    @property
    def first(self) -> int:
        return self.lines[0].index

    @property
    def last(self) -> int:
        return self.lines[-1].index

    @property
    def text(self) -> str:
        """What is quoted, a paragraph a line."""
        kept = (_FOOTNOTE.sub("", line.text).strip() for line in self.lines if line.index not in self.told)
        return "\n".join(text for text in kept if text)


def assign(lines: Sequence[Line], cards: dict[int, Card]) -> dict[Spot, str]:
    """Return what is quoted from each cited page, by the place of its link; two quotations are joined."""
    quotations = list(_quotations(lines))
    notes = _notes(lines)
    after_wins = _sources_stand_after(lines, quotations, cards)
    found: dict[Spot, list[str]] = {}
    for quotation in quotations:
        if _is_mail(lines, quotation):
            continue
        spot = _source(lines, quotation, cards, notes, after_wins=after_wins)
        if spot is not None and quotation.text:
            found.setdefault(spot, []).append(quotation.text)
    return {spot: "\n".join(texts) for spot, texts in found.items()}


def _quotations(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Yield the runs of quoted lines of one group."""
    run: list[Line] = []
    for line in lines:
        if run and (not line.is_quoted or line.group != run[-1].group or line.index != run[-1].index + 1):
            yield Quotation(run)
            run = []
        if line.is_quoted and not _is_frame(line):
            run.append(line)
    if run:
        yield Quotation(run)


def _is_frame(line: Line) -> bool:
    """Tell whether a line is an embedded player: a link, no text."""
    return line.kind is BlockKind.EMBED and not line.text


def _is_mail(lines: Sequence[Line], quotation: Quotation) -> bool:
    """Tell whether a quotation is of another mail, not of a page."""
    before = lines[quotation.first - 1] if quotation.first else None
    return before is not None and before.is_quoted is False and _MAIL.search(before.text) is not None


def _notes(lines: Sequence[Line]) -> dict[str, Spot]:
    """Return the first link of each footnote, by its label."""
    notes: dict[str, Spot] = {}
    for line in lines:
        if line.links and line.place and line.place.startswith("footnote "):
            notes.setdefault(line.place.removeprefix("footnote "), (line.index, 0))
    return notes


def _source(
    lines: Sequence[Line], quotation: Quotation, cards: dict[int, Card], notes: dict[str, Spot], *, after_wins: bool
) -> Spot | None:
    """Return the link that a quotation is from."""
    inside = _inside(quotation)
    if inside is not None:
        return inside
    noted = _noted(lines, quotation, notes)
    if noted is not None:
        return noted
    after, before = _after(lines, quotation), _before(lines, quotation, cards)
    if after is not None and (shapes.is_attribution(lines[after[0]].text) or before is None):
        return after
    if before is None:
        return _farther(lines, quotation)
    if after is None or _announces(lines, quotation):
        return before
    return after if after_wins else before


def _inside(quotation: Quotation) -> Spot | None:
    """Return the link inside a quotation that names its source: on its last line, or its first."""
    own = quotation.lines
    cite = next((line.cite for line in own if line.cite), None)
    for line in (*reversed(own[-2:]), own[0]):
        if not line.links or len(own) < 2:
            continue
        spot = (line.index, len(line.links) - 1)
        if cite is not None and line.links[-1].url == cite:
            quotation.told.add(line.index)
            return spot
        if _names_source(line) or (line is own[-1] and line.kind is BlockKind.EMBED):
            quotation.told |= (
                {each.index for each in own if each.index >= line.index} if line is not own[0] else {line.index}
            )
            return spot
    return None


def _names_source(line: Line) -> bool:
    """Tell whether a line does nothing but name a source: a link, perhaps with a dash, a name, a date."""
    if len(line.rest) > _REST_OF_SOURCE or shapes.is_sentence(line.rest):
        return False
    return (
        shapes.is_attribution(line.text) or len(line.rest) * 2 <= max(len(line.text), 20) or line.rest[:1] in "（(["
    )


def _noted(lines: Sequence[Line], quotation: Quotation, notes: dict[str, Spot]) -> Spot | None:
    """Return the link of the footnote that is marked at the end of a quotation, or beside it."""
    beside = [lines[at].text for at in (quotation.first - 1, quotation.last + 1) if 0 <= at < len(lines)]
    for text in (quotation.lines[-1].text, *(text for text in beside if len(text) <= _REST_OF_SOURCE)):
        for label in _FOOTNOTE.findall(text):
            if label in notes:
                return notes[label]
    return None


def _after(lines: Sequence[Line], quotation: Quotation) -> Spot | None:
    """Return the link on the line after a quotation, when that line names a source."""
    at = quotation.last + 1
    if at >= len(lines):
        return None
    line = lines[at]
    if not line.links or line.is_quoted or line.gap > _NEAR or line.kind is BlockKind.HEADING:
        return None
    if stands_alone(line) or _names_source(line):
        return at, 0
    return (at, 0) if shapes.is_attribution(line.text) else None


def _before(lines: Sequence[Line], quotation: Quotation, cards: dict[int, Card]) -> Spot | None:
    """Return the link on the line before a quotation, or of the card that ends there."""
    at = quotation.first - 1
    if at < 0 or quotation.lines[0].gap > _NEAR:
        return None
    card = next((card for card in cards.values() if card.first <= at <= card.last), None)
    if card is not None:
        return card.line, 0
    line = lines[at]
    if not line.links or line.is_quoted:
        return None
    return at, len(line.links) - 1


def _announces(lines: Sequence[Line], quotation: Quotation) -> bool:
    """Tell whether the line before a quotation leads to it."""
    return _ANNOUNCES.search(lines[quotation.first - 1].text) is not None


def _farther(lines: Sequence[Line], quotation: Quotation) -> Spot | None:
    """Return the last link of the lines before, when they lead to the quotation without a break."""
    if not quotation.first or not _announces(lines, quotation):
        return None
    for at in range(quotation.first - 1, max(-1, quotation.first - 1 - _FAR), -1):
        line = lines[at]
        if line.is_quoted or line.kind is BlockKind.HEADING:
            return None
        if line.links:
            return at, len(line.links) - 1
    return None


def _sources_stand_after(lines: Sequence[Line], quotations: list[Quotation], cards: dict[int, Card]) -> bool:
    """Learn from the quotations with a link on one side only on which side their author puts it."""
    votes = 0
    for quotation in quotations:
        after, before = _after(lines, quotation), _before(lines, quotation, cards)
        votes += (after is not None and before is None) - (before is not None and after is None)
    return votes > 0
