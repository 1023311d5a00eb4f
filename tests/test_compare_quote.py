"""Quotes with the damage that documents do to them, against pages that were edited."""

import re

import pytest
from labelled.pairs.cases import Article, articles

from linkwatch.compare import compare
from linkwatch.model import Baseline, BaselineKind, Comparison, Drift, EditKind, Fate
from linkwatch.text import sentences

ARTICLES = articles()
NAMES = [article.name for article in ARTICLES]


def quoted(quote: str, page: str, title: str = "") -> Comparison:
    return compare(Baseline(kind=BaselineKind.QUOTE, text=quote), page, title)


def wrapped(text: str) -> str:
    return "\n".join(line[at : at + 20] for line in text.split("\n") for at in range(0, len(line), 20))


DAMAGE = {
    "none": lambda text: text,
    "wrapped at 20 characters": wrapped,
    "full width": lambda text: text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789%"}),
    "units of dates lost": lambda text: re.sub("[年月日時分]", "", text),
    "numbered": lambda text: "\n".join(f"{n}. {line}" for n, line in enumerate(text.split("\n"), 1)),
    "bulleted": lambda text: "\n".join(f"・{line}" for line in text.split("\n")),
    "rare characters lost": lambda text: text.replace("震", "?").replace("憶", "〓").replace("験", "�"),
    "quotes changed": lambda text: text.replace("“", '"').replace("”", '"').replace('"', "”"),
    "something left out": lambda text: text.replace("。\n", "。……（中略）……\n", 1) + "\n（後略）",
    "one paragraph": lambda text: text.replace("\n", " "),
    "note marks": lambda text: text.replace("。\n", "。[1]\n"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("article", ARTICLES, ids=NAMES)
def test_a_damaged_quote_is_kept(article: Article, damage: str) -> None:
    found = quoted(DAMAGE[damage]("\n".join(article.paragraphs[1:4])), "\n".join(article.paragraphs))
    assert [each.text for each in found.sentences if each.fate is not Fate.KEPT] == []
    assert (found.drift, found.quote_kept) == (Drift.SAME, 1.0)


@pytest.mark.parametrize("damage", ["none", "full width", "units of dates lost", "numbered"])
@pytest.mark.parametrize("article", ARTICLES, ids=NAMES)
def test_each_edit_of_the_page_is_told_in_its_sentence_alone(article: Article, damage: str) -> None:
    page = "\n".join(article.paragraphs)
    for _, before, after in article.edits:
        found = quoted(DAMAGE[damage](page), page.replace(before, after))
        changed = [each for each in found.sentences if each.fate is not Fate.KEPT]
        assert len(changed) == 1, (before, after, changed)
        assert found.drift is Drift.EDITED


@pytest.mark.parametrize("article", ARTICLES, ids=NAMES)
def test_a_dropped_sentence_is_missing_and_no_other(article: Article) -> None:
    page = "\n".join(article.paragraphs)
    for start, end in sentences(page)[1:6]:
        found = quoted(page, page[:start] + page[end:])
        gone = [each.text for each in found.sentences if each.fate is Fate.MISSING]
        assert gone == [page[start:end]]
        assert all(each.fate is Fate.KEPT for each in found.sentences if each.text != page[start:end])


@pytest.mark.parametrize("article", ARTICLES, ids=NAMES)
def test_another_article_keeps_nothing(article: Article) -> None:
    for other in ARTICLES:
        if other.name != article.name:
            found = quoted("\n".join(article.paragraphs[1:4]), "\n".join(other.paragraphs))
            assert found.drift is Drift.REPLACED, (other.name, found.quote_kept)


@pytest.mark.parametrize(
    ("quote", "page", "fate"),
    [
        ("15歳未満は無料です。", "18歳未満は無料です。", Fate.EDITED),
        ("5 people died in the fire.", "6 people died in the fire.", Fate.EDITED),
        ("両国は合意した。", "両国は合意したわけではない。", Fate.EDITED),
        ("両国は合意した", "両国は合意した、と発表した。", Fate.KEPT),
        ("実現は可能だという。", "実現は不可能だという。", Fate.EDITED),
        ("大統領が会見を開いて政策を説明した。", "元大統領が会見を開いて政策を説明した。", Fate.EDITED),
        ("1月21日(火)に開いた会合で決めた。", "1月21日に開いた会合で決めた。", Fate.KEPT),
        ("斎藤(さいとう)知事が述べた。", "斎藤知事が述べた。", Fate.KEPT),
        ("斎藤知事が述べた。", "斎藤（さいとう）知事が述べた。", Fate.KEPT),
        ("(1) 窓口は平日に開いています。", "窓口は平日に開いています。", Fate.KEPT),
        ("戦略を省略しない方針である。", "戦略を省略しない方針である。", Fate.KEPT),
        ("成長率は1.5ポイント上がった。", "成長率は15ポイント上がった。", Fate.EDITED),
        ("気温は-5度まで下がる見込みだ。", "気温は5度まで下がる見込みだ。", Fate.EDITED),
        ("参加者は1,200人に達したという。", "参加者は1200人に達したという。", Fate.KEPT),
        ("The council did not agree.", "The council did agree.", Fate.EDITED),
        ("他未同意该方案。", "他同意该方案。", Fate.EDITED),
        ("시장은 동의하지 않았다.", "시장은 동의했다.", Fate.EDITED),
    ],
)
def test_what_is_forgiven_and_what_is_not(quote: str, page: str, fate: Fate) -> None:
    found = quoted(quote, f"前の文がここに入る。\n{page}\n後の文がここに入る。")
    assert [each.fate for each in found.sentences] == [fate]


def test_the_title_counts_as_text_of_the_page() -> None:
    found = quoted("首脳会談、早期開催へ調整", "本文は別の話である。" * 3, title="首脳会談、早期開催へ調整 | 通信社")
    assert found.drift is Drift.SAME


def test_what_a_picture_left_behind_is_no_quote() -> None:
    quote = "20250122at14S_p\nimg_58fbcee6fb4544\nけが人は3人という。\n100783259\nhttps://example.jp/a"
    found = quoted(quote, "けが人は3人という。")
    assert [each.text for each in found.sentences] == ["けが人は3人という。"]


def test_a_quote_of_nothing_but_marks_is_unjudged() -> None:
    found = quoted("（中略）\n……\n1.", "本文")
    assert (found.drift, found.note) == (Drift.UNJUDGED, "the quote has no sentence that can be looked for")


def test_the_edit_within_a_sentence_is_told_with_offsets_of_the_quote() -> None:
    quote, page = "初めの文。\nけが人は3人で、いずれも軽傷という。", "けが人は5人で、いずれも軽傷という。初めの文。"
    (edit,) = quoted(quote, page).edits
    assert (edit.kind, edit.before, edit.after) == (EditKind.NUMBER, "3人", "5人")
    assert quote[edit.start_before :].startswith("3人")
    assert page[edit.start_after :].startswith("5人")


def test_two_documents_that_quote_one_page_have_their_own_verdicts() -> None:
    page = "けが人は5人という。住宅の浸水は120棟に上った。"
    assert quoted("けが人は3人という。", page).drift is Drift.EDITED
    assert quoted("住宅の浸水は120棟に上った。", page).drift is Drift.SAME


def test_long_and_hostile_quotes_take_bounded_time() -> None:
    assert quoted("あ" * 20_000, "い" * 20_000).drift is Drift.REPLACED
    assert quoted("「" * 5_000, "」" * 5_000).drift is Drift.UNJUDGED


def test_a_sentence_that_the_extractor_missed_is_found_elsewhere_on_the_page() -> None:
    quote = "けが人は3人という。\n住宅の浸水は120棟に上った。\nここにない文である。"
    baseline = Baseline(kind=BaselineKind.QUOTE, text=quote)
    found = compare(baseline, "けが人は3人という。", "題", "案内\n住宅の浸水は210棟に上った。\n関連")
    assert [each.fate for each in found.sentences] == [Fate.KEPT, Fate.EDITED, Fate.MISSING]
    assert found.sentences[1].found == "住宅の浸水は210棟に上った。"
