"""The progress bar, on a terminal that is only a text."""

from __future__ import annotations

import io

from rich.console import Console

from linkwatch.cli.progress import bar, seen
from linkwatch.crawl import Progress


def test_a_bar_shows_how_far_it_is_and_goes_away() -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=100, color_system=None)
    with bar(console) as update:
        update(Progress(visited=3, total=12, unchanged=1, states={"alive": 2, "suspect": 1}, seconds=1.0))
    shown = out.getvalue()
    assert "3/12" in shown
    assert "1 suspect" in shown
    assert "alive" not in shown
    assert shown.rstrip().endswith("\x1b[2K"), "the line is wiped"


def test_states_in_words() -> None:
    assert seen({}) == ""
    assert seen({"blocked": 1, "alive": 9, "dead": 0, "suspect": 2}) == "2 suspect, 1 blocked"
