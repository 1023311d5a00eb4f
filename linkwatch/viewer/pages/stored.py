"""A stored page as it was, for a sandboxed frame: no script, nothing from elsewhere, nothing that leads away.

The frame is sandboxed, the answer says so too, and its policy lets nothing be loaded. What a policy does not govern
(names looked up ahead, refreshes) is taken out of the page.
"""

from __future__ import annotations

import lxml.etree
import lxml.html
from lxml_html_clean import Cleaner
from starlette.responses import HTMLResponse, Response

from linkwatch.page import decode
from linkwatch.viewer.call import Call
from linkwatch.viewer.errors import NotFound

POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
"""Content-Security-Policy of a stored page."""

LARGEST = 5_000_000
"""Characters of a page that are shown."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "X-DNS-Prefetch-Control": "off",
    "Referrer-Policy": "no-referrer",
}

_CLEANER = Cleaner(
    scripts=True, javascript=True, comments=True, style=False, inline_style=False, links=True, meta=True,
    page_structure=False, processing_instructions=True, embedded=True, frames=True, forms=True,
    annoying_tags=True, remove_unknown_tags=False, safe_attrs_only=True, add_nofollow=False,
    kill_tags=("base", "template", "noscript"),
)  # fmt: skip


def show(call: Call) -> Response:
    """The page that the version in the path was read from."""
    body = call.store.views.body(call.number("version_id"))
    if not body:
        raise NotFound
    return HTMLResponse(cleaned(decode(body, ())[:LARGEST]), headers=_HEADERS)


def cleaned(text: str) -> str:
    """The page without anything that acts or loads; empty when it is no HTML at all."""
    try:
        root = lxml.html.document_fromstring(text.replace("\x00", ""), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (lxml.etree.ParserError, ValueError):
        return ""
    _CLEANER(root)
    for element in root.iter():
        for name in ("href", "src", "srcset", "background", "poster", "ping"):
            if name in element.attrib and not str(element.attrib[name]).startswith("data:image/"):
                del element.attrib[name]
    written: str = lxml.html.tostring(root, encoding="unicode")
    return f"<!doctype html>{written}"
