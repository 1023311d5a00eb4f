"""twitter-text's, linkify-it's and Bynens's cases of URLs in text, all that carry a scheme."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from linkwatch.urls import found

HERE = Path(__file__).parent
DECLINED: dict[str, dict[str, str]] = tomllib.loads((HERE / "declined.toml").read_text("utf-8"))
FEWEST = {
    "twitter-text/extract": 85,
    "twitter-text/validate": 24,
    "linkify-it/links": 77,
    "linkify-it/not_links": 12,
    "bynens": 69,
}
"""How many cases each suite holds at least: a suite that is not read fails."""

Case = tuple[str, str, str, list[str] | bool]
"""Suite, name, text, and what is wanted: the schemed URLs, or whether the whole text is one."""


def _with_scheme(urls: list[str]) -> list[str]:
    return [url for url in urls if "://" in url]


def _twitter_extract() -> Iterator[Case]:
    tests = yaml.safe_load((HERE / "twitter-text/extract-urls.yml").read_text("utf-8"))["tests"]
    for case in (case for section in tests.values() for case in section):
        wanted = [each if isinstance(each, str) else each["url"] for each in case["expected"]]
        yield "twitter-text/extract", case["description"], case["text"], _with_scheme(wanted)


def _twitter_validate() -> Iterator[Case]:
    tests = yaml.safe_load((HERE / "twitter-text/validate-urls.yml").read_text("utf-8"))["tests"]
    for case in (case for section in tests.values() for case in section):
        yield "twitter-text/validate", case["text"], case["text"], case["expected"]


def _linkify_links() -> Iterator[Case]:
    """A line is a text; the next one, unless empty, the first link in it; ``%`` begins a comment line."""
    lines = iter((HERE / "linkify-it/links.txt").read_text("utf-8").split("\n"))
    for line in lines:
        if line and not line.startswith("%"):
            following = next(lines, "")
            wanted = following if following and not following.startswith("%") else line
            if "://" in wanted:
                yield "linkify-it/links", line, line, [wanted]


def _linkify_not_links() -> Iterator[Case]:
    for line in (HERE / "linkify-it/not_links.txt").read_text("utf-8").split("\n"):
        if line and not line.startswith("%"):
            yield "linkify-it/not_links", line, line, []


def _bynens() -> Iterator[Case]:
    with (HERE / "bynens/url-regex.tsv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield "bynens", row["url"], row["url"], row["verdict"] == "match"


CASES = [
    case
    for suite in (_twitter_extract, _twitter_validate, _linkify_links, _linkify_not_links, _bynens)
    for case in suite()
    if "://" in case[2]
]


@pytest.mark.parametrize(
    ("suite", "name", "text", "wanted"), CASES, ids=[f"{case[0]}:{case[1]}"[:120] for case in CASES]
)
def test_case(suite: str, name: str, text: str, wanted: list[str] | bool) -> None:
    urls = [each.url for each in found(text)]
    if suite == "linkify-it/links":
        urls = urls[:1]
    right = urls == wanted if isinstance(wanted, list) else (urls == [text]) == wanted
    if name in DECLINED.get(suite, {}):
        assert not right, "this declined case is right now: take it from declined.toml"
    else:
        assert right, f"{text!r}: found {urls}, wanted {wanted}"


def test_every_suite_was_read() -> None:
    for suite, fewest in FEWEST.items():
        assert sum(case[0] == suite for case in CASES) >= fewest, suite


def test_declined_cases_exist_and_are_few() -> None:
    names = {(case[0], case[1]) for case in CASES}
    for suite, cases in DECLINED.items():
        if suite != "commonmark":
            assert {(suite, name) for name in cases} <= names
    assert sum(map(len, DECLINED.values())) <= 30


def test_offsets() -> None:
    """twitter-text gives them in code points, as we do."""
    tests = yaml.safe_load((HERE / "twitter-text/extract-urls.yml").read_text("utf-8"))["tests"]
    declined = DECLINED["twitter-text/extract"]
    for case in (*tests["urls_with_indices"], *tests["urls_with_directional_markers"]):
        if case["description"] not in declined:
            wanted = [tuple(each["indices"]) for each in case["expected"] if "://" in each["url"]]
            assert [(each.start, each.end) for each in found(case["text"])] == wanted
