"""Answers by address, as the sites themselves would give them, on real sockets: HTTP and HTTPS on loopback.

Run as a program it is ``linkwatch`` in a world where every name that this web has leads to it, and no other
name exists: ``near.py HTTP_PORT HTTPS_PORT NAMES ARGUMENTS…``.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import struct
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What stands at one address."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    body: bytes = b""
    broken: bool = False
    """The connection is reset in place of an answer."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One request as it came."""

    url: str
    headers: Mapping[str, str]


NOTHING = Answer(status=404)


@dataclass(kw_only=True)
class Web:
    """A web of ``answers`` by address; may be changed between visits."""

    answers: dict[str, Answer]
    folder: Path
    """Where the certificate goes."""
    arrivals: list[Arrival] = field(default_factory=list)

    def __enter__(self) -> Web:
        self.names = sorted({urlsplit(url).hostname or "" for url in self.answers})
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(self.folder, self.names))
        self._servers = [self._serve("http", None), self._serve("https", context)]
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def linkwatch(self, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run the command line in ``folder``, in a process for which this is the whole web."""
        ports = [str(server.server_address[1]) for server in self._servers]
        return subprocess.run(
            [sys.executable, "-W", "error", __file__, *ports, json.dumps(self.names), *arguments],
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "NO_COLOR": "1",
                "SSL_CERT_FILE": str(self.folder / "web.pem"),
            },
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def _serve(self, scheme: str, context: ssl.SSLContext | None) -> ThreadingHTTPServer:
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                url = f"{scheme}://{self.headers['Host']}{self.path}"
                web.arrivals.append(Arrival(url=url, headers={name.lower(): v for name, v in self.headers.items()}))
                answer = web.answers.get(url, NOTHING)
                if answer.broken:
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            do_POST = do_GET  # noqa: N815  http.server's name

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        Thread(target=server.serve_forever, daemon=True).start()
        return server


def _certificate(folder: Path, names: list[str]) -> Path:
    """Write a key and a certificate of its own for all names, to be trusted by SSL_CERT_FILE."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a web of its own")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "web.pem"
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def _main(http: str, https: str, names: str, *arguments: str) -> int:
    """Lead every name to loopback and both ports to the servers', then be linkwatch."""
    from twisted.internet import posixbase

    from linkwatch.__main__ import run

    known, ports = frozenset(json.loads(names)), {80: int(http), 443: int(https)}
    connect = posixbase.PosixReactorBase.connectTCP

    def lookup(host: str, port: object, *_: Any, **__: Any) -> list[Any]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    def connect_near(reactor: Any, host: str, port: int, *rest: Any, **more: Any) -> Any:
        return connect(reactor, host, ports.get(port, port), *rest, **more)

    socket.getaddrinfo = lookup  # type: ignore[assignment]
    posixbase.PosixReactorBase.connectTCP = connect_near  # type: ignore[method-assign]
    return run(arguments)


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
