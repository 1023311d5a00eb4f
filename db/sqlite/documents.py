"""Documents, their citations, and the links these need."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from db.rows import DocumentRow, ReadRow, Saved
from db.sqlite.blocks import packed
from db.sqlite.connection import Connection
from db.sqlite.matching import Place, pair
from db.sqlite.values import dumps, maybe_moment, moment, stamp, when_columns
from linkwatch import sites
from linkwatch.model import Citation, Document
from linkwatch.urls import CANONICAL_VERSION, host_of

_BASELINE_COLUMNS = ("link_id", "quote", "quote_inferred", "published_at", "cited_at")
"""A change of these makes a comparison stale: another page, another quote, another day to look for in archives."""


class SqliteDocuments:
    """Documents and their citations; see :class:`db.store.Documents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(
        self, document: Document, citations: Sequence[Citation], *, watch: bool, at: datetime, read_by: str = ""
    ) -> Saved:
        """Store a document as read now; see :meth:`db.store.Documents.save`.

        A citation is the one read before when its URL is written the same and it stands nearest; its id and all that
        hangs on it stay. A document whose file is gone counts as citing nothing until it is back.
        """
        with self._connection.transaction():
            document_id, renamed_from = self._save_document(document, watch=watch, at=at, read_by=read_by)
            before = self._connection.rows("citations_of_document", {"document_id": document_id})
            self._connection.run("document_blocks_save", {"id": document_id, "zstd": packed(document.blocks)})
            paired = pair(_places_before(before), _places_now(citations))
            new_links = 0
            for position, (citation, match) in enumerate(zip(citations, paired, strict=True)):
                link_id, is_new = link_for(self._connection, citation.canonical_url, citation.url)
                new_links += is_new
                columns = {"link_id": link_id, "position": position, **_columns(citation)}
                if match is None:
                    added = {"document_id": document_id, "url": citation.url, "at": stamp(at)}
                    self._connection.insert("citation_insert", columns | added)
                else:
                    self._update_citation(before[match], columns)
            kept = set(paired)
            removed = [row["id"] for at, row in enumerate(before) if at not in kept and row["removed_at"] is None]
            self._connection.many("citation_remove", ({"id": each, "at": stamp(at)} for each in removed))
            self._refresh(document_id, {row["link_id"] for row in before}, at)
        return Saved(
            document_id=document_id,
            citations=len(citations),
            new_links=new_links,
            removed_citations=len(removed),
            renamed_from=renamed_from,
        )

    def sha256(self, name: str) -> str | None:
        """Return the hash of the bytes last read under this name; None for an unknown document."""
        row = self._connection.row("document", {"name": name})
        return None if row is None else str(row["sha256"])

    def count(self) -> tuple[int, int]:
        """Return how many documents are on watch, and how many of them are gone."""
        row = self._connection.one("documents_count")
        return row["watched"], row["gone"]

    def watched(self) -> list[DocumentRow]:
        """Return the documents on watch, by name."""
        return [
            DocumentRow(
                id=row["id"],
                name=row["name"],
                format=row["format"],
                sha256=row["sha256"],
                title=row["title"],
                added_at=maybe_moment(row["added_at"]),
                read_at=moment(row["read_at"]),
                gone_at=maybe_moment(row["gone_at"]),
                citations=row["citations"],
                attention=row["attention"],
            )
            for row in self._connection.rows("documents_watched")
        ]

    def as_read(self) -> list[ReadRow]:
        """Return the documents on watch as they were when last read, by name."""
        return [
            ReadRow(
                id=row["id"],
                name=row["name"],
                sha256=row["sha256"],
                gone_at=maybe_moment(row["gone_at"]),
                read_by=row["read_by"],
            )
            for row in self._connection.rows("documents_as_read")
        ]

    def unchanged(self, ids: Sequence[int], *, at: datetime) -> None:
        """Note that documents were looked at, and are as they were."""
        with self._connection.transaction():
            self._connection.run("documents_unchanged", {"ids": dumps(ids), "at": stamp(at)})

    def unwatch(self, name: str, *, at: datetime) -> bool:
        """End the watch on a document; False when it was on none. Its history stays."""
        return self._change("document_unwatch", name, at)

    def gone(self, name: str, *, at: datetime) -> bool:
        """Note that the file of a document is no longer there; False when that was known, or the name is not."""
        return self._change("document_gone", name, at)

    def _change(self, query: str, name: str, at: datetime) -> bool:
        with self._connection.transaction():
            row = self._connection.row("document", {"name": name})
            if row is None or not self._connection.run(query, {"name": name, "at": stamp(at)}):
                return False
            self._refresh(row["id"], set(), at)
            return True

    def _save_document(
        self, document: Document, *, watch: bool, at: datetime, read_by: str
    ) -> tuple[int, str | None]:
        columns = {
            "name": document.name,
            "format": document.format,
            "encoding": document.encoding,
            "sha256": document.sha256,
            "title": document.title,
            "language": document.language,
            "author": document.author,
            **when_columns("written_at", document.written_at),
            "added_at": stamp(at) if watch else None,
            "read_at": stamp(at),
            "read_by": read_by,
        }
        known = self._connection.row("document", {"name": document.name})
        renamed = None if known else self._connection.row("document_renamed", {"sha256": document.sha256})
        if row := known or renamed:
            self._connection.run("document_update", columns | {"id": row["id"]})
            return row["id"], renamed["name"] if renamed else None
        return self._connection.insert("document_insert", columns), None

    def _update_citation(self, row: sqlite3.Row, columns: dict[str, Any]) -> None:
        if row["removed_at"] is None and all(row[name] == value for name, value in columns.items()):
            return
        self._connection.run("citation_update", columns | {"id": row["id"]})
        if any(row[name] != columns[name] for name in _BASELINE_COLUMNS):
            self._connection.run("drift_stale", {"citation_id": row["id"]})

    def _refresh(self, document_id: int, before: set[int], at: datetime) -> None:
        """Set anew what hangs on their citations, for the links that a document cites, or cited before."""
        rows = self._connection.rows("document_links", {"document_id": document_id})
        ids = dumps(sorted(before.union(row["link_id"] for row in rows)))
        self._connection.run("links_rewatch", {"ids": ids})
        self._connection.run("link_drift_refresh", {"ids": ids, "at": stamp(at)})


def link_for(
    connection: Connection, canonical_url: str, url: str, *, version: int = CANONICAL_VERSION
) -> tuple[int, bool]:
    """Return the link of a canonical URL, made if need be to request ``url``, and whether it is new."""
    if row := connection.row("link_by_canonical_url", {"canonical_url": canonical_url}):
        return row["id"], False
    columns = {
        "canonical_url": canonical_url,
        "canonical_version": version,
        "url": url,
        "site": sites.site_of(canonical_url),
        "host": host_of(canonical_url),
    }
    return connection.insert("link_insert", columns), True


def _places_before(rows: Sequence[sqlite3.Row]) -> list[Place]:
    return [
        Place(url=row["url"], line=row["line"], position=row["position"], removed=row["removed_at"] is not None)
        for row in rows
    ]


def _places_now(citations: Sequence[Citation]) -> list[Place]:
    return [Place(url=each.url, line=each.line, position=position) for position, each in enumerate(citations)]


def _columns(citation: Citation) -> dict[str, Any]:
    return {
        "fragment": citation.fragment,
        "line": citation.line,
        "column_no": citation.column,
        "place": citation.place,
        "title": citation.title,
        "author": citation.author,
        "outlet": citation.outlet,
        **when_columns("published_at", citation.published_at),
        **when_columns("cited_at", citation.cited_at),
        "quote": citation.quote,
        "quote_inferred": citation.quote_inferred,
    }
