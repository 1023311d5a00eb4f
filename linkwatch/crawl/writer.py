"""Visits into the store: one thread writes, a batch a transaction, so that the event loop never waits for it."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable
from datetime import datetime

from db.store import Store
from linkwatch.crawl.beat import Beat
from linkwatch.model import Visit

BATCH = 50
"""Visits of one transaction, at most."""
PATIENCE = 1.0
"""Seconds that a visit waits for others, at most."""
WAITING = 200
"""Visits that may wait to be written; beyond that the crawl waits."""


class Writer:
    """Writes the visits of one crawl; start it, put visits, close it."""

    def __init__(
        self,
        store: Store,
        crawl_id: int,
        *,
        at: Callable[[], datetime],
        written: Callable[[list[Visit]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._store = store
        self._crawl_id = crawl_id
        self._at = at
        self._written = written
        self._failed = failed
        self._waiting: queue.SimpleQueue[Visit | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="linkwatch-writer", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    async def put(self, visit: Visit) -> None:
        """Hand over one visit; waits while the store cannot keep up."""
        while self._waiting.qsize() >= WAITING and self._thread.is_alive():
            await asyncio.sleep(0.02)
        self._waiting.put(visit)

    def close(self) -> None:
        """Write what waits and end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            store = self._store.reopen()
            try:
                self._loop(store)
            finally:
                store.close()
        except Exception as error:  # told to the crawl, which ends with it
            self._failed(error)

    def _loop(self, store: Store) -> None:
        ended, beat = False, Beat(lambda: store.crawls.heartbeat(self._crawl_id, at=self._at()))
        while not ended:
            batch, ended = self._batch()
            if batch:
                store.checks.record(self._crawl_id, batch, at=self._at())
                self._written(batch)
            beat()

    def _batch(self) -> tuple[list[Visit], bool]:
        batch: list[Visit] = []
        until = time.monotonic() + PATIENCE
        while len(batch) < BATCH and (left := until - time.monotonic()) > 0:
            try:
                visit = self._waiting.get(timeout=left)
            except queue.Empty:
                break
            if visit is None:
                return batch, True
            batch.append(visit)
        return batch, False
