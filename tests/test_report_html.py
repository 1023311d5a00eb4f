"""The HTML report: one file that needs nothing, holds table, curve and diffs, and gives strangers no say."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import lxml.html
import pytest
import viewer_world as world
from command import called
from report_cases import DEAD, MOVED, REPORT

import db
from db.store import Store
from linkwatch.cli import reporting
from linkwatch.model import Drift, Selection, State
from linkwatch.report import Report, render
from linkwatch.report.html import MOST_DIFFS


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("report") / "world.db"
    world.make(path)
    store = db.open(path)
    store.views.refresh(at=world.NOW)
    yield store
    store.close()


EVERYTHING = Selection()


def report(store: Store, language: str = "en") -> Report:
    selection = EVERYTHING
    return Report(
        generated_at=world.NOW,
        counts=store.counts(selection),
        drifts=store.drift_counts(selection),
        links=lambda: store.findings(selection),
        attention=lambda: reporting.attention(store, selection, world.NOW.date(), everything=False),
        zone=world.ZONE,
        language=language,
        curves=lambda: reporting.curves(store, selection),
        versus=lambda finding, comparison: reporting.versus(store, finding, comparison),
    )


def written(told: Report) -> str:
    out = io.StringIO()
    render(told, "html", out)
    return out.getvalue()


def page(told: Report) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(written(told))


def text_of(element: lxml.html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_one_file_that_loads_nothing_and_runs_nothing(store: Store, language: str) -> None:
    root = page(report(store, language=language))
    assert root.get("lang") == language
    assert root.xpath("//script | //link | //img | //iframe | //object | //form | //@style | //base") == []
    assert root.xpath("//@src | //@srcset") == []
    assert not re.search(r"url\(|@import", root.xpath("string(//style)"))
    assert [name for element in root.iter() for name in element.attrib if str(name).startswith("on")] == []
    assert "default-src 'none'" in root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    hrefs = root.xpath("//a/@href")
    assert [href for href in hrefs if not re.match(r"https?://|#", href)] == []
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in hrefs if href.startswith("#")} <= set(ids)


def test_what_changed_stands_in_the_table_and_as_a_diff(store: Store) -> None:
    root = page(report(store))
    assert "link" in root.xpath("string(//h1)")
    ferry = root.xpath("//tr[contains(., '鳴瀬の渡し')]")[0]
    assert "12" in [each.text_content() for each in ferry.xpath(".//del")]
    assert "10" in [each.text_content() for each in ferry.xpath(".//ins")]
    diff = root.get_element_by_id(ferry.xpath(".//a[starts-with(@href, '#d')]/@href")[0][1:]).getparent()
    assert "One fact" in text_of(diff) or "facts changed" in text_of(diff)
    assert "10" in [each.text_content() for each in diff.xpath(".//div[contains(@class, 'diff')]//ins")]
    assert diff.xpath(".//p[contains(@class, 'gone')]")
    assert root.xpath("//*[@id='h-rot']")
    assert root.xpath("//svg[contains(@class, 'chart')]")


def test_a_first_version_is_shown_where_nothing_is_quoted(store: Store) -> None:
    link = next(each for each in store.findings(Selection()) if each.url.endswith("minutes/2026-02"))
    comparison = link.citations[0].comparison
    assert comparison is not None
    found = reporting.versus(store, link, comparison)
    assert found is not None
    assert found.a.name[0] == ("q" if link.citations[0].citation.quote else "v")
    assert "five cracks" in found.after


def test_a_curve_is_of_what_was_selected(store: Store) -> None:
    everything = reporting.curves(store, Selection())
    youtube = reporting.curves(store, Selection(sites=("youtube",)))
    memo = reporting.curves(store, Selection(documents=("メモ/渡し船.txt",), watched=False))
    assert everything["links"].total > memo["links"].total > youtube["links"].total == 1
    assert reporting.curves(store, Selection(states=(State.DEAD,))) == {}
    assert reporting.curves(store, Selection(watched=False)) == {}
    assert reporting.curves(store, Selection(documents=("nowhere.txt",), watched=False)) == {}


def test_strangers_words_are_words() -> None:
    text = written(REPORT)
    root = lxml.html.document_fromstring(text)
    assert root.xpath("//b") == []
    assert "\u202e" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    rows = root.xpath("//table[@class='links']/tbody/tr")
    assert [row for row in rows if DEAD.url in row.xpath(".//td//a/@href")]
    moved = next(row for row in rows if MOVED.url in row.xpath(".//td//a/@href"))
    assert "https://new.example.jp/page" in moved.xpath(".//a/@href")
    copies = [href for href in root.xpath("//a/@href") if "web.archive.org" in href]
    assert copies


def test_nothing_to_tell_is_a_whole_page() -> None:
    quiet = dataclasses.replace(REPORT, counts={State.ALIVE: 3}, drifts={Drift.SAME: 3}, attention=tuple)
    root = page(quiet)
    assert root.xpath("string(//h1)") == "Nothing needs attention"
    assert root.xpath("//table[@class='links']") == []


def test_the_file_does_not_grow_without_end(store: Store) -> None:
    told = report(store)
    many = dataclasses.replace(
        told, attention=lambda: (each for _ in range(MOST_DIFFS) for each in store.findings(Selection()))
    )
    root = page(many)
    assert len(root.xpath("//article")) == MOST_DIFFS
    assert "more changes are in the table only" in text_of(root)


@pytest.mark.parametrize(
    ("wanted", "environ", "expected"),
    [
        ("auto", {"LANG": "ja_JP.UTF-8"}, "ja"),
        ("auto", {"LANG": "ja_JP.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ("auto", {"LC_ALL": "", "LC_MESSAGES": "ja"}, "ja"),
        ("auto", {}, "en"),
        ("en", {"LANG": "ja_JP.UTF-8"}, "en"),
        ("ja", {}, "ja"),
    ],
)
def test_the_language_is_as_set_or_as_the_environment_has_it(
    wanted: str, environ: dict[str, str], expected: str
) -> None:
    assert reporting.language(wanted, environ) == expected


def test_the_day_is_that_of_the_reader(store: Store) -> None:
    assert "9 March 2026" in written(report(store))
    assert "8 March 2026" in written(dataclasses.replace(report(store), generated_at=world.NIGHTS[-1], zone=UTC))


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    world.make(tmp_path / "world.db")
    ran = called(
        "report", "--database", "world.db", "--format", "html", "--lang", "ja", "-o", "r.html", folder=tmp_path
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "")
    root = lxml.html.document_fromstring((tmp_path / "r.html").read_bytes())
    assert root.get("lang") == "ja"
    assert len(root.xpath("//article//div[contains(@class, 'diff')]")) >= 2
