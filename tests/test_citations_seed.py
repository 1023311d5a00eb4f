"""A clipping of news as people keep it: the look-alike in ``tests/labelled``, and the real one if there is one."""

import os
from pathlib import Path

import pytest

from linkwatch import citations, documents
from linkwatch.model import Citation

SEED = os.environ.get("LINKWATCH_SEED", "")


@pytest.mark.skipif(not SEED, reason="LINKWATCH_SEED names no file: the real document is not ours to keep here")
class TestRealSeed:
    @pytest.fixture
    def found(self) -> tuple[Citation, ...]:
        path = Path(SEED)
        return citations.find(documents.read(path.name, path.read_bytes()))

    def test_eight_citations_in_order(self, found: tuple[Citation, ...]) -> None:
        assert [each.line for each in found] == [8, 46, 77, 104, 116, 128, 160, 190]

    def test_dates(self, found: tuple[Citation, ...]) -> None:
        assert [each.published_at.value if each.published_at else None for each in found] == [
            "2025-01-22T12:51", "2025-01-22", "2025-01-22", "2025-01-22", "2025-01-22T12:22", "2025-01-22T20:33",
            "2025-01-21", "2025-01-22",
        ]  # fmt: skip

    def test_outlets_and_titles(self, found: tuple[Citation, ...]) -> None:
        names = [each.outlet or each.author or "" for each in found]
        assert [len(name) for name in names] == [4, 3, 3, 7, 3, 7, 3, 7]
        assert all(each.title for each in found[:7])
        assert not any(each.title and each.title.endswith(")") for each in found)

    def test_quotes(self, found: tuple[Citation, ...]) -> None:
        assert [each.quote is not None for each in found] == [True, True, True, False, False, True, True, True]
        for each in found:
            for line in (each.quote or "").split("\n"):
                assert "S_p" not in line
                assert "img_" not in line
                assert not line.endswith(("(AFP時事)", "会談(0:49)"))
