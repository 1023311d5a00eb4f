"""A comparison as JSON: the shape that ``compare`` and ``diff`` print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from linkwatch.model import Comparison, Edit

if TYPE_CHECKING:
    from linkwatch.report.diff import Diff


def render(diff: Diff, out: TextIO) -> None:
    """Write one object, indented."""
    told = {"old": diff.before_name, "new": diff.after_name, **shape(diff.comparison)}
    out.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def shape(comparison: Comparison) -> dict[str, Any]:
    """Plain values of a comparison; ``note`` only where there is one."""
    told: dict[str, Any] = {
        "drift": comparison.drift.value,
        "similarity": comparison.similarity,
        "edits": [_edit(edit) for edit in comparison.edits],
    }
    if comparison.quote_kept is not None:
        told["quote_kept"] = comparison.quote_kept
        told["sentences"] = [
            {"text": each.text, "fate": each.fate.value, "found": each.found, "damaged": each.damaged}
            for each in comparison.sentences
        ]
    if comparison.note:
        told["note"] = comparison.note
    return told


def _edit(edit: Edit) -> dict[str, str]:
    return {"op": edit.op.value, "kind": edit.kind.value, "before": edit.before, "after": edit.after}
