"""Notices: a page whose message is all it has to say, told from a page that only speaks of such things.

Where a message stands tells how much may stand beside it. A title of which one part is nothing but
"Page not found" is a notice even over some paragraphs of advice; a sentence in the text is one only when
hardly anything else is said. What counts is prose: menus, labels, links and footers say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linkwatch.judge.case import FIRST_LINES, Case
from linkwatch.judge.phrases import Phrases, gone, spoken_in, topics
from linkwatch.judge.words import plain, sentences, weight

BESIDE_WHOLE = 300
BESIDE_PART = 250
BESIDE_SENTENCE = 160
"""Weight (see :func:`linkwatch.judge.words.weight`) of other prose that a notice may carry, by where its message
stands: as a whole part of title or heading, within one, or in a sentence. Measured on real error pages: nearly
all carry less than 250, most of them none; the shortest articles carry 200 to 400."""

BESIDE_NAMED = 40
"""The same for a sentence of the text under a heading that names something: what is described is there."""

BESIDE_THING = 20
"""The same where a thing's sale, event or post has ended: a few figures under a heading describe it."""

BESIDE_EXPLAINED = 220
"""The same for a sentence with which a page's prose begins, and for one of a wall's or a host's notice, which
explain themselves at more length."""

PROSE = 30
"""Weight from which a sentence is prose rather than a label, a name or a date."""

MUCH = 1_000
"""Weight of prose from which it is no longer counted."""

MESSAGES = 2
"""Sentences of a notice that may repeat its message in other words, and do not count as prose."""

ADVICE = 8
LONGEST_ADVICE = 120
"""Sentences of advice (check the address, go back, search) that do not count either where title or heading are
a whole message, and their weight at most."""

SHORTEST_ADVICE = 20
"""Weight of a sentence of advice that bears a message out; shorter ones are labels."""

MOST = 0.6
"""Share of the sentence with which a page begins that its message has to be."""


ALONE = 75
"""Weight of other prose that a message in title or heading may carry where nothing else on the page bears it out:
under "Not found" a page gone says where to look, and a song says its words."""

ALONE_SHORT = 40
"""The same, short lines and labels counted, where the message is but a word: "Not found", "Introuvable"."""

MAX_WORDS = 160
"""Characters of a message that evidence names, so that the sentence around it is whole."""

WORD = 20
"""Weight of a message that may be but a word or two."""

ALL = 0.8
"""The same for a headline."""

SHARE = 0.4
"""Share of a sentence or title that a message has to be to be its point."""


_ASKED = re.compile(
    r"\brequested\b|\byou(?:'re| are| were| have)?\b|\byour\b"
    r"|お探し|ご指定|指定され|(?:アクセス|クリック)(?:し|され|頂|いただ)|リクエスト|要求|您|你|요청"
    r"|\b(?:vous|demandée?|cherchez|angeforderte|aufgerufene|sie|solicitad[ao]|busca[ns]?|procura|richiest[ao]|cercat[ao]|"
    r"запра\w+|искомая|aradığınız|szukasz|opgevraagde)\b"
)
"""A message about the address that was asked for, rather than the thing that the page is about."""

_POINTS = re.compile(
    _ASKED.pattern
    + r"|\b(?:this|that (?=page|url|link|article|post|file|site)|cette|cet|diese[rs]?|esta|este|quest[ao]|deze"
    r"|эт[ао]т?|bu|ta|ten) |この|当該|该|此|해당|(?:^|\s)이 "
)
_ENDED = re.compile(
    r"販売|募集|受付|生産|開催|(?:商品|製品|イベント)は"
    r"|\b(?:products?|items?|events?|jobs?|positions?|vacancy|books?|articles? (?:is|ist)|produkt|produit|producto)\b"
)
"""An end that may be a thing's rather than its page's: what a page still tells of it under a heading counts."""

_QUOTED = re.compile(r"[“「『](.{3,60}?)[”」』]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message that was found, and what stands beside it."""

    words: str
    """The segment or sentence, in plain form."""
    beside: int
    """Weight of the other prose on the page."""
    allowed: int
    is_whole: bool = False
    """Whether it is a whole part of the title or of a heading."""

    @property
    def is_all(self) -> bool:
        """Whether the page says little beside the message."""
        return self.beside <= self.allowed

    def __str__(self) -> str:
        return f"“{self.words[:MAX_WORDS]}”"

    @property
    def why_not(self) -> str:
        """What keeps it from being a notice."""
        return f"“{self.words[:100]}” stands beside other prose (weight {self.beside:,}, allowed {self.allowed:,})"


def of_topic(case: Case, topic: str) -> Notice | None:
    """Return the notice of a topic of topics.toml in title, heading or text."""
    phrases = (topics()[topic],)
    return in_title(case, phrases) or in_text(case, phrases)


def in_title(case: Case, phrases: Sequence[Phrases]) -> Notice | None:
    """Return the notice whose message is a part of the title or a main heading."""
    parts = case.title_parts
    whole = next((part for part in parts if _fills(part, _may_be_in(part, phrases))), "")
    if whole:
        advises = phrases[0].advises
        room = BESIDE_WHOLE if advises else BESIDE_PART
        prose = beside(case, phrases, room, advice=ADVICE if advises else 0)
        return Notice(words=whole, beside=prose, allowed=room, is_whole=True)
    part = next((part for part in parts if is_message(part, phrases)), "")
    if not part:
        return None
    room = BESIDE_WHOLE if phrases[0].advises and _speaks(case, phrases) else BESIDE_PART
    prose = beside(case, phrases, room, advice=ADVICE if room == BESIDE_WHOLE else 0)
    return Notice(words=part, beside=prose, allowed=room)


def in_text(case: Case, phrases: Sequence[Phrases]) -> Notice | None:
    """Return the notice whose message is a sentence of a page that says little."""
    parts = case.text_parts
    if case.is_explained:
        return None
    labels = phrases[0].labels
    said = _stands_in_any if labels else is_message
    at = next((at for at, part in enumerate(parts) if said(part, phrases)), None)
    if at is None:
        return None
    is_named = case.is_named and phrases[0].is_end
    if is_named and not _POINTS.search(parts[at]):
        return None  # a headline, and under it a report
    comes_first = all(weight(part) < PROSE for part in parts[:at]) and _is_most_of(parts[at], phrases)
    room = BESIDE_EXPLAINED if comes_first or not phrases[0].advises else BESIDE_SENTENCE
    is_thing = bool(case.content.headings) and _ENDED.search(parts[at]) is not None
    if (is_named or is_thing) and not _ASKED.search(parts[at]):
        rest = _labels(case) - weight(parts[at])
        return Notice(words=parts[at], beside=max(rest, 0), allowed=BESIDE_THING if is_thing else BESIDE_NAMED)
    prose = beside(case, phrases, room, advice=ADVICE if comes_first and phrases[0].advises else 0)
    return Notice(words=parts[at], beside=prose, allowed=room)


def is_borne_out(case: Case, found: Notice, phrases: Sequence[Phrases]) -> bool:
    """Whether the rest of the page goes with a message in title or heading, or there is hardly any rest.

    An error page says it again, gives advice, or says nothing more; "Not found" is also the name of songs.
    """
    is_word = found.is_whole and not re.search(r"\d", found.words) and weight(found.words) <= WORD
    speaks = (found.is_whole and not is_word) or _speaks(case, phrases)
    # A headline may tell of a page somewhere: alone it is believed only when it is the message and nothing else.
    is_all = not case.is_named or found.is_whole or _speaks(case, phrases, ALL)
    if found.beside <= ALONE and ((speaks and is_all) or _labels(case) <= ALONE_SHORT):
        return True
    if speaks and topics()["deictic"].find(found.words):
        return True
    names = set(case.title_parts)
    return any(
        sentence.strip(" .!。") not in names and _bears_out(sentence, phrases)
        for sentence in sentences(case.reading.own)
    )


def _speaks(case: Case, phrases: Sequence[Phrases], share: float = MOST) -> bool:
    """Whether a part of title or heading says of a page, in so many words and hardly more, that it is gone."""
    spoken = (part for part in case.title_parts if _stands_in_any(part, phrases))
    return any(_is_most_of(part, phrases, share) or _POINTS.match(part) for part in spoken)


def _bears_out(sentence: str, phrases: Sequence[Phrases]) -> bool:
    if SHORTEST_ADVICE <= weight(sentence) <= LONGEST_ADVICE and _advises(sentence):
        return True
    if topics()["defined"].find(sentence) or not is_message(sentence, phrases):
        return False
    return _is_most_of(sentence, phrases, SHARE) or _is_of_itself(sentence, phrases)


def _is_of_itself(sentence: str, phrases: Iterable[Phrases]) -> bool:
    """Whether a sentence begins with its message, and that with "this page": reasons may follow."""
    points = _POINTS.match(sentence)
    found = (each.find(sentence) for each in phrases) if points else ()
    return any(match.start() <= points.end() for match in found if match and points)


def _advises(sentence: str) -> bool:
    """Whether a sentence tells the reader where to look; words on a button or in a menu do not."""
    known = topics()
    told = known["advice"].find(sentence) is not None
    return told and known["defined"].find(sentence) is None and known["explained"].find(sentence) is None


def _labels(case: Case) -> int:
    """Return the weight of the page's own lines that repeat no part of title and headings and advise nothing."""
    names = set(case.title_parts)
    lines = (line for line in sentences(case.reading.own) if line.strip(" .!。") not in names)
    return sum(weight(line) for line in lines if weight(line) < SHORTEST_ADVICE or not _advises(line))


def is_message(text: str, phrases: Sequence[Phrases]) -> bool:
    """Whether a segment or sentence in plain form is a message: not a supposition, nor a word on one."""
    phrases = _may_be_in(text, phrases)
    return _fills(text.strip(" .!。"), phrases) or _stands_in_any(text, phrases)


def _may_be_in(text: str, phrases: Sequence[Phrases]) -> Sequence[Phrases]:
    """Leave out languages in whose letters nothing is written: a text is looked through for three dozen."""
    return spoken_in(text) if phrases is gone() else phrases


def _stands_in_any(text: str, phrases: Iterable[Phrases]) -> bool:
    return any(_stands_in(text, each) for each in phrases)


def _fills(text: str, phrases: Iterable[Phrases]) -> bool:
    return any(each.fills(text) and not _is_supposed(text, each) for each in phrases)


def _stands_in(text: str, phrases: Phrases) -> bool:
    found = phrases.find(text) if len(text) <= phrases.longest else None
    if found is None or _is_supposed(text, phrases):
        return False
    # In quotation marks it is spoken of: 'why "page not found" appears'.
    around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
    if any(mark in around for mark in "\"'「」『』") and not _is_past_quote(found, around):
        return False
    return not any(phrases.find(quoted.group(1)) for quoted in _QUOTED.finditer(text))


def _is_past_quote(found: re.Match[str], around: str) -> bool:
    """Whether the message only begins with a name in quotation marks, and goes on behind them."""
    return around[:1] in "「『" and around[1:] not in ("」", "』") and re.search("[」』]", found[0]) is not None


def _is_most_of(sentence: str, phrases: Iterable[Phrases], share: float = MOST) -> bool:
    """Whether a sentence says little beside its message."""
    found = (each.find(sentence) for each in phrases)
    longest = max((len(match.group(0)) for match in found if match), default=0)
    return longest >= len(sentence) * share or _fills(sentence.strip(" .!。"), phrases)


def _is_supposed(text: str, phrases: Phrases) -> bool:
    return not phrases.asks and any(topics()[topic].find(text) for topic in ("supposed", "explained"))


def opening(case: Case, phrases: Sequence[Phrases]) -> str:
    """Return the message among the first words of a page, whatever follows them; empty when there is none."""
    lines = case.reading.own.split("\n")[:FIRST_LINES]
    return next((part for part in sentences("\n".join(lines)) if is_message(part, phrases)), "")


def beside(case: Case, phrases: Sequence[Phrases], enough: int, *, advice: int = 0) -> int:
    """Return the weight of the prose beside the messages, counted outside links, else in the main text.

    The main text, which costs time, is asked for only when there seems to be more than ``enough``.
    """
    talk = [each.talk for each in phrases if each.talk]
    if _fills(plain(case.content.title).strip(" .!。"), phrases):
        talk += [each.explains for each in phrases if each.explains]
    own = _prose(case.reading.own, phrases, talk, advice) if case.is_own_reliable else MUCH
    if own <= enough:
        return own
    return min(own, _prose(case.text, phrases, talk, advice))


def _prose(text: str, phrases: Sequence[Phrases], talk: Sequence[re.Pattern[str]], advice: int) -> int:
    messages, total = MESSAGES, 0
    for sentence in sentences(text):
        heavy = weight(sentence)
        if heavy < PROSE:
            continue
        if topics()["boilerplate"].find(sentence) or any(each.search(sentence) for each in talk):
            continue
        if messages and is_message(sentence, phrases) and not topics()["defined"].find(sentence):
            messages -= 1
            continue
        if advice and heavy <= LONGEST_ADVICE and _advises(sentence):
            advice -= 1
            continue
        total += heavy
        if total > MUCH:
            break
    return total
