"""Older versions of a page made fit to be held against tonight's: read again where another extractor read them.

An extractor that was brought up to date reads a page in another way, which is no change of the page. What the older
version was read from is kept: it is read again, once, and the reading stored beside the old one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import zstandard

from db.rows import SnapshotRow, ToCompare
from db.store import Store
from linkwatch.compare.again import is_todays, read_again
from linkwatch.model import Baseline, BaselineKind, Capture, Confidence, Content


class Older:
    """What there is of a page from before tonight, for all that cite it; read when it is asked for."""

    def __init__(self, store: Store, one: ToCompare) -> None:
        self._store, self._one = store, one

    @cached_property
    def first(self) -> Baseline | None:
        """The first version, read as tonight's was; where that cannot be, the best there is, with the reason."""
        older, first = self._one.older, self._one.first
        if older is None:
            return first
        body = unpacked(self._store.snapshot_body(older.id))
        content = self._read(body)
        if content is not None and content.extractor == self._one.extractor:
            self._store.read_again(older, content)
            return _baseline(older, content.text, content.title, content.extractor)
        why = "what it was read from was not kept" if not body else "the page is of another kind now"
        if first is not None:
            note = f"the first snapshot was read in another way, and {why}; this one is of {first.at:%Y-%m-%d}"
            return replace(first, confidence=Confidence.LIKELY, note=note)
        read = _baseline(older, older.text, older.title, older.extractor)
        return replace(read, note=f"the first snapshot was read in another way, and {why}")

    @cached_property
    def captures(self) -> tuple[Capture, ...]:
        """The archived copies, read as tonight's page was."""
        return tuple(map(self._copy, self._one.captures))

    def _copy(self, capture: Capture) -> Capture:
        if not capture.text or capture.extractor == self._one.extractor or is_todays(capture.extractor):
            return capture
        content = self._read(unpacked(self._store.captures.body(self._one.link_id, capture.address)))
        if content is None:
            return capture
        self._store.captures.read_again(self._one.link_id, capture.address, content.text, content.extractor)
        return replace(capture, text=content.text, extractor=content.extractor)

    def _read(self, body: bytes) -> Content | None:
        content = read_again(self._one.citation.canonical_url, body) if body else None
        return content if content is not None and content.text.strip() else None


def _baseline(older: SnapshotRow, text: str, title: str, extractor: str) -> Baseline:
    return Baseline(kind=BaselineKind.FIRST, text=text, title=title, at=older.first_seen, extractor=extractor)


def unpacked(body: bytes) -> bytes:
    """A stored body as the page sent it."""
    return zstandard.ZstdDecompressor().decompress(body) if body else b""
