"""A document as it was read, with what became of all it cites."""

from __future__ import annotations

import sqlite3

from db.sqlite.blocks import unpacked
from db.sqlite.captures import captures
from db.sqlite.connection import Connection
from db.sqlite.values import dumps, maybe_moment, moment, verdict, when
from db.sqlite.views.link import LinkPages
from db.sqlite.views.overview import document_name
from db.views import CitedLink, Citing, DocumentLine, DocumentName, DocumentView
from linkwatch.model import Capture, Drift

_MOST_CITATIONS = 5_000


class DocumentPages:
    """Reads documents; see :class:`db.views.Views`."""

    def __init__(self, connection: Connection, links: LinkPages) -> None:
        self._connection = connection
        self._links = links

    def lines(self, after: str, limit: int) -> list[DocumentLine]:
        """Return watched documents by name."""
        return [
            DocumentLine(
                document=document_name(row),
                format=row["format"],
                citations=row["citations"],
                quotes=row["quotes"],
                attention=row["attention"],
                written_at=when(row, "written_at"),
                read_at=moment(row["read_at"]),
                gone_at=maybe_moment(row["gone_at"]),
            )
            for row in self._connection.rows("view_documents", {"after": after, "limit": limit})
        ]

    def names(self, limit: int) -> list[DocumentName]:
        """Return names of watched documents."""
        return [document_name(row) for row in self._connection.rows("view_document_names", {"limit": limit})]

    def document(self, document_id: int) -> DocumentView | None:
        """Return a document with all it cites, at most 5,000 places."""
        row = self._connection.row("view_document", {"id": document_id})
        if row is None:
            return None
        citing = self._links.citing("view_citing_document", document_id, _MOST_CITATIONS)
        ids = dumps(sorted({each.link_id for each in citing}))
        copies = captures(self._connection, {each.link_id for each in citing}, with_text=False)
        links = {link["id"]: link for link in self._connection.rows("view_cited_links", {"ids": ids})}
        return DocumentView(
            document=document_name(row),
            format=row["format"],
            language=row["language"],
            author=row["author"],
            written_at=when(row, "written_at"),
            read_at=moment(row["read_at"]),
            gone_at=maybe_moment(row["gone_at"]),
            watched=row["added_at"] is not None,
            blocks=unpacked(row["blocks"]) if row["blocks"] is not None else (),
            cited=tuple(_cited(each, links[each.link_id], copies.get(each.link_id, ())) for each in citing),
        )


def _cited(citing: Citing, link: sqlite3.Row, copies: tuple[Capture, ...]) -> CitedLink:
    carrying = citing.comparison.copy if citing.comparison is not None else ""
    return CitedLink(
        citing=citing,
        url=link["canonical_url"],
        host=link["host"],
        site=link["site"],
        verdict=verdict(link),
        drift=Drift(link["drift"]),
        state_since=maybe_moment(link["state_since"]),
        checked_at=maybe_moment(link["last_checked_at"]),
        version_id=link["snapshot_id"],
        versions=link["versions"],
        capture=next((each for each in copies if each.address == carrying), None),
    )
