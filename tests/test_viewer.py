"""The pages, as a browser without script would get them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
import viewer_world as world
from starlette.testclient import TestClient

import db
from linkwatch.model import Selection
from linkwatch.viewer.app import create
from linkwatch.viewer.call import Site

PAGES = [
    "/",
    "/?since=week",
    "/?since=2026-03-05",
    "/?crawl=1",
    "/?rot=youtube",
    "/links",
    "/links?state=dead&state=suspect&sort=state",
    "/links?drift=edited&sort=drift&order=asc",
    "/links?text=渡し",
    "/links?text=灯台",
    "/links?host=board.ferryport.org",
    "/links?document=notes/ferries.md&sort=address",
    "/links?reason=http-404&sort=checked",
    "/links/1",
    "/links/2",
    "/links/1?done=muted",
    "/links/1/diff",
    "/links/1/diff?a=c20260302020000",
    "/links/1/diff?view=inline",
    "/links/1/diff?view=text",
    "/links/1/diff?view=page",
    "/links/2/diff",
    "/links/8/diff",
    "/documents",
    "/documents/1",
    "/documents/2",
    "/documents/3",
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("viewer") / "world.db"
    world.make(path)
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create(world.site(path)), headers={"Accept-Language": "en"}) as client:
        yield client


def visit(site: Site) -> TestClient:
    return TestClient(create(site), headers={"Accept-Language": "en"}, follow_redirects=False)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole_and_says_it_in_the_readers_language(
    client: TestClient, page: str, language: str
) -> None:
    answer = client.get(page, headers={"Accept-Language": language})
    assert answer.status_code == 200
    root = lxml.html.document_fromstring(answer.text)
    assert root.get("lang") == language
    assert len(root.xpath("//h1")) == 1
    assert len(root.xpath("//main[@id='main']")) == 1
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in root.xpath("//a/@href") if href.startswith("#")]
    assert set(targets) <= set(ids)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_needs_anything_inline_or_from_elsewhere(client: TestClient, page: str) -> None:
    answer = client.get(page)
    root = lxml.html.document_fromstring(answer.text)
    assert root.xpath("//@style | //style | //script[not(@src)]") == []
    assert [name for element in root.iter() for name in element.attrib if str(name).startswith("on")] == []
    loaded = root.xpath("//script/@src | //link[@rel!='alternate']/@href | //img/@src | //iframe/@src")
    assert [address for address in loaded if not address.startswith("/") or address.startswith("//")] == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert [
        href for href in root.xpath("//a/@href | //form/@action") if re.match(r"\s*(java|data|vb)", href, re.I)
    ] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_strangers_wrote_is_text(client: TestClient, page: str) -> None:
    text = client.get(page).text
    assert "<script>document" not in text
    assert "<img" not in text
    assert "<b>" not in text.replace("<b>301", "").replace("<b>", "", 0) or "<b>came" not in text
    assert "{{7*7}}" in text or "49" not in lxml.html.document_fromstring(text).xpath("string(//h1)")
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/nothing", 404),
        ("/links/999", 404),
        ("/links/x", 404),
        ("/links/99999999999999999999", 404),
        ("/links/1/diff?a=v999", 404),
        ("/links/1/diff?a=q1&b=q1", 404),
        ("/documents/999", 404),
        ("/versions/999/page", 404),
        ("/links?state=lost", 400),
        ("/links?sort=colour", 400),
        ("/links?order=up", 400),
        ("/links?order=&state=&sort=&drift=", 200),
        ("/api/links?order=", 400),
        ("/api/links?state=dead&state=", 400),
        ("/api/events?document=", 400),
        ("/links?after=x", 400),
        ("/links?text=" + "x" * 501, 400),
        ("/links?" + "host=a&" * 1, 200),
        ("/links?" + "&".join(f"host={number}" for number in range(21)), 400),
        ("/?since=yesterday", 200),
        ("/?since=0001-01-01", 200),
        ("/?crawl=99999999999999999999999", 200),
        ("/static/style.css", 200),
        ("/static/nothing.css", 404),
        ("/static/../language.py", 404),
    ],
)
def test_addresses_that_cannot_be_are_told_so(client: TestClient, page: str, status: int) -> None:
    answer = client.get(page)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_the_overview_tells_what_happened_first(client: TestClient) -> None:
    root = lxml.html.document_fromstring(client.get("/").text)
    assert root.xpath("string(//h1)") == "2 things changed overnight"
    assert [row.xpath("string(.//a[@class='ttl'])") for row in root.xpath("//ol[@class='attn']/li")] == [
        "渡し船の一日",
        "Minutes, 2019",
    ]
    week = lxml.html.document_fromstring(client.get("/?since=week").text)
    facts = week.xpath("//ol[@class='attn']/li[.//a[starts-with(., '鳴瀬の渡し')]]//span[@class='one-fact']")
    assert facts[0].text_content().split() == ["number", "1210"]
    states = root.xpath("//section[@aria-labelledby='h-state']//tbody/tr")
    assert [row.xpath("string(td[last()])") for row in states] == ["5", "1", "2", "0", "1", "1", "1", "0"]


def test_a_filter_is_an_address_and_stays_in_the_form(client: TestClient) -> None:
    root = lxml.html.document_fromstring(client.get("/links?state=dead&text=渡し&site=youtube").text)
    assert root.xpath("//input[@name='state'][@checked]/@value") == ["dead"]
    assert root.xpath("//input[@id='find']/@name") == ["text"]
    assert root.xpath("//form[@class='filters']//input[@name='text']/@value") == ["渡し"]
    assert root.xpath("//select[@name='site']/option[@selected]/@value") == ["youtube"]
    assert len(root.xpath("//table[@class='links']/tbody/tr")) == 1


def test_an_empty_table_offers_wider_ones(client: TestClient) -> None:
    root = lxml.html.document_fromstring(client.get("/links?state=dead&text=slipway").text)
    wider = {link.text_content(): link.get("href") for link in root.xpath("//div[@class='empty']//a")}
    assert list(wider.values()) == ["/links?state=dead", "/links?text=slipway", "/links"]
    for said, href in wider.items():
        shown = lxml.html.document_fromstring(client.get(href).text)
        if " · " in said:
            assert len(shown.xpath("//table[@class='links']/tbody/tr")) == int(said.rpartition(" · ")[2])


def test_the_document_shows_each_citation_where_it_stands(client: TestClient) -> None:
    root = lxml.html.document_fromstring(client.get("/documents/1").text)
    cite = root.xpath("//section[@id='c1']")[0]
    assert cite.xpath("string(.//h2)") == "鳴瀬の渡し、4月から減便へ 町「利用3割減」"
    fates = [span.get("class").split()[1] for span in cite.xpath(".//blockquote//span[contains(@class, 's ')]")]
    assert fates == ["edited", "kept", "edited", "kept", "missing"]
    assert cite.xpath(".//blockquote//del[.='12']/following-sibling::ins[1]/text()") == ["10"]
    assert "2 of 5 sentences kept" in cite.xpath("string(aside)")
    assert "HTTP 404" in root.xpath("string(//section[@id='c2']/aside)")
    notes = lxml.html.document_fromstring(client.get("/documents/2").text)
    marks = notes.xpath("//article//a[contains(@class, 'mark')]")
    assert [mark.get("href") for mark in marks] == ["#c1", "#c2", "#c3", "#c4", "#c5", "#c6"]
    assert marks[1].get("aria-label") == "Citation 2: dead"


def test_the_diff_leads_from_each_fact_to_its_place(client: TestClient, path: Path) -> None:
    root = lxml.html.document_fromstring(client.get("/links/1/diff?a=v1").text)
    facts = root.xpath("//ol[@class='facts-list']//a")
    assert [part.text_content() for part in facts[0].iterchildren()] == [
        "¶1",
        "number",
        "1210",
        "鳴瀬川の渡し船を4月から1日…便に減らすと発表した。昨年度",
    ]
    for fact in facts:
        assert root.xpath(f"//*[@id='{fact.get('href')[1:]}']//*[self::del or self::ins]")
    assert root.xpath("//details[@class='fold']/summary/text()") == ["3 paragraphs the same"]
    assert root.xpath("//nav[@class='stepper']/@data-stops") == ["p1 p2 p6"]
    store = db.open(path, read_only=True)
    assert root.xpath("//nav[@class='stepper']/@data-next") == [f"/links/{store.views.beside(1)[1]}/diff"]
    store.close()


def test_any_two_of_quote_copy_and_version_are_held_against_each_other(client: TestClient) -> None:
    root = lxml.html.document_fromstring(client.get("/links/1/diff").text)
    older, newer = ([each.get("value") for each in root.xpath(f"//select[@name='{name}']/option")] for name in "ab")
    quotes = [name for name in older if name.startswith("q")]
    versions = [name for name in older if name.startswith("v")]
    assert older == [*quotes, "c20260302020000", *versions]
    assert newer == ["c20260302020000", *versions]
    assert len(versions) == 2
    for a in older:
        for b in newer:
            shown = client.get("/links/1/diff", params={"a": a, "b": b})
            assert shown.status_code == 200
            page = lxml.html.document_fromstring(shown.text)
            assert page.xpath("//select[@name='a']/option[@selected]/@value") == [a]
            assert page.xpath("//select[@name='b']/option[@selected]/@value") == [b]
            changed = b == versions[1] if a != versions[1] else b != a
            assert bool(page.xpath("//del | //ins")) is changed, (a, b)


def test_a_stored_page_is_shown_without_anything_that_acts(client: TestClient) -> None:
    store_page = next(
        number for number in range(1, 30) if "ふつうの文" in client.get(f"/versions/{number}/page").text
    )
    answer = client.get(f"/versions/{store_page}/page")
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    for word in (
        "script",
        "onclick",
        "onload",
        "onerror",
        "refresh",
        "<base",
        "<link",
        "<iframe",
        "<form",
        "javascript:",
    ):
        assert word not in answer.text
    assert "href" not in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8050", 200),
        ("localhost", 200),
        ("[::1]:8050", 200),
        ("192.168.1.7", 200),
        ("testserver", 200),
        ("Testserver.:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.nip.example", 421),
        ("", 421),
    ],
)
def test_only_our_own_names_are_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/links", headers={"Host": host}).status_code == status


def test_what_cannot_be_is_told_in_the_readers_language(client: TestClient) -> None:
    asked = "/links?state=%3Ci%3E"
    page = client.get(asked, headers={"Accept-Language": "ja"}).text
    assert "state は alive, moved" in page
    assert "&lt;i&gt; は使えません" in page
    for language in ("en", "ja"):
        answer = client.get(f"/api{asked}", headers={"Accept-Language": language}).json()
        assert answer["error"].startswith("state must be one of alive, moved,")
        assert answer["error"].endswith(", not <i>")


def test_a_password_is_asked_for_and_remembered(path: Path) -> None:
    with visit(world.site(path, auth="ひみつ🔑")) as client:
        away = client.get("/links?state=dead")
        assert (away.status_code, away.headers["location"]) == (303, "/login?next=%2Flinks%3Fstate%3Ddead")
        assert client.get("/static/style.css").status_code == 200
        form = client.get(away.headers["location"])
        token = lxml.html.document_fromstring(form.text).xpath("//input[@name='token']/@value")[0]
        wrong = client.post("/login", data={"token": token, "password": "himitsu"})
        assert wrong.status_code == 403
        assert "not the password" in wrong.text
        right = client.post("/login", data={"token": token, "password": "ひみつ🔑", "next": "/links?state=dead"})
        assert (right.status_code, right.headers["location"]) == (303, "/links?state=dead")
        cookie = right.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/links").status_code == 200
        token = lxml.html.document_fromstring(client.get("/").text).xpath("//input[@name='token']/@value")[0]
        assert client.post("/logout", data={"token": token}).status_code == 303
        assert client.get("/links").status_code == 303


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Bearer geheim", 200),
        ("bearer geheim", 200),
        ("Basic OmdlaGVpbQ==", 200),
        ("Basic bWU6Z2VoZWlt", 200),
        ("Basic bWU6ZmFsc2No", 303),
        ("Basic !!!", 303),
        ("Bearer falsch", 303),
        ("Bearer ", 303),
        ("geheim", 303),
    ],
)
def test_programs_bring_the_password_with_them(path: Path, header: str, status: int) -> None:
    with visit(world.site(path, auth="geheim")) as client:
        assert client.get("/links", headers={"Authorization": header}).status_code == status


def test_a_session_of_another_key_or_time_is_none(path: Path) -> None:
    with visit(world.site(path, auth="geheim")) as client:
        for made_up in ("", "x", "9999999999.", "9999999999.abc", "-1.abc"):
            assert client.get("/links", headers={"Cookie": f"linkwatch_session={made_up}"}).status_code == 303


def test_wrong_passwords_are_slowed_down(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linkwatch.viewer.actions._guesses", type(__import__("collections").deque())(maxlen=10))
    with visit(world.site(path, auth="geheim")) as client:
        token = lxml.html.document_fromstring(client.get("/login").text).xpath("//input[@name='token']/@value")[0]
        answers = [client.post("/login", data={"token": token, "password": "x"}).status_code for _ in range(11)]
        assert answers == [403] * 10 + [429]


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "x", "/a\nb", ""])
def test_logging_in_leads_nowhere_else(path: Path, address: str) -> None:
    with visit(world.site(path)) as client:
        assert client.get("/login", params={"next": address}).headers["location"] == "/"


def token_of(client: TestClient, page: str) -> str:
    return str(lxml.html.document_fromstring(client.get(page).text).xpath("//input[@name='token']/@value")[0])


@pytest.mark.parametrize(
    ("headers", "spoilt", "status"),
    [
        ({}, "", 303),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, "", 303),
        ({}, "x", 403),
        ({"Origin": "https://evil.example"}, "", 403),
        ({"Origin": "null"}, "", 403),
        ({"Sec-Fetch-Site": "cross-site"}, "", 403),
    ],
)
def test_forms_are_taken_from_our_own_pages_only(
    tmp_path: Path, headers: dict[str, str], spoilt: str, status: int
) -> None:
    path = tmp_path / "own.db"
    world.make(path)
    with visit(world.site(path)) as client:
        form = {"token": token_of(client, "/links/1") + spoilt, "until": "2026-06-30", "note": "印刷済み"}
        assert client.post("/links/1/mute", data=form, headers=headers).status_code == status
        shown = client.get("/links/1").text
        assert ("印刷済み" in shown) is (status == 303)
        client.cookies.clear()
        assert client.post("/links/1/mute", data=form).status_code == 403


def test_mute_ends_again(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    world.make(path)
    with visit(world.site(path)) as client:
        token = token_of(client, "/links/1")
        assert client.post("/links/1/mute", data={"token": token, "until": "soon"}).status_code == 400
        assert client.post("/links/99/mute", data={"token": token, "until": "2026-06-30"}).status_code == 404
        week, feed = "/?since=week", "/feed.atom"
        told = {page: client.get(page).text.count("/links/1") for page in (week, feed)}
        client.post("/links/1/mute", data={"token": token, "until": "2026-06-30", "note": "x"})
        assert min(told.values()) > 0
        assert [client.get(page).text.count('/links/1/diff"') for page in told] == [0, 0]
        assert "鳴瀬の渡し" not in client.get(week).text
        assert client.post("/links/1/mute", data={"token": token, "end": "1"}).headers["location"] == (
            "/links/1?done=unmuted"
        )
    store = db.open(path, read_only=True)
    [finding] = store.findings(Selection(link_ids=(1,)))
    assert finding.muted_until is None
    store.close()


def test_a_link_is_visited_on_demand_one_at_a_time(path: Path) -> None:
    asked: list[str] = []

    def begin(url: str) -> bool:
        asked.append(url)
        return len(asked) == 1

    with visit(world.site(path, check_now=begin)) as client:
        token = token_of(client, "/links/1")
        first, second = (client.post("/links/1/check", data={"token": token}).headers["location"] for _ in range(2))
        assert (first, second) == ("/links/1?done=checking", "/links/1?done=busy")
        assert asked == ["https://www.kitashio-shimbun.co.jp/news/2026/0301.html"] * 2
        assert client.post("/links/99/check", data={"token": token}).status_code == 404
    with visit(world.site(path)) as client:
        assert "Check now" not in client.get("/links/1").text
        assert client.post("/links/1/check", data={"token": token_of(client, "/links/1")}).status_code == 404


def test_a_form_is_bounded(client: TestClient) -> None:
    assert client.post("/links/1/mute", data={"note": "x" * 30_000}).status_code == 413
    assert client.post("/links/1/mute", data={str(n): "" for n in range(50)} | {"a": "b"}).status_code in (400, 403)
    assert client.get("/links/1/mute").status_code in (404, 405)


@pytest.mark.parametrize(
    ("accept", "query", "expected"),
    [
        ("ja", "", "ja"),
        ("fr", "", "en"),
        ("en;q=0.5, ja", "", "ja"),
        ("ja", "?lang=en", "en"),
        ("", "?lang=xx", "en"),
    ],
)
def test_the_language_is_the_readers(client: TestClient, accept: str, query: str, expected: str) -> None:
    client.cookies.delete("lang")
    answer = client.get(f"/{query}", headers={"Accept-Language": accept})
    assert f'<html lang="{expected}"' in answer.text
    client.cookies.delete("lang")


@pytest.mark.parametrize("page", ["/links/2", "/documents/1", "/", "/feed.atom"])
def test_what_was_seen_is_told_in_the_readers_language(client: TestClient, page: str) -> None:
    for language, said in (("en", "HTTP 404 (at 2 visits)"), ("ja", "HTTP 404（2回の確認で）")):
        assert said in client.get(page, headers={"Accept-Language": language}).text


def test_times_are_in_the_readers_zone(client: TestClient) -> None:
    assert "9 Mar 3:10" in client.get("/").text
    client.cookies.set("zone", "America/New_York")
    assert "8 Mar 14:10" in client.get("/").text
    client.cookies.set("zone", "../../etc/passwd")
    assert "9 Mar 3:10" in client.get("/").text
    client.cookies.delete("zone")


def test_a_database_that_is_gone_is_told_in_a_line(tmp_path: Path) -> None:
    with visit(world.site(tmp_path / "none.db")) as client:
        answer = client.get("/")
        assert answer.status_code == 503
        assert "there is no database yet" in answer.text


def test_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    db.open(tmp_path / "empty.db").close()
    with visit(world.site(tmp_path / "empty.db")) as client:
        for page in ("/", "/links", "/documents"):
            assert "linkwatch add" in client.get(page).text
