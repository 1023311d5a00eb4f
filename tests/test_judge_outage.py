"""Nights on which it was us: portals, resolvers, filters; and nights that only look like it."""

from __future__ import annotations

import pytest

from linkwatch.judge.outage import SEEN_LAST, Glimpse, Watch
from linkwatch.model import Failure, Fault, FaultKind, Page, State, Verdict

PORTAL = "http://login.hotel.test/start"


def glimpse(
    host: str, *, final: str = "", status: int | None = 200, fault: FaultKind | None = None, detail: str = "",
    certificate: str = "", fingerprint: str = "", living: bool = True, verdict: Verdict | None = None,
) -> Glimpse:  # fmt: skip
    url = f"https://{host}/a"
    return Glimpse(
        page=Page(
            url=url,
            final_url=final or url,
            status=None if fault else status,
            fault=Fault(kind=fault, detail=detail) if fault else None,
            certificate=Fault(kind=FaultKind.TLS, detail=certificate) if certificate else None,
        ),
        verdict=verdict,
        fingerprint=fingerprint or ("portal" if final == PORTAL else host),
        was_living=living,
    )


HOSTS = ("minato-shimbun.com", "city.kaigan.lg.jp", "quietlane.co.uk", "hafenbote.de", "haibin.cn", "valnord.fr")
WALL = Verdict(state=State.BLOCKED, reason="bot-wall", evidence="Cloudflare: the mark _cf_chl_opt")
DEFAULT = Verdict(state=State.SUSPECT, reason="default-page", evidence="“welcome to nginx!”", failure=Failure.LIKELY)
TOP = Verdict(state=State.SUSPECT, reason="redirected-to-top", evidence="sent to /", failure=Failure.LIKELY)
ALIVE = Verdict(state=State.ALIVE, reason="ok", evidence="HTTP 200")
FILTER = "made out to filter.office.test, not to "


def watched(night: list[Glimpse]) -> Watch:
    watch = Watch()
    for one in night:
        watch.saw(one)
    return watch


@pytest.mark.parametrize(
    ("night", "words"),
    [
        ([glimpse(host) for host in HOSTS], ""),
        ([], ""),
        # ours
        ([glimpse(HOSTS[0]), glimpse(HOSTS[1], status=511)], "HTTP 511"),
        ([glimpse(host, final=PORTAL) for host in HOSTS], "6 of 6 unrelated domains sent us to one page"),
        ([glimpse(host, final=PORTAL, verdict=TOP) for host in HOSTS], "login.hotel.test/start"),
        ([glimpse(host, final=PORTAL) for host in HOSTS[:3]] + [glimpse(host) for host in HOSTS[3:]], "3 of 6"),
        ([glimpse(host, certificate=FILTER + host) for host in HOSTS], "one faulty certificate"),
        ([glimpse(host, fault=FaultKind.TLS, detail=FILTER + host) for host in HOSTS], "one faulty certificate"),
        ([glimpse(host, fingerprint="same") for host in HOSTS], "answered with one page"),
        # theirs
        ([glimpse(host, final=PORTAL) for host in HOSTS[:2]] + [glimpse(host) for host in HOSTS[2:]], ""),
        ([glimpse(f"www{n}.example.com", final=PORTAL) for n in range(9)] + [glimpse(host) for host in HOSTS], ""),
        ([glimpse(host, status=404, fingerprint="nginx") for host in HOSTS], ""),
        ([glimpse(host, fingerprint="just a moment", verdict=WALL) for host in HOSTS], ""),
        ([glimpse(host, fingerprint="welcome to nginx", verdict=DEFAULT) for host in HOSTS], ""),
        ([glimpse(host, certificate="expired on 2025-06-01") for host in HOSTS], ""),
        ([glimpse(host, certificate=FILTER + host, verdict=ALIVE) for host in HOSTS], ""),
        ([glimpse(host, final=f"https://www.{host}/a") for host in HOSTS], ""),
        ([glimpse(host, final=f"https://t.example/watch?v={host}", fingerprint=host) for host in HOSTS], ""),
        ([glimpse(f"192.0.2.{n}", fingerprint="same") for n in range(9)], ""),
    ],
)
def test_what_unrelated_hosts_have_in_common_is_ours(night: list[Glimpse], words: str) -> None:
    reason = watched(night).common(at_end=True)
    assert words in reason
    assert bool(reason) is bool(words)


def test_a_night_is_not_broken_off_over_a_few_domains() -> None:
    assert not watched([glimpse(host, final=PORTAL) for host in HOSTS[:3]]).common()
    assert watched([glimpse(host, final=PORTAL) for host in HOSTS[:3]]).common(at_end=True)


def test_a_portal_that_comes_up_at_midnight_is_seen_and_the_watch_does_not_grow() -> None:
    evening = [glimpse(f"site{n}.com") for n in range(500)]
    watch = watched(evening)
    assert not watch.common()
    for number in range(SEEN_LAST // 2):
        assert watch.saw(glimpse(f"late{number}.com", final=PORTAL)), "kept back"
    assert "20 of 40" in watch.common()


@pytest.mark.parametrize(
    ("night", "resolver", "cut_off"),
    [
        ([glimpse(host, fault=FaultKind.DNS) for host in HOSTS], True, True),
        ([glimpse(host, fault=FaultKind.NXDOMAIN) for host in HOSTS], True, True),
        ([glimpse(host, fault=FaultKind.TIMEOUT) for host in HOSTS], False, True),
        ([glimpse(host, fault=FaultKind.TIMEOUT) for host in HOSTS[1:]] + [glimpse(HOSTS[0])], False, False),
        ([glimpse(host, fault=FaultKind.NXDOMAIN, living=False) for host in HOSTS], False, False),
        ([glimpse(host, fault=FaultKind.DNS) for host in HOSTS[:4]], False, False),
        ([glimpse(f"{n}.example.com", fault=FaultKind.DNS) for n in range(9)], False, False),
    ],
)
def test_silence(night: list[Glimpse], resolver: bool, cut_off: bool) -> None:
    watch = watched(night)
    assert bool(watch.resolver()) is resolver
    assert bool(watch.cut_off()) is cut_off


def test_many_hosts_out_of_reach_in_a_row_ask_for_a_probe_each_time_later() -> None:
    watch = Watch()
    asked = []
    for number in range(40):
        watch.saw(glimpse(f"lost{number}.com", fault=FaultKind.TIMEOUT))
        if watch.wants_probe():
            asked.append(number + 1)
    assert asked == [6, 18]
    watch.saw(glimpse("well.com"))
    assert not watch.is_silent()
