"""Comparisons: what a page says now beside what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linkwatch.model.documents import Confidence


class Drift(StrEnum):
    """What became of a text since its baseline."""

    SAME = "same"
    EDITED = "edited"
    REPLACED = "replaced"
    UNJUDGED = "unjudged"


class BaselineKind(StrEnum):
    """Where the text comes from that a page is held against."""

    QUOTE = "quote"
    ARCHIVE = "archive"
    FIRST = "first"


class EditOp(StrEnum):
    """What was done to a stretch of text."""

    INSERT = "insert"
    DELETE = "delete"
    REPLACE = "replace"
    MOVE = "move"


class EditKind(StrEnum):
    """What sort of fact a change touches."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    AMOUNT = "amount"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change from the baseline to the page."""

    op: EditOp
    kind: EditKind = EditKind.TEXT
    before: str = ""
    after: str = ""
    start_before: int = 0
    """Offset of ``before`` in the baseline's text."""
    start_after: int = 0
    """Offset of ``after`` in the page's text."""


class Fate(StrEnum):
    """What became of one quoted sentence."""

    KEPT = "kept"
    EDITED = "edited"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a quote, and what the page makes of it."""

    text: str
    start: int
    """Offset in the quote."""
    fate: Fate
    found: str = ""
    """The page's wording, when kept or edited."""
    damaged: bool = False
    """Kept, though the document lost or changed a few characters of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The text that a page is held against."""

    kind: BaselineKind
    text: str
    title: str = ""
    at: datetime | None = None
    """When it was said, for a capture or a snapshot."""
    address: str = ""
    """Of a capture."""
    confidence: Confidence = Confidence.SURE
    note: str = ""
    """Why it is less than sure: ``from the day of publication``…"""
    extractor: str = ""
    """Which extractor made ``text``; empty for a quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A page's text held against one baseline."""

    drift: Drift
    baseline: BaselineKind | None = None
    quote_kept: float | None = None
    """Share of quoted characters which the page still carries, 0 to 1; for a quote only."""
    similarity: float | None = None
    """0 to 1."""
    edits: tuple[Edit, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    note: str = ""
    """Why it is unjudged, or the baseline's note."""
    copy: str = ""
    """Address of an archived copy that was seen to carry the quote; empty for none."""
