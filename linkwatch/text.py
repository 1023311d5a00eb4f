"""Text as people write it: normal form for comparing, sentences, bigrams. Japanese, English, Chinese, Korean.

Two writings of one text have one normal form: NFKC (full and half width, compatibility characters), one
character for the many quotes, dashes and dots, no zero-width characters, white space as one space and none
beside Chinese and Japanese characters. :func:`keys` goes one step further and drops all white space, which
extractors place as they please.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

#: Han, kana and full-width punctuation: scripts that are written without spaces. Hangul is not one.
_UNSPACED = "\u2e80-\u303f\u3041-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff01-\uff65\U00020000-\U0003ffff"

_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\u301f\uff02"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\uff07"

_FOLD: dict[int, str | None] = {
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
    **dict.fromkeys(map(ord, _SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, "\u301c\u223c\u2053\uff5e"), "~"),
    **dict.fromkeys(map(ord, "\u00b7\u2022\u2219\u22c5\uff65"), "\u30fb"),  # middle dots
    # Voicing marks on their own: NFKC would make a space of them; so they join the kana before.
    0x309B: "\u3099",
    0x309C: "\u309a",
    # One letter in two shapes: small ka and ke as counters, kanji that writers take for each other.
    0x30F5: "カ",
    0x30F6: "ケ",
    0x9AD9: "高",
    0xFA11: "崎",
    0x20BB7: "吉",
}
_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}\U000e0100-\U000e01ef]+")
#: Patterns that begin with a character are looked for at the speed of memory; with a lookbehind, step by step.
SPACE_BESIDE_UNSPACED = re.compile(f" (?:(?<=[{_UNSPACED}] )|(?=[{_UNSPACED}]))")
_DASH_RUN = re.compile("-{2,}")
_DOT_RUN = re.compile(r"\.{2,}|\u30fb{2,}")
#: A dash inside a katakana word stands for the mark of a long vowel.
_KATAKANA_DASH = re.compile("-(?<=[ァ-ヺー]-)(?=[ァ-ヺー])")
#: Letters that are their own normal form, nearly all of a text: three times faster.
_SETTLED = (
    "\x00-\x7f\xc0-\xd6\xd8-\xf6\xf8-\u0131\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9\u0410-\u044f"
    "\u3001\u3002\u3005-\u3011\u3041-\u3096\u30a1-\u30f4\u30fb-\u30fe\u4e00-\u9ad8\u9ada-\u9fff\uac00-\ud7a3"
)
_MARKS = "\u0300-\u036f\u3099-\u309c\uff9e\uff9f"
_UNSETTLED_RUN = re.compile(f"\\S?[{_MARKS}][^{_SETTLED}]*|[^{_SETTLED}]+")
_MARK = re.compile(f"[{_MARKS}]")
_UNMARKED_RUN = re.compile(f"[^{_SETTLED}]+")
_PARTED = "\x00"


def normal(text: str) -> str:
    """The form in which two writings of one text are equal; in one line, trimmed. Case is kept."""
    text = " ".join(_folded(text).split())
    return text if text.isascii() else SPACE_BESIDE_UNSPACED.sub("", text)


def key(text: str) -> str:
    """:func:`normal` without any white space: what sentences are told apart by."""
    return "".join(_folded(text).split())


def keys(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """The :func:`key` of each span of ``text``, made in one go: much cheaper than one by one."""
    joined = _PARTED.join([text[start:end].replace(_PARTED, "") for start, end in spans])
    return key(joined).split(_PARTED) if joined else []


def _folded(text: str) -> str:
    if not text.isascii():
        text = text.replace("（", "(").replace("）", ")")  # the most frequent by far
        unsettled = _UNSETTLED_RUN if _MARK.search(text) else _UNMARKED_RUN
        text = _KATAKANA_DASH.sub("ー", unsettled.sub(_settle, text))
    if "--" in text:
        text = _DASH_RUN.sub("-", text)
    return _DOT_RUN.sub("...", text) if ".." in text or "\u30fb\u30fb" in text else text


def _settle(match: re.Match[str]) -> str:
    run = match.group()
    return _settled(run) if len(run) <= _CACHED_RUN else _settled.__wrapped__(run)


_CACHED_RUN = 8


@lru_cache(maxsize=8192)
def _settled(run: str) -> str:
    return unicodedata.normalize("NFKC", _INVISIBLE_RUN.sub("", run).translate(_FOLD))


#: What :func:`mapped` has to look at: everything else stands for itself, character by character.
_LOOSE = re.compile(f"\\s+|{_UNSETTLED_RUN.pattern}")
#: A character with the marks that combine with it: the least that can be normalised on its own.
_CLUSTER = re.compile(f"\\S[{_MARKS}]*|\\s+")
_REPEATED = re.compile(f"{_DASH_RUN.pattern}|{_DOT_RUN.pattern}")


def mapped(text: str, offset: int = 0) -> tuple[str, list[int]]:
    """Normal form of ``text`` with, for each of its characters, where it began in ``text`` (plus ``offset``).

    White space is one space each, also beside Japanese; without its spaces the form is the :func:`key`.
    The list has one entry more than the form has characters: the end.
    """
    text = text.replace("（", "(").replace("）", ")")  # the most frequent by far; of the same length
    if _LOOSE.search(text) is None and _REPEATED.search(text) is None:
        return _KATAKANA_DASH.sub("ー", text), list(range(offset, offset + len(text) + 1))
    out: list[str] = []
    starts: list[int] = []
    done = 0
    for match in _LOOSE.finditer(text):
        at, end = match.span()
        if at > done:
            out.append(text[done:at])
            starts.extend(range(done + offset, at + offset))
        if end - at == 1:
            form = " " if match.group().isspace() else _settled(match.group())
            out.append(form)
            starts.extend([at + offset] * len(form))
            done = end
            continue
        for cluster in _CLUSTER.finditer(text, at, end):
            form = " " if cluster.group().isspace() else _settled(cluster.group())
            out.append(form)
            starts.extend([cluster.start() + offset] * len(form))
        done = end
    out.append(text[done:])
    starts.extend(range(done + offset, len(text) + offset + 1))
    return _repeats_gone(_KATAKANA_DASH.sub("ー", "".join(out)), starts)


def _repeats_gone(form: str, starts: list[int]) -> tuple[str, list[int]]:
    """Runs of dashes and dots made one, as :func:`_folded` does."""
    for match in reversed(list(_REPEATED.finditer(form))):
        short = _folded(match.group())
        form = form[: match.start()] + short + form[match.end() :]
        starts[match.start() : match.end()] = [starts[match.start()]] * len(short)
    return form, starts


# --- sentences ------------------------------------------------------------------------------

_OPENERS = {"「": "」", "『": "』", "（": "）", "(": ")", "【": "】", "〈": "〉", "《": "》"}
_CLOSERS = frozenset(_OPENERS.values())
_FULL_STOPS = "。．！？｡"
_TRAILING = frozenset("」』）)】〉》”’\"'｣" + _FULL_STOPS + "!?.")
_OPENER = re.compile("[「『（(【〈《]")
_MARKS_OF_SENTENCES = "。．！？｡.!?「『（(【〈《」』）)】〉》"
#: A mark, or a whole pair of brackets with none in it, which ends nothing.
_LANDMARK = re.compile(
    "|".join(f"{re.escape(a)}[^{_MARKS_OF_SENTENCES}]{{0,200}}{re.escape(b)}" for a, b in _OPENERS.items())
    + f"|[{_MARKS_OF_SENTENCES}]"
)
_STOP = re.compile("[。．！？｡.!?][」』）)】〉》”’\"'｣。．！？｡!?.]*")
#: An opening bracket that is not closed within so many characters is taken for a slip of the pen.
_LONGEST_ASIDE = 300
#: Words before a full stop that do not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'“‘])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|St|Mt|Jr|Sr|Inc|Ltd|Co|Corp"
    r"|vs|etc|No|Nos|Vol|pp?|Fig|Eq|cf|al|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Art|Sec)$"
)
_KANA_FOLLOWS = re.compile("[ぁ-ゖ、,，]")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where each sentence of ``text`` begins and ends, white space around it left out; in order.

    A line feed always ends one. A full stop inside brackets or 「quotation」 does not, nor one after an
    abbreviation or between digits. What is no sentence (a heading, a list item) is one of its own. With
    ``start`` and ``end``, which stand at ends of lines, only the sentences between them.
    """
    spans: list[tuple[int, int]] = []
    end = len(text) if end is None else end
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if start < stop:
            _line_sentences(text, start, stop, spans)
        start = stop + 1
    return spans


def _line_sentences(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add the sentences of one line to ``spans``."""
    line = text[start:end]
    if _OPENER.search(line) is None:
        ends: Iterable[int] = _plain_ends(line)
    else:
        ends = _ends(line)
    begin = 0
    for stop in (*ends, len(line)):
        piece = line[begin:stop]
        bare = piece.strip()
        if bare:
            at = start + begin + (piece.index(bare[0]) if piece[0].isspace() else 0)
            spans.append((at, at + len(bare)))
        begin = stop


def _plain_ends(line: str) -> Iterator[int]:
    """Offsets after which a new sentence begins, in a line without brackets."""
    for match in _STOP.finditer(line):
        at, after = match.span()
        if line[at] in _FULL_STOPS or _ends_spaced(line, at, after):
            yield after


def _ends(line: str) -> Iterator[int]:
    """Offsets after which a new sentence begins, in a line with brackets."""
    open_brackets: list[tuple[str, int]] = []
    done = 0
    for match in _LANDMARK.finditer(line):
        at, mark = match.start(), match.group()
        if at < done or len(mark) > 1:
            continue
        if mark in _OPENERS:
            open_brackets.append((_OPENERS[mark], at))
        elif mark in _CLOSERS:
            closed = _close(open_brackets, mark)
            said = closed and not open_brackets and line[at - 1] in _FULL_STOPS
            if said and not _KANA_FOLLOWS.match(line, at + 1):
                done = _past_trailing(line, at + 1)
                yield done
        elif not _aside(open_brackets, at):
            done = _past_trailing(line, at + 1)
            if mark in _FULL_STOPS or _ends_spaced(line, at, done):
                open_brackets.clear()
                yield done


def _close(open_brackets: list[tuple[str, int]], mark: str) -> bool:
    for index in range(len(open_brackets) - 1, max(len(open_brackets) - 5, -1), -1):
        if open_brackets[index][0] == mark:
            del open_brackets[index:]
            return True
    return False


def _aside(open_brackets: list[tuple[str, int]], at: int) -> bool:
    while open_brackets and at - open_brackets[0][1] > _LONGEST_ASIDE:
        open_brackets.pop(0)
    return bool(open_brackets)


def _past_trailing(text: str, at: int) -> int:
    while at < len(text) and text[at] in _TRAILING:
        at += 1
    return at


def _ends_spaced(text: str, at: int, after: int) -> bool:
    """Whether ``.``, ``!`` or ``?`` ends a sentence of a script that is written with spaces."""
    if after >= len(text):
        return True
    if not text[after].isspace():
        # Japanese and Chinese written with ASCII marks: 終わった!次は
        return text[at] != "." and bool(re.match(f"[{_UNSPACED}]", text[after]))
    rest = text[after : after + 8].lstrip()
    if rest and rest[0].islower():
        return False
    return text[at] != "." or not _ABBREVIATION.search(text, max(0, at - 12), at)


# --- bigrams --------------------------------------------------------------------------------

_WORDS = re.compile(f"[{_UNSPACED}\uac00-\ud7a3]+|[^\\W{_UNSPACED}\uac00-\ud7a3]+")
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}\uac00-\ud7a3]")
_PUNCTUATION = re.compile(
    "[\u3000-\u3004\u3008-\u3020\u3030\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)


def bigrams(text: str) -> str:
    """``text`` as words for a full-text index: pairs of neighbouring characters, parted by spaces.

    ``東京都 iPhone`` gives ``東京 京都 iphone``. Search for the same form of the query as a phrase, its last
    word as a prefix: finds Japanese words of two characters and more, which a trigram index does not.
    """
    text = _PUNCTUATION.sub(" ", normal(text)).lower()
    words: list[str] = []
    for match in _WORDS.finditer(text):
        word = match.group()
        if len(word) > 1 and _UNSPACED_LETTER.match(word):
            words.extend([word[i : i + 2] for i in range(len(word) - 1)])
        else:
            words.append(word)
    return " ".join(words)
