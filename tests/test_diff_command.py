"""``linkwatch diff`` on the demo's database, ``linkwatch archive`` on a replay."""

import json
from pathlib import Path

import pytest
from command import called, linkwatch, one_line
from web.records import SENTENCE, Record, article, write

EDITED = "https://www.jiji.com/jc/article?k=2025060100431"
UNQUOTED = "https://www.mofa.go.jp/erp/we/no/page4e_090431.html"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's documents and database."""
    folder = tmp_path_factory.mktemp("kept")
    ran = called("demo", "--keep", "demo", folder=folder)
    assert ran.returncode == 0, ran.stderr
    return folder / "demo"


def test_a_quoted_page_is_shown_against_its_quotes(kept: Path) -> None:
    shown = called("diff", EDITED, folder=kept)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "edited against the quote, " in shown.stdout
    assert "edited: " in shown.stdout
    assert "    now: " in shown.stdout


@pytest.mark.parametrize("against", ["first", "previous", "2025-06-05"])
def test_a_page_against_a_stored_version(kept: Path, against: str) -> None:
    shown = called("diff", EDITED, "--against", against, folder=kept)
    assert shown.returncode == 0, shown.stderr
    assert "version of 2025-06-0" in shown.stdout
    assert "{+" in shown.stdout
    assert "\x1b" not in shown.stdout


@pytest.mark.parametrize("name", ["json", "html", "unified"])
def test_formats(kept: Path, name: str) -> None:
    shown = called("diff", EDITED, "--against", "first", "--format", name, folder=kept)
    assert shown.returncode == 0, shown.stderr
    if name == "json":
        assert json.loads(shown.stdout)["drift"] == "edited"
    else:
        assert {"html": "<ins>", "unified": "\n+"}[name] in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["https://nobody.example.jp/"], "no document cites it"),
        ([EDITED, "--against", "yesterday"], "not understood"),
        ([EDITED, "--against", "2001-01-01"], "no version of 2001-01-01 is stored"),
        ([EDITED, "--against", "archive"], "no archived copy of it was read"),
    ],
)
def test_what_cannot_be_shown_is_told_in_one_line(kept: Path, arguments: list[str], said: str) -> None:
    done = called("diff", *arguments, folder=kept)
    assert done.returncode == 2
    assert said in one_line(done)


def test_a_day_on_which_the_page_was_as_it_is_now_shows_no_change(kept: Path) -> None:
    shown = called("diff", EDITED, "--against", "2026-01-01", folder=kept)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "same against the older version, 100% alike" in shown.stdout


def test_of_a_quote_the_unified_diff_has_what_is_quoted_and_no_more(kept: Path) -> None:
    shown = called("diff", EDITED, "--format", "unified", folder=kept).stdout
    told = json.loads(called("diff", EDITED, "--format", "json", folder=kept).stdout)
    sentences = [each for one in (told if isinstance(told, list) else [told]) for each in one["sentences"]]
    lines = [line for line in shown.splitlines() if not line.startswith(("---", "+++", "@@"))]
    assert {line[1:] for line in lines if line[0] in "-"} <= {each["text"] for each in sentences}
    assert {line[1:] for line in lines if line[0] == "+"} == {e["found"] for e in sentences if e["fate"] == "edited"}


@pytest.mark.parametrize("name", ["notaurl", "ftp://example.jp/a", "999"])
def test_only_addresses_of_the_web_are_asked_for_in_archives(kept: Path, name: str) -> None:
    done = called("archive", name, "--offline", folder=kept)
    assert done.returncode == 2
    assert "not an address of the web" in one_line(done)


def test_several_quotes_are_a_list_in_json(kept: Path, tmp_path: Path) -> None:
    shown = called("diff", EDITED, "--format", "json", folder=kept)
    told = json.loads(shown.stdout)
    assert isinstance(told, list) == (shown.stdout.count('"drift"') > 1)


URL = "https://news.example.jp/a/1"
CDX = "https://archive.example.org/cdx?url=https%3A%2F%2Fnews.example.jp%2Fa%2F1"
HEAD = ["timestamp", "original", "statuscode"]


@pytest.fixture
def replayed(tmp_path: Path) -> Path:
    """A folder whose linkwatch.toml names one archive, and a WARC file of its answers."""
    base = "https://archive.example.org"
    told = (
        f"ours cdx={base}/cdx?url={{quoted}} memento={base}/{{timestamp}}/{{url}} raw={base}/{{timestamp}}id_/{{url}}"
    )
    (tmp_path / "linkwatch.toml").write_text(f'[archive]\nsources = ["{told}", "warp"]\n')
    json_type = (("Content-Type", "application/json"),)

    def cdx(query: str, *rows: list[str]) -> Record:
        return Record(url=f"{CDX}&{query}", body=json.dumps([HEAD, *rows]).encode(), headers=json_type)

    write(
        tmp_path / "archive.warc.gz",
        [
            cdx("to=20240601000000&limit=-3", ["20240520010203", URL, "200"]),
            cdx("from=20240601000000&limit=3", ["20240609040506", URL, "200"]),
            Record(url=f"{base}/20240520010203id_/{URL}", body=article("見出し", SENTENCE)),
        ],
    )
    return tmp_path


def test_archives_are_asked_in_a_replay(replayed: Path) -> None:
    asked = ["archive", URL, "--around", "2024-06-01T00:00:00+0000", "--replay", "archive.warc.gz", "--read"]
    done = called(*asked, "--format", "json", folder=replayed)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(each["archive"], each["outcome"]) for each in told["asked"]] == [("ours", "found")]
    first, second = told["captures"]
    assert first["taken_at"] == "2024-05-20T01:02:03Z"
    assert first["address"] == f"https://archive.example.org/20240520010203/{URL}"
    assert first["text_chars"] > 30
    assert second["text_chars"] is None
    shown = called(*asked, folder=replayed).stdout
    assert "ours  200  " in shown


def test_archives_that_do_not_answer_are_told(replayed: Path) -> None:
    done = linkwatch("archive", "https://news.example.jp/b", "--replay", "archive.warc.gz", folder=replayed)
    assert done.returncode == 2
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == ["ours", "warp"]
