"""The labelled page pairs: scores and floors."""

import json
from pathlib import Path

import pytest
from labelled.pairs.cases import cases
from labelled.pairs.scoring import scores

FLOORS = json.loads((Path(__file__).parent / "labelled/pairs/floors.json").read_text())
CASES = list(cases())


def test_the_set_is_what_it_says() -> None:
    assert len(CASES) >= 200
    assert len({case.name for case in CASES}) == len(CASES)
    noise = [case for case in CASES if case.drift == "same"]
    assert 0.4 < len(noise) / len(CASES) < 0.6
    japanese = [case for case in CASES if case.language == "ja"]
    assert 0.4 < len(japanese) / len(CASES) < 0.6


@pytest.mark.parametrize("language", ["ja", "en", "zh", "ko"])
def test_scores_hold_their_floors(language: str) -> None:
    found, misses = scores([case for case in CASES if case.language == language])
    for name, (hits, tries) in found.items():
        print(f"{language} {name}: {hits}/{tries} = {hits / tries:.3f}")
    low = {name: hits / tries for name, (hits, tries) in found.items() if hits / tries < FLOORS[name]}
    assert not low, "\n".join([str(low), *misses])
