"""The documents on watch."""

from __future__ import annotations

from starlette.responses import Response

from linkwatch.viewer.call import Call

ROWS = 100


def show(call: Call) -> Response:
    """The list, by name; ``after`` begins it after a name."""
    found = call.store.views.documents(after=call.request.query_params.get("after", "")[:4000], limit=ROWS + 1)
    return call.page(
        "documents.html",
        documents=found[:ROWS],
        after=found[ROWS - 1].document.name if len(found) > ROWS else "",
        here=call.here,
    )
