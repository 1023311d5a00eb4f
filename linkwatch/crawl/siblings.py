"""What hosts answer for addresses that cannot exist: asked once a host and crawl, while a page is in doubt.

What is asked and what the answer means is in :mod:`linkwatch.judge.sibling`; here is when it is asked, and that
one answer serves all pages of its host.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from linkwatch.crawl.errand import Errand
from linkwatch.crawl.gate import Stopping
from linkwatch.crawl.visiting import Rules
from linkwatch.judge import sibling
from linkwatch.judge.place import is_top
from linkwatch.model import Content, Due, FaultKind, Page, Visit
from linkwatch.sites import Ask
from linkwatch.urls import host_of

TOKEN = "linkwatch"  # noqa: S105
"""Makes the address of a host's sibling: the same in every crawl, so that a recording holds what its replay asks."""


Fetch = Callable[[Ask], Awaitable[Page]]
"""Makes one request as every visit does: behind the guard, in its host's turn, where robots.txt allows."""


class Siblings:
    """The siblings asked for in one crawl.

    ``read`` says what a page says; without ``wanted`` no host is asked.
    """

    def __init__(self, rules: Rules, *, wanted: bool, read: Callable[[Page], Awaitable[Content | None]]) -> None:
        self._rules = rules
        self._wanted = wanted
        self._read = read
        self._known: dict[str, asyncio.Future[Content | None]] = {}

    async def beside(self, visit: Visit, fetch: Fetch) -> Content | None:
        """Return what the host of a page in doubt says of an address that cannot exist.

        None where the page is in no doubt or as it was, and where the host tells the two apart by its status, cannot
        be asked, or may not be.
        """
        if not self._wanted or visit.unchanged or not sibling.is_wanted(visit.verdict) or is_top(visit.page.url):
            return None
        host = host_of(visit.page.url)
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = asyncio.ensure_future(
                self._ask(sibling.address(visit.page.url, TOKEN), fetch)
            )
        return await asyncio.shield(known)

    async def _ask(self, url: str, fetch: Fetch) -> Content | None:
        due = Due(link_id=0, url=url, canonical_url=url, site="", host=host_of(url))
        errand = Errand(due, self._rules)
        try:
            while errand.ask is not None:
                errand.answered(await fetch(errand.ask))
        except Stopping:
            return None
        page = errand.page
        if page is not None and page.fault is not None and page.fault.kind is FaultKind.NOT_IN_REPLAY:
            # When it was recorded, another page of the host may have been the first in doubt.
            del self._known[due.host]
        return await self._read(page) if page is not None and page.status == 200 and page.fault is None else None
