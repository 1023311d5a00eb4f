"""The rules that need no page text: transport, status, redirects."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkwatch.judge import RULES, judge
from linkwatch.judge.visit import visit
from linkwatch.model import Confidence, Failure, Fault, FaultKind, Hop, Page, Past, Sign, SignKind, State, Verdict
from linkwatch.page import read

ARTICLE = "<p>" + "市は二十二日、新しい図書館の開館日を発表した。開館は四月一日で、蔵書は約十二万冊になる。" * 20
HTML = f"<html lang=ja><title>新図書館、四月に開館｜みなと新聞</title><h1>新図書館、四月に開館</h1>{ARTICLE}"
URL = "https://www.minato-shimbun.test/news/2025/0122.html"


def page(status: int | None = 200, *, url: str = URL, final: str = "", **kwargs: object) -> Page:
    body = kwargs.pop("body", HTML.encode() if status == 200 else b"")
    headers = kwargs.pop("headers", (("content-type", "text/html; charset=utf-8"),))
    return Page(url=url, final_url=final or url, status=status, headers=headers, body=body, **kwargs)  # type: ignore[arg-type]


def verdict(seen: Page, past: Past | None = None) -> Verdict:
    return visit(seen, past)[1]


@pytest.mark.parametrize(
    ("kind", "state", "reason", "failure"),
    [
        (FaultKind.NXDOMAIN, State.SUSPECT, "nxdomain", Failure.LIKELY),
        (FaultKind.DNS, State.UNREACHABLE, "dns-failure", Failure.NETWORK),
        (FaultKind.REFUSED, State.UNREACHABLE, "refused", Failure.NETWORK),
        (FaultKind.RESET, State.UNREACHABLE, "reset", Failure.NETWORK),
        (FaultKind.TIMEOUT, State.UNREACHABLE, "timeout", Failure.NETWORK),
        (FaultKind.TLS, State.UNREACHABLE, "tls-failure", Failure.NETWORK),
        (FaultKind.PROTOCOL, State.UNREACHABLE, "protocol-error", Failure.NETWORK),
        (FaultKind.UNREACHABLE, State.UNREACHABLE, "no-route", Failure.NETWORK),
        (FaultKind.REDIRECT_LOOP, State.UNREACHABLE, "redirect-loop", Failure.NETWORK),
        (FaultKind.TOO_LARGE, State.ALIVE, "too-large", None),
        (FaultKind.GUARDED, State.UNKNOWN, "guarded", None),
        (FaultKind.BAD_URL, State.UNKNOWN, "bad-url", None),
        (FaultKind.ROBOTS, State.UNKNOWN, "robots", None),
        (FaultKind.NOT_IN_REPLAY, State.UNKNOWN, "not-in-replay", None),
        (FaultKind.CRASHED, State.UNKNOWN, "crashed", None),
    ],
)
def test_faults(kind: FaultKind, state: State, reason: str, failure: Failure | None) -> None:
    found = verdict(page(None, fault=Fault(kind=kind, detail="what the machine said")))
    assert (found.state, found.reason, found.failure) == (state, reason, failure)
    assert "what the machine said" in found.evidence


def test_every_fault_has_its_case() -> None:
    marks = next(mark for mark in test_faults.pytestmark if mark.name == "parametrize")
    assert {case[0] for case in marks.args[1]} == set(FaultKind)


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        (200, State.ALIVE, "ok"),
        (404, State.SUSPECT, "http-404"),
        (410, State.SUSPECT, "http-410"),
        (401, State.BLOCKED, "refuses-robots"),
        (402, State.BLOCKED, "refuses-robots"),
        (403, State.BLOCKED, "refuses-robots"),
        (405, State.BLOCKED, "refuses-robots"),
        (406, State.BLOCKED, "refuses-robots"),
        (429, State.BLOCKED, "refuses-robots"),
        (451, State.BLOCKED, "refuses-robots"),
        (999, State.BLOCKED, "refuses-robots"),
        (400, State.UNREACHABLE, "http-4xx"),
        (500, State.UNREACHABLE, "http-5xx"),
        (503, State.UNREACHABLE, "http-5xx"),
        (511, State.UNKNOWN, "captive-portal"),
        (300, State.UNKNOWN, "http-odd"),
        (None, State.UNKNOWN, "http-odd"),
    ],
)
def test_statuses(status: int | None, state: State, reason: str) -> None:
    found = verdict(page(status))
    assert (found.state, found.reason) == (state, reason)


@pytest.mark.parametrize("status", [404, 410])
def test_gone_by_status_is_sure(status: int) -> None:
    assert verdict(page(status)).failure is Failure.SURE


def test_login_by_http() -> None:
    found = verdict(page(401, headers=(("www-authenticate", 'Basic realm="Members"'),)))
    assert (found.state, found.reason) == (State.RESTRICTED, "http-401")


@pytest.mark.parametrize(
    ("asked", "final", "statuses", "state", "reason"),
    [
        # the same page
        ("http://www.minato.test/a/1.html", "https://www.minato.test/a/1.html", [301], State.ALIVE, "ok"),
        ("https://minato.test/a/1.html", "https://www.minato.test/a/1.html", [301], State.ALIVE, "ok"),
        ("https://minato.test/a", "https://minato.test/a/", [301], State.ALIVE, "ok"),
        # moved for good, and for the time being
        ("https://minato.test/a/1", "https://minato.test/articles/1-title", [301], State.MOVED, "moved"),
        ("https://minato.test/a/1", "https://minato.test/articles/1-title", [308], State.MOVED, "moved"),
        ("https://minato.test/a/1", "https://minato.test/articles/1-title", [302], State.ALIVE, "ok"),
        ("https://minato.test/a/1", "https://news.test/articles/1-title", [301, 302], State.ALIVE, "ok"),
        # sent away
        ("https://minato.test/a/1.html", "https://minato.test/", [302], State.SUSPECT, "redirected-to-top"),
        ("https://minato.test/a/1.html", "https://minato.test/index.html", [301], State.SUSPECT, "redirected-to-top"),
        ("https://minato.test/a/1.html", "https://minato.test/ja/", [301], State.SUSPECT, "redirected-to-top"),
        ("https://minato.test/a/1.html", "https://news.test/", [301], State.SUSPECT, "redirected-to-top"),
        (
            "https://minato.test/news/1.html",
            "https://minato.test/news/",
            [301],
            State.SUSPECT,
            "redirected-to-section",
        ),
        ("https://minato.test/a/1", "https://minato.test/404.html", [302], State.SUSPECT, "redirected-to-error"),
        (
            "https://minato.test/a/1",
            "https://minato.test/error/notfound",
            [302],
            State.SUSPECT,
            "redirected-to-error",
        ),
        # near misses
        ("https://minato.test/index.html", "https://minato.test/", [301], State.ALIVE, "ok"),
        ("https://minato.test/", "https://www.minato.test/ja/", [302], State.ALIVE, "ok"),
        ("https://minato.test/library", "https://library.test/", [301], State.MOVED, "moved"),
        ("https://minato.test/video/123/title", "https://minato.test/video/123", [301], State.MOVED, "moved"),
        ("https://minato.test/a/404", "https://minato.test/docs/404", [301], State.MOVED, "moved"),
    ],
)
def test_redirects(asked: str, final: str, statuses: list[int], state: State, reason: str) -> None:
    hops = []
    for number, status in enumerate(statuses):
        last = number == len(statuses) - 1
        location = final if last else f"{asked}?step={number}"
        hops.append(Hop(url=asked if number == 0 else f"{asked}?step={number - 1}", status=status, location=location))
    found = verdict(page(url=asked, final=final, redirects=tuple(hops)))
    assert (found.state, found.reason) == (state, reason)
    assert (found.new_url == final) is (state is State.MOVED)


def test_a_kept_title_is_no_redirect_to_nowhere() -> None:
    final = "https://www.minato-shimbun.test/news/"
    past = Past(title="新図書館、四月に開館｜みなと新聞")
    hops = (Hop(url=URL, status=301, location=final),)
    found = verdict(page(final=final, redirects=hops), past)
    assert found.state is State.MOVED
    assert any(trace.rule == "redirected-to-section" and not trace.fired for trace in found.trail)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (SignKind.GONE, State.SUSPECT),
        (SignKind.PRIVATE, State.RESTRICTED),
        (SignKind.MEMBERS, State.RESTRICTED),
        (SignKind.PAYWALL, State.RESTRICTED),
        (SignKind.LOGIN, State.RESTRICTED),
        (SignKind.AGE, State.RESTRICTED),
        (SignKind.CONSENT, State.RESTRICTED),
        (SignKind.GEO, State.RESTRICTED),
        (SignKind.WALL, State.BLOCKED),
        (SignKind.OUTAGE, State.UNREACHABLE),
        (SignKind.SHELL, State.UNKNOWN),
        (SignKind.ALIVE, State.ALIVE),
        (SignKind.UPCOMING, State.ALIVE),
        (SignKind.MOVED, State.MOVED),
    ],
)
def test_signs_of_a_site(kind: SignKind, state: State) -> None:
    seen = page()
    sign = Sign(kind=kind, code="told-by-site", evidence="「配信終了」", target="https://x.test/n")
    found = judge(seen, replace(read(seen), signs=(sign,)), Past())
    assert (found.state, found.reason, found.evidence) == (state, "told-by-site", "「配信終了」")


def test_every_sign_has_its_case() -> None:
    marks = next(mark for mark in test_signs_of_a_site.pytestmark if mark.name == "parametrize")
    assert {case[0] for case in marks.args[1]} == set(SignKind)


def test_unmodified_keeps_its_verdict() -> None:
    soft = Verdict(state=State.SUSPECT, reason="soft-404", failure=Failure.LIKELY)
    assert verdict(page(304), Past(provisional=soft, etag='"1"')) == soft
    assert verdict(page(304), Past(etag='"1"')).reason == "not-modified"
    assert verdict(page(304)).reason == "http-odd"


def test_an_unchanged_page_is_not_extracted_again() -> None:
    content, _ = visit(page())
    assert content.text
    past = Past(fingerprint=content.fingerprint, extractor=content.extractor, text_chars=len(content.text))
    again_content, again_verdict = visit(page(), past)
    assert (again_content.text, again_content.extractor) == ("", "")
    assert (again_verdict.state, again_verdict.confidence) == (State.ALIVE, Confidence.SURE)
    other = Past(fingerprint=content.fingerprint, extractor="trafilatura 1.0", text_chars=9)
    assert visit(page(), other)[0].text == content.text


def test_judge_is_never_sure_of_death() -> None:
    assert all(rule.state is not State.DEAD for rule in RULES)


def test_every_rule_tells_its_story() -> None:
    for rule in RULES:
        assert list(rule.story) == ["What", "Why", "Example"], rule.code


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
