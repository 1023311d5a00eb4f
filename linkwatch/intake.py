"""Documents read, and what they cite stored: the first steps of a night, and all of ``linkwatch add``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from db.store import Store
from linkwatch import citations, documents
from linkwatch.errors import SourceError
from linkwatch.sources import Source
from linkwatch.urls import is_reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading the documents brought."""

    documents: tuple[str, ...] = ()
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
) -> Reading:
    """Read documents and store what they cite.

    One found in a folder that cannot be read is told in ``unreadable``; one that was named raises SourceError.
    """
    names: list[str] = []
    cited = reserved = excluded = 0
    unreadable: list[SourceError] = []
    for source in sources:
        try:
            document = documents.read(source.name, source.data)
        except SourceError as error:
            if source.named:
                raise
            unreadable.append(error)
            continue
        found = citations.find(document)
        real = [one for one in found if not is_reserved(one.url)]
        kept = [one for one in real if keep(one.url)]
        store.documents.save(document, kept, watch=watch, at=at)
        names.append(document.name)
        cited += len(kept)
        reserved += len(found) - len(real)
        excluded += len(real) - len(kept)
    return Reading(
        documents=tuple(names), citations=cited, reserved=reserved, excluded=excluded, unreadable=tuple(unreadable)
    )
