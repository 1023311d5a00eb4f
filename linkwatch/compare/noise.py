"""Lines that stand in an article and are not of it: counters, ages, reading times, "last updated"."""

from __future__ import annotations

import re

#: Noise is short; a longer sentence is prose whatever it speaks of.
_LONGEST = 80

_COUNT = r"[\d,.]++\s?[kKmM万千]?"
_UNIT = "(?:second|sec|minute|min|hour|hr|day|week|month|year)"
_AGO = "|".join(
    [
        rf"(?:約|およそ)?\s?{_COUNT}\s?(?:秒|分|時間|日|週間|[かカヶ]月|年)前|たった今",
        rf"(?:about |over |almost )?(?:\d+|an?|one|two|three) {_UNIT}s? ago|just now|yesterday",
        r"\d+ ?(?:s|m|h|d|w|mo|y|min|hr)s? ago",
        rf"{_COUNT}\s?(?:秒|分钟|小时|天|周|个月|年)前|{_COUNT}\s?(?:초|분|시간|일|주|개월|년) 전",
    ]
)
_DAY = (
    r"(?:\d{2,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?|(?:令和|平成)[\d元]+年\d+月\d+日"
    r"|[A-Z][a-z]+\.? \d{1,2},? \d{4}|\d{1,2}\.? [A-Z][a-z]+\.? \d{4})(?:\s?[(（][月火水木金土日][)）])?"
)
_CLOCK = r"(?:午前|午後)?\s?\d{1,2}[:：時]\d{2}分?(?::\d{2})?\s?(?:[AaPp]\.?[Mm]\.?)?(?:\s?[A-Z]{2,4})?"
_WHEN = rf"(?:{_AGO}|{_DAY}(?:,?\s?(?:at )?{_CLOCK})?)"
_COUNTED = (
    "(?:シェア|ツイート|ポスト|いいね[!！]?|参考になった|役に立った|共感した|ありがとう|コメント|ブックマーク|はてブ|閲覧数?|アクセス|回視聴"
    "|views?|reads?|shares?|likes?|comments?|retweets?|tweets?|followers?|favou?rites?|pins?|claps?|replies"
    "|upvotes?|votes?|members?|次阅读|阅读|评论|点赞|조회수?|댓글|공유|좋아요)"
)
_USEFUL = r" (?:\w+ )?(?:helpful|useful)"
_LEFT = "(?: left| remaining| read)?(?: this (?:month|week))?"
_MINUTES = r"(?:約|およそ|about |~)?\s?\d+\s?(?:分|min(?:ute)?s?)"
_BUTTON = (
    "(?:シェア|ツイート|ポスト)(?:する)?|いいね[!！]?|印刷|保存"
    "|Share|Tweet|Print|Email|Like|Pin it|Save|Reply|Subscribe"
)
_COUNT_FIRST = rf"[(（]?{_COUNT}[)）]?\s?(?:件の?|人が|回の?|個の)?\s?{_COUNTED}(?:しました|しています)?"
_COPYRIGHT = r"(?:©|\(c\)|Copyrights?)[^。]{0,70}(?:19|20)\d\d[^。]{0,60}"
_LINE = re.compile(
    "|".join(
        [
            rf"{_COUNTED}[\s:：]*[(（]?{_COUNT}[)）]?(?:件|回|人|個|票)?",
            _COUNT_FIRST,
            _COPYRIGHT,
            rf"(?:{_AGO})(?:に?(?:更新|公開|投稿|配信))?",
            rf"(?:Posted|Published|(?:Last )?(?:[Uu]pdated|[Mm]odified|[Rr]eviewed))(?: on|:)?\s?{_WHEN}",
            rf"(?:最終)?(?:更新|編集|変更)(?:日時?|時刻|时间|於|于)?\s?[:：]?\s?{_WHEN}(?:に?更新)?",
            rf"{_WHEN}\s?(?:最終)?更新|(?:최종)?\s?(?:수정|업데이트)(?:일시?)?\s?[:：]?\s?{_WHEN}",
            rf"(?:この記事は)?{_MINUTES}(?:ほど)?で読めます|読了(?:時間|目安)?\s?[:：]?\s?{_MINUTES}",
            rf"(?:Estimated )?(?:[Rr]eading [Tt]ime|[Tt]ime to [Rr]ead)\s?[:：]?\s?{_MINUTES}(?: read)?",
            r"\d+[\s-]min(?:ute)?s?(?: to)? read",
            # Votes under an answer, free articles left, counters of visitors, page numbers.
            rf"(?:Was this .{{1,30}}\?\s?)?{_COUNT}\s?(?:out )?of {_COUNT}\s?(?:\w+ )?found this{_USEFUL}",
            rf"You(?:'ve| have) (?:read |used )?{_COUNT}\s?(?:of {_COUNT}\s?)?(?:free )?articles?{_LEFT}",
            rf"(?:今月の)?無料(?:で読める)?記事\s?[:：]?\s?(?:残り)?\s?{_COUNT}\s?[本件]",
            rf"(?:あなたは|本日の|通算)?\s?{_COUNT}\s?(?:人|番)目の(?:訪問者|来訪者|お客様|方|ご来場者)(?:です)?",
            rf"{_COUNT} (?:people|bloggers?|readers?) likes? this|\d(?:\.\d+)? from {_COUNT} votes?",
            r"[-‐–—]\s?\d{1,4}\s?[-‐–—]|Page \d{1,4} of \d{1,4}|\d{1,4}\s?/\s?\d{1,4}\s?ページ",
        ]
    ),
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"{_BUTTON}|たった今|(?:(?:Last )?(?:Updated|Posted|Published|Modified) )?(?:{_AGO})", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
#: All that begins with a bracket.
_BRACKETED = re.compile(f"{_COUNT_FIRST}|{_COPYRIGHT}", re.IGNORECASE)
#: What such a line may begin with, beside ASCII and digits: nearly all prose begins otherwise.
_FIRST = frozenset("シツポいコブは閲ア回次阅评点조댓공좋約お秒た最更編変수최업令平") | frozenset(
    "この読©（印保参役今無あ本通共‐–—"
)

#: What is counted beside other things in a line of its own: 「2025-05-20 来源：晚报 阅读 1.2万」. Only what no text
#: speaks of: no shares, votes or members.
_SEEN = (
    "(?:コメント|いいね[!！]?|はてブ|ブックマーク|閲覧[数中]?|回視聴|共感した|ありがとう|参考になった"
    "|views?|comments?|阅读|评论|点赞|조회수?|댓글|좋아요)"
)
_COUNTER = re.compile(
    rf"(?:(?:最終)?更新日?時?\s?[:：]?|(?:last )?(?:updated|modified|reviewed)(?: on|:)?)\s?{_WHEN}"
    rf"|viewed {_COUNT} times?|{_SEEN}[\s:：]*[(（]?{_COUNT}[)）]?(?:件|回|人|個)?"
    rf"|(?<![\d/.-]){_COUNT}\s?(?:件の?|回の?|人が)?\s?{_SEEN}",
    re.IGNORECASE,
)
_AGED = re.compile(rf"(?:\d+ {_UNIT}s?,? )?(?:{_AGO})", re.IGNORECASE)
_AGED_OR_DATED = re.compile(rf"(?:\d+ {_UNIT}s?,? )?{_WHEN}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s[·•|｜/]\s|[·•|｜]")
_STOP = re.compile(r"[。!?！？]|\.(?!\d)")


def uncounted(line: str) -> str:
    """A short line without how many saw or answered; empty when it tells no such thing, or is a sentence."""
    if len(line) > _LONGEST or _STOP.search(line):
        return ""
    rest, times = _COUNTER.subn("\x00", line)
    return rest if times else ""


def differs_by_counters(before: str, after: str) -> bool:
    """Whether two short lines, neither a sentence, say the same but for how many saw or answered it."""
    if max(len(before), len(after)) > _LONGEST or _STOP.search(before) or _STOP.search(after):
        return False
    if _AGED.search(before) or _AGED.search(after):
        before, after = _AGED_OR_DATED.sub("\x01", before), _AGED_OR_DATED.sub("\x01", after)
    return _COUNTER.sub("\x00", before) == _COUNTER.sub("\x00", after) or _parts(before) == _parts(after) != []


def _parts(line: str) -> list[str]:
    """What stands between the marks of a byline, without what is noise by itself."""
    parts = [part.strip() for part in _BETWEEN.split(line)]
    return [part for part in parts if part and not is_noise(part)] if len(parts) > 1 else []


def is_noise(line: str) -> bool:
    """Whether a whole sentence or line is one that changes from hour to hour and says nothing."""
    first = line[:1]
    if len(line) > _LONGEST or not (first.isascii() or first in _FIRST or first.isdigit() or first.isspace()):
        return False
    line = line.strip().rstrip("。.・|｜ ")
    if not _DIGIT.search(line):
        return _WORDS.fullmatch(line) is not None
    return (_BRACKETED if line[:1] in ("(", "（") else _LINE).fullmatch(line) is not None
