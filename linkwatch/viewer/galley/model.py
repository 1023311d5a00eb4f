"""A document as it is set: sections of paragraphs of phrases of runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from linkwatch.model import BlockKind, Citation, Comparison, Fate


class Role(StrEnum):
    """How a paragraph is set."""

    TEXT = "text"
    TITLE = "title"
    """Of the page cited."""
    META = "meta"
    """Outlet and date of the page cited."""
    URL = "url"
    ASIDE = "aside"
    """What stands between an address and its quote: a file name, a caption."""
    QUOTE = "quote"


class Op(StrEnum):
    """What became of a stretch of quoted text."""

    SAME = "same"
    DEL = "del"
    """The document says it, the page does not."""
    INS = "ins"
    """The page says it, the document does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Text of one kind."""

    text: str
    op: Op = Op.SAME
    url: str = ""
    """Where it leads, as cited; empty when it is no link."""
    numbers: tuple[int, ...] = ()
    """Citations that stand here, to be marked after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Runs that are one quoted sentence, or none."""

    runs: tuple[Run, ...]
    fate: Fate | None = None
    damaged: bool = False
    number: int = 0
    """The citation that quotes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph as it is set."""

    kind: BlockKind
    role: Role
    level: int
    group: int
    place: str | None
    phrases: tuple[Phrase, ...]
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Paragraphs that share their notes."""

    paragraphs: tuple[Paragraph, ...]
    numbers: tuple[int, ...] = ()
    """Citations, from 1, in the order of the document."""
    entry: bool = False
    """An entry of one source: title, address, quote."""


def runs_of_role(paragraphs: Sequence[Paragraph]) -> list[tuple[bool, list[Paragraph]]]:
    """Paragraphs in runs, quoted ones together; True with those."""
    return [(quoted, list(run)) for quoted, run in groupby(paragraphs, key=lambda one: one.role is Role.QUOTE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Galley:
    """A document, set."""

    sections: tuple[Section, ...]
    unplaced: tuple[int, ...] = ()
    """Citations of which the blocks show no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What is known of one citation."""

    citation: Citation
    comparison: Comparison | None = None
