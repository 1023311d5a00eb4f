"""Links that lead a browser to a sentence: WICG's text fragments."""

from urllib.parse import unquote

import pytest

from linkwatch.compare.fragment import leading_to

URL = "https://www.example.jp/a"


@pytest.mark.parametrize(
    ("url", "said", "expected"),
    [
        (URL, "3人が死亡した。", f"{URL}#:~:text=3%E4%BA%BA%E3%81%8C%E6%AD%BB%E4%BA%A1%E3%81%97%E3%81%9F%E3%80%82"),
        (URL, "  so-called  aid, & more ", f"{URL}#:~:text=so%2Dcalled%20aid%2C%20%26%20more"),
        (f"{URL}#top", "said", f"{URL}#top:~:text=said"),
        (URL, " \n ", ""),
        (URL, "one line\nand another", f"{URL}#:~:text=one%20line,and%20another"),
    ],
)
def test_a_sentence_has_an_address(url: str, said: str, expected: str) -> None:
    assert leading_to(url, said) == expected


def test_a_long_passage_is_named_by_its_ends_cut_at_pauses() -> None:
    said = "堤の下の広場には、" + "土曜と日曜の二日間で、" * 40 + "屋台は32軒が並んだという。"
    directive = leading_to(URL, said).partition("text=")[2]
    assert [unquote(part) for part in directive.split(",")] == [
        "堤の下の広場には、土曜と日曜の二日間で、",
        "土曜と日曜の二日間で、屋台は32軒が並んだという。",
    ]
