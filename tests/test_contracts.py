"""What other programs may rely on: real output of the commands, held against the schemas that are published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command import called, linkwatch
from contracts import FOLDER, SCHEMAS, validator
from jsonschema import Draft202012Validator

EXAMPLES = Path(__file__).parent.parent / "examples"
TEXT = (
    "水産庁は三日、沿岸の漁獲量が前の年より十二%減ったと発表した。調査は全国の四十七の港で行われた。"
    "担当者は「海水温の上昇が続いている」と述べた。来年度の予算には三億円を計上する。"
)


def page(text: str, title: str = "沿岸の漁獲量") -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in (text, "詳しい数字は報告書にまとめ、秋に公表する。" * 4))
    return f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{paragraphs}</article>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.html").write_text(page(TEXT), encoding="utf-8")
    (tmp_path / "new.html").write_text(page(TEXT.replace("三億円", "五億円")), encoding="utf-8")
    (tmp_path / "gone.html").write_text(
        "<title>ページが見つかりません</title><h1>お探しのページは見つかりませんでした</h1>", encoding="utf-8"
    )
    return tmp_path


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas_and_their_references_lead_somewhere(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert (FOLDER / name).is_file()
    assert not validator(name).is_valid(0)


def test_citations(folder: Path) -> None:
    for document in (EXAMPLES / "documents").iterdir():
        shutil.copyfile(document, folder / document.name)
    done = called("citations", ".", "--format", "jsonl", folder=folder)
    assert done.returncode == 0, done.stderr
    found = lines(done.stdout)
    assert len(found) > 10
    schema = validator("citation.schema.json")
    for one in found:
        schema.validate(one)
    assert any(one["quote"] and one["published_at"] and one["outlet"] for one in found)
    assert not schema.is_valid(found[0] | {"published_at": "2025-01-22", "published_at_source": None})


def test_judge(folder: Path) -> None:
    schema = validator("judged.schema.json")
    url = "https://www.suisan.jp/news/1"
    quote = "来年度の予算には三億円を計上する。"
    alone = called("judge", "new.html", "--url", url, "--format", "json", folder=folder)
    both = called(
        "judge", "new.html", "--url", url, "--quote", quote, "--first", "old.html", "--format", "json", folder=folder
    )
    plain, full = json.loads(alone.stdout), json.loads(both.stdout)
    schema.validate(plain)
    schema.validate(full)
    assert (plain["state"], full["drift"], full["sentences"][0]["fate"]) == ("alive", "edited", "edited")
    assert "drift" not in plain
    assert not schema.is_valid(full | {"state": "dead"})


def test_judge_in_a_batch(folder: Path) -> None:
    batch = [
        {"url": "https://a.jp/1", "status": 200, "headers": {"content-type": ["text/html"]}, "body": "new.html"},
        {"url": "https://a.jp/2", "status": 200, "body": "gone.html", "quote": "来年度の予算には三億円を計上する。"},
        {"url": "https://a.jp/3", "status": 404},
        {"url": "https://a.jp/4", "status": 200, "body": "none.html"},
        "no object",
    ]
    text = "\n".join(json.dumps(one) for one in batch) + "\n{not json\n"
    done = linkwatch("judge", "--batch", "-", "--format", "jsonl", folder=folder, stdin=text.encode())
    found = lines(done.stdout)
    schema = validator("judged.schema.json")
    for one in found:
        schema.validate(one)
    assert [one.get("state", "error") for one in found] == ["alive", "suspect", "suspect", "error", "error", "error"]
    assert found[3]["body"] == "none.html"
    assert (done.returncode, done.stderr) == (2, "")


def test_compare(folder: Path) -> None:
    schema = validator("compared.schema.json")
    told = json.loads(called("compare", "old.html", "new.html", "--format", "json", folder=folder).stdout)
    schema.validate(told)
    assert told["drift"] == "edited"
    assert len(told["edits"]) == 1
    pairs = [
        {"old": "old.html", "new": new, "url": "https://a.jp/1"} for new in ("old.html", "new.html", "none.html")
    ]
    text = "\n".join(json.dumps(one) for one in pairs) + "\n[]\n"
    done = linkwatch("compare", "--batch", "-", folder=folder, stdin=text.encode())
    found = lines(done.stdout)
    for one in found:
        schema.validate(one)
    assert [one.get("drift", "error") for one in found] == ["same", "edited", "error", "error"]
    assert done.returncode == 2
    assert not schema.is_valid(told | {"drift": "changed"})


def test_report_and_check(folder: Path) -> None:
    """The demo's own documents and web, as check prints them."""
    for document in (EXAMPLES / "documents").iterdir():
        shutil.copyfile(document, folder / document.name)
    web = [argument for file in sorted((EXAMPLES / "web").glob("*.warc.gz")) for argument in ("--replay", str(file))]
    at = ["--at", "2025-11-10T03:00:00+09:00"]
    done = called("check", ".", *web, *at, "--format", "json", folder=folder)
    assert done.stderr == ""
    told = json.loads(done.stdout)
    validator("report.schema.json").validate(told)
    assert sum(told["counts"].values()) == len(told["links"]) > 10
    again = called("check", ".", "--offline", "--format", "jsonl", folder=folder)
    schema = validator("link.schema.json")
    found = lines(again.stdout)
    for one in found:
        schema.validate(one)
    assert [one["url"] for one in found] == [one["url"] for one in told["links"]]
