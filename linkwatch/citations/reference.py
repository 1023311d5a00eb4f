"""What the words around a URL say of the page: title, author, outlet, dates.

The words may be a line of a bibliography, a list item, a note in brackets, or the few lines above a URL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from linkwatch.citations import shapes
from linkwatch.model import When

_LONGEST_NAME = 30
"""Characters of an outlet's or author's name."""
_ACCESS_WORD = r"(?:最終)?(?:閲覧|アクセス|参照|確認|取得|入手|検索)(?:日時?|年月日)?"
_ACCESS_AFTER = re.compile(
    rf"^\s*(?:に|時点で?の?|現在で?)?\s*{_ACCESS_WORD}|^\s*(?:accessed|retrieved|viewed|visited)\b", re.I
)
_ACCESS_BEFORE = re.compile(
    rf"{_ACCESS_WORD}\s*[:：は=＝]?\s*[（(]?$|(?:accessed|retrieved|viewed|visited|last checked"
    rf"|checked)(?:\s+on)?\s*[:：]?\s*$",
    re.I,
)
_DATE_WORDS = re.compile(
    r"(?:配信|公開|掲載|更新|投稿|発表|放送|発行|作成|日付|日時|発信|最終更新)(?:日時?|年月日)?\s*[:：]\s*$|(?:published|posted|updated|date|dated|on)\s*[:：]?\s*$",
    re.I,
)
_AFTER_DATE = re.compile(r"^\s*(?:付(?:け)?(?:の記事)?|配信|公開|掲載|更新|投稿|発表|放送|発行|作成|現在|の記事)+")
_EMPTY_BRACKETS = re.compile(r"[（(\[【〔「『]\s*[、,，・/|／｜\-–—:：;；]*\s*[）)\]】〕」』]")
_EDGE = " \t\u3000\u00a0、,，;；:：/|｜／・-–—―─~～→⇒<>＜＞·•*."
_TITLE_BRACKETS = (("「", "」"), ("『", "』"), ("“", "”"), ('"', '"'), ("《", "》"), ("〈", "〉"), ("«", "»"))
_FIELD = re.compile(
    r"^(?:(?P<title>タイトル|題名?|見出し|件名|記事名|記事タイトル|表題|title|headline|subject)|(?P<outlet>媒体名?|メディア|掲載[誌元紙]?|発行元?|出版社?|サイト名?|新聞|番組|outlet|publisher|publication|site|media|website)"
    r"|(?P<author>著者名?|筆者|執筆者?|作者|記者|投稿者|アカウント|by|author|authors|writer|account)"
    r"|(?P<accessed>(?:最終)?(?:閲覧|アクセス|参照|確認)日?時?|accessed|retrieved|access date)"
    r"|(?P<date>日付|日時|配信日?時?|掲載日?時?|公開日?時?|発行日|投稿日?時?|更新日?時?|放送日?時?|発表日?"
    r"|年月日|date|published|posted|publication date))\s?[:：＝]\s*(?P<value>\S.*)$",
    re.I,
)
_SPLIT = re.compile(r"\s*[｜|／]\s*|\s+[-–—―/:：]\s+|\s?[―—]{1,2}\s?|\s{2,}|\u3000+|[，、,]\s*")
_PART = re.compile(r"\s*[｜|]\s*|\s+[-–—―]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Dates read from a line, and the line without them."""

    published_at: When | None
    cited_at: When | None
    rest: str


def take_dates(text: str, near: When | None = None) -> Dates:
    """Read the dates of ``text``: one beside 閲覧 or ``accessed`` is of reading, the first other of publication."""
    published: When | None = None
    cited: When | None = None
    kept: list[str] = []
    at = 0
    for dated in shapes.dates_in(text, near):
        before, after = text[at : dated.start], text[dated.end :]
        accessed = _ACCESS_AFTER.search(after) or _ACCESS_BEFORE.search(before)
        if accessed:
            cited = cited or dated.when
            before = _ACCESS_BEFORE.sub("", before)
            end = _ACCESS_AFTER.match(after)
        else:
            published = published or dated.when
            before = _DATE_WORDS.sub("", before)
            end = _AFTER_DATE.match(after)
        kept.append(before)
        at = dated.end + (end.end() if end else 0)
    kept.append(text[at:])
    return Dates(published_at=published, cited_at=cited, rest=tidy(" ".join(kept) if len(kept) > 1 else text))


def tidy(text: str) -> str:
    """Take emptied brackets and stray separators away."""
    while (shorter := _EMPTY_BRACKETS.sub(" ", text)) != text:
        text = shorter
    return " ".join(text.split()).strip(_EDGE)


def field(text: str) -> tuple[str, str] | None:
    """Read ``タイトル：…``, ``Date: …`` as (name of a fact, value); None for other lines."""
    match = _FIELD.match(shapes.without_bullet(text))
    if match is None:
        return None
    name = next(name for name, value in match.groupdict().items() if value and name != "value")
    return name, match["value"].strip()


def facts_of_field(name: str, value: str, near: When | None) -> Facts:
    """Return what one labelled line says."""
    if name == "title":
        return Facts(title=clean_title(value))
    if name == "author":
        return Facts(author=value)
    if name == "outlet":
        return Facts(outlet=value)
    when = next((dated.when for dated in shapes.dates_in(value, near)), None)
    return Facts(cited_at=when) if name == "accessed" else Facts(published_at=when)


def clean_title(text: str) -> str | None:
    """Return a title without bullet, label, running time and brackets around the whole; None when nothing is left."""
    title = shapes.without_running_time(shapes.without_bullet(text)).strip(" \t\u3000\u00a0:：、,")
    for opener, closer in _TITLE_BRACKETS:
        if title.startswith(opener) and title.endswith(closer) and title.find(closer) == len(title) - 1:
            title = title[1:-1]
    return " ".join(title.split()) or None


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


def parse(text: str, near: When | None = None) -> Facts:
    """Read a reference: the words of one line around a URL, the URL itself taken out."""
    dated = take_dates(shapes.without_attribution(shapes.without_bullet(text)), near)
    rest = dated.rest
    base = Facts(published_at=dated.published_at, cited_at=dated.cited_at)
    bracketed = _bracketed_title(rest)
    if bracketed is not None:
        title, before, after = bracketed
        return replace(base, title=clean_title(title), author=_author(before), outlet=_outlet(after))
    if not rest or shapes.is_sentence(rest):
        return base
    parts = [part.strip(_EDGE) for part in _SPLIT.split(rest)]
    names = [part for part in parts if part]
    if len(names) == 1:
        return replace(base, title=clean_title(names[0]))
    return _of_parts(rest, names, base)


def _of_parts(rest: str, names: list[str], base: Facts) -> Facts:
    """Tell title from outlet among the parts of a reference: the longest is the title, a short one at an end not."""
    title = max(names, key=len)
    others = [name for name in (names[-1], names[0]) if name != title and is_name(name)]
    if not others:
        return replace(base, title=clean_title(rest))
    return replace(base, title=clean_title(title), outlet=others[0])


def _bracketed_title(text: str) -> tuple[str, str, str] | None:
    """Return the longest text in title brackets, what stands before and what after."""
    best: tuple[str, str, str] | None = None
    for opener, closer in _TITLE_BRACKETS:
        start = text.find(opener)
        while start >= 0:
            end = _closing(text, start, opener, closer)
            if end < 0:
                break
            inside = text[start + 1 : end]
            if len(inside) >= 4 and (best is None or len(inside) > len(best[0])):
                best = (inside, text[:start].strip(_EDGE), text[end + 1 :].strip(_EDGE))
            start = text.find(opener, end + 1)
    return best


def _closing(text: str, start: int, opener: str, closer: str) -> int:
    """Return where the bracket at ``start`` closes, nested ones counted; -1 when it does not."""
    if opener == closer:
        return text.find(closer, start + 1)
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opener) - (text[at] == closer)
        if not depth:
            return at
    return -1


def _author(text: str) -> str | None:
    name = tidy(text)
    return name if is_name(name) and len(name) > 1 else None


def _outlet(text: str) -> str | None:
    """Return the name that follows a title."""
    for part in _SPLIT.split(tidy(text)):
        name = part.strip(_EDGE + "『』「」（）()")
        if is_name(name) and len(name) > 1 and not name.isdigit():
            return name
    return None
