"""No judgement of the page at all: why it was not, or could not be, looked at."""

from __future__ import annotations

from linkwatch.judge.case import Case
from linkwatch.judge.rule import Finding, Hit, rule
from linkwatch.model import FaultKind, State


def _fault(case: Case, kind: FaultKind, words: str) -> Finding:
    fault = case.page.fault
    if fault is None or fault.kind is not kind:
        return None
    return Hit(evidence=f"{words}: {fault.detail}" if fault.detail else words)


@rule("robots", State.UNKNOWN)
def robots(case: Case) -> Finding:
    """What: the site's robots.txt forbids the visit.

    Why: linkwatch keeps to it; a page that was not looked at is neither alive nor dead.

    Example: `Disallow: /` for all user agents.
    """
    return _fault(case, FaultKind.ROBOTS, "robots.txt forbids the visit")


@rule("not-in-replay", State.UNKNOWN)
def not_in_replay(case: Case) -> Finding:
    """What: under `--replay`, the WARC files hold the host but not this URL.

    Why: what was not recorded says nothing about the page; the link stays as it was.

    Example: a WARC of a site's news section, and a link to its shop.
    """
    return _fault(case, FaultKind.NOT_IN_REPLAY, "not among the recorded answers")


@rule("guarded", State.UNKNOWN)
def guarded(case: Case) -> Finding:
    """What: linkwatch's own guard refused the address.

    Why: private, loopback and metadata addresses are not visited unless you allow them.

    Example: `http://192.168.0.1/setup`.
    """
    return _fault(case, FaultKind.GUARDED, "the address guard refused it")


@rule("bad-url", State.UNKNOWN)
def bad_url(case: Case) -> Finding:
    """What: the URL cannot be requested.

    Why: it is the document that needs a look, not the page.

    Example: `http://exa mple.org:99999/`.
    """
    return _fault(case, FaultKind.BAD_URL, "no URL that can be requested")


@rule("crashed", State.UNKNOWN)
def crashed(case: Case) -> Finding:
    """What: reading the page hung or killed its parser.

    Why: that is a weakness of linkwatch, and no word about the page.

    Example: a million nested tags that take a minute to parse.
    """
    return _fault(case, FaultKind.CRASHED, "the page could not be parsed")


@rule("captive-portal", State.UNKNOWN)
def captive_portal(case: Case) -> Finding:
    """What: the answer is HTTP 511, Network Authentication Required.

    Why: a network between us and the site wants a login first (RFC 6585, 6); the site was never reached.

    Example: a hotel's wireless network.
    """
    return Hit(evidence="HTTP 511: a network on the way asks for a login") if case.page.status == 511 else None
