"""Whether anything at all can be reached: asked when many hosts in a row are out of reach."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

PATIENCE = 5.0
"""Seconds that a probe may take."""


async def reaches_any(probes: Sequence[str]) -> bool:
    """Tell whether one of the places (``host:port``) can be connected to; nothing is sent."""
    tries = [asyncio.ensure_future(_reaches(probe)) for probe in probes]
    try:
        for reached in asyncio.as_completed(tries):
            if await reached:
                return True
    finally:
        for each in tries:
            each.cancel()
    return False


async def _reaches(probe: str) -> bool:
    host, _, port = probe.rpartition(":")
    with contextlib.suppress(OSError, TimeoutError, ValueError):
        _, writer = await asyncio.wait_for(asyncio.open_connection(host.strip("[]"), int(port)), PATIENCE)
        writer.close()
        return True
    return False
