"""A comparison as JSON: the shape that ``compare`` and ``diff`` print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from linkwatch.compare.fragment import leading_to
from linkwatch.model import Comparison, Edit, Sentence

if TYPE_CHECKING:
    from linkwatch.report.diff import Diff


def render(diff: Diff, out: TextIO) -> None:
    """Write one object, indented."""
    told = {"old": diff.before_name, "new": diff.after_name, **shape(diff.comparison, diff.url)}
    out.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def shape(comparison: Comparison, url: str = "") -> dict[str, Any]:
    """Plain values of a comparison; ``note`` only where there is one, links to sentences only for a ``url``."""
    told: dict[str, Any] = {
        "drift": comparison.drift.value,
        "similarity": comparison.similarity,
        "edits": [_edit(edit) for edit in comparison.edits],
    }
    if comparison.quote_kept is not None:
        told["quote_kept"] = comparison.quote_kept
        told["sentences"] = [sentence(each, url) for each in comparison.sentences]
    if comparison.note:
        told["note"] = comparison.note
    return told


def sentence(each: Sentence, url: str = "") -> dict[str, Any]:
    """Plain values of a quoted sentence; ``link`` leads to where the page at ``url`` says it."""
    told: dict[str, Any] = {
        "text": each.text,
        "fate": each.fate.value,
        "found": each.found,
        "damaged": each.damaged,
    }
    if url and each.found:
        told["link"] = leading_to(url, each.found)
    return told


def _edit(edit: Edit) -> dict[str, str]:
    return {"op": edit.op.value, "kind": edit.kind.value, "before": edit.before, "after": edit.after}
