"""No input crashes a reader, and every URL found stands where it is said to stand."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkwatch import citations, dates, documents, urls
from linkwatch.errors import SourceError
from linkwatch.model import Document

FORMATS = sorted(documents.FORMATS)
PIECES = st.sampled_from(
    [
        "https://a.jp/x", "http://b.example/日本/語", "https://c.jp/?a=1&amp;b=2", "ttp://d.jp",
        "hxxps://e.jp/", "://", "http://", "https://u:p@f.jp:8080/#!/x", "https://日本語.jp/",
        "https://g.jp/a_(b)", "https://h.jp/__init__/", "[", "]", "(", ")", "](", '[a](https://i.jp/ "t")',
        "[r]: https://j.jp\n", "[r]", "<https://k.jp>", '<a href="https://l.jp/">', "</a>", "<a href=//m.jp>",
        "> ", "\n> ", "\n\n", "\n", " ", "\u3000", "\u00a0", "\u200b", "「", "」", "（", "）", "。", "、",
        "です", "記事の題", "NHK 2025/1/22", "2025122 1222", "令和7年1月22日",
        "<blockquote cite='https://n.jp'>", "</blockquote>", "<br>", "<p>", "<td>", "<tr>", "<li>", "<!--",
        "-->", "<pre>", "<code>", "`", "```\n", "- ", "1. ", "# ", "|", "---\n", "| a | b |\n|---|---|\n",
        "[^1]", "[^1]: ", "*", "_", "**", "\\", "&", "&lt;", "{{", "}}", ">>\n", "<<\n", ">https://o.jp>\n",
        "—", "出典：", "引用ここから\n", "以上\n", "    ", "\t", "🙂", "\u0000", "\ufeff",
        "1 ：名無し：2025/01/22(水) 10:11:32.18 ID:a\n", "On Mon, Bob wrote:\n", "<iframe src=https://p.jp>",
        "<title>", "<time datetime=2025-01-22>", "+++\n", "date: 2025-01-22\n",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


def read(text: str, format_: str) -> Document:
    return documents.read("document", text.encode("utf-8", "replace"), format=format_)


@pytest.mark.parametrize("format_", FORMATS)
@given(data=st.binary(max_size=400))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_bytes_are_read_or_refused(format_: str, data: bytes) -> None:
    try:
        document = documents.read("document", data, format=format_)
    except SourceError:
        return
    citations.find(document)


@pytest.mark.parametrize("format_", FORMATS)
@given(text=TEXTS)
@settings(max_examples=250, deadline=None, derandomize=True)
def test_urls_stand_where_told(format_: str, text: str) -> None:
    try:
        document = read(text, format_)
    except SourceError:
        return
    seen = text.encode("utf-8", "replace").decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = seen.replace("\x00", "\ufffd").split("\n")
    for citation in citations.find(document):
        assert urls.host_of(citation.canonical_url), citation
        assert citation.line is not None
        assert 1 <= citation.line <= len(lines)
        if citation.column is not None:
            assert 1 <= citation.column <= len(lines[citation.line - 1]) + 1
        host = re.sub(r"^\w*:?//(?:[^/@]*@)?", "", citation.url)[:6]
        shown = re.sub(r"<[^<>]*>", "", seen) if format_ == "html" else seen  # a stray tag parts nothing
        assert any(host in text for text in (seen, shown, unescape(seen.replace("\\", "")))), "URLs stand in the text"


@given(text=TEXTS)
@settings(max_examples=250, deadline=None, derandomize=True)
def test_found_urls_are_slices_of_the_text(text: str) -> None:
    last = 0
    for found in urls.found(text):
        assert last <= found.start < found.end <= len(text)
        assert text[found.start : found.end].replace("&amp;", "&") == found.url
        last = found.end


@given(url=TEXTS)
@settings(max_examples=250, deadline=None, derandomize=True)
def test_the_canonical_form_is_its_own(url: str) -> None:
    canonical = urls.canonical(url)
    assert urls.canonical(canonical) == canonical


@given(text=TEXTS, near=st.dates())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_dates_are_days_of_the_calendar(text: str, near: object) -> None:
    when = dates.read(str(near))
    for dated in (*dates.find(text, near=when), *dates.restore(text, near=when)):
        assert 0 <= dated.start < dated.end <= len(text)
        day = dates.day_of(dated.when)
        assert day is None or dated.when.value.startswith(day.isoformat())
