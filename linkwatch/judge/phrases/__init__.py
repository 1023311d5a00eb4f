"""What pages say of themselves, by language: data files of phrases, and how they are matched."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

UNSPACED = frozenset({"ja", "zh", "ko", "th"})
"""Languages without spaces between words, or with endings glued on: word boundaries mean nothing."""

DEFAULT_GAP = 50
"""Characters that may stand between a thing and what became of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The messages of one language, compiled."""

    language: str
    anywhere: re.Pattern[str] | None
    """A thing and what became of it: may stand anywhere within a message."""
    whole: re.Pattern[str] | None
    """Messages that are complete: must fill a segment from end to end."""

    def find(self, segment: str) -> str:
        """Return the message within a segment in plain form; empty when there is none."""
        if self.whole is not None and self.whole.fullmatch(segment):
            return segment
        found = self.anywhere.search(segment) if self.anywhere is not None else None
        return found.group(0) if found else ""


@lru_cache(maxsize=1)
def gone() -> tuple[Phrases, ...]:
    """Return the messages that a page is gone, a set a language."""
    table = tomllib.loads((files(__package__) / "gone.toml").read_text("utf-8"))
    return tuple(_compiled(language, entry) for language, entry in table.items())


def _compiled(language: str, entry: dict[str, object]) -> Phrases:
    parts = {name: _either(entry.get(name)) for name in ("things", "gone", "lost", "whole")}
    edge = "" if language in UNSPACED else r"\b"
    between = rf".{{0,{entry.get('gap', DEFAULT_GAP)}}}?"
    thing = f"{edge}{parts['things']}{edge}"
    sides = [f"{thing}{between}{parts['gone']}"] if parts["gone"] else []
    sides += [f"{edge}{parts['lost']}{between}{thing}"] if parts["lost"] else []
    return Phrases(
        language=language,
        anywhere=re.compile("|".join(sides)) if sides else None,
        whole=re.compile(parts["whole"]) if parts["whole"] else None,
    )


def _either(phrases: object) -> str:
    return f"(?:{'|'.join(phrases)})" if isinstance(phrases, list) and phrases else ""
