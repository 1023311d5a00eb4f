"""What a clipping of news quotes, against pages that carry the originals, whole and then changed in one place."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linkwatch import citations, documents
from linkwatch.compare.citation import Bodies, compare_citation
from linkwatch.judge.visit import visit
from linkwatch.model import Citation, Comparison, Content, Drift, EditKind, Fate, Page
from linkwatch.text import key

LOOK_ALIKE = Path(__file__).parent / "labelled/documents/ja-clip-damaged/source.txt"
SEEDS = [LOOK_ALIKE, *(Path(name) for name in [os.environ.get("LINKWATCH_SEED", "")] if name)]
"""The look-alike among the labelled documents, and the real one where LINKWATCH_SEED names it."""

ANOTHER = [
    "川べりの桜は今年、四月二日に満開になった。市の担当者によると、平年より三日早い。",
    "堤の下の広場には土曜と日曜の二日間でおよそ8000人が訪れ、屋台は32軒が並んだ。",
    "片づけには地元の中学生40人が加わり、集めたごみは2トンに達したという。",
    "屋台の組合は「天候に恵まれ、例年より客足が伸びた」と話し、ごみ箱を増やす考えを示した。",
]


def quoted() -> Iterator[Citation]:
    for seed in SEEDS:
        found = citations.find(documents.read(seed.name, seed.read_bytes()))
        yield from (each for each in found if each.quote)


QUOTED = list(quoted())
LONG = [each for each in QUOTED if (each.quote or "").count("。") > 3]


def original(quote: str) -> list[str]:
    """The paragraphs as the page has them: copying lost the units of dates and times."""
    quote = re.sub(r"令和(\d)(\d)(\d\d)日", r"令和\1年\2月\3日", quote)
    quote = re.sub(r"(?<!\d)(\d)(\d\d)日", r"\1月\2日", quote)
    return re.sub(r"(?<!\d)(\d)(\d\d)分", r"\1時\2分", quote).split("\n")


def page(paragraphs: list[str]) -> bytes:
    """A page of news: the article, among what such pages have around it."""
    around = "<nav><a href='/'>トップ</a><a href='/eco'>経済</a></nav>"
    more = "<aside><h2>関連記事</h2><ul><li><a href='/1'>港の朝市に行列</a></li></ul></aside><footer>© 北浜</footer>"
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<!doctype html><html lang='ja'><head><meta charset='utf-8'><title>記事</title></head><body>{around}"
        f"<article><h1>記事</h1><time>3分前</time>{text}</article>{more}</body></html>"
    ).encode()


def read_page(body: bytes) -> Content:
    headers = (("content-type", "text/html; charset=utf-8"),)
    url = "https://news.example.jp/1"
    return visit(Page(url=url, final_url=url, status=200, headers=headers, body=body))[0]


def held(citation: Citation, paragraphs: list[str]) -> Comparison:
    """The citation against a page that carries these paragraphs, as a night judges it."""
    body = page(paragraphs)
    content = read_page(body)
    return compare_citation(citation, content.text, content.title, bodies=lambda _: Bodies(current=body))


def names(found: list[Citation]) -> list[str]:
    return [f"{number}-line{each.line}" for number, each in enumerate(found)]


def test_a_short_article_keeps_its_paragraphs_and_loses_the_minutes() -> None:
    found = [read_page(page(ANOTHER[:count])).text.split("\n") for count in (1, 2, 3, 4)]
    assert [lines[-count:] for count, lines in enumerate(found, start=1)] == [ANOTHER[:n] for n in (1, 2, 3, 4)]
    assert found[3] == ["記事", *ANOTHER]


@pytest.mark.parametrize("citation", QUOTED, ids=names(QUOTED))
def test_every_quote_is_kept_on_its_page(citation: Citation) -> None:
    told = held(citation, original(citation.quote or ""))
    assert told.drift is Drift.SAME
    assert told.quote_kept == 1
    assert {each.fate for each in told.sentences} == {Fate.KEPT}


def numbered(found: list[Citation]) -> list[Citation]:
    return [each for each in found if re.search(r"\d", each.quote or "")]


NUMBERED = numbered(QUOTED)


@pytest.mark.parametrize("citation", NUMBERED, ids=names(NUMBERED))
def test_one_number_altered_is_told_and_nothing_else(citation: Citation) -> None:
    whole = "\n".join(original(citation.quote or ""))
    *_, at = re.finditer(r"(?<![\d第])\d+(?=[日人隻年分])", whole)
    altered = f"{whole[: at.start()]}{int(at.group()) + 3}{whole[at.end() :]}"
    told = held(citation, altered.split("\n"))
    assert told.drift is Drift.EDITED
    assert [each.fate for each in told.sentences].count(Fate.EDITED) == 1
    assert {each.fate for each in told.sentences} <= {Fate.EDITED, Fate.KEPT}
    [edit] = told.edits
    assert edit.kind in (EditKind.NUMBER, EditKind.DATE)
    assert str(int(at.group()) + 3) in edit.after
    assert told.quote_kept is not None
    assert 0.5 < told.quote_kept < 1


@pytest.mark.parametrize("citation", LONG, ids=names(LONG))
def test_one_sentence_dropped_is_told_and_nothing_else(citation: Citation) -> None:
    paragraphs = original(citation.quote or "")
    longest = max(range(len(paragraphs)), key=lambda at: paragraphs[at].count("。"))
    first, stop, rest = paragraphs[longest].partition("。")
    dropped = [*paragraphs[:longest], rest, *paragraphs[longest + 1 :]]
    told = held(citation, [each for each in dropped if each])
    missing = [each.text for each in told.sentences if each.fate is Fate.MISSING]
    assert told.drift is Drift.EDITED
    assert [len(each) for each in missing] == [len(each) for each in missing[:1]]
    assert missing[0][-12:] == (first + stop)[-12:]
    assert {each.fate for each in told.sentences} == {Fate.MISSING, Fate.KEPT}


@pytest.mark.parametrize("citation", LONG, ids=names(LONG))
def test_a_last_paragraph_dropped_is_told(citation: Citation) -> None:
    told = held(citation, original(citation.quote or "")[:-1])
    assert told.drift is Drift.EDITED
    assert Fate.MISSING in {each.fate for each in told.sentences}


@pytest.mark.parametrize("citation", QUOTED, ids=names(QUOTED))
def test_another_article_in_its_place_is_told(citation: Citation) -> None:
    told = held(citation, ANOTHER)
    # Of a quote of a few words one cannot tell whether the rest of the page is another too.
    assert told.drift is (Drift.REPLACED if len(key(citation.quote or "")) >= 40 else Drift.EDITED)
    assert told.quote_kept == 0
    assert {each.fate for each in told.sentences} == {Fate.MISSING}


def test_two_quotes_of_one_page_have_their_own_verdicts() -> None:
    first, second = LONG[:2]
    paragraphs = [*original(first.quote or ""), *ANOTHER]
    assert held(first, paragraphs).drift is Drift.SAME
    assert held(second, paragraphs).drift is Drift.REPLACED
