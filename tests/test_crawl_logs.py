"""What a crawl does to the loggers of this process: nothing that lasts, and no more is said than is heard."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_night_ends import run, store  # noqa: F401  the fixture

from db.store import Store

SCRAPY = logging.getLogger("scrapy")


class Heard(logging.Handler):
    """Notes the level that Scrapy's logger has whenever something is logged while it crawls."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.levels: set[int] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("scrapy"):
            self.levels.add(record.levelno)


@pytest.fixture(params=[logging.ERROR, logging.INFO])
def heard(request: pytest.FixtureRequest) -> Iterator[Heard]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    handler = Heard(request.param)
    root.handlers = [handler]
    root.setLevel(logging.NOTSET)
    yield handler
    root.handlers = handlers
    root.setLevel(level)


def test_scrapy_says_what_is_heard_and_its_level_is_given_back(
    store: Store,  # noqa: F811
    tmp_path: Path,
    heard: Heard,
) -> None:
    SCRAPY.setLevel(logging.NOTSET)
    run(store, tmp_path)
    store.close()
    assert SCRAPY.level == logging.NOTSET
    assert heard.levels == (set() if heard.level == logging.ERROR else {logging.INFO})
