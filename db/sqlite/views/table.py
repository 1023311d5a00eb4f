"""The table of links: any filter, any order, a page at a time, also among a million.

What words, documents or hosts find is looked up, and sorted then. All else is read group by group: links that are
alike in state, drift, site and reason lie together in an index of each order, so that a page of the groups asked for
is merged from their beginnings, and counted up to ``MOST_COUNTED``.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from db.sqlite.connection import Connection
from db.sqlite.selection import where
from db.sqlite.values import dumps, maybe_moment
from db.sqlite.views.orders import Group, Place, Stretch, sorted_places, stretches
from db.sqlite.views.overview import document_name
from db.views import LinkPage, LinkRow, Sort
from linkwatch.model import Drift, Selection, State
from linkwatch.text import bigrams

MOST_COUNTED = 10_000
"""Links up to which they are counted."""

MOST_FOUND = 20_000
"""Links on chosen hosts, or versions and citations with the words looked for, that are taken up."""

_FEW_HOSTS = 100
"""Hosts of which the sites are looked up, so that groups of other sites are left out."""

_FEW_PARAMETERS = 5
"""Hosts up to which each is compared by itself."""

_LONGEST_SEARCH = 200
"""Characters of a search that count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found by indexes of its own, and what is left to ask."""

    ids: Sequence[int] | None
    """None when nothing was looked for that has such an index, or too many links are on the hosts asked for."""
    rest: Selection
    sites: Sequence[str] | None = None
    """The only sites that links can be of; None for any."""


class Table:
    """Reads pages of links; see :class:`db.views.Views`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, selection: Selection, *, sort: Sort, descending: bool, after: str, limit: int) -> LinkPage:
        """Return a page of the selected links."""
        place = Place.read(after) if after else None
        found = self._found(selection)
        if found.ids is not None:
            rows = self._among(found.ids, found.rest, sort)
            places = sorted_places(rows, sort, place, descending=descending, most=limit + 1)
            count = len(rows)
        else:
            groups = [each for each in self._groups() if each.is_asked_for(found.rest, found.sites)]
            places = self._walked(groups, found.rest, sort, place, descending, limit + 1)
            count = self._count(groups, found.rest)
        shown = places[:limit]
        return LinkPage(
            rows=self.rows([each.id for each in shown]),
            count=min(count, MOST_COUNTED),
            exact=count <= MOST_COUNTED,
            after=shown[-1].written() if len(places) > limit else "",
        )

    def rows(self, ids: Sequence[int]) -> tuple[LinkRow, ...]:
        """Return lines of the table, in the order of the ids."""
        title = self._connection.text("view_title")
        rows = self._connection.rows("view_link_rows", {"ids": dumps(list(ids))}, title=title)
        citing = {
            row["link_id"]: row
            for row in reversed(self._connection.rows("view_citing_documents", {"ids": dumps(list(ids))}))
        }
        return tuple(_row(row, citing.get(row["id"])) for row in rows)

    def _among(self, ids: Sequence[int], rest: Selection, sort: Sort) -> list[sqlite3.Row]:
        """Return what links are sorted by, of those among ids that are asked for."""
        conditions, parameters = where(rest)
        address = "links.canonical_url" if sort is Sort.ADDRESS else "''"
        wanted = {**parameters, "ids": dumps(ids)}
        return self._connection.rows("view_links_among", wanted, conditions=conditions, address=address)

    def _groups(self) -> list[Group]:
        return [
            Group(state=row["state"], drift=row["drift"], site=row["site"], reason=row["reason"])
            for row in self._connection.rows("view_links_groups")
        ]

    def _count(self, groups: Sequence[Group], rest: Selection) -> int:
        """Return how many links there are of groups; not counted further than needed."""
        conditions, parameters = self._within_groups(rest)
        count = 0
        for group in groups:
            wanted = {**parameters, **_columns(group), "most": MOST_COUNTED + 1 - count}
            count += self._connection.one("view_links_count", wanted, conditions=conditions)["links"]
            if count > MOST_COUNTED:
                break
        return count

    def _walked(
        self, groups: Sequence[Group], rest: Selection, sort: Sort, place: Place | None, descending: bool, most: int
    ) -> list[Place]:  # fmt: skip
        """Return where the links of a page are, merged from the groups."""
        found: list[Place] = []
        for number, stretch in enumerate(stretches(sort, descending=descending)):
            if len(found) < most and (place is None or number >= place.stretch):
                begin = place if place and number == place.stretch else None
                holding = [group for group in groups if stretch.holds(group)]
                with ExitStack() as opened:  # an open cursor keeps the write-ahead log from being emptied
                    parts = [
                        opened.enter_context(closing(self._part(stretch, group, rest, begin, descending, most)))
                        for group in holding
                    ]
                    merged = heapq.merge(*parts, key=lambda row: (row["key"], row["id"]), reverse=descending)
                    rows = islice(merged, most - len(found))
                    found += [Place(stretch=number, key=row["key"], id=row["id"]) for row in rows]
        return found

    def _part(
        self, stretch: Stretch, group: Group, rest: Selection, begin: Place | None, descending: bool, most: int
    ) -> Generator[sqlite3.Row, None, None]:  # fmt: skip
        """Give the links of a group in the order of a stretch."""
        conditions, parameters = self._within_groups(rest)
        bounds: dict[str, Any] = {**parameters, **_columns(group), "limit": most}
        if begin is not None:
            conditions += stretch.after(descending=descending)
            bounds |= {"key": begin.key, "id": begin.id}
        return self._connection.stream(
            "view_links_page",
            bounds,
            column=stretch.key,
            index=stretch.index,
            sorted=stretch.sorted(descending=descending),
            conditions=f"{stretch.condition} {conditions}",
        )

    def _found(self, selection: Selection) -> Found:
        """Look up what has an index of its own."""
        sets: list[set[int]] = []
        if selection.link_ids:
            sets.append(set(selection.link_ids))
        if selection.text:
            words = {"words": _phrase(selection.text), "most": MOST_FOUND}
            sets.append(self._ids("view_links_found", words) if words["words"] else set())
        if selection.documents:
            sets.append(self._ids("view_links_in_documents", {"documents": dumps(selection.documents)}))
        rest = replace(selection, watched=False, text="", link_ids=(), documents=())
        sites: list[str] | None = None
        if selection.hosts and not self._are_many(selection.hosts):
            hosts = self._hosts(selection.hosts)
            on_hosts = self._ids("view_links_on_hosts", {"hosts": dumps(hosts), "most": MOST_FOUND + 1})
            if len(on_hosts) <= MOST_FOUND:
                sets.append(on_hosts)
                rest = replace(rest, hosts=())
            elif len(hosts) <= _FEW_HOSTS:
                rest = replace(rest, hosts=tuple(hosts))
                sites = [site for host in hosts for site in self._sites(host)]
        return Found(ids=sorted(set.intersection(*sets)) if sets else None, rest=rest, sites=sites)

    def _are_many(self, asked: Sequence[str]) -> bool:
        """Whether patterns of hosts mean so many that naming them all is worth nothing."""
        _, patterns = _patterns(asked)
        if not patterns:
            return False
        like = " OR ".join(self._like("host", patterns))
        meant = self._connection.one("view_hosts_like_count", patterns, like=like)
        return bool(meant["hosts"] > _FEW_HOSTS and meant["links"] > MOST_FOUND)

    def _hosts(self, asked: Sequence[str]) -> list[str]:
        """Return names of hosts, those that patterns mean among them."""
        exact, patterns = _patterns(asked)
        if not patterns:
            return exact
        like = self._connection.rows("view_hosts_like", patterns, like=" OR ".join(self._like("host", patterns)))
        return list(dict.fromkeys([*exact, *(row["host"] for row in like)]))

    def _like(self, host: str, patterns: Mapping[str, str]) -> list[str]:
        """Return conditions that a column is like each of named patterns."""
        like = self._connection.text("view_host_like")
        return [like.replace("{host}", host).replace("{name}", name) for name in patterns]

    def _within_groups(self, rest: Selection) -> tuple[str, dict[str, str]]:
        """Return conditions on what groups do not answer for: the host."""
        if not rest.hosts:
            return "", {}
        exact, patterns = _patterns(rest.hosts)
        named = {f"host_{number}": host for number, host in enumerate(exact)}
        if len(exact) > _FEW_PARAMETERS:
            ways, named = [self._connection.text("view_host_among")], {"hosts": dumps(exact)}
        else:
            ways = [self._connection.text("view_host_is").replace("{name}", name) for name in named]
        return f"AND ({' OR '.join([*ways, *self._like('links.host', patterns)])})", {**named, **patterns}

    def _sites(self, host: str) -> Iterator[str]:
        """Give the sites that links on a host are of; nearly always one."""
        site = ""
        while row := self._connection.row("view_next_site", {"host": host, "site": site}):
            site = row["site"]
            yield site

    def _ids(self, query: str, parameters: Mapping[str, Any]) -> set[int]:
        return {row["id"] for row in self._connection.rows(query, parameters)}


def _patterns(hosts: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Names of hosts as they are, and patterns by the name of a parameter."""
    patterns = [host for host in hosts if set(host) & set("*?[")]
    exact = [host for host in hosts if host not in patterns]
    return exact, {f"pattern_{number}": pattern for number, pattern in enumerate(patterns)}


def _columns(group: Group) -> dict[str, str]:
    return {"state": group.state, "drift": group.drift, "site": group.site, "reason": group.reason}


def _phrase(text: str) -> str:
    """Words to look for in the indexes, all of them: each a phrase of bigrams, the last one as a beginning."""
    phrases = [f'"{words}"' for word in text[:_LONGEST_SEARCH].split() if (words := bigrams(word).replace('"', " "))]
    return f"{' '.join(phrases)} *" if phrases else ""


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
