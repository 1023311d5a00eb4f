"""Two saved pages: the command, its batch, and what the markup has a say in."""

import json
from pathlib import Path

import pytest
from command import called, linkwatch, one_line

from linkwatch.compare.pages import compare_pages, held, second_opinion, visible_text
from linkwatch.model import BaselineKind, Comparison, Drift, EditKind, EditOp, Page

URL = "https://news.example.com/a/1"

PROSE = [
    "県は４日、大雨による被害の状況を発表した。けが人は3人で、いずれも軽傷という。",
    "住宅の浸水は120棟に上った。復旧の費用は約3億円を見込む。",
    "知事は記者会見で「早急に対応する」と述べ、国にも支援を求める考えを示した。",
    "避難指示は5日午前6時に解除された。鉄道は終日運休し、7日の始発から再開する。",
]


def html(paragraphs: list[str] = PROSE, *, beside: str = "", head: str = "大雨で浸水120棟") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{head}</title></head><body>'
        f"<header><nav><ul><li><a href=/>首頁</a></li></ul></nav></header>"
        f"<main><article><h1>{head}</h1>{body}</article></main>{beside}</body></html>"
    ).encode()


def page(body: bytes, content_type: str = "") -> Page:
    headers = (("content-type", content_type),) if content_type else ()
    return Page(url=URL, final_url=URL, status=200, headers=headers, body=body)


def test_a_number_stands_out() -> None:
    found = compare_pages(page(html()), page(html([PROSE[0].replace("3人", "5人"), *PROSE[1:]])))
    assert found.drift is Drift.EDITED
    assert [(edit.op, edit.kind, edit.before, edit.after) for edit in found.edits] == [
        (EditOp.REPLACE, EditKind.NUMBER, "3人", "5人")
    ]


@pytest.mark.parametrize(
    "beside",
    [
        '<aside class="sidebar"><p>新しい宿の割引が始まりました。詳しくは案内所へどうぞ。</p></aside>',
        '<div class="related-posts"><p><a href="/b">市民マラソンの参加者を募集しています</a></p></div>',
        '<div id="comments"><p>続報をお待ちしています。とても心配しています。</p></div>',
        "<footer><p>本紙の記事の無断転載を禁じます。ご意見はこちらまでお寄せください。</p></footer>",
        '<div style="display:none"><p>この文は隠れていて、どの読者にも見えることがない文です。</p></div>',
        "<script>var t = '乱数';</script><input type=hidden name=t value=8f3a>",
    ],
)
def test_what_stands_beside_the_article_is_no_change(beside: str) -> None:
    assert compare_pages(page(html()), page(html(beside=beside))).drift is Drift.SAME


def test_a_main_element_that_scripts_reveal_is_read() -> None:
    hidden = [html(text).replace(b"<main>", b"<main hidden>") for text in (PROSE, [*PROSE[:3], "鉄道は再開した。"])]
    assert compare_pages(page(hidden[0]), page(hidden[0])).drift is Drift.SAME
    assert compare_pages(page(hidden[0]), page(hidden[1])).drift is Drift.EDITED


def test_plain_text_is_compared_as_it_is() -> None:
    one, other = "\n".join(PROSE), "\n".join(PROSE).replace("120棟", "210棟")
    found = held(page(one.encode(), "text/plain"), page(other.encode(), "text/plain"))
    assert found.comparison.drift is Drift.EDITED
    assert found.before == one


def test_an_empty_page_is_unjudged_and_says_which() -> None:
    found = compare_pages(page(html()), page(b"<html><body></body></html>"))
    assert (found.drift, found.note) == (Drift.UNJUDGED, "no text was found on the newer page")


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe\x00", b"<" * 5_000, b"<div>" * 3_000, b"<p>" + b"a" * 100_000, b"%PDF-1.7", b"<table>" * 800],
)
def test_any_bytes_are_judged_or_said_to_be_unjudged(body: bytes) -> None:
    found = compare_pages(page(html()), page(body))
    assert found.drift in (Drift.UNJUDGED, Drift.REPLACED)


def test_the_command_prints_the_contract(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_bytes(html())
    (tmp_path / "new.html").write_bytes(html([PROSE[0].replace("3人", "5人"), *PROSE[1:]]))
    done = called("compare", "old.html", "new.html", "--format", "json", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told.keys() == {"old", "new", "drift", "similarity", "edits"}
    assert told["drift"] == "edited"
    assert 0.9 < told["similarity"] < 1
    assert told["edits"] == [{"op": "replace", "kind": "number", "before": "3人", "after": "5人"}]
    shown = called("compare", "old.html", "new.html", folder=tmp_path).stdout
    assert "number: 3人 → 5人" in shown
    assert "けが人は[-3人-]{+5人+}で" in shown


def test_a_batch_tells_each_line_and_a_bad_one_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_bytes(html())
    asked = [
        {"old": "old.html", "new": "old.html", "url": URL},
        {"old": "old.html", "new": "missing.html", "url": URL},
    ]
    given = "\n".join([*map(json.dumps, asked), "not json", "[]", '{"old": 3}', ""])
    done = linkwatch("compare", "--batch", "-", "--format", "jsonl", folder=tmp_path, stdin=given.encode())
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert told[0] == {**asked[0], "drift": "same", "similarity": 1.0, "edits": []}
    assert {name: told[1][name] for name in asked[1]} == asked[1]
    assert "missing.html" in told[1]["error"]
    assert ["error" in line for line in told[2:]] == [True, True, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "two pages or a batch are needed"),
        (["a.html"], "two pages or a batch are needed"),
        (["a.html", "b.html", "--batch", "c"], "two pages or a batch are needed"),
        (["a.html", "b.html"], "a.html: cannot be read"),
        (["--batch", "none.jsonl"], "none.jsonl: cannot be read"),
        (["--batch", "/dev/null", "--format", "html"], "cannot be printed as html"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = called("compare", *arguments, folder=tmp_path)
    assert done.returncode == 2
    assert said in one_line(done)


def test_visible_text_is_all_a_reader_sees() -> None:
    seen = visible_text(page(html(beside="<footer>末尾</footer><script>x</script>")))
    assert [line for line in PROSE if line not in seen] == []
    assert "末尾" in seen
    assert "x" not in seen


def test_a_second_opinion_overrules_what_only_the_extractor_took_in() -> None:
    before = html(beside='<aside class="sidebar"><p>古い案内です。詳しくは窓口へどうぞ。</p></aside>')
    after = html(beside='<aside class="sidebar"><p>新しい催しの知らせです。ぜひお越しください。</p></aside>')
    told = Comparison(drift=Drift.EDITED, baseline=BaselineKind.FIRST, note="from the day of publication")
    asked = second_opinion(told, URL, before, after)
    assert (asked.drift, asked.edits, asked.note) == (Drift.SAME, (), told.note)
    assert second_opinion(told, URL, before, b"") is told
