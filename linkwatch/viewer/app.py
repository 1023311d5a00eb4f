"""The application: routes, what surrounds every page, and how errors look."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import cache
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo, available_timezones

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from db.store import Store
from linkwatch.errors import StoreError
from linkwatch.report.web.language import Language, chosen
from linkwatch.report.web.rendering import STATIC, environment
from linkwatch.viewer import actions, feed, security, watching
from linkwatch.viewer.api.answers import ANSWERS
from linkwatch.viewer.call import TEMPLATES, Call, Site
from linkwatch.viewer.errors import NotFound, Refused
from linkwatch.viewer.filters import BadFilter
from linkwatch.viewer.guard import Guard
from linkwatch.viewer.pages import diff, document, documents, export, link, links, login, overview, stored
from linkwatch.viewer.readers import Readers

Page = Callable[[Call], Response]
Form = Mapping[str, str]
Action = Callable[[Call, Form], Response]

PAGES: Mapping[str, Page] = {
    "/": overview.show,
    "/links": links.show,
    "/links/{link_id}": link.show,
    "/links/{link_id}/diff": diff.show,
    "/versions/{version_id}/page": stored.show,
    "/documents": documents.show,
    "/documents/{document_id}": document.show,
    "/login": login.show,
    "/links.csv": export.csv,
    "/links.json": export.json,
    "/feed.atom": feed.show,
    "/healthz": watching.health,
    "/metrics": watching.metrics,
    **ANSWERS,
}
"""Addresses and what is shown there."""

ACTIONS: Mapping[str, Action] = {
    "/links/{link_id}/mute": actions.mute,
    "/links/{link_id}/check": actions.check,
    "/login": actions.login,
    "/logout": actions.logout,
}
"""Addresses of forms and what they do."""

_LARGEST_FORM = 20_000
"""Bytes."""
_MOST_FIELDS = 20
_A_YEAR = 365 * 86400

_log = logging.getLogger(__name__)


def create(site: Site) -> Starlette:
    """The application for one database."""
    readers = Readers(site.open_store)
    environment(TEMPLATES).globals["static"] = static

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        readers.close()

    routes = [Route(path, _endpoint(site, readers, page), methods=["GET"]) for path, page in PAGES.items()]
    app = Starlette(
        routes=[
            *routes,
            *(Route(path, _form_endpoint(site, readers, act), methods=["POST"]) for path, act in ACTIONS.items()),
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/{rest:path}", _endpoint(site, readers, _no_page), methods=["GET"]),
        ],
        lifespan=lifespan,
    )
    app.add_middleware(Guard, site=site)
    return app


def _no_page(call: Call) -> Response:
    raise NotFound


@cache
def static(name: str) -> str:
    """The address of a file that belongs to the pages; it changes with the file, so that it may be kept for good."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


Endpoint = Callable[[Request], Awaitable[Response]]


def _endpoint(site: Site, readers: Readers, page: Page) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await _run(readers, site, request, page)

    return endpoint


async def _run(readers: Readers, site: Site, request: Request, page: Page) -> Response:
    try:
        return await readers.run(_answer, site, request, page)
    except StoreError as error:
        _log.warning("%s", error)
        return PlainTextResponse(f"{error}\n", 503, {"Retry-After": "5"})


def _form_endpoint(site: Site, readers: Readers, act: Action) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST_FORM:
                return PlainTextResponse("This form is too large.\n", 413)
        try:
            form = dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=_MOST_FIELDS))
        except ValueError:
            return PlainTextResponse("This form has too many fields.\n", 400)

        def page(call: Call) -> Response:
            if not security.is_our_form(request, site, form.get("token", "")):
                raise Refused
            return act(call, form)

        return await _run(readers, site, request, page)

    return endpoint


def _answer(store: Store, site: Site, request: Request, page: Page) -> Response:
    """Make a page, in a thread that may wait for the database."""
    token, fresh = security.form_token(request, site)
    wanted = request.query_params.get("lang") or request.cookies.get("lang")
    language = Language(
        code=chosen(wanted, request.headers.get("accept-language", "")),
        zone=_zone(request.cookies.get("zone", "")) or site.zone,
        now=site.clock(),
    )
    call = Call(request=request, site=site, store=store, language=language, token=token)
    response = _made(call, page)
    if fresh:
        security.keep_forms_cookie(response, site, fresh)
    if request.query_params.get("lang") == language.code:
        response.set_cookie("lang", language.code, max_age=_A_YEAR, samesite="lax", secure=site.secure, httponly=True)
    response.headers.setdefault("Vary", "Accept-Language, Cookie")
    return response


def _made(call: Call, page: Page) -> Response:
    _ = call.say
    try:
        return page(call)
    except Refused:
        hint = _("It was not sent from this page, or cookies are switched off. Load the page again, then send it.")
        return _problem(call, 403, _("This form was not taken"), hint)
    except NotFound:
        return _problem(call, 404, _("There is no such page"))
    except BadFilter as error:
        hint = _(error.message, **error.values)
        return _problem(call, 400, _("This address asks for something that cannot be"), hint, str(error))


def _problem(call: Call, status: int, said: str, hint: str = "", plain: str = "") -> Response:
    """What went wrong, as a page; to programs in plain words, which are English as their parameters are."""
    if call.request.url.path.startswith("/api/"):
        return JSONResponse({"error": plain or said}, status)
    return call.page("error.html", status=status, said=said, hint=hint)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> ZoneInfo | None:
    return ZoneInfo(name) if name in _zones() else None
