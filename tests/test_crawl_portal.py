"""A captive portal, a broken resolver: nothing is judged, nothing of it is kept, and the crawl says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from web.crawls import AT, live, replay, store_with, verdicts
from web.names import name_server
from web.server import Exchange, Server
from webs import Answer, article, write_warc

import db
from linkwatch import night
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import Drift, Selection, State
from linkwatch.sources import Source

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2025, 6, 1, 3, tzinfo=TOKYO)
DOMAINS = ("kawabe-dayori.jp", "minato-shashin.jp", "hafenbote.de", "quietlane.co.uk", "haibin.cn", "valnord.fr")
LOGIN = "http://wifi.ryokan-portal.com/login"
WORDS = "川べりの桜は今年、四月二日に満開になった。市の担当者によると、平年より三日早い。"
PORTAL = article("ようこそ", "インターネットのご利用には、お部屋の番号を入力してください。").replace(
    "川辺だより".encode(), b"Wi-Fi"
)


def web(folder: Path) -> Replay:
    """Six sites, well on the first night and the third; on the second a portal answers for them all."""
    answers = [Answer(since=FIRST - timedelta(hours=1), url=LOGIN, body=PORTAL)]
    for number, domain in enumerate(DOMAINS):
        url = f"https://www.{domain}/news/{number}.html"
        page = Answer(
            since=FIRST - timedelta(hours=1), url=url, body=article(f"桜{number}", WORDS, f"{domain}の記事。")
        )
        away = (("Location", LOGIN),)
        answers += [
            page,
            Answer(since=FIRST + timedelta(hours=23), url=url, status=302, headers=away),
            replace(page, since=FIRST + timedelta(hours=47)),
        ]
    return Replay.open([write_warc(folder / "web.warc.gz", answers)], FIRST.astimezone(UTC))


def test_a_portals_night_changes_nothing(tmp_path: Path) -> None:
    replayed, store = web(tmp_path), db.open(tmp_path / "linkwatch.db")
    text = "".join(f"- https://www.{domain}/news/{number}.html\n" for number, domain in enumerate(DOMAINS))
    night.read([Source(name="a.md", data=text.encode())], store, watch=True, at=FIRST.astimezone(UTC))
    for number, outcome in enumerate(("done", "offline", "done"), 1):
        at = (FIRST + timedelta(days=number - 1)).astimezone(UTC)
        result = night.run(
            store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(), clock=lambda at=at: at,
            zone=TOKYO, replay=replayed.moved_to(at),
        )  # fmt: skip
        assert result.crawl.outcome == outcome
        assert result.events == ()
        found = list(store.findings(Selection()))
        assert {one.verdict.state for one in found} == {State.ALIVE}
        assert {one.drift for one in found} <= {Drift.SAME, Drift.UNJUDGED}
        assert [len(store.snapshots(one.link_id)) for one in found] == [1] * len(DOMAINS), "nothing of the portal"
        if outcome == "offline":
            assert (
                "6 of 6 unrelated domains sent us to one page: wifi.ryokan-portal.com/login" in result.outcome.blame
            )
    store.close()


async def _portal(exchange: Exchange) -> None:
    if exchange.headers["host"].startswith("wifi."):
        await exchange.answer(PORTAL, kind="text/html; charset=utf-8")
        return
    place = exchange.headers["host"].rpartition(":")[2]
    to = f"http://wifi.ryokan-portal.com:{place}/login".encode()
    await exchange.raw(b"HTTP/1.1 302 Found\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n")


def names(*more: str) -> dict[str, object]:
    return dict.fromkeys((*(f"www.{domain}" for domain in DOMAINS), *more), ("127.5.0.1",))


def test_a_portal_on_sockets(tmp_path: Path) -> None:
    with Server(dict.fromkeys(("/login", "/a"), _portal)) as server:
        store = store_with(tmp_path / "t.db", [f"http://www.{domain}:{server.port}/a" for domain in DOMAINS])
        with name_server(names("wifi.ryokan-portal.com")) as place:
            outcome, _ = live(tmp_path / "t.db", nameservers=[place], robots=False, retries=0, probes=[])
    assert outcome["offline"]
    assert "sent us to one page" in outcome["blame"]
    assert verdicts(store) == {}, "nothing is kept of what the portal said"
    store.close()


def test_a_resolver_that_knows_no_name_any_more(tmp_path: Path) -> None:
    urls = [f"http://www.{domain}:8000/a" for domain in DOMAINS]
    store = store_with(tmp_path / "t.db", urls)
    answers = [Answer(since=AT - timedelta(hours=1), url=url, body=article("桜", WORDS, url)) for url in urls]
    assert not replay(store, [write_warc(tmp_path / "web.warc.gz", answers)], workers=1).offline
    for row in store.crawls.unsettled():
        night.finish(store, row, night.Manner(zone=UTC), at=row.started_at)
    with Server({}) as server, name_server({}) as place:
        probes = [f"127.0.0.1:{server.port}"]
        outcome, _ = live(tmp_path / "t.db", nameservers=[place], robots=False, retries=0, probes=probes)
    assert "not one of 5 domains or more that answered before" in outcome["blame"]
    store.close()


@pytest.mark.parametrize("offline", [True, False])
def test_an_address_that_answers_204_tells_a_portal_by_one_visit(tmp_path: Path, offline: bool) -> None:
    sent: list[dict[str, str]] = []

    async def probed(exchange: Exchange) -> None:
        sent.append(dict(exchange.headers))
        if offline:
            await _portal(exchange)
        else:
            await exchange.raw(b"HTTP/1.1 204 No Content\r\n\r\n")

    with Server({"/login": _portal, "/a": _portal, "/generate_204": probed}) as server:
        store = store_with(tmp_path / "t.db", [f"http://www.{DOMAINS[0]}:{server.port}/a"])
        probe = f"http://127.0.0.1:{server.port}/generate_204"
        private = {"headers": {"Cookie": "private=1"}, "contact": "me@example.jp"}
        with name_server(names("wifi.ryokan-portal.com")) as place:
            outcome, _ = live(
                tmp_path / "t.db", nameservers=[place], robots=False, retries=0, probes=[probe], **private
            )
    assert outcome["offline"] is offline
    assert (f"{probe} answers 302 in place of 204" in outcome["blame"]) is offline
    assert (verdicts(store) == {}) is offline, "nothing is kept of what the portal said"
    assert sent
    assert all(headers.keys() == {"host", "connection"} for headers in sent), "nothing private is sent"
    store.close()
