"""What is made once and read often: the index of words, and what takes long to count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from db.sqlite.connection import Connection
from db.sqlite.values import dumps, stamp
from db.views import Curve
from linkwatch.rot import Observation
from linkwatch.text import bigrams

_BLOCK = 200
"""Versions and citations indexed in one transaction, so that a crawl that writes waits little."""

_LONGEST = 200_000
"""Characters of a text that are indexed."""

_DAILY_UP_TO = 60
"""Ages in days that are told apart; older ones by the week."""

_CURVES = {Curve.LINKS: "refresh_rot_links", Curve.QUOTES: "refresh_rot_quotes"}

EVERYWHERE = ""
"""In place of a site: all of them."""

_COUNTED = "counted"
"""The crawl that was the last one settled when all was counted, and when that was."""

Binned = Counter[tuple[str, int, int]]
"""Citations by curve, age in days, and whether it was an end."""


class Refresh:
    """Brings up to date what is derived from the rest."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self, at: datetime) -> None:
        """Index what is new, count what takes long."""
        self.index()
        self._summaries(at)

    def index(self) -> None:
        """Index what is new."""
        while self._versions():
            pass
        while self._citations():
            pass

    def stale(self) -> bool:
        """Tell whether a crawl has been settled since all was counted."""
        row = self._connection.row("view_summary", {"name": _COUNTED})
        return self._last_settled() != (None if row is None else row["content"])

    def rot(self, document_id: int | None, site: str | None = None) -> dict[Curve, list[Observation]]:
        """Return what the curves of one document, of one site or of all are made of, as of now."""
        return observations(self._binned(document_id)[site or EVERYWHERE])

    def _versions(self) -> bool:
        rows = self._connection.rows("refresh_versions", {"limit": _BLOCK})
        words = [
            {"id": row["id"], "title": bigrams(row["title"]), "text": bigrams(row["plain"][:_LONGEST])}
            for row in rows
        ]
        if words:
            with self._connection.transaction():
                self._connection.many("refresh_version_words", words)
        return bool(words)

    def _citations(self) -> bool:
        rows = self._connection.rows("refresh_citations", {"limit": _BLOCK})
        if rows:
            with self._connection.transaction():
                for row in rows:
                    said = "\n".join(str(row[name]) for name in row.keys() if name != "id" and row[name])  # noqa: SIM118
                    words = {"id": row["id"], "words": bigrams(said[:_LONGEST])}
                    self._connection.run("refresh_citation_forget", words)
                    self._connection.run("refresh_citation_words", words)
                    self._connection.run("refresh_citation_done", words)
        return bool(rows)

    def _last_settled(self) -> str | None:
        row = self._connection.row("refresh_last_settled")
        return None if row is None else dumps([row["id"], row["settled_at"]])

    def _summaries(self, at: datetime) -> None:
        counted = self._last_settled()  # before counting: what is settled meanwhile is counted again
        quotes = {row["drift"]: row["quotes"] for row in self._connection.rows("refresh_quotes")}
        sites = {row["site"]: row["links"] for row in self._connection.rows("refresh_sites")}
        made: dict[str, object] = {"quotes": quotes, "sites": sites}
        made |= {f"rot:{site}": stored(binned) for site, binned in self._binned(None).items()}
        with self._connection.transaction():
            for name, content in made.items():
                self._connection.run("refresh_summary", {"name": name, "content": dumps(content), "at": stamp(at)})
            if counted is not None:
                self._connection.run("refresh_summary", {"name": _COUNTED, "content": counted, "at": stamp(at)})

    def _binned(self, document_id: int | None) -> defaultdict[str, Binned]:
        among = "refresh_among_watched" if document_id is None else "refresh_among_document"
        binned: defaultdict[str, Binned] = defaultdict(Counter)
        for curve, query in _CURVES.items():
            for row in self._connection.stream(
                query,
                {"document_id": document_id},
                cited=self._connection.text("refresh_cited"),
                among=self._connection.text(among),
            ):
                key = (curve.value, _bin(row["age"]), row["ended"])
                for site in (row["site"], EVERYWHERE):
                    binned[site][key] += row["citations"]
        return binned


def _bin(age: int | None) -> int:
    days = age or 0
    return days if days <= _DAILY_UP_TO else days - days % 7


def stored(binned: Binned) -> list[list[object]]:
    """Write what curves are made of: curve, age, ended, citations."""
    return [[*key, count] for key, count in sorted(binned.items())]


def observations(rows: Binned | Iterable[tuple[str, int, int, int]]) -> dict[Curve, list[Observation]]:
    """Read what :func:`stored` wrote."""
    found: dict[Curve, list[Observation]] = {curve: [] for curve in Curve}
    each = ((*key, count) for key, count in rows.items()) if isinstance(rows, Counter) else rows
    for curve, age, ended, count in each:
        found[Curve(curve)].append(Observation(age=age, ended=bool(ended), count=count))
    return found
