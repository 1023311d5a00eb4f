"""Which two texts of a link are held against each other, and what differs (pure over the store's rows)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db.views import Citing, LinkView, VersionText
from linkwatch import compare
from linkwatch.compare.citation import compare_quoted
from linkwatch.model import Baseline, BaselineKind, Capture, Comparison, Drift, Edit, EditKind, EditOp
from linkwatch.report.diff.rows import Row, context, quote_rows, row_of, rows

QUOTE, CAPTURE, VERSION = "q", "c", "v"
"""First letter of a text's name in a URL: a citation's quote, a copy in an archive, a version of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A text that can be chosen."""

    name: str
    """In the URL: ``q12``, ``v34``, ``c20250602030000`` by the second at which a copy was taken."""
    at: datetime | None
    """When a version was first seen, or a copy taken."""
    citing: Citing | None = None
    """The citation whose quote it is."""
    capture: Capture | None = None
    """The copy it is, with its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Versus:
    """Two texts and what differs."""

    a: Choice
    b: Choice
    before: str
    after: str
    language: str | None
    """Of the newer text, where the page says it."""
    version_id: int | None
    """The version that the newer text is; None for a copy in an archive."""
    has_body: bool
    """Whether the page behind the newer text was stored."""
    comparison: Comparison
    rows: tuple[Row, ...]

    @property
    def is_quote(self) -> bool:
        """Whether the older text is a quote, and its rows are sentences."""
        return self.a.citing is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A change in the list above the text."""

    edit: Edit
    row: int
    before: str
    """A few characters of the text before it."""
    after: str


def facts(versus: Versus, *, most: int) -> Iterator[Fact]:
    """At most ``most`` changes, facts before mere words, each in the order of the text."""
    numbered = sorted(enumerate(versus.comparison.edits), key=lambda each: each[1].kind is EditKind.TEXT)
    for index, edit in numbered[:most]:
        if edit.op is EditOp.MOVE:
            continue
        if edit.op is EditOp.DELETE or versus.is_quote:
            around = context(versus.before, edit.start_before, edit.start_before + len(edit.before))
        else:
            around = context(versus.after, edit.start_after, edit.start_after + len(edit.after))
        yield Fact(edit=edit, row=row_of(versus.rows, index), before=around[0], after=around[1])


def copy_name(capture: Capture) -> str:
    """What a copy is called in URLs."""
    return f"{CAPTURE}{capture.taken_at.astimezone(UTC):%Y%m%d%H%M%S}"


def choices(link: LinkView) -> list[Choice]:
    """The texts of a link: quotes first, then copies that show the page, then versions, each oldest first.

    Copies can be chosen where ``link.captures`` holds their texts.
    """
    quotes = [Choice(name=f"{QUOTE}{one.id}", at=None, citing=one) for one in link.citing if one.citation.quote]
    copies = {copy_name(one): one for one in reversed(link.captures) if one.text and one.alive is not False}
    return [
        *quotes,
        *(Choice(name=name, at=one.taken_at, capture=one) for name, one in reversed(copies.items())),
        *(Choice(name=f"{VERSION}{one.id}", at=one.first_seen) for one in link.versions),
    ]


def chosen(link: LinkView, a: str, b: str) -> tuple[Choice, Choice] | None:
    """The two texts that a URL names, or the most telling two; None when there are no two, or no such ones."""
    every = choices(link)
    by_name = {one.name: one for one in every}
    texts = [one for one in every if one.citing is None]
    if not texts or (a and a not in by_name) or (b and b not in by_name):
        return None
    current = by_name.get(f"{VERSION}{link.version_id}", texts[-1])
    newer = by_name[b] if b else current
    if newer.citing is not None:
        return None
    older = by_name[a] if a else _telling(link, every, newer)
    return (older, newer) if older is not None else None


def against(link: LinkView, comparison: Comparison) -> str:
    """Name of the text that a comparison of this link was made against; empty when it is not to be had."""
    own = next((one for one in link.citing if one.comparison == comparison), None)
    if comparison.baseline is BaselineKind.QUOTE:
        return f"{QUOTE}{own.id}" if own is not None else ""
    others = [one for one in choices(link) if one.citing is None]
    if comparison.baseline is BaselineKind.ARCHIVE:
        return next((one.name for one in others if one.capture is not None), "")
    return next((one.name for one in others if one.capture is None), "")


def _telling(link: LinkView, every: Sequence[Choice], newer: Choice) -> Choice | None:
    """What the newer text is best held against: the worst quote, else what drift was judged by, else the first."""
    quotes = [one for one in every if one.citing is not None]
    changed = [one for one in quotes if _drift(one) in (Drift.REPLACED, Drift.EDITED)]
    if changed:
        return max(changed, key=lambda one: _drift(one) is Drift.REPLACED)
    others = [one for one in every if one.citing is None and one.name != newer.name]
    by_copy = any(one.comparison and one.comparison.baseline is BaselineKind.ARCHIVE for one in link.citing)
    wanted = [one for one in others if (one.capture is not None) is by_copy]
    if wanted or others:
        return (wanted or others)[0]
    return quotes[0] if quotes else None


def _drift(choice: Choice) -> Drift | None:
    comparison = choice.citing.comparison if choice.citing else None
    return comparison.drift if comparison else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    text: str
    title: str
    language: str | None = None
    version_id: int | None = None
    has_body: bool = False


def held(pair: tuple[Choice, Choice], version: Callable[[int], VersionText | None]) -> Versus | None:
    """Compare the two; ``version`` gives a version's text. None when a version is no longer there."""
    a, b = pair
    newer = _text(b, version)
    if newer is None:
        return None
    if a.citing is not None:
        return _quote(a, b, a.citing, newer)
    older = _text(a, version)
    if older is None:
        return None
    kind = BaselineKind.FIRST if a.capture is None else BaselineKind.ARCHIVE
    # A copy has no title of its own: it is held against the newer one's.
    baseline = Baseline(kind=kind, text=older.text, title=older.title or newer.title)
    comparison = compare.compare(baseline, newer.text, newer.title)
    laid = rows(older.text, newer.text, comparison.edits)
    return _versus(a, b, older.text, newer, comparison, laid)


def _text(choice: Choice, version: Callable[[int], VersionText | None]) -> _Text | None:
    if choice.capture is not None:
        return _Text(text=choice.capture.text or "", title="")
    found = version(int(choice.name[1:]))
    if found is None:
        return None
    return _Text(
        text=found.text, title=found.title, language=found.language, version_id=found.id, has_body=found.has_body
    )


def _quote(a: Choice, b: Choice, citing: Citing, newer: _Text) -> Versus:
    quote = citing.citation.quote or ""
    comparison = citing.comparison
    known = comparison is not None and comparison.baseline is BaselineKind.QUOTE
    if comparison is None or not known or newer.version_id is None or citing.compared_with != newer.version_id:
        comparison = compare_quoted(citing.citation, newer.text, newer.title)
    return _versus(a, b, quote, newer, comparison, quote_rows(comparison, newer.text))


def _versus(a: Choice, b: Choice, before: str, newer: _Text, comparison: Comparison, laid: tuple[Row, ...]) -> Versus:
    return Versus(
        a=a, b=b, before=before, after=newer.text, language=newer.language, version_id=newer.version_id,
        has_body=newer.has_body, comparison=comparison, rows=laid,
    )  # fmt: skip
