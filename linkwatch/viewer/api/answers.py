"""What each address of the API answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from starlette.responses import JSONResponse, Response

from db.rows import CrawlRow
from db.views import Curve, DocumentLine, LinkView, News
from linkwatch.model import Selection
from linkwatch.report.curve.shape import COLUMNS, rows, steps
from linkwatch.report.links import citation, link
from linkwatch.rot import Curve as Survival
from linkwatch.rot import survival
from linkwatch.viewer.api.description import LARGEST_ID, described
from linkwatch.viewer.call import Call
from linkwatch.viewer.errors import NotFound
from linkwatch.viewer.filters import NO_PLACE, BadFilter, chosen

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)

MOST = 500
"""Rows of one answer."""
USUAL = 100


def limit(call: Call) -> int:
    """How many rows are wanted. Raises BadFilter."""
    given = call.request.query_params.get("limit", str(USUAL))
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= MOST):
        raise BadFilter("limit must be a number from 1 to %(most)s", most=MOST)
    return int(given)


def links(call: Call) -> Response:
    """A page of links, as in a report, with ids and the key of the next page."""
    wanted = chosen(call.request.query_params)
    views = call.store.views
    try:
        page = views.links(
            wanted.selection, sort=wanted.sort, descending=wanted.descending, after=wanted.after, limit=limit(call)
        )
    except ValueError as error:
        raise BadFilter(NO_PLACE, given=wanted.after[:80]) from error
    ids = tuple(row.id for row in page.rows)
    found = {one.link_id: one for one in call.store.findings(Selection(link_ids=ids))} if ids else {}
    return JSONResponse(
        {
            "count": page.count,
            "exact": page.exact,
            "next": page.after or None,
            "links": [{"id": each, **link(found[each])} for each in ids if each in found],
        }
    )


def one_link(call: Call) -> Response:
    """One link with its checks, versions and events."""
    link_id = call.number("link_id")
    view = call.store.views.link(link_id)
    if view is None:
        raise NotFound
    [finding] = call.store.findings(Selection(link_ids=(link_id,), watched=False)) or [None]
    return JSONResponse({"id": link_id, **(link(finding) if finding else {}), **_history(view)})


def _history(view: LinkView) -> dict[str, Any]:
    return {
        "title": view.title,
        "vetoed": view.vetoed,
        "failing_since": _time(view.failing_since),
        "failures": view.failures,
        "next_visit": view.due_night.isoformat() if view.due_night and view.due_night.year > 1 else None,
        "muted_until": view.muted_until.isoformat() if view.muted_until else None,
        "muted_note": view.muted_note,
        "rules": [{"rule": each.rule, "fired": each.fired, "note": each.note} for each in view.verdict.trail],
        "checks": [
            {
                "first_at": _time(each.first_at),
                "last_at": _time(each.last_at),
                "count": each.count,
                "state": each.verdict.state,
                "reason": each.verdict.reason,
                "evidence": each.verdict.evidence,
                "http_status": each.status,
                "final_url": each.final_url,
                "redirects": [
                    {"url": hop.url, "status": hop.status, "location": hop.location} for hop in each.redirects
                ],
                "error": each.error or None,
            }
            for each in view.checks
        ],
        "versions": [
            {
                "id": each.id,
                "first_seen": _time(each.first_seen),
                "last_seen": _time(each.last_seen),
                "title": each.title,
                "chars": each.chars,
                "language": each.language,
            }
            for each in view.versions
        ],
        "events": [
            {
                "kind": each.kind,
                "at": _time(each.at),
                "before": each.before,
                "after": each.after,
                "evidence": each.evidence,
            }
            for each in view.events
        ],
    }


def documents(call: Call) -> Response:
    """Watched documents by name, those after ``after``."""
    most = limit(call)
    found = call.store.views.documents(after=call.request.query_params.get("after", "")[:4000], limit=most + 1)
    return JSONResponse(
        {
            "next": found[most - 1].document.name if len(found) > most else None,
            "documents": [_document(each) for each in found[:most]],
        }
    )


def _document(line: DocumentLine) -> dict[str, Any]:
    return {
        "id": line.document.id,
        "name": line.document.name,
        "title": line.document.title,
        "format": line.format,
        "citations": line.citations,
        "quotes": line.quotes,
        "attention": line.attention,
        "written_at": line.written_at.value if line.written_at else None,
        "read_at": _time(line.read_at),
        "gone_at": _time(line.gone_at),
    }


def one_document(call: Call) -> Response:
    """One document with its citations and their links, in order."""
    found = call.store.views.document(call.number("document_id"))
    if found is None:
        raise NotFound
    return JSONResponse(
        {
            "id": found.document.id,
            "name": found.document.name,
            "title": found.document.title,
            "format": found.format,
            "language": found.language,
            "author": found.author,
            "written_at": found.written_at.value if found.written_at else None,
            "read_at": _time(found.read_at),
            "gone_at": _time(found.gone_at),
            "citations": [
                {
                    "link_id": each.citing.link_id,
                    "url": each.citing.citation.url,
                    "canonical_url": each.url,
                    "state": each.verdict.state,
                    "reason": each.verdict.reason,
                    **citation(each.citing.cited),
                    "sentences": _sentences(each.citing.comparison),
                }
                for each in found.cited
            ],
        }
    )


def _sentences(comparison: Any) -> list[dict[str, Any]]:
    sentences = comparison.sentences if comparison else ()
    return [
        {"text": each.text, "fate": each.fate, "found": each.found, "damaged": each.damaged} for each in sentences
    ]


def events(call: Call) -> Response:
    """Events, newest first."""
    return JSONResponse({"events": [_event(each) for each in news(call, limit(call))]})


def news(call: Call, most: int, *, heard_on: date | None = None) -> list[News]:
    """Events that ``since``, ``document``, ``site`` and ``crawl`` of the URL ask for. Raises BadFilter.

    With ``heard_on``, events of links that are muted on that day are left out.
    """
    query = call.request.query_params
    start = _moment(query.get("since", ""), call.language.zone)
    return call.store.views.news(
        since=start,
        crawl_id=_number(call, "crawl"),
        document_id=_number(call, "document"),
        site=query.get("site") or None,
        heard_on=heard_on,
        limit=most,
    )


def _moment(text: str, zone: tzinfo) -> datetime | None:
    """A day in the reader's zone, or a time of RFC 3339. Raises BadFilter."""
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            at = datetime.fromisoformat(text).replace(tzinfo=zone)
        elif _TIME.fullmatch(text):
            at = datetime.fromisoformat(text.upper())
        else:
            raise ValueError(text)
    except ValueError:
        raise BadFilter("since must be a day or a time, like 2026-03-01 or 2026-03-01T03:00:00+09:00") from None
    try:
        return at.astimezone(UTC)
    except OverflowError:  # the first and last day of the calendar, seen from elsewhere
        return at.replace(tzinfo=UTC)


def _number(call: Call, name: str) -> int | None:
    given = call.request.query_params.get(name)
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and len(given) <= 18 and int(given) <= LARGEST_ID):
        raise BadFilter("%(name)s must be a number up to %(most)s", name=name, most=LARGEST_ID)
    return int(given)


def _event(one: News) -> dict[str, Any]:
    return {
        "kind": one.event.kind,
        "at": _time(one.event.at),
        "crawl": one.crawl_id,
        "link_id": one.link_id,
        "url": one.url,
        "site": one.site,
        "title": one.title,
        "state": one.state,
        "drift": one.drift,
        "before": one.event.before,
        "after": one.event.after,
        "evidence": one.event.evidence,
        "documents": [{"id": each.id, "name": each.name, "title": each.title} for each in one.documents],
    }


def crawls(call: Call) -> Response:
    """The last crawls, newest first."""
    return JSONResponse({"crawls": [_crawl(each) for each in call.store.views.crawls(limit=limit(call))]})


def _crawl(one: CrawlRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "night": one.night.isoformat(),
        "started_at": _time(one.started_at),
        "ended_at": _time(one.ended_at),
        "outcome": one.outcome,
        "visited": one.visited,
        "unchanged": one.unchanged,
        "new": one.first_visits,
        "unanswered": one.unanswered,
        "errors": dict(one.errors),
        "bytes": one.bytes,
        "states": dict(one.counts),
        "events": dict(one.events),
    }


def totals(call: Call) -> Response:
    """Links by state, quotes by drift."""
    found = call.store.views.totals()
    return JSONResponse(
        {
            "documents": found.documents,
            "links": found.links,
            "quotes": found.quotes,
            "states": {str(state): count for state, count in found.states.items()},
            "drifts": {str(drift): count for drift, count in found.drifts.items()},
        }
    )


def rot(call: Call) -> Response:
    """The rot curves, a step each."""
    return JSONResponse({"curves": {name: steps(curve) for name, curve in _curves(call).items()}})


def rot_csv(call: Call) -> Response:
    """The rot curves as CSV."""
    lines = [",".join(row) for row in (COLUMNS, *rows(_curves(call)))]
    headers = {"Content-Disposition": 'attachment; filename="rot.csv"'}
    return Response("\r\n".join(lines) + "\r\n", media_type="text/csv; charset=utf-8", headers=headers)


def _curves(call: Call) -> dict[str, Survival]:
    query = call.request.query_params
    found = call.store.views.rot(site=query.get("site") or None, document_id=_number(call, "document"))
    return {name.value: survival(found[name]) for name in Curve}


def description(call: Call) -> Response:
    """The API in OpenAPI 3.1."""
    return JSONResponse(described())


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


ANSWERS: Mapping[str, Callable[[Call], Response]] = {
    "/api/links": links,
    "/api/links/{link_id}": one_link,
    "/api/documents": documents,
    "/api/documents/{document_id}": one_document,
    "/api/events": events,
    "/api/crawls": crawls,
    "/api/totals": totals,
    "/api/rot": rot,
    "/api/rot.csv": rot_csv,
    "/api/openapi.json": description,
}
"""Addresses and what they answer; :mod:`.description` says the same for programs, and a test holds them together."""
