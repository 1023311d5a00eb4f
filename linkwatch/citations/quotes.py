"""Quotations that the format marks as such, and the link that each was taken from.

The link stands after the quotation (most often, ``— [title](url)``), before it, inside it as its first or last
line, in the format's own attribute, or behind a footnote mark. Of two that are possible the nearer and more
explicit is taken; when a document alternates between the two without a word, its first and last show which way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from linkwatch.citations import quotations, shapes
from linkwatch.citations.cards import Card, heads_quoted, stands_alone
from linkwatch.citations.layout import Line
from linkwatch.citations.quotations import Quotation, Spot
from linkwatch.model import BlockKind
from linkwatch.urls import same_page

_NEAR = 2
"""Blank lines between a quotation and the line that names its source."""
_FAR = 4
"""How many lines before a quotation its source is looked for when the line just before it names none."""
_SECTION = 6
"""Lines between two quotations from the page that heads their section."""
_HEADS_QUOTES = re.compile(
    r"(?:quot(?:e|ation)s?|highlights?|excerpts?|passages?|(?:本文)?(?:の?(?:引用|抜粋|抜き書き))|ハイライト)\s?[:：]?",
    re.I,
)
_SHORT_QUESTION = 80
"""Characters: a shorter quotation that asks is what somebody wrote whom the author answers."""
_ANNOUNCES = re.compile(
    r"(?:(?<![\d{])[:：]|↓|▼|以下の?(?:通り|とおり)?|(?:と|には|では|によると|によれば|より|から|から引用|より引用|引用する|引用します"
    r"|抜粋|とのこと|(?:こう|次の(?:ように|通り|とおり)|このように"
    r"|(?:次の|以下の|こんな|このような)(?:一節|一文|文章?|記述|くだり|説明|言葉|文言|注意書き))[^。]{0,12})(?:[、。:：…]|$)"
    r"|\b(?:says?|said|writes?|wrote|notes?|noted|explains?|reports?|reported|according to|states?|puts it|from"
    r"|bluntly|schreibt|écrit)\b[^.]{0,60})[^。]{0,12}$",
    re.I,
)
_MAIL = re.compile(
    r"(?:\bwrote|\bwrites|\bschrieb|a écrit|escribió|さん(?:は|が)?(?:書きました|wrote|の発言)|書きました"
    r"|[>＞]?書き込み|のメール|Original Message|\bsaid on)[^。]{0,30}[:：]\s*$"
    r"|^On .{4,80}wrote:|^(?:From|差出人|Date|To|Subject|件名)\s?[:：]",
    re.I,
)
_GOES_ON = re.compile(r"と(?:ある|あり|あっ|いう|いっ|言|書|述べ|して|した|語|結|続|のこと)")
"""How a sentence goes on behind the quotation in its midst: ``…とある。``"""
_OTHER_SPEAKER = re.compile(
    r"(?:さん|氏|様|君|くん|ちゃん|先生|社長|会長|店主|父|母|夫|妻|友人|同僚|先輩|後輩|彼女?)(?:は|が|も)[^。]{0,40}?"
    r"(?:話[しす]|語[っる]|言[っいう]|答え|笑[っう]|つぶや|教えてくれ)[^。]{0,12}[。:：]?$"
    r"|\b(?:he|she|they|my \w+) (?:told me|said to me|answered|replied)\b[^.]{0,30}[.:]?$",
    re.I,
)
"""How a sentence leads to what a person said to the author, not to a page."""
_LAST_SENTENCE = re.compile(r"(?:。|[.!?]\s)([^。]+。?)$")
"""A sentence that follows the one with the link."""
_NEXT_SENTENCE = re.compile(r"。|[.!?][)\"”]?\s+(?=[A-ZÀ-Ý])")
_ASIDE = 60
"""Characters that may follow the sentence with the link before a quotation; half as many in Japanese."""
_NOTICE = re.compile(
    r"\[!(?!quote|cite|quotation)\w{1,20}\][+-]?.*|(?:Note|Warning|Tip|Important|Caution|Info|注意|重要|補足|メモ|注|ヒント)[:：]?",
    re.I,
)
"""The first line of a box in which authors set off their own words, in the form of a quotation."""
_ENDS_IN_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\][\s。.、,:：]*$")
_BRACKETS_ALONE = frozenset({"()", "（）", "[]"})
"""What is left of a line that is a link in brackets: the source of the quotation above it."""
_REACH = 120
"""Characters at the end of a line that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """What was found of a document's quotations."""

    texts: dict[Spot, str]
    """What is quoted from each cited page, by the place of its link; two quotations are joined."""
    repeated: frozenset[Spot]
    """Addresses in a format's own attribute that stand as a link beside it as well: one citation, not two."""


def assign(lines: Sequence[Line], cards: dict[int, Card]) -> Assigned:
    """Find the source of each quotation of a document."""
    places = {at: card for card in cards.values() for at in range(card.first, card.last + 1)}
    scene = _Scene(lines, places)
    found: dict[Spot, list[str]] = {}
    repeated: set[Spot] = set()
    for quotation in scene.quotations:
        spot = scene.source(quotation)
        quotation.source = spot
        if spot is None or not quotation.text:
            continue
        repeated |= _repeated(lines, quotation, spot)
        if not any(char.isalnum() for line in quotation.lines for char in line.rest):
            continue  # nothing but links
        found.setdefault(spot, []).append(quotation.text)
    return Assigned(texts={spot: "\n".join(texts) for spot, texts in found.items()}, repeated=frozenset(repeated))


class _Scene:
    """A document's lines, and what its quotations as a whole show."""

    def __init__(self, lines: Sequence[Line], cards: dict[int, Card]) -> None:
        self.lines = lines
        self.cards = cards
        """Cards by each of their lines."""
        found = (
            *quotations.marked(lines), *quotations.spoken(lines), *quotations.introduced(lines),
            *quotations.announced(lines),
        )  # fmt: skip
        self.quotations = sorted(found, key=lambda quotation: quotation.first)
        self._by_last = {quotation.last: quotation for quotation in self.quotations}
        self._notes = _notes(lines)
        self._is_mail = any(self._answers_mail(quotation) for quotation in self.quotations)
        self._after_wins = self._sources_stand_after()

    def source(self, quotation: Quotation) -> Spot | None:
        """Return the link that a quotation is from."""
        if quotation.is_introduced:
            return self._before(quotation)
        if quotation.is_spoken or quotation.closed_at is not None:
            return self._after(quotation)
        if len(quotation.lines) > 1 and _NOTICE.fullmatch(quotation.lines[0].text):
            return None
        clipped = _clipped(quotation, self.lines, self.cards)
        if clipped is not None:
            return clipped
        inside = None if self._answers_mail(quotation) else _inside(quotation)
        if inside is not None:
            return inside
        after, before = self._after(quotation), self._before(quotation)
        explicit = after is not None and (
            shapes.is_attribution(self.lines[after[0]].text) or self.lines[after[0]].rest in _BRACKETS_ALONE
        )
        if self._answers_mail(quotation) or (
            self._is_mail and not explicit and not _is_set_off(quotation) and not self._announces(quotation)
        ):
            return None
        noted = self._noted(quotation)
        if noted is not None and not (before is not None and self._leads(quotation)):
            return noted
        if after is not None and (explicit or before is None):
            return after
        if before is None:
            return self._farther(quotation) or self._of_section(quotation)
        if after is None or self._announces(quotation):
            return before if self._announces(quotation) or not self._asks(quotation) else None
        return after if self._after_wins else before

    def _line_before(self, quotation: Quotation) -> Line | None:
        return self.lines[quotation.first - 1] if quotation.first else None

    def _answers_mail(self, quotation: Quotation) -> bool:
        """Tell whether a quotation is of another mail, not of a page."""
        before = self._line_before(quotation)
        return (
            before is not None and not before.is_quoted and not before.links and _MAIL.search(before.text) is not None
        )

    @staticmethod
    def _asks(quotation: Quotation) -> bool:
        return len(quotation.text) < _SHORT_QUESTION and quotation.text.endswith(("?", "？"))

    def _noted(self, quotation: Quotation) -> Spot | None:
        """Return the link of the footnote that is marked at the end of a quotation, or right beside it."""
        own = quotations.FOOTNOTE.findall(quotation.lines[-1].text)
        before = self._line_before(quotation)
        lead = _ENDS_IN_FOOTNOTE.search(before.text) if before is not None else None
        after = self.lines[quotation.last + 1] if quotation.last + 1 < len(self.lines) else None
        tail = (
            quotations.FOOTNOTE.findall(after.text)
            if after is not None and not quotations.FOOTNOTE.sub("", after.text).strip("。. ")
            else []
        )
        leading = [lead[1]] if lead else []
        if before is not None and not lead and not before.links and self._announces(quotation):
            leading = quotations.FOOTNOTE.findall(before.text)[-1:]
        for label in (*reversed(own), *tail, *leading):
            if label in self._notes:
                return self._notes[label]
        return None

    def _after(self, quotation: Quotation) -> Spot | None:
        """Return the link on the line after a quotation, when that line names a source."""
        at = quotation.last + 1
        if at >= len(self.lines):
            return None
        line = self.lines[at]
        if not line.links or line.is_quoted or line.gap > _NEAR or line.kind is BlockKind.HEADING:
            return None
        if any(quotations.is_chrome(link) for link in line.links):
            return None
        if line.text[-1:] in ":：" and at + 1 < len(self.lines) and self.lines[at + 1].is_quoted:
            return None  # it leads to the next
        if len(line.links) == 1 and _GOES_ON.match(line.text):
            return at, 0
        return (at, 0) if stands_alone(line) or quotations.names_source(line) else None

    def _before(self, quotation: Quotation) -> Spot | None:
        """Return the link on the line before a quotation, or of the card that ends there."""
        line = self._line_before(quotation)
        if line is None or quotation.lines[0].gap > _NEAR:
            return None
        if shapes.is_signature(line.text) and line.gap <= 1 and line.index:
            return None  # it names the source of what stands above it
        if line.links and not line.is_quoted and self._has_passed(line, quotation):
            return None
        above = self.lines[line.index - 1] if line.index else None
        if above is not None and above.links and self._says_more(line, above):
            line = above
        card = self.cards.get(line.index)
        if card is not None:
            return None if self.lines[card.line].kind is BlockKind.EMBED else (card.line, 0)
        if not line.links or line.is_quoted or (line.kind is BlockKind.HEADING and line.rest):
            return None
        return line.index, len(line.links) - 1

    def _says_more(self, line: Line, above: Line) -> bool:
        """Tell whether a line without a link only says more of the page of the line above: its date, its author."""
        if quotations.is_detail(line) and line.gap == 0:
            return True
        is_name = len(line.text) <= quotations.LONGEST_DETAIL and not line.links and not shapes.is_sentence(line.text)
        return is_name and above.kind is BlockKind.HEADING and stands_alone(above)

    def _has_passed(self, line: Line, quotation: Quotation) -> bool:
        """Tell whether the line before has gone on from its link to something else, or to nothing that is quoted."""
        rest = line.text[line.links[-1].end :]
        told = _LAST_SENTENCE.search(rest)
        if told is not None and _OTHER_SPEAKER.search(told[1][-_REACH:]):
            return True
        if self._announces(quotation) or line.index in self.cards:
            return False
        if quotations.is_permalink(line.links[-1]):
            return True
        if not shapes.is_sentence(quotation.text) and len(quotation.text) < quotations.SHORTEST_SPOKEN:
            return True
        stop = _NEXT_SENTENCE.search(rest)
        return stop is not None and len(rest) - stop.end() > (_ASIDE if rest.isascii() else _ASIDE // 2)

    def _leads(self, quotation: Quotation) -> bool:
        """Tell whether the line before is a link on its own, or announces the quotation without a footnote."""
        line = self._line_before(quotation)
        return line is not None and (line.index in self.cards or (bool(line.links) and self._announces(quotation)))

    def _announces(self, quotation: Quotation) -> bool:
        """Tell whether the line before a quotation leads to it."""
        line = self._line_before(quotation)
        return line is not None and _leads_on(line.text[-_REACH:])

    def _farther(self, quotation: Quotation) -> Spot | None:
        """Return the last link of the lines before, or the source before, when they lead here without a break."""
        before = self._line_before(quotation)
        if before is None or before.text.endswith(".") or not self._announces(quotation):
            return None
        for at in range(quotation.first - 1, max(-1, quotation.first - 1 - _FAR), -1):
            line = self.lines[at]
            if line.is_quoted:
                earlier = self._by_last.get(at)
                return earlier.source if earlier is not None else None
            if line.kind is BlockKind.HEADING:
                return None
            if line.links:
                passed = at == quotation.first - 1 and self._has_passed(line, quotation)
                return None if passed or self._is_one_of_many(line, quotation) else (at, len(line.links) - 1)
        return None

    def _of_section(self, quotation: Quotation) -> Spot | None:
        """Return the link that heads the section when an earlier quotation in it is from there."""
        if self._announces(quotation) or self._asks(quotation):
            return None
        for at in range(quotation.first - 1, max(-1, quotation.first - 1 - _SECTION), -1):
            line = self.lines[at]
            if line.kind is BlockKind.HEADING:
                return self._of_page(at) if _HEADS_QUOTES.fullmatch(line.text) else None
            if line.is_quoted:
                earlier = self._by_last.get(at)
                spot = earlier.source if earlier is not None else None
                is_headed = spot is not None and self.lines[spot[0]].kind is BlockKind.HEADING
                return spot if is_headed else None
            if line.links:
                return None
        return None

    def _of_page(self, heading: int) -> Spot | None:
        """Return the URL that a note on one page begins with, a heading that says ``Quotes`` under it."""
        for at in range(heading - 1, max(-1, heading - 1 - _SECTION), -1):
            line = self.lines[at]
            if line.links:
                return (at, 0) if stands_alone(line) else None
            if line.is_quoted or line.kind is BlockKind.HEADING:
                return None
        return None

    def _is_one_of_many(self, line: Line, quotation: Quotation) -> bool:
        """Tell whether a link stands in a list of several that a quotation outside of it follows."""
        before = self._line_before(quotation)
        if line.kind is not BlockKind.ITEM or before is None or before.group == line.group:
            return False
        return sum(bool(each.links) for each in self.lines if each.group == line.group) > 1

    def _sources_stand_after(self) -> bool:
        """Learn from the quotations with a link on one side only on which side their author puts it."""
        votes = 0
        for quotation in self.quotations:
            after, before = self._after(quotation), self._before(quotation)
            votes += (after is not None and before is None) - (before is not None and after is None)
        return votes > 0


@lru_cache(maxsize=shapes.REMEMBERED)
def _leads_on(tail: str) -> bool:
    """Tell whether the end of a line leads to a quotation; asked of each line several times."""
    return _ANNOUNCES.search(tail) is not None


def _notes(lines: Sequence[Line]) -> dict[str, Spot]:
    """Return the first link of each footnote, by its label."""
    notes: dict[str, Spot] = {}
    for line in lines:
        if line.links and line.place and line.place.startswith("footnote "):
            notes.setdefault(line.place.removeprefix("footnote "), (line.index, 0))
    return notes


def _is_set_off(quotation: Quotation) -> bool:
    """Tell whether a quotation is marked by its indentation, as mails mark what is of no other mail."""
    return bool(quotation.lines[0].indent)


def _clipped(quotation: Quotation, lines: Sequence[Line], cards: dict[int, Card]) -> Spot | None:
    """Return the URL of a clipping that is quoted as a whole: the lines of its card are none of the passage."""
    own = [cards[line.index] for line in quotation.lines if line.index in cards]
    heads = {card.line: card for card in own if heads_quoted(lines, lines[card.line])}
    if len(heads) != 1:
        return None
    ((at, card),) = heads.items()
    quotation.told |= {line.index for line in quotation.lines if line.index <= card.last}
    return at, 0


def _inside(quotation: Quotation) -> Spot | None:
    """Return the link inside a quotation that names its source: on its last lines, on its first, in its attribute."""
    own = quotation.lines
    for line in (*reversed(own[-2:]), own[0]):
        shown = [number for number, link in enumerate(line.links) if link.end > link.start]
        if not shown or len(own) < 2:
            continue
        if quotations.names_source(line) or (line is own[-1] and line.kind is BlockKind.EMBED):
            at = own.index(line)
            if at > 1 and quotations.is_detail(own[at - 1]):
                at -= 1
            quotation.told |= {each.index for each in (own[:1] if line is own[0] else own[at:])}
            return line.index, shown[-1]
    cited = [
        (link.end == link.start, line.index, number)
        for line in own
        for number, link in enumerate(line.links)
        if line.cite and (line.cite == link.url or same_page(line.cite, link.url))
    ]
    return min(cited)[1:] if cited else None  # one that is shown before the attribute itself


def _repeated(lines: Sequence[Line], quotation: Quotation, spot: Spot) -> set[Spot]:
    """Return the addresses in the quotation's attribute that its source, shown as a link, says again."""
    source = lines[spot[0]].links[spot[1]]
    return {
        (line.index, number)
        for line in quotation.lines
        for number, link in enumerate(line.links)
        if (line.index, number) != spot
        and link.end == link.start
        and line.cite == link.url
        and same_page(link.url, source.url)
    }
