"""A quick server of pages on 50 addresses of the loopback network; ``python benchmarks/server.py COUNT``.

It knows pages by number (``/17``), short ones without end (``/small17``) and three manners, set by asking for
``/manner/NAME``: ``etag`` sends and honours ETag, ``plain`` sends none, ``noise`` puts a new token into the
markup each time.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import sys

from pages import folder_from_environment, pages


class Served(asyncio.Protocol):
    """One connection; requests come whole, as our clients send them."""

    manner = "etag"
    bodies: list[bytes] = []  # noqa: RUF012 - one list for all connections, filled once
    tags: list[bytes] = []  # noqa: RUF012
    numbers = itertools.count()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self.transport = transport
        self.waiting = b""

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self.waiting += data
        while (end := self.waiting.find(b"\r\n\r\n")) >= 0:
            request, self.waiting = self.waiting[:end], self.waiting[end + 4 :]
            self.transport.write(self.answer(request))  # type: ignore[attr-defined]

    def answer(self, request: bytes) -> bytes:
        """Return the whole answer to one request."""
        path = request.split(b" ", 2)[1][1:]
        if path.startswith(b"manner/"):
            Served.manner = path[7:].decode()
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        if path.startswith(b"small"):
            body = small(int(path[5:]))
            return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%b" % (
                len(body), body,
            )  # fmt: skip
        if not path.isdigit():
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        number = int(path) % len(self.bodies)
        body, tag = self.bodies[number], self.tags[number]
        if self.manner == "etag" and tag in request:
            return b"HTTP/1.1 304 Not Modified\r\nETag: " + tag + b"\r\n\r\n"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        if self.manner == "etag":
            head += b"ETag: " + tag + b"\r\n"
        if self.manner == "noise":
            token = next(self.numbers)
            body = body.replace(b"<head>", b'<head><meta name="token" content="%d">' % token, 1)
        return b"%bContent-Length: %d\r\n\r\n%b" % (head, len(body), body)


def small(number: int) -> bytes:
    """A short page, no two alike: quick to read, so that many can be crawled."""
    said = f"<p>第{number}号の発表によると、対象は{number + 7}人で、受付は来月{number % 28 + 1}日から始まる。</p>"
    head = f"<!DOCTYPE html><html lang=ja><head><title>見出しその{number}</title></head>"
    return f"{head}<body><h1>見出しその{number}</h1>{said * 3}</body></html>".encode()


async def serve(count: int) -> None:
    """Serve ``count`` pages; the port is printed first."""
    Served.bodies = pages(count, folder_from_environment())
    Served.tags = [b'"%b"' % hashlib.sha256(body).hexdigest()[:16].encode() for body in Served.bodies]
    server = await asyncio.get_running_loop().create_server(Served, "0.0.0.0", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
