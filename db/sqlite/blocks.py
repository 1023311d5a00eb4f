"""A document's blocks as they are stored: JSON, zstd-compressed, about a fifth of the text."""

from __future__ import annotations

import json
from collections.abc import Sequence

import zstandard

from linkwatch.model import Block, BlockKind, LinkMark

_LARGEST = 256_000_000
"""Bytes of JSON beyond which a stored document is not read back."""


def packed(blocks: Sequence[Block]) -> bytes:
    """Write blocks; the same blocks always give the same bytes."""
    rows = [
        [
            block.kind, block.text, block.line, block.level, block.cite, block.place, block.group,
            [[mark.url, mark.start, mark.end, mark.line, mark.column, mark.text, int(mark.bare)]
             for mark in block.links],
        ]
        for block in blocks
    ]  # fmt: skip
    written = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return zstandard.ZstdCompressor(level=6).compress(written.encode("utf-8", "replace"))


def unpacked(data: bytes) -> tuple[Block, ...]:
    """Read what :func:`packed` wrote."""
    rows = json.loads(zstandard.ZstdDecompressor().decompress(data, max_output_size=_LARGEST))
    return tuple(
        Block(
            kind=BlockKind(kind),
            text=text,
            line=line,
            level=level,
            cite=cite,
            place=place,
            group=group,
            links=tuple(
                LinkMark(url=url, start=start, end=end, line=at, column=column, text=shown, bare=bool(bare))
                for url, start, end, at, column, shown, bare in links
            ),
        )
        for kind, text, line, level, cite, place, group, links in rows
    )
