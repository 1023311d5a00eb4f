"""Names: a name server of the tests' own, the guard behind it, and proxies."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from dnslib import RCODE
from web.crawls import live, store_with, verdicts
from web.names import name_server
from web.records import article
from web.server import Exchange, Server

from linkwatch import sites
from linkwatch.crawl.proxies import Proxy, proxy_for, proxy_hosts
from linkwatch.model import State, Verdict

PAGE = article("市、橋の架け替えを発表")
NAMES: dict[str, object] = {
    "good.hashi.jp": ("127.5.0.1",),
    "alias.hashi.jp": "good.hashi.jp",
    "six.hashi.jp": ("::1",),
    "private.hashi.jp": ("192.168.0.1",),
    "metadata.hashi.jp": ("169.254.169.254",),
    "mapped.hashi.jp": ("::ffff:a00:1",),
    "both.hashi.jp": ("10.0.0.1", "127.5.0.1"),
    "fails.hashi.jp": RCODE.SERVFAIL,
    "refuses.hashi.jp": RCODE.REFUSED,
    "empty.hashi.jp": (),
    "turns.hashi.jp": [("127.5.0.1",), ("10.0.0.1",)],
    "xn--68j4bvf.jp": ("127.5.0.1",),
}
EXPECTED = {
    "good.hashi.jp": (State.ALIVE, "ok"),
    "alias.hashi.jp": (State.ALIVE, "ok"),
    "GOOD.hashi.jp.": (State.ALIVE, "ok"),
    "はしを.jp": (State.ALIVE, "ok"),
    "ないはし.jp": (State.SUSPECT, "nxdomain"),
    "six.hashi.jp": (State.UNKNOWN, "guarded"),
    "private.hashi.jp": (State.UNKNOWN, "guarded"),
    "metadata.hashi.jp": (State.UNKNOWN, "guarded"),
    "mapped.hashi.jp": (State.UNKNOWN, "guarded"),
    "both.hashi.jp": (State.ALIVE, "ok"),
    "fails.hashi.jp": (State.UNREACHABLE, "dns-failure"),
    "refuses.hashi.jp": (State.UNREACHABLE, "dns-failure"),
    "empty.hashi.jp": (State.UNREACHABLE, "dns-failure"),
    "turns.hashi.jp": (State.UNKNOWN, "guarded"),
    "nowhere.hashi.jp": (State.SUSPECT, "nxdomain"),
}


async def _page(exchange: Exchange) -> None:
    exchange.close = True  # so that each request looks the name up anew
    if exchange.headers["host"].startswith("turns.") and exchange.path == "/a":
        await exchange.raw(b"HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n")
        return
    await exchange.answer(PAGE, ("Connection", "close"), kind="text/html; charset=utf-8")


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Verdict], list[str]]]:
    folder = tmp_path_factory.mktemp("names")
    with Server({"/a": _page, "/b": _page}) as server, name_server(NAMES) as place:
        urls = {name: f"http://{name}:{server.port}/a" for name in EXPECTED}
        store = store_with(folder / "t.db", urls.values())
        _, talk = live(folder / "t.db", nameservers=[place], robots=False, retries=0, probes=[])
        assert "Traceback" not in talk
        found = verdicts(store)
        arrived = [each.host for each in server.arrivals]
        yield {name: found[sites.canonical(url)] for name, url in urls.items()}, arrived
        store.close()


@pytest.mark.parametrize("name", EXPECTED)
def test_each_name_gets_its_verdict(name: str, seen: tuple[dict[str, Verdict], list[str]]) -> None:
    verdict = seen[0][name]
    assert (verdict.state, verdict.reason) == EXPECTED[name], verdict


def test_only_addresses_that_the_guard_lets_pass_were_connected_to(
    seen: tuple[dict[str, Verdict], list[str]],
) -> None:
    assert set(seen[1]) == {"127.5.0.1"}


def test_the_finding_names_the_address_and_why(seen: tuple[dict[str, Verdict], list[str]]) -> None:
    assert "192.168.0.1 is private" in seen[0]["private.hashi.jp"].evidence
    assert "stands for 10.0.0.1" in seen[0]["mapped.hashi.jp"].evidence
    assert "nowhere.hashi.jp: no such name" in seen[0]["nowhere.hashi.jp"].evidence
    assert "fails.hashi.jp: the name server failed" in seen[0]["fails.hashi.jp"].evidence


@dataclass(frozen=True, kw_only=True)
class Case:
    """Variables, and what they mean for a URL."""

    variables: dict[str, str]
    url: str
    proxy: Proxy | None


P = "http://proxy.example.jp:3128"
CASES = [
    Case(variables={}, url="http://a.jp/", proxy=None),
    Case(variables={"HTTP_PROXY": P}, url="http://a.jp/", proxy=Proxy(address=P)),
    Case(variables={"http_proxy": P}, url="http://a.jp/", proxy=Proxy(address=P)),
    Case(variables={"http_proxy": P}, url="https://a.jp/", proxy=None),
    Case(variables={"HTTPS_PROXY": P}, url="https://a.jp/", proxy=Proxy(address=P)),
    Case(variables={"ALL_PROXY": P}, url="https://a.jp/", proxy=Proxy(address=P)),
    Case(variables={"http_proxy": P, "no_proxy": "a.jp,b.jp"}, url="http://www.a.jp/", proxy=None),
    Case(variables={"http_proxy": P, "no_proxy": "10.0.0.0/8"}, url="http://10.1.2.3/", proxy=None),
    Case(variables={"http_proxy": "proxy.example.jp:3128"}, url="http://a.jp/", proxy=Proxy(address=P)),
    Case(
        variables={"http_proxy": "http://me:p%40ss@proxy.example.jp:3128"},
        url="http://a.jp/",
        proxy=Proxy(address=P, authorization="Basic " + base64.b64encode(b"me:p@ss").decode()),
    ),
]


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.usefixtures("no_proxies")
@pytest.mark.parametrize("case", CASES)
def test_the_usual_variables_name_the_proxy(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in case.variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(case.url) == case.proxy
    assert proxy_hosts() == ({"proxy.example.jp"} if case.variables else set())


def test_requests_go_through_the_proxy_and_literal_addresses_are_guarded_there_too(tmp_path: Path) -> None:
    async def proxy(exchange: Exchange) -> None:
        await exchange.answer(PAGE, kind="text/html; charset=utf-8")

    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server({"http://": proxy}))
        urls = ["http://www.hashi.jp/a", "http://10.0.0.1/a", "http://localhost.localhost/a"]
        store = store_with(tmp_path / "t.db", urls)
        secret = f"http://me:secret@127.5.0.9:{server.port}"
        _, talk = live(tmp_path / "t.db", env={"http_proxy": secret}, robots=False, allow_private=[])
        found = verdicts(store)
    assert found["http://www.hashi.jp/a"].state is State.ALIVE
    assert found["http://10.0.0.1/a"].reason == "guarded"
    [arrival] = server.arrivals
    assert arrival.path == "http://www.hashi.jp/a"
    assert arrival.headers["proxy-authorization"].startswith("Basic ")
    assert "secret" not in talk
