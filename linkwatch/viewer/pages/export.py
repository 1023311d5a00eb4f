"""The selection of the table of links as CSV and JSON, in the formats of the reports."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from starlette.responses import Response, StreamingResponse

from linkwatch.model import Selection
from linkwatch.report import Report, render
from linkwatch.viewer.call import Call
from linkwatch.viewer.filters import asked

_IN_MEMORY = 4_000_000
"""Bytes; what is larger waits in a temporary file, so that a slow reader holds no connection to the database."""
_CHUNK = 65_536
_PAGE = 500


def csv(call: Call) -> Response:
    """CSV, a row for each citation."""
    return _file(call, "csv", "text/csv; charset=utf-8", "links.csv")


def json(call: Call) -> Response:
    """JSON, as ``linkwatch report --format json`` prints it."""
    return _file(call, "json", "application/json", "links.json")


def _file(call: Call, format: str, media_type: str, name: str) -> Response:  # noqa: A002
    selection = _by_id(call, asked(call.request.query_params).selection)
    report = Report(
        generated_at=call.site.clock(),
        counts=call.store.counts(selection),
        drifts=call.store.drift_counts(selection),
        links=lambda: call.store.findings(selection),
        attention=lambda: call.store.findings(selection),
        zone=call.language.zone,
    )
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  closed when it was sent
    writer = io.TextIOWrapper(cast(BinaryIO, file), "utf-8", errors="backslashreplace", newline="")
    render(report, format, writer)
    writer.detach()
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_chunks(cast(BinaryIO, file)), media_type=media_type, headers=headers)


def _by_id(call: Call, selection: Selection) -> Selection:
    """The same links as the table shows: it finds words in texts too, which a plain selection does not."""
    if not selection.text:
        return selection
    ids: list[int] = []
    after = ""
    while True:
        page = call.store.views.links(selection, limit=_PAGE, after=after)
        ids += [row.id for row in page.rows]
        after = page.after
        if not after:
            return replace(selection, text="", link_ids=tuple(ids) or (0,))


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
