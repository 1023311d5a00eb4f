"""Which two texts of a link are held against each other, and what differs (pure over the store's rows)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.views import Citing, LinkView, VersionText
from linkwatch import compare
from linkwatch.model import Baseline, BaselineKind, Comparison, Drift
from linkwatch.report.diff.rows import Row, quote_rows, rows

QUOTE, VERSION = "q", "v"
"""First letter of a text's name in a URL: a citation's quote, a version of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A text that can be chosen."""

    name: str
    """In the URL: ``q12``, ``v34``."""
    at: datetime | None
    """When a version was first seen."""
    citing: Citing | None = None
    """The citation whose quote it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versus:
    """Two texts and what differs."""

    a: Choice
    b: Choice
    before: str
    after: str
    version: VersionText
    """The newer text's version."""
    older: VersionText | None
    """The older text's version; None for a quote."""
    comparison: Comparison
    rows: tuple[Row, ...]


def choices(link: LinkView) -> list[Choice]:
    """The texts of a link: quotes first, then versions, oldest first."""
    quotes = [Choice(name=f"{QUOTE}{one.id}", at=None, citing=one) for one in link.citing if one.citation.quote]
    return quotes + [Choice(name=f"{VERSION}{one.id}", at=one.first_seen) for one in link.versions]


def chosen(link: LinkView, a: str, b: str) -> tuple[Choice, Choice] | None:
    """The two texts that a URL names, or the most telling two; None when there are no two, or no such ones."""
    every = choices(link)
    by_name = {one.name: one for one in every}
    versions = [one for one in every if one.citing is None]
    if not versions or (a and a not in by_name) or (b and b not in by_name):
        return None
    current = by_name.get(f"{VERSION}{link.version_id}", versions[-1])
    newer = by_name[b] if b else current
    if newer.citing is not None:
        return None
    older = by_name[a] if a else _telling(link, every, newer)
    return (older, newer) if older is not None else None


def _telling(link: LinkView, every: Sequence[Choice], newer: Choice) -> Choice | None:
    """What the newer text is best held against: the worst quote, else the first version, else the one before."""
    quotes = [one for one in every if one.citing is not None]
    changed = [one for one in quotes if _drift(one) in (Drift.REPLACED, Drift.EDITED)]
    others = [one for one in every if one.citing is None and one.name != newer.name]
    if changed:
        return max(changed, key=lambda one: _drift(one) is Drift.REPLACED)
    if others:
        return others[0]
    return quotes[0] if quotes else None


def _drift(choice: Choice) -> Drift | None:
    comparison = choice.citing.comparison if choice.citing else None
    return comparison.drift if comparison else None


def held(pair: tuple[Choice, Choice], version: Callable[[int], VersionText | None]) -> Versus | None:
    """Compare the two; ``version`` gives a version's text. None when a version is no longer there."""
    a, b = pair
    newer = version(int(b.name[1:]))
    if newer is None:
        return None
    if a.citing is not None:
        return _quote(a, b, a.citing, newer)
    older = version(int(a.name[1:]))
    if older is None:
        return None
    baseline = Baseline(kind=BaselineKind.FIRST, text=older.text, title=older.title)
    comparison = compare.compare(baseline, newer.text, newer.title)
    laid = rows(older.text, newer.text, comparison.edits)
    return Versus(
        a=a, b=b, before=older.text, after=newer.text, version=newer, older=older, comparison=comparison, rows=laid
    )


def _quote(a: Choice, b: Choice, citing: Citing, newer: VersionText) -> Versus:
    quote = citing.citation.quote or ""
    comparison = citing.comparison
    known = comparison is not None and comparison.baseline is BaselineKind.QUOTE
    if comparison is None or not known or citing.compared_with != newer.id:
        comparison = compare.compare(Baseline(kind=BaselineKind.QUOTE, text=quote), newer.text, newer.title)
    return Versus(
        a=a, b=b, before=quote, after=newer.text, version=newer, older=None, comparison=comparison,
        rows=quote_rows(comparison, newer.text),
    )  # fmt: skip
