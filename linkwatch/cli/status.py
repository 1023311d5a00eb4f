"""``linkwatch status``: is all well, at a glance and for monitoring."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.config.kinds import DURATION
from linkwatch.model import Selection
from linkwatch.report import night
from linkwatch.report.wording import summary

if TYPE_CHECKING:
    from db.deliveries import DeliveryRow
    from db.rows import CrawlRow
    from db.store import Store

Told = dict[str, Any]


@click.command(name="status")
@options.session
@options.listing("text", "json")
@click.option("--check", is_flag=True, help="End with 1 when the last good crawl is too old, or there was none.")
@click.option("--max-age", metavar="TIME", default="26h", show_default=True, help="How old it may be, for --check.")
def command(session: Session, format: str, check: bool, max_age: str) -> int:  # noqa: A002
    """Tell when the last crawl was, how many links are due, and what needs attention.

    \b
    Example:  linkwatch status
              linkwatch status --check --max-age 2d
    """
    try:
        allowed = DURATION.read(max_age)
    except ValueError:
        raise click.BadParameter(f"{max_age!r} is not {DURATION.words}", param_hint="--max-age") from None
    now = datetime.now(UTC)
    store = session.open(read_only=True)
    try:
        last, good = store.crawls.last(), store.crawls.last_good()
        told = _told(session, store, last, good, now)
    finally:
        store.close()
    with opened(None, machine=format != "text") as out:
        out.write(
            json.dumps(told, ensure_ascii=False, indent=1) + "\n"
            if format == "json"
            else _text(session, told, last, good)
        )
    # One from the future was made when the clock was ahead, and says nothing of tonight.
    late = good is None or abs(now - (good.ended_at or good.started_at)) > allowed
    if late and check:
        session.warn(f"no good crawl within {max_age}: linkwatch crawl")
    return 1 if late and check else 0


def _told(session: Session, store: Store, last: CrawlRow | None, good: CrawlRow | None, now: datetime) -> Told:
    from linkwatch import due

    everything = Selection()
    tonight = due.night_of(now, session.time_zone)
    watched, gone = store.documents.count()
    return {
        "schema": 1,
        "generated_at": now.isoformat(timespec="seconds"),
        "database": str(session.database),
        "documents": watched,
        "documents_gone": gone,
        "links": {state.value: number for state, number in store.counts(everything).items()},
        "summary": summary(store.counts(everything), store.drift_counts(everything)),
        "due": sum(store.links.count_due(night=tonight, selection=everything).values()),
        "last_crawl": _crawl(session, last),
        "last_good_crawl": _crawl(session, good),
        "next_crawl": _next(session, now),
        "notify": [_delivery(session, row) for row in _last_deliveries(session, store, now)],
    }


def _last_deliveries(session: Session, store: Store, now: datetime) -> list[DeliveryRow]:
    """The latest digest of each receiver."""
    rows = (store.deliveries.receiver(name, at=now) for name in session.settings.notify.to)
    return [row.last for row in rows if row is not None and row.last is not None]


def _delivery(session: Session, row: DeliveryRow) -> Told:
    return {
        "receiver": row.receiver,
        "outcome": row.fate.value,
        "at": (row.ended_at or row.claimed_at).astimezone(session.time_zone).isoformat(timespec="minutes"),
        "changes": row.news,
        "attempts": row.attempts,
        "detail": row.detail,
    }


def _crawl(session: Session, row: CrawlRow | None) -> Told | None:
    if row is None:
        return None
    return {
        "started_at": row.started_at.astimezone(session.time_zone).isoformat(timespec="minutes"),
        "seconds": round((row.ended_at - row.started_at) / timedelta(seconds=1)) if row.ended_at else None,
        "outcome": row.outcome,
        "visited": row.visited,
        "unchanged": row.unchanged,
        "new": row.first_visits,
        "events": dict(row.events),
        "unanswered": row.unanswered,
        "errors": dict(row.errors),
        "bytes": row.bytes,
    }


def _next(session: Session, now: datetime) -> str | None:
    """When [schedule] has the next crawl begin; None when it never does."""
    from linkwatch.cli.run import plan
    from linkwatch.schedule import coming

    times = coming(plan(session), now, 1)
    return times[0].isoformat(timespec="minutes") if times else None


def _text(session: Session, told: Told, last: CrawlRow | None, good: CrawlRow | None) -> str:
    gone = f", {told['documents_gone']} of them gone" if told["documents_gone"] else ""
    due = f"{told['due']} link{'' if told['due'] == 1 else 's'}"
    lines = [
        f"last crawl  {_words(session, last) if last else 'none yet: linkwatch crawl'}",
        *([f"last good   {_words(session, good) if good else 'none yet'}"] if last and last != good else []),
        f"next crawl  {told['next_crawl'] or 'never'}, where linkwatch run or cron sees to it",
        f"due now     {due}",
        f"watched     {told['documents']} document{'' if told['documents'] == 1 else 's'}{gone}",
        f"links       {told['summary']}",
        *(f"notify      {_trouble(one)}" for one in told["notify"] if one["outcome"] != "sent"),
        f"database    {told['database']}",
    ]
    return "\n".join(lines) + "\n"


def _words(session: Session, row: CrawlRow) -> str:
    started = row.started_at.astimezone(session.time_zone).isoformat(timespec="minutes")
    return f"{started}, {row.outcome}: {night.words(row)}"


def _trouble(one: Told) -> str:
    """A digest that was not sent, or of which nobody knows."""
    changes = "1 change" if one["changes"] == 1 else f"{one['changes']} changes"
    detail = f" ({one['detail']})" if one["detail"] else ""
    if one["outcome"] == "refused":
        tries = "" if one["attempts"] == 1 else f" {one['attempts']} times"
        told = f"{one['receiver']} was not told of {changes}, {one['at']}: refused{tries}{detail}"
        return f"{told}; the next run tries again"
    if one["outcome"] == "claimed":
        return f"{one['receiver']} is being told of {changes}"
    return f"{one['receiver']} may not have been told of {changes}, {one['at']}{detail}; it is not sent again"
