"""What a night asks archives: few pages, those for which an answer would change what is told.

A death about to be believed is held against copies newer than the first failure. After the night's verdicts are
told, copies of the day of writing are fetched for pages that are gone, changed, or have nothing else to be held
against. What was asked is noted with the time, and not asked again soon; an archive that does not answer costs the
night its copies and nothing else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from db.rows import CrawlRow, ToAsk, ToSettle
from db.store import Store
from linkwatch.archive.client import Archives, Found, Outcome
from linkwatch.archive.private import is_private
from linkwatch.compare.baseline import span
from linkwatch.model import Capture, When

ANSWER_KEPT = timedelta(days=90)
"""How long an answer holds: archives seldom gain copies of the past."""
FAILURE_KEPT = timedelta(days=3)
"""How long an archive that did not answer is not asked the same again, so that others have their turn."""
_TRIES = 2
"""Copies read on one side of a day to find one that shows the page."""


class Asking:
    """One night's asking: about ``limit`` pages at most, and for as long as ``archives`` will."""

    def __init__(
        self,
        archives: Archives,
        *,
        limit: int,
        zone: tzinfo = UTC,
        tell: Callable[[str], None] = lambda _: None,
        own: bool = False,
    ) -> None:
        """``zone`` is the one in which dates without an offset are read; ``tell`` takes what takes its time.

        ``own`` says that the archives are of the same private network as its pages, and may be asked about them.
        """
        self._archives, self._left, self._zone, self._tell, self._own = archives, limit, zone, tell, own

    def witnesses(self, store: Store, one: ToSettle) -> tuple[Capture, ...]:
        """Copies newer than a link's first failure, the newest of them read; those known before among them."""
        if self._is_over() or one.past.failing_since is None or self._is_kept_quiet(one.url):
            return one.captures
        self._left -= 1
        found = self._archives.since(one.url, one.past.failing_since)
        known = {each.address: each for each in one.captures}
        for each in reversed(found.captures):
            if each.status is None or each.status < 400:
                known[each.address] = self._read(each, known)
                break
        self._keep(store, one.link_id, found, known, wanted="")
        return (*one.captures, *(known.get(each.address, each) for each in found.captures))

    def copies(self, store: Store, crawl: CrawlRow, *, at: datetime) -> int:
        """Fetch copies of the day of writing for pages of a crawl; returns about how many pages archives answered.

        Ctrl-C ends it: what was fetched is kept, and the rest has its turn in another night.
        """
        wanted = store.captures.wanted(
            crawl.id, answered_before=at - ANSWER_KEPT, failed_before=at - FAILURE_KEPT, limit=self._left
        )
        if wanted:
            pages = "1 page" if len(wanted) == 1 else f"{len(wanted)} pages"
            self._tell(f"asking archives about {pages}; Ctrl-C leaves the rest for another night")
        answered = 0
        with contextlib.suppress(KeyboardInterrupt):
            for one in wanted:
                if self._is_over():
                    break
                if self._is_kept_quiet(one.url):
                    store.captures.save(one.link_id, "", [], at=at, wanted=one.day)  # so that others have its turn
                    continue
                answered += self._fetch(store, one, at)
        return answered

    def _fetch(self, store: Store, one: ToAsk, at: datetime) -> bool:
        self._left -= 1
        written = span(When(value=one.day, source="text"), self._zone) or (at, at)
        found = self._archives.around(one.url, written[1])
        known = {each.address: each for each in store.captures.of(one.link_id)}
        for each in self._nearest(found.captures, known, written[1]):
            known[each.address] = each
        return self._keep(store, one.link_id, found, known, wanted=one.day)

    def _is_kept_quiet(self, url: str) -> bool:
        return not self._own and is_private(url)

    def _is_over(self) -> bool:
        return self._left <= 0 or self._archives.spent

    def _nearest(
        self, found: Sequence[Capture], known: Mapping[str, Capture], written: datetime
    ) -> Iterator[Capture]:
        """The nearest copy on either side that shows the page, read; with those read in vain."""
        usable = [each for each in found if each.status is None or each.status < 400]
        before = [each for each in reversed(usable) if each.taken_at <= written]
        after = [each for each in usable if each.taken_at > written]
        for side in (before, after):
            for each in side[:_TRIES]:
                read = self._read(each, known)
                yield read
                if read.alive:
                    break

    def _read(self, capture: Capture, known: Mapping[str, Capture]) -> Capture:
        before = known.get(capture.address)
        return before if before is not None and before.alive is not None else self._archives.read(capture)

    def _keep(self, store: Store, link_id: int, found: Found, read: Mapping[str, Capture], *, wanted: str) -> bool:
        """Store what each archive answered, with the texts of copies that were read; whether any answered.

        Nothing is stored where asking ended with this page unanswered: it has its turn in another night.
        """
        answered = any(one.outcome is not Outcome.FAILED for one in found.asked)
        if answered or not self._archives.spent:
            keep(store, link_id, found, read, wanted=wanted)
        return answered


def keep(store: Store, link_id: int, found: Found, read: Mapping[str, Capture], *, wanted: str) -> None:
    """Store what each archive answered about a link; ``read`` has the copies that were read, by address."""
    for one in found.asked:
        copies = [read.get(each.address, each) for each in found.captures if each.archive == one.archive]
        failed = one.outcome is Outcome.FAILED
        store.captures.save(link_id, one.archive, copies, at=one.at, wanted=wanted, failed=failed)
