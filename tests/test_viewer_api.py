"""The API against its own description, the feed against RFC 4287, exports and metrics."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import lxml.etree
import lxml.html
import pytest
import schemathesis
import viewer_world as world
from hypothesis import HealthCheck, settings
from referencing import Registry, Resource
from starlette.testclient import TestClient
from viewer_server import served

from linkwatch.viewer.api.answers import ANSWERS
from linkwatch.viewer.api.description import described
from linkwatch.viewer.app import create

HERE = Path(__file__).parent
CONTRACTS = HERE.parent / "docs" / "contracts"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "world.db"
    world.make(path)
    return path


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create(world.site(path)), headers={"Accept-Language": "en"}) as client:
        yield client


@pytest.fixture(scope="module")
def address(path: Path) -> Iterator[str]:
    with served(world.site(path)) as address:
        yield address


def test_the_description_names_every_address() -> None:
    assert set(described()["paths"]) == set(ANSWERS)


schema = schemathesis.openapi.from_dict(described())


@schema.parametrize()
@settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_the_api_does_what_its_description_says(case: schemathesis.Case, address: str) -> None:
    case.call_and_validate(base_url=address)


def test_links_page_by_key_and_carry_the_contract(client: TestClient) -> None:
    found, after = [], ""
    for _ in range(20):
        page = client.get("/api/links", params={"limit": 4, "after": after, "sort": "address"}).json()
        found += page["links"]
        after = page["next"] or ""
        if not after:
            break
    assert len(found) == client.get("/api/totals").json()["links"] == 11
    assert [one["canonical_url"] for one in found] == sorted(one["canonical_url"] for one in found)
    contract = json.loads((CONTRACTS / "link.schema.json").read_text("utf-8"))
    resources = [
        (file.name, Resource.from_contents(json.loads(file.read_text("utf-8")))) for file in CONTRACTS.glob("*.json")
    ]
    validator = jsonschema.Draft202012Validator(contract, registry=Registry().with_resources(resources))
    for one in found:
        validator.validate({name: value for name, value in one.items() if name != "id"})


def test_one_link_tells_its_history(client: TestClient) -> None:
    [dead] = client.get("/api/links", params={"site": "youtube"}).json()["links"]
    one = client.get(f"/api/links/{dead['id']}").json()
    assert (one["state"], one["reason"], one["title"]) == ("dead", "video-removed", "渡し船の一日")
    assert [check["state"] for check in one["checks"]] == ["alive", "suspect"]
    assert [event["kind"] for event in one["events"]] == ["died"]
    assert one["rules"][-1] == {"rule": "video-removed", "fired": True, "note": "<i>seen</i>"}


def test_one_document_tells_the_fate_of_every_sentence(client: TestClient) -> None:
    one = client.get("/api/documents/1").json()
    assert [sentence["fate"] for sentence in one["citations"][0]["sentences"]] == [
        "edited", "kept", "edited", "kept", "missing",
    ]  # fmt: skip


def test_events_can_be_narrowed(client: TestClient) -> None:
    def events(query: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = client.get(f"/api/events?{query}").json()["events"]
        return found

    every = events("")
    assert events("since=0001-01-01") == every
    assert [one["kind"] for one in events("since=2026-03-08")] == ["died", "died"]
    assert events("since=2026-03-09T04:00:00%2B09:00") == []
    assert events("site=youtube") == [one for one in every if one["site"] == "youtube"] != []
    assert events("crawl=2") != every
    assert sorted(map(str, events("crawl=2"))) == sorted(str(one) for one in every if one["crawl"] == 2)
    assert events("limit=1") == every[:1]
    assert events("document=1") == [one for one in every if 1 in [each["id"] for each in one["documents"]]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "limit=0",
        "limit=501",
        "limit=x",
        "crawl=x",
        "document=-1",
        "since=2026-W01",
        "since=20260301",
        "since=2026-02-30",
    ],
)
def test_what_cannot_be_is_told_in_json(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/events?{query}")
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}


def test_rot_is_the_same_in_json_and_csv(client: TestClient) -> None:
    curves = client.get("/api/rot").json()["curves"]
    rows = list(csv.DictReader(io.StringIO(client.get("/api/rot.csv").text)))
    assert len(rows) == sum(len(steps) for steps in curves.values()) > 0
    assert [float(row["share"]) for row in rows if row["curve"] == "links"] == pytest.approx(
        [step["share"] for step in curves["links"]], rel=1e-4
    )


@pytest.mark.parametrize("query", ["", "?document=1", "?site=youtube", "?site=nowhere", "?lang=ja"])
def test_the_feed_is_atom(client: TestClient, query: str) -> None:
    answer = client.get(f"/feed.atom{query}")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = lxml.etree.fromstring(answer.content)
    grammar = lxml.etree.RelaxNG(lxml.etree.parse(HERE / "conformance" / "atom" / "atom.rng"))
    grammar.assertValid(feed)
    ids = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))
    updated = feed.xpath("//a:entry/a:updated/text()", namespaces=ATOM)
    assert updated == sorted(updated, reverse=True)


def test_the_grammar_refuses_what_is_no_atom() -> None:
    grammar = lxml.etree.RelaxNG(lxml.etree.parse(HERE / "conformance" / "atom" / "atom.rng"))
    assert not grammar.validate(lxml.etree.fromstring('<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id></feed>'))


def test_an_event_keeps_its_name_and_its_markup_is_ours(client: TestClient) -> None:
    def entries(host: str) -> list[str]:
        feed = lxml.etree.fromstring(client.get("/feed.atom", headers={"Host": host}).content)
        return [str(found) for found in feed.xpath("//a:entry/a:id/text()", namespaces=ATOM)]

    assert entries("localhost") == entries("127.0.0.1:9")
    feed = lxml.etree.fromstring(client.get("/feed.atom").content)
    for content in feed.xpath("//a:content/text()", namespaces=ATOM):
        tags = {element.tag for element in lxml.html.fragment_fromstring(str(content), create_parent="div").iter()}
        assert tags <= {"div", "p", "ul", "li", "del", "ins", "a"}
    feed = lxml.etree.fromstring(client.get("/feed.atom?document=1").content)
    [changed] = feed.xpath("//a:entry[a:category/@term='edited']/a:content/text()", namespaces=ATOM)
    assert "<del>12</del> <ins>10</ins>" in changed


def test_the_selection_of_the_table_can_be_taken_along(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/links.csv?text=渡し").text)))
    shown = client.get("/api/links?text=渡し").json()
    assert {row["canonical_url"] for row in rows} == {one["canonical_url"] for one in shown["links"]}
    report = client.get("/links.json?state=dead&state=moved").json()
    assert sorted(one["state"] for one in report["links"]) == ["dead", "dead", "moved"]
    assert client.get("/links.json?text=灯台").json()["links"] == []
    assert client.get("/links.csv?state=x").status_code == 400


def test_metrics_are_in_the_format_of_prometheus(client: TestClient) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    sample = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"\})? -?[0-9.e+]+')
    lines = answer.text.splitlines()
    assert [line for line in lines if not line.startswith("#") and not sample.fullmatch(line)] == []
    assert 'linkwatch_links{state="dead"} 2' in lines
    assert 'linkwatch_last_crawl_events{kind="died"} 2' in lines
    assert "linkwatch_last_crawl_duration_seconds 360" in lines


def test_health_needs_no_password_and_tells_nothing(path: Path) -> None:
    with TestClient(create(world.site(path, auth="geheim")), follow_redirects=False) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        for program in ("/api/links", "/metrics", "/feed.atom", "/links.csv", "/api/openapi.json"):
            answer = client.get(program)
            assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
            assert client.get(program, headers={"Authorization": "Bearer geheim"}).status_code == 200
