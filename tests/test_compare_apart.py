"""Boxes beside the article's paragraphs: which are of the site, and which speak to the reader of the article."""

import pytest

from linkwatch.compare.labels import labelled
from linkwatch.compare.pages import compare_pages
from linkwatch.compare.visible import layout
from linkwatch.model import Drift, Page

URL = "https://news.example.com/a/1"
TEXT = [
    "The council voted on Tuesday to close the Mill Lane library at the end of March.",
    "Eleven people work there, and most of them will be offered posts at the central library.",
    "Readers borrowed 84,000 books from it last year, a fifth fewer than in 2019.",
    "A petition against the closing has been signed by 6,200 people, most of them parents.",
]
LATER = "On Friday the council withdrew its decision after a second vote."
CLOSED = "This service has been withdrawn and no one can apply any more"


def paragraphs(text: list[str]) -> str:
    return "".join(f"<p>{each}</p>" for each in text)


def article(text: list[str] = TEXT) -> str:
    return f'<div class="body">{paragraphs(text)}</div>'


def blocks(text: list[str], *names: str) -> str:
    """A page builder's: each paragraph in a box of its own."""
    return "".join(f'<div class="{name}"><p>{each}</p></div>' for name, each in zip(names, text, strict=False))


def card(title: str, lead: str) -> str:
    return f'<div class="card"><a href="/c">{title}</a><p>{lead}</p></div>'


BUILT = ("blk", "blk", "blk", "blk")
NAMED = ("hero", "intro", "more", "end")
LEAD = '<div class="top"><p>The library at Mill Lane is to close after ninety years of lending.</p></div>'

TOLD = [
    pytest.param(article(), article(TEXT[:3]), id="last paragraph gone"),
    pytest.param(blocks(TEXT, *BUILT), blocks(TEXT[:3], *BUILT), id="last of a page builder's gone"),
    pytest.param(blocks(TEXT, *NAMED), blocks(TEXT[:3], *NAMED), id="last gone, each named otherwise"),
    pytest.param(blocks(TEXT, *NAMED), blocks(TEXT[1:], *NAMED[1:]), id="first gone, each named otherwise"),
    pytest.param(LEAD + article(), article(), id="lead gone"),
    pytest.param(LEAD + article(), LEAD.replace("ninety", "eighty") + article(), id="a word of the lead"),
    pytest.param(article(), article() + f'<div class="later"><p>{LATER}</p></div>', id="a note after it"),
    pytest.param(
        article(),
        article() + '<div class="c"><div>Correction</div><div><p>The number of staff was wrong.</p></div></div>',
        id="a correction in boxes of its own",
    ),
    pytest.param(
        article(), article() + '<div class="c"><p>職員の人数に誤りがありました。</p></div>', id="a short correction"
    ),
    pytest.param(article(), f'<div class="w"><p>{CLOSED}.</p></div>' + article(), id="a notice above it"),
    pytest.param(
        article(),
        f'<div class="body">{paragraphs(TEXT[:2])}<div class="w"><p>{CLOSED}; see <a href="/n">more</a>.</p></div>'
        f"{paragraphs(TEXT[2:])}</div>",
        id="a warning within it that names a page",
    ),
]

BESIDE = [
    pytest.param("", card("Baker wins", "After nine second places, a baker has taken the prize."), id="a card"),
    pytest.param(
        card("Baker wins", "After nine second places, a baker has taken the prize."),
        card("Car park to close", "Visitors are being told to use the park and ride from next month."),
        id="another card",
    ),
    pytest.param(
        "",
        '<div class="ask"><p>Was this page of any use? Do not tell us your name.</p><input type="radio"></div>',
        id="a survey",
    ),
    pytest.param(
        '<div class="who"><p>Ann Lowe writes about books.</p></div>',
        '<div class="who"><p>Sells maps of the county, and has kept bees since she left the bank in 2011.</p></div>',
        id="the author's life",
    ),
]


def told(before: str, after: str) -> Drift:
    pages = [
        f"<!doctype html><html><head><title>Library to close</title></head><body><header><a href=/>News</a></header>"
        f"<main><h1>Library to close</h1>{body}</main><footer>The News</footer></body></html>".encode()
        for body in (before, after)
    ]
    headers = (("content-type", "text/html; charset=utf-8"),)
    old, new = (Page(url=URL, final_url=URL, status=200, headers=headers, body=body) for body in pages)
    return compare_pages(old, new).drift


@pytest.mark.parametrize(("before", "after"), TOLD)
def test_what_came_or_went_in_the_article_is_told(before: str, after: str) -> None:
    assert told(before, after) is Drift.EDITED


@pytest.mark.parametrize(("before", "after"), BESIDE)
def test_what_came_or_went_in_a_box_of_the_site_is_not(before: str, after: str) -> None:
    assert told(article() + before, article() + after) is Drift.SAME


def test_thousands_of_counted_lines_take_bounded_time() -> None:
    """Each held against each, they would take minutes."""
    before, after = (
        "".join(f"<div class='r{k}'><p>Reply {i * 7 + k} here, {i * 3 + k} views</p></div>" for i in range(2_000))
        for k in (0, 1)
    )
    assert told(article() + before, article() + after) is Drift.EDITED


@pytest.mark.timeout(20)
def test_any_number_of_labels_is_read_in_one_pass() -> None:
    """Each marking anew what follows it, they would take minutes."""
    lines = "".join(f"<p>広告</p><p>{number}</p>" for number in range(20_000))
    found = layout(f"<body><div>{lines}</div><div><p>{TEXT[0] * 5_000}</p></div></body>")
    assert labelled(found, [each.text for each in found.passages]) == [True] * 40_000 + [False]
