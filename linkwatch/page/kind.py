"""What sort of thing a body is: HTML, plain text, PDF, or something that is not read."""

from __future__ import annotations

import re
from enum import StrEnum

from linkwatch.model import Page
from linkwatch.page.decoding import header


class Kind(StrEnum):
    """Sort of a body."""

    HTML = "html"
    TEXT = "text"
    PDF = "pdf"
    """Read for its text by :mod:`linkwatch.page.pdf`."""
    OTHER = "other"
    """Binary or data: judged by its status, told apart by the hash of its bytes."""


_HTML_TYPES = {"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"}
_MARKUP = re.compile(
    rb"<(?:!doctype|!--|html|head|body|title|meta|script|p|div|h1|table|\?xml[^>]*>\s*<(?:!doctype )?html)\b", re.I
)
_PDF = b"%PDF-"
"""Readers look for it within the first kilobyte (ISO 32000-1, Annex H)."""
_BINARY = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\xd0\xcf\x11\xe0")


def kind(page: Page) -> Kind:
    """Tell what the body is, by its first bytes and its Content-Type (MIME Sniffing Standard, in short)."""
    declared = header(page.headers, "content-type").partition(";")[0].strip().lower()
    start = page.body[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(_PDF) or (declared == "application/pdf" and _PDF in start):
        return Kind.PDF
    if start.startswith(_BINARY):
        return Kind.OTHER
    if declared in _HTML_TYPES:
        return Kind.HTML
    if declared == "text/plain":
        return Kind.TEXT
    if declared and declared != "application/octet-stream":
        return Kind.HTML if declared.endswith("xml") and b"<html" in page.body[:1024].lower() else Kind.OTHER
    if _MARKUP.search(start) or b"\x00<" in page.body[:8]:
        return Kind.HTML
    return Kind.OTHER if b"\x00" in start or not start else Kind.TEXT
