"""A web that misbehaves: one server on all of 127.0.0.0/8, a resource for each misbehaviour.

Every address of the loopback network is a host of its own, as far as pace and guard go. What happens at
a path is a coroutine in ``PATHS`` (see :mod:`web.misbehaviours`); what arrived, and when, is logged.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from threading import Thread
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One request as it arrived, and when its answer was out of hand."""

    host: str
    path: str
    headers: dict[str, str]
    began: float
    ended: float


@dataclass(kw_only=True)
class Exchange:
    """One request and the ways to answer it."""

    path: str
    headers: dict[str, str]
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    port: int
    times: int
    """How often this path was asked, this time included."""
    close: bool = False

    @property
    def host(self) -> str:
        return str(self.writer.get_extra_info("sockname")[0])

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: str, headers: Iterable[tuple[str, str]], length: int | None) -> None:
        fields = [*headers] + ([("Content-Length", str(length))] if length is not None else [])
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields)
        await self.raw(f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1"))

    async def answer(
        self, body: bytes = b"", *headers: tuple[str, str], status: str = "200 OK", kind: str = "text/html"
    ) -> None:
        """Answer as a good server does."""
        await self.head(status, [("Content-Type", kind), *headers], len(body))
        await self.raw(body)

    async def redirect(self, location: str, status: str = "302 Found") -> None:
        await self.head(status, [("Location", location)], 0)

    def reset(self) -> None:
        """Send RST in place of FIN."""
        connection: socket.socket = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close = True


GONE = (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.CancelledError)
Resource = Callable[[Exchange], Awaitable[None]]


class Server:
    """Serves resources from a thread of its own until the block ends."""

    def __init__(self, resources: dict[str, Resource], context: ssl.SSLContext | None = None) -> None:
        self._resources = resources
        self._context = context
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._times: dict[tuple[str, str], int] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.arrivals: list[Arrival] = []
        self.requests: list[str] = []
        """Paths asked, answered or not."""
        self.port = 0

    def __enter__(self) -> Server:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "0.0.0.0", 0, ssl=self._context, limit=1 << 20)

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(
                ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError
            ):
                while await self._exchange(reader, writer):
                    pass
        finally:
            with contextlib.suppress(*GONE):
                writer.close()
                await writer.wait_closed()
            self._tasks.discard(task)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        first = await reader.readexactly(1)
        if first == b"\x16":  # a TLS handshake, where none is spoken
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            return False
        head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        began = time.monotonic()
        request, *lines = head.rstrip().split("\r\n")
        path = request.split(" ")[1]
        self.requests.append(path)
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        host = str(writer.get_extra_info("sockname")[0])
        times = self._times[host, path] = self._times.get((host, path), 0) + 1
        exchange = Exchange(path=path, headers=headers, reader=reader, writer=writer, port=self.port, times=times)
        try:
            await self._resource(path)(exchange)
        finally:
            arrival = Arrival(host=host, path=path, headers=headers, began=began, ended=time.monotonic())
            self.arrivals.append(arrival)
        return not exchange.close

    def _resource(self, path: str) -> Resource:
        known = self._resources.get(path)
        if known is not None:
            return known
        fitting = [key for key in self._resources if key.endswith("/") and path.startswith(key)]
        return self._resources[max(fitting, key=len)] if fitting else not_found


async def not_found(exchange: Exchange) -> None:
    """What every other path answers."""
    await exchange.answer(b"<h1>Not found</h1>", status="404 Not Found")


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Plain pages: path to body."""

    bodies: dict[str, bytes] = field(default_factory=dict)

    def resources(self) -> dict[str, Resource]:
        return {path: self._resource(body) for path, body in self.bodies.items()}

    @staticmethod
    def _resource(body: bytes) -> Resource:
        async def resource(exchange: Exchange) -> None:
            await exchange.answer(body, kind="text/html; charset=utf-8")

        return resource
