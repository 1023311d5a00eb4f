"""WHATWG's URL data on the canonical form: the same failures, the same spelling where ours adds nothing."""

import json
from pathlib import Path

import ada_url
import pytest

from linkwatch import urls

HERE = Path(__file__).parent
CASES = [
    case
    for case in json.loads((HERE / "whatwg/urltestdata.json").read_text("utf-8"))
    if isinstance(case, dict)
    and not case.get("base")
    and case["input"].lower().lstrip().startswith(("http:", "https:"))
]


def test_enough_cases() -> None:
    assert len(CASES) > 200


@pytest.mark.parametrize("case", CASES, ids=[repr(case["input"])[:60] for case in CASES])
def test_parsing(case: dict[str, object]) -> None:
    url = str(case["input"])
    if case.get("failure"):
        assert urls.canonical(url) == url.strip()
        assert urls.host_of(url) == ""
        return
    href = str(case["href"])
    assert urls.host_of(url) == str(case["hostname"]).rstrip(".")
    assert urls.canonical(url) == urls.canonical(href)
    assert ada_url.URL(urls.canonical(url)).href == urls.canonical(url), (
        "the canonical form is one WHATWG would write"
    )
