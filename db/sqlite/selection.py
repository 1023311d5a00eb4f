"""A Selection as conditions of SQL: the same for crawl, report, viewer and API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from db import queries
from db.sqlite.values import dumps, stamp
from linkwatch.model import Selection


def where(
    selection: Selection, *, checked_before: datetime | None = None, by_key: bool = False
) -> tuple[str, dict[str, str]]:
    """Return conditions on ``links``, each led by AND, and their parameters; values only ever as parameters.

    ``by_key``: the query walks links in an order of its own, which no index on state or drift should turn it from.
    A host may be a pattern: ``*.example.jp`` with the wildcards ``*``, ``?`` and ``[…]``.
    """
    patterns = tuple(host for host in selection.hosts if set(host) & set("*?["))
    lists: dict[str, Sequence[object]] = {
        "urls": selection.urls,
        "link_ids": selection.link_ids,
        "sites": selection.sites,
        "states": selection.states,
        "reasons": selection.reasons,
        "drifts": selection.drifts,
        "documents": selection.documents,
    }
    parameters = {name: dumps(list(values)) for name, values in lists.items() if values}
    blocks = queries.load("sqlite")
    conditions = [blocks[name] for name in parameters]
    if selection.hosts:
        parameters["hosts"] = dumps([host for host in selection.hosts if host not in patterns])
        parameters["host_patterns"] = dumps(patterns)
        alternatives = [blocks["hosts"]] + ([blocks["host_patterns"]] if patterns else [])
        conditions.append(f"({' OR '.join(alternatives)})")
    if selection.watched:
        conditions.append(blocks["watched_by_key" if by_key else "watched"])
    if selection.text:
        parameters["text"] = f"%{_literally(selection.text)}%"
        conditions.append(blocks["text"])
    if checked_before is not None:
        parameters["checked_before"] = stamp(checked_before)
        conditions.append(blocks["checked_before"])
    return "".join(f"\nAND {condition}" for condition in conditions), parameters


def _literally(text: str) -> str:
    """Take the meaning from LIKE's wildcards."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
