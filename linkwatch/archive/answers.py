"""What archives answer, read: link format (RFC 6690, RFC 8288) of TimeMaps and Link headers; CDX in its shapes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

_LINK = re.compile(r'<([^<>]{1,4000})>((?:\s*;\s*[\w*!-]+\s*=\s*(?:"[^"]{0,400}"|[^\s,;"]{1,400}))*)')
_PARAMETER = re.compile(r'([\w*!-]+)\s*=\s*(?:"([^"]*)"|([^\s,;"]+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a TimeMap or Link header."""

    address: str
    relations: frozenset[str]
    """``memento``, ``first``, ``last``, ``prev``, ``next``, ``timemap``, ``original``…"""
    at: datetime | None = None
    """When a memento was taken."""
    since: datetime | None = None
    until: datetime | None = None
    """What a part of a TimeMap covers (RFC 7089, 5.1.2)."""


def links(text: str, base: str) -> Iterator[Link]:
    """Every link of a text in link format, addresses made absolute; what is none is passed over."""
    for match in _LINK.finditer(text):
        told = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(match.group(2))}
        yield Link(
            address=urljoin(base, match.group(1)),
            relations=frozenset(told.get("rel", "").lower().split()),
            at=http_date(told.get("datetime", "")),
            since=http_date(told.get("from", "")),
            until=http_date(told.get("until", "")),
        )


def http_date(text: str) -> datetime | None:
    """A date of HTTP (RFC 9110, 5.6.7) in UTC; None when it is none."""
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def stamp_date(text: str) -> datetime | None:
    """Fourteen digits as a moment of UTC; None when they are none."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a CDX server's answer."""

    timestamp: str
    original: str
    status: int | None


def rows(text: str) -> list[Row] | None:
    """The rows of a CDX server: a JSON array with a head, JSON lines, or columns; None when it is none of them."""
    text = text.strip()
    if not text or text == "[]":
        return []
    if text.startswith("["):
        return _array(text)
    lines = text.splitlines()
    found = [row for row in map(_line, lines) if row is not None]
    return found if len(found) * 2 > len(lines) else None


def _array(text: str) -> list[Row] | None:
    try:
        head, *lines = json.loads(text)
        named = [dict(zip(head, line, strict=True)) for line in lines]
    except (ValueError, TypeError, RecursionError):
        return None
    return list(_named(named))


def _line(line: str) -> Row | None:
    if line.startswith("{"):
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            return None
        return next(_named([told]), None) if isinstance(told, dict) else None
    brace = line.find("{")
    if brace > 0:  # CDXJ: key, timestamp, object
        parts = line[:brace].split()
        return _line(line[brace:].replace("{", f'{{"timestamp": "{parts[-1]}", ', 1)) if parts else None
    parts = line.split()
    if len(parts) >= 5 and re.fullmatch(r"\d{14}", parts[1]):  # urlkey timestamp original mimetype statuscode …
        return Row(timestamp=parts[1], original=parts[2], status=_status(parts[4]))
    if len(parts) == 3 and re.fullmatch(r"\d{14}", parts[0]):  # the fields that we ask for
        return Row(timestamp=parts[0], original=parts[1], status=_status(parts[2]))
    return None


def _named(told: Iterable[dict[str, object]]) -> Iterator[Row]:
    for one in told:
        timestamp, original = one.get("timestamp"), one.get("original", one.get("url"))
        if isinstance(timestamp, str) and stamp_date(timestamp) and isinstance(original, str):
            yield Row(
                timestamp=timestamp, original=original, status=_status(one.get("statuscode", one.get("status")))
            )


def _status(told: object) -> int | None:
    return int(told) if isinstance(told, (str, int)) and re.fullmatch(r"[1-5]\d\d", str(told)) else None
