"""Cards: a URL that stands on a line of its own, with the lines above or below that say what it is.

The usual shape is headline, outlet and date, URL, then the passage; the order differs from author to
author, and the other cards of a document tell which one is its author's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from linkwatch import dates
from linkwatch.citations import brackets, closing, inline, layout, reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.citations.reference import Facts
from linkwatch.model import BlockKind, When
from linkwatch.urls import CLOSERS

_LONGEST_HEADER = 6
_WIDEST_GAP = 2
"""Blank lines between the lines of one card's header."""
_SHORTEST_NAMED = 12
"""Characters before a colon that name a page; fewer only lead to its URL."""
_LONGEST_LABEL = 80
_LONGEST_OUTLET = 30
_LONGEST_DATE_LINE = 120
_LABEL_ONLY = re.compile(
    r"[^\w@]*"
    r"(?:URL|リンク(?:先|元)?|アドレス|記事(?:URL)?|ソース|出典|引用元|元記事|参照元?|参考|動画|Link|Source|Via|From"
    r"|Read more|続きを読む|詳細(?:はこちら)?|(?:詳し|くわし)くは(?:こちら)?)?"
    r"[\s）)\]】>＞」』:：|｜.、。→⇒↓]*",
    re.I,
)
_POST_PATH = re.compile(
    r"/status(?:es)?/\d+|/@[^/]+/\d+|/@[^/]+/post/|/posts?/(?:pfbid\w{8,}|\d{8,}|[\w-]*activity-\d{8,})|/p/[\w-]{8,}|/permalink|/profile/[^/]+/post/"
)
"""Paths of posts in social networks, which have no headline."""
_OF_POST = re.compile(
    r"(?:さん|氏|様)?の?(?:X|Twitter|ツイッター|ツイート|ポスト|投稿|つぶやき|Facebook|フェイスブック|Instagram|インスタ(?:グラム)?"
    r"|ブログ|Threads|Bluesky|post|tweet)(?:から|より)?$",
    re.I,
)
"""How a line that names a person says that it is a post of theirs."""
_SMALL_NOTE = re.compile(r"\s*[（(][^（()）]{1,16}[）)]$")
"""``(audio, 3 min)``, ``（会員限定）`` behind a URL."""
_CALLED = re.compile(r"^[^「」]{0,20}「(?P<title>[^「」]{6,})」$")
"""A line that introduces a page by its title: ``一本目は北国放送。「除雪の担い手、十年で半分に」``."""
_BYLINE = re.compile(r"^(?:(?:Text |Words |Story )?By)\s+(?P<author>[A-Z][\w.'’-]*(?:\s+[\w.'’-]+){0,5})$")
"""``By Priya Nandan``."""
_SOURCE_OF_COPY = re.compile(r"^(?P<title>\S.{6,}?)\s*[（(](?P<outlet>[^（）()\d]{3,20})[）)]$")
"""``headline（outlet）``, before the name of the site that copies it."""
_SUBSCRIBERS = re.compile(
    r"[\s　]*(?:チャンネル)?登録者数?\s?[\d.,]+\s?[万億]?人|\s*[·•]?\s*[\d.,]+[KM]? subscribers", re.I
)
"""What video sites count behind the name of a channel."""
_TAG = re.compile(r"^[＜〈<](?P<outlet>[^＜〈<＞〉>\d]{2,16})[＞〉>]\s*(?=\S{4})")
"""``＜outlet＞headline``."""
_WIDE_SPACE = re.compile(r"\u3000+|\s{2,}")
_SHORTEST_HEADLINE = 8
_NOTED = re.compile(r"^(?P<title>[^（(]{10,})[（(][、,\s]*(?P<outlet>[^（()）\d、]{2,20})[）)]$")
"""``headline（outlet）``, its date taken out."""
_LISTED = re.compile(
    r"^(?P<title>\S.{6,})[、，,]\s?(?P<outlet>[^、，,。.ぁ-ん\d\s]{2,15})[、，,]\s?(?P<date>\d[^、，,]{5,24})$"
)
"""``headline、outlet、date``."""
_COUNTED = re.compile(
    r"[\d,]{1,5}|(?:コメント|いいね|シェア|閲覧|再生|[Cc]omments?|[Ll]ikes?|[Ss]hares?)\s?[\d,]+\s?(?:件|回)?|[\d,]+\s?(?:件の)?(?:コメント|いいね|シェア|回視聴|回再生|views|comments)"
)
"""What pages count beside a headline: it names nothing."""
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
    if len(line.links) != 1 or line.kind in (BlockKind.QUOTE, BlockKind.CELL):
        return False
    if line.kind is BlockKind.EMBED:
        return not line.text
    rest = reference.without_file_info(line.rest)
    if line.links[0].bare and line.links[0].start == 0:
        rest = _SMALL_NOTE.sub("", rest)
    return len(rest) <= _LONGEST_LABEL and _LABEL_ONLY.fullmatch(rest) is not None


def is_post(url: str) -> bool:
    """Tell whether ``url`` is of a post in a social network."""
    return _POST_PATH.search(url) is not None


def shows_address(line: Line) -> bool:
    """Tell whether a card shows its URL as clippings do, not the words of a link or a frame."""
    mark = line.links[0]
    return mark.bare or (line.kind is not BlockKind.EMBED and inline.is_address(mark.text, mark.url))


def find(lines: Sequence[Line], near: When | None) -> dict[int, Card]:
    """Return the cards of a document by the index of their URL's line; ``near`` gives years to dates without one."""
    places = [line.index for line in lines if stands_alone(line)]
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
            chosen = [index for index in chosen if _is_date_line(lines[index])]
        card = _card(lines, place, chosen, near, repeated)
        cards[place] = card
        taken = card.last
    return cards


def _repeated(lines: Sequence[Line]) -> frozenset[str]:
    """Return the short lines that stand in a document more than once, as the names of outlets do."""
    counted = Counter(line.text for line in lines if len(line.text) <= _LONGEST_OUTLET and not line.links)
    return frozenset(text for text, times in counted.items() if times > 1)


def _first_date(lines: Sequence[Line], told: dict[int, tuple[list[int], list[int]]]) -> When | None:
    """Return the first date that the lines around the URLs, or a URL, give with its year."""
    for place, (above, below) in told.items():
        for index in (*above[:3], *below[:3]):
            if _is_date_line(lines[index]):
                found = reference.take_dates(lines[index].text).published_at
                if found is not None:
                    return found
        found = dates.from_url(lines[place].links[0].url)
        if found is not None:
            return found
    return None


def _is_titled(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether a line ends with its one URL, words before it, and is no point of a list of such lines."""
    if line.kind is not BlockKind.PARAGRAPH or len(line.links) != 1 or not shows_address(line):
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
        facts = replace(facts, title=_title(lines[first].text), outlet=facts.title)
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
        is_outlet and len(name) < len(above.text) and not shapes.is_sentence(above.text) and not _is_date_line(above)
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
        if gap > widest or line.links or line.kind not in _HEADER_KINDS or _is_border(line):
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
    return line.group == item.group and line.level == item.level and reference.field(line.text) is not None


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
    is_picture = shapes.is_picture(line.text) and not _COUNTED.fullmatch(line.text)
    return is_picture or shapes.is_rule(line.text) or shapes.closes_quote(line.text)


def _is_date_line(line: Line) -> bool:
    """Tell whether a line is a date, perhaps with the name of an outlet or a headline."""
    if len(line.text) > _LONGEST_DATE_LINE or shapes.is_sentence(line.text):
        return False
    dated = reference.take_dates(line.text)
    return dated.published_at is not None or dated.lacks_year


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
        elif bool(below[place]) != bool(above[place]):
            votes += 1 if below[place] and lines[below[place][0]].gap == 0 else 0
            votes -= 1 if above[place] and lines[place].gap <= 1 else 0
        elif dated_above and below[place]:
            votes += (lines[below[place][0]].gap < lines[place].gap) - (lines[below[place][0]].gap > lines[place].gap)
    return votes > 0


def _card(
    lines: Sequence[Line], place: int, candidates: list[int], near: When | None, repeated: frozenset[str]
) -> Card:
    """Read the header in ``candidates``, nearest to the URL first."""
    line, mark = lines[place], lines[place].links[0]
    post = is_post(mark.url) and shows_address(line)
    facts, used = _header(lines, place, candidates, dates.from_url(mark.url) or near, post, repeated)
    if facts.title is None and facts.published_at is not None and candidates[0] < place and not is_post(mark.url):
        under = [index for index in _downward(lines, place) if _is_next_to(lines, place, index)]
        named, further = _header(lines, place, under, near, False, repeated)
        if named.title is not None:
            facts, used = facts.filled(named), [*used, *further]
    if facts.title is None and candidates and candidates[0] > place and not is_post(mark.url):
        over = [
            index for index in _upward(lines, place) if all(lines[at].gap == 0 for at in range(index + 1, place + 1))
        ]
        named, further = _header(lines, place, over[:1], near, False, repeated)
        if named.title is not None and not _is_date_line(lines[over[0]]):
            facts, used = facts.filled(named), [*used, *further]
    if post and facts.published_at is None and place + 1 < len(lines) and lines[place + 1].gap == 0:
        stamp = reference.take_dates(lines[place + 1].text, near)
        if stamp.published_at is not None and not stamp.rest:
            facts, used = replace(facts, published_at=stamp.published_at), [*used, place + 1]
    is_dated = facts.published_at is not None or facts.outlet is not None
    own = inline.read(lines, line, 0, near)
    if own.title and facts.title:
        facts, used = replace(facts, title=None, author=None, outlet=None), [at for at in used if at > place]
    return Card(
        line=place, first=min([place, *used]), last=max([place, *used]), facts=own.filled(facts), is_dated=is_dated
    )


def _is_next_to(lines: Sequence[Line], place: int, index: int) -> bool:
    """Tell whether no blank line stands between a URL and a line under it."""
    return all(lines[at].gap == 0 for at in range(place + 1, index + 1))


def _closed(
    lines: Sequence[Line], place: int, shape: closing.Closed, near: When | None, repeated: frozenset[str]
) -> Card:
    """Read a card that its URL closes."""
    card = _card(lines, place, shape.header, near, repeated)
    quote = "\n".join(line.text for line in shape.body) or None
    return replace(card, first=shape.first, last=place, facts=replace(card.facts, quote=quote))


def _header(
    lines: Sequence[Line], place: int, candidates: list[int], near: When | None, post: bool, repeated: frozenset[str]
) -> tuple[Facts, list[int]]:
    """Read header lines, nearest first; return what they say and which were used."""
    facts = Facts()
    used: list[int] = []
    names: list[int] = []
    sentences: list[int] = []
    for index in candidates:
        text = lines[index].text
        text = _uncounted(text)
        labelled = reference.field(text)
        if labelled is not None:
            facts = facts.filled(reference.facts_of_field(*labelled, near))
            used.append(index)
            continue
        if _COUNTED.fullmatch(text):
            used.append(index)
            continue
        byline = _BYLINE.match(text)
        if byline is not None:
            facts = facts.filled(Facts(author=byline["author"]))
            used.append(index)
            continue
        called = _CALLED.match(text) if lines[place].gap == 0 and index == place - 1 and "。" in text else None
        if called is not None:
            return facts.filled(Facts(title=reference.clean_title(called["title"]))), [*used, index]
        if layout.is_in_sentence(lines, index) and not _is_date_line(lines[index]):
            if not post or any("@" not in lines[name].text for name in names):
                break
            sentences.append(index)
            continue
        if sentences and post and facts.published_at is None:
            posted = reference.take_dates(text, near)
            if posted.published_at is not None and not posted.rest:
                facts = facts.filled(Facts(published_at=posted.published_at))
                used.append(index)
                continue
        is_point = lines[index].kind is BlockKind.ITEM and lines[index].block != lines[place].block
        dated = reference.take_dates(text, near)
        if dated.lacks_year and not dated.rest:
            used.append(index)
            continue
        if dated.published_at is not None and not is_point and facts.published_at is None and not sentences:
            facts = facts.filled(
                _of_date_line(
                    text,
                    dated,
                    near,
                    is_lone=not names and not _has_name_beyond(lines, place, index, candidates),
                    is_titled=bool(names) and text.endswith((")", "）")),
                )
            )
            used.append(index)
            if facts.title or (names and facts.outlet):
                break
            continue
        if facts.title or len(names) >= (1 if facts.outlet else 2):
            break
        if sentences and names:
            break
        names.append(index)
        if sentences:
            break
    if sentences:
        return _post(lines, sentences, names, facts, used)
    return _named(lines, names, facts, used, repeated)


def _uncounted(text: str) -> str:
    """Take what a video site counts behind the name of a channel."""
    return _SUBSCRIBERS.sub("", text) if len(text) <= shapes.LONGEST_TITLE else text


def _has_name_beyond(lines: Sequence[Line], place: int, index: int, candidates: list[int]) -> bool:
    """Tell whether the candidate after ``index`` could be a headline that goes with it."""
    at = candidates.index(index) + 1
    if at >= len(candidates):
        return False
    line = lines[candidates[at]]
    if lines[index].gap > lines[place].gap and index < place:
        return False
    return not shapes.is_sentence(line.text) and not _is_date_line(line) and reference.field(line.text) is None


def _of_date_line(text: str, dated: reference.Dates, near: When | None, *, is_lone: bool, is_titled: bool) -> Facts:
    """Read a line with a date: what else is in it is the outlet, or the headline when nothing else can be.

    ``is_titled``: the date stands in brackets behind it, and the outlet on a line of its own.
    """
    if reference.is_tagged(shapes.without_bullet(text)) or brackets.names_title(
        shapes.without_attribution(shapes.without_bullet(dated.rest))
    ):
        return reference.parse(text, near)
    whole = reference.noted(shapes.without_attribution(shapes.without_bullet(text)), near)
    if whole is not None:
        return whole.filled(Facts(cited_at=dated.cited_at))
    parted = _parted(shapes.without_bullet(text), near)
    if parted is not None:
        return parted.filled(Facts(cited_at=dated.cited_at))
    listed = _LISTED.match(shapes.without_bullet(text)) if dated.published_at is not None else None
    if listed and shapes.dates_in(listed["date"], near):
        return Facts(
            title=reference.clean_title(listed["title"]), outlet=listed["outlet"], published_at=dated.published_at
        )
    name = _unwrapped(shapes.without_attribution(shapes.without_bullet(dated.rest)).strip(" 　"))
    facts = Facts(published_at=dated.published_at, cited_at=dated.cited_at)
    if not name:
        return facts
    title, outlet = reference.split_outlet(name)
    parts = _WIDE_SPACE.split(name)
    if not outlet and len(parts) == 2 and len(parts[0]) >= _SHORTEST_HEADLINE and len(parts[1]) < len(parts[0]):
        title, outlet = parts
    noted = _NOTED.match(name)
    if noted and not outlet:
        title, outlet = noted["title"], noted["outlet"]
    if outlet:
        return replace(facts, title=reference.clean_title(title), outlet=outlet)
    is_title = is_titled or (is_lone and (dated.leads or _is_called(text, name)))
    if reference.is_name(name) and "、" not in name and not is_title:
        return replace(facts, outlet=name)
    return replace(facts, title=reference.clean_title(name))


def _parted(text: str, near: When | None) -> Facts | None:
    """Read a line whose date stands between headline and outlet, in either order; None when it does not."""
    found = shapes.dates_in(text, near)
    if len(found) != 1:
        return None
    before, after = text[: found[0].start].strip(" 　/|｜・,，、"), text[found[0].end :].strip(" 　/|｜・,，、")
    shorter, longer = sorted((before, after), key=len)
    is_outlet = reference.is_name(shorter) and len(shorter) > 1 and not any(char.isdigit() for char in shorter)
    if not is_outlet or len(longer) < max(_SHORTEST_HEADLINE, len(shorter) + 1) or longer[-1] in "（(【[「":
        return None
    if reference.take_dates(text, near).rest.replace(" ", "") != f"{before}{after}".replace(" ", ""):
        return None  # words about the date, or a bracket around it
    return Facts(title=reference.clean_title(longer), outlet=shorter, published_at=found[0].when)


def _is_called(text: str, name: str) -> bool:
    """Tell whether a line that is all there is names a page, its date in brackets, and no outlet: it is longer."""
    return text.rstrip(":：").endswith((")", "）")) and (len(name) >= _SHORTEST_NAMED or any(map(str.isdigit, name)))


def _unwrapped(text: str) -> str:
    """Take brackets from around the whole of a name, and what is left of emptied ones."""
    while len(text) > 1 and CLOSERS.get(text[-1]) == text[0]:
        text = text[1:-1].strip()
    for closer, opener in CLOSERS.items():
        if text.count(closer) > text.count(opener):
            text = text.removesuffix(closer)
        elif text.count(opener) > text.count(closer):
            text = text.removeprefix(opener)
    return text.strip(" 　")


def _post(
    lines: Sequence[Line], sentences: list[int], names: list[int], facts: Facts, used: list[int]
) -> tuple[Facts, list[int]]:
    """Read a post that stands before its URL: who wrote it, what, when."""
    quote = "\n".join(lines[index].text for index in sorted(sentences))
    heading = shapes.without_bullet(lines[names[0]].text) if names else None
    author = _OF_POST.sub("", heading) if heading else None
    title = heading if author != heading else None
    return facts.filled(Facts(title=title, author=author or heading, quote=quote)), [*used, *sentences, *names]


def _named(
    lines: Sequence[Line], names: list[int], facts: Facts, used: list[int], repeated: frozenset[str]
) -> tuple[Facts, list[int]]:
    """Tell headline from outlet among the lines without a date: of two, what other cards repeat, or the shorter."""
    if facts.title and names and not facts.outlet and reference.is_name(lines[names[0]].text):
        return replace(facts, outlet=shapes.without_bullet(lines[names[0]].text)), [*used, names[0]]
    if facts.title or not names:
        return facts, used
    tag = _TAG.match(shapes.without_bullet(lines[names[0]].text)) if not facts.outlet else None
    if tag and not reference.is_kind_of_report(tag["outlet"]):
        title = _title(shapes.without_bullet(lines[names[0]].text)[tag.end() :])
        return facts.filled(Facts(title=title, outlet=tag["outlet"])), [*used, names[0]]
    if len(names) > 1 and not names[1] and lines[names[0]].gap > lines[names[0] + 1].gap:
        del names[1]  # the heading of the whole document
    texts = [_uncounted(lines[index].text) for index in names]
    noted = reference.noted(shapes.without_bullet(texts[0]))
    if noted is not None:
        return facts.filled(noted), [*used, names[0]]
    if brackets.is_bracketed(texts[0]):
        return facts.filled(Facts(title=_title(texts[0]))), [*used, names[0]]
    if len(names) == 2 and not facts.outlet:
        name, title = sorted(texts, key=lambda text: (text not in repeated, len(text)))
        if reference.is_name(name) and (name in repeated or len(name) < len(title)) and title not in repeated:
            found = Facts(title=_title(title), outlet=shapes.without_bullet(name))
            return facts.filled(found), [*used, *names]
    bare = shapes.without_bullet(texts[0])
    if reference.is_tagged(bare) or brackets.names_title(bare):
        return facts.filled(reference.parse(texts[0])), [*used, names[0]]
    title, outlet = reference.split_outlet(texts[0])
    source = _SOURCE_OF_COPY.match(title) if outlet else None
    if source and not reference.is_kind_of_report(source["outlet"]):
        title, outlet = source["title"], source["outlet"]
    return facts.filled(Facts(title=_title(title), outlet=outlet)), [*used, names[0]]


def _title(text: str) -> str | None:
    """Return a header line as a title; None when it leads on to the URL (``続きはこちら：``)."""
    bare = shapes.without_bullet(text)
    named = bare.rstrip(":：")
    if bare != named and (shapes.dates_in(named) or len(named) >= _SHORTEST_NAMED) and not inline.leads_on(named):
        bare = reference.take_dates(named).rest
    return None if inline.is_pointer(bare) else reference.clean_title(bare)
