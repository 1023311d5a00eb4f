"""Visits between two nights: of suspects, 6 and 12 hours after a crawl."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from webs import Answer, article, write_warc

import db
from linkwatch import night
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import Selection, State
from linkwatch.sources import Source

TOKYO = ZoneInfo("Asia/Tokyo")
URLS = [f"https://kawabe-dayori.jp/{number}" for number in range(4)]
GONE = article("ページが見つかりません", "お探しのページは見つかりませんでした。")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


TIMES = [
    (2, "crawl", "2025-06-02T03:17", State.SUSPECT),
    (1, "check", "2025-06-02T09:17", State.SUSPECT),
    (1, "check", "2025-06-02T15:17", State.SUSPECT),  # of the night of the 2nd, as is the next crawl
    (2, "crawl", "2025-06-03T03:17", State.DEAD),
    (0, "check", "2025-06-03T09:17", State.DEAD),
]
BACK = [
    (2, "crawl", "2025-06-02T03:17", State.SUSPECT),
    (1, "check", "2025-06-02T15:17", State.ALIVE),
    (1, "crawl", "2025-06-03T03:17", State.ALIVE),  # visited in the afternoon, and well
    (2, "crawl", "2025-06-04T03:17", State.ALIVE),
]


@pytest.mark.parametrize(("times", "back"), [(TIMES, None), (BACK, "2025-06-02T12:00")])
def test_a_look_in_between_shows_a_revival_and_confirms_no_death(
    times: list[tuple[int, str, str, State]], back: str | None, tmp_path: Path
) -> None:
    well = [article(f"橋{url}", f"橋ができた。{url}") for url in URLS[:2]]
    answers = [
        Answer(since=at("2025-06-01T00:00"), url=url, body=text) for url, text in zip(URLS, well, strict=False)
    ]
    answers.append(Answer(since=at("2025-06-02T00:00"), url=URLS[0], status=404, body=GONE))
    if back:
        answers.append(Answer(since=at(back), url=URLS[0], body=well[0]))
    web = Replay.open([write_warc(tmp_path / "web.warc.gz", answers)], at("2025-06-01T03:00"))
    store = db.open(tmp_path / "linkwatch.db")
    document = "\n".join(f"- {url}" for url in URLS[:2]).encode()
    night.read([Source(name="a.md", data=document)], store, watch=True, at=at("2025-06-01T03:00"))
    told = []
    for visited, kind, time, state in [(2, "crawl", "2025-06-01T03:17", State.ALIVE), *times]:
        now = at(time)
        result = night.run(
            store, kind=kind, settings=CrawlSettings(workers=1), clock=lambda now=now: now, zone=TOKYO,
            selection=Selection(states=(State.SUSPECT,) if kind == "check" else ()), replay=web.moved_to(now),
        )  # fmt: skip
        found = {one.canonical_url: one.verdict.state for one in store.findings(Selection())}
        assert (time, result.crawl.visited, found[URLS[0]]) == (time, visited, state)
        told += [one.event.kind.value for one in result.events]
    store.close()
    assert told == ([] if back else ["died"])
