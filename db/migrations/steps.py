"""The steps themselves, as sqlite-utils applies them: each in a transaction of its own.

A change of the schema is a function at the end, named ``mNNN_what``, and its name in
:data:`db.migrations.NAMES`. A step that has been released is never edited.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

migrations = Migrations("linkwatch")


@migrations()
def m001_first(db: Database) -> None:
    """The first schema."""
    run_file(db, "m001_first")


@migrations()
def m002_shown(db: Database) -> None:
    """What the viewer shows and searches: documents as read, headers, words, orders."""
    run_file(db, "m002_shown")


@migrations()
def m003_captures(db: Database) -> None:
    """Copies of pages in web archives, and what these were asked."""
    run_file(db, "m003_captures")


@migrations()
def m004_copies(db: Database) -> None:
    """What came of asking archives, what their copies showed, and which copy carries a quote."""
    run_file(db, "m004_copies")


@migrations()
def m005_deliveries(db: Database) -> None:
    """Whom linkwatch tells what happened, and how far each was told."""
    run_file(db, "m005_deliveries")


@migrations()
def m006_summary(db: Database) -> None:
    """What a crawl is held against the one before it by."""
    run_file(db, "m006_summary")


@migrations()
def m007_muted(db: Database) -> None:
    """What is muted is left out of the news, and found by an index."""
    run_file(db, "m007_muted")


@migrations()
def m008_copy_bodies(db: Database) -> None:
    """What archived copies were read from, so that their markup has a say in comparisons."""
    run_file(db, "m008_copy_bodies")


@migrations()
def m009_orders(db: Database) -> None:
    """The orders of the table of links hold its filters."""
    run_file(db, "m009_orders")


@migrations()
def m010_read_again(db: Database) -> None:
    """What read the text of an archived copy, so that it is read again by a newer extractor."""
    run_file(db, "m010_read_again")


@migrations()
def m011_inferred(db: Database) -> None:
    """Quotes whose end is inferred are told from those that a document marks."""
    run_file(db, "m011_inferred")


@migrations()
def m012_read_by(db: Database) -> None:
    """Documents that are as they were are not read again by the rules that read them."""
    run_file(db, "m012_read_by")


@migrations()
def m013_groups(db: Database) -> None:
    """The table of links by groups that are alike in its filters."""
    run_file(db, "m013_groups")


def run_file(db: Database, name: str) -> None:
    """Execute the statements of ``NAME.sql`` one by one, inside the step's transaction.

    ``executescript`` will not do: it commits what is open before it begins.
    """
    statement = ""
    for line in (Path(__file__).parent / f"{name}.sql").read_text("utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.execute(statement)
            statement = ""
