"""Normal form, sentences, bigrams."""

import pytest

from linkwatch.text import bigrams, key, keys, mapped, normal, sentences

SAME = [
    ("全角ＡＢＣ１２３", "全角ABC123"),
    ("ﾃﾞｰﾀの整理", "データの整理"),
    ("か\u3099い", "がい"),
    ("か゛い", "がい"),
    ("“引用” と ‘引用’", "\"引用\"と'引用'"),
    ("――だが", "—だが"),
    ("待て……", "待て..."),
    ("ゼロ\u200b幅\ufeffの文字", "ゼロ幅の文字"),
    ("日本 と　中国", "日本と中国"),
    ("3 か月", "3か月"),
    ("サ−ビス", "サービス"),
    ("一ヶ月", "一ケ月"),
    ("10〜20人", "10～20人"),
    ("one\n two\t three", "one two three"),
    ("ﬁne", "fine"),
    ("髙橋", "高橋"),
]


@pytest.mark.parametrize(("written", "otherwise"), SAME)
def test_two_writings_have_one_normal_form(written: str, otherwise: str) -> None:
    assert normal(written) == normal(otherwise)


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [("3人", "5人"), ("する", "しない"), ("Apple", "apple"), ("は", "ば"), ("ハ", "は"), ("a b", "ab")],
)
def test_what_differs_in_meaning_stays_apart(written: str, otherwise: str) -> None:
    assert normal(written) != normal(otherwise)


def test_a_key_has_no_white_space() -> None:
    assert key("The end .\nOf it") == "Theend.Ofit"


def test_keys_of_spans_are_those_of_each() -> None:
    text = "ｱｲｳ。\nThe “end”.\n第２回"
    spans = sentences(text)
    assert keys(text, spans) == [key(text[start:end]) for start, end in spans]
    assert keys(text, []) == []


def test_the_map_leads_back_to_the_text() -> None:
    form, starts = mapped("ｶﾞ２　㌔ abc", 100)
    assert form == "ガ2 キロ abc"
    assert starts == [100, 102, 103, 104, 104, 105, 106, 107, 108, 109]


SENTENCES = [
    ("彼は「そうだ。行こう。」と言った。次に！", ["彼は「そうだ。行こう。」と言った。", "次に！"]),
    ("「行こう。」「はい。」彼は笑った。", ["「行こう。」", "「はい。」", "彼は笑った。"]),
    ("見出し\n本文です。\n\n　次の段落", ["見出し", "本文です。", "次の段落"]),
    ("閉じない「かぎ。\n次の文。", ["閉じない「かぎ。", "次の文。"]),
    (
        "Mr. Smith left the U.S. in 2020. He paid $3.5 million.",
        ["Mr. Smith left the U.S. in 2020.", "He paid $3.5 million."],
    ),
    ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
    ("그는 갔다. 나는 왔다.", ["그는 갔다.", "나는 왔다."]),
    ("他走了。我来了！真的？", ["他走了。", "我来了！", "真的？"]),
    ("終わった!次は?はい", ["終わった!", "次は?", "はい"]),
    ("AI（人工知能。略称）は速い。", ["AI（人工知能。略称）は速い。"]),
    ("", []),
    (" \n ", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_a_bracket_that_is_never_closed_does_not_swallow_the_rest() -> None:
    text = "「はじめ" + "長い文が続く。" * 100
    assert len(sentences(text)) > 50


def test_sentences_take_linear_time() -> None:
    assert sentences("「" * 200_000) == [(0, 200_000)]
    assert len(sentences("a.b" * 100_000)) == 1


def test_bigrams() -> None:
    assert bigrams("東京都、iPhone版を 見る") == "東京 京都 iphone 版を を見 見る"
    assert bigrams("駅") == "駅"
    assert bigrams("") == ""


@pytest.mark.parametrize("text", [pair[0] for pair in SAME] + ["…….. 待--て――", "é e\u0301 ﾊﾟﾊﾟ", "・・・。..。"])
def test_the_map_and_the_key_agree(text: str) -> None:
    form, starts = mapped(text)
    assert form.replace(" ", "") == key(text)
    assert len(starts) == len(form) + 1
    assert starts == sorted(starts)
