"""Which two texts ``linkwatch diff`` holds against each other, read from the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

import zstandard

from linkwatch.compare import compare
from linkwatch.compare.baseline import nearest, span
from linkwatch.compare.citation import compare_quoted
from linkwatch.compare.pages import held, visible_text
from linkwatch.errors import UsageError
from linkwatch.model import Baseline, BaselineKind, Citation, Comparison, Drift, Page, When
from linkwatch.report.diff import Diff

if TYPE_CHECKING:
    from db.store import Store
    from db.views import LinkView, VersionRow, VersionText

AGAINST = ("quote", "archive", "first", "previous")


def link_of(store: Store, name: str) -> LinkView:
    """The link that a URL or an id names. Raises UsageError when no document cites it."""
    link_id = store.links.find(name)
    view = store.views.link(link_id) if link_id is not None else None
    if view is None:
        raise UsageError(f"{name}: no document cites it", hint="linkwatch report --format csv lists the links")
    return view


def diffs(store: Store, view: LinkView, against: str, zone: tzinfo) -> Iterator[Diff]:
    """What changed, against ``quote``, ``archive``, ``first``, ``previous`` or a date; a quote at a time.

    Without ``against``: what its citations were last compared with: the quotes if there are any, else archived
    copies, else the first version. Raises UsageError when there is nothing to compare, saying what is missing.
    """
    current = store.views.version(view.version_id) if view.version_id is not None else None
    if current is None:
        raise UsageError(f"{view.url}: no version of it is stored", hint="linkwatch crawl reads it")
    compared = {each.comparison.baseline for each in view.citing if each.comparison is not None}
    quoted = [each for each in view.citing if each.citation.quote]
    if against == "quote" or (not against and quoted):
        if not quoted:
            raise UsageError(f"{view.url}: no document quotes it", hint="--against first or --against previous")
        for each in quoted:
            line = f":{each.citation.line}" if each.citation.line else ""
            yield _quote(store, each.citation, f"{each.document.name}{line}", current, view, zone)
    elif against == "archive" or (not against and BaselineKind.ARCHIVE in compared):
        yield from _archive(store, view, current, zone)
    else:
        older = _version(view, against or "first", zone)
        if older.id == current.id and len(view.versions) == 1 and against in ("", "first", "previous"):
            raise UsageError(f"{view.url}: there is one version only", hint="linkwatch history tells since when")
        yield _versions(store, older, current, view, zone)


def _quote(store: Store, citation: Citation, name: str, current: VersionText, view: LinkView, zone: tzinfo) -> Diff:
    body = store.views.body(current.id)
    elsewhere = visible_text(_page(view, body)) if body else ""
    oldest = _version(view, "first", zone)
    first = store.views.version(oldest.id) if citation.quote_inferred and oldest.id != current.id else None
    told = compare_quoted(citation, current.text, current.title, elsewhere, first.text if first is not None else "")
    return Diff(
        before=citation.quote or "", after=current.text, comparison=told, before_name=name,
        after_name=_named(current, zone), url=view.url,
    )  # fmt: skip


def _archive(store: Store, view: LinkView, current: VersionText, zone: tzinfo) -> Iterator[Diff]:
    """The copies nearest to the writing of those who cite the page, each once."""
    copies = store.captures.of(view.id)
    days = [each.citation.cited_at or each.written_at for each in view.citing]
    near = [found[0] for day in days if (found := nearest(copies, day, zone))]
    if not near:
        raise UsageError(
            f"{view.url}: no archived copy of it was read", hint="linkwatch archive URL --read reads some"
        )
    for copy in dict.fromkeys(near):
        name = f"{copy.archive} {_day(copy.taken_at, zone)}"
        packed, after = store.captures.body(view.id, copy.address), store.views.body(current.id)
        if packed and after:
            before = zstandard.ZstdDecompressor().decompress(packed)
            seen = held(_page(view, before), _page(view, after))
            told = replace(seen.comparison, baseline=BaselineKind.ARCHIVE)
            yield Diff(
                before=seen.before, after=seen.after, comparison=told, before_name=name,
                after_name=_named(current, zone),
            )  # fmt: skip
            continue
        text = copy.text or ""
        told = compare(Baseline(kind=BaselineKind.ARCHIVE, text=text), current.text, current.title)
        told = _doubted(told, copy.extractor, current)
        yield Diff(
            before=text, after=current.text, comparison=told, before_name=name, after_name=_named(current, zone)
        )


def _version(view: LinkView, against: str, zone: tzinfo) -> VersionRow:
    """The version that ``against`` names, of those stored, oldest first."""
    versions = sorted(view.versions, key=lambda each: (each.first_seen, each.id))
    if against == "first":
        return versions[0]
    if against == "previous":
        before = [each for each in versions if each.id != view.version_id]
        return before[-1] if before else versions[-1]
    asked = span(When(value=against, source="text"), zone)
    if asked is None:
        raise UsageError(f"--against {against}: not understood", hint=f"one of {', '.join(AGAINST)}, or 2025-06-01")
    seen = [each for each in versions if each.first_seen <= asked[1]]
    if not seen:
        raise UsageError(
            f"{view.url}: no version of {against} is stored",
            hint=f"the first is of {_day(versions[0].first_seen, zone)}",
        )
    return seen[-1]


def _versions(store: Store, older: VersionRow, current: VersionText, view: LinkView, zone: tzinfo) -> Diff:
    """Two versions, from their bodies where both were kept, so that the markup has a say."""
    names = {"before_name": f"version of {_day(older.first_seen, zone)}", "after_name": _named(current, zone)}
    before, after = store.views.body(older.id), store.views.body(current.id)
    if before and after:
        told = held(_page(view, before), _page(view, after))
        return Diff(before=told.before, after=told.after, comparison=told.comparison, **names)
    text = store.views.version(older.id)
    old_text = text.text if text is not None else ""
    comparison = compare(Baseline(kind=BaselineKind.FIRST, text=old_text), current.text, current.title)
    comparison = _doubted(replace(comparison, note=""), older.extractor, current)
    return Diff(before=old_text, after=current.text, comparison=comparison, **names)


def _doubted(told: Comparison, extractor: str, current: VersionText) -> Comparison:
    """A comparison of texts that could not be read alike, said to be one."""
    if extractor == current.extractor or told.drift in (Drift.SAME, Drift.UNJUDGED):
        return told
    note = "the two were read by different extractors, and not both pages were kept: some of this may be no change"
    return replace(told, drift=Drift.UNJUDGED, note=note)


def _page(view: LinkView, body: bytes) -> Page:
    return Page(url=view.url, final_url=view.url, status=200, body=body)


def _named(version: VersionText, zone: tzinfo) -> str:
    return f"version of {_day(version.first_seen, zone)}"


def _day(at: datetime | date, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if isinstance(at, datetime) else at.isoformat()
