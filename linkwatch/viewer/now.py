"""What the address of a quote says tonight (pure).

A comparison is made with the last text a page showed. When the page is dead, none of its sentences stands there any
more, whatever that last text said; when nobody could read it, nothing is known of them.
"""

from __future__ import annotations

from dataclasses import replace

from linkwatch.model import Comparison, Drift, Fate, State

READ = frozenset({State.ALIVE, State.MOVED})
"""States of a page whose text was read tonight, or is as it was."""


def as_now(state: State, comparison: Comparison | None) -> Comparison | None:
    """The comparison as it holds for what the address shows now."""
    if comparison is None or state in READ:
        return comparison
    if state is not State.DEAD:
        return replace(comparison, drift=Drift.UNJUDGED, quote_kept=None, similarity=None, sentences=(), edits=())
    sentences = tuple(replace(each, fate=Fate.MISSING, found="", damaged=False) for each in comparison.sentences)
    return replace(comparison, sentences=sentences, edits=())


def when_last_read(state: State, comparison: Comparison | None) -> Comparison | None:
    """The comparison with sentences that held before nobody could read the page; None where it holds, or is over."""
    is_past = state not in READ and state is not State.DEAD
    return comparison if is_past and comparison is not None and comparison.sentences else None


def kept_of(comparison: Comparison | None) -> int:
    """How many quoted sentences are kept."""
    return sum(each.fate is Fate.KEPT for each in comparison.sentences) if comparison else 0
