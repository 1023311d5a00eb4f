"""Whose voice a paragraph speaks in, told by how it is made: a report's, or that of who wrote the document.

Reports are dense: figures, names, who told what; they go on with the words of their headline. What people note under
them is loose: short sentences, kana, their own day and kin, nothing of what was told before. No sign is sure; several
are. The weights were found on the labelled documents: from :data:`OWN` on none of 120 last paragraphs of articles was
taken for their author's, and more than half of 66 words under articles were known without a list of opinions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkwatch.citations import shapes

OWN = 4
"""Points from which a paragraph under others is its author's."""
_CONTEXT = 2000
"""Characters at each end of what was told before that are looked at."""
_LOOSE, _VERY_LOOSE = 0.55, 0.65
"""Shares of hiragana."""
_SHORT_SENTENCE, _FRAGMENT, _LONG = 16, 6, 60
"""Characters, of Japanese."""
_SHORT_LINE, _SHORT_IN_LETTERS = 50, 40
"""Characters of a paragraph and of its average sentence, in Latin and other letters."""
_FEW_PAIRS, _MANY_SHARED = 6, 3
"""Pairs of letters that carry content."""
_CONTENT = re.compile(r"[一-龠々ァ-ヶー\dA-Za-z]{2,}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_HIRAGANA = re.compile(r"[ぁ-ゖ]")
_CJK = re.compile(r"[ぁ-ヶ一-龠]")
_FIGURE = re.compile(r"\d+|[一二三四五六七八九十百千万]{2,}")
"""A report's next sentence has new ones; who speaks of it says them again."""
_ORDER = re.compile(r"[るう]こと。?$")
"""What one tells oneself to do."""
_SENTENCES = re.compile(r"[。！？!?]+")
_STOPS = re.compile(r"[.!?]+(?:\s|$)")
_KIN = re.compile(
    r"(?:^|[。、])(?:母|父|妻|夫|娘|息子|孫|妹|弟|姉|兄|祖父|祖母|同僚|上司|部下|実家|職場|近所|隣の|裏の|裏山|友人|うち(?![\d０-９一二三四五六七八九十、])|自分"
    r"|弊社|当社|当院|本校|わが|我が|みんな|皆)(?![^。、]{0,6}会)"
)
"""People and places that are somebody's own, at the beginning of a clause."""
_DAY = re.compile(
    r"(?:^|[。、])(?:来週|来月|今度|次(?:に|は|の)|週末|明日|明後日|今夜|あとで|後で|帰りに|そのうち|いつか|久しぶり|毎年"
    r"|毎日|去年|昔)"
)
"""Time as seen from the day of writing; reports name the day."""
_ENDS_IN_NOUN = re.compile(r"[一-龠ァ-ヶー々](?:[。！]|$)")
_LIVELY = re.compile(r"[！？!?…～]|\b\w+['’](?:s|t|re|ll|d|ve|m)\b")
_ENGLISH = re.compile(r"\b(?:the|an?|of|to|and|in|on|at|for|with|this|that|it)\b", re.I)
_SUBJECTLESS = re.compile(r"[A-Z][a-z]+ed (?!(?:in|by|at|on|with|from|as|over|to|for)\b)")
"""``Washed the car.``"""
_STATED = re.compile(r"\b(?:is|are|was|were|will|would|has|have|had|\w{3,}ed)\b", re.I)
"""The verbs of a statement; orders to oneself and fragments have none."""
_SPEECH = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|\"[^\"]*\"")


def own_points(text: str, before: Sequence[str], title: str | None) -> int:
    """Weigh how much a paragraph sounds like its author's; ``before`` are the paragraphs over it.

    Below 0 for what reports who told what.
    """
    if shapes.is_report(text):
        return -1
    told = "\n".join([title or "", *before])
    if len(told) > 2 * _CONTEXT:
        told = told[:_CONTEXT] + told[-_CONTEXT:]
    bare = _SPEECH.sub("「」", text)
    points = -2 * (bare != text) - any(figure not in told for figure in _FIGURE.findall(bare))
    return points + (_in_japanese(text, bare, told) if _CJK.search(text) else _in_letters(text, told))


def _in_japanese(text: str, bare: str, told: str) -> int:
    """Weigh Japanese: how loose it is, how little it shares with what was told, and whose day and kin it names."""
    content = _pairs(text)
    shared = len(content & _pairs(told))
    loose = len(_HIRAGANA.findall(bare)) / len(bare)
    sentences = [part for part in _SENTENCES.split(bare) if part.strip()]
    return (
        (loose > _LOOSE) + (loose > _VERY_LOOSE) + (len(content) < _FEW_PAIRS)
        + (not shared) - (shared >= _MANY_SHARED)
        + (sum(map(len, sentences)) < _SHORT_SENTENCE * len(sentences))
        + any(len(part) <= _FRAGMENT for part in sentences)
        - (len(text) >= _LONG)
        + 2 * (_KIN.search(text) is not None) + 2 * (_ORDER.search(bare) is not None)
        + (_DAY.search(text) is not None) + (_ENDS_IN_NOUN.search(bare) is not None)
        + (_LIVELY.search(text) is not None)
    )  # fmt: skip


def _in_letters(text: str, told: str) -> int:
    """Weigh what is written with spaces between words."""
    shared = {word.lower() for word in _WORD.findall(text)} & {word.lower() for word in _WORD.findall(told)}
    sentences = [part for part in _STOPS.split(text) if part.strip()]
    return (
        (not shared)
        + (len(text) < _SHORT_LINE)
        + (sum(map(len, sentences)) < _SHORT_IN_LETTERS * len(sentences))
        + (_LIVELY.search(text) is not None)
        + (_SUBJECTLESS.match(text) is not None)
        + (_ENGLISH.search(text) is not None and _STATED.search(text) is None)
    )


def _pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring letters in runs of kanji, katakana, digits and Latin letters."""
    return {part[at : at + 2] for part in _CONTENT.findall(text) for at in range(len(part) - 1)}
