"""Requests to archives over the network: one session, bounded in time and size, failures as faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic

import requests
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, ReadTimeoutError

from linkwatch.model import Fault, FaultKind, Page

Fetch = Callable[[str, Mapping[str, str]], Page]
"""One GET with headers of its own, redirects not followed; a failure is a page with a fault."""

_PIECE = 65_536


def live(*, user_agent: str, timeout: float = 30.0, max_size: int = 10_000_000) -> Fetch:
    """A fetch over the network; ``timeout`` in seconds is for the whole answer, ``max_size`` in bytes is kept."""
    session = requests.Session()
    session.headers["User-Agent"] = user_agent

    def fetch(url: str, headers: Mapping[str, str]) -> Page:
        begun = monotonic()
        try:
            with session.get(
                url, headers=dict(headers), timeout=timeout, allow_redirects=False, stream=True
            ) as answer:
                body, whole = _body(answer, begun + timeout, max_size)
                told = tuple((name.lower(), value) for name, value in answer.headers.items())
                return Page(
                    url=url, final_url=url, status=answer.status_code, headers=told, body=body, truncated=not whole,
                    elapsed=monotonic() - begun,
                )  # fmt: skip
        except (requests.RequestException, HTTPError, ValueError, OSError) as error:
            return Page(url=url, final_url=url, fault=_fault(error), elapsed=monotonic() - begun)

    return fetch


def _body(answer: requests.Response, deadline: float, max_size: int) -> tuple[bytes, bool]:
    """The body as it arrives, so that one that drips in is left at the deadline; and whether it is whole."""
    pieces: list[bytes] = []
    size = 0
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        if monotonic() > deadline:
            raise requests.ReadTimeout("the answer took too long")
        pieces.append(piece)
        size += len(piece)
        if size > max_size:
            return b"".join(pieces)[:max_size], False
    return b"".join(pieces), True


def _fault(error: Exception) -> Fault:
    kind = FaultKind.UNREACHABLE
    if isinstance(error, (requests.Timeout, ReadTimeoutError)):
        kind = FaultKind.TIMEOUT
    elif isinstance(error, requests.exceptions.SSLError):
        kind = FaultKind.TLS
    elif isinstance(error, (ProtocolError, DecodeError)):
        kind = FaultKind.PROTOCOL
    # requests wraps urllib3's reason in the pool and the address it had; who reads it knows these.
    reason = getattr(error.args[0], "reason", None) if error.args else None
    said = str(reason or error).rpartition("): ")[2]
    return Fault(kind=kind, detail=" ".join(said.split())[:200])
