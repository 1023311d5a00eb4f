"""A digest: what one receiver is told at once, as values that text and HTML are made of (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from db.views import DocumentName, LinkView
from linkwatch.model import Capture, Comparison, Edit, EditKind, Event, Fate, State
from linkwatch.notify.hosts import HostNews, gathered
from linkwatch.notify.news import KINDS, Item, News
from linkwatch.report.wording import best_capture, worst

SHOWN = 60
"""Changes that a digest tells one by one, and hosts that it tells of; more are counted."""
IN_DOCUMENT = 20
"""Changes told one by one for one document."""
FACTS = 4
"""Changed facts named for one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page, as one document cites it."""

    kind: News
    event: Event
    """The one that it is about."""
    earlier: tuple[Event, ...]
    """What happened to it before that, oldest first."""
    title: str
    url: str
    line: int | None
    place: str
    facts: tuple[Edit, ...]
    more_facts: int
    lost: str
    """The first quoted sentence that the page no longer carries."""
    kept: int
    sentences: int
    """Quoted sentences in all; 0 when there is no quote."""
    new_url: str
    copy: Capture | None
    """A copy in a web archive, of a page that is gone."""
    failing_since: datetime | None
    """Of a page that is gone: its first failed visit."""
    href: str
    """Its page in the viewer; empty when nobody can reach that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What befell pages that one document cites."""

    document: DocumentName
    href: str
    entries: tuple[Entry, ...]
    more: int
    """Changes that are counted only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All of it."""

    counts: tuple[tuple[News, int], ...]
    """Pages by what befell them, gravest first."""
    hosts: tuple[HostNews, ...]
    """What befell many pages of one host, most first."""
    sections: tuple[Section, ...]
    more: int
    """Changes that are counted only, besides those of a section."""
    viewer: str
    """Where the viewer is; empty when nobody can reach it."""


def digest(
    items: Sequence[Item], look: Callable[[int], LinkView | None], *, viewer: str = "", shown: int = SHOWN
) -> Digest:
    """Put a digest together; ``look`` gives what is known of a link by its id.

    After a bad night it stays one that can be read: hosts on which many pages fared the same are told as such, and no
    more than ``shown`` changes one by one.
    """
    viewer = viewer.rstrip("/")
    order = list(News)
    kinds: dict[int, News] = {}
    for item in items:
        kinds[item.link_id] = min(kinds.get(item.link_id, item.kind), item.kind, key=order.index)
    number = Counter(kinds.values())
    counts = tuple((kind, number[kind]) for kind in News if number[kind])
    hosts, single = gathered(items, viewer=viewer)
    told = hosts[:shown]
    sections: list[Section] = []
    room = shown - len(told)
    more = sum(one.pages for one in hosts[shown:])
    for document, grouped in groupby(single, key=lambda item: item.document):
        group = list(grouped)
        here = group[: min(IN_DOCUMENT, room)]
        room -= len(here)
        if not here:
            more += len(group)
            continue
        sections.append(
            Section(
                document=document,
                href=f"{viewer}/documents/{document.id}" if viewer else "",
                entries=tuple(_entry(item, look(item.link_id), viewer) for item in here),
                more=len(group) - len(here),
            )
        )
    return Digest(counts=counts, hosts=told, sections=tuple(sections), more=more, viewer=viewer)


def _entry(item: Item, link: LinkView | None, viewer: str) -> Entry:
    about = item.about
    citing = [one for one in link.citing if one.document.id == item.document.id] if link is not None else []
    comparison = worst([one.comparison for one in citing if one.comparison is not None])
    facts = _facts(comparison) if item.kind is News.CHANGED else []
    first = citing[0].citation if citing else None
    quoted = comparison.sentences if comparison is not None and item.kind is News.CHANGED else ()
    moved = next((one.after for one in reversed(item.events) if KINDS[one.kind] is News.MOVED), "")
    gone = item.kind is News.DIED and link is not None and link.verdict.state is State.DEAD
    page = ("/diff" if item.kind is News.CHANGED else "") if viewer else ""
    return Entry(
        kind=item.kind,
        event=about,
        earlier=tuple(one for one in item.events if one is not about),
        title=(first.title if first is not None else None) or (link.title if link is not None else ""),
        url=item.url,
        line=first.line if first is not None else None,
        place=(first.place or "") if first is not None else "",
        facts=tuple(facts[:FACTS]),
        more_facts=max(len(facts) - FACTS, 0),
        lost=next((one.text for one in quoted if one.fate is Fate.MISSING), ""),
        kept=sum(one.fate is Fate.KEPT for one in quoted),
        sentences=len(quoted),
        new_url=moved if moved.startswith(("http://", "https://")) else "",
        copy=best_capture(link.captures, citing) if gone and link is not None else None,
        failing_since=link.failing_since if gone and link is not None else None,
        href=f"{viewer}/links/{item.link_id}{page}" if viewer else "",
    )


def _facts(comparison: Comparison | None) -> list[Edit]:
    """The changes of a comparison, facts before mere words."""
    edits = comparison.edits if comparison is not None else ()
    return sorted(edits, key=lambda edit: edit.kind is EditKind.TEXT)
