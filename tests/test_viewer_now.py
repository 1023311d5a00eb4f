"""What is said of a quote holds for what its address shows now."""

from __future__ import annotations

import pytest

from linkwatch.model import BaselineKind, Comparison, Drift, Fate, Sentence, State
from linkwatch.report.web.rendering import STATIC
from linkwatch.viewer.now import as_now, kept_of, when_last_read

WAS = Comparison(
    drift=Drift.EDITED,
    baseline=BaselineKind.QUOTE,
    quote_kept=0.5,
    sentences=(
        Sentence(text="一文目。", start=0, fate=Fate.KEPT, found="一文目。"),
        Sentence(text="二文目。", start=4, fate=Fate.EDITED, found="二行目。"),
    ),
)


@pytest.mark.parametrize("state", State)
def test_only_what_was_read_is_said_to_stand_there(state: State) -> None:
    now, before = as_now(state, WAS), when_last_read(state, WAS)
    assert now is not None
    if state in (State.ALIVE, State.MOVED):
        assert (now, before) == (WAS, None)
    elif state is State.DEAD:
        assert ({one.fate for one in now.sentences}, kept_of(now), before) == ({Fate.MISSING}, 0, None)
    else:
        assert (now.drift, now.sentences, now.edits, now.quote_kept) == (Drift.UNJUDGED, (), (), None)
        assert kept_of(before) == 1


def test_nothing_compared_is_nothing_said() -> None:
    assert as_now(State.DEAD, None) is None
    assert when_last_read(State.BLOCKED, None) is None


@pytest.mark.parametrize("state", State)
def test_the_timeline_has_a_colour_for_every_state(state: State) -> None:
    style = (STATIC / "style.css").read_text("utf-8")
    assert f".tl .c-{state} {{ fill: var(--{state}); }}" in style
    assert f"  --{state}: " in style
