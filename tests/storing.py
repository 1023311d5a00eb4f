"""Documents, citations and visits as the store's tests write them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from db.store import Store
from linkwatch import sites
from linkwatch.model import (
    Citation,
    Content,
    Document,
    Failure,
    Fault,
    FaultKind,
    Page,
    Selection,
    Settled,
    State,
    Verdict,
    Visit,
)

FIRST_NIGHT = datetime(2025, 6, 1, 18, 0, tzinfo=UTC)
EVERY = Selection(watched=False)
WATCHED = Selection()


def night(number: int) -> datetime:
    """Return the time of a night's crawl; the first is number 0."""
    return FIRST_NIGHT + timedelta(days=number)


def document(name: str = "記事/報告.md", *, data: str = "", **more: Any) -> Document:
    sha256 = hashlib.sha256((data or name).encode()).hexdigest()
    return Document(name=name, format="markdown", encoding="utf-8", sha256=sha256, **more)


def cite(url: str, line: int | None = 1, **more: Any) -> Citation:
    return Citation(url=url, canonical_url=sites.canonical(url), line=line, **more)


def add(
    store: Store, urls: Iterable[str], name: str = "記事/報告.md", *, watch: bool = True, at: int = 0
) -> list[int]:
    """Put a document that cites these URLs on watch; return the ids of their links."""
    cited = [cite(url, line) for line, url in enumerate(urls, start=1)]
    store.documents.save(document(name), cited, watch=watch, at=night(at))
    found = [store.links.find(each.canonical_url) for each in cited]
    return [each for each in found if each is not None]


def alive(link_id: int, text: str = "本文です。", *, title: str = "見出し", **more: Any) -> Visit:
    url = more.pop("url", f"https://site{link_id}.example/a")
    body = f"<title>{title}</title><p>{text}</p>".encode("utf-8", "replace")
    return Visit(
        link_id=link_id,
        page=Page(url=url, final_url=url, status=200, headers=more.pop("headers", ())),
        verdict=more.pop("verdict", Verdict(state=State.ALIVE, reason="ok")),
        content=Content(text=text, title=title, extractor=more.pop("extractor", "article/1")),
        body_sha256=hashlib.sha256(body).hexdigest(),
        fingerprint=hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16],
        body=body,
        judged_by="rules/1",
        **more,
    )


def unchanged(link_id: int, *, status: int = 304) -> Visit:
    url = f"https://site{link_id}.example/a"
    return Visit(
        link_id=link_id,
        page=Page(url=url, final_url=url, status=status),
        verdict=Verdict(state=State.ALIVE, reason="ok"),
        unchanged=True,
        judged_by="rules/1",
    )


def failed(link_id: int, status: int | None = 404, *, failure: Failure = Failure.SURE) -> Visit:
    url = f"https://site{link_id}.example/a"
    fault = None if status else Fault(kind=FaultKind.TIMEOUT, detail="nothing within 30 s")
    return Visit(
        link_id=link_id,
        page=Page(url=url, final_url=url, status=status, fault=fault),
        verdict=Verdict(
            state=State.SUSPECT if status else State.UNREACHABLE,
            reason=f"http-{status}" if status else "timeout",
            failure=failure,
        ),
        judged_by="rules/1",
    )


def crawl(store: Store, visits: Iterable[Visit], *, at: int, settle: bool = True) -> int:
    """Run one night: record the visits, settle each as it was judged, close the crawl."""
    crawl_id = store.crawls.begin(kind="crawl", night=night(at).date(), at=night(at))
    store.checks.record(crawl_id, list(visits), at=night(at))
    store.crawls.end(crawl_id, at=night(at), outcome="done")
    if settle:
        settle_all(store, crawl_id, at=at)
    return crawl_id


def settle_all(store: Store, crawl_id: int, *, at: int) -> None:
    settled = [
        (each.link_id, Settled(verdict=each.provisional, state_since=night(at)), tomorrow(at))
        for each in store.settling.pending(crawl_id, limit=10_000)
    ]
    store.settling.save(crawl_id, settled)
    store.crawls.settled(crawl_id, at=night(at))


def tomorrow(at: int) -> date:
    return (night(at) + timedelta(days=1)).date()
