"""A run as ``check``, ``crawl`` and ``demo`` make it: clock, replay, progress, and what is said at its end."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from db.store import Store
from linkwatch import night
from linkwatch.cli.archives import asking
from linkwatch.cli.options import Run
from linkwatch.cli.renamed import Renamed
from linkwatch.cli.session import Session
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.documents import EXTENSIONS
from linkwatch.errors import SourceError, UsageError
from linkwatch.model import Page, Selection
from linkwatch.sources import Source, gather


def now() -> datetime:
    """The real time."""
    return datetime.now(UTC)


def clock(run: Run) -> Callable[[], datetime]:
    """The run's clock: set by --at, or the real one."""
    at = run.at
    return now if at is None else lambda: at


def replay(run: Run) -> Replay | None:
    """The WARC files to answer from; None for the network. Raises ReplayError."""
    return Replay.open(run.replay, run.at) if run.replay else None


def sources(
    session: Session,
    paths: Sequence[str],
    web: Replay | None,
    *,
    skipped: Callable[[SourceError], None] | None = None,
) -> Iterator[Source]:
    """What the user named, read; what cannot be is told, or given to ``skipped``. Raises SourceError."""
    import sys

    from linkwatch.crawl.address import fetcher

    fetch: Callable[[str], Page] = fetcher(CrawlSettings.of(session.settings), replay=web)
    return gather(
        paths,
        names=session.names,
        patterns=session.patterns,
        extensions=EXTENSIONS,
        stdin=sys.stdin.buffer,
        fetch=fetch,
        skipped=skipped or session.skip,
        gitignore=session.settings.documents.gitignore,
        max_size=session.settings.documents.max_size,
    )


def go(
    session: Session,
    run: Run,
    store: Store,
    *,
    kind: str,
    selection: Selection,
    web: Replay | None,
    max_age: timedelta | None = None,
    archive: bool = False,
) -> night.Result:
    """Visit, settle and compare, with a progress bar on a terminal; ask archives where ``archive`` says so.

    Raises CrawlError, StoreError, UsageError.
    """
    if run.record is not None and web is not None:
        raise UsageError("--record and --replay do not go together", hint="what is replayed is recorded already")
    with progress(run, session) as report:
        return night.run(
            store,
            kind=kind,
            settings=CrawlSettings.of(session.settings),
            selection=selection,
            clock=clock(run),
            zone=session.time_zone,
            stretch=session.settings.schedule.stretch,
            max_age=max_age,
            replay=web,
            record_to=run.record,
            asking=asking(session, web, now=clock(run), record_to=run.record) if archive else None,
            progress=report,
        )


@contextlib.contextmanager
def progress(run: Run, session: Session) -> Iterator[Callable[..., None] | None]:
    """What to call with the crawl's progress: a bar on a terminal, a line a minute in a log; None if neither."""
    if not (run.progress or run.log):
        yield None
        return
    from linkwatch.cli.progress import bar, lines

    if run.log:
        yield lines(session.say)
        return
    with bar() as update:
        yield update


def unread(session: Session, errors: Sequence[SourceError]) -> None:
    """Tell of documents that were found but could not be read."""
    for error in errors:
        session.skip(error)


def reread(session: Session, store: Store, web: Replay | None, *, at: datetime) -> night.Reading:
    """Read the watched documents again; one that was renamed is found by its bytes.

    What is as it was is looked at, not read. One whose file is gone is told once; its links are kept, and left alone.
    """
    watched = store.documents.as_read()

    def gather(folder: str) -> Iterator[Source]:
        return sources(session, [folder], web, skipped=lambda error: None)

    renamed = Renamed(session.names, {row.name for row in watched}, gather)

    def readable() -> Iterator[Source]:
        for row in watched:
            try:
                for source in sources(session, [session.names.shown(row.name)], web):
                    yield dataclasses.replace(source, named=False)  # one bad document does not end the night
            except SourceError as error:
                if not session.names.missing(row.name):
                    session.skip(error)
                elif row.gone_at is None:
                    shown = session.names.shown(row.name)
                    store.documents.gone(row.name, at=at)
                    moved = renamed.source(row.name, row.sha256)
                    if moved is None:
                        session.warn(f"{shown}: is gone; its links are left alone until it is back")
                    else:
                        session.say(f"{shown}: is now {session.names.shown(moved.name)}")
                        yield dataclasses.replace(moved, named=False)

    return night.read(
        readable(), store, watch=False, at=at, keep=session.patterns.wants_url, chosen=session.patterns.urls,
        max_links=session.settings.documents.max_links, known={row.name: row for row in watched},
    )  # fmt: skip


def left_alone(number: int) -> str:
    """What is said of links that were not visited, as their hosts asked for a longer rest (429, 503)."""
    links, hosts = ("1 link", "its host") if number == 1 else (f"{number:,} links", "their hosts")
    return f"{links} left for another time, as {hosts} asked to be left alone"


def summary(result: night.Result, zone: tzinfo) -> list[str]:
    """A crawl in one line, and the one before it in another where there is one; ``zone`` is the user's."""
    from linkwatch.report.night import visits, words

    crawl, outcome = result.crawl, result.outcome
    seen = visits(crawl, timedelta(seconds=outcome.seconds))
    if outcome.interrupted:
        return [f"{seen}; stopped before the end, the next crawl goes on"]
    if outcome.offline:
        return [f"{seen}; our own network was out of order ({outcome.blame}): nothing was judged"]
    left = f"; {left_alone(outcome.left)}" if outcome.left else ""
    archived = f"; asked archives about {result.archived} of them" if result.archived else ""
    lines = [words(crawl, took=timedelta(seconds=outcome.seconds)) + left + archived]
    if (before := result.before) is not None:
        began = before.started_at.astimezone(zone)
        lines.append(f"the one before, of {began:%Y-%m-%d %H:%M}: {words(before)}")
    return lines
