"""WARC records: an index of those that answer requests, and what stands in one of them.

Files are read with FastWARC; the format is ISO 28500 (WARC 1.0 and 1.1), gzipped a record at a time or plain.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import ada_url
from fastwarc.warc import ArchiveIterator, WarcRecordType

from linkwatch.errors import ReplayError
from linkwatch.model import Fault, FaultKind

REPLACE_FILE = "use a whole copy of the file, or record it anew with --record"
_HEAD = re.compile(rb"HTTP/\d[.\d]*[ \t]+(?P<status>\d{3})[^\r\n]*\r?\n(?P<lines>(?:[^\r\n]+\r?\n)*)(?:\r?\n|\Z)")
MAX_FIELDS = 65_536
"""Bytes read of a record that holds fields only."""


class Kind(StrEnum):
    """What a record is to a replay."""

    RESPONSE = "response"
    REVISIT = "revisit"
    FAULT = "fault"
    """A metadata record in which ``--record`` wrote down why nothing came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where the answer to a URL stands."""

    url: str
    date: datetime
    kind: Kind
    path: Path
    offset: int
    """Bytes from the beginning of the file."""
    digest: str = ""
    refers_url: str = ""
    refers_date: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawAnswer:
    """An HTTP answer as the record holds it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    certificate: Fault | None = None
    truncated: bool = False
    fault: FaultKind | None = None


def index(path: Path) -> Iterator[Entry]:
    """Yield the records of one file that can answer a request, in order.

    Raises :class:`ReplayError` for a file that is missing, truncated, damaged, or no WARC.
    """
    last, count, kept = 0, 0, b""
    try:
        with path.open("rb") as file:
            kept = file.read(2)
            file.seek(0)
            for record in ArchiveIterator(file, parse_http=False, record_types=WarcRecordType.any_type):
                last, count = record.stream_pos, count + 1
                if (entry := _entry(path, record)) is not None:
                    yield entry
                _check_length(path, record)
    except OSError as error:
        if error.errno is not None:
            raise ReplayError(f"{path}: {error.strerror}", hint="name a WARC file (.warc or .warc.gz)") from error
        if count == 0:
            raise ReplayError(f"{path}: no WARC file ({error})", hint="name a .warc or .warc.gz file") from error
        raise ReplayError(f"{path}: damaged after byte {last} ({error})", hint=REPLACE_FILE) from error
    if count == 0:
        raise ReplayError(f"{path}: holds no WARC record", hint="name a .warc or .warc.gz file")
    if kept == b"\x1f\x8b":
        _check_last_member(path, last)


def _check_length(path: Path, record: Any) -> None:
    declared = record.headers.get("Content-Length", "")
    read = _drain(record.reader)
    if not declared.isdigit() or read < record.content_length or record.content_length < int(declared):
        raise ReplayError(f"{path}: the record at byte {record.stream_pos} is cut off", hint=REPLACE_FILE)


def _drain(reader: Any) -> int:
    read = 0
    while piece := reader.read(65_536):
        read += len(piece)
    return read


def _check_last_member(path: Path, offset: int) -> None:
    """FastWARC takes a gzip member that ends too early for a short record: look at the last one ourselves."""
    unpack = zlib.decompressobj(wbits=31)
    try:
        with path.open("rb") as file:
            file.seek(offset)
            while not unpack.eof and (piece := file.read(65_536)):
                while piece:
                    unpack.decompress(piece, 1_048_576)
                    piece = unpack.unconsumed_tail
    except zlib.error as error:
        raise ReplayError(f"{path}: the record at byte {offset} is damaged ({error})", hint=REPLACE_FILE) from error
    if not unpack.eof:
        raise ReplayError(f"{path}: the record at byte {offset} is cut off", hint=REPLACE_FILE)


def _entry(path: Path, record: Any) -> Entry | None:
    kind = _kind(record)
    uri = record.headers.get("WARC-Target-URI", "").strip().strip("<>")
    date = _date(record.headers.get("WARC-Date", ""))
    if kind is None or date is None or not uri.startswith(("http://", "https://")):
        return None
    return Entry(
        url=_normal(uri),
        date=date,
        kind=kind,
        path=path,
        offset=record.stream_pos,
        digest=record.headers.get("WARC-Payload-Digest", ""),
        refers_url=_normal(record.headers.get("WARC-Refers-To-Target-URI", "").strip().strip("<>")),
        refers_date=_date(record.headers.get("WARC-Refers-To-Date", "")),
    )


def _kind(record: Any) -> Kind | None:
    if record.record_type == WarcRecordType.response:
        return Kind.RESPONSE if "http" in record.headers.get("Content-Type", "http") else None
    if record.record_type == WarcRecordType.revisit:
        return Kind.REVISIT
    if record.record_type == WarcRecordType.metadata and record.headers.get("WARC-Linkwatch-Fault"):
        return Kind.FAULT
    return None


def _normal(uri: str) -> str:
    try:
        parts = ada_url.URL(uri)
    except ValueError:
        return uri
    parts.hash = ""
    return str(parts.href)


def _date(text: str) -> datetime | None:
    try:
        date = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def read_answer(entry: Entry) -> RawAnswer:
    """Read the HTTP answer of a response or revisit record."""
    record, content = _read(entry)
    status, fields, body = _http(content)
    return RawAnswer(
        status=status,
        headers=fields,
        body=body,
        certificate=_certificate(record),
        truncated="WARC-Truncated" in record.headers,
        fault=_fault_kind(record),
    )


def _http(content: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Take an HTTP/1 answer apart. FastWARC's own parser bounds the headers and reads them as Windows-1252."""
    found = _HEAD.match(content)
    if found is None:
        return 200, (), content
    lines = re.sub(rb"\r?\n[ \t]+", b" ", found["lines"]).decode("latin-1").split("\n")
    pairs = (line.partition(":") for line in lines)
    fields = tuple((name.strip().lower(), value.strip()) for name, colon, value in pairs if colon)
    return int(found["status"]), fields, content[found.end() :]


def _certificate(record: Any) -> Fault | None:
    told = record.headers.get("WARC-Linkwatch-Certificate")
    return Fault(kind=FaultKind.TLS, detail=told) if told else None


def read_fault(entry: Entry) -> Fault:
    """Read what ``--record`` wrote down of a failure."""
    record, body = _read(entry)
    kind = _fault_kind(record) or FaultKind.UNREACHABLE
    return Fault(kind=kind, detail=body[:MAX_FIELDS].decode("utf-8", "replace").strip())


def _fault_kind(record: Any) -> FaultKind | None:
    told = record.headers.get("WARC-Linkwatch-Fault")
    return next((each for each in FaultKind if each == told), None)


def _read(entry: Entry) -> tuple[Any, bytes]:
    try:
        with entry.path.open("rb") as file:
            file.seek(entry.offset)
            record = next(iter(ArchiveIterator(file, parse_http=False, record_types=WarcRecordType.any_type)))
            return record, record.reader.read()
    except (OSError, StopIteration) as error:
        message = f"{entry.path}: the record at byte {entry.offset} cannot be read ({error})"
        raise ReplayError(message, hint=REPLACE_FILE) from error
