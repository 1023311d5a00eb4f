"""A crawl in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db.rows import CrawlRow
from linkwatch.report.night import size, span, words

ROW = CrawlRow(
    id=3,
    kind="crawl",
    night=date(2025, 6, 1),
    started_at=datetime(2025, 6, 1, 18, tzinfo=UTC),
    ended_at=datetime(2025, 6, 1, 20, 14, 30, tzinfo=UTC),
    settled_at=datetime(2025, 6, 1, 20, 15, tzinfo=UTC),
    visited=12_000,
    unchanged=11_990,
    outcome="done",
    counts={},
)


def test_all_there_is_to_say() -> None:
    row = replace(
        ROW,
        first_visits=4,
        events={"edited": 2, "died": 1, "came-back": 3, "blocked": 1},
        unanswered=1_500,
        errors={"a.jp": 1_000, "b.jp": 200, "c.jp": 100, "d.jp": 100, "e\nf.jp": 100},
        bytes=3_450_000,
    )
    assert words(row) == (
        "visited 12,000 links in 2 h 14 min, 11,990 as they were, 4 new; 1 died, 3 came back, 2 edited, 1 walled; "
        "1,500 without an answer (a.jp 1,000, b.jp 200, c.jp 100, others 200); 3.5 MB"
    )


def test_a_crawl_that_is_not_settled_has_no_news_yet() -> None:
    assert words(replace(ROW, settled_at=None)).endswith("11,990 as they were; not settled yet")


def test_a_quiet_night() -> None:
    assert words(ROW, took=timedelta(seconds=5)) == "visited 12,000 links in 5 s, 11,990 as they were; no news"
    one = replace(ROW, visited=1, unchanged=1, ended_at=ROW.started_at)  # a clock that was set
    assert words(one) == "visited 1 link, 1 as they were; no news"
    assert words(replace(one, unanswered=1, errors={"a\x1b.jp": 1})).endswith("; 1 without an answer (a .jp 1)")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s"), (8_070, "2 h 14 min")],
)
def test_spans(seconds: float, text: str) -> None:
    assert span(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(
    ("number", "text"), [(999, "999 B"), (12_400, "12 kB"), (3_450_000, "3.5 MB"), (2_000_000_000, "2,000.0 MB")]
)
def test_sizes(number: int, text: str) -> None:
    assert size(number) == text
