"""What the viewer reads, on SQLite: one module a page."""

from __future__ import annotations

from datetime import date, datetime

from db.rows import CrawlRow
from db.sqlite.connection import Connection
from db.sqlite.views.document import DocumentPages
from db.sqlite.views.link import LinkPages
from db.sqlite.views.overview import Overview, Which
from db.sqlite.views.refresh import EVERYWHERE, Refresh, observations
from db.sqlite.views.table import Table
from db.views import (
    Curve,
    DocumentLine,
    DocumentName,
    DocumentView,
    HostRow,
    LinkPage,
    LinkView,
    News,
    Sort,
    Totals,
    VersionText,
)
from linkwatch.model import EventKind, Selection
from linkwatch.rot import Observation


class SqliteViews:
    """What is read for showing; see :class:`db.views.Views`."""

    def __init__(self, connection: Connection) -> None:
        self._overview = Overview(connection)
        self._table = Table(connection)
        self._links = LinkPages(connection)
        self._documents = DocumentPages(connection, self._links)
        self._refresh = Refresh(connection)

    def totals(self) -> Totals:
        """Return how much there is; quotes as of the last refresh."""
        return self._overview.totals()

    def news(
        self,
        *,
        crawl_id: int | None = None,
        since: datetime | None = None,
        document_id: int | None = None,
        site: str | None = None,
        heard_on: date | None = None,
        limit: int = 50,
    ) -> list[News]:
        """Return events, newest first; those of one crawl by how grave they are."""
        which = Which(crawl_id=crawl_id, since=since, document_id=document_id, site=site, heard_on=heard_on)
        return self._overview.news(which, limit)

    def news_counts(
        self, *, crawl_id: int | None = None, since: datetime | None = None, heard_on: date | None = None
    ) -> dict[EventKind, int]:
        """Return how many events of each kind."""
        return self._overview.news_counts(Which(crawl_id=crawl_id, since=since, heard_on=heard_on))

    def crawls(self, *, limit: int = 30) -> list[CrawlRow]:
        """Return the last crawls, newest first."""
        return self._overview.crawls(limit)

    def hosts(self, *, limit: int = 10) -> list[HostRow]:
        """Return hosts with most broken links."""
        return self._overview.hosts(limit)

    def sites(self) -> dict[str, int]:
        """Return links by site, as of the last refresh."""
        found: dict[str, int] = self._overview.summary("sites")
        return found

    def rot(
        self, *, site: str | None = None, document_id: int | None = None, fresh: bool = False
    ) -> dict[Curve, list[Observation]]:
        """Return what rot curves are made of."""
        if document_id is not None or (fresh and self._refresh.stale()):
            return self._refresh.rot(document_id, site)
        return observations(self._overview.summary(f"rot:{EVERYWHERE if site is None else site}") or [])

    def links(
        self,
        selection: Selection,
        *,
        sort: Sort = Sort.SINCE,
        descending: bool = True,
        after: str = "",
        limit: int = 50,
    ) -> LinkPage:
        """Return a page of the selected links."""
        return self._table.page(selection, sort=sort, descending=descending, after=after, limit=limit)

    def link(self, link_id: int) -> LinkView | None:
        """Return all that is known of a link."""
        return self._links.link(link_id)

    def beside(self, link_id: int) -> tuple[int | None, int | None]:
        """Return ids of the changed links before and after this one."""
        return self._links.beside(link_id)

    def version(self, version_id: int) -> VersionText | None:
        """Return a version of a page."""
        return self._links.version(version_id)

    def body(self, version_id: int) -> bytes:
        """Return the body that a version was read from."""
        return self._links.body(version_id)

    def documents(self, *, after: str = "", limit: int = 100) -> list[DocumentLine]:
        """Return watched documents by name."""
        return self._documents.lines(after, limit)

    def document(self, document_id: int) -> DocumentView | None:
        """Return a document with all it cites."""
        return self._documents.document(document_id)

    def document_names(self, *, limit: int = 200) -> list[DocumentName]:
        """Return watched documents to choose from."""
        return self._documents.names(limit)

    def index(self) -> None:
        """Index the words of what is new, in short transactions."""
        self._refresh.index()

    def stale(self) -> bool:
        """Tell whether a crawl has been settled since the last refresh."""
        return self._refresh.stale()

    def refresh(self, *, at: datetime) -> None:
        """Bring what is derived up to date."""
        self._refresh.all(at)
