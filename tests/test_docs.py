"""The documentation is true: what is made from the code is up to date, what it links to is there."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from linkwatch import cli

ROOT = Path(__file__).parent.parent
WRITE: dict[str, Any] = runpy.run_path(str(ROOT / "docs" / "write.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("name", WRITE["PARTS"])
def test_made_parts_are_up_to_date(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for mark in WRITE["PARTS"][name]:
        assert text.count(f"<!-- {mark} -->") == text.count(f"<!-- /{mark} -->") == 1
    assert WRITE["page"](name) == text, f"{name} differs from the code: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_targets_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"^ {4}(.*)$|`([^`\n]+)`", text, flags=re.M)
    known = {name for section in cli.COMMANDS.values() for name in section}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    for line in (one or other for one, other in code):
        for name in re.findall(r"(?:^|[;|&]\s)linkwatch ([a-z]+)", line.strip()):
            assert name in known, line
        for name in re.findall(r"^make ([a-z]+)\b", line):
            assert name in targets, line
