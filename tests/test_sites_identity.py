"""Which URLs are one page, and which are not: one line a case in sites_identity.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from linkwatch import sites

CASES = tomllib.loads((Path(__file__).parent / "labelled/sites/identity.toml").read_text(encoding="utf-8"))
SAME = [(name, url, case["is"]) for name, group in CASES["same"].items() for case in group for url in case["urls"]]
APART = [(name, url) for name, urls in CASES["apart"].items() for url in urls]


@pytest.mark.parametrize(("name", "url", "expected"), SAME)
def test_one_page(name: str, url: str, expected: str) -> None:
    assert sites.site_of(url) == name
    assert sites.canonical(url) == expected


@pytest.mark.parametrize(("name", "expected"), sorted({(name, expected) for name, _, expected in SAME}))
def test_a_canonical_url_is_its_own(name: str, expected: str) -> None:
    assert sites.canonical(expected) == expected
    assert sites.site_of(expected) == name


@pytest.mark.parametrize(("name", "url"), APART)
def test_no_identity_of_its_own(name: str, url: str) -> None:
    assert sites.site_named(name).identity(url) is None


def test_no_two_cases_share_a_canonical_url() -> None:
    names = [case["is"] for group in CASES["same"].values() for case in group]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [site.name for site in sites.all_sites() if site.hosts])
def test_each_site_has_cases(name: str) -> None:
    assert CASES["same"][name]
    assert CASES["apart"][name]
