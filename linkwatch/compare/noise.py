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
    "(?:シェア|ツイート|ポスト|いいね[!！]?|コメント|ブックマーク|はてブ|閲覧数?|アクセス|回視聴"
    "|views?|reads?|shares?|likes?|comments?|retweets?|tweets?|followers?|favou?rites?|pins?|claps?|replies"
    "|upvotes?|votes?|members?|次阅读|阅读|评论|点赞|조회수?|댓글|공유|좋아요)"
)
_MINUTES = r"(?:約|およそ|about |~)?\s?\d+\s?(?:分|min(?:ute)?s?)"
_BUTTON = (
    "(?:シェア|ツイート|ポスト)(?:する)?|いいね[!！]?|印刷|保存"
    "|Share|Tweet|Print|Email|Like|Pin it|Save|Reply|Subscribe"
)
_LINE = re.compile(
    "|".join(
        [
            rf"{_COUNTED}[\s:：]*[(（]?{_COUNT}[)）]?(?:件|回|人|個|票)?",
            rf"[(（]?{_COUNT}[)）]?\s?(?:件の?|人が|回の?|個の)?\s?{_COUNTED}(?:しました|しています)?",
            rf"(?:{_AGO})(?:に?(?:更新|公開|投稿|配信))?",
            rf"(?:Posted|Published|(?:Last )?(?:[Uu]pdated|[Mm]odified|[Rr]eviewed))(?: on|:)?\s?{_WHEN}",
            rf"(?:最終)?(?:更新|編集|変更)(?:日時?|時刻|时间|於|于)?\s?[:：]?\s?{_WHEN}(?:に?更新)?",
            rf"{_WHEN}\s?(?:最終)?更新|(?:최종)?\s?(?:수정|업데이트)(?:일시?)?\s?[:：]?\s?{_WHEN}",
            rf"(?:この記事は)?{_MINUTES}(?:ほど)?で読めます|読了(?:時間|目安)?\s?[:：]?\s?{_MINUTES}",
            rf"(?:Estimated )?(?:[Rr]eading [Tt]ime|[Tt]ime to [Rr]ead)\s?[:：]?\s?{_MINUTES}(?: read)?",
            r"\d+[\s-]min(?:ute)?s?(?: to)? read",
            r"(?:©|\(c\)|Copyrights?)[^。]{0,70}(?:19|20)\d\d[^。]{0,60}",
        ]
    ),
    re.IGNORECASE,
)
_WORDS = re.compile(_BUTTON + "|たった今|just now|yesterday", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
#: What such a line may begin with, beside ASCII and digits: nearly all prose begins otherwise.
_FIRST = frozenset("シツポいコブは閲ア回次阅评点조댓공좋約お秒た最更編変수최업令平この読©（印保")


def is_noise(line: str) -> bool:
    """Whether a whole sentence or line is one that changes from hour to hour and says nothing."""
    first = line[:1]
    if len(line) > _LONGEST or not (first.isascii() or first in _FIRST or first.isdigit() or first.isspace()):
        return False
    line = line.strip().rstrip("。.・|｜ ")
    return (_LINE if _DIGIT.search(line) else _WORDS).fullmatch(line) is not None
