"""A small database to look at: three documents, a page in every state, some edited, one hostile."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import zstandard

import db
from db.rows import ToCompare
from db.store import Store
from linkwatch import citations, compare, documents
from linkwatch.model import (
    Baseline,
    BaselineKind,
    Capture,
    Comparison,
    Confidence,
    Content,
    Event,
    EventKind,
    Failure,
    Hop,
    Page,
    Selection,
    Settled,
    State,
    Trace,
    Verdict,
    Visit,
)
from linkwatch.viewer.call import Site

ZONE = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 3, 9, 0, 0, tzinfo=UTC)
NIGHTS = [datetime(2026, 3, day, 18, 10, tzinfo=UTC) for day in (1, 5, 8)]

MEMO = """\
鳴瀬川の渡し船のことを、忘れないうちに書いておく。

鳴瀬の渡し、4月から減便へ 町「利用3割減」

北潮新聞 202603010915

https://www.kitashio-shimbun.co.jp/news/2026/0301.html

 【鳴瀬】町は28日、鳴瀬川の渡し船を4月から1日12便に減らすと発表した。昨年度の利用者は1万4200人で、10年前より3割少ない。料金の値上げはしないとしている。

 渡しは1931年に始まった。船頭の一人は「橋が遠い人の足だから、なくせない」と話した。

渡し船の一日 (4:32)

潮待ちチャンネル 2026/2/20

https://www.youtube.com/watch?v=aB3dE6gH9kL

船着き場の朝は早い、と船頭は語ります。霧の日は鐘を鳴らして知らせます。

渡し船の利用者数

鳴瀬町 2026/2/1

https://www.town.naruse.lg.jp/tokei/watashi.html
"""

NOTES = """\
---
title: Ferries that still run
date: 2026-03-01
---

# Ferries that still run

The [harbour board](https://board.ferryport.org/minutes/2026-02) met twice. Its own summary says more
than [the minutes of 2019](http://www.ferryport.org/old/2019.html), which have [moved](https://ferryport.org/about),
and the [members' newsletter](https://news.ferryport.org/members/12) less.

> The board found two cracks in the slipway and will not close it before May.

- timetable: <https://timetable.ferryport.org/>
- map: <https://map.ferryport.org/>
"""

HOSTILE_TITLE = "<script>document.title='owned'</script>\"'><img src=x onerror=alert(1)>\u202e{{7*7}}"
HOSTILE_URL = "https://evil.attacker.net/<script>alert(1)</script>?q=\"onmouseover='alert(2)'&x=javascript:alert(3)"
HOSTILE = f"""\
# {HOSTILE_TITLE}

<script>window.owned = 1</script>

[{HOSTILE_TITLE}](https://evil.attacker.net/page?a="onload=alert(1)) and [x](javascript:alert(1)) and
<https://evil.attacker.net/%3Cscript%3Ealert(1)%3C/script%3E>

> </blockquote><script>window.owned = 2</script> Quoted text stands here, in the middle of it all, for long enough.
"""

SAID = (
    "【鳴瀬】町は28日、鳴瀬川の渡し船を4月から1日12便に減らすと発表した。昨年度の利用者は1万4200人で、10年前より3割少ない。"
    "料金の値上げはしないとしている。\n渡しは1931年に始まった。船頭の一人は「橋が遠い人の足だから、なくせない」と話した。\n"
    "町は来週、住民説明会を開く。\n問い合わせは町の交通課で受け付けている。\n次の便は朝6時に出る。"
)
SAID_NOW = (
    "【鳴瀬】町は28日、鳴瀬川の渡し船を4月から1日10便に減らすと発表した。昨年度の利用者は1万4200人で、10年前より3割少ない。"
    "料金の値上げは当面しないとしている。\n渡しは1931年に始まった。\n"
    "町は来週、住民説明会を開く。\n問い合わせは町の交通課で受け付けている。\n次の便は朝6時に出る。\n"
    "【訂正】便数を「12便」としたのは「10便」の誤りでした。"
)
BOARD = "The board found two cracks in the slipway and will not close it before May.\nIt meets again in June."
BOARD_NOW = "The board found five cracks in the slipway and will close it before May.\nIt meets again in June."
HOSTILE_TEXT = f"{HOSTILE_TITLE}\n</del></ins><script>window.owned = 3</script>\nQuoted text stands here."
HOSTILE_BODY = (
    "<!doctype html><title>x</title><script>top.owned = 4; window.owned = 4</script>"
    "<meta http-equiv=refresh content='0;url=https://evil.attacker.net/'><base href='https://evil.attacker.net/'>"
    "<link rel=stylesheet href='https://evil.attacker.net/a.css'><link rel=dns-prefetch href='//evil.attacker.net'>"
    "<img src='https://evil.attacker.net/pixel.gif' onerror='top.owned = 5'><iframe src='https://evil.attacker.net'></iframe>"
    "<form action='https://evil.attacker.net'><input autofocus onfocus='top.owned = 6'></form>"
    "<style>@import url(https://evil.attacker.net/b.css); body { background: url(//evil.attacker.net/c.png) }</style>"
    "<p onclick='alert(1)'>ふつうの文 <a href='javascript:alert(1)' target=_top>押す</a></p><svg onload='alert(1)'>"
)

COPIES = [
    Capture(
        archive="wayback",
        taken_at=datetime(2026, 3, day, 2, 0, tzinfo=UTC),
        address=f"https://web.archive.org/web/202603{day:02}020000/https://www.kitashio-shimbun.co.jp/news/2026/0301.html",
        status=200,
        text=text,
        alive=alive,
    )
    for day, text, alive in ((2, SAID, True), (3, None, None), (4, "", False))
]
"""One that shows the page, one that was not fetched, one of an error page."""

Night = dict[str, tuple[State, str, str, str]]
"""Host → state, reason, title, text."""

FIRST: Night = {
    "www.kitashio-shimbun.co.jp": (State.ALIVE, "ok", "鳴瀬の渡し、4月から減便へ：北潮新聞", SAID),
    "www.youtube.com": (
        State.ALIVE,
        "ok",
        "渡し船の一日",
        "船着き場の朝は早い、と船頭は語ります。霧の日は鐘を鳴らして知らせます。",
    ),
    "www.town.naruse.lg.jp": (
        State.ALIVE,
        "ok",
        "渡し船の利用者数｜鳴瀬町",
        "年度ごとの利用者数の表。令和7年度は1万4200人。",
    ),
    "board.ferryport.org": (State.ALIVE, "ok", "Minutes of February", BOARD),
    "www.ferryport.org": (State.ALIVE, "ok", "Minutes, 2019", "Minutes of the meetings held in 2019."),
    "ferryport.org": (State.ALIVE, "ok", "About the port", "The port has served the bay since 1902."),
    "news.ferryport.org": (State.RESTRICTED, "login", "", ""),
    "timetable.ferryport.org": (State.BLOCKED, "bot-wall", "", ""),
    "map.ferryport.org": (State.UNREACHABLE, "timeout", "", ""),
    "evil.attacker.net": (State.ALIVE, "ok", HOSTILE_TITLE, HOSTILE_TEXT),
}
SECOND: Night = FIRST | {
    "www.kitashio-shimbun.co.jp": (State.ALIVE, "ok", "鳴瀬の渡し、4月から減便へ：北潮新聞", SAID_NOW),
    "www.youtube.com": (State.SUSPECT, "video-removed", "", ""),
    "board.ferryport.org": (State.ALIVE, "ok", "Minutes of February", BOARD_NOW),
    "www.ferryport.org": (State.SUSPECT, "http-404", "", ""),
    "ferryport.org": (State.MOVED, "moved", "About the port", "The port has served the bay since 1902."),
    "evil.attacker.net": (State.ALIVE, "ok", HOSTILE_TITLE, HOSTILE_TEXT + "\nOne more line <b>came</b>."),
}
THIRD: Night = SECOND


def make(path: Path) -> None:
    """Write the database."""
    store = db.open(path)
    for name, text in (("メモ/渡し船.txt", MEMO), ("notes/ferries.md", NOTES), ("hostile.md", HOSTILE)):
        document = documents.read(name, text.encode("utf-8", "replace"))
        store.documents.save(document, citations.find(document), watch=True, at=NIGHTS[0])
    for number, (at, night) in enumerate(zip(NIGHTS, (FIRST, SECOND, THIRD), strict=True)):
        _night(store, night, at, number)
    copied = store.links.find("https://www.kitashio-shimbun.co.jp/news/2026/0301.html")
    assert copied is not None
    store.captures.save(copied, "wayback", COPIES, at=NIGHTS[2])
    store.close()


def _night(store: Store, night: Night, at: datetime, number: int) -> None:
    crawl_id = store.crawls.begin(kind="crawl", night=at.date(), at=at)
    dues = store.links.due(night=None, selection=Selection(watched=False))
    store.checks.record(crawl_id, [_visit(due.link_id, due.url, night[due.host]) for due in dues], at=at)
    store.crawls.end(crawl_id, at=at + timedelta(minutes=4 + number), outcome="done")
    settled: list[tuple[int, Settled, date]] = []
    for each in store.settling.pending(crawl_id):
        died = number == 2 and each.provisional.state is State.SUSPECT
        verdict = each.provisional
        events: tuple[Event, ...] = ()
        if died:
            verdict = Verdict(
                state=State.DEAD,
                reason=verdict.reason,
                evidence=f"{verdict.evidence} (at 2 visits)",
                trail=verdict.trail,
            )
            events = (Event(kind=EventKind.DIED, at=at, before="suspect", after="dead", evidence=verdict.evidence),)
        if number == 1 and verdict.state is State.MOVED:
            events = (Event(kind=EventKind.MOVED, at=at, before="alive", after=verdict.new_url or ""),)
        same = each.past.state is verdict.state and each.past.state_since is not None
        since = each.past.state_since if same and each.past.state_since else at
        failing = NIGHTS[1] if verdict.state in (State.SUSPECT, State.DEAD) else None
        vetoed = "2 of 3 links of this host failed tonight" if "map" in each.host else ""
        outcome = Settled(
            verdict=verdict,
            state_since=since,
            failing_since=failing,
            failures=number if failing else 0,
            events=events,
            vetoed=vetoed,
        )
        settled.append((each.link_id, outcome, (at + timedelta(days=1)).date()))
    store.settling.save(crawl_id, settled)
    store.drifts.save(crawl_id, [(one, _compared(one)) for one in store.drifts.pending(crawl_id)], at=at)
    store.crawls.settled(crawl_id, at=at)
    store.views.refresh(at=at)


def _compared(one: ToCompare) -> Comparison:
    quote = one.citation.quote
    baseline = (
        Baseline(kind=BaselineKind.QUOTE, text=quote)
        if quote
        else one.first or Baseline(kind=BaselineKind.FIRST, text="")
    )
    return compare.compare(baseline, one.text, one.title)


def _visit(link_id: int, url: str, what: tuple[State, str, str, str]) -> Visit:
    state, reason, title, text = what
    status = {State.ALIVE: 200, State.MOVED: 200, State.SUSPECT: 404, State.BLOCKED: 403, State.RESTRICTED: 200}.get(
        state
    )
    moved = "https://www.ferryport.org/port/about" if state is State.MOVED else None
    body = (HOSTILE_BODY if "attacker" in url else f"<!doctype html><title>{title}</title><p>{text}</p>").encode()
    content = (
        Content(text=text, title=title, extractor="test/1", language="ja" if "渡" in text else "en") if text else None
    )
    return Visit(
        link_id=link_id,
        page=Page(
            url=url, final_url=moved or url, status=status, elapsed=0.31,
            headers=(("content-type", "text/html; charset=utf-8"), ("server", "<b>nginx</b>")),
            redirects=(Hop(url=url, status=301, location=moved),) if moved else (),
        ),
        verdict=Verdict(
            state=state, reason=reason, evidence=f"HTTP {status}" if status else "nothing within 30 s",
            confidence=Confidence.SURE, new_url=moved,
            failure={State.SUSPECT: Failure.SURE, State.UNREACHABLE: Failure.NETWORK}.get(state),
            trail=(
                Trace(rule="dns-gone", fired=False, note="name resolves"),
                Trace(rule=reason, fired=True, note="<i>seen</i>"),
            ),
        ),
        content=content,
        body_sha256=hashlib.sha256(body + text.encode("utf-8", "replace")).hexdigest(),
        body=zstandard.compress(body) if content else b"",
        judged_by="test/1",
    )  # fmt: skip


def site(path: Path, **more: object) -> Site:
    """The pages of that database, on the morning after the third night."""
    given: dict[str, object] = {
        "open_store": lambda read_only: db.open(path, read_only=read_only),
        "name": path.name,
        "zone": ZONE,
        "clock": lambda: NOW,
        "key": secrets.token_bytes(32),
        "hosts": frozenset({"testserver"}),
    }
    return Site(**{**given, **more})  # type: ignore[arg-type]
