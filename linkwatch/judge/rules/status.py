"""The answer's status code (RFC 9110, 15), where no wall and no host's own notice explains it better."""

from __future__ import annotations

import re
from http import HTTPStatus

from linkwatch.judge import notice
from linkwatch.judge.case import Case
from linkwatch.judge.rule import Finding, Hit, rule
from linkwatch.model import Confidence, Failure, State

WALLS = {
    402: "payment required",
    403: "forbidden",
    405: "method not allowed, though it is GET",
    406: "not acceptable",
    407: "proxy authentication required",
    418: "refuses",
    420: "enhance your calm: too many requests",
    421: "misdirected request",
    423: "locked",
    425: "too early",
    428: "precondition required",
    429: "too many requests",
    430: "security rejection",
    444: "closed without an answer",
    451: "unavailable for legal reasons",
    456: "unrecoverable error",
    494: "request header too large",
    498: "invalid token",
    499: "token required",
    529: "overloaded",
    999: "request denied",
}
"""Statuses with which sites turn robots away. The page behind them may be well."""


BUSY = re.compile("集中|混み|混雑|moment|instant|お待ち|请稍|請稍|기다리")
"""Words that both a wall and a server short of breath use: with 503 they are the server's."""


def _said(status: int) -> str:
    try:
        return f"HTTP {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"HTTP {status}"


@rule("http-404", State.SUSPECT, Failure.SURE)
def not_found(case: Case) -> Finding:
    """What: the server answers 404, Not Found.

    Why: it is the plainest thing a server can say; yet some hosts say it to robots, which is what the second
    visit and the vetoes are for.

    Example: a press release that was taken down.
    """
    return Hit(evidence=_said(404)) if case.page.status == 404 else None


@rule("http-410", State.SUSPECT, Failure.SURE)
def gone(case: Case) -> Finding:
    """What: the server answers 410, Gone.

    Why: it says that the page was there and will not be back.

    Example: a blog service that removed an account.
    """
    return Hit(evidence=_said(410)) if case.page.status == 410 else None


@rule("http-401", State.RESTRICTED)
def login_by_http(case: Case) -> Finding:
    """What: the server answers 401 and names how to log in.

    Why: the page is for those with a password.

    Example: `WWW-Authenticate: Basic realm="Members"`.
    """
    scheme = case.headers.get("www-authenticate", "")
    if case.page.status != 401 or not scheme:
        return None
    return Hit(evidence=f"HTTP 401, login by {scheme.split()[0] if scheme.split() else 'HTTP'}")


@rule("refuses-robots", State.BLOCKED)
def refuses_robots(case: Case) -> Finding:
    """What: a status with which sites turn away robots, and no other explanation.

    Why: "403, so dead" is the first complaint about link checkers; a browser would often see the page.

    Example: 403 from a government site for every user agent that is no browser's.
    """
    status = case.page.status
    if status == 401:
        return Hit(evidence=f"{_said(401)}, with no way to log in", confidence=Confidence.LIKELY)
    if status == 503:
        refused = notice.of_topic(case, "refused")
        if refused is not None and refused.is_all and not BUSY.search(refused.words):
            return Hit(evidence=f"{_said(503)}: {refused}")
    if status not in WALLS:
        return None
    return Hit(evidence=f"HTTP {status}: {WALLS[status]}", confidence=Confidence.LIKELY)


@rule("http-5xx", State.UNREACHABLE, Failure.NETWORK)
def server_error(case: Case) -> Finding:
    """What: the server answers with an error of its own, 500 to 599.

    Why: it means to mend it.

    Example: 503 during maintenance.
    """
    status = case.page.status or 0
    return Hit(evidence=_said(status)) if 500 <= status <= 599 else None


@rule("http-4xx", State.UNREACHABLE, Failure.NETWORK)
def client_error(case: Case) -> Finding:
    """What: any other status from 400 to 499.

    Why: the server finds fault with the request, not with the page; it may be a wall, a proxy or a bug.

    Example: 400 for a URL whose percent signs were mangled.
    """
    status = case.page.status or 0
    return Hit(evidence=_said(status)) if 400 <= status <= 499 else None


@rule("http-odd", State.UNKNOWN)
def odd_status(case: Case) -> Finding:
    """What: a status that brings no page: 1xx, 3xx without an address, or a number that means nothing.

    Why: nothing was seen that could be judged.

    Example: 300 with a list of choices, 304 where nothing had been sent before.
    """
    status = case.page.status
    if status is None:
        return Hit(evidence="no answer was recorded")
    return None if 200 <= status <= 299 else Hit(evidence=_said(status))
