"""References as bibliographies have them: author, title, periodical, year, in the forms that style guides ask for."""

from __future__ import annotations

import re

from linkwatch.citations import brackets, reference, shapes
from linkwatch.citations.reference import EDGE, SPLIT, Facts
from linkwatch.model import When

_LEAD_IN = re.compile(r"^(?:cf\.|see(?: also)?|read|参照|参考|via|from|in|e\.g\.)[\s:：]+", re.I)
_APA = re.compile(
    r"^(?P<author>[^()\"“”「『]{2,120}?)\.?\s*"
    r"[(（](?P<year>(?:19|20)\d{2}|n\.d\.)[a-z]?(?P<day>,[^()]{1,20})?(?:\)[.,]?\s+|）[.．,，]?\s*)"
    r"(?P<rest>\S.*)$"
)
_MLA = re.compile(
    r"^(?P<author>[^\W\d_][\w'’-]+, [^\W\d_][^.\"“]{0,60})\. (?P<title>[^.\"“]{4,150})\. (?P<outlet>[^.,\"“]{2,60}),"
    r" (?P<year>(?:19|20)\d{2})\.?\s*$"
)
_SIST = re.compile(
    r"^(?P<author>[^.「『\"“]{2,80})\.\s(?P<title>[^.「『\"“]{4,200})\.\s(?P<outlet>[^.]{2,60})\.\s*(?P<year>(?:19|20)\d{2}(?=,))?"
)
"""``Author. Title. Periodical. 2018, vol. 67``, as SIST 02 has it; in Japanese only."""
_TAGGED = re.compile(r"^【(?P<outlet>[^【】]{2,20})】\s*(?:\d{1,2}/\d{1,2}\s*)?「(?P<title>[^「」]{4,})」$")
"""``【outlet】5/17　「headline」``."""
_ENTRY = re.compile(
    r"(?:[^\s「『“\"。]+\s?){0,6}(?<![^\s,，、:：.])[「『“\"](?:[^「『“”」』\"]{4,200})[」』”\"][,.、，]?[^。]{0,80}"
)
"""A line of a bibliography: who, the title in brackets, where and when."""
_LONGEST_ENTRY = 160
_KIND_OF_WORK = re.compile(r"\s*\[[^\[\]]{3,40}\]$")
_SENTENCE_STOP = re.compile(r"(?<=[^\sA-Z])(?:[.?!](?=\s|$)|．)")


def parse(text: str, near: When | None = None) -> Facts:
    """Read a reference: the words of one line around a URL, the URL itself taken out."""
    own = _LEAD_IN.sub("", shapes.without_attribution(shapes.without_bullet(text)))
    apa = _APA.match(own)
    if apa:
        return _of_apa(apa, near)
    tagged = _TAGGED.match(own)
    if tagged:
        return Facts(
            title=reference.clean_title(tagged["title"]),
            outlet=tagged["outlet"],
            published_at=reference.take_dates(own, near).published_at,
        )
    dated = reference.take_dates(own, near)
    rest = dated.rest
    base = Facts(published_at=dated.published_at, cited_at=dated.cited_at)
    bracketed = brackets.bracketed_title(rest)
    if bracketed is not None:
        title, before, after = bracketed
        base = base._replace(published_at=base.published_at or reference.year(before) or reference.year(after))
        return base._replace(title=reference.clean_title(title), author=_author(before), outlet=_outlet(after))
    entry = _MLA.match(own)
    if entry:
        return base._replace(
            title=entry["title"], author=entry["author"], outlet=entry["outlet"],
            published_at=When(value=entry["year"], source="text"),
        )  # fmt: skip
    sist = _SIST.match(own)
    if sist and not own.isascii():
        year = When(value=sist["year"], source="text") if sist["year"] else None
        return base._replace(
            title=reference.clean_title(sist["title"]),
            author=_author(sist["author"]),
            outlet=_outlet(sist["outlet"]),
            published_at=base.published_at or year,
        )
    if not rest or shapes.is_sentence(rest):
        return base
    parts = [part.strip(EDGE) for part in SPLIT.split(rest)]
    names = [part for part in parts if part]
    if len(names) == 1:
        title, year = reference.without_year(names[0])
        return base._replace(title=reference.clean_title(title), published_at=base.published_at or year)
    return _of_parts(rest, names, base)


def is_mla(text: str) -> bool:
    """Tell whether ``text`` is a book as MLA style has it: ``Author, A. Title. Publisher, 2011.``"""
    return _MLA.match(shapes.without_bullet(text)) is not None


def is_apa(text: str) -> bool:
    """Tell whether ``text`` begins as APA style has it: ``Author, A. (2018, May 3). Title.``"""
    return _APA.match(shapes.without_bullet(text)) is not None


def _of_apa(match: re.Match[str], near: When | None) -> Facts:
    """Read ``Author. (2018, November 7). Title. Outlet.``"""
    day = shapes.dates_in(f"{(match['day'] or '')[1:].strip()}, {match['year']}", near) if match["day"] else []
    if not day and match["day"]:
        day = shapes.dates_in(f"{match['day'][1:].strip()} {match['year']}", near)
    year = When(value=match["year"], source="text") if match["year"][0].isdigit() else None
    published = day[0].when if day else year
    rest = reference.take_dates(match["rest"], near)
    bracketed = brackets.bracketed_title(match["rest"])
    if bracketed is not None:
        title, _, after = bracketed
    else:
        stop = _SENTENCE_STOP.search(match["rest"])
        title, after = match["rest"], ""
        if stop:
            end = stop.start() if stop[0] in ".．" else stop.end()
            title, after = match["rest"][:end], match["rest"][stop.end() :]
    return Facts(
        title=reference.clean_title(_KIND_OF_WORK.sub("", title)),
        author=match["author"].strip(EDGE),
        outlet=_outlet(after),
        published_at=published,
        cited_at=rest.cited_at,
    )


def _of_parts(rest: str, names: list[str], base: Facts) -> Facts:
    """Tell title from outlet among the parts of a reference: the longest is the title, a short one at an end not."""
    title = max(names, key=len)
    others = [name for name in (names[-1], names[0]) if name != title and reference.is_name(name)]
    if not others or base.published_at is None:
        return base._replace(title=reference.clean_title(rest))
    return base._replace(title=reference.clean_title(title), outlet=others[0])


def is_entry(text: str) -> bool:
    """Tell whether ``text`` is one of a bibliography: ``Author, "Title", Periodical, Winter 2018``."""
    return len(text) <= _LONGEST_ENTRY and _ENTRY.fullmatch(text) is not None


def is_tagged(text: str) -> bool:
    """Tell whether ``text`` is an outlet in black brackets and a headline in others: ``【outlet】「headline」``."""
    return _TAGGED.match(text) is not None


def _author(text: str) -> str | None:
    name = reference.tidy(re.sub(r"[（(]\d{4}[）)]|\d{4}年?", "", text))
    return name if reference.is_name(name) and len(name) > 1 and not name.isdigit() else None


def _outlet(text: str) -> str | None:
    """Return the name that follows a title."""
    for part in SPLIT.split(reference.tidy(text)):
        name = part.strip(EDGE + "『』「」（）()")
        if reference.is_name(name) and len(name) > 1 and not any(char.isdigit() for char in name):
            return name
    return None
