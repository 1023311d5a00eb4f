"""A clipping of news as people keep it: the look-alike among the labelled documents, and the real one if given."""

import os
from pathlib import Path

import pytest

from linkwatch import citations, documents
from linkwatch.model import Citation

SEED = os.environ.get("LINKWATCH_SEED", "")
LOOK_ALIKE = Path(__file__).parent / "labelled/documents/ja-clip-damaged/source.txt"


def read(path: Path) -> tuple[Citation, ...]:
    return citations.find(documents.read(path.name, path.read_bytes()))


def published(found: tuple[Citation, ...]) -> list[str | None]:
    return [each.published_at.value if each.published_at else None for each in found]


def assert_clean(found: tuple[Citation, ...]) -> None:
    """Nothing that copying left behind is in titles and quotes."""
    assert not any(each.title and each.title.endswith(")") for each in found), "a running time is no part of a title"
    for line in (line for each in found for line in (each.quote or "").split("\n")):
        assert not line.endswith(("S_p", "(AFP時事)", "(北浜通信)", "(北浜日日)", "会談"))
        assert "img_" not in line
        assert not line.isdigit()


def test_look_alike() -> None:
    found = read(LOOK_ALIKE)
    assert published(found) == [
        "2025-03-14T19:05", "2025-03-14", "2025-03-14", "2025-03-14T20:12", "2025-03-15T06:30", "2025-03-14",
        "2025-03-14",
    ]  # fmt: skip
    assert [each.quote is not None for each in found] == [True, True, False, False, True, True, True]
    assert [each.outlet or each.author for each in found] == [
        "北浜通信", "KBC", "みなとテレビ", "公共放送ニュース", "北浜日日オンライン", "運輸省", "北浜市長",
    ]  # fmt: skip
    assert_clean(found)


@pytest.mark.skipif(not SEED, reason="LINKWATCH_SEED names no file: the real document is not ours to keep here")
def test_real_one() -> None:
    found = read(Path(SEED))
    assert [each.line for each in found] == [8, 46, 77, 104, 116, 128, 160, 190]
    assert published(found) == [
        "2025-01-22T12:51", "2025-01-22", "2025-01-22", "2025-01-22", "2025-01-22T12:22", "2025-01-22T20:33",
        "2025-01-21", "2025-01-22",
    ]  # fmt: skip
    assert [len(each.outlet or each.author or "") for each in found] == [4, 3, 3, 7, 3, 7, 3, 4]
    assert all(each.title for each in found)
    assert [each.quote is not None for each in found] == [True, True, True, False, False, True, True, True]
    assert_clean(found)
