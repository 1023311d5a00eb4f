"""What pages say of themselves: data files of phrases, by language and topic, and how they are matched."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

NOT_LATIN = frozenset({"ja", "zh", "ko", "th", "ru", "uk", "bg", "el", "he", "ar", "fa", "hi", "ka"})
"""Languages in which no message is written in ASCII letters alone."""

UNSPACED = frozenset({"ja", "zh", "ko", "th"})
"""Languages without spaces between words, or with endings glued on: word boundaries mean nothing."""

_LETTERS = {
    "ja": "\u3005-\u30ff\u3400-\u9fff",
    "zh": "\u3400-\u9fff",
    "ko": "\uac00-\ud7af",
    "th": "\u0e00-\u0e7f",
    **dict.fromkeys(("ru", "uk", "bg"), "\u0400-\u052f"),
    "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff",
    **dict.fromkeys(("ar", "fa"), "\u0600-\u06ff"),
    "hi": "\u0900-\u097f",
    "ka": "\u10a0-\u10ff",
}
"""Letters of the languages that are not written in Latin ones: without any of them a text says nothing in them."""

_LATIN = "a-z\u00df-\u024f\u1e00-\u1eff"
_ANY_LETTERS = frozenset({"any", "sr"})
"""What is not told by letters: messages in no language, and one that is written in two alphabets."""

LONGEST = 140

DEFAULT_GAP = 50
"""Characters that may stand between a thing and what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """A set of messages, compiled."""

    name: str
    """The language, or the topic."""
    whole: re.Pattern[str] | None
    """Messages that are complete: must fill a segment of a title, or a heading, from end to end."""
    anywhere: re.Pattern[str] | None
    """Messages that may stand within a longer segment or sentence."""
    talk: re.Pattern[str] | None = None
    """Of what such notices talk on: sentences that do not count as other prose."""
    explains: re.Pattern[str] | None = None
    """The same, where the whole title is one of the messages."""
    longest: int = LONGEST
    """Characters of a segment or sentence that may be one of them; longer ones tell a story."""
    advises: bool = False
    """Whether notices of this kind go on to tell readers what to do."""
    asks: bool = False
    """Whether a question may be one of them."""
    is_end: bool = False
    """Whether such a message is the page's end: under a headline it has to speak of the page itself."""
    labels: bool = False
    """Whether its whole messages are also words of menus and buttons: then they say nothing in a text."""

    def fills(self, segment: str) -> bool:
        """Whether a segment in plain form is one of the messages from end to end."""
        if self.name in NOT_LATIN and segment.isascii():
            return False
        return self.whole is not None and self.whole.fullmatch(segment) is not None

    def find(self, text: str) -> re.Match[str] | None:
        """Return the first message within a text in plain form."""
        if self.name in NOT_LATIN and text.isascii():
            return None
        return self.anywhere.search(text) if self.anywhere is not None else None


@lru_cache(maxsize=1)
def gone() -> tuple[Phrases, ...]:
    """Return the messages that a page is gone, a set a language."""
    return tuple(_language(name, entry) for name, entry in _table("gone.toml").items())


@lru_cache(maxsize=1)
def _alphabets() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(f"[{letters}]") for letters in dict.fromkeys((_LATIN, *_LETTERS.values())))


def spoken_in(text: str) -> tuple[Phrases, ...]:
    """Return the sets of :func:`gone` in whose letters a text in plain form has some: the others cannot be in it."""
    return _written(tuple(alphabet.search(text) is not None for alphabet in _alphabets()))


@lru_cache(maxsize=256)
def _written(alphabets: tuple[bool, ...]) -> tuple[Phrases, ...]:
    has = dict(zip(dict.fromkeys((_LATIN, *_LETTERS.values())), alphabets, strict=True))
    return tuple(each for each in gone() if each.name in _ANY_LETTERS or has[_LETTERS.get(each.name, _LATIN)])


@lru_cache(maxsize=1)
def topics() -> dict[str, Phrases]:
    """Return the messages of walls, hosts' notices and outages, by topic."""
    return {
        name: Phrases(
            name=name,
            whole=_compiled(entry.get("whole")),
            anywhere=_compiled(entry.get("says")),
            talk=_compiled(entry.get("talk")),
            explains=_compiled(entry.get("explains")),
            longest=2 * LONGEST,
            advises=bool(entry.get("advises")),
            asks=bool(entry.get("asks")),
            is_end=bool(entry.get("is_end")),
            labels=bool(entry.get("labels")),
        )
        for name, entry in _table("topics.toml").items()
    }


def _table(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


def _language(name: str, entry: dict[str, object]) -> Phrases:
    things, after, before = (_either(entry.get(part)) for part in ("things", "gone", "lost"))
    edge = "" if name in UNSPACED else r"\b"
    between = rf".{{0,{entry.get('gap', DEFAULT_GAP)}}}?"
    sides = [f"{edge}{things}{edge}{between}{after}"] if after else []
    sides += [f"{edge}{before}{between}{edge}{things}{edge}"] if before else []
    return Phrases(
        name=name, whole=_compiled(entry.get("whole")), anywhere=_compiled(sides), advises=True, is_end=True
    )


def _compiled(phrases: object) -> re.Pattern[str] | None:
    joined = _either(phrases)
    return re.compile(joined) if joined else None


def _either(phrases: object) -> str:
    return f"(?:{'|'.join(map(str, phrases))})" if isinstance(phrases, list) and phrases else ""
