"""One night, from top to bottom: the only place where all steps meet.

sources → documents.read → citations.find → store → crawl → (judged page by page) → settle → compare → events
→ copies in archives → compare what they changed
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path

from db.blocks import blocks
from db.rows import CrawlRow, LinkEvent, ToSettle
from db.store import Store
from linkwatch import crawl, due
from linkwatch.archive.asking import Asking
from linkwatch.crawl import Outcome, Progress, Replay
from linkwatch.crawl.beat import Beat
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.drifting import compare
from linkwatch.intake import Reading, read
from linkwatch.judge import settle
from linkwatch.model import HostNight, Night, Selection, Settled

__all__ = ["Manner", "Reading", "Result", "finish", "read", "run"]

Clock = Callable[[], datetime]
"""Gives the time, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a night brought."""

    crawl: CrawlRow
    outcome: Outcome
    events: tuple[LinkEvent, ...]
    before: CrawlRow | None = None
    """The crawl of the same kind before it."""
    archived: int = 0
    """Pages about which archives were asked and answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a night is settled."""

    zone: tzinfo
    """In which nights are counted."""
    stretch: bool = False
    network_dead_after: timedelta | None = None
    asking: Asking | None = None
    """Asks archives before a link is called dead."""
    beat: Callable[[], None] = lambda: None
    """Called often; keeps the lease."""


def run(
    store: Store,
    *,
    kind: str,
    settings: CrawlSettings,
    selection: Selection,
    clock: Clock,
    zone: tzinfo,
    stretch: bool = False,
    max_age: timedelta | None = None,
    replay: Replay | None = None,
    record_to: Path | None = None,
    asking: Asking | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Result:
    """Visit links, then settle and compare what was seen.

    A ``crawl`` takes the links of the selection that are due tonight; a ``check`` takes all of them but those
    checked within ``max_age``. ``stretch`` lets nights pass for links that rarely change. What an earlier run left
    unsettled is settled first. Archives are asked only with ``asking``, and last: the night is told and whole without
    them.
    """
    at = clock()
    night = due.night_of(at, zone)
    crawl_id = store.crawls.begin(kind=kind, night=night, at=at)
    manner = Manner(
        zone=zone, stretch=stretch, network_dead_after=settings.network_dead_after or None, asking=asking,
        beat=Beat(lambda: store.crawls.heartbeat(crawl_id, at=clock())),
    )  # fmt: skip
    try:
        for left in store.crawls.unsettled():
            finish(store, left, manner, at=left.started_at)
        outcome = crawl.run(
            store,
            crawl_id,
            settings=settings,
            selection=selection,
            night=night if kind == "crawl" else None,
            at=clock,
            checked_before=at - max_age if max_age is not None else None,
            replay=replay,
            record_to=record_to,
            progress=progress,
        )
    except BaseException:
        store.crawls.end(crawl_id, at=clock(), outcome="interrupted")  # the next run settles what was seen
        raise
    ended = "interrupted" if outcome.interrupted else "offline" if outcome.offline else "done"
    row = store.crawls.end(crawl_id, at=clock(), outcome=ended, fetched=outcome.bytes)
    archived = 0
    if not outcome.interrupted:
        finish(store, row, manner, at=at)
        archived = asking.copies(store, row, at=at) if asking is not None and not outcome.offline else 0
    if archived:
        compare(store, row, at=at, zone=manner.zone, meanwhile=manner.beat)
    return Result(
        crawl=store.crawls.last() or row, outcome=outcome, events=tuple(store.events(crawl_id)),
        before=store.crawls.before(crawl_id), archived=archived,
    )  # fmt: skip


def finish(store: Store, row: CrawlRow, manner: Manner, *, at: datetime) -> None:
    """Settle every visit of a crawl, compare every citation whose page changed, and close the crawl's book."""
    judge_again(store, row, manner, at=at)
    if row.outcome == "offline":
        store.crawls.settled(row.id, at=at)  # what came in the pages' place is not held against them
        return
    compare(store, row, at=at, zone=manner.zone, meanwhile=manner.beat)


def judge_again(store: Store, row: CrawlRow, manner: Manner, *, at: datetime) -> None:
    """The second step of judging: what only the whole night shows."""
    night = Night(at=at, offline=row.outcome == "offline")
    hosts = store.settling.hosts(row.id)
    for block in blocks(lambda after: store.settling.pending(row.id, after_id=after), lambda one: one.link_id):
        settled = []
        for one in block:
            host = hosts.get(one.host, HostNight(host=one.host))
            settle_with = partial(
                settle.settle, one.provisional, one.past, host, night, network_dead_after=manner.network_dead_after
            )
            verdict = settle_with(one.captures)
            if manner.asking is not None and settle.dies(verdict, one.past):
                verdict = settle_with(manner.asking.witnesses(store, one))
            manner.beat()
            again = row.night if night.offline else next_visit(one, verdict, row, manner)
            settled.append((one.link_id, verdict, again))
        store.settling.save(row.id, settled)


def next_visit(one: ToSettle, settled: Settled, row: CrawlRow, manner: Manner) -> date:
    """The night of a link's next visit; a look in between, by day, takes no failing link's night away."""
    between = row.kind == "check" and settled.failures
    tonight = row.night - timedelta(days=1) if between else row.night
    return due.plan(
        settled.verdict.state, settled.state_since, tonight,
        failures=settled.failures, turns=one.turns if manner.stretch else None, tz=manner.zone,
    ).night  # fmt: skip
