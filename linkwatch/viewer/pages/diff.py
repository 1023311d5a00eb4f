"""Two texts of a link held against each other: what changed, first as a list of facts, then where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Any

from starlette.responses import Response

from linkwatch.report.diff.rows import RowKind, folds
from linkwatch.report.versus import Versus, choices, chosen, facts, held
from linkwatch.report.web.changed import lede, named
from linkwatch.viewer.call import Call, url
from linkwatch.viewer.errors import NotFound

MOST_FACTS = 60
"""Changes listed above the text; all are marked in it."""

_STRIP = 480.0
_WIDTHS = {
    RowKind.SAME: ("t", 20), RowKind.CHANGED: ("e", 15), RowKind.GONE: ("m", 20), RowKind.ADDED: ("k", 20),
    RowKind.MOVED_AWAY: ("t", 8), RowKind.MOVED_HERE: ("v", 8),
}  # fmt: skip


class View(StrEnum):
    """Ways to look at it."""

    SIDE = "side"
    INLINE = "inline"
    TEXT = "text"
    PAGE = "page"


def show(call: Call) -> Response:
    """Compare ``a`` with ``b`` of the link in the path, as ``view``."""
    query = call.request.query_params
    link = call.store.views.link(call.number("link_id"))
    if link is None:
        raise NotFound
    link = replace(link, captures=call.store.captures.of(link.id))  # with their texts
    every = choices(link)
    pair = chosen(link, query.get("a", ""), query.get("b", ""))
    if pair is None and (query.get("a") or query.get("b")):
        raise NotFound
    versus = held(pair, call.store.views.version) if pair else None
    view = View(query["view"]) if query.get("view") in set(View) else View.SIDE
    previous, following = call.store.views.beside(link.id)
    return call.page(
        "diff.html",
        link=link,
        versus=versus,
        view=view,
        views=_views(call),
        older=every,
        newer=[one for one in every if one.citing is None],
        named=lambda one: named(call.language, one),
        lede=lede(call.language, versus) if versus else None,
        facts=list(facts(versus, most=MOST_FACTS)) if versus else [],
        folds=folds(versus.rows) if versus else [],
        strip=list(_strip(versus)) if versus else [],
        stops=[row.number for row in versus.rows if row.changed and row.kind is not RowKind.MOVED_AWAY]
        if versus
        else [],
        is_quote=bool(versus and versus.is_quote),
        previous=url(f"/links/{previous}/diff", view=_kept(view)) if previous else "",
        following=url(f"/links/{following}/diff", view=_kept(view)) if following else "",
        here=call.here,
    )


def _kept(view: View) -> str | None:
    return None if view is View.SIDE else str(view)


def _views(call: Call) -> list[tuple[str, Any]]:
    _ = call.say
    return [
        ("side", _("Side by side")),
        ("inline", _("Inline")),
        ("text", _("Text")),
        ("page", _("The page itself")),
    ]


def _strip(versus: Versus) -> Iterator[dict[str, object]]:
    """The text in small: a rectangle a row, its width and colour by what became of it."""
    lengths = [max(sum(len(part.text) for part in row.inline), 20) for row in versus.rows]
    total = sum(lengths)
    if not total or len(lengths) > _STRIP:
        return
    gap = 2.0 if len(lengths) < 120 else 0.0
    y = 0.0
    for row, length in zip(versus.rows, lengths, strict=True):
        height = (_STRIP - gap * len(lengths)) * length / total
        kind, width = _WIDTHS[row.kind]
        yield {"number": row.number, "y": round(y, 1), "height": round(height, 1), "kind": kind, "width": width}
        y += height + gap
