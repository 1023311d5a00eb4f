"""For those who watch the watcher: ``/healthz``, and ``/metrics`` in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starlette.responses import JSONResponse, PlainTextResponse, Response

from linkwatch.model import Drift, EventKind, State
from linkwatch.viewer.call import Call


def health(call: Call) -> Response:
    """Whether the database can be read; says nothing of what is in it, for it asks for no password."""
    call.store.views.crawls(limit=1)
    return JSONResponse({"status": "ok"})


def metrics(call: Call) -> Response:
    """Gauges of what there is, and of the last crawl."""
    return PlainTextResponse("\n".join(_lines(call)) + "\n", media_type="text/plain; version=0.0.4; charset=utf-8")


def _lines(call: Call) -> Iterator[str]:
    totals = call.store.views.totals()
    yield from _gauge("linkwatch_documents", "Documents on watch.", {"": totals.documents})
    states = {f'{{state="{state}"}}': totals.states.get(state, 0) for state in State}
    yield from _gauge("linkwatch_links", "Links that watched documents cite, by settled state.", states)
    drifts = {f'{{drift="{drift}"}}': totals.drifts.get(drift, 0) for drift in Drift}
    yield from _gauge("linkwatch_quotes", "Quotes by what became of them on their page.", drifts)
    crawls = call.store.views.crawls(limit=1)
    if not crawls:
        return
    last = crawls[0]
    yield from _gauge(
        "linkwatch_last_crawl_start_seconds", "When the last crawl began.", {"": last.started_at.timestamp()}
    )
    if last.ended_at is not None:
        took = (last.ended_at - last.started_at).total_seconds()
        yield from _gauge("linkwatch_last_crawl_duration_seconds", "How long it took.", {"": took})
    yield from _gauge("linkwatch_last_crawl_visited", "Links it visited.", {"": last.visited})
    yield from _gauge("linkwatch_last_crawl_unchanged", "Links that were as they were.", {"": last.unchanged})
    good = {f'{{outcome="{outcome}"}}': int(last.outcome == outcome)
            for outcome in ("running", "done", "interrupted", "offline", "lost")}  # fmt: skip
    yield from _gauge("linkwatch_last_crawl_outcome", "1 for how it ended.", good)
    events = {f'{{kind="{kind}"}}': last.events.get(kind, 0) for kind in EventKind}
    yield from _gauge("linkwatch_last_crawl_events", "What it found, by kind.", events)


def _gauge(name: str, told: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    yield from (
        f"{name}{labels} {value:g}" if value < 1e9 else f"{name}{labels} {value:.0f}"
        for labels, value in values.items()
    )
