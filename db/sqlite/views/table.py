"""The table of links: any filter, any order, a page at a time, also among a million.

Few links are found first, in an index that holds every filter, and sorted then; of more than ``MOST_COUNTED`` those
of a page are found by walking through an index in the order asked for, which holds the filters too.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from db.sqlite.connection import Connection
from db.sqlite.selection import where
from db.sqlite.values import dumps, maybe_moment
from db.sqlite.views.overview import document_name
from db.views import LinkPage, LinkRow, Sort
from linkwatch.model import Drift, Selection, State
from linkwatch.text import bigrams

MOST_COUNTED = 10_000
"""Links up to which they are counted, and found before they are sorted."""

MOST_FOUND = 20_000
"""Links on chosen hosts, or versions and citations with the words looked for, that are taken up."""

_LONGEST_SEARCH = 200
"""Characters of a search that count."""

STATES_BY_GRAVITY = (
    State.DEAD, State.SUSPECT, State.MOVED, State.UNREACHABLE, State.BLOCKED, State.RESTRICTED, State.UNKNOWN,
    State.ALIVE,
)  # fmt: skip
DRIFTS_BY_GRAVITY = (Drift.REPLACED, Drift.EDITED, Drift.SAME, Drift.UNJUDGED)
_BY_STATE = {state.value: number for number, state in enumerate(STATES_BY_GRAVITY)}
_BY_DRIFT = {drift.value: number for number, drift in enumerate(DRIFTS_BY_GRAVITY)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of an order: all links of it come before those of the next one. Its fields are SQL."""

    column: str
    index: str
    condition: str = ""
    parted: Sequence[str] = ("",)
    """Conditions that part the stretch, so that each part can be read in the order of the index, and merged."""
    of: State | Drift | None = None
    """What all its links have in common."""

    def is_asked_for(self, selection: Selection) -> bool:
        """Whether it may hold any link of a selection."""
        if isinstance(self.of, State):
            return not selection.states or self.of in selection.states
        if isinstance(self.of, Drift):
            return not selection.drifts or self.of in selection.drifts
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page ends: in which stretch, at which value, at which id."""

    stretch: int
    key: str
    id: int

    @classmethod
    def read(cls, text: str) -> Place:
        """Read what :meth:`written` wrote; ValueError for anything else."""
        stretch, _, rest = text.partition("~")
        key, found, link_id = rest.rpartition("~")
        numbers = stretch + link_id
        if not (found and stretch and link_id and numbers.isascii() and numbers.isdecimal() and len(text) < 4_000):
            raise ValueError(f"{text[:80]!r} is no place in the table of links")
        return cls(stretch=int(stretch), key=key, id=min(int(link_id), 2**63 - 1))

    def written(self) -> str:
        """As text, for a URL."""
        return f"{self.stretch}~{self.key}~{self.id}"


class Table:
    """Reads pages of links; see :class:`db.views.Views`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, selection: Selection, *, sort: Sort, descending: bool, after: str, limit: int) -> LinkPage:
        """Return a page of the selected links."""
        place = Place.read(after) if after else None
        ids = self._ids(selection)
        conditions, parameters = where(_rest(selection, ids))
        few = self._few(ids, conditions, parameters, sort)
        if few is not None:
            found = _sorted(few, sort, place, descending=descending)[: limit + 1]
        else:
            found = self._walked(_rest(selection, None), sort, place, descending, limit)
        shown = found[:limit]
        return LinkPage(
            rows=self.rows([each.id for each in shown]),
            count=MOST_COUNTED if few is None else min(len(few), MOST_COUNTED),
            exact=few is not None and len(few) <= MOST_COUNTED,
            after=shown[-1].written() if len(found) > limit else "",
        )

    def _few(
        self, ids: Sequence[int] | None, conditions: str, parameters: dict[str, Any], sort: Sort
    ) -> list[sqlite3.Row] | None:
        """Return what the links are sorted by that were found already, or that are few; None when they are many."""
        parts = {"conditions": conditions, "address": "links.canonical_url" if sort is Sort.ADDRESS else "''"}
        if ids is not None:
            return self._connection.rows("view_links_among", {**parameters, "ids": dumps(ids)}, **parts)
        found = self._connection.rows("view_links_few", {**parameters, "most": MOST_COUNTED + 1}, **parts)
        return found if len(found) <= MOST_COUNTED else None

    def _walked(
        self, selection: Selection, sort: Sort, place: Place | None, descending: bool, limit: int
    ) -> list[Place]:
        """Return where the links of a page are, of many, from an index in the order asked for."""
        conditions, parameters = where(_not_walked(selection, sort))
        stretches = _stretches(sort, selection.states)
        if not descending:
            stretches.reverse()
        found: list[Place] = []
        for number, stretch in enumerate(stretches):
            if stretch.is_asked_for(selection) and len(found) <= limit and (place is None or number >= place.stretch):
                begin = place if place and number == place.stretch else None
                found += self._stretch(
                    number, stretch, conditions, parameters, begin, descending, limit + 1 - len(found)
                )
        return found

    def rows(self, ids: Sequence[int]) -> tuple[LinkRow, ...]:
        """Return lines of the table, in the order of the ids."""
        title = self._connection.text("view_title")
        rows = self._connection.rows("view_link_rows", {"ids": dumps(list(ids))}, title=title)
        citing = {
            row["link_id"]: row
            for row in reversed(self._connection.rows("view_citing_documents", {"ids": dumps(list(ids))}))
        }
        return tuple(_row(row, citing.get(row["id"])) for row in rows)

    def _stretch(
        self, number: int, stretch: Stretch, conditions: str, parameters: dict[str, Any], begin: Place | None,
        descending: bool, limit: int,
    ) -> list[Place]:  # fmt: skip
        way, sign = ("DESC", "<") if descending else ("ASC", ">")
        narrowed = f"{conditions} {stretch.condition}"
        if begin is not None:
            narrowed += f" AND ({stretch.column}, links.id) {sign} (:key, :id)"
        bounds: dict[str, Any] = {**parameters, "limit": limit}
        if begin is not None:
            bounds |= {"key": begin.key, "id": begin.id}
        parts = [
            self._connection.rows(
                "view_links_page",
                bounds,
                column=stretch.column,
                sorted=f"links.id {way}" if stretch.column == "''" else f"{stretch.column} {way}, links.id {way}",
                index=stretch.index,
                conditions=f"{narrowed} {part}",
            )
            for part in stretch.parted
        ]
        merged = heapq.merge(*parts, key=lambda row: (row["key"], row["id"]), reverse=descending)
        return [Place(stretch=number, key=row["key"], id=row["id"]) for row in islice(merged, limit)]

    def _ids(self, selection: Selection) -> list[int] | None:
        """Return ids of what can be found by an index of its own; None when the selection asks for no such thing."""
        sets: list[set[int]] = []
        if selection.link_ids:
            sets.append(set(selection.link_ids))
        if words := _phrase(selection.text):
            sets.append(self._found("view_links_found", {"words": words, "most": MOST_FOUND}))
        if selection.documents:
            sets.append(self._found("view_links_in_documents", {"documents": dumps(selection.documents)}))
        if selection.hosts and not any(set(host) & set("*?[") for host in selection.hosts):
            on_hosts = {"hosts": dumps(selection.hosts), "most": MOST_FOUND + 1}
            found = self._found("view_links_on_hosts", on_hosts)
            if len(found) <= MOST_FOUND:
                sets.append(found)
        return sorted(set.intersection(*sets)) if sets else None

    def _found(self, query: str, parameters: dict[str, Any]) -> set[int]:
        return {row["id"] for row in self._connection.rows(query, parameters)}


def _sorted(rows: Sequence[sqlite3.Row], sort: Sort, place: Place | None, *, descending: bool) -> list[Place]:
    """Return the links after a place in the order that walking through :func:`_stretches` gives."""
    last = len(_stretches(sort, ())) - 1
    places = [_place(row, sort, last, descending=descending) for row in rows]
    places.sort(key=lambda each: (each.key, each.id), reverse=descending)
    places.sort(key=lambda each: each.stretch)
    if place is None:
        return places
    begin = (place.key, place.id)
    return [
        each
        for each in places
        if each.stretch > place.stretch
        or (
            each.stretch == place.stretch
            and ((each.key, each.id) < begin if descending else (each.key, each.id) > begin)
        )
    ]


def _place(row: sqlite3.Row, sort: Sort, last: int, *, descending: bool) -> Place:
    """Where a link stands: in which stretch of the order, of which the ``last`` has this number."""
    known = 0 if row["last_checked_at" if sort is Sort.CHECKED else "state_since"] is not None else 1
    stretch, key = {
        Sort.ADDRESS: (0, row["address"]),
        Sort.DRIFT: (_BY_DRIFT.get(row["drift"], 0), ""),
        Sort.STATE: (2 * _BY_STATE.get(row["state"], 0) + known, row["state_since"] or ""),
        Sort.SINCE: (known, row["state_since"] or ""),
        Sort.CHECKED: (known, row["last_checked_at"] or ""),
    }[sort]
    return Place(stretch=stretch if descending else last - stretch, key=key, id=row["id"])


def _rest(selection: Selection, ids: list[int] | None) -> Selection:
    """What is left to ask once links were found by an index; that a watched document cites them is asked apart."""
    left = replace(selection, watched=False, text="" if _phrase(selection.text) else selection.text, link_ids=())
    return left if ids is None else replace(left, documents=())


def _not_walked(selection: Selection, sort: Sort) -> Selection:
    """What is left to ask in an order: which stretches are walked answers the rest, and keeps to their index."""
    if sort is Sort.DRIFT:
        return replace(selection, drifts=())
    return replace(selection, states=()) if sort in (Sort.STATE, Sort.SINCE) else selection


def _phrase(text: str) -> str:
    """Words to look for in the indexes, all of them: each a phrase of bigrams, the last one as a beginning."""
    phrases = [f'"{words}"' for word in text[:_LONGEST_SEARCH].split() if (words := bigrams(word).replace('"', " "))]
    return f"{' '.join(phrases)} *" if phrases else ""


def _stretches(sort: Sort, states: Sequence[State]) -> list[Stretch]:
    """The stretches of an order, the first ones first when descending."""
    if sort is Sort.ADDRESS:
        return [Stretch(column="links.canonical_url", index="links_by_address")]
    if sort is Sort.DRIFT:
        return [
            Stretch(column="''", index="links_by_drift", condition=f"AND links.drift = '{drift}'", of=drift)
            for drift in DRIFTS_BY_GRAVITY
        ]
    if sort is Sort.STATE:
        return [
            stretch
            for state in STATES_BY_GRAVITY
            for stretch in _known_and_not(
                "state_since", "links_by_state", f"AND links.state = '{state}'", ("",), of=state
            )
        ]
    if sort is Sort.CHECKED:
        return _known_and_not("last_checked_at", "links_by_checked", "", ("",))
    parted = [f"AND links.state = '{state}'" for state in states]
    return _known_and_not("state_since", "links_by_state" if parted else "links_by_since", "", parted or ("",))


def _known_and_not(
    column: str, index: str, condition: str, parted: Sequence[str], *, of: State | None = None
) -> list[Stretch]:
    """Links of which the time is known, and those of which it is not: comparing with NULL would lose these."""
    known = f"links.{column}"
    return [
        Stretch(column=known, index=index, condition=f"{condition} AND {known} IS NOT NULL", parted=parted, of=of),
        Stretch(column="''", index=index, condition=f"{condition} AND {known} IS NULL", parted=parted, of=of),
    ]


def _row(row: sqlite3.Row, citing: sqlite3.Row | None) -> LinkRow:
    return LinkRow(
        id=row["id"],
        url=row["canonical_url"],
        site=row["site"],
        host=row["host"],
        title=row["title"],
        state=State(row["state"]),
        reason=row["reason"],
        drift=Drift(row["drift"]),
        state_since=maybe_moment(row["state_since"]),
        checked_at=maybe_moment(row["last_checked_at"]),
        muted_until=date.fromisoformat(row["muted_until"]) if row["muted_until"] else None,
        kept=row["kept"],
        sentences=row["sentences"] or 0,
        document=document_name(citing) if citing else None,
        documents=citing["documents"] if citing else 0,
    )
