"""Citations held against their pages as the store has them: the last step of a night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from itertools import groupby

from db.blocks import blocks
from db.rows import CrawlRow, ToCompare
from db.store import Store
from linkwatch.compare.citation import Bodies, compare_citation
from linkwatch.model import Baseline, BaselineKind, Comparison
from linkwatch.rereading import Older, unpacked
from linkwatch.sites import site_of


def compare(
    store: Store, row: CrawlRow, *, at: datetime, zone: tzinfo = UTC, meanwhile: Callable[[], None] = lambda: None
) -> None:
    """Compare every citation whose page or baseline changed, calling ``meanwhile`` often; close the crawl's book.

    Dates without an offset are read in ``zone``.
    """
    for block in blocks(lambda after: store.drifts.pending(row.id, after_id=after), lambda one: one.citation_id):
        outcomes = []
        for _, of_one_link in groupby(block, lambda one: one.link_id):
            cited = list(of_one_link)
            older = Older(store, cited[0])
            for one in cited:
                outcomes.append((one, compared(store, one, older, zone)))
                meanwhile()
        store.drifts.save(row.id, outcomes, at=at)
    store.crawls.settled(row.id, at=at)


def compared(store: Store, one: ToCompare, older: Older, zone: tzinfo = UTC) -> Comparison:
    """A citation against its best baseline: the quote, else an archived copy, else the first snapshot."""
    quoted = bool(one.citation.quote and one.citation.quote.strip())  # hardly anything else is read again for it
    return compare_citation(
        one.citation, one.text, one.title,
        written_at=one.document_written_at,
        captures=one.captures if quoted else older.captures,
        first=None if quoted and not one.citation.quote_inferred else older.first,
        published_at=one.published_at,
        zone=zone,
        extractor=one.extractor,
        bodies=lambda baseline: bodies(store, one, baseline),
    )  # fmt: skip


def bodies(store: Store, one: ToCompare, baseline: Baseline) -> Bodies:
    """What a citation's baseline and the current version of its page were read from."""
    versions = store.snapshots(one.link_id)
    current = next((version for version in versions if version.id == one.snapshot_id), None)
    if current is None:
        return Bodies()
    after = unpacked(store.snapshot_body(current.id))
    if baseline.kind is BaselineKind.QUOTE:
        return Bodies(current=after)
    if current.extractor.partition("/")[0] == site_of(one.citation.canonical_url):
        # A site's module read the text, from several answers maybe: one body's markup has no say in it.
        return Bodies(current=after)
    if baseline.kind is BaselineKind.ARCHIVE:
        return Bodies(unpacked(store.captures.body(one.link_id, baseline.address)), after)
    first = next(version for version in versions if version.extractor == current.extractor)
    if baseline.at is None or first.first_seen > baseline.at:
        return Bodies(current=after)  # the baseline could not be read again
    return Bodies(unpacked(store.snapshot_body(first.id)), after)
