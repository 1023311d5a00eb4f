"""Two documents cite one page with different quotes: each has its own verdict, in the report and in the viewer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import called
from web.records import Record, article, write

import db
from linkwatch.model import Drift, Fate
from linkwatch.viewer.notes import notes

URL = "https://kawabe-dayori.jp/a"
LINES = [
    "堤の広場には二日間でおよそ8000人が訪れ、屋台は32軒が並んだという。",
    "片づけには地元の中学生40人が加わり、集めたごみは2トンに達した。",
    "遊歩道の補修は県との共同事業で、護岸の石積みを残したまま幅を広げた。",
    "照明は太陽光で充電し、夜九時に消える。蛍の季節には点けないことも決まった。",
]
NOW = [LINES[0].replace("8000人", "9500人"), *LINES[1:3]]
QUOTES = {"人出.md": LINES[0], "片づけ.md": LINES[1], "照明.md": LINES[3], "名だけ.md": ""}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder after two nights; in the second the page says otherwise."""
    folder = tmp_path_factory.mktemp("crawled")
    (folder / "linkwatch.toml").write_text('time_zone = "Asia/Tokyo"\n')
    for name, quote in QUOTES.items():
        told = f"# 川べり\n\n[川べりの桜]({URL})にはこうある。\n\n" + (f"> {quote}\n" if quote else "")
        (folder / name).write_text(told, encoding="utf-8")
    days = [("2025-05-31T00:00:00Z", LINES), ("2025-06-02T00:00:00Z", NOW)]
    write(
        folder / "web.warc.gz", [Record(url=URL, date=day, body=article("川べりの桜", *text)) for day, text in days]
    )
    assert called("add", *QUOTES, folder=folder).returncode == 0
    for day in ("01", "03"):
        ran = called("crawl", "--replay", "web.warc.gz", "--at", f"2025-06-{day}T03:00:00+09:00", folder=folder)
        assert ran.returncode == 0, ran.stderr
    return folder


WANTED = {
    "人出.md": ("edited", "quote", [("number", "8000人", "9500人")]),
    "片づけ.md": ("same", "quote", []),
    "照明.md": ("edited", "quote", []),
    "名だけ.md": ("edited", "first", [("number", "8000人", "9500人"), ("text", LINES[3], "")]),
}


def test_the_report_tells_each_document_its_own(crawled: Path) -> None:
    [link] = json.loads(called("report", "--format", "json", folder=crawled).stdout)["links"]
    told = {}
    for each in link["citations"]:
        edits = [(edit["kind"], edit["before"], edit["after"]) for edit in each["edits"]]
        told[each["document"]] = (each["drift"], each["baseline"], edits)
    assert told == WANTED
    kept = {each["document"]: each["quote_kept"] for each in link["citations"]}
    assert (kept["片づけ.md"], kept["照明.md"], kept["名だけ.md"]) == (1, 0, None)
    assert 0.8 < kept["人出.md"] < 1
    assert link["drift"] == "edited"


def test_the_text_report_names_only_who_is_concerned(crawled: Path) -> None:
    told = called("report", folder=crawled).stdout
    assert "人出.md" in told
    assert "片づけ.md" not in told


def test_the_page_of_each_document_shows_its_own(crawled: Path) -> None:
    store = db.open(crawled / "linkwatch.db", read_only=True)
    try:
        shown = {}
        for line in store.views.documents():
            view = store.views.document(line.document.id)
            assert view is not None
            [note] = notes(view.cited)
            shown[line.document.name] = (note.drift, note.kept, note.missing, [edit.after for edit in note.facts])
    finally:
        store.close()
    assert {Path(name).name: told for name, told in shown.items()} == {
        "人出.md": (Drift.EDITED, 0, 0, ["9500人"]),
        "片づけ.md": (Drift.SAME, 1, 0, []),
        "照明.md": (Drift.EDITED, 0, 2, []),
        "名だけ.md": (Drift.EDITED, 0, 0, ["9500人", ""]),
    }


def test_diff_shows_each_quote(crawled: Path) -> None:
    told = json.loads(called("diff", URL, "--format", "json", folder=crawled).stdout)
    assert len(told) == 3
    assert [[each["fate"] for each in one["sentences"]] for one in told] == [
        [Fate.EDITED], [Fate.MISSING, Fate.MISSING], [Fate.KEPT],
    ]  # fmt: skip
