"""Each labelled visit is read as a person would read it."""

from __future__ import annotations

import pytest
from sites_cases import Case, cases

from linkwatch import sites
from linkwatch.judge.visit import visit

CASES = tuple(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reading(case: Case) -> None:
    content, verdict = visit(case.page())
    told = {
        "signs": [f"{sign.kind}/{sign.code}" for sign in content.signs],
        "title": content.title,
        "text": content.text,
        "author": content.author or "",
        "published_at": content.published_at.value if content.published_at else "",
        "modified_at": content.modified_at.value if content.modified_at else "",
        "target": "".join(sign.target for sign in content.signs),
        "extractor": content.extractor,
    }
    expected = {key: value.strip("\n") if key == "text" else value for key, value in case.expected["reading"].items()}
    assert {key: told[key] for key in expected} == expected
    assert (verdict.state, verdict.reason) == (case.expected["state"], case.expected["reason"])
    assert all(0 < len(sign.evidence) <= 200 for sign in content.signs)


def test_each_sign_has_a_case() -> None:
    seen = {(case.site, sign) for case in CASES for sign in case.expected.get("reading", {}).get("signs", [])}
    known = {(site.name, f"{sign.kind}/{sign.code}") for site in sites.all_sites() for sign in site.signs}
    assert seen == known


@pytest.mark.parametrize("name", [site.name for site in sites.all_sites()])
def test_each_site_has_alive_gone_and_walled_cases(name: str) -> None:
    states = {case.expected["state"] for case in CASES if case.site == name}
    assert states >= {"alive", "suspect"}
    assert states & {"restricted", "blocked", "unknown"}
