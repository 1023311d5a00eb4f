"""Fourteen nights replayed through the whole: a row a link, a column a night, and what the store says after each.

.  alive   4  404   5  503   w  robot wall   p  the domain is for sale   o  a portal answers in its place
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from webs import Answer, article, write_warc

import db
from linkwatch import night
from linkwatch.crawl import CrawlSettings, Replay
from linkwatch.model import Selection, State
from linkwatch.sources import Source

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST = datetime(2025, 6, 1, 3, tzinfo=TOKYO)
PORTAL = "http://wifi.ryokan-portal.com/login"
FOR_SALE = b"<title>kawabe-dayori.jp is for sale</title><h1>kawabe-dayori.jp is for sale</h1><p>Buy this domain.</p>"
WALL = b"<title>Just a moment...</title><script>window._cf_chl_opt={cType:'managed'};</script>"
LETTERS = {
    State.ALIVE: "a", State.SUSPECT: "S", State.DEAD: "D", State.BLOCKED: "b", State.UNREACHABLE: "u",
    State.UNKNOWN: "k", State.MOVED: "m", State.RESTRICTED: "x",
}  # fmt: skip


@dataclass(frozen=True)
class Link:
    url: str
    answers: str
    expected: str


# A dead link is visited weekly: the one that comes back on the eighth night is seen on the eleventh.
LINKS = [
    Link("https://www.minato-shashin.jp/well", ".........o....", "aaaaaaaaaaaaaa"),
    Link("https://www.hafenbote.de/dies", "..4444444o4444", "aaSDDDDDDDDDDD"),
    Link("https://www.quietlane.co.uk/comes-back", "..44444..o....", "aaSDDDDDDDaaaa"),
    Link("https://www.haibin.cn/flaps", ".5.55.5.5o5.5.", "auauuauauuuaua"),
    Link("https://www.valnord.fr/wall", "..w..ww..o.w..", "aabaabbaaaabaa"),
    Link("https://www.ecodoporto.pt/one-bad-night", "......4..o....", "aaaaaaSaaaaaaa"),
    Link("https://kawabe-dayori.jp/1", "....pppppopppp", "aaaaSSSDDDDDDD"),
    Link("https://kawabe-dayori.jp/2", "....pppppopppp", "aaaaSSSDDDDDDD"),
    Link("https://kawabe-dayori.jp/3", "....pppppopppp", "aaaaSSSDDDDDDD"),
    Link("https://www.hamnbladet.se/turns-for-a-night/1", ".....4...o....", "aaaaaSaaaaaaaa"),
    Link("https://www.hamnbladet.se/turns-for-a-night/2", ".....4...o....", "aaaaaSaaaaaaaa"),
    Link("https://www.hamnbladet.se/turns-for-a-night/3", ".....4...o....", "aaaaaSaaaaaaaa"),
]
OFFLINE = 10


def answer(link: Link, number: int) -> Answer:
    """What an address answers from an hour before a night on."""
    since = FIRST + timedelta(days=number - 1, hours=-1)
    match link.answers[number - 1]:
        case "4":
            return Answer(since=since, url=link.url, status=404, body=b"<h1>Not Found</h1>")
        case "5":
            return Answer(since=since, url=link.url, status=503, body=b"<h1>Service Unavailable</h1>")
        case "w":
            return Answer(since=since, url=link.url, status=403, body=WALL)
        case "p":
            return Answer(since=since, url=link.url, body=FOR_SALE)
        case "o":
            return Answer(since=since, url=link.url, status=302, headers=(("Location", PORTAL),))
        case _:
            name = link.url.rpartition("/")[2]
            return Answer(
                since=since, url=link.url, body=article(f"橋の話 {name}", f"{link.url}の橋は大正四年に架けられた。")
            )


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("fortnight")
    answers = [answer(link, number) for link in LINKS for number in range(1, 15)]
    answers.append(Answer(since=FIRST - timedelta(hours=1), url=PORTAL, body=article("ようこそ", "お部屋の番号は？")))
    web = Replay.open([write_warc(folder / "web.warc.gz", answers)], FIRST.astimezone(UTC))
    store = db.open(folder / "linkwatch.db")
    text = "".join(f"- {link.url}\n" for link in LINKS)
    night.read([Source(name="a.md", data=text.encode())], store, watch=True, at=FIRST.astimezone(UTC))
    states: dict[str, str] = {link.url: "" for link in LINKS}
    for number in range(1, 15):
        at = (FIRST + timedelta(days=number - 1)).astimezone(UTC)
        result = night.run(
            store, kind="crawl", settings=CrawlSettings(workers=1), selection=Selection(), clock=lambda at=at: at,
            zone=TOKYO, replay=web.moved_to(at),
        )  # fmt: skip
        assert (result.crawl.outcome == "offline") is (number == OFFLINE)
        for finding in store.findings(Selection()):
            states[finding.canonical_url] += LETTERS[finding.verdict.state]
    store.close()
    return states


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link.url.partition("//")[2])
def test_every_state_on_every_night(link: Link, seen: dict[str, str]) -> None:
    assert seen[link.url] == link.expected
