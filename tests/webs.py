"""A web written down: what each address answers from when on, as a WARC file for --replay."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an address answers from ``since`` on."""

    since: datetime
    url: str
    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = field(default=(("Content-Type", "text/html; charset=utf-8"),))


def write_warc(path: Path, answers: Iterable[Answer]) -> Path:
    """One response record an answer, each compressed for itself."""
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        for answer in answers:
            record = writer.create_warc_record(
                answer.url,
                "response",
                payload=io.BytesIO(answer.body),
                http_headers=StatusAndHeaders(f"{answer.status} -", list(answer.headers), protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": answer.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
            )
            writer.write_record(record)
            record.raw_stream.close()
    return path


def article(title: str, *paragraphs: str, foot: str = "") -> bytes:
    """A page with one article in a small frame."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}｜川辺だより</title></head><body>'
        f'<nav><a href="/">川辺だより</a> <a href="/archive/">過去の記事</a></nav>'
        f"<main><article><h1>{title}</h1>{body}</article></main><footer>{foot}</footer></body></html>"
    ).encode()
