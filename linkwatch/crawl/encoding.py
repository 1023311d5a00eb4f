"""Undoing transfer and content encodings within bounds: a bomb is cut off, never unpacked.

The live crawl and the replay decode with the same code.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import brotli
import zstandard

CHUNK = 65_536
FREE = 1_000_000
"""Bytes that may come out of any body, however small it was: only beyond does the ratio count."""

ACCEPTED = "gzip, deflate, br"
"""What Accept-Encoding offers: codings undone a piece at a time, which tell a body cut off (zstd does not)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A body as its author wrote it."""

    body: bytes
    truncated: bool = False
    """It was longer than allowed; this is its beginning."""
    bomb: bool = False
    """It was cut off because it grew more than any honest page does."""
    broken: str = ""
    """What is wrong with the encoding; ``body`` is what could be read."""


def decode(body: bytes, encodings: str, *, max_size: int, max_ratio: int) -> Decoded:
    """Undo ``encodings`` (the value of Content-Encoding) on ``body``.

    An unknown coding leaves the body as it is, as browsers do.
    """
    names = [name.strip().lower() for name in encodings.split(",") if name.strip()]
    decoded = Decoded(body=body)
    for name in reversed(names[-4:]):
        pieces = _CODINGS.get(name)
        if pieces is None or not decoded.body:
            continue
        decoded = _undo(pieces, decoded, max_size, max(FREE, len(body) * max_ratio))
        if decoded.broken or decoded.bomb:
            break
    if len(decoded.body) > max_size:
        return Decoded(body=decoded.body[:max_size], truncated=True, bomb=decoded.bomb, broken=decoded.broken)
    return decoded


def _undo(pieces: Callable[[bytes], Iterator[bytes]], given: Decoded, max_size: int, max_grown: int) -> Decoded:
    out = bytearray()
    broken = ""
    try:
        for piece in pieces(given.body):
            out += piece
            if len(out) > max_size or len(out) > max_grown:
                bomb = len(out) > max_grown
                return Decoded(body=bytes(out[: min(max_size, max_grown)]), truncated=True, bomb=bomb)
    except (zlib.error, brotli.error, zstandard.ZstdError, EOFError) as error:
        broken = f"{type(error).__name__}: {error}"
    return Decoded(body=bytes(out), truncated=given.truncated, broken=broken)


def _gzip(body: bytes) -> Iterator[bytes]:
    while body:
        each = zlib.decompressobj(wbits=31)
        yield from _inflate(each, body)
        body = each.unused_data.lstrip(b"\0")
        if not body.startswith(b"\x1f\x8b"):  # what follows the last member is no matter (RFC 1952)
            return


def _deflate(body: bytes) -> Iterator[bytes]:
    # "deflate" means zlib's format (RFC 9110, 8.4.1.2); many servers send the bare stream.
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    yield from _inflate(zlib.decompressobj(wbits=15 if wrapped else -15), body)


def _inflate(each: zlib._Decompress, body: bytes) -> Iterator[bytes]:
    rest = body
    while rest and not each.eof:
        piece = each.decompress(rest, CHUNK)
        rest = each.unconsumed_tail
        if not piece and not rest:
            break
        yield piece
    if not each.eof:
        yield each.flush(CHUNK)
        raise EOFError("it ends too early")


def _brotli(body: bytes) -> Iterator[bytes]:
    each = brotli.Decompressor()
    piece = each.process(body, output_buffer_limit=CHUNK)
    while piece:
        yield piece
        piece = b"" if each.is_finished() else each.process(b"", output_buffer_limit=CHUNK)
    if not each.is_finished():
        raise EOFError("it ends too early")


def _zstd(body: bytes) -> Iterator[bytes]:
    # A window of 8 MB is what browsers grant (RFC 8878, 3.1.1.1.2; RFC 9659).
    unpacker = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024)
    with unpacker.stream_reader(body, read_across_frames=True) as reader:
        while piece := reader.read(CHUNK):
            yield piece


_CODINGS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def dechunk(body: bytes) -> bytes:
    """Undo ``Transfer-Encoding: chunked``, which some archives keep; a body that is not chunked stays as it is."""
    out, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + 100)
        size = _chunk_size(body[at:end]) if end >= 0 else None
        if size is None:
            return bytes(out) if out else body
        if size == 0:
            return bytes(out)
        out += body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
        if at > len(body) + 2:
            return bytes(out)


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    if not digits or len(digits) > 15 or digits.strip(b"0123456789abcdefABCDEF"):
        return None
    return int(digits, 16)
