"""What the store costs as it grows: ``python benchmarks/store.py [LINKS…]``, by default 10,000 100,000 1,000,000.

Each size is a database of that many links, each with a citation, a check and a version, of which DUE are due tonight,
BROKEN are dead and a fifth as many edited. Printed: reporting, choosing what is due, recording and settling their
night, and counting, in seconds of processor time, the system's included. What touches only what is due must not grow
with what is stored; ``growth`` is the last size's time over the first's. ``--without INDEX`` leaves an index out, to
see what keeping it costs.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import db
from db.store import Store
from linkwatch.cli.reporting import attention
from linkwatch.model import Drift, Page, Selection, Settled, State, Verdict, Visit

DUE = 10_000
SUSPECTS = 100
BROKEN = 1_000
LINKS_A_DOCUMENT = 100
TONIGHT, LATER = date(2025, 6, 1), date(2025, 6, 8)
AT = datetime(2025, 6, 1, 18, tzinfo=UTC)
SEEN = "2025-05-25T18:00:00Z"


def fill(path: Path, links: int, without: Sequence[str] = ()) -> None:
    """Make a database of so many links, less the indexes that are to be left out."""
    db.open(path).close()
    sqlite = sqlite3.connect(path)
    for index in without:
        sqlite.execute(f"DROP INDEX {index}")
    sqlite.execute("PRAGMA synchronous = OFF")
    step, rare = max(1, links // DUE), max(10, links // BROKEN)
    with sqlite:
        sqlite.execute(
            "INSERT INTO crawls (id, kind, night, started_at, ended_at, settled_at, outcome, holder, heartbeat_at)"
            " VALUES (1, 'crawl', '2025-05-25', ?, ?, ?, 'done', '[]', ?)",
            (SEEN,) * 4,
        )
        sqlite.executemany(
            "INSERT INTO documents (id, name, format, encoding, sha256, added_at, read_at)"
            " VALUES (?, ?, 'markdown', 'utf-8', ?, ?, ?)",
            ((each, f"記事/{each:06}.md", f"{each:064x}", SEEN, SEEN) for each in range(1, links // 100 + 2)),
        )
        _many(sqlite, "links", (_link(each, step, rare) for each in range(1, links + 1)))
        _many(sqlite, "citations", (_citation(each) for each in range(1, links + 1)))
        _many(sqlite, "checks", (_check(each, rare) for each in range(1, links + 1)))
        _many(sqlite, "texts", (_text(each) for each in range(1, links + 1)))
        _many(sqlite, "snapshots", (_snapshot(each) for each in range(1, links + 1)))
        _many(sqlite, "drifts", (_drift(each, rare) for each in range(1, links + 1)))
        sqlite.execute(
            "UPDATE links SET check_id = id, first_snapshot_id = id, snapshot_id = id, last_crawl_id = 1,"
            " settled_crawl_id = 1"
        )
        sqlite.execute("UPDATE links SET state = 'suspect' WHERE id % ? = 7", (max(10, links // SUSPECTS),))
        # Words are indexed when versions and citations come, not every night: here they are left out.
        sqlite.execute("DELETE FROM citations_to_index")
        sqlite.execute("INSERT INTO page_words (rowid, title, text) SELECT id, '', '' FROM snapshots")
    sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite.close()


def _many(sqlite: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    names = ", ".join(first)
    marks = ", ".join(f":{name}" for name in first)
    sqlite.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", first)
    sqlite.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _state(each: int, rare: int) -> tuple[str, str]:
    return ("dead", "http-404") if each % rare == 0 else ("alive", "ok")


def _changed(each: int, rare: int) -> str:
    return "edited" if each % (5 * rare) == 1 else "same"


def _link(each: int, step: int, rare: int) -> dict[str, object]:
    state, reason = _state(each, rare)
    url = f"https://news{each % 997}.example/articles/2025/{each:08}.html"
    return {
        "id": each,
        "canonical_url": url,
        "canonical_version": 1,
        "url": url,
        "site": "other" if each % 7 else "nhk",
        "host": f"news{each % 997}.example",
        "watched": 1,
        "due_night": (TONIGHT if each % step == 0 and each // step <= DUE else LATER).isoformat(),
        "state": state,
        "reason": reason,
        "evidence": "200, 本文 1,234 字",
        "state_since": SEEN,
        "drift": _changed(each, rare),
        "drift_since": SEEN,
        "last_checked_at": SEEN,
        "fingerprint": f"{each:016x}",
        "body_sha256": f"{each:064x}",
    }


def _citation(each: int) -> dict[str, object]:
    return {
        "document_id": (each - 1) // LINKS_A_DOCUMENT + 1,
        "link_id": each,
        "position": (each - 1) % LINKS_A_DOCUMENT,
        "url": f"https://news{each % 997}.example/articles/2025/{each:08}.html",
        "fragment": "",
        "line": each % LINKS_A_DOCUMENT * 3 + 1,
        "title": f"見出しその{each}",
        "quote": f"第{each}号の発表によると、対象は{each}人である。" * 3,
        "added_at": SEEN,
    }


def _check(each: int, rare: int) -> dict[str, object]:
    state, reason = _state(each, rare)
    url = f"https://news{each % 997}.example/articles/2025/{each:08}.html"
    return {
        "link_id": each,
        "first_at": SEEN,
        "last_at": SEEN,
        "count": 1,
        "crawl_id": 1,
        "status": 200 if state == "alive" else 404,
        "final_url": url,
        "canonical_final_url": url,
        "redirects": "[]",
        "error_detail": "",
        "state": state,
        "reason": reason,
        "evidence": "200, 本文 1,234 字",
        "confidence": "sure",
        "trail": '[["http-status",0,""],["article",1,""]]',
        "judged_by": "1",
    }


def _text(each: int) -> dict[str, object]:
    plain = f"第{each}号の発表によると、対象は{each}人である。" * 10
    return {"sha256": hashlib.sha256(plain.encode()).hexdigest(), "chars": len(plain), "plain": plain}


def _snapshot(each: int) -> dict[str, object]:
    return {
        "link_id": each,
        "identity": f"{each:064x}",
        "extractor": "article/1",
        "text_id": each,
        "first_seen": SEEN,
        "last_seen": SEEN,
        "title": f"見出しその{each}",
    }


def _drift(each: int, rare: int) -> dict[str, object]:
    return {
        "citation_id": each,
        "baseline": "quote",
        "snapshot_id": each,
        "drift": _changed(each, rare),
        "quote_kept": 1.0,
        "edits": "[]",
        "sentences": "[]",
        "note": "",
        "since": SEEN,
    }


def choose(store: Store) -> int:
    """Take every due link, in the blocks of a crawl."""
    after = count = 0
    while block := store.links.due(night=TONIGHT, selection=Selection(), after_id=after):
        after = block[-1].link_id
        count += len(block)
    return count


def suspects(store: Store) -> int:
    """Take every suspect, as between two nights."""
    chosen = Selection(states=(State.SUSPECT,))
    after, count = 0, 0
    while block := store.links.due(night=None, selection=chosen, after_id=after):
        after = block[-1].link_id
        count += len(block)
    return count


def record(store: Store) -> int:
    """Record a visit of every due link, in the batches of a crawl; all pages are as they were."""
    crawl_id = store.crawls.begin(kind="crawl", night=TONIGHT, at=AT)
    after = count = 0
    while block := store.links.due(night=TONIGHT, selection=Selection(), after_id=after, limit=50):
        store.checks.record(crawl_id, [_as_it_was(each.link_id, each.url) for each in block], at=AT)
        after = block[-1].link_id
        count += len(block)
    store.crawls.end(crawl_id, at=AT, outcome="done")
    return count


def _as_it_was(link_id: int, url: str) -> Visit:
    return Visit(
        link_id=link_id,
        page=Page(url=url, final_url=url, status=304),
        verdict=Verdict(state=State.ALIVE, reason="ok", evidence="as it was"),
        unchanged=True,
        judged_by="1",
    )


def _last(store: Store) -> int:
    row = store.crawls.last()
    return row.id if row else 0


def settle(store: Store) -> int:
    """Settle and compare as the night does, but for the judging."""
    crawl_id = _last(store)
    store.settling.hosts(crawl_id)
    after = count = 0
    while block := store.settling.pending(crawl_id, after_id=after):
        settled = [
            (each.link_id, Settled(verdict=each.provisional, state_since=AT), date(2025, 6, 2)) for each in block
        ]
        store.settling.save(crawl_id, settled)
        after = block[-1].link_id
        count += len(block)
    return count + len(store.drifts.pending(crawl_id))


def close(store: Store) -> int:
    """Count the night's states and events."""
    return sum(store.crawls.settled(_last(store), at=AT).counts.values())


def count_for_showing(store: Store) -> int:
    """Count what the viewer and stats show over all links, once a crawl, by whoever shows it."""
    store.views.refresh(at=AT)
    return store.views.totals().links


def news(store: Store) -> int:
    """What ``linkwatch report`` shows unasked."""
    return sum(1 for _ in attention(store, Selection(), AT.date(), everything=False))


def report(selection: Selection) -> Callable[[Store], int]:
    """Return what reads every finding of a selection."""
    return lambda store: sum(1 for _ in store.findings(selection))


MEASURED: dict[str, Callable[[Store], int]] = {
    "counts by state": lambda store: sum(store.counts(Selection()).values()),
    "report: what is broken": news,
    "report: edited": report(Selection(drifts=(Drift.EDITED,))),
    "report: first 1,000": report(Selection(limit=1000)),
    "report: one document": report(Selection(documents=("記事/000001.md",))),
    "report: one host": report(Selection(hosts=("news1.example",))),
    "report: all": report(Selection()),
    "choose the due": choose,
    "choose suspects": suspects,
    "count the due": lambda store: sum(store.links.count_due(night=TONIGHT, selection=Selection()).values()),
    "record their visits": record,
    "settle them": settle,
    "close the crawl": close,
    "count for showing": count_for_showing,
}


def main(sizes: list[int], without: Sequence[str] = ()) -> None:
    """Print a table: a row for each measure, a column for each size; seconds, with how many links it gave."""
    table: dict[str, list[str]] = {name: [] for name in MEASURED}
    took: dict[str, list[float]] = {name: [] for name in MEASURED}
    table |= {"file, MB": [], "peak memory, MB": []}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "linkwatch.db"
            fill(path, size, without)
            store = db.open(path)
            for name, measure in MEASURED.items():
                began = time.process_time()
                count = measure(store)
                took[name].append(time.process_time() - began)
                table[name].append(f"{took[name][-1]:9.3f} s {count:>9,}")
            store.close()
            table["file, MB"].append(f"{path.stat().st_size / 1e6:9.0f} {'':11}")
            table["peak memory, MB"].append(
                f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:9.0f} {'':11}"
            )
    print(f"{'links stored':22}" + "".join(f"{size:>23,}" for size in sizes))
    for name, cells in table.items():
        growth = f"{took[name][-1] / took[name][0]:8.1f} x" if name in took else ""
        print(f"{name:22}" + "".join(f"{cell:>23}" for cell in cells) + growth)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sizes", type=lambda text: int(text.replace(",", "")), nargs="*", metavar="LINKS")
    parser.add_argument("--without", action="append", default=[], metavar="INDEX")
    given = parser.parse_args()
    main(given.sizes or [10_000, 100_000, 1_000_000], given.without)
