"""The web archives as a command asks them: those of the settings, over the network or from WARC files."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from linkwatch.archive import Archives, Source, source
from linkwatch.archive.asking import Asking
from linkwatch.archive.client import Visit
from linkwatch.archive.private import is_private
from linkwatch.archive.transport import Fetch, live
from linkwatch.cli.session import Session
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.crawl.record import Afterwards, Exchange, Failure
from linkwatch.crawl.workers import warm
from linkwatch.judge.visit import visit
from linkwatch.model import Content, Page, Past, Verdict


def archives(session: Session, web: Replay | None) -> Archives:
    """The archives of the settings, for somebody who waits. Raises UsageError."""
    return _archives(session, web, _sources(session), retries=3)


def asking(
    session: Session, web: Replay | None, *, now: Callable[[], datetime], record_to: Path | None = None
) -> Asking | None:
    """What a night may ask; None when the WARC files it is answered from hold none of the archives.

    What is asked and answered is added to ``record_to``, the file of the night's crawl. Raises UsageError.
    """
    settings = session.settings.archive
    sources = _sources(session)
    if web is not None:
        sources = [
            each for each in sources if any(web.knows(urlsplit(f"//{host}").hostname or "") for host in each.hosts)
        ]
    if not sources:
        return None
    workers = warm(CrawlSettings.of(session.settings))

    def read(page: Page) -> tuple[Content, Verdict]:
        told = workers.read(page, Past()).result()
        return told.content, told.verdict

    limited = settings.per_night_time.total_seconds()
    made = _archives(session, web, sources, retries=1, seconds=limited, visit=read, now=now, record_to=record_to)
    own = all(is_private(f"http://{host}/") for each in sources for host in each.hosts)
    return Asking(made, limit=settings.per_night, zone=session.time_zone, tell=session.say, own=own)


def _sources(session: Session) -> list[Source]:
    return [source(each) for each in session.settings.archive.sources]


def _archives(
    session: Session,
    web: Replay | None,
    sources: list[Source],
    *,
    retries: int,
    seconds: float | None = None,
    visit: Visit = visit,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    record_to: Path | None = None,
) -> Archives:
    if web is None:
        agent = CrawlSettings.of(session.settings).agent()
        fetch = live(user_agent=agent, timeout=session.settings.archive.timeout)
        if record_to is not None:
            fetch = _recorded(fetch, Afterwards(record_to), now)
        return Archives(sources, fetch, retries=retries, sleep=time.sleep, seconds=seconds, visit=visit, now=now)
    recorded = web

    def replayed(url: str, headers: Mapping[str, str]) -> Page:
        return recorded.fetch(url, headers.items())

    return Archives(sources, replayed, sleep=lambda _: None, retries=0, visit=visit, now=now)


#: Headers that are not true of a body as it is handed over: whole and decoded.
_OF_THE_WIRE = frozenset(("content-encoding", "transfer-encoding", "content-length"))


def _recorded(fetch: Fetch, file: Afterwards, now: Callable[[], datetime]) -> Fetch:
    """The same answers, each written down."""

    def fetched(url: str, headers: Mapping[str, str]) -> Page:
        at, page = now(), fetch(url, headers)
        if page.status is None:
            if page.fault is not None:
                file.put(Failure(url=url, at=at, fault=page.fault))
            return page
        told = tuple((name, value) for name, value in page.headers if name not in _OF_THE_WIRE)
        file.put(
            Exchange(
                url=url, at=at, sent=tuple(headers.items()), status=page.status, headers=told, body=page.body,
                truncated=page.truncated,
            )
        )  # fmt: skip
        return page

    return fetched
