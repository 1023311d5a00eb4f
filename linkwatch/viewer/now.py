"""What the address of a quote says tonight (pure).

A comparison is made with the last text a page showed. When the page is dead, none of its sentences stands there any
more, whatever that last text said.
"""

from __future__ import annotations

from dataclasses import replace

from linkwatch.model import Comparison, Fate, State


def as_now(state: State, comparison: Comparison | None) -> Comparison | None:
    """The comparison as it holds for what the address shows now."""
    if comparison is None or state is not State.DEAD:
        return comparison
    sentences = tuple(replace(each, fate=Fate.MISSING, found="", damaged=False) for each in comparison.sentences)
    return replace(comparison, sentences=sentences, edits=())


def kept_of(comparison: Comparison | None) -> int:
    """How many quoted sentences are kept."""
    return sum(each.fate is Fate.KEPT for each in comparison.sentences) if comparison else 0
