"""What stands before every page: whose name was asked for, who asks, and what browsers are told to refuse."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from linkwatch.viewer import security
from linkwatch.viewer.call import Site

OPEN = ("/login", "/healthz")
"""Paths that ask for no password, besides /static/."""

PROGRAMS = ("/api/", "/metrics", "/feed", "/links.")
"""Paths that programs ask for: they are told 401 in place of being sent to a form."""


class Guard:
    """ASGI middleware; see :mod:`linkwatch.viewer.security`."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the application answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security.HEADERS.items():
                    headers.setdefault(name, value)
                if request.url.path.startswith("/static/") and "v" in request.query_params:
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
            await send(message)

        refusal = self._refusal(request)
        await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, request: Request) -> Response | None:
        if not security.is_ours(request.headers.get("host", ""), self._site.hosts):
            return PlainTextResponse("This name is not ours: set [serve] hosts to allow it.\n", 421)
        path = request.url.path
        if path.startswith("/static/") or path in OPEN or security.is_let_in(request, self._site):
            return None
        if path.startswith(PROGRAMS) or request.method not in ("GET", "HEAD"):
            challenge = {"WWW-Authenticate": 'Basic realm="linkwatch", charset="UTF-8"'}
            return PlainTextResponse("A password is needed.\n", 401, challenge)
        wanted = path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)
