"""What stands beside an article: comments and adverts by their labels, the next article, counters, page numbers."""

from __future__ import annotations

import pytest

from linkwatch.compare.edits import changes
from linkwatch.compare.noise import differs_by_counters, is_noise
from linkwatch.compare.pages import compare_pages
from linkwatch.model import Drift, EditKind, EditOp, Page

ARTICLE = (
    "<p>空き家を宿に変える試みが三年目を迎えた。昨年度は延べ2,340人が泊まった。</p>"
    "<p>運営するのは建具職人ら六人でつくる会社で、梁は残し、水回りだけを新しくする。</p>"
    "<p>課題は冬の客の少なさで、一月と二月の稼働率は一割を切る。</p>"
)


def told(before: str, after: str) -> Drift:
    old, new = (
        f"<html><body><div class='a'><h1>空き家を宿に</h1>{ARTICLE}{each}</div></body></html>"
        for each in (before, after)
    )
    url = "https://hama.example/1"
    pages = [Page(url=url, final_url=url, status=200, body=each.encode()) for each in (old, new)]
    return compare_pages(*pages).drift


def box(heading: str, *lines: str) -> str:
    return f"<div class='x'><p>{heading}</p>{''.join(f'<p>{line}</p>' for line in lines)}</div>"


FIRST, OTHER = (
    "先月泊まりました。柱の傷が残っていて、前の家族の暮らしが見えるようでした。",
    "改修に600万円かけて元が取れるのでしょうか。補助金が切れた後が心配です。",
)


@pytest.mark.parametrize(
    ("heading", "drift"),
    [
        ("コメント（12）", Drift.SAME),
        ("みんなの声 214件", Drift.SAME),
        ("3件のコメント", Drift.SAME),
        ("スポンサーリンク", Drift.SAME),
        ("レビュー 31件", Drift.SAME),
        ("町長のコメント", Drift.EDITED),
        ("コメント", Drift.EDITED),
        ("広告の費用", Drift.EDITED),
    ],
)
def test_a_label_says_what_follows_it_in_its_box(heading: str, drift: Drift) -> None:
    assert told(box(heading, FIRST), box(heading, OTHER)) is drift


@pytest.mark.parametrize(
    ("line", "drift"),
    [
        ("ぜひご支援をお願いします。月に百円からお受けしています。", Drift.SAME),
        ("メールマガジンにご登録ください。", Drift.SAME),
        ("会の費用は町が出し、寄付は受けていない。", Drift.EDITED),
    ],
)
def test_a_box_that_asks_for_something_is_not_of_the_article(line: str, drift: Drift) -> None:
    assert told("", box("お読みいただきありがとうございます", line)) is drift


@pytest.mark.parametrize(
    ("before", "after", "drift"),
    [
        ("中学校の統合を住民に説明へ", "特産のヒジキの刈り取り始まる", Drift.SAME),
        ("中学校の統合を住民に説明へ", "中学校の統合を住民に説明へ", Drift.EDITED),
    ],
)
def test_the_article_that_a_page_goes_on_with_is_another_one(before: str, after: str, drift: Drift) -> None:
    first = f"<article><h1>渡し船、町営で存続へ</h1>{ARTICLE}</article>"
    was, now = (
        f"{first}<article><h1>{head}</h1><p>{line}</p></article>" for head, line in ((before, FIRST), (after, OTHER))
    )
    url = "https://hama.example/1"
    pages = [Page(url=url, final_url=url, status=200, body=f"<main>{each}</main>".encode()) for each in (was, now)]
    assert compare_pages(*pages).drift is drift


@pytest.mark.parametrize(
    "line",
    ["- 12 -", "Page 3 of 9", "3h ago", "Updated a month ago", "参考になった 12人",
     "あなたは 0048213 人目の訪問者です",
     "1,204 out of 1,377 found this helpful",
     "You have read 1 of 3 free articles this month."],
)  # fmt: skip
def test_lines_that_say_nothing(line: str) -> None:
    assert is_noise(line)


@pytest.mark.parametrize("line", ["3/5", "5/17", "3人目", "3 articles", "-12", "5m", "残り3点", "12 of 20"])
def test_lines_that_may_say_something(line: str) -> None:
    assert not is_noise(line)


def test_a_line_differs_by_how_many_saw_it_and_by_nothing_else() -> None:
    assert differs_by_counters("2025-05-20 来源：晚报 阅读 1.2万", "2025-05-20 来源：晚报 阅读 1.5万")
    assert not differs_by_counters("2025-05-20 来源：晚报 阅读 1.2万", "2025-05-21 来源：晚报 阅读 1.5万")
    assert differs_by_counters("Jo Field · 1.2K Followers · 2 days ago", "Jo Field · 1.4K Followers · 3 months ago")
    assert not differs_by_counters("Jo Field · 1.2K Followers", "Al Field · 1.4K Followers")
    assert not differs_by_counters("賛成 412 votes", "賛成 421 votes")
    assert not differs_by_counters("市場のシェア 35%", "市場のシェア 53%")
    assert not differs_by_counters("コメントは3件あった。", "コメントは5件あった。")


def test_a_text_broken_at_another_width_is_the_same_but_a_moved_line_is_moved() -> None:
    assert (
        changes(
            "岸壁の傷みは全体の三割\nに及ぶ。\n- 1 -\n異議なし。",
            "岸壁の傷みは全体\nの三割に及ぶ。\n異議なし。\n- 1 -",
        ).edits
        == ()
    )
    [edit] = changes("甲である。\n乙である。\n丙である。", "甲である。\n丙である。\n乙である。").edits
    assert edit.op is EditOp.MOVE


@pytest.mark.parametrize(("before", "after"), [("12.4", "14.2"), ("1,980円", "2,480円"), ("3月4日", "5月6日")])
def test_a_cell_says_what_changed_in_it(before: str, after: str) -> None:
    [edit] = changes(f"海辺\n{before}\n岬", f"海辺\n{after}\n岬").edits
    assert (edit.before, edit.after) == (before, after) or edit.kind is not EditKind.TEXT
    assert edit.kind in (EditKind.NUMBER, EditKind.AMOUNT, EditKind.DATE)
