"""status, links, history, explain: on what three nights of the demo's web leave in a database."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import called, one_line

import db

EXAMPLES = Path(__file__).parent.parent / "examples"
NIGHTS = ("2025-06-02T03:00:00+09:00", "2025-11-10T03:00:00+09:00", "2025-11-14T03:00:00+09:00")
NHK = "https://www3.nhk.or.jp/news/html/20250601/k10099104311000.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    for document in (EXAMPLES / "documents").iterdir():
        shutil.copyfile(document, folder / document.name)
    (folder / "linkwatch.toml").write_text('time_zone = "Asia/Tokyo"\n')
    web = [argument for file in sorted((EXAMPLES / "web").glob("*.warc.gz")) for argument in ("--replay", str(file))]
    added = called("add", ".", folder=folder)
    assert (added.returncode, added.stderr) == (0, "linkwatch: 3 documents are on watch; next: linkwatch crawl\n")
    for at in NIGHTS:
        done = called("crawl", *web, "--at", at, folder=folder)
        assert done.returncode == 0, done.stderr
    before, last = (re.sub(r"in \d+ s", "in 1 s", line) for line in done.stderr.splitlines())
    assert before == "linkwatch: visited 13 links in 1 s, 12 as they were; 4 died; 12 kB"
    seen = "visited 13 links, 4 as they were; 1 moved, 1 edited, 1 walled; 12 kB"
    assert last == f"linkwatch: the one before, of 2025-11-10 03:00: {seen}"
    return folder


def test_links_with_the_next_visit_and_why(folder: Path) -> None:
    done = called("links", "--format", "jsonl", folder=folder)
    links = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(links) == 13
    nhk = next(link for link in links if link["url"] == NHK)
    assert (nhk["state"], nhk["next_night"], nhk["why"]) == ("dead", "2025-11-20", "dead: weekly, to see a revival")
    alive = next(link for link in links if link["state"] == "alive" and link["drift"] != "edited")
    assert (alive["next_night"], alive["why"]) == ("2025-11-14", "every night")
    text = called("links", "--drift", "edited", folder=folder).stdout
    assert [line.split()[1:3] for line in text.splitlines()] == [["edited", "2025-11-14"]]
    rows = list(csv.DictReader(io.StringIO(called("links", "--format", "csv", folder=folder).stdout)))
    assert [int(row["id"]) for row in rows] == [link["id"] for link in links]
    assert json.loads(called("links", "--format", "json", folder=folder).stdout)["links"] == links
    muted = called("mute", NHK, "--until", "2999-01-01", folder=folder)
    assert muted.returncode == 0
    try:
        assert "muted until 2999-01-01" in called("links", "--url", NHK, folder=folder).stdout
        assert NHK not in called("report", folder=folder).stdout
        assert NHK in called("report", "-v", folder=folder).stdout
    finally:
        called("mute", NHK, "--off", folder=folder)


def test_links_that_were_never_visited(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").touch()
    (tmp_path / "a.md").write_text("https://www.kaiun.jp/a")
    assert called("add", "a.md", folder=tmp_path).returncode == 0
    line = called("links", folder=tmp_path).stdout
    assert line.split(maxsplit=4)[1:] == ["unknown", "–", "https://www.kaiun.jp/a", "(new: at the next crawl)\n"]
    assert called("remove", "a.md", folder=tmp_path).returncode == 0
    assert called("links", folder=tmp_path).stdout == ""
    assert "(cited by no watched document)" in called("links", "--document", "a.md", folder=tmp_path).stdout


def test_status(folder: Path) -> None:
    told = json.loads(called("status", "--format", "json", folder=folder).stdout)
    assert told["last_crawl"] == told["last_good_crawl"]
    assert told["last_crawl"]["started_at"] == "2025-11-14T03:00+09:00"
    assert (told["last_crawl"]["visited"], told["last_crawl"]["events"]) == (13, {"died": 4})
    assert (told["documents"], told["due"], told["links"]["dead"]) == (3, 13, 4)
    text = called("status", folder=folder).stdout
    assert "last crawl  2025-11-14T03:00+09:00, done: visited 13 links, 12 as they were; 4 died; 12 kB\n" in text
    assert datetime.fromisoformat(told["next_crawl"]) > datetime.now(UTC)
    assert f"next crawl  {told['next_crawl']}" in text
    assert "4 dead" in text


def test_status_for_monitoring(folder: Path, tmp_path: Path) -> None:
    late = called("status", "--check", folder=folder)
    assert late.returncode == 1
    assert one_line(late) == "no good crawl within 26h: linkwatch crawl"
    weeks = (datetime.now(UTC) - datetime.fromisoformat(NIGHTS[-1])).days // 7 + 2
    assert called("status", "--check", "--max-age", f"{weeks}w", folder=folder).returncode == 0
    assert "is not a length of time" in one_line(called("status", "--max-age", "soon", folder=folder))
    (tmp_path / "linkwatch.toml").touch()
    db.open(tmp_path / "linkwatch.db").close()
    done = called("status", "--check", folder=tmp_path)
    assert done.returncode == 1
    assert "last crawl  none yet" in done.stdout


def test_history(folder: Path) -> None:
    lines = called("history", NHK, folder=folder).stdout.splitlines()
    assert lines[0] == NHK
    assert lines[1].startswith("dead since 2025-11-14: article-ended")
    assert [line.split()[0] for line in lines[2:]] == ["visit", "visit", "version", "news", "cited"]
    assert "2025-11-10 – 2025-11-14 (2 visits)  suspect" in lines[3]
    assert lines[-1].split()[1] == "arctic-memo.txt:55"
    told = json.loads(called("history", NHK, "--format", "json", folder=folder).stdout)
    assert [(check["state"], check["count"]) for check in told["checks"]] == [("alive", 1), ("suspect", 2)]
    assert [event["kind"] for event in told["events"]] == ["died"]
    by_id = json.loads(called("history", str(told["id"]), "--format", "json", folder=folder).stdout)
    assert by_id == told
    done = called("history", "https://www.kaiun.jp/none", folder=folder)
    assert (done.returncode, one_line(done)) == (
        2,
        "https://www.kaiun.jp/none: no document cites it: linkwatch links lists what is known",
    )


def test_explain(folder: Path) -> None:
    every = called("explain", folder=folder).stdout.splitlines()
    assert len(every) > 30
    one = called("explain", "http-404", folder=folder).stdout.splitlines()
    assert one[0] == "http-404: suspect, dead at the second visit, at least 20 hours later"
    assert [line.split()[0] for line in one[1:]] == ["What:", "Why:", "Example:"]
    after = called("explain", "same-body", folder=folder).stdout.splitlines()
    assert after[0] == "same-body: suspect, dead at the third visit, over at least 3 days"
    assert [line.split()[0] for line in after[1:]] == ["What:", "Why:", "Example:"]
    assert any(line.startswith("same-body ") for line in every)
    link = called("explain", NHK, folder=folder).stdout.splitlines()
    assert link[0].startswith("suspect: article-ended")
    assert any(line.startswith("  fired  ") for line in link)
    assert "neither a reason nor a link" in one_line(called("explain", "http-403x", folder=folder))
