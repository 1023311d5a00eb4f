"""Edits as text, HTML, unified diff, JSON."""

import io
import json
import subprocess
from pathlib import Path

import pytest

from linkwatch.compare import compare
from linkwatch.model import Baseline, BaselineKind
from linkwatch.report.diff import FORMATS, Diff, render, text
from linkwatch.report.diff.lines import Mark, lines

BEFORE = """見出し
一段落目はこのままです。
けが人は3人で、いずれも軽傷という。
消える段落がここにあります。
終わりの段落です。"""
AFTER = """見出し
一段落目はこのままです。
けが人は5人で、いずれも軽傷という。
終わりの段落です。
【訂正】人数を直しました。"""


def diff(before: str = BEFORE, after: str = AFTER, kind: BaselineKind = BaselineKind.FIRST) -> Diff:
    found = compare(Baseline(kind=kind, text=before), after)
    return Diff(before=before, after=after, comparison=found, before_name="old", after_name="new")


def rendered(name: str, given: Diff) -> str:
    out = io.StringIO()
    render(given, name, out)
    return out.getvalue()


def test_lines_hold_the_newer_text_and_what_is_gone() -> None:
    given = diff()
    found = list(lines(AFTER, given.comparison.edits))
    kept = ["".join(part.text for part in line.parts if part.mark is not Mark.GONE) for line in found]
    assert [line for line in kept if line] == AFTER.split("\n")
    gone = [part.text for line in found for part in line.parts if part.mark is Mark.GONE]
    assert gone == ["3人", "消える段落がここにあります。"]


def test_text_shows_facts_first_then_the_lines() -> None:
    shown = rendered("text", diff())
    assert shown.splitlines()[0].startswith("edited against the older version, ")
    assert "  number: 3人 → 5人" in shown.splitlines()[1]
    assert "けが人は[-3人-]{+5人+}で、いずれも軽傷という。" in shown
    assert "[-消える段落がここにあります。-]" in shown
    assert "{+【訂正】人数を直しました。+}" in shown
    assert "見出し" not in shown


def test_colour_is_asked_for() -> None:
    out = io.StringIO()
    text.render(diff(), out, colour=True)
    assert "\x1b[31;9m3人\x1b[0m\x1b[32;1m5人\x1b[0m" in out.getvalue()


def test_a_quote_is_shown_sentence_by_sentence() -> None:
    quote = "けが人は3人で、いずれも軽傷という。\n消える段落がここにあります。"
    shown = rendered("text", diff(quote, AFTER, BaselineKind.QUOTE))
    assert "edited against the quote, " in shown
    assert "% of the quote kept" in shown
    assert "edited: けが人は3人で、いずれも軽傷という。\n    now: けが人は5人で、いずれも軽傷という" in shown
    assert "missing: 消える段落がここにあります。" in shown


def test_unified_is_what_patch_applies(tmp_path: Path) -> None:
    (tmp_path / "old").write_text(BEFORE + "\n", encoding="utf-8")
    patch = rendered("unified", diff())
    done = subprocess.run(["patch", "old"], cwd=tmp_path, input=patch.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "old").read_text(encoding="utf-8") == AFTER + "\n"


def test_html_escapes_what_pages_say() -> None:
    shown = rendered("html", diff("前の文はこれです。<b>", "前の文はこれです。<script>alert(1)</script>"))
    assert "<script>" not in shown
    assert "script" in shown
    assert rendered("html", diff()).count("<del>") >= 2


def test_json_has_the_edits_of_the_contract() -> None:
    told = json.loads(rendered("json", diff()))
    assert told["drift"] == "edited"
    assert {"op": "replace", "kind": "number", "before": "3人", "after": "5人"} in told["edits"]


@pytest.mark.parametrize("name", FORMATS)
def test_no_change_is_rendered_too(name: str) -> None:
    rendered(name, diff(BEFORE, BEFORE))


def test_nothing_that_a_page_says_moves_the_cursor() -> None:
    shown = rendered("text", diff("前の文はここにある。\n続く文。", "前の\x1b[2Jあとはここにある\x07。\n続く文。"))
    assert "\x1b" not in shown
    assert "\x07" not in shown
