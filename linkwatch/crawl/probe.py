"""Whether anything at all can be reached, and by nobody in between: asked when our own network is in doubt.

A probe is a place (``host:port``), which is connected to and sent nothing; or an address of plain HTTP whose server
answers 204, No Content, to anyone, as browsers and telephones ask to notice the login page of a hotel (RFC 8952, 1).
Such a request carries nothing of the user's: no cookies, no headers of theirs, no name or contact.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

PATIENCE = 5.0
"""Seconds that a probe may take."""

_HEAD = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")
_LONGEST_LINE = 1_024


def is_address(probe: str) -> bool:
    """Whether a probe is an address that has to answer 204, rather than a place to connect to."""
    return probe.startswith("http://")


async def reaches_any(probes: Sequence[str]) -> bool:
    """Tell whether one of the places can be connected to, or one of the addresses answers 204."""
    tries = [asyncio.ensure_future(_reaches(probe)) for probe in probes]
    try:
        for reached in asyncio.as_completed(tries):
            if await reached:
                return True
    finally:
        for each in tries:
            each.cancel()
    return False


async def between(probes: Sequence[str]) -> str:
    """Return what stands between us and the web, in words; empty when nothing is known to.

    Only addresses tell: one that answers other than 204, while none answers as it should. Nobody answering is no
    proof; that is :func:`reaches_any`'s to tell.
    """
    asked = tuple(filter(is_address, probes))
    statuses = await asyncio.gather(*map(_status, asked))
    answered = [(probe, status) for probe, status in zip(asked, statuses, strict=True) if status]
    if not answered or any(status == 204 for _, status in answered):
        return ""
    probe, status = answered[0]
    return f"{probe} answers {status} in place of 204: a network between us and the sites answers for them"


async def _reaches(probe: str) -> bool:
    if is_address(probe):
        return await _status(probe) == 204
    host, _, port = probe.rpartition(":")
    with contextlib.suppress(OSError, TimeoutError, ValueError):
        _, writer = await asyncio.wait_for(asyncio.open_connection(host.strip("[]"), int(port)), PATIENCE)
        writer.close()
        return True
    return False


async def _status(address: str) -> int:
    """Return the status with which an address answers; 0 when it does not."""
    with contextlib.suppress(OSError, TimeoutError, ValueError):
        return await asyncio.wait_for(_asked(address), PATIENCE)
    return 0


async def _asked(address: str) -> int:
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80, limit=_LONGEST_LINE)
    try:
        host = parts.netloc.rpartition("@")[2]
        writer.write(f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("ascii"))
        await writer.drain()
        found = _HEAD.match(await reader.readline())
    finally:
        writer.close()
    return int(found[1]) if found else 0
