"""A finding as the objects of the contract: what JSON, JSON Lines and CSV are made of.

The contract is docs/contracts/report.schema.json; a test holds real output against it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from linkwatch.model import Cited, Comparison, Finding, When
from linkwatch.report.wording import worst

SCHEMA = 1
"""Version of the contract; a change that could break a reader raises it."""


def link(finding: Finding) -> dict[str, Any]:
    """One link with its citations; the link's own comparison is the worst of theirs."""
    verdict = finding.verdict
    return {
        "url": finding.url,
        "canonical_url": finding.canonical_url,
        "site": finding.site,
        "state": verdict.state,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        "confidence": verdict.confidence,
        "http_status": finding.http_status,
        "final_url": finding.final_url,
        "drift": finding.drift,
        **_compared(worst([one.comparison for one in finding.citations if one.comparison is not None])),
        "checked_at": _time(finding.checked_at),
        "state_since": _time(finding.state_since),
        "captures": [
            {
                "archive": one.archive,
                "taken_at": _time(one.taken_at),
                "address": one.address,
                "status": one.status,
            }
            for one in finding.captures
        ],
        "citations": [citation(one) for one in finding.citations],
    }


def citation(cited: Cited) -> dict[str, Any]:
    """One place that cites a link, with its own comparison."""
    said, comparison = cited.citation, cited.comparison
    return {
        "document": cited.document,
        "line": said.line,
        "title": said.title,
        "outlet": said.outlet,
        "published_at": _when(said.published_at),
        "cited_at": _when(said.cited_at),
        "quote": said.quote,
        "drift": comparison.drift if comparison is not None else "unjudged",
        **_compared(comparison),
    }


def _compared(comparison: Comparison | None) -> dict[str, Any]:
    if comparison is None:
        return {"baseline": None, "quote_kept": None, "similarity": None, "edits": []}
    return {
        "baseline": comparison.baseline,
        "quote_kept": comparison.quote_kept,
        "similarity": comparison.similarity,
        "edits": [
            {"op": one.op, "kind": one.kind, "before": one.before, "after": one.after} for one in comparison.edits
        ],
    }


def _when(when: When | None) -> str | None:
    return when.value if when is not None else None


def _time(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
