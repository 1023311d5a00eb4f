"""Where the password is asked for."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from linkwatch.viewer.actions import inside
from linkwatch.viewer.call import Call


def show(call: Call) -> Response:
    """The form; straight on when there is no password."""
    wanted = inside(call.request.query_params.get("next", "/"))
    if not call.site.auth:
        return RedirectResponse(wanted, 303)
    return call.page("login.html", wrong=False, next=wanted)
