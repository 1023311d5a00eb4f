"""The demo as a user runs it, and the files it shows."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from command import linkwatch

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

NEWS = {
    1: set(),
    2: {
        ("moved", "https://www.mofa.go.jp/erp/we/no/page4e_090431.html"),
        ("edited", "https://www.jiji.com/jc/article?k=2025060100431"),
        ("walled", "https://news.polarwatch-journal.com/2025/05/ice-class-orders"),
    },
    3: {
        ("died", "https://news.yahoo.co.jp/articles/7c1e5a90b2d84f3e6a17c05bd9e2f48136ab70dd"),
        ("died", "https://www.youtube.com/watch?v=lw3Kq0Arc7o"),
        ("died", "https://www3.nhk.or.jp/news/html/20250601/k10099104311000.html"),
        ("died", "https://x.com/i/status/1929101700000000002"),
    },
}
"""What each night tells."""

REPORT = (
    "arctic-memo.txt:8: edited https://www.jiji.com/jc/article?k=2025060100431&g=pol — ",
    "arctic-memo.txt:32: dead video-removed https://www.youtube.com/watch?v=lw3Kq0Arc7o — ",
    "arctic-memo.txt:55: dead article-ended https://www3.nhk.or.jp/news/html/20250601/k10099104311000.html — ",
    "shipping-notes.md:29: suspect soft-404 https://www.hokkai-kaiun-kenkyu.or.jp/report/2025-03.html — ",
    "13 links: 6 alive, 1 moved, 4 dead, 1 suspect, 1 blocked; 1 edited",
)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the demo prints on a pipe."""
    ran = linkwatch("demo", folder=tmp_path_factory.mktemp("demo"))
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return ran.stdout


@pytest.mark.parametrize(("number", "news"), NEWS.items())
def test_a_night_tells_what_changed(shown: str, number: int, news: set[tuple[str, str]]) -> None:
    night = re.search(rf"^Night {number},.*?(?=^Night|^linkwatch report)", shown, re.M | re.S)
    assert night is not None
    told = re.findall(r"^ +(died|came back|moved|edited|replaced|restricted|walled)  (\S+)$", night[0], re.M)
    assert set(told) == news


@pytest.mark.parametrize("line", REPORT)
def test_the_report_ends_it(shown: str, line: str) -> None:
    assert any(one.startswith(line) for one in shown.splitlines()), shown


def test_the_warc_files_are_what_the_story_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    specification = importlib.util.spec_from_file_location("build", EXAMPLES / "build.py")
    assert specification is not None
    assert specification.loader is not None
    build = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(build)
    for file in (EXAMPLES / "web").rglob("*"):
        if file.is_file() and file.suffix != ".gz":
            copy = tmp_path / file.relative_to(EXAMPLES / "web")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    monkeypatch.setattr(build, "WEB", tmp_path)
    build.main()
    for file in sorted((EXAMPLES / "web").glob("*.gz")):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), (
            f"python examples/build.py makes another {file.name}"
        )
