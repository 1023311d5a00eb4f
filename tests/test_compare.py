"""A page's text against a quote and against an older text."""

import pytest

from linkwatch.compare import compare, worst
from linkwatch.model import Baseline, BaselineKind, Comparison, Drift, EditKind, EditOp, Fate

ARTICLE = """県は４日、大雨による被害の状況を発表した。
けが人は3人で、いずれも軽傷という。住宅の浸水は120棟に上った。
復旧の費用は約3億円を見込む。知事は「早急に対応する」と述べた。
避難指示は5日午前6時に解除された。鉄道は終日運休した。"""


def against(text: str, baseline: str = ARTICLE, kind: BaselineKind = BaselineKind.FIRST) -> Comparison:
    return compare(Baseline(kind=kind, text=baseline), text)


def quoted(quote: str, text: str = ARTICLE) -> Comparison:
    return against(text, quote, BaselineKind.QUOTE)


@pytest.mark.parametrize(
    ("before", "after", "kind", "was", "now"),
    [
        ("3人", "5人", EditKind.NUMBER, "3人", "5人"),
        ("120棟", "210棟", EditKind.NUMBER, "120棟", "210棟"),
        ("約3億円", "約5億円", EditKind.AMOUNT, "3億円", "5億円"),
        ("5日午前6時", "6日午前6時", EditKind.DATE, "5日", "6日"),
        ("軽傷という", "軽傷ではないという", EditKind.NEGATION, "", "ない"),
        ("対応する", "対応しない", EditKind.NEGATION, "する", "しない"),
        ("大雨", "豪雨", EditKind.TEXT, "大雨", "豪雨"),
    ],
)
def test_one_changed_fact_is_told_with_its_kind(before: str, after: str, kind: EditKind, was: str, now: str) -> None:
    found = against(ARTICLE.replace(before, after))
    assert found.drift is Drift.EDITED
    assert [edit.kind for edit in found.edits] == [kind]
    assert was in found.edits[0].before
    assert now in found.edits[0].after


def test_offsets_lead_to_the_words() -> None:
    changed = ARTICLE.replace("3人", "5人").replace("鉄道は終日運休した。", "")
    for edit in against(changed).edits:
        assert ARTICLE[edit.start_before :].startswith(edit.before)
        assert changed[edit.start_after :].startswith(edit.after)


def test_writing_it_otherwise_is_no_change() -> None:
    otherwise = ARTICLE.replace("４日", "4日").replace("\n", " ").replace("「", "｢").replace("」", "｣")
    found = against(otherwise)
    assert found.drift is Drift.SAME
    assert found.similarity == 1.0


def test_a_moved_paragraph_is_moved() -> None:
    lines = ARTICLE.split("\n")
    found = against("\n".join([lines[0], lines[2], lines[1], lines[3]]))
    assert [edit.op for edit in found.edits] == [EditOp.MOVE]


def test_another_text_is_replaced() -> None:
    assert against("お探しのページは見つかりませんでした。").drift is Drift.REPLACED


def test_no_text_is_unjudged_and_says_why() -> None:
    found = against(" ")
    assert found.drift is Drift.UNJUDGED
    assert found.note == "no text was found on the page"


def test_a_quote_on_the_page_is_kept() -> None:
    found = quoted("けが人は3人で、いずれも軽傷という。\n復旧の費用は約3億円を見込む。")
    assert found.drift is Drift.SAME
    assert found.quote_kept == 1.0
    assert [each.fate for each in found.sentences] == [Fate.KEPT, Fate.KEPT]


def test_a_damaged_quote_is_kept_and_said_to_be_damaged() -> None:
    found = quoted("避難指示は5午前6に解除された。")
    assert [(each.fate, each.damaged) for each in found.sentences] == [(Fate.KEPT, True)]
    assert found.sentences[0].found.rstrip("。") == "避難指示は5日午前6時に解除された"


def test_damage_hides_no_digit() -> None:
    found = quoted("避難指示は5午前7に解除された。")
    assert [each.fate for each in found.sentences] == [Fate.EDITED]
    assert [edit.kind for edit in found.edits] == [EditKind.DATE]


def test_each_sentence_of_a_quote_has_its_own_fate() -> None:
    text = ARTICLE.replace("3人", "5人").replace("鉄道は終日運休した。", "")
    found = quoted("けが人は3人で、いずれも軽傷という。\n鉄道は終日運休した。\n住宅の浸水は120棟に上った。", text)
    assert [each.fate for each in found.sentences] == [Fate.EDITED, Fate.MISSING, Fate.KEPT]
    assert found.drift is Drift.EDITED
    assert found.quote_kept is not None
    assert 0.5 < found.quote_kept < 0.8


def test_the_worst_of_several() -> None:
    assert worst([]) is Drift.UNJUDGED
    drifts = [Comparison(drift=drift) for drift in (Drift.SAME, Drift.EDITED, Drift.UNJUDGED)]
    assert worst(drifts) is Drift.EDITED


PAYWALL = "\nこの記事は有料会員限定です。残り850文字。ログインして続きを読む。"


def test_a_text_cut_short_by_a_paywall_is_not_edited() -> None:
    found = against(ARTICLE[:60] + PAYWALL, ARTICLE)
    assert (found.drift, found.note) == (Drift.UNJUDGED, "the text is cut short by a paywall")


def test_an_article_that_speaks_of_paying_members_can_be_edited() -> None:
    text = ARTICLE + PAYWALL
    assert against(text.replace("3人", "5人"), text).drift is Drift.EDITED


def test_hostile_texts_take_bounded_time() -> None:
    assert against("a " * 50_000, "b " * 50_000).drift is Drift.REPLACED
    assert against("\n".join(map(str, range(30_000))), "\n".join(map(str, range(30_000, 0, -1)))).drift is not None
