"""A mail server and a web service on this machine, which take what they are sent, refuse it, hang or break off."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

SLOW = 0.1
"""Seconds."""


@dataclass
class Post:
    """What became of everything that was sent here, and how to take what comes next."""

    mood: str = "good"
    """``good``; for mail ``no-sender``, ``no-recipient``, ``some-recipients``, ``no-data``, ``hang-before``,
    ``hang-after``, ``drop-after``; for the web a status code, ``hang`` or ``drop``; for both ``slow``: all is taken,
    but a tenth of a second passes before the message is asked for, and before it is answered."""
    port: int = 0
    taken: list[Any] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    """Set when a message has come in whole, whatever becomes of it."""
    released: threading.Event = field(default_factory=threading.Event)
    """What hangs does so until this is set."""

    def reset(self, mood: str) -> None:
        """Forget what was taken, and be of another mood."""
        self.released.set()
        self.taken.clear()
        self.arrived.clear()
        self.released = threading.Event()
        self.mood = mood


class Mailbox:
    """Handler of aiosmtpd."""

    def __init__(self, post: Post) -> None:
        self.post = post

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.post.mood == "no-sender":
            return "550 5.7.1 we do not know you"
        if self.post.mood == "hang-before":
            await server.loop.run_in_executor(None, self.post.released.wait, 20)
        if self.post.mood == "slow":
            await asyncio.sleep(SLOW)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.post.mood == "no-recipient" or (self.post.mood == "some-recipients" and address.startswith("b")):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        if self.post.mood == "no-data":
            return "554 5.6.0 we do not like this"
        mail = message_from_bytes(envelope.content, policy=default)
        self.post.taken.append((list(envelope.rcpt_tos), mail))
        self.post.arrived.set()
        if self.post.mood == "hang-after":
            await server.loop.run_in_executor(None, self.post.released.wait, 20)
        if self.post.mood == "slow":
            await asyncio.sleep(SLOW)
        if self.post.mood == "drop-after":
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


class AnyPort(Controller):
    """Takes a free port, and tells which."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def let_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """Whoever knows the word."""
    return AuthResult(success=data == LoginPassword(b"me", b"open sesame"), handled=False)


@contextlib.contextmanager
def mail_server(tls: ssl.SSLContext | None = None, *, first: bool = False) -> Iterator[Post]:
    """With ``tls`` it asks for STARTTLS and a password; it speaks TLS from the first byte on with ``first``."""
    post = Post()
    more: dict[str, Any] = {"authenticator": let_in} if tls else {}
    if first:
        more |= {"auth_require_tls": False}  # it does not see that all is TLS already
    elif tls:
        more |= {"auth_required": True, "tls_context": tls, "require_starttls": True}
    controller = AnyPort(
        Mailbox(post), hostname="127.0.0.1", port=0, ready_timeout=10, ssl_context=tls if first else None, **more
    )
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        post.released.set()
        controller.stop()


@contextlib.contextmanager
def web_service() -> Iterator[Post]:
    post = Post()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            post.taken.append(json.loads(body))
            post.arrived.set()
            if post.mood == "hang":
                post.released.wait(20)
            if post.mood == "slow":
                time.sleep(SLOW)
            if post.mood in ("hang", "drop"):
                self.close_connection = True
                return
            good = post.mood in ("good", "slow")
            self.send_response(200 if good else int(post.mood))
            self.end_headers()
            self.wfile.write(b"{}" if good else b"java.io.IOException: no\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            if not isinstance(sys.exc_info()[1], ConnectionError):  # a client that had enough has hung up
                super().handle_error(request, client_address)

    server = Server(("127.0.0.1", 0), Handler)
    post.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield post
    finally:
        post.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def parts(mail: EmailMessage) -> tuple[str, str]:
    """Plain text and HTML of a mail."""
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    return text.get_content().replace("\r\n", "\n"), page.get_content().replace("\r\n", "\n")
