"""Who may ask what: the Host header, the password, the forms, and what browsers are told to refuse.

* Host: only names that are ours. A page of a stranger whose name is made to point at 127.0.0.1 (DNS rebinding) sends
  its own name, and gets nothing. An address is no name that anybody else could own.
* Password or token (``[serve] auth``): once in a form, or with every request as ``Authorization: Bearer`` or Basic.
  Compared in constant time. The session cookie is signed, HttpOnly, SameSite=Strict, and good for 30 days.
* Forms: a token bound to a cookie that no other site can read or set for us, and the Origin that browsers send.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import secrets
from datetime import datetime, timedelta

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from linkwatch.viewer.call import Site

SESSION = "linkwatch_session"
FORMS = "linkwatch_forms"
"""Cookie that the token of forms is bound to."""
SESSION_LENGTH = timedelta(days=30)

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of every page: nothing inline, nothing from elsewhere."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""Headers of every answer that does not say otherwise."""


def is_ours(host_header: str, names: frozenset[str]) -> bool:
    """Tell whether a Host header names this site: an address, localhost, or a name that was set."""
    host = host_header.strip().lower()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.removesuffix(".") in names
    return True


def is_loopback(address: str) -> bool:
    """Tell whether an address to listen on is reached from this machine only."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _same(given: str, wanted: str) -> bool:
    """Compare in a time that tells nothing, not even a length."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest() for text in (given, wanted))
    return hmac.compare_digest(*digests)


def is_let_in(request: Request, site: Site) -> bool:
    """Tell whether a request carries the password, or a session that it was given for it."""
    if not site.auth:
        return True
    given = _authorization(request.headers)
    if given is not None:
        return _same(given, site.auth)
    return _is_signed(site, "session", request.cookies.get(SESSION, ""), site.clock())


def _authorization(headers: Headers) -> str | None:
    """The token of a Bearer header, or the password of a Basic one."""
    kind, _, value = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            decoded = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return ""
        return decoded.partition(":")[2]
    return None


def is_password(site: Site, given: str) -> bool:
    """Tell whether what was typed is the password."""
    return _same(given, site.auth)


def begin_session(response: Response, site: Site) -> None:
    """Remember a reader who gave the password."""
    until = int((site.clock() + SESSION_LENGTH).timestamp())
    _set(response, site, SESSION, _signed(site, "session", str(until)), SESSION_LENGTH)


def end_session(response: Response) -> None:
    """Forget the reader."""
    response.delete_cookie(SESSION)


def form_token(request: Request, site: Site) -> tuple[str, str | None]:
    """The token for forms, and the cookie to set when the reader has none yet."""
    cookie = request.cookies.get(FORMS, "")
    fresh = None if len(cookie) == 43 else secrets.token_urlsafe(32)
    return _mac(site, "forms", fresh or cookie), fresh


def keep_forms_cookie(response: Response, site: Site, cookie: str) -> None:
    """Set the cookie that the token of forms is bound to."""
    _set(response, site, FORMS, cookie, None)


def is_our_form(request: Request, site: Site, token: str) -> bool:
    """Tell whether a form was sent from one of our own pages."""
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host", ""):
        return False
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    cookie = request.cookies.get(FORMS, "")
    return bool(cookie) and hmac.compare_digest(
        _mac(site, "forms", cookie).encode(), token.encode("utf-8", "replace")
    )


def _set(response: Response, site: Site, name: str, value: str, length: timedelta | None) -> None:
    seconds = int(length.total_seconds()) if length else None
    response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=site.secure)


def _mac(site: Site, use: str, text: str) -> str:
    return hmac.new(site.key, f"{use}\0{text}".encode(), hashlib.sha256).hexdigest()


def _signed(site: Site, use: str, text: str) -> str:
    return f"{text}.{_mac(site, use, text)}"


def _is_signed(site: Site, use: str, signed: str, now: datetime) -> bool:
    until, _, mac = signed.partition(".")
    right = hmac.compare_digest(_mac(site, use, until).encode(), mac.encode("utf-8", "replace"))
    return right and until.isdecimal() and int(until) > now.timestamp()
