"""The database opens well in Datasette: views with plain names, and a file that describes them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import db
from linkwatch.cli import main
from linkwatch.model import BaselineKind, Comparison, Drift, Settled, State, Verdict
from tests.storing import add, alive, cite, crawl, document, failed, night, tomorrow

METADATA = json.loads((Path(db.__file__).parent / "datasette.json").read_text("utf-8"))
TABLES: dict[str, dict[str, Any]] = METADATA["databases"]["linkwatch"]["tables"]


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Two documents, four links: alive, dead, moved, edited; and one that is on no watch."""
    path = tmp_path_factory.mktemp("datasette") / "linkwatch.db"
    store = db.open(path)
    links = add(store, [f"https://news.example/{at}" for at in range(3)], "1.md")
    quoting = [cite("https://other.example/", 7, title="見出し", quote="本文でした。")]
    store.documents.save(document("2.md"), quoting, watch=True, at=night(0))
    add(store, ["https://checked.example/"], "checked.md", watch=False)
    crawl_id = crawl(
        store, [alive(links[0]), failed(links[1]), alive(links[2]), alive(4), failed(5)], at=0, settle=False
    )
    states = {links[0]: State.ALIVE, links[1]: State.DEAD, links[2]: State.MOVED, 4: State.ALIVE, 5: State.DEAD}
    settled = [
        (each, Settled(verdict=Verdict(state=state, reason="r"), state_since=night(0)), tomorrow(0))
        for each, state in states.items()
    ]
    store.settling.save(crawl_id, settled)
    edited = Comparison(drift=Drift.EDITED, baseline=BaselineKind.QUOTE, quote_kept=0.5)
    store.drifts.save(
        crawl_id, [(each, edited) for each in store.drifts.pending(crawl_id) if each.link_id == 4], at=night(0)
    )
    store.close()
    sqlite = sqlite3.connect(path)
    yield sqlite
    sqlite.close()


def test_the_command_prints_it() -> None:
    done = CliRunner().invoke(main, ["db", "metadata"])
    assert (done.exit_code, json.loads(done.output)) == (0, METADATA)


def test_every_table_and_column_described_is_there(sqlite: sqlite3.Connection) -> None:
    for table, about in TABLES.items():
        columns = {row[1] for row in sqlite.execute(f'PRAGMA table_info("{table}")')}
        assert columns, table
        named = {
            about.get("label_column"),
            about.get("sort_desc"),
            *about.get("facets", []),
            *about.get("columns", {}),
        }
        assert named - {None} <= columns, table


def test_every_table_and_view_is_described(sqlite: sqlite3.Connection) -> None:
    names = {
        name
        for (name,) in sqlite.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")
        if not name.startswith(("_", "sqlite_", "page_words_", "citation_words_"))
    }
    assert names == set(TABLES)


ANSWERS = {
    "SELECT url, state, http_status FROM broken": [("https://news.example/1", "dead", 404)],
    "SELECT url, document, line, title, drift, quote_kept FROM changed": [
        ("https://other.example/", "2.md", 7, "見出し", "edited", 0.5)
    ],
    "SELECT name, links, alive, broken, moved, changed FROM by_document ORDER BY name": [
        ("1.md", 3, 1, 1, 1, 0),
        ("2.md", 1, 1, 0, 0, 1),
    ],
    "SELECT host, links, alive, broken, moved, unclear, changed FROM by_host ORDER BY host": [
        ("news.example", 3, 1, 1, 1, 0, 0),
        ("other.example", 1, 1, 0, 0, 0, 1),
    ],
}


@pytest.mark.parametrize("sql", ANSWERS)
def test_views_answer_what_people_ask(sqlite: sqlite3.Connection, sql: str) -> None:
    assert sqlite.execute(sql).fetchall() == ANSWERS[sql]


PAGE = (Path(db.__file__).parent.parent / "docs" / "database.md").read_text("utf-8")
STATEMENTS = re.findall(r"^ {4}((?:--.*\n {4})?SELECT [^;]+);", PAGE, flags=re.MULTILINE)


def test_every_query_in_the_documentation_runs(sqlite: sqlite3.Connection) -> None:
    assert len(STATEMENTS) == PAGE.count(";  ") + PAGE.count(";\n") >= 7
    for statement in STATEMENTS:
        sqlite.execute(statement).fetchall()


def test_the_documentation_names_the_tables(sqlite: sqlite3.Connection) -> None:
    shown = {name for name, about in TABLES.items() if not about.get("hidden")}
    assert {name for name in shown if f"`{name}`" in PAGE or f"FROM {name};" in PAGE} == shown
