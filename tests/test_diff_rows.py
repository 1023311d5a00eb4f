"""Two texts laid out paragraph against paragraph."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwatch import compare
from linkwatch.compare.edits import changes
from linkwatch.model import Baseline, BaselineKind
from linkwatch.report.diff.lines import Mark, Part
from linkwatch.report.diff.rows import Row, RowKind, folds, quote_rows, row_of, rows

FIRST = "県と沿線六市町でつくる協議会は九日、青浜市内で四回目の会合を開いた。"
RIDERS = "昨年度の利用は1日平均312人で、10年前のほぼ半分に減っている。"
RIDERS_NOW = "昨年度の利用は1日平均321人で、10年前のほぼ半分に減っている。"
MEMBERS = "協議会は県と青浜、潮見、岬浦など六市町、運行する青浜鉄道でつくる。"
COST = "県が示した試算では、線路や橋の修繕に今後10年で47億円かかる。"
MAYOR = "沿線の町長の一人は「通学の足を守る最後の機会だ」と話した。"
NOTE = "【訂正】利用の数を「312人」としたのは「321人」の誤りでした。"

CASES = {
    "nothing changed": ([FIRST, COST], [FIRST, COST], ["same", "same"]),
    "a number": ([FIRST, RIDERS], [FIRST, RIDERS_NOW], ["same", "changed"]),
    "a paragraph went": ([FIRST, MAYOR, COST], [FIRST, COST], ["same", "gone", "same"]),
    "a paragraph came": ([FIRST, COST], [FIRST, COST, NOTE], ["same", "same", "added"]),
    "a paragraph moved": (
        [FIRST, MEMBERS, COST, MAYOR],
        [FIRST, COST, MAYOR, MEMBERS],
        ["same", "moved-away", "same", "same", "moved-here"],
    ),
    "all at once": (
        [FIRST, RIDERS, MEMBERS, COST, MAYOR],
        [FIRST, RIDERS_NOW, COST, MEMBERS, NOTE],
        ["same", "changed", "moved-away", "same", "gone", "moved-here", "added"],
    ),
    "from nothing": ([], [FIRST], ["added"]),
    "to nothing": ([FIRST], [], ["gone"]),
}


def laid(before: list[str], after: list[str]) -> tuple[Row, ...]:
    was, now = "\n".join(before), "\n".join(after)
    return rows(was, now, changes(was, now).edits)


def text(parts: tuple[Part, ...], *leave_out: Mark) -> str:
    return "".join(part.text for part in parts if part.mark not in leave_out)


@pytest.mark.parametrize(("before", "after", "kinds"), CASES.values(), ids=CASES)
def test_every_paragraph_is_told_what_became_of_it(before: list[str], after: list[str], kinds: list[str]) -> None:
    found = laid(before, after)
    assert sorted(row.kind for row in found) == sorted(kinds)
    assert [text(row.before) for row in found if row.before] == before
    assert [text(row.after) for row in found if row.after] == after
    assert [row.number for row in found] == list(range(1, len(found) + 1))


def test_changed_words_are_marked_on_both_sides_and_in_one() -> None:
    [row] = laid([RIDERS], [RIDERS_NOW])
    assert [part.text for part in row.before if part.mark is Mark.GONE] == ["312人"]
    assert [part.text for part in row.after if part.mark is Mark.NEW] == ["321人"]
    assert [(part.mark, part.text) for part in row.inline if part.mark is not Mark.SAME] == [
        (Mark.GONE, "312人"),
        (Mark.NEW, "321人"),
    ]
    assert text(row.inline, Mark.GONE) == RIDERS_NOW
    assert text(row.inline, Mark.NEW) == RIDERS


def test_both_ends_of_a_move_lead_to_each_other() -> None:
    found = laid([FIRST, MEMBERS, COST, MAYOR], [FIRST, COST, MAYOR, MEMBERS])
    away = next(row for row in found if row.kind is RowKind.MOVED_AWAY)
    here = next(row for row in found if row.kind is RowKind.MOVED_HERE)
    assert (away.partner, here.partner) == (here.number, away.number)


def test_every_edit_has_its_row_and_unchanged_rows_are_folded() -> None:
    before = [FIRST, RIDERS, COST, MAYOR, MEMBERS]
    after = [FIRST, RIDERS_NOW, COST, MAYOR, MEMBERS, NOTE]
    was, now = "\n".join(before), "\n".join(after)
    edits = changes(was, now).edits
    found = rows(was, now, edits)
    assert [row_of(found, index) for index in range(len(edits))] == [2, 6]
    assert [(fold.folded, [row.number for row in fold.rows]) for fold in folds(found)] == [
        (False, [1]),
        (False, [2]),
        (True, [3, 4, 5]),
        (False, [6]),
    ]


def test_sentences_of_a_quote_stand_beside_what_the_page_makes_of_them() -> None:
    page = "\n".join([FIRST, RIDERS_NOW, COST])
    quote = f"{RIDERS}{COST}\n{MAYOR}"
    told = compare.compare(Baseline(kind=BaselineKind.QUOTE, text=quote), page, "")
    found = quote_rows(told, page)
    assert [row.kind for row in found] == [RowKind.CHANGED, RowKind.SAME, RowKind.GONE]
    assert [(part.mark, part.text) for part in found[0].inline if part.mark is not Mark.SAME] == [
        (Mark.GONE, "312人"),
        (Mark.NEW, "321人"),
    ]
    assert text(found[2].before) == MAYOR
    assert found[2].after == ()


paragraph = st.sampled_from([FIRST, RIDERS, RIDERS_NOW, MEMBERS, COST, MAYOR, NOTE, "Short.", "x"])


@given(st.lists(paragraph, max_size=8), st.lists(paragraph, max_size=8))
def test_no_paragraph_is_lost_or_shown_twice(before: list[str], after: list[str]) -> None:
    found = laid(before, after)
    assert [text(row.before) for row in found if row.before] == before
    assert [text(row.after) for row in found if row.after] == after
    for row in found:
        if row.before and row.after:
            assert text(row.inline, Mark.GONE) == text(row.after)


def test_long_texts_take_little_time() -> None:
    before = [f"第{number}段落。{COST}{RIDERS}" for number in range(400)]
    after = [line.replace("47億円", "48億円") if number % 3 else line for number, line in enumerate(before)]
    was, now = "\n".join(before), "\n".join(after)
    edits = changes(was, now).edits
    start = time.perf_counter()
    found = rows(was, now, edits)
    assert time.perf_counter() - start < 1.0
    assert len(found) == 400
