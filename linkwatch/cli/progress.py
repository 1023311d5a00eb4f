"""A progress bar on stderr, fed by the crawl; whoever shows it has made sure that stderr is a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from linkwatch.crawl import Progress
from linkwatch.model import State
from linkwatch.report.night import span


@contextlib.contextmanager
def bar(console: Console | None = None) -> Iterator[Callable[[Progress], None]]:
    """Show a bar until the block ends, then take it away; gives what to call with how far the crawl is.

    That may be called from any thread.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[seen]}"),
    )
    with RichProgress(*columns, console=console or Console(stderr=True), transient=True) as shown:
        task = shown.add_task("visiting", total=None, seen="")

        def update(progress: Progress) -> None:
            shown.update(task, completed=progress.visited, total=progress.total, seen=seen(progress.states))

        yield update


EVERY = 60.0
"""Seconds between two lines of a log."""


def lines(say: Callable[[str], None], *, every: float = EVERY) -> Callable[[Progress], None]:
    """Give what to call with how far the crawl is; it says so once a minute, with rate and time left."""
    told = 0.0

    def update(progress: Progress) -> None:
        nonlocal told
        if progress.seconds - told < every or progress.visited >= progress.total:
            return
        told = progress.seconds
        rate = progress.visited / progress.seconds
        left = f", {span(timedelta(seconds=(progress.total - progress.visited) / rate))} left" if rate else ""
        strange = f"; {seen(progress.states)}" if seen(progress.states) else ""
        say(f"visited {progress.visited:,} of {progress.total:,} links, {rate:.1f} a second{left}{strange}")

    return update


def seen(states: Mapping[str, int]) -> str:
    """What came up so far, the living left out: ``2 suspect, 1 blocked``."""
    return ", ".join(f"{states[state]} {state}" for state in State if state is not State.ALIVE and states.get(state))
