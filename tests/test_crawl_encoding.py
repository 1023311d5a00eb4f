"""Content encodings: undone within bounds. A new case is a line."""

from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
import zstandard

from linkwatch.crawl.answer import Limits, is_whole, page_of
from linkwatch.crawl.encoding import FREE, dechunk, decode

TEXT = "橋の架け替えについて住民説明会を開いた。".encode() * 200


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "GZIP": gzip.compress,
}


@pytest.mark.parametrize("name", PACKERS)
def test_each_coding_is_undone(name: str) -> None:
    decoded = decode(PACKERS[name](TEXT), name, max_size=1_000_000, max_ratio=200)
    assert decoded.body == TEXT
    assert (decoded.truncated, decoded.bomb, decoded.broken) == (False, False, "")


@pytest.mark.parametrize(
    ("encodings", "body"),
    [
        ("deflate", _raw_deflate(TEXT)),
        ("gzip, br", brotli.compress(gzip.compress(TEXT, mtime=0))),
        ("gzip", gzip.compress(TEXT[:1000], mtime=0) + gzip.compress(TEXT[1000:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"\0" * 512),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"trailing junk"),
        ("", TEXT),
        ("identity", TEXT),
        ("UTF-8", TEXT),
        ("none", TEXT),
    ],
)
def test_what_servers_really_send_is_read(encodings: str, body: bytes) -> None:
    assert decode(body, encodings, max_size=1_000_000, max_ratio=200).body == TEXT


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_cut_off_and_told(name: str) -> None:
    bomb = PACKERS[name](bytes(60_000_000))
    decoded = decode(bomb, name, max_size=50_000_000, max_ratio=20)
    assert decoded.bomb
    assert decoded.truncated
    assert len(decoded.body) <= max(FREE, len(bomb) * 20)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_long_page_is_cut_at_the_limit(name: str) -> None:
    long = bytes(range(256)) * 4000
    decoded = decode(PACKERS[name](long), name, max_size=500_000, max_ratio=1_000_000)
    assert decoded.body == long[:500_000]
    assert decoded.truncated
    assert not decoded.bomb


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_stream_that_ends_too_early_gives_what_came(name: str) -> None:
    noise = bytes((i * i * 2654435761 >> 7) & 0xFF for i in range(300_000))
    whole = PACKERS[name](noise)
    decoded = decode(whole[: len(whole) // 2], name, max_size=1_000_000, max_ratio=200)
    assert decoded.broken
    assert noise.startswith(decoded.body)


def test_a_body_that_is_not_encoded_at_all_is_broken() -> None:
    decoded = decode(TEXT, "gzip", max_size=1_000_000, max_ratio=200)
    assert decoded.broken
    assert decoded.body == b""


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        (b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", b"hello world"),
        (b"5;name=x\r\nhello\r\n0\r\n\r\n", b"hello"),
        (b"5\r\nhello\r\n", b"hello"),
        (b"5\r\nhel", b"hel"),
        (b"<html>not chunked</html>", b"<html>not chunked</html>"),
        (b"", b""),
        (b"zz\r\nhello\r\n", b"zz\r\nhello\r\n"),
    ],
)
def test_chunks_are_undone(body: bytes, plain: bytes) -> None:
    assert dechunk(body) == plain


@pytest.mark.parametrize(
    ("body", "coding", "whole"),
    [
        (b"<p>text</p></body></html>", "", True),
        (b"<p>text</p></BODY >\n</HTML>\r\n<!-- cached at 03:00 -->\n", "", True),
        (b"<p>text</p></body>", "", True),
        (b"%PDF-1.7 ... startxref\n9\n%%EOF\n", "", True),
        (b"<p>text</p>", "", False),
        (b"<p>text</p></html><p>more", "", False),
        (b"text", "", False),
        (gzip.compress(b"<p>text</p>", mtime=0), "gzip", True),
        (gzip.compress(b"<p>text</p>", mtime=0), "GZIP", True),
        (gzip.compress(b"<p>text</p></html>", mtime=0)[:-4], "gzip", False),
        (b"<p>text</p>", "utf-8", False),
        (b"", "", False),
    ],
)
def test_a_body_shorter_than_told_is_whole_where_it_marks_its_end(body: bytes, coding: str, whole: bool) -> None:
    headers = [("Content-Encoding", coding)] if coding else []
    assert is_whole(page_of("https://example.jp/", 200, headers, body, Limits())) is whole
