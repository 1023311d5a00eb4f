"""URLs in running text, list items and table cells: what the words on the same line say of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkwatch import dates
from linkwatch.citations import bibliography, brackets, notations, reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.citations.reference import Facts
from linkwatch.model import BlockKind, LinkMark, When
from linkwatch.urls import CLOSERS, host_of

_GENERIC = re.compile(
    r"[\s\[\]（）()「」<>＜＞:：→⇒》。、.…]*(?:こちら(?:の(?:記事|ページ|サイト|リンク))?|ここ|これ|それ"
    r"|この(?:記事|ページ)|元?記事|リンク(?:先)?|ソース|出典|引用元|参照元?|参考(?:記事|リンク|URL)?|原文|全文"
    r"|(?:元?記事|本文|動画|ページ|サイト)(?:[をは]?(?:見る|読む|開く|こちら)|へ)"
    r"|詳細(?:はこちら)?|続き(?:を読む)?|もっと(?:見る|読む)|PDF|画像|動画"
    r"|here|this|this (?:article|page|post|link|one)|link|source|via|article|original|read more|more|web"
    r"|website|url|pdf|doi|comments?|discussion|thread"
    r"|(?:read|see) (?:the |full |original )*(?:article|story|post|report)"
    r"|(?:full|original) (?:article|story|text)|lire (?:l['’]article|la suite)|(?:zum|ganze[rn]) artikel(?: lesen)?"
    r"|weiterlesen|leer (?:más|el artículo)|原文链接|기사 보기"
    r"|\^|↩|↑|#|§|¶|permalink|\d{1,3})?[\s\[\]（）()「」<>＜＞:：→⇒》。、.…]*",
    re.I,
)
_ENDS_OPEN = re.compile(
    r"(?:[はをにがとでもや]|から|まで|より|って|という|との|では|には|によると|など)[、,]?[「『（(]?$"
    r"|\b(?:see|at|in|on|from|is|are|was|the|an?|to|by|and|or|of|for|with|as|also|read|visit|follow|like|but|that|this"
    r"|says?|via|through|about|into|under|than|then|here|it|its|page|even)\b[,:]?[(\[\"'“]?$",
    re.I,
)
_POINTS = re.compile(
    r"(?:[:：↓]|(?:より|から|を|に)?(?:引用|参照|参考|転載|抜粋)(?:元|先|に|した|しました|しています|させていただきました)?"
    r"|こちら|はこれ)\s*$"
)
_PATH_LIKE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/\S*", re.I)
_NEAR_URL = re.compile(r"[\s（(:：、,→<＜=＝\-–—]*$")
_TO_TITLE = re.compile(r"[）)]?[.。、,:：]?\s*[\"“「『《]?\s*")
_YEAR_BEFORE = re.compile(r"(?:[(（]|[.)]\s)((?:19|20)\d{2})[a-z]?[)）]?[.,。]?\s*[\"“「『]?\s*$")
_LONGEST_ENTRY = 160
"""Characters beside the title of a line of a bibliography."""
_REACH_OF_DATE = 80
_OPEN_BRACKET = re.compile(r"[（(]([^（()）]{1,60})$")
_URL_LABEL = re.compile(r"\s*[<＜(（]?URL[:：]?\s*$", re.I)
_CHAT = re.compile(r"\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+\S")
"""Time and name before a message: ``19:03 会長``."""
_DATED_BESIDE = re.compile(r"[ぁ-ん、]{1,8}[（(]([^（）()]{4,24})[）)]")
"""A bracket behind a few particles: ``[title](url)にある（2020年8月）``."""
_READ_LABEL = re.compile(
    r"^(?:(?:now )?reading|read|watching|watched|listening to|to read|読了|読書中?|読んだ|いま読んでいる)\s?[:：]\s*",
    re.I,
)
"""What diaries write before a title."""
_REACH = 400
"""Characters on each side of a URL that are looked at."""
_POLITE = re.compile(r"(?:まし(?:た|ょう)|です|でした|ます|ません|ください)$")
_LONGEST_OUTLET = 10
"""Characters of a name beside a date that is an outlet's, and no title."""
_LONGEST_BESIDE = 100
"""Characters beside a URL that may be its title."""


def read(lines: Sequence[Line], line: Line, number: int, near: When | None) -> Facts:
    """Return what the line says of the page of its link ``number``; ``near`` gives years to dates without one."""
    mark = line.links[number]
    near = dates.from_url(mark.url) or near
    if mark.start == mark.end and not mark.title and line.is_quoted:
        return Facts()  # the address in a quotation's own attribute
    before, after = _around(line, number)
    if before.endswith("@") and not mark.bare:
        return Facts()  # ``@[card](url)``: what stands in the brackets is a command
    noted = notations.title_of(before, after) if mark.bare else None
    if noted is not None:
        lead = reference.take_dates(shapes.without_bullet(before.strip())[:_REACH_OF_DATE], near)
        dated = Facts(published_at=lead.published_at if lead.leads else None)
        return reference.of_link_text(noted, near).filled(dated) if noted else dated
    if line.kind is BlockKind.CELL:
        return _in_row(lines, line, mark, near)
    shown = shown_title(mark)
    facts = _marked(shown, before, after, near) if shown else _bare(lines, line, before, after, near)
    return facts.filled(_dated_above(lines, line, near))


def shown_title(mark: LinkMark) -> str | None:
    """Return the text of a marked link when it names the page, else the title that the format gives it."""
    for text in (mark.text, mark.title):
        if text and not _GENERIC.fullmatch(text) and not is_address(text, mark.url):
            return text
    return None


def is_address(text: str, url: str) -> bool:
    """Tell whether the text of a link is no more than its address."""
    plain = text.strip(" <>…")
    if "://" in plain or plain.lower().startswith("www.") or plain.lower().rstrip("/") == host_of(url):
        return True
    return _PATH_LIKE.fullmatch(plain) is not None


def leads_on(text: str) -> bool:
    """Tell whether ``text`` is the beginning of a sentence that the URL goes on with."""
    return _ENDS_OPEN.search(text[-40:]) is not None or is_pointer(text)


def is_pointer(text: str) -> bool:
    """Tell whether ``text`` points to the URL and names nothing: ``続きは：``, ``次のサイトより引用``."""
    return _POINTS.search(text[-20:]) is not None


def _around(line: Line, number: int) -> tuple[str, str]:
    """Return the text between the links before and after link ``number``, as far as it can matter."""
    mark = line.links[number]
    start = line.links[number - 1].end if number else 0
    end = line.links[number + 1].start if number + 1 < len(line.links) else len(line.text)
    return line.text[max(start, mark.start - _REACH) : mark.start], line.text[mark.end : min(end, mark.end + _REACH)]


def _marked(shown: str, before: str, after: str, near: When | None) -> Facts:
    """Read a link with a text of its own: note behind it, date or author in front."""
    facts = reference.of_link_text(shown, near).filled(
        reference.of_note(after.strip().lstrip('"”“」』»’'), near)._replace(title=None)
    )
    lead = reference.take_dates(shapes.without_bullet(before.strip()), near)
    if facts.published_at is None:
        published = lead.published_at if lead.leads and lead.rest in ("", "の") else _dated_just_before(before, near)
        facts = facts._replace(published_at=published)
    beside = _DATED_BESIDE.match(after) if facts.published_at is None else None
    if beside is not None:
        noted = reference.take_dates(beside[1], near)
        facts = facts._replace(published_at=noted.published_at if not noted.rest else None)
    if facts.published_at is None and _is_in_entry(before, after):
        facts = facts.filled(bibliography.parse(f"{before}{shown}{after}", near)._replace(title=None))
    is_headed = lead.published_at is not None and before.rstrip().endswith((":", "："))
    if facts.published_at is None and is_headed and reference.is_name(lead.rest) and not leads_on(lead.rest):
        facts = facts.filled(Facts(outlet=lead.rest, published_at=lead.published_at))
    return facts


def _is_in_entry(before: str, after: str) -> bool:
    """Tell whether a link is the title, in quotation marks, of a reference: ``Author. “[title].” In (1978).``"""
    if before[-1:] not in tuple('「『“"') or len(before) + len(after) > _LONGEST_ENTRY:
        return False
    return after.lstrip(".,")[:1] in tuple('」』”"') and not shapes.goes_on(f"{before}{after}")


def _of_cells(cells: list[str], near: When | None) -> Facts:
    """Read the cells of a line parted by tabs: its date, the longest name a title, the next an outlet."""
    dated = [cell for cell in cells if (found := reference.take_dates(cell, near)).published_at and not found.rest]
    names = sorted(
        (cell for cell in cells if cell and cell not in dated and not cell.isdigit()), key=len, reverse=True
    )
    return Facts(
        title=reference.clean_title(names[0]) if names else None,
        outlet=names[1] if len(names) > 1 and reference.is_name(names[1]) else None,
        published_at=reference.take_dates(dated[0], near).published_at if dated else None,
    )


def _dated_just_before(before: str, near: When | None) -> When | None:
    """Return the date in brackets right before a link, as references have it: ``Author (2010年12月5日). “title”``."""
    tail = before[-_REACH_OF_DATE:]
    year = _YEAR_BEFORE.search(tail)
    if year:
        return When(value=year[1], source="text")
    dated = shapes.dates_in(tail, near)
    if not dated or tail[: dated[-1].start].rstrip()[-1:] not in ("(", "（"):
        return None
    return dated[-1].when if _TO_TITLE.fullmatch(tail, dated[-1].end) else None


def _bare(lines: Sequence[Line], line: Line, before: str, after: str, near: When | None) -> Facts:
    """Read the words around a URL without a text of its own."""
    lead, tail = _unbracketed(_READ_LABEL.sub("", before.strip()), after.strip())
    stamped = _log_stamp(lead, near)
    if stamped is not None:
        return Facts(cited_at=stamped)
    if f"{before}{after}".count("\t") > 1 and not _CHAT.match(before):
        return _of_cells([cell.strip() for cell in f"{before}\t{after}".split("\t")], near)
    whole = f"{lead}  {tail}"
    noted = reference.noted(_URL_LABEL.sub("", shapes.without_bullet(lead)).rstrip(" 　:：、,→⇒<＜-–—=＝"), near)
    if _is_reference(line, lead, tail) and (noted is None or brackets.names_title(noted.title or "")):
        return bibliography.parse(whole, near)
    note = reference.of_note(tail, near)
    if noted is not None and not _is_object(lead, tail):
        return noted.filled(note)
    title = None if _is_object(lead, tail) or _is_aside(lead, tail) else _title_before(lead)
    if title is not None:
        return note._replace(title=title, published_at=note.published_at or _date_before(lead, near))
    if not shapes.without_bullet(lead).strip(" 　・*-→"):
        return note if _is_wrapped(lines, line) else note.filled(_title_after(tail, near))
    return note._replace(outlet=None, published_at=note.published_at or _dated_in_bracket(lead, near))


def _unbracketed(lead: str, tail: str) -> tuple[str, str]:
    """Take the bracket from around a whole line: ``（Title, Outlet, May 2017 <URL>）``."""
    closer = tail.rstrip("。.")[-1:]
    if (
        closer in tuple("）)")
        and lead[:1] == CLOSERS[closer]
        and not set("（()）") & set(f"{lead[1:]}{tail.rstrip('。.')[:-1]}")
    ):
        return lead[1:].strip(), tail.rstrip("。.")[:-1].strip()
    return lead, tail


def _dated_in_bracket(lead: str, near: When | None) -> When | None:
    """Return the date in the bracket that is open before a URL: ``葉山新聞（2019年6月2日付、https://…``."""
    inside = _OPEN_BRACKET.search(lead)
    return reference.take_dates(inside[1], near).published_at if inside else None


def _is_object(lead: str, tail: str) -> bool:
    """Tell whether the URL stands in brackets in a sentence that goes on: ``「URL」を読む``, ``調査（URL）では``."""
    closer = tail[:1]
    return closer in CLOSERS and lead.endswith(CLOSERS[closer]) and bool(tail[1:].strip(" 　。.、,)）」"))


def _is_aside(lead: str, tail: str) -> bool:
    """Tell whether the URL stands between commas or after one in a sentence that goes on: ``夕方、URL を見ると…``."""
    if not lead.endswith((",", "、", "，")) or not tail:
        return False
    return tail[0] in ",、，をはがにでとのもへ" and not shapes.dates_in(tail) and len(tail) > 1


def _is_wrapped(lines: Sequence[Line], line: Line) -> bool:
    """Tell whether the line goes on from the one before, broken to fit a width."""
    return (
        line.gap == 0 and line.index > 0 and not lines[line.index - 1].links and len(lines[line.index - 1].text) > 40
    )


def _log_stamp(lead: str, near: When | None) -> When | None:
    """Return the time at the beginning of a line of a log or chat: then the line was written, no page published."""
    dated = reference.take_dates(lead[:60], near)
    return dated.published_at if dated.leads and dated.published_at and "T" in dated.published_at.value else None


def _is_reference(line: Line, lead: str, tail: str) -> bool:
    """Tell whether the line is one of a bibliography."""
    listed = line.kind in (BlockKind.ITEM, BlockKind.NOTE) or shapes.without_bullet(lead) != lead
    whole = f"{lead} {tail}"
    dated = reference.take_dates(whole)
    if brackets.bracketed_title(whole) is not None:
        if not tail and bibliography.is_entry(lead):
            return True
        return listed or dated.cited_at is not None or (dated.published_at is not None and not shapes.goes_on(tail))
    return (
        bibliography.is_apa(lead)
        or bibliography.is_mla(lead)
        or ((listed or dated.cited_at is not None) and len(lead) > 12 and lead[-1] in ".。,、，")
    )


def _title_before(lead: str) -> str | None:
    """Return the title that stands right before a URL: in brackets, or as all there is on the line."""
    bare = _URL_LABEL.sub("", shapes.without_bullet(lead)).rstrip(" 　(（:：、,→⇒<＜-–—=＝").rpartition(" :: ")[2]
    quoted = brackets.bracketed_title(bare)
    if quoted is not None and not _NEAR_URL.sub("", quoted[2]):
        return reference.clean_title(quoted[0])
    if (
        not bare
        or bare[-1] in ".!?！？。"
        or "; " in bare
        or len(bare) > _LONGEST_BESIDE
        or shapes.is_sentence(bare)
        or shapes.goes_on(bare)
        or leads_on(bare)
        or shapes.is_opinion(bare)
        or _CHAT.match(bare)
        or _GENERIC.fullmatch(bare)
        or _is_told(bare)
    ):
        return None
    if shapes.is_attribution(f"{bare}:") and len(bare) <= 6:
        return None
    dated = reference.take_dates(shapes.without_attribution(bare))
    if dated.published_at is not None and dated.rest in bare and _is_outlet_of_source(bare, dated.rest):
        return None
    title, _ = reference.without_year(dated.rest)
    if not title or title[-1] in "（(":  # what stands before a note in brackets, the URL in it
        return None
    return reference.clean_title(reference.split_outlet(title)[0])


def _is_told(text: str) -> bool:
    """Tell whether ``text`` is a sentence of its author's, full stop or none: polite, or with a date in its midst."""
    if _POLITE.search(text):
        return True
    return any(
        text[: dated.start][-1:].isalpha() and text[dated.end :][:1].isalpha() for dated in shapes.dates_in(text)
    )


def _is_outlet_of_source(text: str, name: str) -> bool:
    """Tell whether a line that names a source gives outlet and date alone: ``出典：瀬戸日報 2019年6月4日``."""
    is_short = reference.is_name(name) and len(name) <= _LONGEST_OUTLET and " " not in name
    return is_short and shapes.without_attribution(text) != text


def _date_before(lead: str, near: When | None) -> When | None:
    """Return the date of a line that is a title with a date, followed by the URL."""
    dated = reference.take_dates(shapes.without_bullet(lead), near)
    return dated.published_at or reference.without_year(dated.rest)[1]


def _title_after(tail: str, near: When | None) -> Facts:
    """Read what follows a URL at the beginning of a line, when it is no sentence."""
    text = tail.lstrip(" 　:：-–—→|｜").strip()
    if not text or text[0] in "（([、,。" or len(text) > _LONGEST_BESIDE or shapes.goes_on(text):
        return Facts()
    if text[0] in "をはがにでとものやへ":
        return Facts()
    dated = reference.take_dates(text, near)
    return Facts(title=reference.clean_title(dated.rest), published_at=dated.published_at)


def _in_row(lines: Sequence[Line], line: Line, mark: LinkMark, near: When | None) -> Facts:
    """Read the cells of the same row of a table."""
    row = [each for each in _same_row(lines, line) if each.index != line.index]
    facts = reference.of_link_text(shown, near) if (shown := shown_title(mark)) else Facts()
    names: list[str] = []
    for cell in row:
        dated = reference.take_dates(cell.text, near)
        name = dated.rest.strip(" 　（）()[]［］")
        if dated.published_at and not cell.links and (not name or (name != cell.text and cell.text[0] in "（([［")):
            outlet = name if name and reference.is_name(name) else None
            facts = facts.filled(Facts(published_at=dated.published_at, outlet=outlet))
        elif cell.text and not cell.links and not shapes.is_sentence(cell.text):
            names.append(cell.text)
    if facts.title is None and names:
        title = max(names, key=len)
        names.remove(title)
        facts = facts._replace(title=reference.clean_title(title))
    outlet = next((name for name in names if reference.is_name(name) and not name.isdigit()), None)
    return facts.filled(Facts(outlet=outlet))


def _same_row(lines: Sequence[Line], line: Line) -> list[Line]:
    """Return the cells of the row that ``line`` is in."""
    first = last = line.index
    while first > 0 and _is_beside(lines[first - 1], line):
        first -= 1
    while last + 1 < len(lines) and _is_beside(lines[last + 1], line):
        last += 1
    return list(lines[first : last + 1])


def _is_beside(cell: Line, line: Line) -> bool:
    return cell.kind is BlockKind.CELL and cell.group == line.group and cell.level == line.level


def _dated_above(lines: Sequence[Line], line: Line, near: When | None) -> Facts:
    """Return the date that stands alone on the line before, in a list that goes date, link, date, link.

    So it may stand over a link in one paragraph with it.
    """
    if line.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH) or not line.index:
        return Facts()
    above = lines[line.index - 1]
    if line.kind is BlockKind.PARAGRAPH and (above.block != line.block or line.gap or line.links[0].start):
        return Facts()
    if above.links or above.group != line.group or len(above.text) > 30:
        return Facts()
    dated = reference.take_dates(above.text, near)
    return Facts(published_at=dated.published_at) if not dated.rest else Facts()
