"""Threads that read the database, each with a connection of its own, so that the event loop never waits for one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from db.store import Store

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4
"""Pages made at once; Python computes in one at a time anyhow."""


class _Reader:
    """One thread with one store, which is opened, used and closed in that thread."""

    def __init__(self, open_store: Callable[[bool], Store]) -> None:
        self._open = open_store
        self._store: Store | None = None
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="linkwatch-reader")

    def call(self, work: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``work(store, …)``; in the reader's own thread only."""
        if self._store is None:
            self._store = self._open(True)
        return work(self._store, *args, **kwargs)

    def close(self) -> None:
        """Give the store back; in the reader's own thread only."""
        if self._store is not None:
            self._store.close()


class Readers:
    """A few readers, each taken by one request at a time."""

    def __init__(self, open_store: Callable[[bool], Store]) -> None:
        self._all = [_Reader(open_store) for _ in range(THREADS)]
        self._idle: asyncio.LifoQueue[_Reader] = asyncio.LifoQueue()
        for reader in self._all:
            self._idle.put_nowait(reader)

    async def run(self, work: Callable[Concatenate[Store, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``work(store, …)``, done in the thread of an idle reader."""
        reader = await self._idle.get()
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(reader.thread, lambda: reader.call(work, *args, **kwargs))
        finally:
            self._idle.put_nowait(reader)

    def close(self) -> None:
        """Close the stores and end the threads."""
        for reader in self._all:
            reader.thread.submit(reader.close).result()
            reader.thread.shutdown()
