"""Cards that their URL closes: headline, the passage, then outlet and URL, with nothing under it.

Clippings of newspapers, digests and posts on message boards are often so. What stands between two such cards would
otherwise be taken for what stands under the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from linkwatch.citations import bibliography, layout, reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.citations.likeness import likeness
from linkwatch.model import BlockKind

_LONGEST_TAIL = 2
"""Lines between passage and URL: outlet, date."""
_LONGEST_HEAD = 4
_LONGEST_NAME = 60
"""Characters of a line of the tail."""
_WIDEST_GAP = 3
"""Blank lines within one card."""
_LONGEST_BODY = 200
"""Lines of a passage that are looked through."""
_ENOUGH, _ENOUGH_BY_HABIT = 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """The lines above a URL, nearest first."""

    header: list[int]
    """Indices of the lines that say what the page is: those under the passage, then those above it."""
    first: int
    """Index of the first line."""
    body: list[Line]
    """The paragraphs of the passage; empty when they may be the author's own."""


def find(lines: Sequence[Line], places: Sequence[int]) -> dict[int, Closed]:
    """Return the cards that their URL closes, by the index of its line."""
    shaped = {place: shape for place in places if (shape := _shape(lines, place)) is not None}
    if len(shaped) * 2 < len(places):
        return _spaced(lines, places) or _named(lines, places) or _told_above(lines, places)
    points = {place: _points(lines, shape) for place, shape in shaped.items()}
    enough = _ENOUGH_BY_HABIT if any(each >= _ENOUGH for each in points.values()) else _ENOUGH
    return {
        place: shape
        if points[place] >= enough
        else Closed(header=shape.header, first=shape.first, body=[])
        for place, shape in shaped.items()
    }  # fmt: skip


def _shape(lines: Sequence[Line], place: int) -> Closed | None:
    """Read upward: a line or two that name something, sentences, the lines above them; None where it is not so."""
    if not _ends_there(lines, place):
        return None
    tail = _tail(lines, place)
    if tail is None or lines[place].text.startswith(("→", "⇒")):
        return None  # an arrow leads on from the author's own words
    at = place - 1 - len(tail)
    body: list[Line] = []
    while at >= 0 and len(body) < _LONGEST_BODY and _is_plain(lines[at]) and _joins(lines, at):
        if not shapes.is_sentence(lines[at].text) and not _goes_on(lines, at):
            break
        body.insert(0, lines[at])
        at -= 1
    head: list[int] = []
    while at >= 0 and body and len(head) < _LONGEST_HEAD and _is_header(lines[at]) and _joins(lines, at):
        head.append(at)
        at -= 1
        if lines[at + 1].gap:
            break
    if not body or not head or (at >= 0 and not lines[head[-1]].gap and not shapes.is_rule(lines[at].text)):
        return None
    return Closed(header=[*tail, *head], first=head[-1], body=layout.paragraphs(body))


def _tail(lines: Sequence[Line], place: int) -> list[int] | None:
    """Return the lines between passage and URL, a reference or short names; None where they are too many or long."""
    if place and _is_plain(lines[place - 1]) and bibliography.is_apa(lines[place - 1].text):
        return [place - 1]
    at = place - 1
    tail: list[int] = []
    while at >= 0 and len(tail) <= _LONGEST_TAIL and _is_header(lines[at]) and _joins(lines, at):
        tail.append(at)
        at -= 1
    return tail if len(tail) <= _LONGEST_TAIL and all(len(lines[at].text) <= _LONGEST_NAME for at in tail) else None


def _spaced(lines: Sequence[Line], places: Sequence[int]) -> dict[int, Closed]:
    """Return the cards of a document in which every URL closes its card, blank lines between all parts of it.

    Headline, passage, URL; or passage, headline, URL when there are several and each passage stands nearer to what
    follows. Nothing of another shape may stand in the document, and nothing be left under the last URL.
    """
    signed = all(place and shapes.is_signature(lines[place - 1].text) for place in places)
    if not places or (not signed and _goes_on_under(lines, places[-1])):
        return {}
    for read in (_under_head, _over_head_apart):
        shaped = {place: read(lines, place) for place in places}
        found = {place: shape for place, shape in shaped.items() if shape is not None}
        reports = sum(shapes.is_report("\n".join(line.text for line in shape.body)) for shape in found.values())
        named = read is _under_head and all(_names_outlet(lines, shape) for shape in found.values())
        if len(found) == len(places) and (reports * 2 >= len(places) or named):
            return {place: shape for place, shape in found.items() if _points(lines, shape) >= _ENOUGH}
        if read is _under_head and len(places) == 1:
            break
    return {}


def _named(lines: Sequence[Line], places: Sequence[int]) -> dict[int, Closed]:
    """Return the cards, among others, that are headline, outlet and date, the passage, URL, in this order.

    What stands under the URL is then its author's word on it. Where a headline stands right under another URL it may
    be of that; so one at least must stand under something else.
    """
    found = {
        place: shape
        for place in places
        if (shape := _under_head(lines, place)) is not None and _names_source(lines, shape)
        and not any(shapes.is_opinion(line.text) for line in shape.body)
    }  # fmt: skip
    reports = any(
        len(shape.body) > 1 or shapes.is_report(shape.body[0].text.strip("「」")) for shape in found.values()
    )
    is_sure = any(not shape.first or not lines[shape.first - 1].links for shape in found.values())
    return found if reports and is_sure else {}


def _told_above(lines: Sequence[Line], places: Sequence[int]) -> dict[int, Closed]:
    """Return the cards of a document whose headlines tell of what stands above them, not of what stands below.

    Passage, headline with outlet and date, URL: each headline is held against the text on either side.
    """
    found: dict[int, Closed] = {}
    votes = 0
    for place in places:
        shape = _over_head(lines, place)
        if shape is None:
            continue
        headline = max((reference.take_dates(lines[at].text).rest for at in shape.header), key=len)
        above = likeness(headline, "\n".join(line.text for line in shape.body))
        below = likeness(headline, "\n".join(line.text for line in _sentences_below(lines, place)))
        votes += (above > below) - (above < below)
        found[place] = shape
    if votes < _ENOUGH or votes * 2 <= len(found):
        return {}
    return {
        place: shape for place, shape in found.items() if not any(shapes.is_opinion(each.text) for each in shape.body)
    }


def _sentences_below(lines: Sequence[Line], place: int) -> list[Line]:
    """Return the sentences under a URL, up to what is none."""
    under = lines[place + 1 : place + 1 + _LONGEST_BODY]
    return list(takewhile(lambda line: _is_plain(line) and layout.is_in_sentence(lines, line.index), under))


def _names_source(lines: Sequence[Line], shape: Closed) -> bool:
    """Tell whether a head is a headline and, nearer to it than it is to what stands above, outlet and date."""
    nearest = lines[shape.header[0]]
    if len(shape.header) == 1 or any(reference.field(lines[at].text) for at in shape.header):
        return False
    dated = reference.take_dates(nearest.text)
    return _is_dated(nearest) and bool(dated.rest) and nearest.gap <= lines[shape.header[1]].gap


def _names_outlet(lines: Sequence[Line], shape: Closed) -> bool:
    """Tell whether a head is more than a title and a date, as diaries have them: it names an outlet too."""
    return len(shape.header) > 2 or (
        len(shape.header) == 2 and all(reference.take_dates(lines[at].text).rest for at in shape.header)
    )


def _goes_on_under(lines: Sequence[Line], place: int) -> bool:
    """Tell whether sentences or dates stand under the last URL that are not labelled as their author's own."""
    under = [line for line in lines[place + 1 : place + 4] if not shapes.is_rule(line.text)]
    if under and (shapes.closes_quote(under[0].text) or shapes.is_opinion(under[0].text)):
        return False
    return bool(under)


def _under_head(lines: Sequence[Line], place: int) -> Closed | None:
    """Read headline with a date, sentences, URL."""
    at, body = _sentences_above(lines, place - 1)
    head: list[int] = []
    while (
        at >= 0 and body and len(head) < _LONGEST_HEAD and _is_heading(lines[at]) and lines[at + 1].gap <= _WIDEST_GAP
    ):
        head.append(at)
        at -= 1
    if not any(_is_dated(lines[each]) for each in head):
        return None
    return Closed(header=head, first=head[-1], body=layout.paragraphs(body))


def _is_dated(line: Line) -> bool:
    """Tell whether a line holds a date, be it without a year."""
    dated = reference.take_dates(line.text)
    return dated.published_at is not None or dated.lacks_year


def _over_head(lines: Sequence[Line], place: int) -> Closed | None:
    """Read sentences, right under them headline with a date, URL."""
    at = place - 1
    tail: list[int] = []
    while at >= 0 and len(tail) <= _LONGEST_TAIL and _is_heading(lines[at]):
        tail.append(at)
        at -= 1
    if not any(shapes.dates_in(lines[each].text) for each in tail):
        return None
    at, body = _sentences_above(lines, at)
    return Closed(header=tail, first=at + 1, body=layout.paragraphs(body)) if body else None


def _over_head_apart(lines: Sequence[Line], place: int) -> Closed | None:
    """As :func:`_over_head`, at the beginning or under another URL, and nearer to the headline than to that."""
    shape = _over_head(lines, place)
    if shape is None:
        return None
    at = shape.first - 1
    if at >= 0 and not lines[at].links and not shapes.is_rule(lines[at].text):
        return None
    if at >= 0 and lines[shape.header[-1]].gap >= lines[shape.first].gap:
        return None
    return shape


def _sentences_above(lines: Sequence[Line], at: int) -> tuple[int, list[Line]]:
    """Return the sentences that end at line ``at``, and the index of the line above them."""
    body: list[Line] = []
    while at >= 0 and len(body) < _LONGEST_BODY and _is_plain(lines[at]) and lines[at + 1].gap <= _WIDEST_GAP:
        if not layout.is_in_sentence(lines, at):
            break
        body.append(lines[at])
        at -= 1
    return at, body[::-1]


def _is_heading(line: Line) -> bool:
    return _is_header(line if line.kind is not BlockKind.HEADING else replace(line, kind=BlockKind.PARAGRAPH))


def _ends_there(lines: Sequence[Line], place: int) -> bool:
    """Tell whether nothing goes on under a URL: a blank line, a rule or the end follows, none precedes."""
    following = lines[place + 1] if place + 1 < len(lines) else None
    return lines[place].gap == 0 and (following is None or following.gap > 0 or shapes.is_rule(following.text))


def _joins(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line stands right above the next one."""
    return lines[at + 1].gap == 0


def _is_plain(line: Line) -> bool:
    return line.kind is BlockKind.PARAGRAPH and not line.links and not shapes.is_post_header(line.text)


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is broken to fit a width, its sentence going on in the next."""
    return layout.is_full(lines[at]) and len(layout.paragraphs(lines[at : at + 2])) == 1


def _is_header(line: Line) -> bool:
    return (
        _is_plain(line)
        and not shapes.is_sentence(line.text)
        and not shapes.is_picture(line.text)
        and not shapes.is_caption(line.text)
        and not shapes.is_rule(line.text)
    )


def _is_noted(text: str) -> bool:
    """Tell whether a note with outlet and a day without a year stands behind a headline."""
    noted = reference.noted(shapes.without_bullet(text))
    return noted is not None and noted.outlet is not None


def _points(lines: Sequence[Line], shape: Closed) -> int:
    """Weigh whether the passage is the page's: dated, indented as papers do, several paragraphs, cut off.

    A reference under it tells by itself.
    """
    points = 0
    points += any(shapes.dates_in(lines[at].text) or _is_noted(lines[at].text) for at in shape.header)
    points += any(shapes.is_report(line.text) for line in shape.body)
    points += any(line.indent or shapes.has_dateline(line.text) for line in shape.body)
    points += len(shape.body) > 1
    points += 2 * bibliography.is_apa(lines[shape.header[0]].text)
    points += 2 * shape.body[-1].text.endswith(("...", "…"))
    points -= 2 * any(shapes.is_opinion(line.text) for line in shape.body)
    return points
