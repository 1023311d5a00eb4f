"""Comparison of citations with their pages: what is left to compare, and what came of it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from db.rows import SnapshotRow, ToCompare
from db.sqlite.captures import captures
from db.sqlite.connection import Connection
from db.sqlite.crawls import event_columns
from db.sqlite.values import dumps, moment, stamp, when
from linkwatch.model import (
    Baseline,
    BaselineKind,
    Citation,
    Comparison,
    Drift,
    Edit,
    EditKind,
    EditOp,
    Event,
    EventKind,
    Fate,
    Sentence,
)

_CHANGES = {Drift.EDITED: EventKind.EDITED, Drift.REPLACED: EventKind.REPLACED}

_OLDER_THAN_OUR_VISITS = (BaselineKind.QUOTE, BaselineKind.ARCHIVE)
"""Baselines against which even the first comparison of a link can tell a change."""

_TELLING_CHARS = 200
"""Length to which an event quotes a change."""


class SqliteDrifts:
    """Comparison of citations with their pages; see :class:`db.store.Drifts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pending(self, crawl_id: int, *, after_id: int = 0, limit: int = 200) -> list[ToCompare]:
        """Return a block of citations to compare, link by link, after the one with the id ``after_id``.

        A link without any version is left out unless it is alive: its verdict says why there is no text.
        """
        block = {"crawl_id": crawl_id, "after_id": after_id, "limit": limit}
        rows = self._connection.rows("drifts_pending", block)
        known = captures(self._connection, (row["link_id"] for row in rows), with_text=True)
        return [
            ToCompare(
                citation_id=row["citation_id"],
                link_id=row["link_id"],
                citation=citation(row),
                document_written_at=when(row, "written_at"),
                first=_first(row),
                older=_older(row),
                published_at=when(row, "page_published_at"),
                snapshot_id=row["snapshot_id"],
                text=row["current_text"] or "",
                title=row["current_title"] or "",
                extractor=row["extractor"] or "",
                captures=known.get(row["link_id"], ()),
                before=comparison(row),
            )
            for row in rows
        ]

    def save(self, crawl_id: int, compared: Sequence[tuple[ToCompare, Comparison]], *, at: datetime) -> None:
        """Store comparisons, refresh the drift of their links, write events; see :meth:`db.store.Drifts.save`.

        A flapping page that is back at a version seen before makes no event.
        """
        by_link: defaultdict[int, list[Comparison]] = defaultdict(list)
        for what, outcome in compared:
            by_link[what.link_id].append(outcome)
        with self._connection.transaction():
            before = {link_id: self._link(link_id) for link_id in by_link}
            for what, outcome in compared:
                self._connection.run("drift_save", _columns(what, outcome) | {"at": stamp(at)})
            self._connection.run("link_drift_refresh", {"ids": dumps(list(by_link)), "at": stamp(at)})
            for link_id, outcomes in by_link.items():
                if event := _event(before[link_id], self._link(link_id), outcomes, at):
                    self._connection.run("event_insert", event_columns(link_id, crawl_id, event))

    def _link(self, link_id: int) -> sqlite3.Row:
        return self._connection.one("link_drift", {"link_id": link_id})


def citation(row: sqlite3.Row) -> Citation:
    """Read a citation from its columns."""
    return Citation(
        url=row["url"],
        canonical_url=row["canonical_url"],
        fragment=row["fragment"],
        line=row["line"],
        column=row["column_no"],
        place=row["place"],
        title=row["title"],
        author=row["author"],
        outlet=row["outlet"],
        published_at=when(row, "published_at"),
        cited_at=when(row, "cited_at"),
        quote=row["quote"],
        quote_inferred=bool(row["quote_inferred"]),
    )


def comparison(row: sqlite3.Row) -> Comparison | None:
    """Read a comparison from its columns; None when the citation was never compared."""
    if row["compared"] is None:
        return None
    return Comparison(
        drift=Drift(row["drift"]),
        baseline=BaselineKind(row["baseline"]) if row["baseline"] else None,
        quote_kept=row["quote_kept"],
        similarity=row["similarity"],
        edits=tuple(
            Edit(op=EditOp(op), kind=EditKind(kind), before=before, after=after, start_before=at, start_after=to)
            for op, kind, before, after, at, to in json.loads(row["edits"])
        ),
        sentences=tuple(
            Sentence(text=text, start=start, fate=Fate(fate), found=found, damaged=bool(damaged))
            for text, start, fate, found, damaged in json.loads(row["sentences"])
        ),
        note=row["note"],
        copy=row["copy"],
    )


def _columns(what: ToCompare, outcome: Comparison) -> dict[str, Any]:
    return {
        "citation_id": what.citation_id,
        "snapshot_id": what.snapshot_id,
        "baseline": outcome.baseline,
        "drift": outcome.drift,
        "quote_kept": outcome.quote_kept,
        "similarity": outcome.similarity,
        "edits": dumps(
            [
                [each.op, each.kind, each.before, each.after, each.start_before, each.start_after]
                for each in outcome.edits
            ]
        ),
        "sentences": dumps(
            [[each.text, each.start, each.fate, each.found, int(each.damaged)] for each in outcome.sentences]
        ),
        "note": outcome.note,
        "copy": outcome.copy,
    }


def _first(row: sqlite3.Row) -> Baseline | None:
    if row["first_seen"] is None:
        return None
    return Baseline(
        kind=BaselineKind.FIRST, text=row["first_text"], title=row["first_title"], at=moment(row["first_seen"]),
        extractor=row["extractor"],
    )  # fmt: skip


def _older(row: sqlite3.Row) -> SnapshotRow | None:
    if row["older_id"] is None:
        return None
    return SnapshotRow(
        id=row["older_id"],
        link_id=row["link_id"],
        first_seen=moment(row["older_first_seen"]),
        last_seen=moment(row["older_last_seen"]),
        title=row["older_title"],
        text=row["older_text"],
        extractor=row["older_extractor"],
    )


def _event(before: sqlite3.Row, after: sqlite3.Row, outcomes: Sequence[Comparison], at: datetime) -> Event | None:
    drift = Drift(after["drift"])
    if drift not in _CHANGES or drift == before["drift"] or after["flapped"]:
        return None
    telling = next((each for each in outcomes if each.drift is drift), None)
    if telling is None:
        return None
    if before["drift_since"] is None and telling.baseline not in _OLDER_THAN_OUR_VISITS:
        return None
    was, now = _change(telling)
    return Event(kind=_CHANGES[drift], at=at, before=was, after=now, evidence=_evidence(telling))


def _change(outcome: Comparison) -> tuple[str, str]:
    """Return the most telling change: a fact first, else the first edit, else the first sentence that is missing."""
    for edit in sorted(outcome.edits, key=lambda each: each.kind is EditKind.TEXT):
        return edit.before[:_TELLING_CHARS], edit.after[:_TELLING_CHARS]
    for sentence in outcome.sentences:
        if sentence.fate is not Fate.KEPT:
            return sentence.text[:_TELLING_CHARS], sentence.found[:_TELLING_CHARS]
    return "", ""


def _evidence(outcome: Comparison) -> str:
    against = (
        f"against {'the first version seen' if outcome.baseline is BaselineKind.FIRST else f'the {outcome.baseline}'}"
    )
    if outcome.quote_kept is not None:
        return f"{against}: {_percent(outcome.quote_kept)} of the quoted text is kept"
    if outcome.similarity == 1 and outcome.edits:
        return f"{against}: the same in another order"
    if outcome.similarity is not None:
        return f"{against}: {_percent(outcome.similarity)} alike"
    return against


def _percent(share: float) -> str:
    """A whole number of percent; neither 100 % of less than the whole nor 0 % of more than nothing."""
    return f"{share if share in (0, 1) else min(max(share, 0.01), 0.99):.0%}"
