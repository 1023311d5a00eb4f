"""Nights on which it was us: portals, resolvers, filters; and nights that only look like it."""

from __future__ import annotations

import pytest

from linkwatch.judge.outage import Glimpse, found
from linkwatch.model import Fault, FaultKind, Page

PORTAL = "http://login.hotel.test/start"


def glimpse(
    host: str, *, final: str = "", status: int | None = 200, fault: FaultKind | None = None, detail: str = "",
    certificate: str = "", fingerprint: str = "", living: bool = True,
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
        fingerprint=fingerprint or host,
        was_living=living,
    )


HOSTS = ("minato-shimbun.com", "city.kaigan.lg.jp", "quietlane.co.uk", "hafenbote.de", "haibin.cn", "valnord.fr")


@pytest.mark.parametrize(
    ("night", "words"),
    [
        ([glimpse(host) for host in HOSTS], ""),
        ([], ""),
        # ours
        ([glimpse(HOSTS[0]), glimpse(HOSTS[1], status=511)], "HTTP 511"),
        ([glimpse(host, final=PORTAL) for host in HOSTS], "6 of 6 unrelated domains sent us to one host"),
        ([glimpse(host, final=PORTAL) for host in HOSTS[:3]] + [glimpse(host) for host in HOSTS[3:]], "3 of 6"),
        ([glimpse(host, certificate="issued by Filter CA") for host in HOSTS], "one faulty certificate"),
        (
            [glimpse(host, fault=FaultKind.TLS, detail="issued by Filter CA") for host in HOSTS],
            "one faulty certificate",
        ),
        ([glimpse(host, fingerprint="same") for host in HOSTS], "answered with one page"),
        ([glimpse(host, fault=FaultKind.DNS) for host in HOSTS], "none of 6 domains"),
        ([glimpse(host, fault=FaultKind.NXDOMAIN) for host in HOSTS], "none of 6 domains"),
        # theirs
        ([glimpse(host, final=PORTAL) for host in HOSTS[:2]] + [glimpse(host) for host in HOSTS[2:]], ""),
        ([glimpse(f"www{n}.example.com", final=PORTAL) for n in range(9)] + [glimpse(host) for host in HOSTS], ""),
        ([glimpse(host, fault=FaultKind.TIMEOUT) for host in HOSTS[1:]] + [glimpse(HOSTS[0])], ""),
        ([glimpse(host, fault=FaultKind.NXDOMAIN, living=False) for host in HOSTS], ""),
        ([glimpse(host, fault=FaultKind.DNS) for host in HOSTS[:4]], ""),
        ([glimpse(host, status=404) for host in HOSTS], ""),
        ([glimpse(host, certificate=f"{host} expired") for host in HOSTS], ""),
        ([glimpse(host, final=f"https://www.{host}/a") for host in HOSTS], ""),
    ],
)
def test_whose_fault(night: list[Glimpse], words: str) -> None:
    reason = found(night)
    assert words in reason
    assert bool(reason) is bool(words)
