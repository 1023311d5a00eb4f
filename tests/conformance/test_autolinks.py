"""CommonMark's and GFM's examples of autolinks: the http and https links that the Markdown reader finds."""

import json
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from linkwatch import documents, urls

HERE = Path(__file__).parent
DECLINED = tomllib.loads((HERE / "declined.toml").read_text("utf-8"))["commonmark"]
CASES: list[dict[str, Any]] = [
    case for case in json.loads((HERE / "commonmark/autolinks.json").read_text("utf-8")) if "://" in case["markdown"]
]


def test_enough_cases() -> None:
    assert len(CASES) >= 11


@pytest.mark.parametrize("case", CASES, ids=[f"{case['source']}:{case['example']}" for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    document = documents.read("case.md", case["markdown"].encode())
    found = [urls.canonical(link.url) for block in document.blocks for link in block.links]
    page = html.fromstring(f"<div>{case['html']}</div>")
    linked = [link for link in page.iter("a") if "://" in link.text_content()]  # schemeless text is no link here
    wanted = [urls.canonical(unescape(link.get("href"))) for link in linked]
    wanted = [url for url in wanted if url.startswith(("http://", "https://"))]
    if case["markdown"] in DECLINED:
        assert found != wanted, "this declined case is right now: take it from declined.toml"
    else:
        assert found == wanted


def test_declined_cases_exist() -> None:
    assert set(DECLINED) <= {case["markdown"] for case in CASES}
