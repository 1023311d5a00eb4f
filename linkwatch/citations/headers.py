"""The lines above or below a URL that say what its page is: headline, outlet, date, byline, or a post, its author."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkwatch.citations import bibliography, brackets, inline, layout, reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.citations.reference import Facts
from linkwatch.model import BlockKind, When
from linkwatch.urls import CLOSERS

_SHORTEST_NAMED = 12
"""Characters before a colon that name a page; fewer only lead to its URL."""
_LONGEST_DATE_LINE = 120
_OF_POST = re.compile(
    r"(?:さん|氏|様)?の?(?:X|Twitter|ツイッター|ツイート|ポスト|投稿|つぶやき|Facebook|フェイスブック|Instagram|インスタ(?:グラム)?"
    r"|ブログ|Threads|Bluesky|post|tweet)(?:から|より)?$",
    re.I,
)
"""How a line that names a person says that it is a post of theirs."""
_CALLED = re.compile(r"^[^「」]{0,20}「(?P<title>[^「」]{6,})」$")
"""A line that introduces a page by its title: ``一本目は北国放送。「除雪の担い手、十年で半分に」``."""
_BYLINE = re.compile(r"^(?:(?:Text |Words |Story )?By)\s+(?P<author>[A-Z][\w.'’-]*(?:\s+[\w.'’-]+){0,5})$")
"""``By Priya Nandan``."""
_SOURCE_OF_COPY = re.compile(r"^(?P<title>\S.{6,}?)\s*[（(](?P<outlet>[^（）()\d]{3,20})[）)]$")
"""``headline（outlet）``, before the name of the site that copies it."""
_NAMED_BEHIND = re.compile(
    r"^(?P<title>\S.{3,}?)\s*[（(](?P<outlet>[^（）()\dぁ-ん、]{0,16}"
    r"(?:[^在支商入司]社|新[聞報]|日報|時報|タイムズ|通信|放送|テレビ|ニュース|ラジオ|協会|学会|連盟|財団|機構|組合|委員会|研究[所会]|センター"
    r"|[省庁署]|大学|学校|鉄道|銀行|病院|[書図]館|博物館|美術館|公民館|サイト|ブログ))[）)]$"
)
"""``headline（name）`` where the name ends as those of organisations, papers and sites do."""
_SUBSCRIBERS = re.compile(
    r"[\s　]*(?:チャンネル)?登録者数?\s?[\d.,]+\s?[万億]?人|\s*[·•]?\s*[\d.,]+[KM]? subscribers", re.I
)
"""What video sites count behind the name of a channel."""
_TAG = re.compile(r"^[＜〈<](?P<outlet>[^＜〈<＞〉>\d]{2,16})[＞〉>]\s*(?=\S{4})")
"""``＜outlet＞headline``."""
_ANY_BRACKET = frozenset((*CLOSERS, *CLOSERS.values()))
TAGGED = re.compile(r"【(?P<outlet>[^【】\d]{2,16})】(?=\s*\S{4})")
"""``【outlet】headline``, where the tag comes again and again: alone it may say what kind of report it is."""
_NUMBERED = re.compile(r"[\[［(（]\d{1,3}[\]］)）]\s*\S|\d{1,3}[)）]\s*\S")
"""A numbered entry of a bibliography, its URL on the next line."""
_WIDE_SPACE = re.compile(r"\u3000+|\s{2,}")
_SHORTEST_HEADLINE = 8
_NOTED = re.compile(r"^(?P<title>[^（(]{10,})[（(][、,\s]*(?P<outlet>[^（()）\d、]{2,20})[）)]$")
"""``headline（outlet）``, its date taken out."""
_LISTED = re.compile(
    r"^(?P<title>\S.{6,})[、，,]\s?(?P<outlet>[^、，,。.ぁ-ん\d\s]{2,15})[、，,]\s?(?P<date>\d[^、，,]{5,24})$"
)
"""``headline、outlet、date``."""
COUNTED = re.compile(
    r"[\d,]{1,5}|(?:コメント|いいね|シェア|閲覧|再生|[Cc]omments?|[Ll]ikes?|[Ss]hares?)\s?[\d,]+\s?(?:件|回)?|[\d,]+\s?(?:件の)?(?:コメント|いいね|シェア|回視聴|回再生|views|comments)"
)
"""What pages count beside a headline: it names nothing."""


def is_date_line(line: Line) -> bool:
    """Tell whether a line is a date, perhaps with the name of an outlet or a headline."""
    if len(line.text) > _LONGEST_DATE_LINE or shapes.is_sentence(line.text):
        return False
    dated = reference.take_dates(line.text)
    return dated.published_at is not None or dated.lacks_year


def read(
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
        if lines[index].kind is BlockKind.ITEM and lines[index].block != lines[place].block:
            named = shapes.without_attribution(text)
            if reference.is_labelled(text):
                facts = facts.filled(Facts(outlet=named if named != text and reference.is_name(named) else None))
                used.append(index)
                continue
        if COUNTED.fullmatch(text):
            used.append(index)
            continue
        byline = _BYLINE.match(text)
        if byline is not None:
            facts = facts.filled(Facts(author=byline["author"]))
            used.append(index)
            continue
        if (
            (_NUMBERED.match(text) or text.startswith(("・", "•")))
            and brackets.bracketed_title(text) is not None
            and lines[place].gap == 0
        ):
            entry = bibliography.parse(text, near)
            if entry.title is not None and entry.published_at is not None and not used and not names:
                return facts.filled(entry), [*used, index]
        if bibliography.is_apa(text) and lines[place].gap == 0 and not used and not names:
            return facts.filled(bibliography.parse(text, near)), [*used, index]
        called = _CALLED.match(text) if lines[place].gap == 0 and index == place - 1 and "。" in text else None
        if called is not None:
            return facts.filled(Facts(title=reference.clean_title(called["title"]))), [*used, index]
        if layout.is_in_sentence(lines, index) and not is_date_line(lines[index]):
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
                    beyond=lines[names[0]].text if names else _name_beyond(lines, place, index, candidates),
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
    if len(text) > shapes.LONGEST_TITLE or not ("人" in text or "subscribers" in text.lower()):
        return text
    return _SUBSCRIBERS.sub("", text)


def _name_beyond(lines: Sequence[Line], place: int, index: int, candidates: list[int]) -> str:
    """Return the candidate after ``index`` if it could be a headline that goes with it, else nothing."""
    at = candidates.index(index) + 1
    if at >= len(candidates):
        return ""
    line = lines[candidates[at]]
    if lines[index].gap > lines[place].gap and index < place:
        return ""
    is_name = not shapes.is_sentence(line.text) and not is_date_line(line) and reference.field(line.text) is None
    return line.text if is_name else ""


def _of_date_line(text: str, dated: reference.Dates, near: When | None, *, beyond: str, is_titled: bool) -> Facts:
    """Read a line with a date: what else is in it is the outlet, or the headline when nothing else can be.

    ``beyond``: the line that may be the headline; empty when this is all there is. ``is_titled``: the date stands in
    brackets behind it, and the outlet on a line of its own.
    """
    if bibliography.is_tagged(shapes.without_bullet(text)) or brackets.names_title(
        shapes.without_attribution(shapes.without_bullet(dated.rest))
    ):
        return bibliography.parse(text, near)
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
        if len(beyond) > len(parts[0]) and reference.is_name(parts[0]):
            return facts._replace(outlet=parts[0], author=parts[1])
        title, outlet = parts
    noted = _NOTED.match(name)
    if noted and not outlet:
        title, outlet = noted["title"], noted["outlet"]
    if outlet:
        return facts._replace(title=reference.clean_title(title), outlet=outlet)
    is_title = is_titled or (not beyond and (dated.leads or _is_called(text, name)))
    if reference.is_name(name) and "、" not in name and not is_title:
        return facts._replace(outlet=name)
    return facts._replace(title=reference.clean_title(name))


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
    if "".join(reference.take_dates(text, near).rest.split()) != "".join(f"{before}{after}".split()):
        return None  # words about the date, or a bracket around it
    return Facts(title=reference.clean_title(longer), outlet=shorter, published_at=found[0].when)


def _is_called(text: str, name: str) -> bool:
    """Tell whether a line that is all there is names a page, its date in brackets, and no outlet: it is longer."""
    return text.rstrip(":：").endswith((")", "）")) and (len(name) >= _SHORTEST_NAMED or any(map(str.isdigit, name)))


def _unwrapped(text: str) -> str:
    """Take brackets from around the whole of a name, and what is left of emptied ones."""
    if _ANY_BRACKET.isdisjoint(text):
        return text.strip(" 　")
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
        return facts._replace(outlet=shapes.without_bullet(lines[names[0]].text)), [*used, names[0]]
    if facts.title or not names:
        return facts, used
    tag = _TAG.match(shapes.without_bullet(lines[names[0]].text)) if not facts.outlet else None
    if tag is None and not facts.outlet:
        tag = TAGGED.match(shapes.without_bullet(lines[names[0]].text))
        tag = tag if tag and tag[0] in repeated else None
    if tag and not reference.is_kind_of_report(tag["outlet"]):
        title = title_of(shapes.without_bullet(lines[names[0]].text)[tag.end() :])
        return facts.filled(Facts(title=title, outlet=tag["outlet"])), [*used, names[0]]
    if len(names) > 1 and not names[1] and lines[names[0]].gap > lines[names[0] + 1].gap:
        del names[1]  # the heading of the whole document
    texts = [_uncounted(lines[index].text) for index in names]
    noted = reference.noted(shapes.without_bullet(texts[0]))
    if noted is not None:
        return facts.filled(noted), [*used, names[0]]
    if brackets.is_bracketed(texts[0]):
        return facts.filled(Facts(title=title_of(texts[0]))), [*used, names[0]]
    if len(names) == 2 and not facts.outlet:
        name, title = sorted(texts, key=lambda text: (text not in repeated, len(text)))
        if reference.is_name(name) and (name in repeated or len(name) < len(title)) and title not in repeated:
            found = Facts(title=title_of(title), outlet=shapes.without_bullet(name))
            return facts.filled(found), [*used, *names]
    bare = shapes.without_bullet(texts[0])
    if bibliography.is_tagged(bare) or brackets.names_title(bare):
        return facts.filled(bibliography.parse(texts[0])), [*used, names[0]]
    title, outlet = reference.split_outlet(texts[0]) if not facts.outlet else (texts[0], None)
    behind = _NAMED_BEHIND.match(title) if not outlet and not facts.outlet else None
    if behind:
        title, outlet = behind["title"], behind["outlet"]
    source = _SOURCE_OF_COPY.match(title) if outlet else None
    if source and not reference.is_kind_of_report(source["outlet"]):
        title, outlet = source["title"], source["outlet"]
    return facts.filled(Facts(title=title_of(title), outlet=outlet)), [*used, names[0]]


def title_of(text: str) -> str | None:
    """Return a header line as a title; None when it leads on to the URL (``続きはこちら：``)."""
    bare = shapes.without_bullet(text)
    named = bare.rstrip(":：")
    if bare != named and shapes.goes_on(named):
        return None  # it ends in a sentence that leads to the URL
    if bare != named and (shapes.dates_in(named) or len(named) >= _SHORTEST_NAMED) and not inline.leads_on(named):
        bare = reference.take_dates(named).rest
    return None if inline.is_pointer(bare) else reference.clean_title(bare)
