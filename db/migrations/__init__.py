"""How the database came to be what it is: steps that only grow in number.

``NAMES`` tells which steps this version knows, without importing sqlite_utils: a database that
has had exactly these needs no migration.
"""

from __future__ import annotations

NAMES = (
    "m001_first", "m002_shown", "m003_captures", "m004_copies", "m005_deliveries", "m006_summary", "m007_muted",
    "m008_copy_bodies", "m009_orders", "m010_read_again", "m011_inferred", "m012_read_by", "m013_groups",
)  # fmt: skip
"""In the order in which they are applied."""

APPLICATION_ID = 1819763810
"""``PRAGMA application_id`` of linkwatch's databases: the letters ``lwdb``."""
