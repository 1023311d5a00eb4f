"""Articles pasted under headline, outlet, date and URL: what is told of each, its outlet too (no score counts it)."""

import pytest

from linkwatch import citations, documents
from linkwatch.model import Citation


def told(found: Citation) -> tuple[str | None, str | None, str | None]:
    return found.title, found.outlet, found.published_at.value if found.published_at else None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "【独自】港の再整備、6月着工へ（北海新報 2025/6/3）",
            ("【独自】港の再整備、6月着工へ", "北海新報", "2025-06-03"),
        ),
        (
            "海運の統計「入港は十七隻」（北海新報、２０２５年６月１日）",
            ("海運の統計「入港は十七隻」", "北海新報", "2025-06-01"),
        ),
        ("港の再整備、来月着工へ【北海新報】", ("港の再整備、来月着工へ", "北海新報", None)),
        ("港の再整備、来月着工へ【動画あり】", ("港の再整備、来月着工へ【動画あり】", None, None)),
        ("港の再整備、着工へ（第1期 2/3）", ("港の再整備、着工へ（第1期 2/3）", None, None)),
    ],
)
@pytest.mark.parametrize("joint", ["", "\n"], ids=["on one line", "over the URL"])
def test_note_behind_a_headline(line: str, expected: tuple[str | None, ...], joint: str) -> None:
    text = f"{line}{joint}https://hokkai.example/news/123\n"
    (found,) = citations.find(documents.read("memo.txt", text.encode()))
    assert told(found) == expected


@pytest.mark.parametrize("indent", ["　", ""])
def test_a_passage_ends_where_a_line_names_the_next_page(indent: str) -> None:
    first = "北極海航路を通った船の数が昨年、過去最多の百二隻になったことが分かった。海氷の減少が背景にある。"
    second = "港の再整備が6月に始まる。県が3日、明らかにした。総事業費は120億円。"
    text = (
        f"時事通信「北極海航路、通航数が過去最多」2025年6月1日\nhttps://jiji.example/887\n{indent}{first}\n\n"
        f"【独自】港の再整備、6月着工へ（北海新報 6/3）https://hokkai.example/news/123\n▼本文\n{second}\n"
    )
    found = citations.find(documents.read("memo.txt", text.encode()))
    assert [each.quote for each in found] == [first, second]
    assert told(found[1]) == ("【独自】港の再整備、6月着工へ", "北海新報", "2025-06-03")


def test_the_authors_own_part_is_no_quote() -> None:
    text = (
        "誤り訂正に成功\n産業技術新報 2024年9月18日\nhttps://sangi.example/240918\n\n"
        "東都大の研究チームは18日、実験に成功したと発表した。\n\n――ここから私見――\n\n数字が独り歩きしそうだ。\n"
    )
    (found,) = citations.find(documents.read("memo.txt", text.encode()))
    assert found.quote == "東都大の研究チームは18日、実験に成功したと発表した。"


@pytest.mark.parametrize(
    ("under", "is_inferred"),
    [
        ("東都大の研究チームは18日、実験に成功したと発表した。論文は学会誌に載った。", True),
        (
            "以下引用\n東都大の研究チームは18日、実験に成功したと発表した。\n引用終わり\n数字が独り歩きしそうだ。",
            False,
        ),
        ("> 東都大の研究チームは18日、実験に成功したと発表した。", False),
        (" 東都大の研究チームは18日、実験に成功したと発表した。\n\n 論文は23日、学会誌に載ったという。", False),
        ("　東都大の研究チームは18日、実験に成功したと発表した。\n\n　論文は23日、学会誌に載ったという。", True),
    ],
)
def test_a_quote_whose_end_nothing_marks_is_inferred(under: str, is_inferred: bool) -> None:
    text = f"誤り訂正に成功\n産業技術新報 2024年9月18日\nhttps://sangi.example/240918\n\n{under}\n"
    (found,) = citations.find(documents.read("memo.txt", text.encode()))
    assert (found.quote is not None, found.quote_inferred) == (True, is_inferred)


REPORT = "県内の介護施設で働く外国人が前年より3割増え、2千人を超えたことが県のまとめで分かった。"
LAST = "出身国は12カ国に上り、ベトナムが最も多い。"


@pytest.mark.parametrize(
    "own",
    [
        "母の施設にも二人いる。よく働くと評判だ。",
        "パートの時給を見直す必要がある。総務に相談。",
        "次に行くときは車で回ることになりそう。",
        "これは仕方ない。",
        "もう言葉もありません。",
    ],
)
def test_a_plain_sentence_of_the_authors_right_under_a_passage_is_no_part_of_it(own: str) -> None:
    for under, quote in ((f"{LAST}\n{own}", f"{REPORT}\n{LAST}"), (LAST, f"{REPORT}\n{LAST}")):
        text = f"外国人材の採用が3割増\n信濃中央新聞 2024年11月3日\nhttps://shinano.example/1103\n{REPORT}\n{under}\n"
        (found,) = citations.find(documents.read("memo.txt", text.encode()))
        assert found.quote == quote


def test_a_clipping_that_is_quoted_as_a_whole_is_read_as_one() -> None:
    text = (
        "トムさんからの転送です。\n\n> 港の再整備、6月着工へ\n> 北海新報 2025年6月3日\n> https://hokkai.example/123\n>\n"
        "> 県は3日、再整備を6月に始めると発表した。\n> 総事業費は120億円。\n\nうちの船も動かさないと。\n"
    )
    (found,) = citations.find(documents.read("mail.txt", text.encode()))
    assert told(found) == ("港の再整備、6月着工へ", "北海新報", "2025-06-03")
    assert found.quote == "県は3日、再整備を6月に始めると発表した。\n総事業費は120億円。"


def test_the_page_that_a_file_was_clipped_from_is_cited() -> None:
    passage = "8月17日、町のダムの貯水率が観測史上はじめて0パーセントになった。水道は夜間に止められた。"
    text = (
        '---\ntitle: "ダムの水が消えた夏"\nsource: "https://mizu.example/dam"\nauthor: "[[水ジャーナル]]"\n'
        f"published: 2022-09-14\ncreated: 2024-06-02\ntags:\n  - clippings\n---\n\n{passage}\n"
    )
    (found,) = citations.find(documents.read("ダム.md", text.encode()))
    assert (found.url, found.line, found.column) == ("https://mizu.example/dam", 3, 10)
    assert told(found) == ("ダムの水が消えた夏", None, "2022-09-14")
    assert (found.author, found.quote) == ("水ジャーナル", passage)
    assert found.cited_at is not None
    assert found.cited_at.value == "2024-06-02"
    (shown,) = citations.find(documents.read("ダム.md", f"{text}\n<https://mizu.example/dam>\n".encode()))
    assert shown.line == 13


def test_links_without_text_are_read_like_others() -> None:
    picture = '<p><a href="https://v.example/{}"><img src="p.png"></a></p>'
    said = "「県は3日、再整備を6月に始めると発表した。総事業費は120億円で、国が半分を負担する。」"
    html = (
        '<meta charset="utf-8"><p>港の再整備<br><a href="https://a.example/1">https://a.example/1</a></p>'
        f"<p>{said}</p><p>次の頁：</p>{picture.format(2)}{picture.format(3)}"
    )
    found = citations.find(documents.read("a.html", html.encode()))
    assert [(each.url[-1], each.quote) for each in found] == [("1", said), ("2", None), ("3", None)]
    (last,) = citations.find(documents.read("a.md", b"text\n\n[![](p.png)](https://v.example/4)\n"))
    assert (last.url, last.line) == ("https://v.example/4", 3)
