"""The labelled pages, scored: what is told of each, a confusion matrix, and floors under the scores."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from pathlib import Path

import labelled_pages
import pytest
from labelled_pages import Labelled

from linkwatch.judge.visit import visit
from linkwatch.model import Failure, State, Verdict

FLOORS = json.loads((Path(__file__).parent / "labelled" / "pages" / "floors.json").read_text("utf-8"))
LIVING = ("alive", "blocked", "restricted")
PAGES = labelled_pages.load()


def told(verdict: Verdict) -> str:
    """In the words of the labels: a failure that would become dead is gone."""
    if verdict.failure in (Failure.SURE, Failure.LIKELY):
        return "gone"
    return State.ALIVE if verdict.state is State.MOVED else verdict.state


@lru_cache(maxsize=1)
def scored() -> tuple[tuple[Labelled, str, Verdict], ...]:
    verdicts = [(page, visit(page.page)[1]) for page in PAGES]
    return tuple((page, told(verdict), verdict) for page, verdict in verdicts)


def misses(*labels: str) -> list[str]:
    return [
        f"{page.name}: {page.label} told as {verdict.state} {verdict.reason} ({verdict.evidence})"
        for page, word, verdict in scored()
        if page.label in labels and word != page.label
    ]


def share(*labels: str) -> float:
    ours = [word == page.label for page, word, _ in scored() if page.label in labels]
    return sum(ours) / len(ours)


def matrix() -> str:
    counts = Counter((page.label, word) for page, word, _ in scored())
    names = ["gone", "alive", "blocked", "restricted", "unreachable", "unknown"]
    rows = [f"{'is / told as':>12} " + " ".join(f"{name:>11}" for name in names)]
    rows += [f"{is_:>12} " + " ".join(f"{counts[is_, as_]:>11}" for as_ in names) for is_ in names]
    return "\n".join(rows)


def test_the_set_is_large_and_hard_enough() -> None:
    counts = Counter(page.label for page in PAGES)
    assert counts["gone"] >= 200
    assert counts["alive"] >= 200
    assert sum(page.hard for page in PAGES) >= 60
    assert counts["blocked"] + counts["restricted"] >= 60
    assert len({page.page.body for page in PAGES}) > 0.98 * len(PAGES), "many pages are the same"


def test_no_living_page_is_called_dead() -> None:
    print(f"\n{matrix()}")
    false_dead = [
        f"{page.name}: {verdict.reason} ({verdict.evidence})"
        for page, word, verdict in scored()
        if page.label in LIVING and word == "gone"
    ]
    assert not false_dead, false_dead


@pytest.mark.parametrize("labels", [("gone",), ("blocked", "restricted"), ("alive",), ("unreachable", "unknown")])
def test_scores_are_above_their_floors(labels: tuple[str, ...]) -> None:
    assert share(*labels) >= FLOORS["+".join(labels)], misses(*labels)
