"""Asking only for what is new: validators sent back to the URL that gave them, and what 304 is worth."""

from __future__ import annotations

import hashlib

from linkwatch.model import Page, Past


def validators(past: Past, url: str, judged_by: str) -> tuple[tuple[str, str], ...]:
    """Return If-None-Match and If-Modified-Since for a request of ``url``.

    Only for the very URL that sent them (a redirect carries none elsewhere), only when the last visit
    brought a page that needs no second look, and only when today's rules made its verdict: a new rule
    wants to see the body.
    """
    if url != past.validators_url or not _reusable(past, judged_by):
        return ()
    if past.provisional is None or past.provisional.failure is not None:
        return ()
    headers = []
    if past.etag:
        headers.append(("if-none-match", past.etag))
    if past.last_modified:
        headers.append(("if-modified-since", past.last_modified))
    return tuple(headers)


def not_modified(page: Page, past: Past, judged_by: str) -> bool:
    """Tell whether the server itself says that the page is as it was, and we had asked that."""
    return (
        page.status == 304
        and page.fault is None
        and page.final_url == past.final_url
        and bool(validators(past, page.final_url, judged_by))
    )


def same_body(page: Page, past: Past, judged_by: str) -> bool:
    """Tell whether the very bytes came again, from the same URL with the same status."""
    return (
        bool(past.body_sha256)
        and page.fault is None
        and not page.answers
        and page.status == past.status
        and page.final_url == past.final_url
        and _reusable(past, judged_by)
        and body_sha256(page) == past.body_sha256
    )


def body_sha256(page: Page) -> str:
    """Return the hash of the body in hexadecimal; empty when there is none."""
    return hashlib.sha256(page.body).hexdigest() if page.body else ""


def _reusable(past: Past, judged_by: str) -> bool:
    return past.provisional is not None and past.judged_by == judged_by
