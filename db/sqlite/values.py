"""How linkwatch's values are written into columns and read back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from linkwatch.model import Confidence, Event, EventKind, Failure, Hop, Past, State, Trace, Verdict, When


def stamp(at: datetime) -> str:
    """Write one of our own times: UTC, to the second, so that text sorts as time does."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def moment(text: str) -> datetime:
    """Read what :func:`stamp` wrote."""
    return datetime.fromisoformat(text)


def maybe_stamp(at: datetime | None) -> str | None:
    """Write a time, or NULL."""
    return None if at is None else stamp(at)


def maybe_moment(text: str | None) -> datetime | None:
    """Read a time, or NULL."""
    return None if text is None else moment(text)


def when_columns(name: str, when: When | None) -> dict[str, str | None]:
    """Write a date as it was read into its three columns."""
    return {
        name: when.value if when else None,
        f"{name}_source": when.source if when else None,
        f"{name}_confidence": when.confidence if when else None,
    }


def when(row: sqlite3.Row, name: str) -> When | None:
    """Read a date from its three columns."""
    if row[name] is None:
        return None
    return When(
        value=row[name],
        source=row[f"{name}_source"] or "",
        confidence=Confidence(row[f"{name}_confidence"] or "sure"),
    )


def dumps(value: Any) -> str:
    """Write JSON that is short and good to read in any language."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def verdict_columns(verdict: Verdict) -> dict[str, str | None]:
    """Write a verdict into its columns."""
    return {
        "state": verdict.state,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        "confidence": verdict.confidence,
        "failure": verdict.failure,
        "new_url": verdict.new_url,
        "trail": dumps([[trace.rule, int(trace.fired), trace.note] for trace in verdict.trail]),
    }


def verdict(row: sqlite3.Row, prefix: str = "") -> Verdict:
    """Read a verdict from its columns, whose names may carry a prefix."""
    failure = row[f"{prefix}failure"]
    return Verdict(
        state=State(row[f"{prefix}state"]),
        reason=row[f"{prefix}reason"],
        evidence=row[f"{prefix}evidence"],
        confidence=Confidence(row[f"{prefix}confidence"]),
        failure=Failure(failure) if failure else None,
        new_url=row[f"{prefix}new_url"],
        trail=tuple(
            Trace(rule=rule, fired=bool(fired), note=note) for rule, fired, note in json.loads(row[f"{prefix}trail"])
        ),
    )


def redirects(hops: Sequence[Hop]) -> str:
    """Write the redirects of a visit."""
    return dumps([[hop.url, hop.status, hop.location] for hop in hops])


_MOST_HEADERS = 40
_LONGEST_HEADER = 500
"""Characters of a header's value that are kept."""


def headers(received: Sequence[tuple[str, str]]) -> str:
    """Write the headers of a visit, for looking at: those of cookies left out, long ones cut."""
    shown = [[name, value[:_LONGEST_HEADER]] for name, value in received if name != "set-cookie"]
    return dumps(shown[:_MOST_HEADERS])


def past(row: sqlite3.Row) -> Past:
    """Read what is known of a link; the row is one of the queries that join its last check and snapshot."""
    return Past(
        state=State(row["state"]),
        reason=row["reason"],
        state_since=maybe_moment(row["state_since"]),
        last_checked_at=maybe_moment(row["checked_at"]),
        provisional=verdict(row, "check_") if row["check_state"] else None,
        status=row["status"],
        final_url=row["final_url"] or "",
        failing_since=maybe_moment(row["failing_since"]),
        failures=row["failures"],
        sure_failures=row["sure_failures"],
        last_failure_at=maybe_moment(row["last_failure_at"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        validators_url=row["validators_url"],
        body_sha256=row["body_sha256"],
        fingerprint=row["fingerprint"],
        title=row["title"] or "",
        text_chars=row["text_chars"] or 0,
        extractor=row["extractor"] or "",
        judged_by=row["judged_by"] or "",
    )


def event(row: sqlite3.Row) -> Event:
    """Read an event from its columns."""
    return Event(
        kind=EventKind(row["kind"]),
        at=moment(row["at"]),
        before=row["before"],
        after=row["after"],
        evidence=row["evidence"],
    )
