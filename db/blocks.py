"""What is too much to be read at once, in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

Row = TypeVar("Row")


def blocks(fetch: Callable[[int], list[Row]], key: Callable[[Row], int]) -> Iterator[list[Row]]:
    """Blocks of rows by key until there are no more."""
    after = 0
    while block := fetch(after):
        yield block
        after = key(block[-1])
