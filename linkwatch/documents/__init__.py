"""Bytes to :class:`~linkwatch.model.Document`: one module a format, each with ``read(name, text, most)``.

A further format is a module here and a line in ``FORMATS``.
"""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from linkwatch.documents import dating, decoding, html, markdown, text
from linkwatch.documents.blocks import TooManyLinks
from linkwatch.errors import SourceError
from linkwatch.model import Document

__all__ = ["EXTENSIONS", "FORMATS", "MAX_LINKS", "Format", "format_of", "read"]

MAX_LINKS = 200_000
"""Links of one document: what holds more is no document, and would cost minutes to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of document that can be read."""

    name: str
    extensions: tuple[str, ...]
    """In lower case, with the dot."""
    read: Callable[[str, str, int], Document]
    """From name, decoded text and the most links it may hold; encoding and sha256 are filled in by :func:`read`."""


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format(name="text", extensions=(".txt", ".text"), read=text.read),
        Format(
            name="markdown",
            extensions=(".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"),
            read=markdown.read,
        ),
        Format(name="html", extensions=(".html", ".htm", ".xhtml", ".xht"), read=html.read),
    )
}
"""Formats by name."""

EXTENSIONS: dict[str, str] = {extension: each.name for each in FORMATS.values() for extension in each.extensions}
"""Format names by extension (``.md`` to ``markdown``)."""

_HTML_START = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?(?:<\?xml.{0,200}?\?>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def read(name: str, data: bytes, *, format: str | None = None, max_links: int = MAX_LINKS) -> Document:  # noqa: A002
    """Read ``data`` as the document ``name`` (a path or an address).

    ``format`` is a name of :data:`FORMATS`; when None it is told from the name's extension, or for a
    name without one from the text itself. :exc:`SourceError` for binary data, unknown formats, and a document of
    more than ``max_links`` links.
    """
    charset_wanted = format == "html" or format_of(name) == "html"
    content, encoding = decoding.decode(name, data, is_html=charset_wanted or format is None)
    chosen = _chosen(name, content, format)
    try:
        with _without_collection():
            document = chosen.read(name, content, max_links)
    except TooManyLinks:
        raise SourceError(
            f"{name}: holds more than {max_links:,} link{'' if max_links == 1 else 's'}",
            hint="raise documents.max_links in linkwatch.toml",
        ) from None
    return replace(
        document,
        encoding=encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        written_at=document.written_at or dating.written(name, document.blocks),
    )


@contextmanager
def _without_collection() -> Iterator[None]:
    """Stop the search for cycles: a document of a million blocks has none, and it takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def format_of(name: str) -> str | None:
    """Return the format that the extension of ``name`` stands for; None when it stands for none."""
    return EXTENSIONS.get(_extension(name))


def _extension(name: str) -> str:
    path = urlsplit(name).path if re.match(r"https?://", name, re.I) else name
    return PurePosixPath(path.replace("\\", "/")).suffix.lower()


def _chosen(name: str, content: str, wanted: str | None) -> Format:
    """Choose the format: what is wanted, else by extension, else by how the text begins."""
    if wanted is not None:
        if wanted not in FORMATS:
            raise SourceError(f"{name}: unknown format {wanted!r}", hint=f"known are {', '.join(FORMATS)}")
        return FORMATS[wanted]
    by_extension = format_of(name)
    if by_extension is not None:
        return FORMATS[by_extension]
    if _HTML_START.match(content):
        return FORMATS["html"]
    if _extension(name) and not re.match(r"https?://", name, re.I):
        raise SourceError(
            f"{name}: unknown kind of document",
            hint=f"name its format ({', '.join(FORMATS)}) or use one of {' '.join(EXTENSIONS)}",
        )
    return FORMATS["text"]
