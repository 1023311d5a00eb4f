"""Cards: a URL that stands on a line of its own, with the lines above or below that say what it is.

The usual shape is headline, outlet and date, URL, then the passage; the order differs from author to
author, and the other cards of a document tell which one is its author's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from linkwatch import dates
from linkwatch.citations import closing, headers, inline, layout, quotations, reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.citations.reference import Facts
from linkwatch.model import BlockKind, When

_LONGEST_HEADER = 6
_WIDEST_GAP = 2
"""Blank lines between the lines of one card's header."""
_LONGEST_LABEL = 80
_LONGEST_OUTLET = 30
_LABEL_ONLY = re.compile(
    r"[^\w@]*"
    r"(?:URL|リンク(?:先|元)?|アドレス|記事(?:URL)?|ソース|出典|引用元|元記事|参照元?|参考|動画|Link|Source|Via|From"
    r"|Comments?|Discussion|Thread|コメント欄?|はてブ"
    r"|Read more|続きを読む|全文(?:は(?:こちら)?)?|詳細(?:はこちら)?|(?:詳し|くわし)くは(?:こちら)?)?"
    r"[\s）)\]】>＞」』:：|｜.、。→⇒↓]*",
    re.I,
)
_POST_PATH = re.compile(
    r"/status(?:es)?/\d+|/@[^/]+/\d+|/@[^/]+/post/|/posts?/(?:pfbid\w{8,}|\d{8,}|[\w-]*activity-\d{8,})|/p/[\w-]{8,}|/permalink|/profile/[^/]+/post/"
)
"""Paths of posts in social networks, which have no headline."""
_SMALL_NOTE = re.compile(r"\s*[（(][^（()）]{1,16}[）)]$")
"""``(audio, 3 min)``, ``（会員限定）`` behind a URL."""
_HEADER_KINDS = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM)


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
    is_inline: bool = False
    """Whether headline, outlet or date, and URL are all on one line."""


def stands_alone(line: Line) -> bool:
    """Tell whether a line holds one URL and nothing else but a label or brackets."""
    return line.kind is not BlockKind.QUOTE and _is_lone(line)


def _is_lone(line: Line) -> bool:
    """As :func:`stands_alone`, in a quotation too."""
    if len(line.links) != 1 or line.kind is BlockKind.CELL:
        return False
    if line.kind is BlockKind.EMBED or not line.text:
        return line.kind is BlockKind.EMBED and not line.text
    rest = reference.without_file_info(line.rest)
    if line.links[0].bare and line.links[0].start == 0:
        rest = _SMALL_NOTE.sub("", rest)
    return len(rest) <= _LONGEST_LABEL and _LABEL_ONLY.fullmatch(rest) is not None


def is_post(url: str) -> bool:
    """Tell whether ``url`` is of a post in a social network."""
    return _POST_PATH.search(url) is not None


def heads_quoted(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether a whole clipping is quoted, as in mails: headline, outlet and date, this URL, the passage."""
    at = line.index
    if line.kind is not BlockKind.QUOTE or not line.links[:1] or not line.links[0].bare or not _is_lone(line):
        return False
    above = [each for each in lines[max(0, at - _LONGEST_HEADER) : at] if each.group == line.group]
    under = lines[at + 1] if at + 1 < len(lines) else None
    if not above or under is None or under.group != line.group or not layout.is_in_sentence(lines, at + 1):
        return False
    return any(headers.is_date_line(each) for each in above[-2:])


def shows_address(line: Line) -> bool:
    """Tell whether a card shows its URL as clippings do, not the words of a link or a frame."""
    mark = line.links[0]
    return mark.bare or (line.kind is not BlockKind.EMBED and inline.is_address(mark.text, mark.url))


def find(lines: Sequence[Line], near: When | None) -> dict[int, Card]:
    """Return the cards of a document by the index of their URL's line; ``near`` gives years to dates without one."""
    places = [line.index for line in lines if stands_alone(line) or heads_quoted(lines, line)]
    above = {place: _upward(lines, place) for place in places}
    below = {place: _downward(lines, place) for place in places}
    header_below = _headers_stand_below(lines, places, above, below)
    closed = closing.find(lines, [place for place in places if not is_post(lines[place].links[0].url)])
    cards: dict[int, Card] = {}
    taken = -1
    told = {place: (above[place], below[place]) for place in places}
    near = near or _first_date(lines, told)
    repeated = _repeated(lines)
    for place in sorted({*places, *(line.index for line in lines if _is_titled(lines, line))}):
        if place not in told:
            card = _on_one_line(lines[place], lines, near)
            if card is not None:
                cards[place] = card
                taken = place
            continue
        if place in closed:
            cards[place] = _closed(lines, place, closed[place], near, repeated)
            taken = place
            continue
        chosen = below[place] if header_below else [index for index in above[place] if index > taken]
        if not header_below and _begins_list(lines, place):
            chosen = [index for index in chosen if headers.is_date_line(lines[index])]
        card = _card(lines, place, chosen, near, repeated)
        cards[place] = card
        taken = card.last
    return cards


def _repeated(lines: Sequence[Line]) -> frozenset[str]:
    """Return the short lines, and tags before longer ones, that stand in a document more than once, as outlets do."""
    counted = Counter(line.text for line in lines if len(line.text) <= _LONGEST_OUTLET and not line.links)
    counted.update(tag[0] for line in lines if line.text[:1] == "【" and (tag := headers.TAGGED.match(line.text)))
    return frozenset(text for text, times in counted.items() if times > 1)


def _first_date(lines: Sequence[Line], told: dict[int, tuple[list[int], list[int]]]) -> When | None:
    """Return the first date that the lines around the URLs, or a URL, give with its year."""
    for place, (above, below) in told.items():
        for index in (*above[:3], *below[:3]):
            if headers.is_date_line(lines[index]):
                found = reference.take_dates(lines[index].text).published_at
                if found is not None:
                    return found
        found = dates.from_url(lines[place].links[0].url)
        if found is not None:
            return found
    return None


def _is_titled(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether a line ends with its one URL, words before it, and is no point of a list of such lines."""
    if line.kind is not BlockKind.PARAGRAPH or len(line.links) != 1:
        return False
    if not shows_address(line) and inline.shown_title(line.links[0]) is not None:
        return False
    if line.links[0].end < len(line.text) - 1 or not line.links[0].start:
        return False
    beside = [lines[at] for at in (line.index - 1, line.index + 1) if 0 <= at < len(lines)]
    return not any(each.links and lines[max(each.index, line.index)].gap == 0 for each in beside)


def _on_one_line(line: Line, lines: Sequence[Line], near: When | None) -> Card | None:
    """Read a line of headline, outlet or date, and URL; None when it says less."""
    facts = inline.read(lines, line, 0, near)
    if facts.title is None or (facts.published_at is None and facts.outlet is None):
        return None
    first = line.index
    if facts.published_at is not None and facts.outlet is None and _is_headed(lines, line, facts.title):
        first -= 1
        facts = facts._replace(title=headers.title_of(lines[first].text), outlet=facts.title)
    return Card(line=line.index, first=first, last=line.index, facts=facts, is_dated=True, is_inline=True)


def _is_headed(lines: Sequence[Line], line: Line, name: str) -> bool:
    """Tell whether a line of outlet, date and URL stands right under a headline."""
    above = lines[line.index - 1] if line.index else None
    if (
        above is None
        or above.links
        or above.kind not in (BlockKind.HEADING, BlockKind.PARAGRAPH)
        or _is_border(above)
    ):
        return False
    if line.gap > 1 or (line.gap and above.kind is not BlockKind.HEADING and above.gap < line.gap):
        return False
    if _is_document_title(lines, above.index):
        return False
    is_outlet = reference.is_name(name) and not any(char.isdigit() or char in "、。「」" for char in name)
    return (
        is_outlet
        and len(name) < len(above.text)
        and not shapes.is_sentence(above.text)
        and not headers.is_date_line(above)
    )


def _begins_list(lines: Sequence[Line], place: int) -> bool:
    """Tell whether another URL stands right under this one: what stands above is the heading of both."""
    if place + 1 >= len(lines):
        return False
    line, following = lines[place], lines[place + 1]
    return (
        line.kind is BlockKind.PARAGRAPH and following.gap == 0 and any(mark.start <= 1 for mark in following.links)
    )


def _upward(lines: Sequence[Line], place: int) -> list[int]:
    """Return the indices of the lines above a URL that may be its header, nearest first."""
    found: list[int] = []
    gap = lines[place].gap
    widest = _WIDEST_GAP
    for index in range(place - 1, max(-1, place - 1 - _LONGEST_HEADER), -1):
        line = lines[index]
        is_joined = line.kind in _HEADER_KINDS or (line.kind is BlockKind.QUOTE and line.group == lines[place].group)
        if gap > widest or line.links or not is_joined or _is_border(line):
            break
        if (line.kind is BlockKind.QUOTE) != (lines[place].kind is BlockKind.QUOTE):
            break
        if _is_document_title(lines, index) or (line.kind is BlockKind.ITEM and not _is_above(line, lines[place])):
            break
        found.append(index)
        if line.kind is BlockKind.HEADING:
            break
        widest = min(widest, gap + 1)
        gap = line.gap
    return found


def _is_document_title(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is the first heading of the first rank: the document's own."""
    line = lines[index]
    return (
        line.kind is BlockKind.HEADING
        and line.level == 1
        and not any(each.kind is BlockKind.HEADING and each.level == 1 for each in lines[:index])
    )


def _is_above(line: Line, item: Line) -> bool:
    """Tell whether a point of a list tells of the page in ``item``: one that holds it, or a labelled fact."""
    if _is_parent(line, item):
        return True
    return line.group == item.group and line.level == item.level and reference.is_labelled(line.text)


def _is_parent(line: Line, item: Line) -> bool:
    """Tell whether a line of a list is of the same point as ``item``, or of the one that ``item`` stands under."""
    return line.block == item.block or line.level < item.level


def _downward(lines: Sequence[Line], place: int) -> list[int]:
    """Return the indices of the lines below a URL that may be its header."""
    found: list[int] = []
    for index in range(place + 1, min(len(lines), place + 1 + _LONGEST_HEADER)):
        line = lines[index]
        if line.gap > _WIDEST_GAP or line.links or line.kind not in _HEADER_KINDS or _is_border(line):
            break
        if line.kind is BlockKind.HEADING or shapes.is_sentence(line.text):
            break
        found.append(index)
    return found


def _is_border(line: Line) -> bool:
    """Tell whether nothing of a header can stand beyond this line."""
    is_picture = shapes.is_picture(line.text) and not headers.COUNTED.fullmatch(line.text)
    return is_picture or shapes.is_rule(line.text) or shapes.closes_quote(line.text)


def _headers_stand_below(
    lines: Sequence[Line], places: list[int], above: dict[int, list[int]], below: dict[int, list[int]]
) -> bool:
    """Learn from all cards whether their author writes the headline under the URL."""
    votes = dated = 0
    right_under = {at for place in places if below[place] and not lines[below[place][0]].gap for at in below[place]}
    for place in places:
        dated_below = _is_dated(lines, below[place])
        dated_above = _is_dated(lines, above[place], right_under)
        if dated_above != dated_below:
            dated += 1 if dated_below else -1
        elif bool(below[place]) != bool(above[place]):
            votes += 1 if below[place] and lines[below[place][0]].gap == 0 else 0
            votes -= 1 if above[place] and lines[place].gap <= 1 else 0
        elif dated_above and below[place]:
            votes += (lines[below[place][0]].gap < lines[place].gap) - (lines[below[place][0]].gap > lines[place].gap)
    return (dated if abs(dated) > 1 else dated + votes) > 0  # two dates say more than all else


def _is_dated(lines: Sequence[Line], candidates: Sequence[int], of_another: Collection[int] = ()) -> bool:
    """Tell whether one of the nearest lines is a date, and not, beyond text, one of those right under another URL."""
    is_parted = False
    for index in candidates[:3]:
        if headers.is_date_line(lines[index]) and not (is_parted and index in of_another):
            return True
        is_parted = is_parted or shapes.is_sentence(lines[index].text)
    return False


def _card(
    lines: Sequence[Line], place: int, candidates: list[int], near: When | None, repeated: frozenset[str]
) -> Card:
    """Read the header in ``candidates``, nearest to the URL first."""
    line, mark = lines[place], lines[place].links[0]
    post = is_post(mark.url) and shows_address(line)
    facts, used = headers.read(lines, place, candidates, dates.from_url(mark.url) or near, post, repeated)
    if facts.title is None and facts.published_at is not None and candidates[0] < place and not is_post(mark.url):
        under = [index for index in _downward(lines, place) if _is_next_to(lines, place, index)]
        if under and _is_next_to_link(lines, under[-1]):
            under = []
        named, further = headers.read(lines, place, under, near, False, repeated)
        if named.title is not None:
            facts, used = facts.filled(named), [*used, *further]
    if facts.title is None and candidates and candidates[0] > place and not is_post(mark.url):
        over = [
            index
            for index in _upward(lines, place)
            if lines[index].kind is BlockKind.HEADING or all(lines[at].gap == 0 for at in range(index + 1, place + 1))
        ]
        named, further = headers.read(lines, place, over[:1], near, False, repeated)
        if named.title is not None and not headers.is_date_line(lines[over[0]]):
            facts, used = facts.filled(named), [*used, *further]
    if post and facts.published_at is None and place + 1 < len(lines) and lines[place + 1].gap == 0:
        stamp = reference.take_dates(lines[place + 1].text, near)
        if stamp.published_at is not None and not stamp.rest:
            facts, used = facts._replace(published_at=stamp.published_at), [*used, place + 1]
    labelled = _labelled_under(lines, place) if not candidates or candidates[0] < place else []
    if labelled:
        named, further = headers.read(lines, place, labelled, near, False, repeated)
        facts, used = facts.filled(named), [*used, *further]
        above = lines[place - 1] if place else None
        if facts.title is None and above is not None and above.kind is BlockKind.HEADING:
            facts = facts._replace(title=headers.title_of(above.text))  # a page about one page
    is_dated = facts.published_at is not None or facts.outlet is not None
    own = inline.read(lines, line, 0, near)
    if own.title and facts.title:
        facts, used = facts._replace(title=None, author=None, outlet=None), [at for at in used if at > place]
    return Card(
        line=place, first=min([place, *used]), last=max([place, *used]), facts=own.filled(facts), is_dated=is_dated
    )


def _labelled_under(lines: Sequence[Line], place: int) -> list[int]:
    """Return the lines right under a URL that are labelled facts of its page, and lead to no other URL."""
    under = [index for index in _downward(lines, place) if _is_next_to(lines, place, index)]
    if under and _is_next_to_link(lines, under[-1]):
        return []
    return [index for index in under if reference.field(lines[index].text) is not None]


def _is_next_to_link(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line stands right over one with a link: it is of that."""
    following = lines[index + 1] if index + 1 < len(lines) else None
    return following is not None and bool(following.links) and following.gap == 0


def _is_next_to(lines: Sequence[Line], place: int, index: int) -> bool:
    """Tell whether no blank line stands between a URL and a line under it."""
    return all(lines[at].gap == 0 for at in range(place + 1, index + 1))


def _closed(
    lines: Sequence[Line], place: int, shape: closing.Closed, near: When | None, repeated: frozenset[str]
) -> Card:
    """Read a card that its URL closes."""
    card = _card(lines, place, shape.header, near, repeated)
    quote = "\n".join(line.text for line in shape.body) or None
    if quote is not None and quotations.is_one_speech(quote):
        quote = quote[1:-1]
    return replace(card, first=shape.first, last=place, facts=card.facts._replace(quote=quote))
