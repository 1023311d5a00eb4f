"""The table of links: filters in the URL, any order, a page at a time; the same selection as CSV and JSON."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import Response

from db.views import LinkPage, LinkRow
from linkwatch.model import Drift, Selection
from linkwatch.viewer.call import Call, url
from linkwatch.viewer.filters import NO_PLACE, Asked, BadFilter, asked
from linkwatch.viewer.pages.overview import STATES

ROWS = 50
"""Links on a page."""

DRIFTS = (Drift.SAME, Drift.EDITED, Drift.REPLACED, Drift.UNJUDGED)


def show(call: Call) -> Response:
    """The table."""
    views = call.store.views
    wanted = asked(call.request.query_params)
    try:
        page = views.links(
            wanted.selection, sort=wanted.sort, descending=wanted.descending, after=wanted.after, limit=ROWS
        )
    except ValueError as error:
        raise BadFilter(NO_PLACE, given=wanted.after[:80]) from error
    return call.page(
        "links.html",
        asked=wanted,
        chosen=wanted.selection,
        table=page,
        counted=_counted(call, page, wanted),
        totals=views.totals(),
        sites=views.sites(),
        hosts=views.hosts(limit=20),
        documents=views.document_names(limit=200),
        states=STATES,
        drifts=DRIFTS,
        here=call.here,
        download=lambda path: url(path, _kept(call)),
        wider=list(_wider(call, wanted)) if not page.rows else [],
        is_muted=lambda row: _is_muted(row, call.today),
    )


def _kept(call: Call) -> list[tuple[str, str]]:
    return [
        pair for pair in call.request.query_params.multi_items() if pair[0] not in ("after", "sort", "order", "lang")
    ]


def _is_muted(row: LinkRow, today: date) -> bool:
    return row.muted_until is not None and row.muted_until >= today


def _counted(call: Call, page: LinkPage, wanted: Asked) -> Any:
    n_ = call.say_many
    if not page.exact:
        return call.say("more than <strong>%(count)s</strong> links", count=call.language.number(page.count))
    if wanted.narrowed:
        return n_("<strong>one</strong> link matches", "<strong>%(count)s</strong> links match", page.count)
    return n_("<strong>one</strong> link", "<strong>%(count)s</strong> links", page.count)


def _wider(call: Call, wanted: Asked) -> Any:
    """What the reader may want instead: each filter taken away on its own, with how many links that finds."""
    _ = call.say
    chosen, none = wanted.selection, Selection()
    ways = (
        ("text", ("text", "q"), _("Any words")),
        ("states", ("state",), _("Any state")),
        ("drifts", ("drift",), _("Any text")),
        ("sites", ("site",), _("Any site")),
        ("hosts", ("host",), _("Any host")),
        ("reasons", ("reason",), _("Any reason")),
        ("documents", ("document",), _("Any document")),
    )
    for field, names, said in ways:
        if getattr(chosen, field) != getattr(none, field):
            without = replace(chosen, **{field: getattr(none, field)})
            found = call.store.views.links(without, limit=1)
            if found.count:
                more = "" if found.exact else "+"
                away = dict.fromkeys((*names, "after"))
                yield f"{said} · {call.language.number(found.count)}{more}", call.here(**away)
