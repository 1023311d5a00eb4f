"""How SQLite goes about every query: by index, never through a whole table that grows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import db
from db import queries
from db.sqlite.connection import Connection
from db.sqlite.findings import order_query
from db.sqlite.selection import where
from db.sqlite.views.orders import stretches
from db.views import Sort
from linkwatch.model import Drift, Selection, State

QUERIES = queries.load("sqlite")
PARTS = {
    "citing": QUERIES["citing_watched"],
    "where": where(Selection(), by_key=True)[0],
    "which": QUERIES["view_of_crawl"],
    "whose": QUERIES["view_citing_link"],
    "order": QUERIES["view_newest"],
    "title": QUERIES["view_title"],
    "cited": QUERIES["refresh_cited"],
    "among": QUERIES["refresh_among_watched"],
    "index": "links_by_since",
    "address": "''",
    "sorted": "links.state_since DESC, links.id DESC",
    "column": "links.state_since",
    "conditions": "",
    "like": "host GLOB :pattern_0",
}
STATEMENTS = [
    name
    for name, sql in QUERIES.items()
    if re.match(r"(SELECT|WITH|UPDATE|INSERT|DELETE)\b", sql) and not name.startswith(("rekey_", "upkeep_"))
]
"""Names of queries, but for upkeep, which goes through all there is, now and then."""

WHOLE = {
    "findings_by_link": "is taken only with a condition that an index serves: see below",
    "check_drop": "takes back what one crawl saw twice, which is rare; SQLite looks for links that point to the row",
    "links_count_by_site": "counts all links, when all are asked for",
    "links_above_few": "is taken only with a condition that an index serves: see below",
    "links_up_to": "is taken only with a condition that an index serves: see below",
    "links_by_state": "is taken without by_key: see below",
    "links_by_drift": "is taken without by_key: see below",
    "refresh_quotes": "counts all quotes, once a crawl",
    "refresh_rot_links": "counts all citations, once a crawl",
    "refresh_rot_quotes": "counts all quotes, once a crawl",
}
"""Queries that may go through a table, and why."""


class Nothing(dict[str, None]):
    """NULL for every parameter."""

    def __missing__(self, name: str) -> None:
        return None


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    path: Path = tmp_path_factory.mktemp("plans") / "linkwatch.db"
    db.open(path).close()
    connection = Connection(path, read_only=True)
    yield connection
    connection.close()


def plan(connection: Connection, sql: str) -> list[str]:
    for name, part in PARTS.items():
        sql = sql.replace("{" + name + "}", part)
    rows: list[Any] = connection._sqlite.execute(f"EXPLAIN QUERY PLAN {sql}", Nothing()).fetchall()
    return [row["detail"] for row in rows]


GROWS = r"SCAN (links|following|citations|checks|now|before|snapshots|current|first|texts|bodies|drifts|events)\b"


@pytest.mark.parametrize("name", [name for name in STATEMENTS if name not in WHOLE])
def test_no_query_goes_through_a_whole_table(connection: Connection, name: str) -> None:
    assert [step for step in plan(connection, QUERIES[name]) if re.match(GROWS, step)] == []


@pytest.mark.parametrize("name", ["due_groups", "due_in_group", "due_in_group_count"])
def test_what_is_due_is_chosen_by_its_index_and_not_sorted(connection: Connection, name: str) -> None:
    steps = " ".join(plan(connection, QUERIES[name]))
    assert "links_by_due" in steps
    assert "TEMP B-TREE" not in steps


@pytest.mark.parametrize(
    ("selection", "index"),
    [
        (Selection(urls=("u",)), "sqlite_autoindex_links_1"),
        (Selection(link_ids=(1,)), "INTEGER PRIMARY KEY"),
        (Selection(hosts=("h",)), "links_by_host"),
        (Selection(states=(State.DEAD,)), "links_by_state"),
        (Selection(drifts=(Drift.EDITED,)), "links_by_drift"),
        (Selection(urls=("u",), states=(State.DEAD,)), "sqlite_autoindex_links_1"),
        (Selection(documents=("d",), states=(State.DEAD,)), "INTEGER PRIMARY KEY"),
        (Selection(), "INTEGER PRIMARY KEY"),
    ],
)
def test_few_of_many_links_are_looked_up(connection: Connection, selection: Selection, index: str) -> None:
    name, conditions, _ = order_query(selection)
    steps = plan(connection, QUERIES[name].replace("{where}", conditions))
    [step] = [step for step in steps if re.match(r"(SEARCH|SCAN) links\b", step)]
    assert re.match(rf"SEARCH links USING .*{index}", step)


@pytest.mark.parametrize("name", ["links_above_few", "links_up_to"])
@pytest.mark.parametrize(
    ("selection", "index"),
    [
        (Selection(states=(State.SUSPECT,)), "links_by_state"),
        (Selection(drifts=(Drift.EDITED,)), "links_by_drift"),
        (Selection(hosts=("h",)), "links_by_host"),
    ],
)
def test_suspects_are_found_by_an_index(connection: Connection, name: str, selection: Selection, index: str) -> None:
    conditions, _ = where(selection, by_key=bool(selection.hosts))
    [step] = [step for step in plan(connection, QUERIES[name].replace("{where}", conditions)) if " links " in step]
    assert re.match(rf"SEARCH links USING .*({index}) ", step)


@pytest.mark.parametrize("name", ["links_by_state", "links_by_drift"])
def test_counts_read_an_index_only(connection: Connection, name: str) -> None:
    [step] = plan(connection, QUERIES[name].replace("{where}", where(Selection())[0]))
    assert step == f"SEARCH links USING COVERING INDEX {name} (watched=?)"


def test_findings_of_documents_need_no_sorting(connection: Connection) -> None:
    assert "TEMP B-TREE" not in " ".join(plan(connection, QUERIES["findings_by_document"]))


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("descending", [True, False])
def test_pages_of_many_links_are_read_in_the_order_of_an_index(
    connection: Connection, sort: Sort, descending: bool
) -> None:
    for stretch in stretches(sort, descending=descending):
        for begin in ("", stretch.after(descending=descending)):
            sql = QUERIES["view_links_page"]
            for name, part in {
                "column": stretch.key,
                "sorted": stretch.sorted(descending=descending),
                "index": stretch.index,
                "conditions": f"{stretch.condition} AND (links.host GLOB :pattern_0) {begin}",
            }.items():
                sql = sql.replace("{" + name + "}", part)
            [step] = [step for step in plan(connection, sql) if "links" in step or "TEMP B-TREE" in step]
            assert step.startswith(f"SEARCH links USING COVERING INDEX {stretch.index} (watched=? AND state=?")
            leading = stretch.keys[0].removeprefix("links.")
            assert not begin or re.search(rf"\b\(?({leading}|rowid)\b", step), step


def test_groups_of_links_are_found_from_one_to_the_next(connection: Connection) -> None:
    steps = plan(connection, QUERIES["view_links_groups"])
    over = "(watched=? AND (state,drift,site,reason,state_since)>(?,?,?,?,?))"
    assert f"SEARCH following USING COVERING INDEX links_by_since {over}" in steps
    assert "TEMP B-TREE" not in " ".join(steps)


def test_the_exceptions_exist() -> None:
    assert set(WHOLE) <= set(STATEMENTS)


def test_a_query_defined_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "queries"
    (folder / "sqlite").mkdir(parents=True)
    for name in ("a", "b"):
        (folder / "sqlite" / f"{name}.sql").write_text("-- same --\n-- What it does.\nSELECT 1\n", "utf-8")
    monkeypatch.setattr(queries, "__file__", str(folder / "__init__.py"))
    with pytest.raises(ValueError, match=r"b\.sql: query same is defined twice"):
        queries.load.__wrapped__("sqlite")
