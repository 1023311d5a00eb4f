"""How quick the pages are as the database grows: ``python benchmarks/viewer.py [LINKS…]`` (``make viewerbench``).

By default 10,000, 100,000 and 1,000,000 links, each with three versions of its page, a citation, a comparison and a
check. Every page is asked for over the whole application, as a browser would, and its bound is that of
docs/viewer.md; ``--crawl`` repeats it while a process of its own writes as a crawl at full rate does. A measure is
the middle of five, beside a crawl of fifteen; beside it stands the processor's time, which other work on the machine
does not lengthen.
A million links take about 4 GB in the folder for temporary files, which are deleted again.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import multiprocessing
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing.synchronize import Event as Flag
from pathlib import Path

from starlette.testclient import TestClient

import db
from linkwatch import citations, compare, documents
from linkwatch.model import Baseline, BaselineKind, Content, Page, Selection, State, Verdict, Visit
from linkwatch.text import bigrams
from linkwatch.viewer.app import create
from linkwatch.viewer.call import Site
from linkwatch.viewer.serving import settle

NOW = datetime(2026, 3, 9, tzinfo=UTC)
LINKS_A_DOCUMENT = 20
LONG_DOCUMENT = 500
"""Citations of the long document."""
TEXTS = 20_000
"""Texts that the versions share."""
LONG = 20_000
"""Characters of the two versions that are compared."""
TIMES = 5
FULL_RATE = 350
"""Pages a second that a crawl writes at most: benchmarks/README.md."""
BATCH = 50

WORDS = (
    "港湾", "漁業", "会談", "合意", "予算", "発表", "市長", "知事", "鉄道", "廃線", "駅前", "商店", "学校", "統合",
    "病院", "医師", "地震", "津波", "防災", "訓練", "選挙", "投票", "議会", "条例", "環境", "調査", "河川", "工事",
    "橋梁", "道路", "観光", "旅館", "祭礼", "神社", "農業", "収穫", "気温", "降雪", "船員", "航路", "運賃", "値上",
    "企業", "工場", "雇用", "賃金", "裁判", "判決",
)  # fmt: skip
RARE = "燈台守"
STATES = (
    ("alive", "ok", 800), ("moved", "moved", 60), ("dead", "http-404", 45), ("dead", "http-410", 10),
    ("dead", "soft-404", 10), ("dead", "parked", 5), ("suspect", "soft-404", 15), ("suspect", "http-404", 5),
    ("restricted", "login", 15), ("restricted", "paywall", 5), ("blocked", "bot-wall", 10),
    ("unreachable", "timeout", 8), ("unreachable", "dns", 2), ("unknown", "robots", 10),
)  # fmt: skip
"""States, reasons, and how many links of a thousand; ``http-451`` has one in 50,000."""
SITES = ("jiji", "nhk", "yahoo", "mofa", "youtube", "x", *(("other",) * 14))
"""Each but the last kind is one host; of the others two links in seven are on one of two large hosts."""


def fill(path: Path, links: int) -> None:
    """Make a database of so many links."""
    db.open(path).close()
    sqlite = sqlite3.connect(path)
    sqlite.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY")
    with sqlite:
        _texts(sqlite)
        _links(sqlite, links)
        _versions(sqlite, links)
        _words(sqlite, links)
        sqlite.execute("ANALYZE")
    sqlite.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sqlite.close()
    store = db.open(path)
    _long_document(store, path)
    store.views.refresh(at=NOW)
    store.close()


def _texts(sqlite: sqlite3.Connection) -> None:
    chosen = random.Random(7)
    rows = []
    for number in range(1, TEXTS + 1):
        plain = f"{_prose(chosen, 20)}第{number}号。" + (RARE if number % 5_000 == 0 else "")
        rows.append((number, hashlib.sha256(plain.encode()).hexdigest(), len(plain), plain))
    sqlite.executemany("INSERT INTO texts (id, sha256, chars, plain) VALUES (?, ?, ?, ?)", rows)


def _prose(chosen: random.Random, words: int) -> str:
    return "".join(chosen.choice(WORDS) + chosen.choice("はがをに、") for _ in range(words))


def _links(sqlite: sqlite3.Connection, links: int) -> None:
    states = [(state, reason) for state, reason, share in STATES for _ in range(share)]
    sqlite.execute("CREATE TEMP TABLE chosen (at INTEGER PRIMARY KEY, state, reason)")
    sqlite.executemany("INSERT INTO chosen VALUES (?, ?, ?)", ((at, *each) for at, each in enumerate(states)))
    sqlite.execute("CREATE TEMP TABLE sites (at INTEGER PRIMARY KEY, site)")
    sqlite.executemany("INSERT INTO sites VALUES (?, ?)", enumerate(SITES))
    sqlite.execute("CREATE TEMP TABLE n AS WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each"
                   f" WHERE i < {links}) SELECT i FROM each")  # fmt: skip
    nights = [(number, f"{NOW - timedelta(days=31 - number):%Y-%m-%d}") for number in range(1, 31)]
    sqlite.executemany(
        "INSERT INTO crawls (id, kind, night, started_at, ended_at, settled_at, outcome, visited, holder,"
        " heartbeat_at) VALUES (?, 'crawl', ?, ?, ?, ?, 'done', 1000, '[]', ?)",
        ((number, day, *(f"{day}T18:{minute}:00Z" for minute in ("00", "20", "21", "21"))) for number, day in nights),
    )
    sqlite.execute(
        "INSERT INTO documents (id, name, format, encoding, sha256, title, written_at, added_at, read_at)"
        " SELECT i, printf('記事/%06d.md', i), 'markdown', 'utf-8', printf('%064x', i), '見出し' || i,"
        " date('2026-01-01', '-' || (i % 3000) || ' days'), '2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z'"
        f" FROM n WHERE i <= {links // LINKS_A_DOCUMENT}"
    )
    sqlite.execute(
        "INSERT INTO links (id, canonical_url, canonical_version, url, site, host, watched, due_night, state, reason,"
        " evidence, state_since, drift, drift_since, last_checked_at, last_crawl_id, settled_crawl_id, check_id,"
        " fingerprint, body_sha256, muted_until)"
        " SELECT i, u, 1, u, site, h, 1, '2026-03-09', state, CASE i % 50000 WHEN 77 THEN 'http-451' ELSE reason END,"
        " 'HTTP 200, 1,234 characters of text', CASE reason WHEN 'timeout' THEN '2026-03-07T18:00:00Z' ELSE"
        " strftime('%Y-%m-%dT18:00:00Z', '2026-03-08', '-' || (i * 7919 % 2000) || ' days') END,"
        " CASE i / 7 % 50 WHEN 1 THEN 'edited' WHEN 2 THEN 'replaced' WHEN 3 THEN 'unjudged' ELSE 'same' END,"
        " '2026-03-01T18:00:00Z', strftime('%Y-%m-%dT18:00:00Z', '2026-03-08', '-' || (i % 9) || ' days'), 30, 30, i,"
        " printf('%016x', i), printf('%064x', i), CASE WHEN i % 1000 = 5 THEN '2026-06-01' END"
        " FROM (SELECT *, 'https://' || h || printf('/articles/%08d.html', i) AS u FROM (SELECT i, site, CASE"
        " WHEN site <> 'other' THEN site || '.example' WHEN i % 10 IN (7, 9) THEN 'portal' || (i % 10) || '.example'"
        " ELSE 'news' || (i * 31 % max(10, i / 40 + 1)) || '.example' END AS h"
        " FROM n JOIN sites ON sites.at = i % 20)) JOIN chosen ON chosen.at = (i * 2654435761 >> 12) % 1000"
    )
    sqlite.execute(
        "INSERT INTO checks (id, link_id, first_at, last_at, count, crawl_id, status, final_url, canonical_final_url,"
        " redirects, error_detail, state, reason, evidence, confidence, trail, judged_by)"
        " SELECT id, id, '2026-01-01T18:00:00Z', '2026-03-08T18:00:00Z', 60, 30, 200, url, url, '[]', '', state,"
        " reason, evidence, 'sure', '[[\"ok\",1,\"\"]]', '1' FROM links"
    )
    sqlite.execute(
        "INSERT INTO events (link_id, crawl_id, at, kind, before, after, evidence)"
        " SELECT id, 30 - id % 25, strftime('%Y-%m-%dT18:21:00Z', '2026-03-08', '-' || (id % 25) || ' days'),"
        " CASE id % 4 WHEN 0 THEN 'died' WHEN 1 THEN 'edited' WHEN 2 THEN 'moved' ELSE 'came-back' END, '', '',"
        " 'seen' FROM links WHERE id % 40 < 4"
    )


def _versions(sqlite: sqlite3.Connection, links: int) -> None:
    sqlite.execute(
        "INSERT INTO snapshots (id, link_id, identity, extractor, text_id, first_seen, last_seen, title, language)"
        " SELECT (part - 1) * ? + i, i, printf('%064x', part), 'article/1', (i * 3 + part) % ? + 1,"
        " printf('2026-0%d-01T18:00:00Z', part), printf('2026-0%d-20T18:00:00Z', part), '見出しその' || i, 'ja'"
        " FROM (SELECT 1 AS part UNION ALL SELECT 2 UNION ALL SELECT 3), n",
        (links, TEXTS),
    )
    sqlite.execute("UPDATE links SET first_snapshot_id = id, snapshot_id = id + 2 * ?", (links,))
    edits = json.dumps([["replace", "number", "12便", "10便", 3, 3]])
    sentences = json.dumps([["一文目。", 0, "kept", "一文目。", 0], ["二文目。", 4, "missing", "", 0]])
    sqlite.execute(
        "INSERT INTO citations (id, document_id, link_id, position, url, fragment, line, title, published_at, quote,"
        " added_at) SELECT i, (i - 1) / ? + 1, i, (i - 1) % ?, url, '', i % 200 + 1, '見出しその' || i, '2025-06-01',"
        " CASE WHEN i % 3 THEN '一文目。二文目。' END, '2026-01-01T00:00:00Z' FROM n JOIN links ON links.id = i",
        (LINKS_A_DOCUMENT, LINKS_A_DOCUMENT),
    )
    sqlite.execute(
        "INSERT INTO drifts (citation_id, baseline, snapshot_id, drift, quote_kept, edits, sentences, note, since)"
        " SELECT id, CASE WHEN id % 3 THEN 'quote' ELSE 'first' END, snapshot_id, drift, 0.5,"
        " CASE drift WHEN 'edited' THEN ? ELSE '[]' END, CASE WHEN id % 3 THEN ? ELSE '[]' END, '', drift_since"
        " FROM links",
        (edits, sentences),
    )


def _words(sqlite: sqlite3.Connection, links: int) -> None:
    """Index the words as the refresh after a crawl does; in one go, since that would take a night here."""
    sqlite.execute("CREATE TEMP TABLE words (id INTEGER PRIMARY KEY, words)")
    rows = sqlite.execute("SELECT id, plain FROM texts").fetchall()
    sqlite.executemany("INSERT INTO words VALUES (?, ?)", ((number, bigrams(plain)) for number, plain in rows))
    title = bigrams("見出しその")
    sqlite.execute("INSERT INTO page_words (rowid, title, text) SELECT snapshots.id, ?, words.words FROM snapshots"
                   " JOIN words ON words.id = snapshots.text_id ORDER BY snapshots.id", (title,))  # fmt: skip
    sqlite.execute("DELETE FROM citations_to_index")
    sqlite.execute("INSERT INTO citation_words (rowid, words) SELECT id, ? FROM citations WHERE id <= ?",
                   (bigrams("見出しその 一文目。二文目。"), links))  # fmt: skip


def _long_document(store: db.Store, path: Path) -> None:
    """A document that quotes 500 pages, and two long versions of the first of them."""
    chosen = random.Random(3)
    sqlite = sqlite3.connect(path)
    urls = [url for (url,) in sqlite.execute("SELECT url FROM links ORDER BY id LIMIT ?", (LONG_DOCUMENT,))]
    texts = dict(sqlite.execute("SELECT links.id, texts.plain FROM links JOIN snapshots ON snapshots.id ="
                                " links.snapshot_id JOIN texts ON texts.id = text_id"
                                " WHERE links.id <= ?", (LONG_DOCUMENT,)))  # fmt: skip
    said = [f"{texts[number][:60]}。" for number in range(1, LONG_DOCUMENT + 1)]
    source = "# 長い記事\n\n" + "\n\n".join(
        f"第{number}の資料は[見出し{number}]({url})にある。\n\n> {quote.replace('港湾', '漁港')}"
        for number, (url, quote) in enumerate(zip(urls, said, strict=True), start=1)
    )
    document = documents.read("長い記事.md", source.encode())
    store.documents.save(document, citations.find(document), watch=True, at=NOW)
    with sqlite:
        rows = sqlite.execute("SELECT citations.id, quote, links.id, links.snapshot_id FROM citations JOIN links ON"
                              " links.id = link_id JOIN documents ON documents.id = document_id"
                              " WHERE documents.name = '長い記事.md'").fetchall()  # fmt: skip
        for citation, quote, link, snapshot in rows:
            told = compare.compare(Baseline(kind=BaselineKind.QUOTE, text=quote or ""), texts[link], "")
            sentences = [[one.text, one.start, one.fate, one.found, int(one.damaged)] for one in told.sentences]
            edits = [
                [one.op, one.kind, one.before, one.after, one.start_before, one.start_after] for one in told.edits
            ]
            sqlite.execute(
                "INSERT INTO drifts (citation_id, baseline, snapshot_id, drift, quote_kept, edits, sentences, note,"
                " since) VALUES (?, 'quote', ?, ?, ?, ?, ?, '', '2026-03-01T18:00:00Z')",
                (citation, snapshot, told.drift, told.quote_kept, json.dumps(edits), json.dumps(sentences)),
            )
        assert len(rows) == LONG_DOCUMENT, len(rows)
        paragraphs = [f"{_prose(chosen, 130)}{number}人。" for number in range(LONG // 393)]
        edited = [
            one.replace("議会", "委員会", 1) if number % 5 == 0 else one for number, one in enumerate(paragraphs)
        ]
        edited.insert(3, edited.pop(20))
        for version, lines in ((1, paragraphs), (3, edited)):
            plain = "\n".join(lines)
            sqlite.execute("INSERT INTO texts (sha256, chars, plain) VALUES (?, ?, ?)",
                           (hashlib.sha256(plain.encode()).hexdigest(), len(plain), plain))  # fmt: skip
            sqlite.execute("UPDATE snapshots SET text_id = last_insert_rowid() WHERE link_id = 1 AND identity = ?",
                           (f"{version:064x}",))  # fmt: skip
    sqlite.close()


def write(path: Path, links: int, stop: Flag) -> None:
    """Write as a crawl at full rate does, until told to stop: one page in ten is another than it was."""
    store = db.open(path)
    crawl_id = store.crawls.begin(kind="crawl", night=date(2026, 3, 9), at=NOW)
    began, written = time.monotonic(), 0
    chosen = random.Random(11)
    while not stop.is_set():
        dues = store.links.due(night=None, selection=Selection(), after_id=chosen.randrange(links), limit=BATCH)
        store.checks.record(crawl_id, [_visit(each.link_id, each.url, written) for each in dues], at=NOW)
        written += len(dues)
        time.sleep(max(0.0, written / FULL_RATE - (time.monotonic() - began)))
    store.crawls.end(crawl_id, at=NOW, outcome="interrupted")
    store.close()


def _visit(link_id: int, url: str, number: int) -> Visit:
    changed = link_id % 10 == 0
    text = f"{WORDS[number % len(WORDS)]}の記事{number}。" * 60
    return Visit(
        link_id=link_id,
        page=Page(url=url, final_url=url, status=200 if changed else 304),
        verdict=Verdict(state=State.ALIVE, reason="ok", evidence="HTTP 200"),
        content=Content(text=text, title="見出し", extractor="article/1", language="ja") if changed else None,
        unchanged=not changed,
        judged_by="1",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A page, or several of which the slowest counts, and how long it may take."""

    name: str
    most: int
    """Milliseconds."""
    addresses: tuple[str, ...]


FILTERS: Mapping[str, tuple[str, ...]] = {
    "state": ("alive", "dead", "blocked", "unknown", "dead&state=suspect"),
    "drift": ("same", "edited", "replaced&drift=edited", "unjudged"),
    "site": ("nhk", "other", "jiji&site=x", "none"),
    "reason": ("ok", "http-404", "http-451", "timeout", "none"),
    "host": ("youtube.example", "portal7.example", "news1.example", "none.example", "news*.example",
             "*nhk.example", "*77.example"),
    "document": ("記事/000007.md", "長い記事.md"),
}  # fmt: skip
SORTS = tuple(f"sort={sort}&order={way}" for sort in ("since", "checked", "state", "drift", "address")
              for way in ("asc", "desc"))  # fmt: skip


def measures(path: Path) -> list[Measure]:
    """What is measured."""
    sqlite = sqlite3.connect(path)
    (long_id,) = sqlite.execute("SELECT id FROM documents WHERE name = '長い記事.md'").fetchone()
    sqlite.close()
    searches = ("漁業", "港湾", RARE, "存在しない語", "漁業 合意 駅前", "news1.example", "漁")
    single = [f"{name}={value}" for name, values in FILTERS.items() for value in values]
    pairs = [f"{a}&{b}" for a, b in itertools.combinations(single, 2) if a.split("=")[0] != b.split("=")[0]]
    return [
        Measure(name="overview", most=300, addresses=("/",)),
        Measure(name="overview, last week", most=300, addresses=("/?since=week",)),
        Measure(name="links, any filter and sort", most=150, addresses=_table(["", *single])),
        Measure(name="links, any two filters and sort", most=150, addresses=_table(pairs)),
        Measure(name="text search", most=500, addresses=tuple(f"/links?text={one}" for one in searches)),
        Measure(name="text search, filtered and sorted", most=500,
                addresses=tuple(f"/links?text=漁業&{one}" for one in ("state=dead", *SORTS))),
        Measure(name="document, 500 citations", most=300, addresses=(f"/documents/{long_id}",)),
        Measure(name="diff, 20,000 characters", most=150, addresses=("/links/1/diff?a=v1",)),
        Measure(name="link", most=150, addresses=("/links/1", "/links/42")),
        Measure(name="documents", most=300, addresses=("/documents",)),
        Measure(name="feed", most=300, addresses=("/feed.atom",)),
    ]  # fmt: skip


def _table(filters: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"/links?{chosen}&{order}" for chosen, order in itertools.product(filters, SORTS))


def timed(ask: Callable[[], object], times: int) -> tuple[float, float]:
    """Middle of the wall clock's time and of the processor's, in milliseconds."""
    walls, processors = [], []
    for _ in range(times):
        began, processor = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - began) * 1e3)
        processors.append((time.process_time() - processor) * 1e3)
    return statistics.median(walls), statistics.median(processors)


def slowest(client: TestClient, addresses: tuple[str, ...], times: int) -> tuple[float, float, str]:
    """The slowest of some pages by the processor: its times and its address. One look tells which are worth more."""

    def ask(address: str) -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        if 'rel="next" href="' in answer.text and address.startswith("/links?"):
            following.append(answer.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&"))

    following: list[str] = []
    looks = {one: timed(partial(ask, one), 1) for one in addresses}
    looks |= {one: timed(partial(ask, one), 1) for one in list(following)}
    worst = sorted(looks, key=lambda one: looks[one][1])[-3:]
    again = {one: timed(partial(ask, one), times) for one in worst}
    address = max(again, key=lambda one: again[one][1])
    return (*again[address], address)


@contextmanager
def crawling(path: Path, links: int) -> Iterator[None]:
    """A crawl writes meanwhile."""
    stop = multiprocessing.Event()
    writer = multiprocessing.Process(target=write, args=(path, links, stop))
    writer.start()
    time.sleep(2)
    try:
        yield
    finally:
        assert writer.is_alive(), "the crawl broke off"
        stop.set()
        writer.join()


def run(path: Path, links: int, *, also_crawling: bool) -> None:
    """Print a table of one size."""
    site = Site(
        open_store=lambda read_only: db.open(path, read_only=read_only), name=path.name, zone=UTC,
        clock=lambda: NOW + timedelta(hours=3), key=b"0" * 32, hosts=frozenset({"testserver"}),
    )  # fmt: skip
    with TestClient(create(site)) as client:
        client.get("/")
        settle()
        rows = {one.name: (one, slowest(client, one.addresses, TIMES)) for one in measures(path)}
        busy: dict[str, tuple[float, float]] = {}
        if also_crawling:
            with crawling(path, links):
                for name, (_, (_, _, address)) in rows.items():
                    busy[name] = timed(partial(client.get, address), 3 * TIMES)
    print(f"\n{links:,} links, {3 * links:,} versions, {path.stat().st_size / 1e6:,.0f} MB")
    print(f"{'page':34}{'ms':>8}{'CPU ms':>9}{'bound':>7}  {'in a crawl, clock and CPU':>26}  slowest address")
    for name, (measure, (wall, processor, address)) in rows.items():
        meanwhile = ""
        if name in busy:
            meanwhile = f"{busy[name][0]:6.0f} ×{busy[name][0] / wall:.1f}, ×{busy[name][1] / processor:.1f}"
        mark = "" if wall <= measure.most else " !"
        print(f"{name:34}{wall:8.0f}{processor:9.0f}{measure.most:7}{mark:2}{meanwhile:>24}  {address}", flush=True)


def main() -> None:
    """Make a database of each size, print its table, delete it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("links", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--crawl", action="store_true", help="measure again while a crawl writes")
    parser.add_argument("--keep", type=Path, help="a folder in which databases are kept, and used again")
    given = parser.parse_args()
    for links in given.links:
        with tempfile.TemporaryDirectory() as folder:
            path = (given.keep or Path(folder)) / f"viewer-{links}.db"
            if not path.exists():
                began = time.monotonic()
                fill(path, links)
                print(f"made in {time.monotonic() - began:.0f} s", flush=True)
            run(path, links, also_crawling=given.crawl)


if __name__ == "__main__":
    main()
