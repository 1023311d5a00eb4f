"""Two texts of a link held against each other: what changed, first as a list of facts, then where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from linkwatch.model import BaselineKind, Edit, EditKind, EditOp
from linkwatch.report.diff.rows import RowKind, context, folds, row_of
from linkwatch.viewer.call import Call, url
from linkwatch.viewer.errors import NotFound
from linkwatch.viewer.versus import Choice, Versus, choices, chosen, held

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A change in the list above the text."""

    edit: Edit
    row: int
    before: str
    """A few characters of the text before it."""
    after: str


def show(call: Call) -> Response:
    """Compare ``a`` with ``b`` of the link in the path, as ``view``."""
    query = call.request.query_params
    link = call.store.views.link(call.number("link_id"))
    if link is None:
        raise NotFound
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
        named=lambda one: _named(call, one),
        lede=_lede(call, versus) if versus else None,
        facts=list(_facts(versus)) if versus else [],
        folds=folds(versus.rows) if versus else [],
        strip=list(_strip(versus)) if versus else [],
        stops=[row.number for row in versus.rows if row.changed and row.kind is not RowKind.MOVED_AWAY]
        if versus
        else [],
        is_quote=bool(versus and versus.comparison.baseline is BaselineKind.QUOTE),
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


def _named(call: Call, choice: Choice) -> Any:
    """What a text is called in the lists of texts."""
    _ = call.say
    if choice.citing is not None:
        when = choice.citing.citation.cited_at or choice.citing.written_at
        day = f", {when.value[:10]}" if when else ""
        return _("Quote in %(document)s", document=choice.citing.document.shown) + day
    return _("Page of %(when)s", when=call.language.minute(choice.at))


def _facts(versus: Versus) -> Iterator[Fact]:
    """Facts before mere words, each in the order of the text."""
    numbered = sorted(enumerate(versus.comparison.edits), key=lambda each: each[1].kind is EditKind.TEXT)
    for index, edit in numbered[:MOST_FACTS]:
        if edit.op is EditOp.MOVE:
            continue
        if edit.op is EditOp.DELETE or versus.older is None:
            around = context(versus.before, edit.start_before, edit.start_before + len(edit.before))
        else:
            around = context(versus.after, edit.start_after, edit.start_after + len(edit.after))
        yield Fact(edit=edit, row=row_of(versus.rows, index), before=around[0], after=around[1])


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


def _lede(call: Call, versus: Versus) -> Markup:
    """One sentence that says what changed."""
    _, n_ = call.say, call.say_many
    comparison = versus.comparison
    facts = sum(edit.kind is not EditKind.TEXT for edit in comparison.edits)
    kinds = [row.kind for row in versus.rows]
    gone, added, moved = (kinds.count(kind) for kind in (RowKind.GONE, RowKind.ADDED, RowKind.MOVED_HERE))
    wording = sum(edit.kind is EditKind.TEXT and edit.op is EditOp.REPLACE for edit in comparison.edits)
    gap = "" if call.language.code == "ja" else " "
    if not comparison.edits and not gone:
        lede: Markup = _("<strong>Nothing changed.</strong>")
        return lede
    lead = (
        n_("<strong>One fact changed.</strong>", "<strong>%(count)s facts changed.</strong>", facts)
        if facts
        else _("<strong>No fact changed.</strong>")
    )
    quoted = versus.older is None
    parts = [
        n_("one change of words", "%(count)s changes of words", wording) if wording else None,
        (n_("one sentence is gone", "%(count)s sentences are gone", gone) if quoted
         else n_("one paragraph is gone", "%(count)s paragraphs are gone", gone)) if gone else None,
        n_("one moved", "%(count)s moved", moved) if moved else None,
        n_("one is new", "%(count)s are new", added) if added else None,
    ]  # fmt: skip
    told = call.language.listed([str(part) for part in parts if part])
    share = comparison.quote_kept if quoted else comparison.similarity
    alike = ""
    if share is not None:
        alike = _("%(share)s of the characters are the same", share=call.language.percent(share))
    rest = [str(part) for part in (told, alike) if part]
    if not rest:
        return lead
    joined = "、".join(rest) + "。" if call.language.code == "ja" else "; ".join(rest) + "."
    return lead + gap + joined[0].upper() + joined[1:]
