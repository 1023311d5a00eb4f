"""The archives, asked in order, each at its own pace; what they hold around a moment, and what a copy says."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urljoin, urlsplit

from linkwatch.archive.answers import Link, http_date, links, rows, stamp_date
from linkwatch.archive.pace import Pace
from linkwatch.archive.source import Source, filled, stamp, stamped
from linkwatch.archive.transport import Fetch
from linkwatch.judge.visit import visit
from linkwatch.model import Capture, Content, Hop, Page, State, Verdict

Visit = Callable[[Page], tuple[Content, Verdict]]
"""Reads and judges a page."""

#: Copies asked for on either side of a moment.
_EACH = 3
_HOPS = 5
#: Content types of copies whose body is kept beside their text.
_MARKUP = ("text/html", "application/xhtml")
#: Parts of a TimeMap that are read for one page.
_PARTS = 3


class Outcome(StrEnum):
    """What came of asking an archive."""

    FOUND = "found"
    NONE = "none"
    """It answered that it has no copy: which proves nothing."""
    FAILED = "failed"
    """It did not answer, or not in a way that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """That an archive was asked, and what came of it."""

    archive: str
    url: str
    at: datetime
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Copies in order of time, and who was asked."""

    captures: tuple[Capture, ...] = ()
    asked: tuple[Asked, ...] = ()


class _NoAnswer(Exception):
    """An archive did not answer in a way that can be read; the message says how."""


class Archives:
    """Archives in order of trust; asks the next one only where one has no copy on both sides."""

    def __init__(
        self,
        sources: Sequence[Source],
        fetch: Fetch,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        retries: int = 3,
        seconds: float | None = None,
        visit: Visit = visit,
    ) -> None:
        """``sleep`` waits some seconds; under replay it does nothing, and no pace is kept.

        ``seconds`` from the first question on, nothing more is asked. ``visit`` reads a copy: an archived page is as
        hostile as any, and may want a process of its own.
        """
        self._sources = tuple(sources)
        self._now = now
        self._pace = Pace(fetch, now=now, clock=clock, sleep=sleep, retries=retries, seconds=seconds)
        self._visit = visit

    @property
    def spent(self) -> bool:
        """Whether asking on is of no use: the time is over, or every archive is down."""
        return self._pace.is_over() or all(map(self._pace.is_down, self._sources))

    def around(self, url: str, when: datetime) -> Found:
        """The copies nearest before and after ``when``, a few on either side."""
        captures: list[Capture] = []
        asked: list[Asked] = []
        for each in self._sources:
            told, found = self._ask(each, url, lambda source: list(self._near(source, url, when)))
            asked.append(told)
            captures += found
            if any(c.taken_at <= when for c in captures) and any(c.taken_at >= when for c in captures):
                break
        return Found(captures=tuple(sorted(captures, key=lambda c: c.taken_at)), asked=tuple(asked))

    def since(self, url: str, when: datetime) -> Found:
        """Copies taken at ``when`` or later: a second look at a page that fails us."""
        found = self.around(url, max(when, self._now() - timedelta(days=1)))
        newer = tuple(each for each in found.captures if each.taken_at >= when)
        return replace(found, captures=newer)

    def read(self, capture: Capture) -> Capture:
        """A copy with the status it was archived with, its text, and whether it shows the page; as it was when it
        cannot be had.

        Redirects that were archived are followed within the archive, five at most. A copy of a wall or an error page
        has no text, whatever its status.
        """
        own = next((each for each in self._sources if each.name == capture.archive), None)
        if own is None:
            return capture
        address = raw_address(own, capture)
        asked = _original(own, address) or _original(own, capture.address)
        hops: list[Hop] = []
        for _ in range(_HOPS):
            answer = self._pace.get(own, address, {})
            location = _header(answer, "location")
            if answer.status is None or not 300 <= answer.status < 400 or not location:
                break
            target = urljoin(address, location)
            if urlsplit(target).netloc not in own.hosts:
                return replace(capture, status=answer.status)
            before, after = _original(own, address), _original(own, target)
            if before != after:  # else the archive leads to the same page as of another moment
                hops.append(Hop(url=before or address, status=answer.status, location=after or target))
            address = target
        if answer.status is None or answer.truncated:
            return capture
        if answer.status != 200:
            return replace(capture, status=answer.status, alive=False)
        final = _original(own, address) or asked or address
        archived = replace(
            answer, url=asked or final, final_url=final, redirects=tuple(hops), headers=_archived_headers(answer)
        )
        content, verdict = self._visit(archived)
        alive = verdict.state in (State.ALIVE, State.MOVED)
        body = answer.body if alive and _header(archived, "content-type").startswith(_MARKUP) else b""
        text = content.text if alive else ""
        return replace(capture, status=answer.status, text=text, alive=alive, body=body, extractor=content.extractor)

    def _ask(self, source: Source, url: str, ask: Callable[[Source], list[Capture]]) -> tuple[Asked, list[Capture]]:
        at = self._now()
        try:
            found = ask(source)
        except _NoAnswer as error:
            return Asked(archive=source.name, url=url, at=at, outcome=Outcome.FAILED, detail=str(error)), []
        outcome = Outcome.FOUND if found else Outcome.NONE
        return Asked(archive=source.name, url=url, at=at, outcome=outcome), found

    def _near(self, source: Source, url: str, when: datetime) -> Iterator[Capture]:
        if source.cdx:
            yield from self._by_cdx(source, source.cdx, f"limit=-{_EACH}", url, when)
        elif source.cdxj:
            yield from self._by_cdx(source, source.cdxj, f"sort=reverse&limit={_EACH}", url, when)
        elif source.timegate:
            yield from self._by_timegate(source, url, when)
        else:
            yield from self._by_timemap(source, url, when)

    def _by_cdx(self, source: Source, server: str, last: str, url: str, when: datetime) -> Iterator[Capture]:
        """The last copies before a moment (``last`` is how its server is asked for these), and the first after."""
        query = filled(server, url)
        moment = stamp(when.astimezone(UTC))
        seen: set[str] = set()
        for part in (f"to={moment}&{last}", f"from={moment}&limit={_EACH}"):
            answer = self._answer(source, f"{query}&{part}", {})
            found = rows(answer.body.decode("utf-8", "replace"))
            if found is None:
                raise _NoAnswer("the CDX server answered what is no CDX")
            for row in found:
                taken = stamp_date(row.timestamp)
                if taken is not None and row.timestamp not in seen:
                    seen.add(row.timestamp)
                    address = filled(source.memento or source.raw, row.original, row.timestamp)
                    yield Capture(archive=source.name, taken_at=taken, address=address, status=row.status)

    def _by_timegate(self, source: Source, url: str, when: datetime) -> Iterator[Capture]:
        """The copy that the TimeGate chooses, with its neighbours; from the TimeMap where it names none."""
        address = filled(source.timegate, url)
        wanted = {"Accept-Datetime": f"{when.astimezone(UTC):%a, %d %b %Y %H:%M:%S} GMT"}
        answer = self._answer(source, address, wanted, missing=True)
        if answer.status == 404:
            return
        told = [link for name, value in answer.headers if name == "link" for link in links(value, address)]
        mementos = {link.address: link.at for link in told if link.at and "memento" in link.relations}
        location = _header(answer, "location")
        chosen = urljoin(address, location) if location else _header(answer, "content-location") or address
        at = mementos.get(chosen) or http_date(_header(answer, "memento-datetime")) or stamp_date(stamped(chosen))
        if at is not None:
            mementos[chosen] = at
        near = [link for link in told if link.relations & {"prev", "next"} and "memento" in link.relations]
        if not mementos or (not near and source.timemap):
            yield from self._by_timemap(source, url, when)
            return
        for where, taken in mementos.items():
            if taken is not None:
                yield Capture(archive=source.name, taken_at=taken, address=where)

    def _by_timemap(self, source: Source, url: str, when: datetime) -> Iterator[Capture]:
        """The copies nearest to ``when`` in the list of all; of a list in parts, from those that cover it."""
        waiting = [filled(source.timemap, url)]
        seen: set[str] = set()
        found: dict[str, datetime] = {}
        while waiting and len(seen) < _PARTS:
            address = waiting.pop(0)
            seen.add(address)
            answer = self._answer(source, address, {}, missing=True)
            if answer.status == 404:
                return
            told = list(links(answer.body.decode("utf-8", "replace"), address))
            if not told:
                raise _NoAnswer("the TimeMap holds no links")
            found |= {link.address: link.at for link in told if link.at and "memento" in link.relations}
            waiting += [link.address for link in told if _covers(link, when) and link.address not in seen]
        nearest = sorted(found.items(), key=lambda one: abs(one[1] - when))
        before = [one for one in nearest if one[1] <= when][:_EACH]
        after = [one for one in nearest if one[1] > when][:_EACH]
        for where, taken in (*before, *after):
            yield Capture(archive=source.name, taken_at=taken, address=where)

    def _answer(self, source: Source, url: str, headers: dict[str, str], *, missing: bool = False) -> Page:
        """An answer that can be read; 404 counts as one where it is how an archive says that it has no copy."""
        answer = self._pace.get(source, url, headers)
        if answer.fault is not None:
            raise _NoAnswer(
                f"{answer.fault.kind}: {answer.fault.detail}" if answer.fault.detail else answer.fault.kind
            )
        status = answer.status or 0
        if not (200 <= status < 400 or (missing and status == 404)):
            raise _NoAnswer(f"HTTP status {status}")
        if answer.truncated:
            raise _NoAnswer("the answer is too large")
        return answer


def _covers(link: Link, when: datetime) -> bool:
    """Whether a part of a TimeMap may hold copies around ``when``."""
    if "timemap" not in link.relations or "self" in link.relations:
        return False
    return (link.since is None or link.since <= when) and (link.until is None or link.until >= when)


def raw_address(source: Source, capture: Capture) -> str:
    """Where a copy is had as it was archived, without the archive's banner; else its own address."""
    original = _original(source, capture.address)
    if not source.raw or not original:
        return capture.address
    return filled(source.raw, original, stamped(capture.address))


def _original(source: Source, address: str) -> str:
    """The page's own address, as a copy's address ends with it; empty when it does not."""
    timestamp = stamped(address)
    if not timestamp:
        return ""
    _, _, rest = address.partition(timestamp)
    _, _, original = rest.partition("/")
    return original if original.startswith(("http:", "https:")) else ""


def _header(page: Page, name: str) -> str:
    return next((value for key, value in page.headers if key == name), "")


def _archived_headers(page: Page) -> tuple[tuple[str, str], ...]:
    """Headers of the page as archived: those the archive hands on under names of its own, else its own."""
    own = tuple(
        (name.removeprefix("x-archive-orig-"), value)
        for name, value in page.headers
        if name.startswith("x-archive-orig-")
    )
    kind = _header(page, "content-type")
    return own or ((("content-type", kind),) if kind else ())
