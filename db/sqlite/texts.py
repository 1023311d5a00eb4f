"""Texts, each stored once under its hash."""

from __future__ import annotations

import hashlib

from db.sqlite.connection import Connection


def text_id(connection: Connection, text: str) -> int:
    """Store a text unless it is there; return its id. Inside the caller's transaction."""
    key = sha256(text)
    connection.run("text_insert", {"sha256": key, "chars": len(text), "plain": text})
    return int(connection.one("text_id", {"sha256": key})["id"])


def sha256(text: str) -> str:
    """Return the hash of a text in hexadecimal; half a surrogate pair counts as a question mark."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
