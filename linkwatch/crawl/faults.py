"""What an exception of the network says, in the words of linkwatch: exception to Fault."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from linkwatch.model import Fault, FaultKind

_BY_NAME: tuple[tuple[str, FaultKind], ...] = (
    ("UnsupportedURLSchemeError", FaultKind.BAD_URL),
    ("InvalidURL", FaultKind.BAD_URL),
    ("CannotResolveHostError", FaultKind.DNS),
    ("DNSLookupError", FaultKind.DNS),
    ("DownloadTimeoutError", FaultKind.TIMEOUT),
    ("TCPTimedOutError", FaultKind.TIMEOUT),
    ("TimeoutError", FaultKind.TIMEOUT),
    ("DownloadConnectionRefusedError", FaultKind.REFUSED),
    ("ConnectionRefusedError", FaultKind.REFUSED),
    ("VerificationError", FaultKind.TLS),
    ("CertificateError", FaultKind.TLS),
    ("WantReadError", FaultKind.TLS),
    ("NoHttp", FaultKind.PROTOCOL),
    ("TunnelError", FaultKind.UNREACHABLE),
    ("NoRouteError", FaultKind.UNREACHABLE),
    ("ConnectBindError", FaultKind.UNREACHABLE),
    ("ConnectError", FaultKind.UNREACHABLE),
    ("ParseError", FaultKind.PROTOCOL),
    ("BadHeaders", FaultKind.PROTOCOL),
    ("BadResponseVersion", FaultKind.PROTOCOL),
    ("_DataLoss", FaultKind.RESET),
    ("PotentialDataLoss", FaultKind.RESET),
    ("ResponseDataLossError", FaultKind.RESET),
    ("ConnectionLost", FaultKind.RESET),
    ("ConnectionAborted", FaultKind.RESET),
    ("ConnectionDone", FaultKind.RESET),
    ("ConnectionReset", FaultKind.RESET),
    ("ConnectionClosed", FaultKind.RESET),
)
"""Class names, of Scrapy, Twisted and Python alike; the first that fits any cause decides.

By name, so that replay and tests need not import Twisted.
"""

_BY_ERRNO = {
    errno.ECONNREFUSED: FaultKind.REFUSED,
    errno.ECONNRESET: FaultKind.RESET,
    errno.EPIPE: FaultKind.RESET,
    errno.ETIMEDOUT: FaultKind.TIMEOUT,
    errno.EHOSTUNREACH: FaultKind.UNREACHABLE,
    errno.ENETUNREACH: FaultKind.UNREACHABLE,
    errno.EACCES: FaultKind.UNREACHABLE,
}


def fault_of(error: BaseException) -> Fault:
    """Return what went wrong, from the deepest cause that tells; PROTOCOL when none does."""
    causes = tuple(_causes(error))
    detail = "; ".join(dict.fromkeys(_words(cause) for cause in reversed(causes)))[:300]
    for cause in reversed(causes):
        if type(cause).__module__.startswith("OpenSSL."):
            return Fault(kind=FaultKind.TLS, detail=detail)
        number = getattr(cause, "osError", None) or getattr(cause, "errno", None)
        if isinstance(number, int) and number in _BY_ERRNO:
            return Fault(kind=_BY_ERRNO[number], detail=detail)
    names = {base.__name__ for cause in causes for base in type(cause).__mro__}
    for name, kind in _BY_NAME:
        if name in names:
            return Fault(kind=kind, detail=detail)
    return Fault(kind=FaultKind.PROTOCOL, detail=detail)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception, what it wraps (Twisted keeps Failures in ``reasons``), and its causes."""
    waiting = [error]
    seen: set[int] = set()
    while waiting and len(seen) < 20:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        for reason in getattr(current, "reasons", None) or ():
            value = getattr(reason, "value", None)
            if isinstance(value, BaseException):
                waiting.append(value)
        waiting += [cause for cause in (current.__cause__, current.__context__) if cause is not None]


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split())
    name = type(error).__name__
    return f"{name}: {text}" if text and not text.startswith("[<twisted") else name
