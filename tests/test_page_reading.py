"""Bytes to text, what a page gives of itself, the refresh in it, and the page beside it: tables of cases."""

from __future__ import annotations

import pytest

from linkwatch.judge import sibling
from linkwatch.model import Confidence, Page, State, Verdict, When
from linkwatch.page import decode, read
from linkwatch.page.metadata import iso
from linkwatch.page.refresh import target

JA = "市は二十二日、新しい図書館の開館日を発表した。開館は四月一日で、蔵書は約十二万冊になる。髙﨑さんも来た。"
PLAIN_JA = JA.replace("髙﨑", "高崎")
KO = "시는 22일 새 도서관의 개관일을 발표했다. 개관은 4월 1일이다."
ZH = "市政府二十二日宣布新图书馆的开馆日期。开馆时间为四月一日，藏书约十二万册。"
DE = "Die Stadt hat am 22. das Datum der Eröffnung genannt: größer als gedacht, für alle geöffnet."
HTML = "text/html"


def meta(charset: str) -> str:
    return f'<meta charset="{charset}">'


@pytest.mark.parametrize(
    ("text", "encoding", "content_type", "declared"),
    [
        # declared in the header, in the page, in both, nowhere
        (JA, "utf-8", f"{HTML}; charset=utf-8", ""),
        (JA, "utf-8", HTML, meta("utf-8")),
        (JA, "utf-8", HTML, ""),
        (JA, "cp932", f"{HTML}; charset=Shift_JIS", ""),
        (JA, "cp932", HTML, meta("x-sjis")),
        (JA, "cp932", HTML, ""),
        (PLAIN_JA, "euc_jp", f"{HTML}; charset=EUC-JP", ""),
        (PLAIN_JA, "euc_jp", HTML, meta("euc-jp")),
        (PLAIN_JA, "euc_jp", HTML, ""),
        (PLAIN_JA, "iso2022_jp", HTML, meta("iso-2022-jp")),
        (PLAIN_JA, "iso2022_jp", HTML, ""),
        (ZH, "gb18030", HTML, meta("gb2312")),
        (ZH, "gb18030", f"{HTML}; charset=gbk", ""),
        (KO, "euc_kr", HTML, meta("euc-kr")),
        (DE, "cp1252", HTML, meta("iso-8859-1")),
        (DE, "cp1252", HTML, ""),
        # a byte order mark beats everything
        (JA, "utf-8-sig", f"{HTML}; charset=Shift_JIS", meta("euc-jp")),
        (JA, "utf-16", f"{HTML}; charset=utf-8", ""),
        # the header is wrong: Apache's AddDefaultCharset, a proxy, a copied template
        (JA, "utf-8", f"{HTML}; charset=ISO-8859-1", meta("utf-8")),
        (JA, "cp932", f"{HTML}; charset=iso-8859-1", ""),
        (JA, "cp932", f"{HTML}; charset=UTF-8", meta("Shift_JIS")),
        (JA, "cp932", f"{HTML}; charset=UTF-8", meta("utf-8")),
        (PLAIN_JA, "euc_jp", HTML, meta("Shift_JIS")),
        (JA, "utf-8", HTML, meta("no-such-charset")),
    ],
)
def test_decoding(text: str, encoding: str, content_type: str, declared: str) -> None:
    page = f"<html><head>{declared}<title>{text}</title></head><body><p>{text}</p></body></html>"
    assert text in decode(page.encode(encoding), (("content-type", content_type),))


def test_any_bytes_become_text() -> None:
    assert decode(b"\x00\xff\xfe\x81a\x00", ()) is not None
    assert "\x00" not in decode(b"a\x00b" * 9, ())
    assert decode(b"", ()) == ""


LD = '<script type="application/ld+json">{}</script>'
ARTICLE = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-06-12",'
NOON = "2025-01-22T12:51:00+09:00"
CDN = '<base href="https://cdn.minato-shimbun.com/a/">'


@pytest.mark.parametrize(
    ("head", "published", "modified"),
    [
        (f'<meta property="article:published_time" content="{NOON}">', NOON, ""),
        ('<meta name="citation_publication_date" content="2015/11">', "2015-11", ""),
        ('<meta name="date" content="2015">', "2015", ""),
        ('<meta property="og:updated_time" content="2025-02-01T00:00:00Z">', "", "2025-02-01T00:00:00Z"),
        (ARTICLE + '"dateModified":"2024-06-13"}</script>', "2024-06-12", "2024-06-13"),
        (LD.format('{"@graph":[{"@type":"Organization","datePublished":"1999-01-01"}]}'), "", ""),
        (ARTICLE + '"a":1}</script><meta name="date" content="2020-01-01">', "2024-06-12", ""),
        (LD.format("{not json") + '<meta name="pubdate" content="2020-01-01">', "2020-01-01", ""),
        ('<meta name="date" content="next Tuesday">', "", ""),
        ('<meta name="date" content="2025-13-40">', "", ""),
    ],
)  # fmt: skip
def test_dates(head: str, published: str, modified: str) -> None:
    content = read(page(f"<title>橋</title>{head}"))
    assert (content.published_at.value if content.published_at else "") == published
    assert (content.modified_at.value if content.modified_at else "") == modified


def test_a_date_that_only_the_text_gives_is_a_guess() -> None:
    text = "<p class='date'>2024-06-12</p><p>橋が開通した。</p>"
    found = read(page(f"<html><head><title>橋</title></head><body><article>{text}</article></body></html>"))
    assert found.published_at == When(value="2024-06-12", source="htmldate", confidence=Confidence.GUESS)


def page(html: str, url: str = "https://www.minato-shimbun.com/news/1") -> Page:
    headers = (("content-type", "text/html; charset=utf-8"),)
    return Page(url=url, final_url=url, status=200, headers=headers, body=html.encode())


@pytest.mark.parametrize(
    ("html", "author", "language", "canonical"),
    [
        ('<html lang="ja-JP"><meta name="author" content="港 太郎">', "港 太郎", "ja-jp", None),
        (LD.format('{"@type":"Article","author":[{"name":"A. Q"},{"name":"B. S"}]}'), "A. Q, B. S", None, None),
        ('<meta property="article:author" content="https://www.facefolk.com/quay">', None, None, None),
        ('<meta property="og:locale" content="de_DE"><p>Hafen</p>', None, "de-de", None),
        (f"<p>{JA}</p>", None, "ja", None),
        (f"<p>{KO}</p>", None, "ko", None),
        (f"<p>{ZH}</p>", None, "zh", None),
        ('<link rel="canonical" href="/news/1?x=1">', None, None, "https://www.minato-shimbun.com/news/1?x=1"),
        (CDN + '<link rel="canonical" href="b">', None, None, "https://cdn.minato-shimbun.com/a/b"),
        ('<link rel="canonical" href="javascript:void(0)">', None, None, None),
    ],
)  # fmt: skip
def test_what_a_page_gives_of_itself(
    html: str, author: str | None, language: str | None, canonical: str | None
) -> None:
    content = read(page(html))
    assert (content.author, content.language, content.canonical_url) == (author, language, canonical)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2025-01-22", "2025-01-22"),
        ("2025/1/2", "2025-01-02"),
        ("2025-01-22 12:51:00 +0900", "2025-01-22T12:51:00+09:00"),
        ("2025-01-22T12:51", "2025-01-22T12:51"),
        ("1850-01-01", None),
        ("22.1.2025", None),
    ],
)
def test_iso(written: str, value: str | None) -> None:
    assert iso(written) == value


@pytest.mark.parametrize(
    ("content", "to"),
    [
        ("0; url=/new", "/new"),
        ("0;URL='https://www.example.org/b'", "https://www.example.org/b"),
        ('5; url="/b"; and more', "/b"),
        ("10, /b", "/b"),
        ("0.5;url=/b", "/b"),
        ("; url=/b", "/b"),
        ("300; url=/reload", ""),
        ("30", ""),
        ("", ""),
        ("9999999999999999999999; url=/b", ""),
    ],
)
def test_refresh(content: str, to: str) -> None:
    assert target(content) == to


def test_a_refresh_is_resolved_against_the_page_and_not_followed_from_noscript() -> None:
    assert (
        read(page('<meta http-equiv="refresh" content="0;url=../b">')).refresh_url
        == "https://www.minato-shimbun.com/b"
    )
    assert not read(page('<noscript><meta http-equiv="refresh" content="0;url=/b"></noscript>')).refresh_url
    assert not read(page('<meta http-equiv="refresh" content="0;url=mailto:a@example.org">')).refresh_url


@pytest.mark.parametrize(
    ("ours", "theirs", "alike"),
    [
        ("<title>A</title><p>Welcome.</p>", "<title>A</title><p>Welcome.</p>", True),
        ("<title>Quiet Lane</title><p>Request 81a2</p>", "<title>Quiet Lane</title><p>Request 93b7</p>", True),
        ("<title>Quiet Lane</title><p>Welcome.</p>", "<title>Quiet Lane: nothing here</title><p>Welcome.</p>", False),
        ("<title>Quiet Lane</title><p>Short.</p>", f"<title>Quiet Lane</title><p>{DE}</p>", False),
        ("<title>Quiet</title><h1>Well</h1><p>1901</p>", "<title>Quiet</title><h1>Mill</h1><p>1887</p>", False),
        ("", "", False),
    ],
)  # fmt: skip
def test_like_the_page_beside_it(ours: str, theirs: str, alike: bool) -> None:
    assert sibling.is_like(read(page(ours)), read(page(theirs))) is alike


@pytest.mark.parametrize(
    ("url", "start", "end"),
    [
        ("https://www.example.com/news/2014/1205.html", "https://www.example.com/news/2014/", ".html"),
        ("https://www.example.com/news/1205/", "https://www.example.com/news/", ""),
        ("https://www.example.com/view.php?id=12", "https://www.example.com/", ".php"),
        ("https://www.example.com/", "https://www.example.com/", ""),
    ],
)
def test_the_address_beside(url: str, start: str, end: str) -> None:
    made_up = sibling.address(url, "tonight")
    assert made_up.startswith(start)
    assert made_up.endswith(end)
    assert "?" not in made_up
    assert made_up == sibling.address(url, "tonight") != sibling.address(url, "another night")


@pytest.mark.parametrize(
    ("state", "confidence", "wanted"),
    [
        (State.ALIVE, Confidence.GUESS, True),
        (State.ALIVE, Confidence.SURE, False),
        (State.SUSPECT, Confidence.LIKELY, False),
        (State.UNKNOWN, Confidence.GUESS, False),
    ],
)
def test_when_the_page_beside_is_wanted(state: State, confidence: Confidence, wanted: bool) -> None:
    assert sibling.is_wanted(Verdict(state=state, reason="ok", confidence=confidence)) is wanted


BODY = (
    "県は九日、沿線の六つの市と町でつくる協議会を開き、線路の補修に今後十年で四十七億円がかかるとの試算を示した。"
    "利用は一日平均で三百十二人と、十年前のほぼ半分に減っている。沿線の町長の一人は「通学の足を守る最後の機会だ」と話した。"
)


@pytest.mark.parametrize("shown", ['<div id="root"></div>', "<main><p>県は九日、協議会を開き…続きを読む</p></main>"])
def test_json_ld_tells_an_article_that_the_page_itself_does_not_show(shown: str) -> None:
    said = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{BODY}"}}</script>'
    assert read(page(f"<html><head><title>協議会</title>{said}</head><body>{shown}</body></html>")).text == BODY


def test_what_the_page_shows_goes_before_a_shorter_json_ld() -> None:
    said = '<script type="application/ld+json">{"@type": "Article", "articleBody": "県は協議会を開いた。"}</script>'
    shown = "".join(f"<p>{number}番目の段落で、{BODY}</p>" for number in range(3))
    told = read(page(f"<html><head><title>協議会</title>{said}</head><body><main>{shown}</main></body></html>")).text
    assert told.count("番目の段落で、") == 3
