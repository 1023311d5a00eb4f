"""The facts in a sentence that a reader would stumble over: dates, amounts, numbers, negations, names.

Patterns, no dictionary of the world: they tell what a change touches, never whether there is one.
Sentences come in normal form (:func:`linkwatch.text.mapped`): digits and letters are ASCII.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Postfix, Prefix

from linkwatch.compare import words
from linkwatch.model import EditKind


class Fact(NamedTuple):
    """A stretch of a sentence that states a fact."""

    kind: EditKind
    start: int
    end: int


_DIGITS = r"\d+(?:[,.]\d+)*"
_KANJI_DIGITS = "[〇一二三四五六七八九十百千数]+"
_MYRIADS = "[百千]?[万億兆萬亿만억조천]"
_SCALE = r"(?: ?(?:thousand|million|billion|trillion|mn|bn|[kKmMbB](?![a-zA-Z])))?"
_COUNT = rf"(?:{_DIGITS}(?: ?{_MYRIADS}(?:{_DIGITS})?)*|{_KANJI_DIGITS}[万億兆]?)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_CLOCK = r"\d{1,2}(?: ?[時时点시](?: ?\d{1,2} ?[分분]|半)?|:\d{2})"
_YEAR_AFTER = "|".join(
    f"(?<={word} )" for word in ("in", "In", "by", "since", "until", "before", "after", "of", "from")
)

_KANJI_TO_99 = "[〇一二三四五六七八九十]{1,3}"
_KANJI_YEAR = rf"(?:{words.ERA}{_KANJI_DIGITS}|[一二三四五六七八九〇]{{4}})年"
_YEAR = rf"(?:{words.ERA} ?(?:\d{{1,2}}|元)|\d{{2,4}}) ?年(?!間|以上|前|後|ぶり|連続)"
_DATE = (
    rf"{_YEAR}(?:度| ?\d{{1,2}} ?月(?: ?\d{{1,2}} ?日)?)?",
    r"\d{1,2} ?月(?!間)(?: ?\d{1,2} ?[日号])?",
    r"(?<![\d,.])\d{1,2} ?日(?!間|本|以上|連続|ぶり)",
    rf"{words.NOON} ?{_CLOCK}",
    r"\d{1,2} ?[時时시](?!間|间|간)(?: ?\d{1,2} ?[分분]|半)?|\d{1,2}点(?:\d{1,2}分|半|钟)",
    r"\d{2,4}년(?: ?\d{1,2}월(?: ?\d{1,2}일)?)?|\d{1,2}월(?: ?\d{1,2}일)?|\d{1,2}일(?!간)",
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])",
    rf"{words.MONTH}\.? {_DAY}(?:, ?\d{{4}})?(?!\w)",
    rf"{_DAY} (?:of )?{words.MONTH}\.?(?:,? \d{{4}})?|{words.MONTH}\.?,? \d{{4}}",
    r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\b\.?",
    words.WEEKDAY,
    words.MONTH_ALONE,
    rf"(?:{_YEAR_AFTER})(?:1[89]|20)\d\d\b(?![,.]\d)",
    rf"{_KANJI_YEAR}度?(?:{_KANJI_TO_99}月(?:{_KANJI_TO_99}日)?)?|{_KANJI_TO_99}月(?:{_KANJI_TO_99}日)?",
    # Of a month, not so many days; nor in 四日市, 三日月 and their like.
    rf"{_KANJI_TO_99}日(?!間|ほど|ぶり|くらい|で|かけ|本)(?=[午夜朝未付正夕昼早深現]|[^々一-龠]|$)",
    rf"{words.NOON}{_KANJI_TO_99}時(?:{_KANJI_TO_99}分|半)?",
)
_AMOUNT = (
    rf"(?:US|A|C|HK|NT)?[$€£¥₩] ?{_DIGITS}(?:{_MYRIADS})*{_SCALE}",
    rf"(?:USD|EUR|JPY|GBP|CNY|KRW) ?{_DIGITS}{_SCALE}",
    rf"(?:約|およそ|약)?{_COUNT}{_SCALE} ?{words.CURRENCY}(?![a-zA-Z])",
)
_NUMBER = (
    "震度 ?[0-7一二三四五六七][強弱]?",
    rf"(?:約|およそ|第|약|제)?{_DIGITS}(?: ?{_MYRIADS}(?:{_DIGITS})?)*{_SCALE}(?: ?{words.COUNTER})?目?",
    rf"(?!十分[にな]|二度と)(?:第|約)?{_KANJI_DIGITS}[万億兆]?{words.COUNTER}目?(?![々一-龠])",
    words.ENGLISH_NUMBER,
)
_NAME = (
    f"[一-龠々ヶケァ-ヺー・]{{1,12}}{words.TITLE}(?![一-龠])",
    f"(?!{_KANJI_DIGITS}{words.PLACE})[一-龠々]{{1,6}}{words.PLACE}(?![一-龠])",
    f"{words.SURNAME}[一-龠々ぁ-ん]{{0,3}}(?=[はがのをにと、。・(]|$)",
    f"{words.COUNTRY}(?![一-龠ァ-ヺ])",
    f"[一-龠々ァ-ヺー・A-Za-z]{{2,12}}{words.COMPANY}",
    "[ァ-ヺー]{2,}(?:・[ァ-ヺー]+)+|[ァ-ヺー]{2,}(?=州|市|国)",
    # A capital that does not come from standing first; two capitalised words wherever they stand.
    r"(?<=[a-z,;:\"'(] )[A-Z][\w'-]+(?: (?:of |de |van |von )?[A-Z][\w'-]+)*",
    r"\b[A-Z][a-z'-]+(?: [A-Z]\.?)?(?: [A-Z][\w'-]+)+|\b[A-Z]{2,}s?\b",
    rf"\b{words.ENGLISH_TITLE}\.? [A-Z][\w'-]+",
    f"{words.KOREAN_SURNAME}[가-힣]{{1,2}}(?= ?{words.KOREAN_TITLE})",
    f"{words.CHINESE_TITLE}[一-龥]{{2,3}}",
)

#: What a date, an amount or a number begins with: the patterns are tried nowhere else.
_FIRST_OF_FIGURE = (
    r"(?=[\d〇一二三四五六七八九十百千数約第明大昭平令午上下月火水木金土日星周礼震A-Z$€£¥₩및오약제월화수목금토일]"
    r"|\b[a-z])"
)
_FIGURE = "|".join(
    f"(?P<{name}>{'|'.join(rows)})" for name, rows in (("date", _DATE), ("amount", _AMOUNT), ("number", _NUMBER))
)
_FIGURE_PATTERN = re.compile(f"{_FIRST_OF_FIGURE}(?:{_FIGURE})")
_NEGATION_PATTERN = re.compile(words.NEGATION, re.IGNORECASE)
_NAME_PATTERN = re.compile(f"(?=[々一-龥ァ-ヺー・ヶケA-Za-z가-힣])(?:{'|'.join(_NAME)})")
_DATE_WORD_PATTERN = re.compile(words.DATE_WORD)
_KANJI_NUMERAL = re.compile("[〇一二三四五六七八九十百千万億兆数]+")


def figures(sentence: str) -> list[Fact]:
    """Dates, amounts and numbers of a sentence in normal form, in order, none within another."""
    return [
        Fact(EditKind(match.lastgroup or ""), match.start(), match.end())
        for match in _FIGURE_PATTERN.finditer(sentence)
    ]


def negations(sentence: str) -> list[Fact]:
    """Negating words and affixes of a sentence in normal form."""
    return [Fact(EditKind.NEGATION, m.start(), m.end()) for m in _NEGATION_PATTERN.finditer(sentence)]


def names(sentence: str) -> list[Fact]:
    """What looks like a proper name in a sentence in normal form."""
    return [Fact(EditKind.NAME, m.start(), m.end()) for m in _NAME_PATTERN.finditer(sentence)]


def date_words(sentence: str) -> list[Fact]:
    """Dates told without figures, in a sentence in normal form: 来月, 上旬, (月)."""
    return [Fact(EditKind.DATE, m.start(), m.end()) for m in _DATE_WORD_PATTERN.finditer(sentence)]


class Facts:
    """The facts of one sentence, each sort looked for once, and only when it is asked for."""

    def __init__(self, sentence: str, known: Sequence[Fact]) -> None:
        self.sentence = sentence
        self._figures = known
        self._words: list[Fact] | None = None

    def figures(self, start: int, end: int) -> list[tuple[EditKind, str]]:
        """Figures that a change from ``start`` to ``end`` reaches into, by kind and wording."""
        return self._touched(self._figures, start, end)

    def words(self, start: int, end: int) -> list[tuple[EditKind, str]]:
        """Negations, names and dates without figures that it reaches into."""
        if self._words is None:
            told = self.sentence
            self._words = [*negations(told), *names(told), *date_words(told)]
        return self._touched(self._words, start, end)

    def _touched(self, found: Sequence[Fact], start: int, end: int) -> list[tuple[EditKind, str]]:
        return [(kind, self.sentence[at:to].replace(" ", "")) for kind, at, to in found if at < end and to > start]


#: Which kind names a change that touches several: what a reader must see first.
_FIRST = (EditKind.AMOUNT, EditKind.DATE, EditKind.NUMBER, EditKind.NEGATION, EditKind.NAME)


def kind(before: Facts, was: tuple[int, int], after: Facts, now: tuple[int, int]) -> EditKind:
    """What a change of ``before`` at ``was`` to ``after`` at ``now`` touches: a fact that one side lacks."""
    for old, new in _both(before, was, after, now):
        if old != new:
            was_said, said = Counter(old), Counter(new)
            differing = {each[0] for each in (was_said - said) + (said - was_said)}
            if differing:
                return next(each for each in _FIRST if each in differing)
    numerals = _is_other_numeral(before.sentence, was, after.sentence, now)
    return EditKind.NUMBER if numerals else EditKind.TEXT


def _is_other_numeral(before: str, was: tuple[int, int], after: str, now: tuple[int, int]) -> bool:
    """Whether nothing but a numeral in kanji is another, whatever it counts: 三団体, 五団体; not 三郎, 五郎."""
    old, new = before[slice(*was)], after[slice(*now)]
    head = Prefix.similarity(old, new)
    tail = Postfix.similarity(old[head:], new[head:])
    numbers = _numeral(before, was[0] + head, was[1] - tail), _numeral(after, now[0] + head, now[1] - tail)
    return all(numbers) and numbers[0] != numbers[1]


def _numeral(sentence: str, start: int, end: int) -> str:
    """The numeral in kanji that a stretch lies in; empty where it holds, or is, anything else."""
    for found in _KANJI_NUMERAL.finditer(sentence):
        if found.start() <= start and end <= found.end():
            return "" if sentence.startswith("郎", found.end()) else found.group()
    return ""


def _both(
    before: Facts, was: tuple[int, int], after: Facts, now: tuple[int, int]
) -> Iterator[tuple[list[tuple[EditKind, str]], list[tuple[EditKind, str]]]]:
    """Figures of both sides, then, where those do not differ, words."""
    yield before.figures(*was), after.figures(*now)
    yield before.words(*was), after.words(*now)
