"""What needs attention first, then how much there is, how it rots, and what was crawled."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from db.rows import CrawlRow
from db.views import DocumentName, News, Totals
from linkwatch.model import Comparison, Drift, Edit, EditKind, Event, EventKind, Fate, State
from linkwatch.report.night import size
from linkwatch.report.web import chart
from linkwatch.report.web.addresses import readable
from linkwatch.report.web.evidence import told
from linkwatch.rot import survival
from linkwatch.viewer.call import Call, url

SHOWN = 30
"""Events on the first page."""
HOSTS = 5
"""Hosts named that did not answer."""
FACTS = 3
"""Changed facts named for one event."""

STATES = (
    State.ALIVE, State.MOVED, State.DEAD, State.SUSPECT, State.RESTRICTED, State.BLOCKED, State.UNREACHABLE,
    State.UNKNOWN,
)  # fmt: skip
DRIFTS = (Drift.SAME, Drift.EDITED, Drift.REPLACED, Drift.UNJUDGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event as the page shows it."""

    event: Event
    href: str
    title: str
    url: str
    host: str
    facts: tuple[Edit, ...]
    more: int
    """Changes beyond those named."""
    said: str
    """What there is to say when no fact is named."""
    tail: str
    documents: tuple[DocumentName, ...]


def show(call: Call) -> Response:
    """The overview; ``since`` is ``week`` or a day, ``crawl`` one crawl's number, ``rot`` a site."""
    views = call.store.views
    totals, crawls = views.totals(), views.crawls(limit=30)
    since, crawl_id, start, day = _since(call, crawls)
    found, count = [], 0
    if crawl_id or start:
        today = call.today
        found = views.news(crawl_id=crawl_id, since=start, heard_on=today, limit=SHOWN)
        count = sum(views.news_counts(crawl_id=crawl_id, since=start, heard_on=today).values())
    site = call.request.query_params.get("rot") or None
    curves = {name.value: survival(seen) for name, seen in views.rot(site=site).items()}
    return call.page(
        "overview.html",
        totals=totals,
        headline=_headline(call, count, since, day, totals),
        lede=_lede(call, totals),
        news=[_item(call, one) for one in found],
        more_news=count - len(found),
        all_news=url("/feed.atom"),
        since=since,
        since_day=day.isoformat() if day else "",
        curves=curves,
        wide=chart.plot(curves, chart.WIDE),
        narrow=chart.plot(curves, chart.NARROW),
        sites=views.sites(),
        rot_site=site,
        hosts=views.hosts(limit=8),
        crawls=crawls,
        bars=_bars(crawls),
        longest=max((_length(one) for one in crawls), default=timedelta(0)),
        outcomes=_outcomes(call),
        news_columns=_news_columns(call),
        happened=lambda crawl, kinds: sum(crawl.events.get(kind, 0) for kind in kinds),
        size=size,
        silent=_silent(crawls),
        next_run=call.site.next_run() if call.site.next_run else None,
        states=STATES,
        drifts=DRIFTS,
        here=call.here,
    )


def _since(call: Call, crawls: Sequence[CrawlRow]) -> tuple[str, int | None, datetime | None, date | None]:
    """What ``since`` asks for: its name, a crawl, a time, a day."""
    query = call.request.query_params
    wanted, crawl = query.get("since", ""), query.get("crawl", "")
    if crawl.isascii() and crawl.isdecimal():
        return "one", min(int(crawl), 2**62), None, None
    if wanted == "week":
        return "week", None, call.site.clock() - timedelta(days=7), None
    try:
        day = date.fromisoformat(wanted)
        begin = datetime.combine(day, time.min, call.language.zone).astimezone(UTC)
    except (ValueError, OverflowError):
        settled = next((one for one in crawls if one.settled_at is not None), None)
        return "crawl", settled.id if settled else None, None, None
    return "date", None, begin, day


def _headline(call: Call, count: int, since: str, day: date | None, totals: Totals) -> Markup:
    _, n_ = call.say, call.say_many
    headline: Markup
    if not totals.documents:
        headline = _("Nothing is watched yet")
    elif since == "week":
        headline = n_("One thing changed within a week", "%(count)s things changed within a week", count)
        headline = headline if count else _("Nothing changed within a week")
    elif day is not None:
        shown = call.language.day(day)
        headline = n_("One thing changed since %(day)s", "%(count)s things changed since %(day)s", count, day=shown)
        headline = headline if count else _("Nothing changed since %(day)s", day=shown)
    else:
        headline = n_("One thing changed overnight", "%(count)s things changed overnight", count)
        headline = headline if count else _("A quiet night: nothing changed")
    return headline


def _lede(call: Call, totals: Totals) -> Markup:
    _, n_ = call.say, call.say_many
    number = call.language.number
    if not totals.documents:
        return Markup()
    alive = totals.states.get(State.ALIVE, 0)
    lede: Markup = n_(
        "Of <strong>%(links)s</strong> pages cited in one document, <strong>%(alive)s</strong> still answer.",
        "Of <strong>%(links)s</strong> pages cited in %(count)s documents, <strong>%(alive)s</strong> still answer.",
        totals.documents,
        links=number(totals.links),
        alive=number(alive),
    )
    if totals.quotes:
        lede += " " if call.language.code != "ja" else ""
        lede += _(
            "Of <strong>%(quotes)s</strong> quotes, <strong>%(same)s</strong> are still said word for word.",
            quotes=number(totals.quotes),
            same=number(totals.drifts.get(Drift.SAME, 0)),
        )
    return lede


def _item(call: Call, one: News) -> Item:
    changed = one.event.kind in (EventKind.EDITED, EventKind.REPLACED)
    edits = facts_of(one.comparison) if changed else []
    said = "" if edits else told(call.language, one.event.evidence)
    if one.event.kind is EventKind.MOVED and one.event.after:
        said = f"→ {readable(one.event.after)}"
    return Item(
        event=one.event,
        href=f"/links/{one.link_id}/diff" if changed else f"/links/{one.link_id}",
        title=one.title,
        url=one.url,
        host=one.host,
        facts=tuple(edits[:FACTS]),
        more=max(len(edits) - FACTS, 0),
        said=said,
        tail=_kept(call, one.comparison) if changed else "",
        documents=one.documents,
    )


def facts_of(comparison: Comparison | None) -> list[Edit]:
    """The changes of a comparison, facts before mere words."""
    edits = comparison.edits if comparison else ()
    return sorted(edits, key=lambda edit: edit.kind is EditKind.TEXT)


def _kept(call: Call, comparison: Comparison | None) -> Any:
    if comparison is None or not comparison.sentences:
        return ""
    kept = sum(sentence.fate is Fate.KEPT for sentence in comparison.sentences)
    return call.say("%(kept)s of %(all)s quoted sentences kept", kept=kept, all=len(comparison.sentences))


def _length(crawl: CrawlRow) -> timedelta:
    return crawl.ended_at - crawl.started_at if crawl.ended_at else timedelta(0)


def _bars(crawls: Sequence[CrawlRow]) -> list[dict[str, float]]:
    """Bars of how long crawls took, oldest first, in a field of 336 by 46 pixels."""
    longest = max((_length(one).total_seconds() for one in crawls), default=0.0) or 1.0
    step = 336 / max(len(crawls), 1)
    bars = []
    for place, one in enumerate(reversed(crawls)):
        height = max(_length(one).total_seconds() / longest * 44, 1)
        bars.append(
            {
                "x": round(place * step, 1),
                "y": round(46 - height, 1),
                "width": round(min(step - 2, 24), 1),
                "height": round(height, 1),
            }
        )
    return bars


def _news_columns(call: Call) -> dict[tuple[EventKind, ...], Markup]:
    """Kinds of events that are counted together in the table of crawls, with the heading of their column."""
    _ = call.say
    return {
        (EventKind.DIED,): _("Died"),
        (EventKind.EDITED, EventKind.REPLACED): _("Changed"),
        (EventKind.MOVED,): _("Moved"),
        (EventKind.CAME_BACK,): _("Came back"),
        (EventKind.RESTRICTED, EventKind.BLOCKED): _("Walled"),
    }


def _silent(crawls: Sequence[CrawlRow]) -> dict[str, int]:
    """Hosts that did not answer the last settled crawl, those with most links first."""
    settled = next((one for one in crawls if one.settled_at is not None), None)
    return dict(itertools.islice(settled.errors.items(), HOSTS)) if settled else {}


def _outcomes(call: Call) -> dict[str, Markup]:
    _ = call.say
    return {
        "running": _("running"),
        "done": _("done"),
        "interrupted": _("interrupted"),
        "offline": _("own network down"),
        "lost": _("broken off"),
    }
