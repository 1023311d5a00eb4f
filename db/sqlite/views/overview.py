"""What needs attention, how much there is, and what happened when."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.rows import CrawlRow
from db.sqlite.connection import Connection
from db.sqlite.crawls import crawl_row
from db.sqlite.drifts import comparison
from db.sqlite.values import dumps, event, maybe_moment, stamp
from db.views import DocumentName, HostRow, News, Totals
from linkwatch.model import Drift, EventKind, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which events; None asks for nothing."""

    crawl_id: int | None = None
    since: datetime | None = None
    document_id: int | None = None
    site: str | None = None
    heard_on: date | None = None
    """Leave out links that are muted on this day."""

    @property
    def parameters(self) -> dict[str, Any]:
        """As queries take them."""
        return {
            "crawl_id": self.crawl_id,
            "since": stamp(self.since) if self.since else None,
            "document_id": self.document_id,
            "site": self.site,
            "heard_on": self.heard_on.isoformat() if self.heard_on else None,
        }


class Overview:
    """Reads the overview; see :class:`db.views.Views`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def totals(self) -> Totals:
        """Return how much there is; quotes as of the last refresh."""
        return Totals(
            documents=self._connection.one("view_documents_count")["documents"],
            states={State(row["state"]): row["links"] for row in self._connection.rows("view_states")},
            drifts={Drift(drift): quotes for drift, quotes in self.summary("quotes").items()},
        )

    def summary(self, name: str) -> Any:
        """Return what the last refresh counted; an empty mapping before the first."""
        row = self._connection.row("view_summary", {"name": name})
        return {} if row is None else json.loads(row["content"])

    def news(self, which: Which, limit: int) -> list[News]:
        """Return events, at most ``limit``."""
        order = "view_newest" if which.crawl_id is None else "view_gravest"
        rows = self._connection.rows(
            "view_news",
            which.parameters | {"limit": limit},
            which=self._conditions(which),
            order=self._connection.text(order),
            title=self._connection.text("view_title"),
        )
        documents = citing_documents(self._connection, {row["link_id"] for row in rows})
        return [_news(row, tuple(documents[row["link_id"]])) for row in rows]

    def news_counts(self, which: Which) -> dict[EventKind, int]:
        """Return how many events of each kind."""
        rows = self._connection.rows("view_news_counts", which.parameters, which=self._conditions(which))
        return {EventKind(row["kind"]): row["events"] for row in rows}

    def crawls(self, limit: int) -> list[CrawlRow]:
        """Return the last crawls, newest first."""
        return [crawl_row(row) for row in self._connection.rows("view_crawls", {"limit": limit})]

    def hosts(self, limit: int) -> list[HostRow]:
        """Return the hosts with most broken links."""
        found = []
        for row in self._connection.rows("view_hosts", {"limit": limit}):
            host = self._connection.one("view_host", {"host": row["host"]})
            found.append(
                HostRow(
                    host=row["host"],
                    links=row["links"],
                    broken=row["broken"],
                    finding=host["finding"],
                    since=maybe_moment(host["since"]),
                )
            )
        return found

    def _conditions(self, which: Which) -> str:
        given = {
            "view_of_crawl": which.crawl_id, "view_since": which.since, "view_in_document": which.document_id,
            "view_at_site": which.site, "view_heard": which.heard_on,
        }  # fmt: skip
        parts = [self._connection.text(name) for name, value in given.items() if value is not None]
        return " AND ".join(parts) or "1"


def citing_documents(connection: Connection, link_ids: Iterable[int]) -> defaultdict[int, list[DocumentName]]:
    """Return at most three documents that cite each link."""
    found: defaultdict[int, list[DocumentName]] = defaultdict(list)
    for row in connection.rows("view_citing_documents", {"ids": dumps(sorted(link_ids))}):
        found[row["link_id"]].append(document_name(row))
    return found


def document_name(row: sqlite3.Row) -> DocumentName:
    """Read a document's name from its columns."""
    return DocumentName(id=row["id"], name=row["name"], title=row["title"])


def _news(row: sqlite3.Row, documents: tuple[DocumentName, ...]) -> News:
    return News(
        event_id=row["id"],
        crawl_id=row["crawl_id"],
        link_id=row["link_id"],
        event=event(row),
        url=row["canonical_url"],
        host=row["host"],
        site=row["site"],
        title=row["title"],
        state=State(row["state"]),
        drift=Drift(row["link_drift"]),
        comparison=comparison(row),
        documents=documents,
    )
