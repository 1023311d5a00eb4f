"""What a report shows: links as settled, with what documents say of them."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from db.sqlite.captures import captures
from db.sqlite.connection import Connection
from db.sqlite.drifts import citation, comparison
from db.sqlite.selection import where
from db.sqlite.values import dumps, maybe_moment, verdict
from linkwatch.model import Capture, Cited, Drift, Finding, Selection, State

_BLOCK = 500
"""Links read at a time."""


class Findings:
    """Reads links for reports; see :class:`db.store.Store`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def findings(self, selection: Selection) -> Iterator[Finding]:
        """Give the selected links by first citing document and place in it, in blocks; memory stays small.

        Of a selection by document a finding shows the citations of these documents only, and their worst drift.
        """
        ids = self._order(selection)
        for start in range(0, len(ids), _BLOCK):
            yield from self._block(ids[start : start + _BLOCK].tolist(), selection)

    def counts(self, selection: Selection) -> dict[State, int]:
        """Return the selected links by state; states without any are left out."""
        conditions, parameters = where(selection)
        rows = self._connection.rows("links_by_state", parameters, where=conditions)
        return {State(row["state"]): row["links"] for row in rows}

    def drift_counts(self, selection: Selection) -> dict[Drift, int]:
        """Return the selected links by drift; drifts without any are left out."""
        conditions, parameters = where(selection)
        rows = self._connection.rows("links_by_drift", parameters, where=conditions)
        return {Drift(row["drift"]): row["links"] for row in rows}

    def _order(self, selection: Selection) -> array[int]:
        """Return ids of the selected links in the order of a report: 8 bytes a link, and a bit for each there is."""
        query, conditions, parameters = order_query(selection)
        ids, seen = array("q"), bytearray()
        for row in self._connection.stream(query, parameters, where=conditions, citing=self._citing(selection)):
            byte, bit = divmod(row["id"], 8)
            if byte >= len(seen):
                seen.extend(bytes(byte + 1 - len(seen) + len(seen) // 8))
            if not seen[byte] & 1 << bit:
                seen[byte] |= 1 << bit
                ids.append(row["id"])
                if len(ids) == selection.limit:
                    break
        return ids

    def _block(self, ids: Sequence[int], selection: Selection) -> Iterator[Finding]:
        wanted = {"ids": dumps(ids), "documents": dumps(selection.documents)}
        cited: defaultdict[int, list[Cited]] = defaultdict(list)
        for row in self._connection.rows("findings_citations", wanted, citing=self._citing(selection)):
            each = Cited(document=row["document"], citation=citation(row), comparison=comparison(row))
            cited[row["link_id"]].append(each)
        known = captures(self._connection, ids, with_text=False)
        for row in self._connection.rows("findings_links", {"ids": wanted["ids"]}):
            copies = known.get(row["id"], ())
            yield _finding(row, tuple(cited[row["id"]]), copies, narrowed=bool(selection.documents))

    def _citing(self, selection: Selection) -> str:
        """Return the condition on documents whose citations count."""
        parts = [self._connection.text(name) for name in _citing_parts(selection)]
        return " AND ".join(parts) or "1"


def order_query(selection: Selection) -> tuple[str, str, dict[str, str]]:
    """Return the name of the query that puts a selection in order, with its conditions and parameters.

    Documents are walked, and the first findings come at once, unless the selection looks up few of many links.
    """
    named = bool(selection.urls or selection.link_ids or selection.hosts)
    few = not selection.documents and bool(named or selection.states or selection.drifts)
    conditions, parameters = where(selection, by_key=named or not few)
    return "findings_by_link" if few else "findings_by_document", conditions, parameters


def _citing_parts(selection: Selection) -> Iterator[str]:
    if selection.watched:
        yield "citing_watched"
    if selection.documents:
        yield "citing_named"


def _finding(row: sqlite3.Row, cited: tuple[Cited, ...], copies: tuple[Capture, ...], *, narrowed: bool) -> Finding:
    drift = Drift(row["drift"])
    if narrowed:
        from linkwatch.compare import worst  # 60 ms to import, which a whole report need not pay

        drift = worst(each.comparison for each in cited if each.comparison)
    return Finding(
        link_id=row["id"],
        url=row["url"],
        canonical_url=row["canonical_url"],
        site=row["site"],
        verdict=verdict(row),
        http_status=row["status"],
        final_url=row["final_url"] or None,
        drift=drift,
        checked_at=maybe_moment(row["last_checked_at"]),
        state_since=maybe_moment(row["state_since"]),
        muted_until=date.fromisoformat(row["muted_until"]) if row["muted_until"] else None,
        due_night=date.fromisoformat(row["due_night"]) if row["due_night"] else None,
        captures=copies,
        citations=cited,
    )
