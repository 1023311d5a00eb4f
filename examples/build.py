"""Write the demo's web, ``web/night-N.warc.gz``, from ``web/web.toml`` and ``web/templates``.

    python examples/build.py

The pages are written for linkwatch, in the manner of the sites that the documents cite. The files come out the
same, byte for byte, whenever they are built: record identifiers are made from what they name.
"""

from __future__ import annotations

import io
import json
import tomllib
import uuid
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

HERE = Path(__file__).resolve().parent
WEB = HERE / "web"
FILLERS = {
    "related": "北極航路の貨物、10年で9倍に",
    "ranking": "今夏の海氷、観測史上2番目の小ささ",
    "lead": "",
    "caption": "",
    "language": "ja",
    "ministry": "外務省",
    "section": "ノルウェー王国",
    "footer": "Copyright (C) Ministry of Foreign Affairs of Japan",
    "genre": "北極",
}


def body_of(answer: dict[str, Any]) -> bytes:
    """The bytes of one answer: JSON as given, text as given, or a template filled in."""
    if "json" in answer:
        return json.dumps(answer["json"], ensure_ascii=False).encode()
    if "template" not in answer:
        return str(answer.get("text", "")).encode()
    template = (WEB / "templates" / f"{answer['template']}.html").read_text(encoding="utf-8")
    fields = {**FILLERS, **answer}
    fields["body"] = "\n".join(f"<p>{line}</p>" for line in answer.get("paragraphs", ()))
    return Template(template).substitute(fields).encode(answer.get("charset", "utf-8"))


def write(night: dict[str, Any], path: Path) -> None:
    """One night's answers as a WARC file, each record compressed for itself."""
    taken = datetime.fromisoformat(night["at"])
    stamp = taken.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for answer in night["answers"]:
        headers = [
            ("Content-Type", answer.get("type", "text/html; charset=utf-8")),
            *answer.get("headers", {}).items(),
        ]
        status = f"{answer.get('status', 200)} {answer.get('phrase', 'OK')}"
        name = uuid.uuid5(uuid.NAMESPACE_URL, f"{stamp} {answer['url']}")
        record = writer.create_warc_record(
            answer["url"],
            "response",
            payload=io.BytesIO(body_of(answer)),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": stamp, "WARC-Record-ID": f"<urn:uuid:{name}>"},
        )
        writer.write_record(record)
        record.raw_stream.close()
    path.write_bytes(out.getvalue())


def main() -> None:
    """Build every night of ``web.toml``."""
    story = tomllib.loads((WEB / "web.toml").read_text(encoding="utf-8"))
    for number, night in enumerate(story["nights"], start=1):
        write(night, WEB / f"night-{number}.warc.gz")


if __name__ == "__main__":
    main()
