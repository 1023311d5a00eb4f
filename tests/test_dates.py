"""Dates as people write them: what is read, and what is left alone."""

import pytest

from linkwatch import dates

NEAR = dates.read("2025-02-01")

WRITTEN = [
    ("2025/1/22", "2025-01-22"),
    ("2025年1月22日 12時51分", "2025-01-22T12:51"),
    ("2025/1/22() 20:33", "2025-01-22T20:33"),
    ("２０２５年１月２２日（水）", "2025-01-22"),
    ("2025年1月22日午後3時05分", "2025-01-22T15:05"),
    ("二〇二〇年十二月三日", "2020-12-03"),
    ("令和六年十一月二十七日", "2024-11-27"),
    ("昭和五〇年一〇月一〇日", "1975-10-10"),
    ("令和7年1月22日", "2025-01-22"),
    ("令和元年5月1日", "2019-05-01"),
    ("平成31年4月30日", "2019-04-30"),
    ("R7.1.22", "2025-01-22"),
    ("1/22(水) 20:33", "2025-01-22T20:33"),
    ("1月22日", "2025-01-22"),
    ("12月30日", "2024-12-30"),
    ("January 22, 2025", "2025-01-22"),
    ("Jan. 22nd, 2025 at 12:51 PM JST", "2025-01-22T12:51+09:00"),
    ("22 Jan 2025", "2025-01-22"),
    ("Wed, 22 Jan 2025 12:51:00 +0900", "2025-01-22T12:51:00+09:00"),
    ("2025-01-22T12:51:00+09:00", "2025-01-22T12:51:00+09:00"),
    ("1/22/2025", "2025-01-22"),
    ("22.01.2025", "2025-01-22"),
    ("2025年1月", "2025-01"),
    ("January 2025", "2025-01"),
    ("22 de enero de 2025", "2025-01-22"),
]
NOT_DATES = [
    "01/02/2025",
    "2025年2月30日",
    "v2025.1.22.3",
    "192.168.2025.1",
    "10.1.1.2025",
    "1/2の確率",
    "1/22(月)",
    "25:61",
]
DAMAGED = [
    ("時事通信 202501221251", "", "2025-01-22T12:51"),
    ("NHK 2025122 1222", "https://news.jp/html/20250122/k1.html", "2025-01-22T12:22"),
    ("NHK 2025122 1222", "https://news.jp/html/k1.html", None),
    ("FNN 20250122", "", "2025-01-22"),
    ("2025322", "", "2025-03-22"),
    ("2025101", "", "2025-10-01"),
    ("20251221251", "", None),
    ("20250122at14S_p", "", None),
    ("100783259", "", None),
]
IN_URLS = [
    ("https://news.jp/jc/article?k=2025012200132&g=pol", "2025-01-22"),
    ("https://news.jp/2025/01/22/x", "2025-01-22"),
    ("https://news.jp/html/20250122/k10014.html", "2025-01-22"),
    ("https://news.jp/20210807-x/", "2021-08-07"),
    ("https://news.jp/2022-10-01/", "2022-10-01"),
    ("https://archive.org/web/20200101000000/https://b.jp/2019/05/06/a", None),
    ("https://news.jp/2025/1/", None),
    ("https://news.jp/articles/123456789012", None),
    ("https://news.jp/2025/13/40/", None),
]


@pytest.mark.parametrize(("text", "value"), WRITTEN)
def test_written(text: str, value: str) -> None:
    assert [each.when.value for each in dates.find(f"配信 {text} 記事", near=NEAR)] == [value]


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_date_or_can_be_two(text: str) -> None:
    assert dates.find(text, near=NEAR) == []


@pytest.mark.parametrize(("text", "url", "value"), DAMAGED)
def test_damaged(text: str, url: str, value: str | None) -> None:
    found = [each.when.value for each in dates.restore(text, near=dates.from_url(url))]
    assert found == ([value] if value else [])


@pytest.mark.parametrize(("url", "value"), IN_URLS)
def test_in_urls(url: str, value: str | None) -> None:
    when = dates.from_url(url)
    assert (when.value if when else None) == value


def test_a_year_needs_something_that_gives_it() -> None:
    assert dates.find("1/22(水) 20:33") == []


def test_a_weekday_that_disagrees_makes_a_date_less_sure() -> None:
    (dated,) = dates.find("2025年1月22日（月）")
    assert dated.when.confidence == "likely"
