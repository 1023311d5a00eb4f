"""Crawls for tests: links into a store, and a run over them, replayed here or live in a process of its own.

Run as a program it makes one live crawl as told on stdin: a process can run a reactor once only.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import db
from db.store import Store
from linkwatch import crawl, sites
from linkwatch.config.settings import HostSettings
from linkwatch.model import Citation, Document, Selection, Verdict

AT = datetime(2025, 2, 1, 3, 0, tzinfo=UTC)
QUICK = {"delay": 0.0, "retry_wait": 0.05, "workers": 2, "timeout": 5.0, "allow_private": ("127.0.0.0/8",)}
"""Settings for loopback."""


def store_with(path: Path, urls: Iterable[str], at: datetime = AT) -> Store:
    """A store in which one watched document cites ``urls``."""
    store = db.open(path)
    citations = [Citation(url=url, canonical_url=sites.canonical(url), line=n) for n, url in enumerate(urls, 1)]
    document = Document(name="articles.txt", format="text", encoding="utf-8", sha256="0" * 64)
    store.documents.save(document, citations, watch=True, at=at)
    return store


def replay(store: Store, files: Iterable[Path], at: datetime = AT, **settings: Any) -> crawl.Outcome:
    """One night from WARC files."""
    return _run(store, at, crawl.CrawlSettings(**settings), crawl.Replay.open(list(files), at))


def _run(
    store: Store, at: datetime, settings: crawl.CrawlSettings, web: crawl.Replay | None, **more: Any
) -> crawl.Outcome:
    crawl_id = store.crawls.begin(kind="crawl", night=at.date(), at=at)
    outcome = crawl.run(
        store, crawl_id, settings=settings, selection=Selection(), night=None, at=lambda: at, replay=web, **more
    )
    store.crawls.end(crawl_id, at=at, outcome="interrupted" if outcome.interrupted else "done")
    return outcome


def verdicts(store: Store) -> dict[str, Verdict]:
    """The last provisional verdict of each link, by canonical URL."""
    found = {}
    for due in store.links.due(night=None, selection=Selection(), limit=100_000):
        if due.past.provisional is not None:
            found[due.canonical_url] = due.past.provisional
    return found


def start_live(
    database: Path, settings: Mapping[str, Any], *, env: Mapping[str, str] | None = None, **more: Any
) -> subprocess.Popen[str]:
    """Begin a live crawl of all links of ``database`` in another process."""
    process = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **(env or {})},
    )
    assert process.stdin is not None
    task = {"database": str(database), "settings": {**QUICK, **settings}, **more}
    process.stdin.write(json.dumps(task))
    process.stdin.close()
    process.stdin = None
    return process


def live(
    database: Path, *, env: Mapping[str, str] | None = None, record_to: Path | None = None, **settings: Any
) -> tuple[dict[str, Any], str]:
    """One live crawl of all links of ``database``: its outcome, and what it said on stderr."""
    process = start_live(database, settings, env=env, record_to=str(record_to) if record_to else None)
    out, talk = process.communicate(timeout=100)
    assert process.returncode == 0, talk
    return json.loads(out), talk


def _main() -> None:
    import dataclasses
    import logging

    logging.basicConfig(level=logging.WARNING)
    task = json.load(sys.stdin)
    own = task["settings"]
    own["hosts"] = {name: HostSettings(**host) for name, host in own.get("hosts", {}).items()}
    own = {name: tuple(value) if isinstance(value, list) else value for name, value in own.items()}
    more: dict[str, Any] = {"checked_before": AT} if task.get("take_up") else {}
    if task.get("record_to"):
        more["record_to"] = Path(task["record_to"])
    outcome = _run(db.open(Path(task["database"])), AT, crawl.CrawlSettings(**own), None, **more)
    print(json.dumps(dataclasses.asdict(outcome)))


if __name__ == "__main__":
    _main()
