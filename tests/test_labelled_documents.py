"""The labelled documents under ``tests/labelled/documents``: what is read of them stays above the floors."""

import json

import pytest

from tests.labelled.documents.scoring import ASPECTS, HERE, Score, cases, score

FLOORS = json.loads((HERE / "floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def scored() -> Score:
    return score()


def test_floors(scored: Score, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{scored.table()}")
    below = [
        f"{measure} of {aspect} is {getattr(scored, measure)(aspect):.3f}, floor {FLOORS[aspect][measure]}"
        for aspect in ASPECTS
        for measure in ("precision", "recall")
        if getattr(scored, measure)(aspect) < FLOORS[aspect][measure]
    ]
    assert not below, "\n".join([*below, *scored.misses])


def test_there_are_enough_documents() -> None:
    names = [source.parent.name for source, _ in cases(HERE)]
    assert len(names) >= FLOORS["documents"]
    assert sum(name.startswith("ja-") for name in names) >= FLOORS["japanese"]


def test_every_format_is_there() -> None:
    assert {source.suffix for source, _ in cases(HERE)} == {".txt", ".md", ".html"}
