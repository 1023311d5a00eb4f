"""What forms do: mute, check now, log in and out."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from linkwatch.report.web.words import marked
from linkwatch.viewer import security
from linkwatch.viewer.call import Call
from linkwatch.viewer.errors import NotFound
from linkwatch.viewer.filters import BadFilter

Form = Mapping[str, str]

LONGEST_NOTE = 500
_MOST_GUESSES = 10
"""Wrong passwords a minute, from everybody together."""

_guesses: deque[float] = deque(maxlen=_MOST_GUESSES)


def mute(call: Call, form: Form) -> Response:
    """Leave a link out of what needs attention until a day, or end that."""
    link_id = call.number("link_id")
    until = None if form.get("end") else _day(form.get("until", ""))
    store = call.site.open_store(False)
    try:
        if not store.links.mute(link_id, until=until, note=form.get("note", "")[:LONGEST_NOTE]):
            raise NotFound
    finally:
        store.close()
    return RedirectResponse(f"/links/{link_id}?done={'muted' if until else 'unmuted'}", 303)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadFilter(marked("%(given)s is no day; write it like 2027-01-31"), given=text[:40]) from None


def check(call: Call, form: Form) -> Response:
    """Visit a link now."""
    link = call.store.views.link(call.number("link_id"))
    if call.site.check_now is None or link is None:
        raise NotFound
    begun = call.site.check_now(link.canonical_url)
    return RedirectResponse(f"/links/{link.id}?done={'checking' if begun else 'busy'}", 303)


def login(call: Call, form: Form) -> Response:
    """Let in who gives the password."""
    now = time.monotonic()
    if len(_guesses) == _MOST_GUESSES and now - _guesses[0] < 60:
        return PlainTextResponse("Too many wrong passwords; wait a minute.\n", 429, {"Retry-After": "60"})
    wanted = inside(form.get("next", "/"))
    if not security.is_password(call.site, form.get("password", "")):
        _guesses.append(now)
        return call.page("login.html", status=403, wrong=True, next=wanted)
    response = RedirectResponse(wanted, 303)
    security.begin_session(response, call.site)
    return response


def logout(call: Call, form: Form) -> Response:
    """Forget the reader."""
    response = RedirectResponse("/login", 303)
    security.end_session(response)
    return response


def inside(address: str) -> str:
    """The address if it leads to a page of this site, else that of the overview."""
    parts = urlsplit(address)
    leads_inside = (
        not parts.scheme and not parts.netloc and address.startswith("/") and address[1:2] not in ("/", "\\")
    )
    return address if leads_inside and address.isprintable() else "/"
