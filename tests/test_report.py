"""Reports: what people read, what programs read, and that hostile text does nothing in any of them."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contracts import validator
from report_cases import ATTENTION, DEAD, EVERY, HOSTILE, NOW, REPORT, TOKYO, cited, finding

from linkwatch.config.settings import FORMATS as NAMES
from linkwatch.model import BaselineKind, Capture, Comparison, Drift, Finding, State, Verdict
from linkwatch.report import FORMATS, Report, render
from linkwatch.report.printable import file_name, harmless, one_line, short
from linkwatch.report.wording import Entry, details

CASES = Path(__file__).parent / "cases"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def rendered(name: str, report: Report = REPORT, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO(newline="")
    render(report, name, out)
    return out.getvalue()


def test_the_table_of_formats_is_what_the_settings_offer() -> None:
    assert tuple(FORMATS) == NAMES


def test_text_on_a_pipe_is_a_line_for_each_place() -> None:
    assert rendered("text") == (CASES / "report.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("out", [io.StringIO, Terminal])
def test_nothing_to_tell_is_one_quiet_line(out: type[io.StringIO], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    quiet = dataclasses.replace(REPORT, counts={State.ALIVE: 3}, drifts={}, attention=tuple, notes=())
    assert rendered("text", quiet, out()) == "3 links: 3 alive; nothing needs attention\n"


def test_a_terminal_gets_documents_as_headings_and_no_line_too_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    lines = rendered("text", out=Terminal()).splitlines()
    plain = [re.sub(r"\x1b\]8;[^\x1b]*\x1b\\", "", line) for line in lines]
    assert [line for line in plain if line and line[0] != " "] == [
        "=cmd .md",
        "docs/a.md",
        "docs/b.md",
        "report.pdf",
        "メモ/会談.txt",
        "7 links: 2 alive, 1 moved, 1 dead, 2 suspect, 1 unknown; 1 ",
        "edited, 1 replaced",
        "2 suspects are visited again tomorrow.",
    ]
    assert f"  12, 40  dead    {DEAD.url}" in plain
    assert [line for line in plain if cell_len(line) > 60 and "://" not in line] == []
    assert "\x1b[" not in "".join(lines)


def test_colours_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1;31mdead" in rendered("text", out=Terminal())
    assert "\x1b" not in rendered("text")


def test_json_is_what_the_contract_says_and_has_every_link() -> None:
    report = json.loads(rendered("json"))
    validator("report.schema.json").validate(report)
    assert [link["url"] for link in report["links"]] == [finding.url for finding in EVERY]
    assert report["counts"]["suspect"] == 2
    assert report["counts"]["blocked"] == 0
    dead, edited = report["links"][:2]
    assert (dead["citations"][0]["published_at"], dead["citations"][0]["line"]) == ("2025-01-22T12:51", 8)
    assert (edited["baseline"], edited["similarity"]) == ("first", 0.97)
    assert edited["edits"][1] == {"op": "replace", "kind": "amount", "before": "約3億円", "after": "約5億円"}
    assert [one["drift"] for one in edited["citations"]] == ["edited", "same"]


def test_no_link_at_all_is_valid_json() -> None:
    empty = dataclasses.replace(REPORT, counts={}, drifts={}, links=tuple, attention=tuple)
    report = json.loads(rendered("json", empty))
    validator("report.schema.json").validate(report)
    assert report["links"] == []


def test_json_lines_are_the_same_links() -> None:
    lines = [json.loads(line) for line in rendered("jsonl").split("\n")[:-1]]
    schema = validator("link.schema.json")
    for line in lines:
        schema.validate(line)
    assert lines == json.loads(rendered("json"))["links"]


def test_the_schema_can_fail() -> None:
    link = json.loads(rendered("jsonl").split("\n")[0])
    schema = validator("link.schema.json")
    for wrong in ({"state": "gone"}, {"checked_at": "2025-06-05 18:00"}, {"extra": 1}, {"edits": None}):
        assert not schema.is_valid(link | wrong), wrong


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_links_are_written_as_they_come(name: str) -> None:
    """Memory does not grow with links: before a further link is asked for, the one before it is written."""
    out = io.StringIO()
    sizes = []

    def links() -> Iterator[Finding]:
        for each in EVERY:
            sizes.append(len(out.getvalue()))
            yield each

    rendered(name, dataclasses.replace(REPORT, links=links), out)
    assert all(later - earlier > 150 for earlier, later in itertools.pairwise(sizes)), sizes


def test_csv_is_a_row_for_each_citation_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv"), newline="")))
    assert [(row["document"], row["line"]) for row in rows if row["url"] == DEAD.url] == [
        ("メモ/会談.txt", "8"),
        ("docs/a.md", "40"),
        ("docs/a.md", "12"),
    ]
    assert {row["url"] for row in rows} == {finding.url for finding in EVERY}
    hostile = next(row for row in rows if "evil" in row["url"])
    assert hostile["title"] == '\'=HYPERLINK("http://x")'
    assert hostile["document"] == "'=cmd .md"
    assert next(row for row in rows if row["site"] and not row["document"])["state"] == "unknown"


def test_markdown_is_a_table_in_which_strangers_can_do_nothing() -> None:
    from markdown_it import MarkdownIt

    text = rendered("markdown")
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert html.count("<tr>") == 1 + 6
    assert "<b>" not in html
    assert "@octocat" not in text
    assert "closes #1" not in text
    assert '<a href="https://evil.example.jp/?a%7Cb=%60c%60">' in html
    assert f'<a href="https://web.archive.org/web/20250122/{DEAD.url.replace("&", "&amp;")}">' in html


@pytest.mark.parametrize("name", ["text", "csv", "markdown"])
def test_no_control_character_gets_out(name: str) -> None:
    for out in (io.StringIO(newline=""), Terminal(newline="") if name == "text" else io.StringIO(newline="")):
        written = re.sub(r"\x1b(\[[0-9;]*m|\]8;[^\x1b]*\x1b\\)", "", rendered(name, out=out))
        assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\ud800-\udfff]", written)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("普通の文章。", "普通の文章。"),
        ("a\x1b[31;1mred\x1b[0m b", "a red b"),
        ("title\x1b]0;owned\x07", "title ]0;owned"),
        ("\u202egnp.exe", "gnp.exe"),
        ("two\r\nlines\u2028three", "two lines three"),
        ("\x9b31m", "31m"),
        ("half \ud83d", "half"),
        ("絵文字👨‍👩‍👧", "絵文字👨‍👩‍👧"),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_the_name_of_a_file_keeps_its_spaces() -> None:
    assert file_name("読書\u3000記録  2.txt\n\x1b[2J") == "読書\u3000記録  2.txt  "


def test_short_and_harmless() -> None:
    assert short("一二三四五", 5) == "一二三四五"
    assert short("一二三四五六", 5) == "一二三四…"
    assert harmless("a\nb\tc") == "a\nb c"


def test_dates_are_shown_where_the_user_lives() -> None:
    assert "since 2025-06-01" in rendered("text")
    assert "since 2025-05-31" in rendered("text", dataclasses.replace(REPORT, zone=UTC))
    assert datetime(2025, 5, 31, 16, 30, tzinfo=UTC).astimezone(TOKYO).day == 1


def test_attention_is_what_text_shows() -> None:
    only = dataclasses.replace(REPORT, attention=lambda: iter(ATTENTION[2:3]), drifts={Drift.SAME: 7})
    assert len(rendered("text", only).splitlines()) == 3


def host_down(links: int, *, state: State = State.SUSPECT, host: str = "down.example.jp") -> list[Finding]:
    """So many links of one host in one state, cited by a document each but for the first two."""
    verdict = dataclasses.replace(DEAD.verdict, state=state, evidence="HTTP 404 Not Found")
    return [
        finding(
            100 + number, f"https://{host}/{number}", verdict,
            *(cited(f"notes/{each:03}.md", 3, f"https://{host}/{number}") for each in {number, max(number - 1, 0)}),
        )
        for number in range(links)
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["text", "markdown"])
@pytest.mark.parametrize(("links", "shown"), [(9, 17), (10, 1), (312, 1)])
def test_a_host_that_is_down_is_said_once(name: str, links: int, shown: int) -> None:
    down = dataclasses.replace(REPORT, attention=lambda: iter(host_down(links)), by_host=True)
    assert rendered(name, down).count("down.example.jp") - (links >= 10) == shown
    assert rendered(name, dataclasses.replace(down, by_host=False)).count("down.example.jp") == 2 * links - 1


def test_the_line_of_a_host_stands_before_what_is_listed() -> None:
    found = [*ATTENTION, *host_down(312)]
    report = dataclasses.replace(REPORT, attention=lambda: iter(found), by_host=True)
    host, *lines = rendered("text", report).splitlines(keepends=True)
    assert host == (
        "down.example.jp: suspect http-404 312 links in 312 documents — HTTP 404 Not Found; since 2025-06-06\n"
    )
    note = "links that share their host's fate are counted: --host down.example.jp or --verbose lists them\n"
    assert "".join(lines).replace(note, "") == (CASES / "report.txt").read_text(encoding="utf-8")


def test_on_a_terminal_a_host_is_a_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    report = dataclasses.replace(REPORT, attention=lambda: iter(host_down(12, state=State.DEAD)), by_host=True)
    assert rendered("text", report, Terminal()).splitlines()[:4] == [
        "down.example.jp",
        "  dead  12 links in 12 documents",
        "    http-404: HTTP 404 Not Found; since 2025-06-06",
        "",
    ]


def test_deaths_of_different_nights_and_muted_links_are_listed() -> None:
    nights = [
        dataclasses.replace(each, state_since=datetime(2025, 5, 1 + at, tzinfo=UTC))
        for at, each in enumerate(host_down(12))
    ]
    muted = [dataclasses.replace(each, muted_until=HOSTILE.muted_until) for each in host_down(12, host="m.jp")]
    report = dataclasses.replace(REPORT, attention=lambda: iter(nights + muted), by_host=True)
    assert rendered("text", report).count("https://") == 46


@pytest.mark.parametrize("drift", [Drift.REPLACED, Drift.EDITED])
def test_of_a_page_that_says_something_else_the_copy_that_carries_the_quote_is_offered(drift: Drift) -> None:
    url, copy = "https://a.example.jp/1", "https://archive.example.org/2025/https://a.example.jp/1"
    told = Comparison(drift=drift, baseline=BaselineKind.QUOTE, quote_kept=0, copy=copy)
    one = finding(
        1, url, Verdict(state=State.ALIVE, reason="ok"), cited("記事.md", 3, url, quote="引用。", comparison=told),
        drift=drift, captures=(Capture(archive="ours", taken_at=NOW, address=copy, status=200, alive=True),),
    )  # fmt: skip
    entry = Entry(document="記事.md", lines=(3,), places=(), finding=one, comparison=told)
    offered = [part for part in details(entry, TOKYO) if part.startswith("archived ")]
    assert offered == ([f"archived 2025-06-06 {copy}"] if drift is Drift.REPLACED else [])
