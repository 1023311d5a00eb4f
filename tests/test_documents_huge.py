"""Huge documents: what is far from every link is not read; what is near is read as in a document of ordinary size."""

from dataclasses import replace

import pytest

from linkwatch import citations, documents
from linkwatch.config.settings import DocumentSettings
from linkwatch.documents import near
from linkwatch.errors import SourceError

MANY = 30_000
SAID = "運輸相は十四日、港の整備を四年早めると発表した。"
CARD = f"港湾整備を前倒し\n北浜通信 2025/3/14\nhttps://kitahama.example/news/1\n\n　{SAID}\n　県は歓迎している。\n"
MARKDOWN = f"北浜通信は[港湾整備を前倒し](https://kitahama.example/news/1)で次のように書いた。\n\n> {SAID}\n"
PAGE = (
    '<p>北浜通信は<a href="https://kitahama.example/news/1">港湾整備を前倒し</a>で次のように書いた。</p>\n'
    f"<blockquote>{SAID}</blockquote>\n"
)


@pytest.mark.parametrize(
    ("name", "filler", "middle", "opens", "closes"),
    [
        ("a.txt", "＊＊＊\n\n", CARD, "", ""),
        ("a.txt", "> つづき\n\n", CARD, "", ""),
        ("a.md", "つづき。\n\n", MARKDOWN, "", ""),
        ("a.md", "- つづき\n\n  > 引用\n\n", MARKDOWN, "- はじめ\n\n", ""),
        ("a.md", "| a | b |\n| - | - |\n| c | d |\n\n", MARKDOWN, "", ""),
        ("a.md", "<div>\n<p>つづき</p>\n</div>\n\n", MARKDOWN, "", ""),
        ("a.html", "<p>つづき。</p>\n", PAGE, "<html><body>\n<div>\n", "</div></body></html>"),
        ("a.html", "<ul><li>つづき</ul>\n", PAGE, "<html><body>\n<section>\n", ""),
    ],
)
def test_a_citation_in_the_middle(name: str, filler: str, middle: str, opens: str, closes: str) -> None:
    half = filler * (near.HUGE // len(filler))
    text = f"{opens}{half}\n{middle}\n{half}{closes}"
    assert len(text) > near.HUGE
    read = documents.read(name, text.encode())
    (found,) = citations.find(read)
    (alone,) = citations.find(documents.read(name, f"\n{middle}\n".encode()))
    before = f"{opens}{half}".count("\n")
    assert alone.quote
    assert found == replace(alone, line=(alone.line or 0) + before)
    assert len(read.blocks) < text.count("\n") / 4


def test_links_that_are_defined_elsewhere() -> None:
    filler = "つづき。\n\n" * MANY
    text = f"{filler}\n詳しくは[港湾整備][1]を。\n\n{filler}\n[1]: https://kitahama.example/news/1\n"
    (found,) = citations.find(documents.read("a.md", text.encode()))
    assert (found.url, found.title) == ("https://kitahama.example/news/1", "港湾整備")


def test_code_that_began_far_from_the_link_is_code() -> None:
    text = "つづき。\n\n" * MANY + "```\n" + "x = 1\n" * MANY + "curl https://kitahama.example/news/1\n```\n"
    assert citations.find(documents.read("a.md", text.encode())) == ()


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("a.txt", "https://kitahama.example/news\n\n"),
        ("a.txt", "https://kitahama.example/news "),
        ("a.md", "[港湾整備](https://kitahama.example/news)\n\n"),
        ("a.md", "https://kitahama.example/news\n"),
        ("a.md", "<p><a href='https://kitahama.example/news'>港湾整備</a></p>\n\n"),
        ("a.html", "<p>https://kitahama.example/news</p>\n"),
    ],
)
def test_more_links_than_are_read_of_one_document(name: str, link: str) -> None:
    read = documents.read(name, (link * 10).encode(), max_links=10)
    assert len(citations.find(read)) == 10
    with pytest.raises(SourceError, match=r"holds more than 10 links: raise documents\.max_links"):
        documents.read(name, (link * 11).encode(), max_links=10)


def test_the_setting_says_what_holds_without_one() -> None:
    assert DocumentSettings().max_links == documents.MAX_LINKS
