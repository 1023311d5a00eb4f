"""Every phrase is known, and what only sounds like one is not; a case is a line of labelled/phrases.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from linkwatch.judge.notice import is_message
from linkwatch.judge.phrases import gone
from linkwatch.judge.words import plain, segments

CASES = tomllib.loads((Path(__file__).parent / "labelled" / "phrases.toml").read_text("utf-8"))
GONE = [(language, phrase) for language, phrases in CASES["gone"].items() for phrase in phrases]


@pytest.mark.parametrize(("language", "phrase"), GONE)
def test_gone(language: str, phrase: str) -> None:
    found = any(is_message(part, gone()) for part in (*segments(phrase), plain(phrase)))
    assert found is (language != "none"), phrase


def test_every_language_has_cases() -> None:
    assert {phrases.name for phrases in gone()} == set(CASES["gone"]) - {"none"}
