"""``linkwatch judge``: one saved page, many, bad lines, quotes and earlier copies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import linkwatch

from linkwatch import __main__ as process

SENTENCES = (
    "市は二十二日、新しい図書館を四月一日に開くと発表した。",
    "蔵書は約十二万冊で、県内の市立図書館では三番目に多い。",
    "総事業費は四十八億円で、当初の計画を六億円上回った。",
    "市長は会見で「市民が毎日立ち寄れる場所にしたい」と述べた。",
)
URL = "https://www.minato-shimbun.test/news/2025/0122.html"


def html(*sentences: str, title: str = "新図書館、四月に開館｜みなと新聞") -> str:
    body = "".join(f"<p>{sentence * 2}</p>" for sentence in sentences)
    head = f"<!DOCTYPE html><html lang=ja><meta charset=utf-8><title>{title}</title>"
    return f"{head}<main><article><h1>新図書館、四月に開館</h1>{body}</article></main></html>"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "alive.html").write_text(html(*SENTENCES), "utf-8")
    (tmp_path / "edited.html").write_text(html(*SENTENCES).replace("四十八億円", "五十二億円"), "utf-8")
    (tmp_path / "gone.html").write_text(
        "<meta charset=utf-8><title>ページが見つかりません｜みなと新聞</title><p>トップページへ戻る</p>", "utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> str:
    """What a call in this process writes to a file: quicker than a process of its own."""
    assert process.run(["judge", *arguments, "--output", "told"]) == 0
    return Path("told").read_text("utf-8")


def batch(folder: Path, *lines: object) -> tuple[int, list[dict[str, Any]]]:
    given = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    (folder / "pages.jsonl").write_text(given, "utf-8")
    code = process.run(["judge", "--batch", "pages.jsonl", "--format", "jsonl", "--output", "told"])
    return code, [json.loads(line) for line in Path("told").read_text("utf-8").splitlines()]


def test_one_page_for_people(folder: Path) -> None:
    told = run("gone.html", "--url", URL)
    assert told.startswith("suspect  soft-404")
    assert "dead at the third visit, over at least 3 days" in told


def test_one_page_for_programs(folder: Path) -> None:
    told = json.loads(run("alive.html", "--url", URL, "--format", "json"))
    assert list(told)[:8] == ["url", "body", "state", "reason", "evidence", "confidence", "title", "text_chars"]
    assert (told["url"], told["body"], told["state"], told["reason"]) == (URL, "alive.html", "alive", "ok")
    assert told["text_chars"] > 150
    assert "quote_kept" not in told
    assert "drift" not in told


def test_what_comes_close_is_told(folder: Path) -> None:
    (folder / "about.html").write_text(html(*SENTENCES * 6, title="ページが見つかりません"), "utf-8")
    told = run("about.html", "--url", URL)
    assert told.startswith("alive  ok")
    assert "came close:\n  soft-404" in told


def test_status_and_headers(folder: Path) -> None:
    told = json.loads(run("alive.html", "--status", "404", "--format", "jsonl"))
    assert (told["state"], told["reason"], told["failure"]) == ("suspect", "http-404", "sure")
    told = json.loads(run("gone.html", "--header", "CF-Mitigated: challenge", "--format", "json"))
    assert told["state"] == "blocked"


def test_a_batch(folder: Path) -> None:
    code, told = batch(
        folder,
        {"url": URL, "status": 200, "headers": {"Content-Type": "text/html"}, "final_url": URL, "body": "alive.html"},
        {"url": URL, "status": 200, "headers": {"Set-Cookie": ["a=1", "b=2"]}, "body": "gone.html"},
        {"url": URL, "status": 410, "headers": {}, "final_url": URL, "body": None},
        {"url": URL, "status": 200, "final_url": "https://www.minato-shimbun.test/", "body": "alive.html"},
    )
    assert code == 0
    assert [line["reason"] for line in told] == ["ok", "soft-404", "http-410", "redirected-to-top"]


def test_quotes_and_earlier_copies(folder: Path) -> None:
    line = {"url": URL, "status": 200, "body": "edited.html", "quote": SENTENCES[1], "first": "alive.html"}
    _, told = batch(
        folder,
        line,
        {**line, "quote": SENTENCES[2]},
        {**line, "body": "alive.html"},
        {**line, "body": "gone.html"},
    )
    assert [each["drift"] for each in told] == ["edited", "edited", "same", "unjudged"]
    assert told[0]["quote_kept"] == 1
    assert [each["fate"] for each in told[0]["sentences"]] == ["kept"]
    assert [each["fate"] for each in told[1]["sentences"]] == ["edited"]
    assert told[1]["quote_kept"] < 1
    assert (told[3]["quote_kept"], told[3]["sentences"]) == (None, [])


@pytest.mark.parametrize("given", ["quote.txt", "@quote.txt", SENTENCES[1]])
def test_a_quote_is_a_file_or_the_passage_itself(
    folder: Path, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "quote.txt").write_text(SENTENCES[1], encoding="utf-8")
    assert process.run(["judge", "edited.html", "--url", URL, "--quote", given, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["quote_kept"], [each["fate"] for each in told["sentences"]]) == (1, ["kept"])
    assert told["sentences"][0]["link"].startswith(f"{URL}#:~:text=")
    assert process.run(["judge", "edited.html", "--quote", given]) == 0
    assert f"kept    {SENTENCES[1]}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ("null", "not a JSON object"),
        ({"body": "alive.html"}, "no url"),
        ({"url": URL}, "no body"),
        ({"url": URL, "body": "missing.html"}, "missing.html: cannot be read"),
        ({"url": URL, "body": "a\x00b"}, "cannot be read"),
        ({"url": URL, "body": ["alive.html"]}, "body is not a string"),
        ({"url": URL, "body": "alive.html", "status": "200"}, "no HTTP status"),
        ({"url": URL, "body": "alive.html", "headers": []}, "headers are not an object"),
        ({"url": URL, "body": "alive.html", "first": "missing.html"}, "missing.html: cannot be read"),
    ],
)
def test_a_bad_line_is_told_and_the_rest_goes_on(folder: Path, line: object, words: str) -> None:
    code, told = batch(folder, line, {"url": URL, "body": "alive.html"})
    assert code == 2
    assert words in told[0]["error"]
    assert set(told[0]) == {"body", "error"}
    assert told[1]["state"] == "alive"


def test_a_batch_from_standard_input(folder: Path) -> None:
    line = json.dumps({"url": URL, "body": "alive.html"})
    done = linkwatch("judge", "--batch", "-", folder=folder, stdin=f"{line}\n\n".encode())
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["state"] == "alive"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("alive.html", "--batch", "x"),
        ("missing.html",),
        ("--batch", "missing.jsonl"),
        ("alive.html", "--header", "x"),
        ("alive.html", "--quote", "@missing.txt"),
        ("alive.html", "--quote", "missing.txt"),
        ("--batch", "pages.jsonl", "--format", "text"),
    ],
)
def test_misuse_ends_with_2(folder: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert process.run(["judge", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
