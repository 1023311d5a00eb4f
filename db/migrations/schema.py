"""Write schema.sql: what the migrations make, to be read. ``python -m db.migrations.schema``."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import db

_HEAD = """-- Made from db/migrations by: python -m db.migrations.schema
-- To change the schema add a migration; this file is for reading.
"""


def written_schema(path: Path) -> str:
    """Return the statements that make the tables, indexes, triggers and views of a database, linkwatch's own only."""
    sqlite = sqlite3.connect(path)
    try:
        rows = sqlite.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT LIKE '\\_%' ESCAPE '\\'"
            " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid"
        ).fetchall()
    finally:
        sqlite.close()
    return _HEAD + "".join(f"\n{sql};\n" for (sql,) in rows)


def main() -> None:
    """Write ``db/schema.sql`` anew."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "schema.db"
        db.open(path).close()
        (Path(db.__file__).parent / "schema.sql").write_text(written_schema(path), "utf-8")


if __name__ == "__main__":
    main()
