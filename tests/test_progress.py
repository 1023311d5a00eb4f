"""The progress bar, on a terminal that is only a text."""

from __future__ import annotations

import io

from rich.console import Console

from linkwatch.cli.progress import bar, lines, seen
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


def test_a_log_has_a_line_a_minute_with_rate_and_time_left() -> None:
    said: list[str] = []
    update = lines(said.append)
    for seconds, visited in ((0.0, 0), (30, 30), (61, 61), (90, 90), (121, 121), (182, 121), (300, 4000)):
        update(Progress(visited=visited, total=4000, unchanged=0, states={"suspect": 2}, seconds=seconds))
    assert said == [
        "visited 61 of 4,000 links, 1.0 a second, 1 h 5 min left; 2 suspect",
        "visited 121 of 4,000 links, 1.0 a second, 1 h 4 min left; 2 suspect",
        "visited 121 of 4,000 links, 0.7 a second, 1 h 37 min left; 2 suspect",
    ]


def test_a_log_of_a_crawl_that_stands_still() -> None:
    said: list[str] = []
    lines(said.append)(Progress(visited=0, total=5, unchanged=0, states={}, seconds=75))
    assert said == ["visited 0 of 5 links, 0.0 a second"]


def test_states_in_words() -> None:
    assert seen({}) == ""
    assert seen({"blocked": 1, "alive": 9, "dead": 0, "suspect": 2}) == "2 suspect, 1 blocked"
