"""A document set with each citation and quoted sentence where it stands."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkwatch import citations, compare, documents
from linkwatch.model import (
    Baseline,
    BaselineKind,
    Block,
    BlockKind,
    Citation,
    Comparison,
    Drift,
    Edit,
    EditOp,
    Fate,
    LinkMark,
    Sentence,
)
from linkwatch.viewer.galley import Galley, Op, Phrase, Quoted, galley, quotation

URL = "https://www.example.org/1"


def quoted(text: str, page: str | None = None, **more: Any) -> Quoted:
    citation = Citation(url=URL, canonical_url=URL, quote=text, **more)
    if page is None:
        return Quoted(citation=citation)
    return Quoted(
        citation=citation, comparison=compare.compare(Baseline(kind=BaselineKind.QUOTE, text=text), page, "")
    )


def shown(phrases: tuple[Phrase, ...]) -> str:
    """A paragraph in one line: ``<fate …>`` for sentences, ``[-…-]`` ``{+…+}`` for words, ``#1`` for citations."""
    brackets = {Op.SAME: "{}", Op.DEL: "[-{}-]", Op.INS: "{{+{}+}}"}
    said = []
    for phrase in phrases:
        inner = "".join(
            brackets[run.op].format(run.text) + "".join(f"#{number}" for number in run.numbers) for run in phrase.runs
        )
        said.append(f"<{phrase.fate} {inner}>" if phrase.fate else inner)
    return "".join(said)


def lines(laid: Galley) -> list[str]:
    return [shown(paragraph.phrases) for section in laid.sections for paragraph in section.paragraphs]


def paragraph(text: str, *links: tuple[str, int, int], kind: BlockKind = BlockKind.PARAGRAPH, line: int = 1) -> Block:
    marks = tuple(LinkMark(url=url, start=start, end=end, line=line, column=start + 1) for url, start, end in links)
    return Block(kind=kind, text=text, line=line, links=marks)


def test_an_edited_sentence_shows_what_went_and_what_came() -> None:
    blocks = [
        paragraph(f"出典 {URL}", (URL, 3, 3 + len(URL))),
        paragraph("　三人が死亡した。\n　警察が調べている。"),
    ]
    page = "五人が死亡した。警察が調べている。"
    laid = galley(blocks, [quoted("三人が死亡した。\n警察が調べている。", page, line=1, column=4)])
    assert lines(laid) == [
        f"出典 {URL}#1",
        "　<edited [-三人-]{+五人+}が死亡した。>\n　<kept 警察が調べている。>",
    ]
    assert [section.numbers for section in laid.sections] == [(1,)]


def test_words_that_came_are_put_in_where_they_stand() -> None:
    comparison = Comparison(
        drift=Drift.EDITED,
        baseline=BaselineKind.QUOTE,
        sentences=(Sentence(text="値上げはしない。", start=0, fate=Fate.EDITED, found="値上げは当面しない。"),),
        edits=(Edit(op=EditOp.INSERT, after="当面", start_before=4),),
    )
    quote = Citation(url=URL, canonical_url=URL, quote="値上げはしない。")
    blocks = [paragraph("値上げは しない。", kind=BlockKind.QUOTE)]
    [line] = quotation(Quoted(citation=quote, comparison=comparison))
    assert shown(line.phrases) == "<edited 値上げは{+当面+}しない。>"
    assert lines(galley(blocks, [Quoted(citation=quote, comparison=comparison)])) == ["値上げは しない。"]


def test_a_link_inside_a_quoted_sentence_stays_a_link() -> None:
    text = "The board met twice in May."
    block = paragraph(text, (URL, 4, 9))
    laid = galley([block], [quoted(text, text, line=1, column=5)])
    assert lines(laid) == ["<kept The board#1 met twice in May.>"]
    [run] = [run for phrase in laid.sections[0].paragraphs[0].phrases for run in phrase.runs if run.url]
    assert (run.text, run.url) == ("board", URL)


def test_citations_of_one_paragraph_share_a_section() -> None:
    block = paragraph("one two three", ("https://a.example/", 0, 3), ("https://b.example/", 4, 7))
    cites = [
        Quoted(citation=Citation(url=url, canonical_url=url, line=1, column=column))
        for url, column in (("https://a.example/", 1), ("https://b.example/", 5))
    ]
    laid = galley([paragraph("before"), block, paragraph("after")], cites)
    assert [section.numbers for section in laid.sections] == [(), (1, 2), ()]
    assert lines(laid)[1] == "one#1 two#2 three"


def test_a_citation_without_a_place_is_told_apart() -> None:
    laid = galley([paragraph("text")], [quoted("nowhere to be found")])
    assert laid.unplaced == (1,)


ENTRY = """\
はじめに。

鳴瀬の渡し、減便へ

北潮新聞 202603010915

https://www.kitashio-shimbun.co.jp/1

watashi_3.jpg

 町は28日、渡し船を減らすと発表した。利用者は10年前より3割少ない、という。

 船頭は「橋が遠い人の足だから」と話した。町は来週、説明会を開く。
"""


def test_an_entry_runs_from_its_title_to_the_end_of_its_quote() -> None:
    document = documents.read("a.txt", ENTRY.encode())
    cites = [Quoted(citation=each) for each in citations.find(document)]
    laid = galley(document.blocks, cites)
    entry = next(section for section in laid.sections if section.entry)
    assert entry.numbers == (1,)
    assert [paragraph.role for paragraph in entry.paragraphs] == ["title", "meta", "url", "aside", "quote", "quote"]
    assert [section.numbers for section in laid.sections] == [(), (1,)]


words = st.sampled_from(["三人が死亡した。", "警察が調べている。", " ", "\n", "　", "x", "A b. ", "「引用」", "。"])
texts = st.lists(words, max_size=12).map("".join)


@given(st.lists(texts, min_size=1, max_size=5), texts, texts)
def test_nothing_that_was_written_is_lost(written: list[str], quote: str, page: str) -> None:
    blocks = [paragraph(text, (URL, 0, min(1, len(text))), line=number) for number, text in enumerate(written, 1)]
    laid = galley(blocks, [quoted(quote, page, line=1, column=1)])
    found = [
        "".join(run.text for phrase in each.phrases for run in phrase.runs if run.op is not Op.INS)
        for section in laid.sections
        for each in section.paragraphs
    ]
    assert found == written
    marked = [number for section in laid.sections for each in section.paragraphs for phrase in each.phrases
              for run in phrase.runs for number in run.numbers]  # fmt: skip
    assert marked == [1]


@pytest.mark.parametrize("shape", ["many citations", "one long quote", "one long line", "the same words"])
def test_time_grows_with_the_document(shape: str) -> None:
    def took(size: int) -> float:
        blocks, cites = made(shape, size)
        start = time.perf_counter()
        galley(blocks, cites)
        return time.perf_counter() - start

    took(50)
    small, large = min(took(100) for _ in range(3)), took(1_000)
    assert large < max(small * 60, 2.0)


def made(shape: str, size: int) -> tuple[list[Block], list[Quoted]]:
    sentence = "町は28日、渡し船を減らすと発表した。"
    if shape == "many citations":
        urls = [f"https://a.example/{number}" for number in range(size)]
        blocks = [
            block
            for number, url in enumerate(urls, 1)
            for block in (
                paragraph(url, (url, 0, len(url)), line=2 * number),
                paragraph(f"{number}{sentence}", line=2 * number + 1),
            )
        ]
        cites = [
            Quoted(
                citation=Citation(url=url, canonical_url=url, line=2 * number, column=1, quote=f"{number}{sentence}"),
                comparison=compare.compare(
                    Baseline(kind=BaselineKind.QUOTE, text=f"{number}{sentence}"), f"{number}{sentence}", ""
                ),
            )
            for number, url in enumerate(urls, 1)
        ]
        return blocks, cites
    text = "".join(f"{number}{sentence}" for number in range(size))
    if shape == "one long quote":
        return [paragraph(URL, (URL, 0, len(URL))), paragraph(text, line=2)], [quoted(text, text, line=1, column=1)]
    if shape == "one long line":
        links = [(f"https://a.example/{number}", number * 3, number * 3 + 2) for number in range(size)]
        block = paragraph("ab " * size, *links)
        return [block], [
            Quoted(citation=Citation(url=url, canonical_url=url, line=1, column=start + 1)) for url, start, _ in links
        ]
    block = paragraph("あ" * size * 20, (URL, 0, 1))
    return [block], [quoted("あ" * size * 10, line=1, column=1)] * 20
