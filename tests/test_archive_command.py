"""``crawl``, ``archive``, ``diff`` and ``history`` with an archive, replayed from one WARC file."""

import json
from pathlib import Path

import pytest
from command import called, one_line
from web.records import Record, article, write

URL = "https://kawabe-dayori.jp/a"
BASE = "https://archive.example.org"
CDX = f"{BASE}/cdx?url=https%3A%2F%2Fkawabe-dayori.jp%2Fa"
OLD = [f"堤の広場には二日間でおよそ{8000 + number}人が訪れ、屋台は{number}軒が並んだという。" for number in range(8)]
NEW = [line.replace("8003人", "9500人") for line in OLD]
AT = "2025-06-01T03:00:00+09:00"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after one crawl, the archive's copies in it."""
    folder = tmp_path_factory.mktemp("crawled")
    told = (
        f"ours cdx={BASE}/cdx?url={{quoted}} memento={BASE}/{{timestamp}}/{{url}} raw={BASE}/{{timestamp}}id_/{{url}}"
    )
    (folder / "linkwatch.toml").write_text(f'time_zone = "Asia/Tokyo"\n[archive]\nsources = ["{told}", "warp"]\n')
    (folder / "a.md").write_text(f"# 桜\n\n2025年4月20日\n\n[川べりの桜]({URL})を読んだ。\n", encoding="utf-8")

    def cdx(query: str, stamp: str) -> Record:
        rows = [["timestamp", "original", "statuscode"], [stamp, URL, "200"]]
        return Record(url=f"{CDX}&{query}", body=json.dumps(rows).encode(), headers=(("Content-Type", "text/plain"),))

    before, after = "20250418010203", "20250424010203"
    write(
        folder / "web.warc.gz",
        [
            Record(url=URL, body=article("川べりの桜", *NEW)),
            cdx("to=20250420145959&limit=-3", before),
            cdx("from=20250420145959&limit=3", after),
            *(Record(url=f"{BASE}/{each}id_/{URL}", body=article("川べりの桜", *OLD)) for each in (before, after)),
        ],
    )
    assert called("add", "a.md", folder=folder).returncode == 0
    ran = called("crawl", "--replay", "web.warc.gz", "--at", AT, folder=folder)
    assert ran.returncode == 0, ran.stderr
    assert "1 edited" in ran.stderr
    assert "asked archives about 1 of them" in ran.stderr
    return folder


def test_the_report_names_the_archive(crawled: Path) -> None:
    told = called("report", folder=crawled).stdout
    assert "against the archived copy: number “8003人” → “9500人”" in told


@pytest.mark.parametrize("arguments", [(), ("--against", "archive")])
def test_diff_shows_the_copy_of_the_day(crawled: Path, arguments: tuple[str, ...]) -> None:
    shown = called("diff", URL, *arguments, folder=crawled)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("ours 2025-04-18 10:02 → version of 2025-06-01 03:00\n")
    assert "[-8003人-]{+9500人+}" in shown.stdout


def test_what_is_known_is_told_without_asking(crawled: Path) -> None:
    shown = called("archive", URL, "--offline", "--format", "jsonl", folder=crawled)
    assert shown.returncode == 0, shown.stderr
    told = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [(each["archive"], each["taken_at"], each["text_chars"] > 100) for each in told] == [
        ("ours", "2025-04-18T01:02:03Z", True),
        ("ours", "2025-04-24T01:02:03Z", True),
    ]
    shown = called("archive", "https://nobody.example.jp/", "--offline", folder=crawled)
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "no copy of it is known" in one_line(shown)


def test_history_lists_the_copies(crawled: Path) -> None:
    told = called("history", URL, folder=crawled).stdout
    assert "cited    a.md:5  edited against the archive\n" in told
    assert f"copy     2025-04-18  ours  200  {BASE}/20250418010203/{URL}\n" in told


def test_archives_may_be_left_alone(crawled: Path) -> None:
    arguments = ("crawl", "--all", "--no-archive", "--replay", "web.warc.gz", "--at", "2025-09-30T03:00:00+09:00")
    assert "archives" not in called(*arguments, folder=crawled).stderr


def test_an_offline_crawl_visits_nothing(crawled: Path) -> None:
    assert "nothing was visited" in one_line(called("crawl", "--all", "--offline", folder=crawled))
