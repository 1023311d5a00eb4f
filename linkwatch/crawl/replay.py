"""The web as WARC files hold it: every request answered from records, none from the network.

A URL is answered by its last record not after the run's clock; a revisit record by the record it
refers to; a request with a validator that still holds, by 304. A host of which the files hold nothing
does not exist; a URL that is missing on a host they know is not in the replay, which says nothing
about the page. Failures that ``--record`` saw are answered as they were seen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Self

import ada_url

from linkwatch.crawl.answer import Limits, page_of
from linkwatch.crawl.warc import Entry, Kind, RawAnswer, index, read_answer, read_fault
from linkwatch.model import Fault, FaultKind, Page
from linkwatch.urls import host_of

NO_LIMITS = Limits()
MAX_REFERENCES = 5
"""Revisit records followed from one to the next."""


class Replay:
    """WARC files, as one web at one moment. Safe to use from several threads."""

    def __init__(self, entries: Iterable[Entry], at: datetime | None) -> None:
        self._at = at
        self._by_url: dict[str, list[Entry]] = defaultdict(list)
        self._by_digest: dict[str, Entry] = {}
        self._hosts: set[str] = set()
        for entry in sorted(entries, key=lambda entry: entry.date):
            self._by_url[entry.url].append(entry)
            if entry.kind is not Kind.FAULT:
                self._hosts.add(host_of(entry.url))
            if entry.kind is Kind.RESPONSE and entry.digest:
                self._by_digest.setdefault(entry.digest, entry)

    @classmethod
    def open(cls, paths: Sequence[Path], at: datetime | None = None) -> Self:
        """Read the index of the files; ``at`` hides all records after it.

        Raises :class:`ReplayError`, naming the file and the place, for one that is missing, truncated,
        damaged, or no WARC.
        """
        return cls((entry for path in paths for entry in index(path)), at)

    def moved_to(self, at: datetime) -> Replay:
        """Return the same web at another moment, without reading the files again."""
        entries = [entry for own in self._by_url.values() for entry in own]
        return Replay(entries, at)

    def knows(self, host: str) -> bool:
        """Whether the files hold anything of a host."""
        return host in self._hosts

    def fetch(self, url: str, headers: Iterable[tuple[str, str]] = (), limits: Limits = NO_LIMITS) -> Page:
        """Return the answer to one request of ``url``, redirects not followed; failures are pages with a fault."""
        entry = self._entry(url)
        if entry is None:
            return Page(url=url, final_url=url, fault=self._absence(url))
        if entry.kind is Kind.FAULT:
            return Page(url=url, final_url=url, fault=read_fault(entry), fetched_at=entry.date)
        answer = self._resolved(entry)
        if answer is None:
            detail = f"the record that this one of {entry.date:%Y-%m-%d} refers to is missing"
            return Page(url=url, final_url=url, fault=Fault(kind=FaultKind.NOT_IN_REPLAY, detail=detail))
        page = page_of(
            url,
            answer.status,
            answer.headers,
            answer.body,
            limits,
            cut=answer.truncated,
            chunked=True,
            lenient=True,
        )
        if answer.certificate is not None:
            page = replace(page, certificate=answer.certificate)
        if answer.fault is not None and page.fault is None:
            page = replace(page, fault=Fault(kind=answer.fault, detail="as recorded"))
        return _unless_known(page, headers)

    def _entry(self, url: str) -> Entry | None:
        own = self._by_url.get(normal(url), [])
        if self._at is None:
            return own[-1] if own else None
        place = bisect_right(own, self._at, key=lambda entry: entry.date)
        return own[place - 1] if place else None

    def _absence(self, url: str) -> Fault:
        host = host_of(url)
        if host in self._hosts:
            return Fault(kind=FaultKind.NOT_IN_REPLAY, detail="the WARC files know the host, not this address")
        return Fault(kind=FaultKind.NXDOMAIN, detail=f"the WARC files hold nothing of {host}")

    def _resolved(self, entry: Entry) -> RawAnswer | None:
        """Return the answer of a record, a revisit's body fetched from where it lies."""
        first = read_answer(entry)
        found: Entry | None = entry
        for _ in range(MAX_REFERENCES):
            if found is None or found.kind is Kind.RESPONSE:
                break
            found = self._referred(found)
        if found is None or found.kind is not Kind.RESPONSE:
            return None
        if found is entry:
            return first
        original = read_answer(found)
        if not first.headers or first.status == 304:
            return original
        return replace(first, body=original.body, headers=_with_encoding(first.headers, original.headers))

    def _referred(self, revisit: Entry) -> Entry | None:
        own = [
            entry
            for entry in self._by_url.get(revisit.refers_url or revisit.url, [])
            if entry != revisit and entry.date <= revisit.date
        ]
        if revisit.refers_date is not None:
            own = [entry for entry in own if entry.date == revisit.refers_date] or own
        if revisit.digest:
            same = [entry for entry in own if entry.digest == revisit.digest]
            return same[-1] if same else self._by_digest.get(revisit.digest, own[-1] if own else None)
        return own[-1] if own else None


def normal(url: str) -> str:
    """Return the form in which addresses are looked up: WHATWG's, without the fragment."""
    try:
        parts = ada_url.URL(url.strip().strip("<>"))
    except ValueError:
        return url
    parts.hash = ""
    return parts.href


def _with_encoding(
    headers: tuple[tuple[str, str], ...], original: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    """The revisit's headers, with the encodings of the body that is shown in its place."""
    names = ("content-encoding", "transfer-encoding")
    kept = [(name, value) for name, value in headers if name.lower() not in names]
    return (*kept, *((name, value) for name, value in original if name.lower() in names))


def _unless_known(page: Page, headers: Iterable[tuple[str, str]]) -> Page:
    """Answer 304 when a validator in ``headers`` still holds (RFC 9110, 13.2.2)."""
    asked = {name.lower(): value for name, value in headers}
    given = dict(page.headers)
    if page.status != 200:
        return page
    if "if-none-match" in asked:
        tags = {tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(",")}
        holds = given.get("etag", "").removeprefix("W/") in tags - {""}
    else:
        holds = _not_newer(given.get("last-modified", ""), asked.get("if-modified-since", ""))
    return replace(page, status=304, body=b"", truncated=False, fault=None) if holds else page


def _not_newer(modified: str, since: str) -> bool:
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return bool(modified) and modified == since
