"""Documents read, and what they cite stored: the first steps of a night, and all of ``linkwatch add``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from db.rows import ReadRow
from db.store import Store
from linkwatch import citations, documents, reader
from linkwatch.errors import SourceError
from linkwatch.sources import Source
from linkwatch.urls import is_reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading the documents brought."""

    documents: tuple[str, ...] = ()
    unchanged: int = 0
    """Documents of these that are as they were, and were not read again; what they cite is counted nowhere below."""
    citations: int = 0
    reserved: int = 0
    """Citations of names that are reserved for examples and tests, left out."""
    excluded: int = 0
    unreadable: tuple[SourceError, ...] = ()


def read(
    sources: Iterable[Source],
    store: Store,
    *,
    watch: bool,
    at: datetime,
    keep: Callable[[str], bool] = lambda url: True,
    chosen: str = "",
    max_links: int = documents.MAX_LINKS,
    known: Mapping[str, ReadRow] = MappingProxyType({}),
) -> Reading:
    """Read documents and store what they cite.

    One found in a folder that cannot be read is told in ``unreadable``; one that was named raises SourceError.
    ``chosen`` tells what ``keep`` keeps. Of ``known`` documents, by name, those of the same bytes that were read
    by the same rules are left as they are.
    """
    names: list[str] = []
    unchanged: list[int] = []
    cited = reserved = excluded = 0
    unreadable: list[SourceError] = []
    for source in sources:
        read_by = reader.rules(chosen, source.format or "")
        before = known.get(source.name)
        if before is not None and _is_as_it_was(source, before, read_by):
            names.append(source.name)
            unchanged.append(before.id)
            continue
        try:
            document = documents.read(source.name, source.data, format=source.format, max_links=max_links)
        except SourceError as error:
            if source.named:
                raise
            unreadable.append(error)
            continue
        found = citations.find(document)
        real = [one for one in found if not is_reserved(one.url)]
        kept = [one for one in real if keep(one.url)]
        store.documents.save(document, kept, watch=watch, at=at, read_by=read_by)
        names.append(document.name)
        cited += len(kept)
        reserved += len(found) - len(real)
        excluded += len(real) - len(kept)
    if unchanged:
        store.documents.unchanged(unchanged, at=at)
    return Reading(
        documents=tuple(names), unchanged=len(unchanged), citations=cited, reserved=reserved, excluded=excluded,
        unreadable=tuple(unreadable),
    )  # fmt: skip


def _is_as_it_was(source: Source, before: ReadRow, read_by: str) -> bool:
    """A file that is back counts as changed: its links are on watch again."""
    same = before.gone_at is None and before.read_by == read_by
    return same and before.sha256 == hashlib.sha256(source.data).hexdigest()
