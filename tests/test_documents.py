"""Decoding, choosing the format, and what each reader makes of its text."""

import pytest

from linkwatch import documents
from linkwatch.errors import SourceError
from linkwatch.model import BlockKind, Document

TEXT = "外務省の発表によれば、会談は約三十分間おこなわれた。\nhttps://example.jp/東京\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(encoding: str) -> None:
    document = documents.read("a.txt", TEXT.encode(encoding))
    assert document.blocks[0].text == TEXT.rstrip("\n")
    assert document.blocks[0].links[0].url == "https://example.jp/東京"


def test_a_few_broken_bytes_are_forgiven() -> None:
    data = TEXT.encode().replace("約".encode(), b"\xe7\xb4")
    document = documents.read("a.txt", data)
    assert document.encoding == "utf-8"
    assert "会談は\ufffd三十分間" in document.blocks[0].text


@pytest.mark.parametrize("declared", ["Shift_JIS", "x-sjis", "EUC-JP", "ISO-2022-JP", "UTF-8"])
def test_html_says_its_encoding(declared: str) -> None:
    codec = {"x-sjis": "cp932"}.get(declared, declared)
    data = f'<html><head><meta charset="{declared}"></head><p>外務省 <a href="https://example.jp/">発表</a>'.encode(
        codec
    )
    assert documents.read("a.html", data).blocks[0].text == "外務省 発表"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"%PDF-1.7\n...", "PDF"),
        ("a.md", b"\x00\x01\x02" * 100, "binary"),
        ("a.xyz", b"text", "unknown kind"),
        ("a.txt", bytes(range(1, 32)) * 10, "binary"),
    ],
)
def test_refused(name: str, data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as caught:
        documents.read(name, data)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        ("README", b"text", "text"),
        ("-", b"<!DOCTYPE html><p>x", "html"),
        ("https://example.jp/page", b"<html><body>x", "html"),
        ("https://example.jp/notes.md?raw=1", b"# x", "markdown"),
        ("A.MD", b"# x", "markdown"),
    ],
)
def test_format_is_told_from_name_or_text(name: str, data: bytes, format_: str) -> None:
    assert documents.read(name, data).format == format_


def test_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(SourceError, match="text, markdown, html"):
        documents.read("a.md", b"x", format="docx")


def assert_urls_stand_where_told(document: Document, source: str) -> None:
    lines = source.split("\n")
    for link in (link for block in document.blocks for link in block.links):
        assert link.line is not None
        assert link.column is not None
        there = lines[link.line - 1][link.column - 1 :].replace("&amp;", "&")
        assert there.startswith((link.url, link.url.removeprefix("https:"))), link


def test_markdown() -> None:
    source = """---
title: "報告"
date: 2025-01-22
---
# 見出し [記事](https://a.jp/x "題") <https://b.jp/日>

> 引用
> https://c.jp/__init__/x です

- 項目 [参照][r] `https://code.jp`

[r]: https://ref.jp/あ

| 表 | https://t.jp |
|---|---|
| [内](./x.md) | ![絵](https://img.jp/a.png) |

本文[^1] <a href="https://h.jp/?a=1&amp;b=2">HTML</a> と https://h.jp/?a=1&amp;b=3 と https://c.jp/x

[^1]: 注 https://n.jp
"""
    document = documents.read("a.md", source.encode())
    assert (document.title, document.written_at and document.written_at.value) == ("報告", "2025-01-22")
    assert_urls_stand_where_told(document, source)
    found = [(link.url, link.line, block.kind) for block in document.blocks for link in block.links]
    assert found == [
        ("https://a.jp/x", 5, BlockKind.HEADING),
        ("https://b.jp/日", 5, BlockKind.HEADING),
        ("https://c.jp/__init__/x", 8, BlockKind.QUOTE),
        ("https://ref.jp/あ", 12, BlockKind.ITEM),
        ("https://t.jp", 14, BlockKind.CELL),
        ("https://h.jp/?a=1&b=2", 18, BlockKind.PARAGRAPH),
        ("https://h.jp/?a=1&b=3", 18, BlockKind.PARAGRAPH),
        ("https://c.jp/x", 18, BlockKind.PARAGRAPH),
        ("https://n.jp", 20, BlockKind.NOTE),
    ]


def test_html() -> None:
    source = """<!doctype html><html lang="ja"><head><title>題</title>
<meta property="article:published_time" content="2025-01-22T10:00:00+09:00">
<script>var u = "https://script.jp/";</script></head><body>
<p>本文 <a href="https://a.jp/?x=1&amp;y=2">記事</a>。https://b.jp/です<br>
https://c.jp/日本</p>
<blockquote cite="https://d.jp/"><p>引用 https://b.jp/</p></blockquote>
<ul><li><a href="//f.jp/a">F</a><li><a href="/local">L</a></ul>
<iframe src="https://www.youtube.com/embed/abc"></iframe>
"""
    document = documents.read("a.html", source.encode())
    assert (document.title, document.language) == ("題", "ja")
    assert document.written_at is not None
    assert document.written_at.value == "2025-01-22T10:00:00+09:00"
    assert_urls_stand_where_told(document, source)
    found = [(link.url, link.line, block.kind) for block in document.blocks for link in block.links]
    assert found == [
        ("https://a.jp/?x=1&y=2", 4, BlockKind.PARAGRAPH),
        ("https://b.jp/", 4, BlockKind.PARAGRAPH),
        ("https://c.jp/日本", 5, BlockKind.PARAGRAPH),
        ("https://d.jp/", 6, BlockKind.QUOTE),
        ("https://b.jp/", 6, BlockKind.QUOTE),
        ("https://f.jp/a", 7, BlockKind.ITEM),
        ("https://www.youtube.com/embed/abc", 8, BlockKind.EMBED),
    ]
    assert document.blocks[1].cite == "https://d.jp/"


def test_mail_like_quotation() -> None:
    document = documents.read("a.txt", b"> > one\n> two https://a.jp/x\nthree\n")
    assert [(block.kind, block.level, block.text) for block in document.blocks] == [
        (BlockKind.QUOTE, 2, "one"),
        (BlockKind.QUOTE, 1, "two https://a.jp/x"),
        (BlockKind.PARAGRAPH, 0, "three"),
    ]
    assert (document.blocks[1].links[0].line, document.blocks[1].links[0].column) == (2, 7)


@pytest.mark.parametrize(
    ("name", "text", "value", "source"),
    [
        ("_posts/2022-06-09-pool.md", "# 市営プール\n本文", "2022-06-09", "file-name"),
        ("20220609.txt", "本文", "2022-06-09", "file-name"),
        ("a.txt", "From: a\nDate: Tue, 11 Mar 2025 21:40:12 +0900\n\n本文", "2025-03-11T21:40:12+09:00", "text"),
        ("a.txt", "2023年10月14日（土）　晴れ\n\n本文", "2023-10-14", "text"),
        ("a.md", "# 議事\n\n日時：2024年5月22日（水）10:00–11:30\n", "2024-05-22T10:00", "text"),
    ],
)
def test_when_a_document_was_written(name: str, text: str, value: str, source: str) -> None:
    written = documents.read(name, text.encode()).written_at
    assert written is not None
    assert (written.value, written.source) == (value, source)


@pytest.mark.parametrize(
    "text",
    [
        "題\n2025/1/22 NHK\nhttps://a.jp/x\n",
        "2025年1月22日の記事によれば、港の整備は四年早まる。\n",
        "1.2.3 (2024)\n",
    ],
)
def test_when_nothing_dates_a_document(text: str) -> None:
    assert documents.read("notes-10.txt", text.encode()).written_at is None


@pytest.mark.parametrize(
    "inner", ["<p>見出し</p>", "<div><p>見出し</p></div>", "<blockquote><p>見出し</p></blockquote>"]
)
@pytest.mark.parametrize("outer", ["h1", "h6", "li", "td", "figcaption"])
def test_html_puts_paragraphs_anywhere(outer: str, inner: str) -> None:
    document = documents.read("a.html", f"<body><{outer}>{inner}</{outer}></body>".encode())
    assert [block.text for block in document.blocks] == ["見出し"]


def test_blank_lines_of_preformatted_html_stay_but_at_its_beginning() -> None:
    document = documents.read("a.html", b"<pre>\n\none <b>two</b>\n\nthree</pre>")
    assert [block.text for block in document.blocks] == ["one two\n\nthree"]
