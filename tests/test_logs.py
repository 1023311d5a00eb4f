"""What libraries log: a line each, tracebacks only when asked for, nothing for what we stopped ourselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from linkwatch.cli import logs
from linkwatch.crawl.gate import Stopping


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    root.handlers = before


def fail(error: BaseException) -> None:
    try:
        raise error
    except BaseException:
        logging.getLogger("scrapy.core").error("Spider\nerror", exc_info=True)


@pytest.mark.parametrize(("verbose", "lines"), [(0, 1), (1, 2), (2, 3)])
def test_how_much_is_said(verbose: int, lines: int, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(verbose)
    logging.getLogger().setLevel(logging.NOTSET)
    log = logging.getLogger("scrapy.core")
    log.error("an \x1b[31merror")
    log.warning("a warning")
    log.info("news")
    log.debug("chatter")
    assert (
        capsys.readouterr().err.splitlines()
        == [
            "linkwatch: scrapy.core: an error",
            "linkwatch: scrapy.core: a warning",
            "linkwatch: scrapy.core: news",
        ][:lines]
    )


def test_an_exception_is_a_line_and_its_traceback_is_for_vv(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(0)
    fail(ZeroDivisionError("by zero"))
    assert capsys.readouterr().err == "linkwatch: scrapy.core: Spider error: ZeroDivisionError: by zero\n"
    logs.set_up(2)
    fail(ZeroDivisionError("by zero"))
    assert "Traceback" in capsys.readouterr().err


def test_what_we_stopped_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(0)
    fail(Stopping())
    assert capsys.readouterr().err == ""
    assert Stopping.__name__ in logs.STOPPED
