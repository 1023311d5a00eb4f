"""PDF files: their text is read, compared and fingerprinted like any page's."""

from __future__ import annotations

import pytest
from web.papers import pdf

from linkwatch.judge.visit import visit
from linkwatch.model import Page, Past, State
from linkwatch.page import fingerprint, read
from linkwatch.page.pdf import extractor, joined

LINES = [
    "橋の架け替えに関する報告書",
    "市は老朽化した橋の架け替えについて、住民",
    "説明会を開いた。",
    "費用は十二億円である。",
]


def _page(body: bytes, kind: str = "application/pdf") -> Page:
    url = "https://www.hashi.jp/report.pdf"
    return Page(url=url, final_url=url, status=200, headers=(("content-type", kind),), body=body)


@pytest.mark.parametrize("kind", ["application/pdf", "application/octet-stream", "text/html", ""])
def test_its_text_and_title_are_read_whatever_the_server_calls_it(kind: str) -> None:
    content = read(_page(pdf(LINES, "報告書"), kind))
    assert content.title == "報告書"
    assert "住民説明会を開いた。\n費用は十二億円である。" in content.text
    assert content.extractor == extractor()


def test_junk_before_its_header_is_passed_over() -> None:
    assert "十二億円" in read(_page(b"junk\n" + pdf(LINES))).text


def test_the_fingerprint_follows_the_text_and_not_the_bytes() -> None:
    one = fingerprint(_page(pdf(LINES)))
    assert fingerprint(_page(pdf(LINES) + b"\n% another build")) == one
    assert fingerprint(_page(pdf([*LINES[:3], "費用は十五億円である。"]))) != one


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7\nbroken", b"%PDF-", pdf([]), pdf(LINES)[:400], b"%PDF-1.4\n" + bytes(9999)]
)
def test_one_without_text_is_told_apart_by_its_bytes(body: bytes) -> None:
    content, verdict = visit(_page(body), Past())
    assert (content.text, content.extractor) == ("", "")
    assert content.fingerprint == fingerprint(_page(body)) != ""
    assert content.fingerprint != fingerprint(_page(body + b" "))
    assert verdict.state is State.ALIVE


def test_it_is_alive() -> None:
    _, verdict = visit(_page(pdf(LINES)), Past())
    assert (verdict.state, verdict.reason) == (State.ALIVE, "ok")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住民\n説明会を開いた。\n費用は", "住民説明会を開いた。\n費用は"),
        ("the old\nbridge. It\nwas", "the old bridge. It was"),
        ("the old bridge.\nIt was", "the old bridge.\nIt was"),
        ("見出し\n\n本文", "見出し\n本文"),
        ("橋の\nbridge", "橋の bridge"),
        ("  a   b \n", "a b"),
        ("", ""),
    ],
)
def test_lines_that_the_layout_broke_are_joined(text: str, expected: str) -> None:
    assert joined(text) == expected
