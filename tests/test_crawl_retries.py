"""Trying again, hosts in trouble, robots.txt, probes: decisions without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from linkwatch.crawl import CrawlSettings
from linkwatch.crawl.hosts import BUSY_TIMES, Hosts
from linkwatch.crawl.probe import reaches_any
from linkwatch.crawl.retries import again, host_rest, retry_after
from linkwatch.crawl.robots import MAX_CRAWL_DELAY, Robots, read
from linkwatch.model import Fault, FaultKind, Page

NOW = datetime(2025, 2, 1, 3, 0, tzinfo=UTC)
SETTINGS = CrawlSettings(retry_wait=10.0, retries=2, max_wait=1800.0)


def page(
    status: int | None = None,
    fault: FaultKind | None = None,
    headers: Sequence[tuple[str, str]] = (),
    body: bytes = b"",
    url: str = "https://www.hashi.jp/",
) -> Page:
    told = Fault(kind=fault, detail="so it was") if fault is not None else None
    return Page(url=url, final_url=url, status=status, fault=told, headers=tuple(headers), body=body)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Sat, 01 Feb 2025 03:05:00 GMT", 300.0),
        ("Sat, 01 Feb 2025 12:05:00 +0900", 300.0),
        ("Sat, 01 Feb 2025 02:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1e3", None),
        ("99999999999999", None),
        ("", None),
        ("１２０", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(page(503, headers=[("retry-after", value)]), NOW) == seconds


@pytest.mark.parametrize(
    ("brought", "tries", "seconds"),
    [
        (page(200), 1, None),
        (page(404), 1, None),
        (page(403), 1, None),
        (page(500), 1, 10.0),
        (page(502), 2, 20.0),
        (page(502), 3, None),
        (page(503), 1, 0.0),
        (page(503), 9, 0.0),
        (page(429), 1, 0.0),
        (page(fault=FaultKind.RESET), 1, 10.0),
        (page(fault=FaultKind.PROTOCOL), 2, 20.0),
        (page(fault=FaultKind.TIMEOUT), 1, 0.0),
        (page(fault=FaultKind.REFUSED), 2, 0.0),
        (page(fault=FaultKind.DNS), 3, None),
        (page(fault=FaultKind.NXDOMAIN), 1, None),
        (page(fault=FaultKind.GUARDED), 1, None),
        (page(fault=FaultKind.ROBOTS), 1, None),
        (page(302, fault=FaultKind.REDIRECT_LOOP), 1, None),
        (page(fault=FaultKind.TLS), 1, None),
    ],
)
def test_a_link_whose_failure_may_pass_is_tried_again(brought: Page, tries: int, seconds: float | None) -> None:
    assert again(brought, tries, SETTINGS, jitter=lambda: 0.0) == seconds


@pytest.mark.parametrize(
    ("brought", "troubles", "seconds"),
    [
        (page(200), 0, 0.0),
        (page(500), 0, 0.0),
        (page(503), 1, 60.0),
        (page(503), 2, 120.0),
        (page(429, headers=[("retry-after", "5")]), 3, 5.0),
        (page(429, headers=[("retry-after", "86400")]), 1, None),
        (page(503, headers=[("retry-after", "Sat, 01 Feb 2025 03:10:00 GMT")]), 1, 600.0),
        (page(fault=FaultKind.TIMEOUT), 1, 10.0),
        (page(fault=FaultKind.REFUSED), 3, 40.0),
        (page(fault=FaultKind.REFUSED), 0, 0.0),
        (page(fault=FaultKind.DNS), 30, 1800.0),
        (page(fault=FaultKind.NXDOMAIN), 1, 0.0),
        (page(fault=FaultKind.RESET), 0, 0.0),
    ],
)
def test_a_host_in_trouble_is_left_alone(brought: Page, troubles: int, seconds: float | None) -> None:
    assert host_rest(brought, troubles, SETTINGS, NOW, jitter=lambda: 0.0) == seconds


def test_without_retries_nothing_is_tried_again() -> None:
    for brought in (page(500), page(503), page(fault=FaultKind.TIMEOUT)):
        assert again(brought, 1, CrawlSettings(retries=0)) is None


def test_jitter_spreads_the_next_try() -> None:
    waits = {again(page(500), 1, SETTINGS) for _ in range(20)}
    assert len(waits) > 10
    assert all(wait is not None and 10 <= wait <= 15 for wait in waits)


def test_a_host_out_of_reach_for_all_speaks_for_its_other_links() -> None:
    hosts = Hosts(3)
    for number in range(3):
        assert hosts.fault("www.hashi.jp") is None
        assert hosts.saw(page(fault=FaultKind.REFUSED, url=f"https://www.hashi.jp/{number}")) == number + 1
    fault = hosts.fault("www.hashi.jp")
    assert fault is not None
    assert fault.kind is FaultKind.REFUSED
    assert "3 times" in fault.detail
    assert hosts.fault("other.jp") is None


def test_a_host_that_answered_once_is_asked_for_every_link() -> None:
    hosts = Hosts(3)
    hosts.saw(page(404))
    for _ in range(9):
        hosts.saw(page(fault=FaultKind.TIMEOUT))
    assert hosts.fault("www.hashi.jp") is None


def test_faults_of_a_page_are_none_of_its_host() -> None:
    hosts = Hosts(3)
    for _ in range(9):
        hosts.saw(page(fault=FaultKind.RESET))
    assert hosts.fault("www.hashi.jp") is None


def test_a_host_busy_again_and_again_is_left() -> None:
    hosts = Hosts(3)
    for _ in range(BUSY_TIMES):
        hosts.saw(page(429))
        assert not hosts.is_left("www.hashi.jp")
    hosts.saw(page(429))
    assert hosts.is_left("www.hashi.jp")


def test_a_host_that_serves_in_between_is_not() -> None:
    hosts = Hosts(3)
    for _ in range(3 * BUSY_TIMES):
        hosts.saw(page(503))
        hosts.saw(page(200))
    assert not hosts.is_left("www.hashi.jp")


RULES = b"User-agent: *\nDisallow: /a\nCrawl-delay: 3\n"


@pytest.mark.parametrize(
    ("answer", "forbidden"),
    [
        (page(200, body=RULES), FaultKind.ROBOTS),
        (page(200, body=b"\xef\xbb\xbf" + RULES), FaultKind.ROBOTS),
        (page(200, body=b"user-agent : LinkWatch\ndisallow : /a"), FaultKind.ROBOTS),
        (page(200, body=b"User-agent: *\nDisallow: /\nAllow: /a"), None),
        (page(200, body=b"User-agent: *\nDisallow:\n"), None),
        (page(200, body=b"<html><body>Disallow: /</body></html>"), None),
        (page(200, body=bytes(range(256)) * 10), None),
        (page(200, body=b""), None),
        (page(204), None),
        (page(301), None),
        (page(404), None),
        (page(410), None),
        (page(403), None),
        (page(401), None),
        (page(500), FaultKind.ROBOTS),
        (page(fault=FaultKind.NOT_IN_REPLAY), None),
        (page(fault=FaultKind.PROTOCOL), None),
    ],
)
def test_robots_txt_means_what_rfc_9309_says(answer: Page, forbidden: FaultKind | None) -> None:
    robots = read(answer)
    assert isinstance(robots, Robots)
    fault = robots.forbids("https://www.hashi.jp/a")
    assert (fault.kind if fault is not None else None) is forbidden


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        (RULES, 3.0),
        (b"User-agent: *\nCrawl-delay: 0.5", 0.5),
        (b"User-agent: *\nCrawl-delay: 86400", MAX_CRAWL_DELAY),
        (b"User-agent: *\nCrawl-delay: soon", 0.0),
        (b"User-agent: *\nRequest-rate: 1/10", 10.0),
        (b"User-agent: others\nCrawl-delay: 9", 0.0),
        (b"User-agent: linkwatch\nCrawl-delay: 2\n\nUser-agent: *\nCrawl-delay: 9", 2.0),
    ],
)
def test_crawl_delay_is_kept_within_reason(body: bytes, seconds: float) -> None:
    robots = read(page(200, body=body))
    assert isinstance(robots, Robots)
    assert robots.delay() == seconds


@pytest.mark.parametrize(
    "answer",
    [
        page(429),
        page(503),
        page(fault=FaultKind.TIMEOUT),
        page(fault=FaultKind.NXDOMAIN),
        page(fault=FaultKind.GUARDED),
    ],
)
def test_a_host_that_cannot_be_asked_now_says_nothing_of_robots(answer: Page) -> None:
    assert read(answer) is answer


def test_a_probe_that_is_reached_settles_that_we_are_online() -> None:
    async def main() -> tuple[bool, ...]:
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            one = await reaches_any(("127.0.0.1:1", f"127.0.0.1:{port}"))
        none = await reaches_any(("127.0.0.1:1", "127.0.0.2:1"))
        return one, none, await reaches_any(()), await reaches_any(("no port", "127.0.0.1:x"))

    assert asyncio.run(main()) == (True, False, False, False)
