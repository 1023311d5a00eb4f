"""``linkwatch stats``: the rot curve in a terminal, for programs, and as a picture."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path

import lxml.etree
import pytest
import viewer_world as world
from command import called, one_line

import db
from linkwatch.report.curve import terminal
from linkwatch.rot import Observation, survival

CURVES = {
    "links": survival(
        [Observation(age=400 + 365 * year, ended=year % 2 == 0, count=40) for year in range(8)],
    ),
    "quotes": survival([Observation(age=90 * step, ended=True, count=10) for step in range(1, 30)]),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stats")
    (folder / "linkwatch.toml").touch()
    world.make(folder / "linkwatch.db")
    store = db.open(folder / "linkwatch.db")
    store.views.refresh(at=world.NOW)
    store.close()
    return folder


def stats(folder: Path, *words: str) -> str:
    ran = called("stats", *words, folder=folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.mark.parametrize("width", [80, 160])
def test_a_line_an_age_with_bars_that_shrink(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = io.StringIO()
    terminal.render(CURVES, out)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    rows = [line for line in lines if re.match(r" *\d", line)]
    assert [row.split()[0] for row in rows] == ["0", "1", "2", "3", "4", "5", "6", "7", "8", "8.1"]
    bars = [row.count("█") for row in rows]
    assert bars == sorted(bars, reverse=True)
    shares = [int(re.findall(r"(\d+)%", row)[0]) for row in rows]
    assert shares[0] == 100
    assert shares == sorted(shares, reverse=True)
    assert "half had ended after" in lines[-1]
    assert "\x1b" not in out.getvalue()


def test_the_terminal_tells_of_links_and_quotes(folder: Path) -> None:
    told = stats(folder)
    assert re.search(r"still alive: \d+ citations?, 2 ended", told)
    assert re.search(r"still says the quote: \d+ citations?", told)


def test_programs_get_every_step(folder: Path) -> None:
    told = json.loads(stats(folder, "--format", "json"))
    rows = list(csv.DictReader(io.StringIO(stats(folder, "--format", "csv"), newline="")))
    assert told["schema"] == 1
    assert set(told["curves"]) == {"links", "quotes"}
    assert told["curves"]["links"]["ended"] == 2
    steps = [(name, step) for name, one in told["curves"].items() for step in one["steps"]]
    assert [(row["curve"], float(row["age_days"]), int(row["at_risk"])) for row in rows] == [
        (name, step["age_days"], step["at_risk"]) for name, step in steps
    ]


def test_of_one_site_or_one_document(folder: Path) -> None:
    total = {
        words: json.loads(stats(folder, "--format", "json", *words))["curves"]["links"]["total"]
        for words in ((), ("--site", "youtube"), ("--document", "notes/ferries.md"))
    }
    assert total[()] > total["--document", "notes/ferries.md"] > total["--site", "youtube"] == 1


@pytest.mark.parametrize(("code", "said"), [("en", "still alive"), ("ja", "ページが有効")])
def test_a_picture_says_it_in_the_language_asked_for(folder: Path, code: str, said: str) -> None:
    stats(folder, "--plot", "rot.svg", "--lang", code)
    root = lxml.etree.parse(folder / "rot.svg").getroot()
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang", root.get("lang")) == code
    assert said in "".join(root.itertext())
    assert root.findall(".//{*}script") == []


def test_a_png_is_the_same_picture(folder: Path) -> None:
    stats(folder, "--plot", "rot.png")
    image = (folder / "rot.png").read_bytes()
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(image[16:20]) == 2 * 912


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plot", "rot.gif"), "end its name in .svg or .png"),
        (("--plot", "nowhere/rot.png"), "name another file"),
        (("--document", "nowhere.md"), "linkwatch documents"),
        (("--site", "nhk", "--plot", "rot.svg"), "nothing to draw yet"),
        (("--site", "nhk", "--document", "x"), "one at a time"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_line(folder: Path, words: tuple[str, ...], said: str) -> None:
    ran = called("stats", *words, folder=folder)
    assert ran.returncode == 2
    assert said in one_line(ran)


def test_a_png_without_its_library_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    ran = called("stats", "--plot", "rot.png", folder=folder)
    assert ran.returncode == 2
    assert "linkwatch[plot]" in one_line(ran)
