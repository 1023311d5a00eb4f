"""A crawl in a few words, the same at its end, in `status`, and of the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from db.rows import CrawlRow
from linkwatch.model import EventKind
from linkwatch.report.printable import one_line

TOLD = {
    EventKind.DIED: "died",
    EventKind.CAME_BACK: "came back",
    EventKind.MOVED: "moved",
    EventKind.EDITED: "edited",
    EventKind.REPLACED: "replaced",
    EventKind.RESTRICTED: "restricted",
    EventKind.BLOCKED: "walled",
}
"""Words for events, in the order in which they are told."""

HOSTS = 3
"""Hosts named that did not answer."""


def visits(row: CrawlRow, took: timedelta | None) -> str:
    """What was visited: ``visited 13 links in 2 s, 10 as they were, 1 new``; ``took`` None leaves the time out."""
    links = "1 link" if row.visited == 1 else f"{row.visited:,} links"
    time = f" in {span(took)}" if took is not None else ""
    new = f", {row.first_visits:,} new" if row.first_visits else ""
    return f"visited {links}{time}, {row.unchanged:,} as they were{new}"


def news(events: Mapping[EventKind, int] | Mapping[str, int]) -> str:
    """Events in a few words: ``2 died, 1 edited``; empty when nothing happened."""
    number: dict[str, int] = {str(kind): count for kind, count in events.items()}
    return ", ".join(f"{number[kind]:,} {words}" for kind, words in TOLD.items() if number.get(kind))


def trouble(row: CrawlRow) -> str:
    """Links without an answer, with the hosts that had most of them; empty for none."""
    if not row.unanswered:
        return ""
    named = list(row.errors.items())[:HOSTS]
    rest = row.unanswered - sum(count for _, count in named)
    hosts = [f"{one_line(host)} {count:,}" for host, count in named] + ([f"others {rest:,}"] if rest else [])
    return f"{row.unanswered:,} without an answer ({', '.join(hosts)})"


def words(row: CrawlRow, *, took: timedelta | None = None) -> str:
    """A crawl in one line: visits, news, trouble, bytes. ``took`` in place of the time by its clock, if that went."""
    if took is None and row.ended_at is not None and row.ended_at != row.started_at:
        took = row.ended_at - row.started_at
    told = news(row.events) or ("no news" if row.settled_at is not None else "not settled yet")
    parts = [visits(row, took), told, trouble(row), size(row.bytes) if row.bytes else ""]
    return "; ".join(part for part in parts if part)


def span(time: timedelta) -> str:
    """A time in two of its units: ``12 s``, ``3 min 5 s``, ``2 h 14 min``."""
    seconds = round(time.total_seconds())
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min {seconds % 60} s"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min"


def size(number: int) -> str:
    """A number of bytes in decimal units: ``640 B``, ``12 kB``, ``3.4 MB``."""
    if number < 1000:
        return f"{number} B"
    return f"{number / 1e3:,.0f} kB" if number < 1_000_000 else f"{number / 1e6:,.1f} MB"
