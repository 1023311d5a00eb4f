"""One citation: baseline, verdict, and the second look at the bodies where one is due."""

from dataclasses import replace
from datetime import UTC, datetime

from linkwatch.compare.citation import Bodies, compare_citation
from linkwatch.model import Baseline, BaselineKind, Capture, Citation, Comparison, Drift, Fate, When

TEXT = """県は4日、被害の状況を発表した。けが人は3人で、いずれも軽傷という。
住宅の浸水は120棟に上った。復旧の費用は約3億円を見込む。"""
URL = "https://news.example.jp/a/1"


def citation(quote: str | None = None) -> Citation:
    return Citation(url=URL, canonical_url=URL, quote=quote)


def first(text: str = TEXT) -> Baseline:
    return Baseline(kind=BaselineKind.FIRST, text=text)


def html(text: str = TEXT, beside: str = "") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<html><head><meta charset=utf-8></head><body><main>{body}</main>{beside}</body></html>".encode()


def never(baseline: Baseline) -> Bodies:
    raise AssertionError("the bodies are not needed")


def test_without_quote_and_first_snapshot_it_is_unjudged() -> None:
    found = compare_citation(citation(), TEXT)
    assert found.drift is Drift.UNJUDGED
    assert "this is the first snapshot" in found.note


def test_bodies_are_asked_for_only_where_texts_differ() -> None:
    assert compare_citation(citation(), TEXT, first=first(), bodies=never).drift is Drift.SAME
    assert compare_citation(citation("けが人は3人で"), TEXT, bodies=never).drift is Drift.SAME


def test_an_edited_sentence_stays_edited_though_its_old_wording_stands_in_a_sidebar() -> None:
    quote = citation("けが人は3人で、いずれも軽傷という。")
    for edited in (TEXT.replace("3人", "5人"), TEXT.replace("3人", "13人"), TEXT.replace("けが", "元けが")):
        bodies = Bodies(current=html(edited, beside=f"<aside>{TEXT}</aside>"))
        assert compare_citation(quote, edited, bodies=lambda _, found=bodies: found).drift is Drift.EDITED


def test_a_heading_strung_together_with_a_sentence_is_no_edit_of_it() -> None:
    def held(quote: str, text: str) -> Comparison:
        strung = f"記事 3分前 {text.replace(chr(10), ' ')}"
        return compare_citation(citation(quote), strung, bodies=lambda _: Bodies(current=html(text)))

    for quote in ("県は4日、被害の状況を発表した。", "県は4、被害の状況を発表した。"):
        told = held(quote, TEXT)
        assert (told.drift, told.quote_kept) == (Drift.SAME, 1.0)
    told = held("県は4日、被害の状況を発表した。", TEXT.replace("4日", "7日"))
    assert [(each.before, each.after) for each in told.edits] == [("4日", "7日")]


def test_a_quoted_sentence_is_looked_for_in_the_whole_page() -> None:
    quote = "けが人は3人で、いずれも軽傷という。\n詳しくは県の窓口へお尋ねください。"
    body = html(beside="<aside>詳しくは県の窓口へお尋ねください。</aside>")
    without = compare_citation(citation(quote), TEXT)
    assert [each.fate for each in without.sentences] == [Fate.KEPT, Fate.MISSING]
    found = compare_citation(citation(quote), TEXT, bodies=lambda _: Bodies(current=body))
    assert (found.drift, found.quote_kept) == (Drift.SAME, 1.0)


def test_the_markup_overrules_what_the_extractor_took_in() -> None:
    ads = ["春の催しのお知らせです。ぜひお越しください。", "秋の催しのお知らせです。どうぞお越しください。"]
    bodies = Bodies(*(html(beside=f'<div class="sidebar"><p>{ad}</p></div>') for ad in ads))
    text, before = f"{TEXT}\n{ads[1]}", first(f"{TEXT}\n{ads[0]}")
    assert compare_citation(citation(), text, first=before).drift is Drift.EDITED
    assert compare_citation(citation(), text, first=before, bodies=lambda _: bodies).drift is Drift.SAME


def test_the_markup_of_an_archived_copy_has_a_say_too() -> None:
    ads = ["春の催しのお知らせです。ぜひお越しください。", "秋の催しのお知らせです。どうぞお越しください。"]
    bodies = Bodies(*(html(beside=f'<div class="sidebar"><p>{ad}</p></div>') for ad in ads))
    asked: list[str] = []

    def found(baseline: Baseline) -> Bodies:
        asked.append(baseline.address)
        return bodies

    copy = Capture(archive="a", taken_at=datetime(2025, 6, 1, tzinfo=UTC), address="x", text=f"{TEXT}\n{ads[0]}")
    when = When(value="2025-06-01", source="text")
    without = compare_citation(citation(), f"{TEXT}\n{ads[1]}", written_at=when, captures=[copy])
    assert (without.baseline, without.drift) == (BaselineKind.ARCHIVE, Drift.EDITED)
    told = compare_citation(citation(), f"{TEXT}\n{ads[1]}", written_at=when, captures=[copy], bodies=found)
    assert (told.baseline, told.drift, asked) == (BaselineKind.ARCHIVE, Drift.SAME, ["x"])


def test_a_real_edit_stands_with_the_markup_too() -> None:
    edited = TEXT.replace("120棟", "210棟")
    bodies = Bodies(html(), html(edited))
    found = compare_citation(citation(), edited, first=first(), bodies=lambda _: bodies)
    assert found.drift is Drift.EDITED
    assert [(edit.before, edit.after) for edit in found.edits] == [("120棟", "210棟")]


OWN = "うちの近所も危なかった。"


def inferred(quote: str) -> Citation:
    return replace(citation(quote), quote_inferred=True)


def test_words_under_an_inferred_quote_that_the_page_never_said_are_no_change() -> None:
    told = compare_citation(inferred(f"{TEXT}\n{OWN}"), TEXT)
    assert (told.drift, told.quote_kept) == (Drift.SAME, 1.0)
    assert f"author's own words: “{OWN}”" in told.note
    assert [each.fate for each in told.sentences] == [Fate.KEPT] * 4
    marked = compare_citation(citation(f"{TEXT}\n{OWN}"), TEXT)
    assert marked.drift is Drift.EDITED


def test_a_number_above_an_authors_words_is_still_told() -> None:
    told = compare_citation(inferred(f"{TEXT}\n{OWN}"), TEXT.replace("3人", "5人"))
    assert told.drift is Drift.EDITED
    assert [(each.before, each.after) for each in told.edits] == [("3人", "5人")]
    assert all(each.text != OWN for each in told.sentences)
    last = compare_citation(inferred(TEXT), TEXT.replace("3億円", "5億円"))
    assert [(each.before, each.after) for each in last.edits] == [("約3億円", "約5億円")]


def test_what_the_first_snapshot_held_is_the_pages() -> None:
    quote = inferred(f"{TEXT}\n{OWN}")
    told = compare_citation(quote, TEXT, first=first(f"{TEXT}\n{OWN}"))
    assert (told.drift, told.sentences[-1].fate) == (Drift.EDITED, Fate.MISSING)
    assert compare_citation(quote, TEXT, first=first()).drift is Drift.SAME


def test_a_page_that_lost_more_than_the_end_of_an_inferred_quote_changed() -> None:
    lines = TEXT.split("\n")
    for left in (lines[0], lines[0].partition("。")[0] + "。", f"{lines[0].partition('。')[0]}。\n{lines[1]}"):
        told = compare_citation(inferred(f"{TEXT}\n{OWN}"), left)
        assert told.drift is Drift.EDITED, left
        assert told.sentences[-1].fate is Fate.MISSING or "own words" in told.note
    assert compare_citation(inferred(f"{TEXT}\n{OWN}"), "町の桜が見頃を迎えた。\n" * 9).drift is Drift.REPLACED
