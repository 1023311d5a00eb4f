"""The pages on a real socket, in a thread of the test's own process."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import uvicorn

from linkwatch.viewer.app import create
from linkwatch.viewer.call import Site
from linkwatch.viewer.serving import address, listen


@contextlib.contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve until the block is left; gives the address without a slash at its end."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(create(site), log_level="warning", access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield address(listening).rstrip("/")
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
