"""Findings to report on: one of each sort, with Japanese, hostile text and gaps. Data for the report's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from linkwatch.model import (
    BaselineKind,
    Capture,
    Citation,
    Cited,
    Comparison,
    Confidence,
    Drift,
    Edit,
    EditKind,
    EditOp,
    Fate,
    Finding,
    Sentence,
    State,
    Verdict,
    When,
)
from linkwatch.report import Report

NOW = datetime(2025, 6, 5, 18, 0, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")


def cited(document: str, line: int | None, url: str, *, place: str | None = None, **said: object) -> Cited:
    comparison = said.pop("comparison", None)
    assert comparison is None or isinstance(comparison, Comparison)
    citation = Citation(url=url, canonical_url=url, line=line, place=place, **said)  # type: ignore[arg-type]
    return Cited(document=document, citation=citation, comparison=comparison)


def finding(number: int, url: str, verdict: Verdict, *citations: Cited, **known: object) -> Finding:
    known = {"http_status": 200, "final_url": url, "checked_at": NOW, "state_since": NOW} | known
    return Finding(
        link_id=number, url=url, canonical_url=url, site="other", verdict=verdict, citations=citations, **known
    )  # type: ignore[arg-type]


JIJI = "https://www.jiji.com/jc/article?k=2025012200132&g=pol"


def capture(archive: str, day: str, status: int | None, prefix: str) -> Capture:
    return Capture(
        archive=archive,
        taken_at=datetime.fromisoformat(f"{day}T18:00:00+00:00"),
        status=status,
        address=prefix + JIJI,
    )


DEAD = finding(
    1,
    JIJI,
    Verdict(state=State.DEAD, reason="http-404", evidence="404 Not Found at two visits, 25 hours apart"),
    cited(
        "メモ/会談.txt", 8, JIJI, title="首脳会談、早期開催へ調整", outlet="時事通信", quote="岩屋毅外相は21日午後…",
        published_at=When(value="2025-01-22T12:51", source="text"), cited_at=When(value="2025-01", source="text"),
        comparison=Comparison(drift=Drift.UNJUDGED, copy=f"https://web.archive.org/web/20250122/{JIJI}"),
    ),
    cited("docs/a.md", 40, JIJI),
    cited("docs/a.md", 12, JIJI),
    http_status=404,
    state_since=datetime(2025, 5, 31, 16, 30, tzinfo=UTC),
    captures=(
        capture("wayback", "2025-06-02", 404, "https://web.archive.org/web/20250602/"),
        capture("wayback", "2025-01-22", 200, "https://web.archive.org/web/20250122/"),
        capture("warp", "2025-04-01", None, "https://warp.ndl.go.jp/2025/"),
    ),
)  # fmt: skip
EDITED = finding(
    2,
    "https://www.example.jp/yosan",
    Verdict(state=State.ALIVE, reason="ok", evidence="200 OK"),
    cited(
        "docs/a.md",
        20,
        "https://www.example.jp/yosan",
        comparison=Comparison(
            drift=Drift.EDITED,
            baseline=BaselineKind.FIRST,
            similarity=0.97,
            edits=(
                Edit(op=EditOp.INSERT, after="なお、詳細は後日公表する。"),
                Edit(op=EditOp.REPLACE, kind=EditKind.AMOUNT, before="約3億円", after="約5億円"),
                Edit(op=EditOp.DELETE, kind=EditKind.NAME, before="田中太郎"),
                Edit(op=EditOp.REPLACE, kind=EditKind.DATE, before="4月1日", after="4月8日"),
                Edit(op=EditOp.MOVE, before="以上", after="以上"),
            ),
        ),
    ),
    cited("docs/b.md", 1, "https://www.example.jp/yosan", comparison=Comparison(drift=Drift.SAME, quote_kept=1.0)),
    drift=Drift.EDITED,
)
MOVED = finding(
    3,
    "http://old.example.jp/page",
    Verdict(
        state=State.MOVED,
        reason="redirect",
        evidence="301 to another host, the same title",
        new_url="https://new.example.jp/page",
    ),
    cited("docs/b.md", 3, "http://old.example.jp/page"),
    final_url="https://new.example.jp/page",
)
REPLACED = finding(
    4,
    "https://shop.example.jp/",
    Verdict(state=State.SUSPECT, reason="hijacked", evidence="", confidence=Confidence.LIKELY),
    cited(
        "report.pdf",
        None,
        "https://shop.example.jp/",
        place="page 12",
        quote="一文目。二文目。",
        comparison=Comparison(
            drift=Drift.REPLACED,
            baseline=BaselineKind.QUOTE,
            quote_kept=0.0,
            sentences=(
                Sentence(text="一文目。", start=0, fate=Fate.MISSING),
                Sentence(text="二文目。", start=4, fate=Fate.MISSING),
            ),
        ),
    ),
    drift=Drift.REPLACED,
)
HOSTILE = finding(
    5,
    "https://evil.example.jp/?a|b=`c`",
    Verdict(
        state=State.SUSPECT,
        reason="soft-404",
        evidence="title \x1b[31m=HYPERLINK(1)\x07 says\n| @octocat closes #1 <b>\u202egone\ud800",
    ),
    cited("=cmd\x1b[2J.md", 7, "https://evil.example.jp/?a|b=`c`", title='=HYPERLINK("http://x")'),
    muted_until=date(2025, 12, 31),
)
ALIVE = finding(
    6, "https://www.mofa.go.jp/", Verdict(state=State.ALIVE, reason="ok"), cited("docs/a.md", 2, "https://www.mofa.go.jp/")
)  # fmt: skip
UNSEEN = finding(
    7,
    "https://new.example.jp/",
    Verdict(state=State.UNKNOWN, reason="not-visited"),
    http_status=None,
    final_url=None,
    checked_at=None,
    state_since=None,
)
EVERY = (DEAD, EDITED, MOVED, REPLACED, HOSTILE, ALIVE, UNSEEN)
ATTENTION = (DEAD, EDITED, MOVED, REPLACED, HOSTILE)

REPORT = Report(
    generated_at=NOW,
    counts={State.ALIVE: 2, State.MOVED: 1, State.DEAD: 1, State.SUSPECT: 2, State.UNKNOWN: 1},
    drifts={Drift.EDITED: 1, Drift.REPLACED: 1, Drift.UNJUDGED: 5},
    links=lambda: iter(EVERY),
    attention=lambda: iter(ATTENTION),
    zone=TOKYO,
    notes=("2 suspects are visited again tomorrow.",),
)
