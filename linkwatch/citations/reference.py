"""What the words around a URL say of the page: title, author, outlet, dates.

The words may be a list item, a note in brackets, the text of a link, or one of the few lines above a URL; lines of a
bibliography are read in :mod:`linkwatch.citations.bibliography`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from linkwatch import dates
from linkwatch.citations import brackets, shapes
from linkwatch.model import When

_LONGEST_NAME = 30
"""Characters of an outlet's or author's name."""
_ACCESS_WORD = r"(?:最終)?(?:閲覧|アクセス|参照|確認|取得|入手|検索)(?:日時?|年月日)?"
_ACCESS_AFTER = re.compile(
    rf"^\s*(?:に|時点で?の?|現在で?)?\s*{_ACCESS_WORD}(?!さ)|^\s*(?:accessed|retrieved|viewed|visited)\b", re.I
)
_ACCESS_BEFORE = re.compile(
    rf"{_ACCESS_WORD}\s*[:：は=＝]\s*[（(]?\s*$|(?<!\w){_ACCESS_WORD}\s*[（(]?\s*$"
    r"|(?:accessed|retrieved|viewed|visited|last checked|checked|consulté le|abgerufen am)(?:\s+on)?\s*[:：]?\s*$",
    re.I,
)
_DATE_WORDS = re.compile(
    r"(?:配信|公開|掲載|更新|投稿|発表|放送|発行|作成|日付|日時|発信|最終更新)(?:日時?|年月日)?\s*[:：]?\s*$"
    r"|\b(?:published|posted|updated|date|dated|on)\s*[:：]?\s*$",
    re.I,
)
_AFTER_DATE = re.compile(
    r"^\s*(?:に(?:公開済み|公開|配信|投稿|掲載)|付(?:け)?(?:の記事)?|配信|公開|掲載|更新|投稿|発表|放送|発行|作成|現在|の記事|\s?(?:朝刊|夕刊|号外)(?:\s?\d{1,2}面)?)+"
)
_OF_PERIOD = re.compile(r"分(?!前)|期(?!間)|年?度(?!目)")
"""Behind a month or a year: a span of time that a title names, as ``2023年1月分電気料金``."""
_EMPTY_BRACKETS = re.compile(r"[（(\[【〔「『]\s*[、,，・/|／｜\-–—:：;；.]*\s*[）)\]】〕」』]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_HOLE = re.compile(
    r"(?<=[（(\[［【])[\s、,，・/／|｜]+(?=[^\s）)\]］】])|(?<=[^\s（(\[［【])[\s、,，・/／|｜]+(?=[）)\]］】])"
)
"""What is left at the edge of a bracket where a date was cut out of it."""
_LONGEST_DATE_LINE = 80
"""Characters of a line in which a day without a year is a date of publication."""
EDGE = " \t\u3000\u00a0、,，;；:：/|｜／・-–—―─~～→⇒<>＜＞·•*."
"""What stands at the ends of a name and is no part of it."""
_FIELD = re.compile(
    r"^[【［]?(?:(?P<title>タイトル|題名?|見出し|件名|記事名|記事タイトル|表題|title|headline|subject)"
    r"|(?P<outlet>媒体名?|メディア|掲載[誌元紙]?|発行元?|(?:記事)?提供元?|配信元|出版社?|サイト名?|新聞|番組"
    r"|outlet|publisher|publication|site|media|website)"
    r"|(?P<author>著者名?|筆者|執筆者?|作者|記者|投稿者|アカウント|by|author|authors|writer|account)"
    r"|(?P<accessed>(?:最終)?(?:閲覧|アクセス|参照|確認)日?時?|accessed|retrieved|access date)"
    r"|(?P<date>日付|日時|配信日?時?|掲載日?時?|公開日?時?|発行日|投稿日?時?|更新日?時?|放送日?時?|発表日?|年月日"
    r"|date|published|posted|publication date))(?:\s?[:：＝]|(?<=[^\W\d])[】］])\s*(?P<value>\S.*)$",
    re.I,
)
_LABELLED = re.compile(r"[^\s:：。、「]{1,12}\s?[:：](?!//)")
_AROUND_TITLES = (("【", "】"), ("≪", "≫"), ("[", "]"), ("［", "］"), ("〔", "〕"), ("＜", "＞"))
"""Brackets that say nothing when they stand around a whole title."""
SPLIT = re.compile(r"\s*[｜|／]\s*|\s+[-–—―/:：]\s+|\s?[―—]{1,2}\s?|\s{2,}|\u3000+|[，、,]\s*")
"""What parts the names of a line."""
_PART = re.compile(r"\s*[｜|／]\s*|\s+[-–—―]\s+|(?<=[）)])[-–—―]\s+")
_FILE_INFO = re.compile(
    r"\s*[（(\[［【](?:PDF|Excel|Word|CSV|ZIP|XLSX?|DOCX?|PPTX?|HTML|外部リンク|外部サイト|別ウィンドウ|新しいウィンドウ)"
    r"[^（）()\[\]［］【】]{0,30}[）)\]］】]\s*$",
    re.I,
)
_YEAR_BEHIND = re.compile(r"^(?P<title>.*\S)\s*[（(](?P<year>(?:19|20)\d{2})年?[）)]$")
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:年(?=[、,，。．.）)\s]|$)|(?=[）)])|(?<=[,，、]\s\d{4})(?=[.．]?\s*$)|(?<=\.\s\d{4})[a-z]?(?=\.\s)|$(?<=^\d{4}))"
)
"""A year alone, as references have it: ``2011年、``, ``(2018)``, ``Author. 2014. Title``."""
_HEADLINE_NOTED = re.compile(
    r"^(?P<title>\S.{4,}?)\s*(?:[（(\[［](?P<note>[^（）()\[\]［］]{4,60})[）)\]］]|【(?P<tag>[^【】\d]{2,20})】)$"
)
_NAME_AND_DAY = re.compile(
    r"^(?P<name>[^\d/（(]{2,20}?)[\s、,，・]+(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:付け?|[\s　]?[朝夕]刊)?$"
)
_DAY_AND_NAME = re.compile(
    r"^(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:付け?|[\s　]?[朝夕]刊)?[\s、,，]+(?P<name>[^\d/（(]{2,20})$"
)
"""``北海新報 6/3``, ``6/3 北海新報``: beside a name in a note the figures are a day, no share of a whole."""
_KIND_OF_REPORT = re.compile(
    r"動画|写真|画像|速報|解説|独自|詳報|続報|[前中後]編|特集|限定|有料|無料|更新|追記|図解|詳しく|連載|社説|コラム|PR|AD|LIVE|ライブ"
    r"|[あ]り$|^第?[上中下一二三四五]$",
    re.I,
)
"""What black brackets at the end of a headline hold when it is no outlet."""
_NOTE = re.compile(r"^[\s:：]*[（(\[［]([^（）()\[\]［］]{1,100})[）)\]］]")


class Facts(NamedTuple):
    """What a document says of one cited page; None for what it does not say."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    published_at: When | None = None
    cited_at: When | None = None
    quote: str | None = None

    def filled(self, other: Facts) -> Facts:
        """Return these facts, what is missing taken from ``other``."""
        return Facts(
            title=self.title or other.title,
            author=self.author or other.author,
            outlet=self.outlet or other.outlet,
            published_at=self.published_at or other.published_at,
            cited_at=self.cited_at or other.cited_at,
            quote=self.quote or other.quote,
        )


class Dates(NamedTuple):
    """Dates read from a line, and the line without them."""

    published_at: When | None
    cited_at: When | None
    rest: str
    leads: bool = False
    """Whether the line begins with the date of publication."""
    lacks_year: bool = False
    """Whether a date was taken out that nothing gives a year to."""


def take_dates(text: str, near: When | None = None) -> Dates:
    """Read the dates of ``text``: one beside 閲覧 or ``accessed`` is of reading, the first other of publication."""
    if len(text) > shapes.LONGEST_DATED:
        return Dates(published_at=None, cited_at=None, rest=tidy(text))
    return _take_dates(text, near)


@lru_cache(maxsize=shapes.REMEMBERED)
def _take_dates(text: str, near: When | None) -> Dates:
    published: When | None = None
    cited: When | None = None
    leads = False
    kept: list[str] = []
    at = 0
    for dated in shapes.dates_in(text, near):
        before, after = text[at : dated.start], text[dated.end :]
        if _OF_PERIOD.match(after):
            continue
        accessed = _ACCESS_AFTER.search(after) or _ACCESS_BEFORE.search(before)
        if accessed:
            cited = cited or dated.when
            before = _ACCESS_BEFORE.sub("", before)
            end = _ACCESS_AFTER.match(after)
        else:
            leads = leads or (published is None and not text[: dated.start].strip(EDGE + "[(（［【"))
            published = published or dated.when
            before = _DATE_WORDS.sub("", before)
            end = _AFTER_DATE.match(after)
        kept.append(before)
        at = dated.end + (end.end() if end else 0)
    lacking = dates.find_yearless(text) if not kept and len(text) <= _LONGEST_DATE_LINE else []
    if len(lacking) == 1:
        (start, at), after = lacking[0], text[lacking[0][1] :]
        kept.append(_DATE_WORDS.sub("", text[:start]))
        end = _AFTER_DATE.match(after)
        at += end.end() if end else 0
    kept.append(text[at:])
    rest = tidy(_HOLE.sub("", " ".join(kept)) if len(kept) > 1 else text)
    return Dates(published_at=published, cited_at=cited, rest=rest, leads=leads, lacks_year=bool(lacking))


def tidy(text: str) -> str:
    """Take emptied brackets and stray separators away."""
    while (shorter := _EMPTY_BRACKETS.sub(" ", text)) != text:
        text = shorter
    return _SPACES.sub(" ", text).strip(EDGE)


def field(text: str) -> tuple[str, str] | None:
    """Read ``タイトル：…``, ``Date: …`` as (name of a fact, value); None for other lines."""
    match = _FIELD.match(shapes.without_bullet(text))
    if match is None:
        return None
    name = next(name for name, value in match.groupdict().items() if value and name != "value")
    return name, match["value"].strip()


def is_labelled(text: str) -> bool:
    """Tell whether a line begins with a short label and a colon, be there a value or none: ``出典: …``, ``日付:``."""
    return _LABELLED.match(shapes.without_bullet(text)) is not None


def facts_of_field(name: str, value: str, near: When | None) -> Facts:
    """Return what one labelled line says."""
    if name == "title":
        return Facts(title=clean_title(value))
    if name == "author":
        return Facts(author=value)
    if name == "outlet":
        dated = take_dates(value, near)
        return Facts(outlet=dated.rest or value, published_at=dated.published_at)
    when = next((dated.when for dated in shapes.dates_in(value, near)), None)
    return Facts(cited_at=when) if name == "accessed" else Facts(published_at=when)


def without_file_info(text: str) -> str:
    """Take ``（PDF: 120KB）`` and its like from the end."""
    return _FILE_INFO.sub("", text)


def clean_title(text: str) -> str | None:
    """Return a title without running time, kind of file and brackets around the whole; None when nothing is left."""
    title = _FILE_INFO.sub("", shapes.without_running_time(text)).strip(" \t\u3000\u00a0:：、,")
    for opener, closer in (*brackets.TITLE_BRACKETS, *_AROUND_TITLES):
        if title.startswith(opener) and title.endswith(closer) and title.find(closer, 1) == len(title) - 1:
            title = title[1:-1]
    if title.endswith(".") and not title.endswith("..") and title.count(".") == 1:
        title = title[:-1]
    return " ".join(title.split()) if any(map(str.isalnum, title)) else None


def split_outlet(title: str) -> tuple[str, str | None]:
    """Part ``Headline | Outlet`` and ``Headline - Outlet``; the outlet is None when there is none."""
    parts = list(_PART.finditer(title))
    if not parts:
        return title, None
    last = parts[-1]
    head, name = title[: last.start()].strip(), title[last.end() :].strip()
    if is_name(name) and len(head) > len(name):
        return head, name
    return title, None


def is_name(text: str) -> bool:
    """Tell whether ``text`` could be the name of an outlet or a person: short, and no sentence."""
    return (
        0 < len(text) <= _LONGEST_NAME
        and not shapes.is_sentence(text)
        and not text.endswith(("は", "を", "に", "が"))
    )


def of_link_text(text: str, near: When | None = None) -> Facts:
    """Read the text of a link: a headline, perhaps with outlet and date behind it."""
    bare = _FILE_INFO.sub("", text)
    dated = take_dates(bare, near)
    if dated.published_at is None or shapes.is_sentence(bare):
        title, outlet = split_outlet(bare)
        return Facts(title=clean_title(title), outlet=outlet)
    base = Facts(published_at=dated.published_at, cited_at=dated.cited_at)
    if not dated.rest:
        return base
    if not bare.rstrip(" ）)]］】.").endswith(tuple("日年月0123456789")) and not dated.leads:
        return Facts(title=clean_title(bare))
    note = re.search(r"\s*[（(]([^（）()]{1,40})[）)]$", dated.rest)
    if note and is_name(note[1].strip(EDGE)):
        return base._replace(title=clean_title(dated.rest[: note.start()]), outlet=note[1].strip(EDGE))
    title, outlet = split_outlet(dated.rest)
    return base._replace(title=clean_title(title), outlet=outlet)


def noted(text: str, near: When | None = None) -> Facts | None:
    """Read a headline with a note in brackets behind it: ``headline（outlet、date）``, ``headline【outlet】``."""
    match = _HEADLINE_NOTED.match(text) if len(text) <= shapes.LONGEST_TITLE else None
    if match is None or shapes.is_sentence(match["title"]):
        return None
    if match["tag"]:
        if is_kind_of_report(match["tag"]) or not is_name(match["tag"]):
            return None
        return Facts(title=clean_title(match["title"]), outlet=match["tag"])
    short = _NAME_AND_DAY.match(match["note"]) or _DAY_AND_NAME.match(match["note"])
    note = f"{short['name']} {short['month']}月{short['day']}日" if short else match["note"]
    dated = take_dates(note, near)
    if (dated.published_at is None and not dated.lacks_year and not short) or dated.rest.isdigit():
        return None
    name = short["name"].strip(EDGE) if short else dated.rest
    if not is_name(name) or any(char.isdigit() for char in name):
        return None
    return Facts(title=clean_title(match["title"]), outlet=name, published_at=dated.published_at)


def is_kind_of_report(text: str) -> bool:
    """Tell whether ``text``, in brackets beside a headline, says what kind of report it is: ``動画``, ``独自``."""
    return _KIND_OF_REPORT.search(text) is not None


def of_note(text: str, near: When | None = None) -> Facts:
    """Read what follows a link if it is a note on the page: ``（NHK、2025年1月22日）``, ``, The Post, 3 May``."""
    match = _NOTE.match(text)
    if match:
        noted = _names_and_dates(match[1], near)
        following = text[match.end() :]
        return noted if noted.published_at or not _NOTE.match(following) else noted.filled(of_note(following, near))
    if not text or text[0] not in "([,、，-–—―|｜・/" or len(text) > 120 or shapes.is_sentence(text):
        return _leading_date(text, near)
    return _names_and_dates(text, near)


def _leading_date(text: str, near: When | None) -> Facts:
    """Read a date that follows a link after no more than a comma."""
    dated = shapes.dates_in(text[:60], near)
    if dated and not text[: dated[0].start].strip(EDGE + "（("):
        return Facts(published_at=dated[0].when)
    return Facts()


def _names_and_dates(text: str, near: When | None) -> Facts:
    """Read a note: dates, and the first name."""
    dated = take_dates(text, near)
    names = [part.strip(EDGE) for part in SPLIT.split(dated.rest)]
    outlet = next((name for name in names if is_name(name) and len(name) > 1 and not name.isdigit()), None)
    published = dated.published_at or (year(text.strip(EDGE)) if dated.cited_at is None else None)
    return Facts(
        outlet=outlet if dated.published_at or dated.cited_at else None,
        published_at=published,
        cited_at=dated.cited_at,
    )


def year(text: str) -> When | None:
    """Return the year that stands alone in ``text``, as references have it."""
    match = _YEAR.search(text)
    return When(value=match[1], source="text") if match else None


def without_year(title: str) -> tuple[str, When | None]:
    """Part a title from the year in brackets behind it."""
    behind = _YEAR_BEHIND.match(title)
    return (behind["title"], When(value=behind["year"], source="text")) if behind else (title, None)
