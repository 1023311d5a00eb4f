"""What documents are known to lose when they quote, and what is never forgiven.

A sentence that lost the units of a date, a list's number, a rare character or a few letters is the same sentence.
One whose digits differ, that lacks a negation, or that has a word which the page lacks is another.
"""

from __future__ import annotations

import re

from linkwatch.compare.align import changed
from linkwatch.compare.facts import negations
from linkwatch.compare.words import COUNTER
from linkwatch.text import key

#: So many characters may have got lost anywhere in a sentence, one for each :data:`_PER_LOST` it has.
_MOST_LOST = 3
_PER_LOST = 15
#: A sentence shorter than this may have lost none.
_LEAST = 8
#: A list's number without a mark: forgiven where the page goes on in the same words without any number.
_BARE_NUMBER = re.compile(rf"\d{{1,2}}(?!\d|[.,:/%]|{COUNTER}|[a-z])")
#: Lost without harm anywhere: units of dates and times, brackets and what stands in them of weekdays.
_LOSABLE = re.compile(r"[年月日時分秒頃号月火水木金土日曜()\[\]【】「」『』〈〉《》\W_]+")
#: A single character that turns what follows into something else.
TURNING = re.compile("[不無非未否反元前副旧新再脱準\\d〇一二三四五六七八九十百千万億兆]")
_PUNCTUATION = re.compile(r"[\W_]+")
LOST_CHARACTER = re.compile(r"(?<=[ぁ-ゖァ-ヺ一-龠])\?(?=[ぁ-ゖァ-ヺ一-龠])")
_STAND_IN = re.compile("[?\ufffd〓□■◆*・]{1,2}")
#: A number, letter or bullet that a list puts before its item: never a bare figure, which may be what is said.
LIST_MARK = re.compile(
    r"\s*(?:[(（\[](?:\d{1,3}|[a-zA-Zア-ン]|[ivxIVX]{1,4})[)）\]]|(?:\d{1,3}|[a-zA-Z])[)）.．、:：](?!\d)"
    r"|[-*・●○■◆※•‣▪①-⑳])\s*"
)
_NOTE_MARK = re.compile(r"(?:\[\d{1,3}\]|\[注\d*\]|※\d*|\(注\d*\))+")
#: Ruby or a day of the week, in brackets.
_RUBY = re.compile("\\((?:[ぁ-ゖァ-ヺー]{1,12}|[月火水木金土日])\\)")
#: All but digits, the points between them, and a minus before them: what must not differ.
_NO_FIGURE = re.compile(r"(?:(?!(?<=\d)\.\d)(?!(?<!\d)-\d)\D)+")


def bare(sentence: str) -> str:
    """A sentence's key without its list mark, note marks and outer punctuation."""
    mark = LIST_MARK.match(sentence)
    form = _NOTE_MARK.sub("", key(sentence[mark.end() :] if mark else sentence))
    inner = form.rstrip("。.,、…!?」』\"')").lstrip("\"'「『(")
    return inner if len(inner) > 3 else form


def only_damaged(quoted: str, said: str) -> bool:
    """Whether the two keys differ by no more than what quoting is known to lose."""
    number = _BARE_NUMBER.match(quoted)
    if number and not said.startswith(number.group()) and quoted[number.end() :][:4] == said[:4]:
        quoted = quoted[number.end() :]
    if _NO_FIGURE.sub("", quoted) != _NO_FIGURE.sub("", said) or len(negations(quoted)) != len(negations(said)):
        return False
    lost = 0
    for each in changed(quoted, said):
        was, now = quoted[each.a_start : each.a_end], said[each.b_start : each.b_end]
        if _harmless(was, now):
            continue
        if was or TURNING.search(now):
            return False
        lost += len(now)
    return lost <= min(_MOST_LOST, max(len(quoted) // _PER_LOST, len(quoted) >= _LEAST))


def _harmless(was: str, now: str) -> bool:
    """Whether a difference is one of punctuation, of ruby, of a lost unit, of a stand-in for a character."""
    if _PUNCTUATION.fullmatch(was + now) or (was and now and _STAND_IN.fullmatch(was)):
        return True
    if was and now:
        return False
    return _RUBY.fullmatch(was or now) is not None or (not was and _LOSABLE.fullmatch(now) is not None)
