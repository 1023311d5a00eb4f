"""Small WARC files for tests, written by warcio: an independent hand than the one that reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HTML = (("Content-Type", "text/html; charset=utf-8"),)


@dataclass(frozen=True, kw_only=True)
class Record:
    """One answer as a crawler would have recorded it."""

    url: str
    body: bytes = b""
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = HTML
    date: str = "2025-01-01T00:00:00Z"
    kind: str = "response"
    warc_headers: dict[str, str] = field(default_factory=dict)


def article(title: str, *paragraphs: str) -> bytes:
    """A plain article page."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or (SENTENCE * 4,) * 3)
    head = f'<html lang="ja"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><article><h1>{title}</h1>{text}</article></body></html>".encode()


SENTENCE = "市は十七日、老朽化した橋の架け替えについて住民説明会を開き、来年四月に着工すると発表した。"


def write(path: Path, records: Iterable[Record], *, gzip: bool = True) -> Path:
    """Write a WARC file and return its path."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        for record in records:
            http = None
            if record.kind != "metadata":
                http = StatusAndHeaders(record.status, list(record.headers), protocol="HTTP/1.1")
            written = writer.create_warc_record(
                record.url,
                record.kind,
                payload=BytesIO(record.body),
                length=len(record.body),
                http_headers=http,
                warc_headers_dict={"WARC-Date": record.date, **record.warc_headers},
            )
            writer.write_record(written)
            written.raw_stream.close()
    return path
