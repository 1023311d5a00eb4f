"""No answer: the name, the connection, the encryption, the time."""

from __future__ import annotations

from linkwatch.judge.case import Case
from linkwatch.judge.rule import Finding, Hit, rule
from linkwatch.model import Failure, FaultKind, State


def _fault(case: Case, kind: FaultKind, words: str) -> Finding:
    fault = case.page.fault
    if fault is None or fault.kind is not kind:
        return None
    return Hit(evidence=f"{words} ({fault.detail})" if fault.detail else words)


@rule("nxdomain", State.SUSPECT, Failure.LIKELY)
def nxdomain(case: Case) -> Finding:
    """What: the host name does not exist (NXDOMAIN).

    Why: domains lapse for good, but also for a day when a bill is paid late; so it takes three visits.

    Example: the blog of a company that was wound up.
    """
    return _fault(case, FaultKind.NXDOMAIN, "the host name does not exist")


@rule("dns-failure", State.UNREACHABLE, Failure.NETWORK)
def dns_failure(case: Case) -> Finding:
    """What: the host name could not be looked up (SERVFAIL, timeout).

    Why: the site's name server, or ours, is out of order; that says nothing about the page.

    Example: a name server under repair.
    """
    return _fault(case, FaultKind.DNS, "the host name could not be looked up")


@rule("refused", State.UNREACHABLE, Failure.NETWORK)
def refused(case: Case) -> Finding:
    """What: the host refused the connection.

    Why: a server that is switched off today may be back tomorrow.

    Example: a web server restarting.
    """
    return _fault(case, FaultKind.REFUSED, "the host refused the connection")


@rule("reset", State.UNREACHABLE, Failure.NETWORK)
def reset(case: Case) -> Finding:
    """What: the connection broke before the answer was whole.

    Why: overload and robot walls both do this; neither is the page's end.

    Example: a firewall that drops connections of data centres.
    """
    return _fault(case, FaultKind.RESET, "the connection broke off")


@rule("timeout", State.UNREACHABLE, Failure.NETWORK)
def timeout(case: Case) -> Finding:
    """What: no answer came in time.

    Why: slow is not dead.

    Example: a small museum's server on a busy night.
    """
    return _fault(case, FaultKind.TIMEOUT, "no answer in time")


@rule("tls-failure", State.UNREACHABLE, Failure.NETWORK)
def tls_failure(case: Case) -> Finding:
    """What: no encrypted connection could be made.

    Why: certificates expire by oversight and are renewed; old servers speak what we no longer do.

    Example: a certificate that ran out on Sunday.
    """
    return _fault(case, FaultKind.TLS, "no encrypted connection")


@rule("protocol-error", State.UNREACHABLE, Failure.NETWORK)
def protocol_error(case: Case) -> Finding:
    """What: the answer is no valid HTTP.

    Why: a broken proxy or server can be mended.

    Example: a server that answers with its banner in plain text.
    """
    return _fault(case, FaultKind.PROTOCOL, "the answer is no valid HTTP")


@rule("no-route", State.UNREACHABLE, Failure.NETWORK)
def no_route(case: Case) -> Finding:
    """What: the host cannot be reached at all.

    Why: routes fail and come back.

    Example: a campus network cut off by a digger.
    """
    return _fault(case, FaultKind.UNREACHABLE, "the host cannot be reached")


@rule("redirect-loop", State.UNREACHABLE, Failure.NETWORK)
def redirect_loop(case: Case) -> Finding:
    """What: the redirects never end.

    Why: it is as often a wall that wants cookies as a site that is broken, so that it proves no death.

    Example: `/a` sends to `/b`, which sends to `/a`.
    """
    return _fault(case, FaultKind.REDIRECT_LOOP, "its redirects go round in circles")


@rule("too-large", State.ALIVE)
def too_large(case: Case) -> Finding:
    """What: the host answers, with more than linkwatch reads.

    Why: the file is there; only its text stays unread.

    Example: a film of two gigabytes.
    """
    if case.page.status is not None and case.page.status >= 300:
        return None
    return _fault(case, FaultKind.TOO_LARGE, "larger than what is read")
