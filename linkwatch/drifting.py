"""Citations held against their pages as the store has them: the last step of a night."""

from __future__ import annotations

from datetime import datetime

import zstandard

from db.blocks import blocks
from db.store import CrawlRow, Store, ToCompare
from linkwatch.compare.citation import Bodies, compare_citation
from linkwatch.model import Comparison
from linkwatch.sites import site_of


def compare(store: Store, row: CrawlRow, *, at: datetime) -> None:
    """Compare every citation whose page or baseline changed, and close the crawl's book."""
    for block in blocks(lambda after: store.drifts.pending(row.id, after_id=after), lambda one: one.citation_id):
        store.drifts.save(row.id, [(one, compared(store, one)) for one in block], at=at)
    store.crawls.settled(row.id, at=at)


def compared(store: Store, one: ToCompare) -> Comparison:
    """A citation against its best baseline: the quote, else an archived copy, else the first snapshot."""
    return compare_citation(
        one.citation, one.text, one.title,
        written_at=one.document_written_at, captures=one.captures, first=one.first, bodies=lambda: bodies(store, one),
    )  # fmt: skip


def bodies(store: Store, one: ToCompare) -> Bodies:
    """What the first and the current version of a page were read from."""
    versions = store.snapshots(one.link_id)
    current = next((version for version in versions if version.id == one.snapshot_id), None)
    first = next((v for v in versions if current is not None and v.extractor == current.extractor), None)
    if current is not None and current.extractor.partition("/")[0] == site_of(one.citation.canonical_url):
        first = None  # a site's module read the text, from several answers maybe: one body's markup has no say in it
    return Bodies(*(unpacked(store.snapshot_body(v.id)) if v is not None else b"" for v in (first, current)))


def unpacked(body: bytes) -> bytes:
    """A stored body as the page sent it."""
    return zstandard.ZstdDecompressor().decompress(body) if body else b""
