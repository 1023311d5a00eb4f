"""Listening: who may reach the pages, on which address, until when."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import logging
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo

import uvicorn

from db.store import Store
from linkwatch.errors import StoreError, UsageError
from linkwatch.viewer.app import create
from linkwatch.viewer.call import Site
from linkwatch.viewer.security import is_loopback

_log = logging.getLogger(__name__)

_AT_ONCE = 200
"""Connections beyond which a request is told to come back later."""


def site(
    *,
    open_store: Callable[[bool], Store],
    name: str,
    zone: tzinfo,
    clock: Callable[[], datetime],
    host: str,
    auth: str = "",
    hosts: Iterable[str] = (),
    https: bool = False,
    check_now: Callable[[str], bool] | None = None,
    next_run: Callable[[], datetime | None] | None = None,
) -> Site:
    """What the pages need to know. Raises UsageError when others could reach them without a password."""
    if not is_loopback(host) and not auth:
        raise UsageError(
            f"serving on {host} lets others read the database",
            hint="set a password: [serve] auth in linkwatch.toml, or the environment variable LINKWATCH_AUTH",
        )
    names = {name.lower().removesuffix(".") for name in hosts}
    # Sessions outlive a restart when there is a password to make their key from.
    key = hashlib.sha256(f"linkwatch sessions\0{auth}".encode()).digest() if auth else secrets.token_bytes(32)
    return Site(
        open_store=open_store,
        name=name,
        zone=zone,
        clock=clock,
        auth=auth,
        hosts=frozenset(names),
        secure=https,
        key=key,
        check_now=check_now,
        next_run=next_run,
    )


_LOOK_AGAIN = 20.0
"""Seconds after which to see whether another crawl has been settled."""


def run(of: Site, host: str, port: int, *, tell: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; ``tell`` is given the address. Raises UsageError when it cannot be had."""
    listening = listen(host, port)
    tell(f"linkwatch serves {address(listening)} (Ctrl-C ends it)")
    threading.Thread(target=_refresh, args=(of,), name="linkwatch-refresh", daemon=True).start()
    server = uvicorn.Server(
        uvicorn.Config(
            create(of),
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_AT_ONCE,
            timeout_graceful_shutdown=3,
        )
    )
    settle()
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has ended well
        server.run(sockets=[listening])


def settle() -> None:
    """Leave what is loaded by now out of garbage collection, which else goes through it with every large page."""
    gc.collect()
    gc.freeze()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises UsageError."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(128)
    except OSError as error:
        raise UsageError(
            f"{host}:{port} cannot be listened on: {error.strerror or error}",
            hint="name another with --host or --port; --port 0 takes a free one",
        ) from error
    return listening


def address(listening: socket.socket) -> str:
    """The address at which a browser finds it."""
    host, port = listening.getsockname()[:2]
    shown = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def _refresh(of: Site) -> None:
    """Count anew after each crawl what takes long to count, for as long as pages are served."""
    while True:
        try:
            refresh(of)
        except StoreError as error:
            _log.info("what is counted over all links is as of an earlier crawl: %s", error)
        time.sleep(_LOOK_AGAIN)


def refresh(of: Site) -> None:
    """Count anew what takes long to count, if a crawl has been settled since. Raises StoreError."""
    with contextlib.closing(of.open_store(True)) as store:
        if not store.views.stale():
            return
    with contextlib.closing(of.open_store(False)) as store:
        store.views.refresh(at=of.clock())
