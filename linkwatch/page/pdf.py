"""The text of a PDF, by pypdf: enough to tell whether it still says what it said."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO

MAX_PAGES = 100
"""Pages read from the beginning; more would keep a reader busy for too long."""
MAX_TEXT = 2_000_000
"""Characters after which no further page is read."""

_ENDS = re.compile(r"[。．.!?！？」』）)…:：]\s*$")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")

# It complains of most PDF files that it reads well.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """What a PDF says."""

    title: str
    """As its metadata has it; often empty."""
    text: str
    """Paragraphs parted by a line feed."""


def read(body: bytes) -> Pdf | None:
    """Return title and text; None for a file that cannot be read (broken, encrypted) or holds no text (scanned)."""
    from pypdf import PdfReader  # 0.1 s to import, which only PDF files must pay

    texts: list[str] = []
    try:
        reader = PdfReader(BytesIO(body))
        title = str((reader.metadata.title if reader.metadata else None) or "")
        for number in range(min(MAX_PAGES, len(reader.pages))):
            texts.append(reader.pages[number].extract_text())
            if sum(map(len, texts)) > MAX_TEXT:
                break
    except Exception:  # it meets any file of the web: whatever it raises, there is no text to be had
        return None
    text = joined("\n\n".join(texts))[:MAX_TEXT]
    return Pdf(title=title, text=text) if text.strip() else None


def extractor() -> str:
    """Return the extractor and its version; texts of different ones are never compared."""
    return f"pypdf {version('pypdf')}"


def joined(text: str) -> str:
    """Return the text with the lines of a paragraph joined: where the layout broke them, not the author."""
    out: list[str] = []
    for line in (" ".join(line.split()) for line in text.split("\n")):
        if not line:
            out.append("")
        elif not out or not out[-1] or _ENDS.search(out[-1]):
            out.append(line)
        elif _WIDE.match(out[-1][-1]) and _WIDE.match(line[0]):
            out[-1] += line
        else:
            out[-1] += f" {line}"
    return "\n".join(line for line in out if line)
