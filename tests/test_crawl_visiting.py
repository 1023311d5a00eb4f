"""One visit as a conversation: asks, redirects, cookies, validators; no network, the web is a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from linkwatch import sites
from linkwatch.crawl.errand import Errand
from linkwatch.crawl.faults import fault_of
from linkwatch.crawl.visiting import MAX_URL, Rules
from linkwatch.judge import JUDGED_BY
from linkwatch.model import Due, FaultKind, Page, Past, State, Verdict
from linkwatch.page import read
from linkwatch.sites import Ask

A = "https://a.jp/"
RULES = Rules(max_redirects=5, judged_by=JUDGED_BY)


def due(url: str, past: Past | None = None) -> Due:
    return Due(
        link_id=1, url=url, canonical_url=sites.canonical(url), site=sites.site_of(url), host="", past=past or Past()
    )


def go(
    web: Mapping[str, Page], url: str = A, past: Past | None = None, rules: Rules = RULES
) -> tuple[Page, list[Ask]]:
    """Make a visit; return its page and all that was asked."""
    errand, asked = Errand(due(url, past), rules), []
    while errand.ask is not None:
        asked.append(errand.ask)
        answer = web.get(errand.ask.url, Page(url=errand.ask.url, final_url=errand.ask.url, status=404))
        errand.answered(replace(answer, url=errand.ask.url, final_url=errand.ask.url, elapsed=0.5))
    assert errand.page is not None
    return errand.page, asked


def to(location: str, status: int = 302, *more: tuple[str, str]) -> Page:
    return Page(url="", final_url="", status=status, headers=(("location", location), *more))


OK = Page(url="", final_url="", status=200, body=b"<p>ok")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_each_hop_is_told(status: int) -> None:
    page, asked = go({A: to("/b", status), "https://a.jp/b": to("https://b.jp/c", status), "https://b.jp/c": OK})
    assert (page.url, page.final_url, page.status) == (A, "https://b.jp/c", 200)
    assert [(hop.url, hop.status, hop.location) for hop in page.redirects] == [
        (A, status, "https://a.jp/b"),
        ("https://a.jp/b", status, "https://b.jp/c"),
    ]
    assert len(asked) == 3
    assert page.elapsed == 1.5


@pytest.mark.parametrize("status", [300, 304, 305, 306, 200, 404])
def test_other_statuses_lead_nowhere(status: int) -> None:
    page, asked = go({A: to("/b", status)})
    assert (page.status, page.redirects, len(asked)) == (status, (), 1)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://a.jp/b"),
        ("b?c=1", "https://a.jp/b?c=1"),
        ("//b.jp/x", "https://b.jp/x"),
        ("?page=2", "https://a.jp/?page=2"),
        (" /b \t", "https://a.jp/b"),
        ("https://user:secret@b.jp/", "https://b.jp/"),
        ("/橋".encode().decode("latin-1"), "https://a.jp/%E6%A9%8B"),
        ("/橋".encode("cp932").decode("latin-1"), "https://a.jp/%8B%B4"),
        ("/%E6%A9%8B", "https://a.jp/%E6%A9%8B"),
        ("/a b", "https://a.jp/a%20b"),
        ("\\b", "https://a.jp/b"),
        ("HTTPS://B.JP:443/x/../y", "https://b.jp/y"),
        ("https://はし.jp/".encode().decode("latin-1"), "https://xn--y8jbb.jp/"),
    ],
)
def test_locations_are_read_as_browsers_read_them(location: str, target: str) -> None:
    _, asked = go({A: to(location)})
    if "xn--" in target:
        assert asked[1].url.startswith("https://xn--")
    else:
        assert asked[1].url == target


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("javascript:alert(1)", FaultKind.BAD_URL),
        ("file:///etc/passwd", FaultKind.BAD_URL),
        ("ftp://a.jp/", FaultKind.BAD_URL),
        ("mailto:a@b.jp", FaultKind.BAD_URL),
        ("data:text/html,hi", FaultKind.BAD_URL),
        ("http://[::1", FaultKind.BAD_URL),
        ("http://user:secret@[::1", FaultKind.BAD_URL),
        ("ftp://user:secret@a.jp/", FaultKind.BAD_URL),
        ("https://user:secret@a.jp/" + "x" * MAX_URL, FaultKind.BAD_URL),
        ("http://", FaultKind.BAD_URL),
        ("/" + "x" * MAX_URL, FaultKind.BAD_URL),
        (A, FaultKind.REDIRECT_LOOP),
        ("https://a.jp:443/#part", FaultKind.REDIRECT_LOOP),
    ],
)
def test_where_it_must_not_go_it_says_so(location: str, kind: FaultKind) -> None:
    page, asked = go({A: to(location)})
    assert page.fault is not None
    assert (page.fault.kind, page.status, len(asked), len(page.redirects)) == (kind, 302, 1, 1)
    assert "secret" not in f"{page.fault.detail}{page.redirects[0].location}"


def test_redirects_without_end_end() -> None:
    class Further(dict[str, Page]):
        def get(self, url: str, default: Any = None) -> Page:
            return to(f"{url}x")

    page, asked = go(Further())
    assert page.fault is not None
    assert page.fault.kind is FaultKind.REDIRECT_LOOP
    assert len(asked) == RULES.max_redirects + 1


def test_a_location_that_is_empty_or_missing_leads_nowhere() -> None:
    assert go({A: to("")})[0].status == 302
    assert go({A: replace(OK, status=301)})[0].fault is None


def test_a_cookie_comes_back_to_its_origin_only_and_ends_a_circle() -> None:
    class Circle(dict[str, Page]):
        times = 0

        def get(self, url: str, default: Any = None) -> Page:
            self.times += 1
            cookies = (("set-cookie", "seen=1; Path=/; HttpOnly"), ("set-cookie", "gone=1"), ("set-cookie", "bad"))
            return {1: to(A, 302, *cookies), 2: to("https://b.jp/", 302, ("set-cookie", "gone=; Max-Age=0"))}.get(
                self.times, to(A) if self.times == 3 else OK
            )

    page, asked = go(Circle())
    assert page.status == 200
    assert [dict(ask.headers).get("cookie") for ask in asked] == [None, "seen=1; gone=1", None, "seen=1"]


GOOD = Verdict(state=State.ALIVE, reason="ok")
PAST = Past(
    provisional=GOOD,
    judged_by=JUDGED_BY,
    etag='"x"',
    last_modified="Wed, 01 Jan 2025 00:00:00 GMT",
    validators_url="https://b.jp/",
    final_url="https://b.jp/",
    status=200,
)


@pytest.mark.parametrize(
    ("past", "sent"),
    [
        (PAST, True),
        (replace(PAST, validators_url="https://c.jp/"), False),
        (replace(PAST, judged_by="older rules"), False),
        (replace(PAST, provisional=None), False),
        (Past(), False),
    ],
)
def test_validators_go_to_the_very_url_that_gave_them(past: Past, sent: bool) -> None:
    _, asked = go({A: to("https://b.jp/"), "https://b.jp/": OK}, past=past)
    assert not dict(asked[0].headers)
    expected = {"if-none-match": '"x"', "if-modified-since": PAST.last_modified} if sent else {}
    assert dict(asked[1].headers) == expected


def test_a_recording_asks_for_whole_pages() -> None:
    _, asked = go({A: to("https://b.jp/"), "https://b.jp/": OK}, past=PAST, rules=replace(RULES, conditional=False))
    assert not dict(asked[1].headers)


def test_a_meta_refresh_goes_on_from_where_the_page_was() -> None:
    errand = Errand(due(A), RULES)
    errand.answered(replace(OK, url=A, final_url=A))
    assert errand.done
    errand.refreshed("https://a.jp/next")
    assert errand.url == "https://a.jp/next"
    errand.answered(replace(OK, url=errand.url, final_url=errand.url))
    assert errand.page is not None
    assert (errand.page.url, errand.page.final_url) == (A, "https://a.jp/next")
    assert [hop.location for hop in errand.page.redirects] == ["https://a.jp/next"]


@pytest.mark.parametrize(
    ("headers", "body", "target"),
    [
        ((), '<meta http-equiv="refresh" content="0; url=/next">', "https://a.jp/next"),
        ((("refresh", "0; url=/next"),), "<p>text</p>", "https://a.jp/next"),
        ((("refresh", "0; url=/other"),), '<meta http-equiv="refresh" content="0; url=/next">', "https://a.jp/next"),
        ((("refresh", "300"),), "<p>a page that loads itself again</p>", None),
        ((), '<meta http-equiv="refresh" content="0; url=https://user:secret@b.jp/">', "https://b.jp/"),
        (
            (),
            '<base href="https://user:secret@b.jp/x/"><meta http-equiv="refresh" content="0; y">',
            "https://b.jp/x/y",
        ),
    ],
)
def test_where_a_page_sends_its_reader(headers: tuple[tuple[str, str], ...], body: str, target: str | None) -> None:
    page = replace(OK, url=A, final_url=A, headers=(("content-type", "text/html"), *headers), body=body.encode())
    assert read(page).refresh_url == target


def test_refreshes_in_a_circle_end() -> None:
    errand = Errand(due(A), RULES)
    errand.answered(replace(OK, url=A, final_url=A))
    errand.refreshed("https://a.jp/next")
    errand.answered(replace(OK, url=errand.url, final_url=errand.url))
    errand.refreshed(A)
    assert errand.done
    assert errand.page is not None
    assert errand.page.fault is not None
    assert errand.page.fault.kind is FaultKind.REDIRECT_LOOP


def test_a_site_is_asked_as_its_module_says() -> None:
    _, asked = go({}, "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    assert asked[0].api
    assert asked[0].url.startswith("https://www.youtube.com/oembed?")
    assert not asked[-1].api


def test_without_its_interface_only_the_page_is_asked() -> None:
    rules = replace(RULES, without_api=("youtube",))
    _, asked = go({}, "https://www.youtube.com/watch?v=dQw4w9WgXcQ", rules=rules)
    assert not any(ask.api for ask in asked)


def test_another_try_begins_anew() -> None:
    errand = Errand(due(A), RULES)
    errand.answered(to("/b"))
    again = errand.again()
    assert (again.tries, again.url) == (2, A)


def test_what_breaks_our_own_code_ends_the_visit() -> None:
    errand = Errand(due(A), RULES)
    errand.crashed("ValueError: of all things")
    assert errand.page is not None
    assert errand.page.fault is not None
    assert errand.page.fault.kind is FaultKind.CRASHED


def _exception(name: str, *, base: type[Exception] = Exception, **attributes: object) -> Exception:
    error = type(name, (base,), {})("so it went")
    for key, value in attributes.items():
        setattr(error, key, value)
    return error


def _faults() -> Iterator[tuple[Exception, FaultKind]]:
    for name, kind in {
        "UnsupportedURLSchemeError": FaultKind.BAD_URL,
        "CannotResolveHostError": FaultKind.DNS,
        "DownloadTimeoutError": FaultKind.TIMEOUT,
        "DownloadConnectionRefusedError": FaultKind.REFUSED,
        "NoRouteError": FaultKind.UNREACHABLE,
        "ResponseDataLossError": FaultKind.RESET,
        "ConnectionLost": FaultKind.RESET,
        "ParseError": FaultKind.PROTOCOL,
        "NoHttp": FaultKind.PROTOCOL,
        "VerificationError": FaultKind.TLS,
        "OfAllThings": FaultKind.PROTOCOL,
    }.items():
        yield _exception(name), kind
    yield TimeoutError(), FaultKind.TIMEOUT
    yield ConnectionRefusedError(111, "refused"), FaultKind.REFUSED
    yield OSError(113, "no route"), FaultKind.UNREACHABLE
    inner = SimpleNamespace(value=_exception("ConnectionLost"))
    yield _exception("ResponseFailed", reasons=[inner]), FaultKind.RESET
    yield type("Error", (Exception,), {"__module__": "OpenSSL.SSL"})("bad handshake"), FaultKind.TLS


@pytest.mark.parametrize(("error", "kind"), list(_faults()))
def test_exceptions_of_the_network_are_told_in_our_words(error: Exception, kind: FaultKind) -> None:
    fault = fault_of(error)
    assert fault.kind is kind
    assert type(error).__name__ in fault.detail
