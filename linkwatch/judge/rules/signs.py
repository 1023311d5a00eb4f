"""What a site's own module read from its page. The module knows the site: its word comes before the general rules."""

from __future__ import annotations

from linkwatch.judge.case import Case
from linkwatch.judge.rule import Finding, Hit, rule
from linkwatch.model import Confidence, Failure, SignKind, State


def _sign(case: Case, *kinds: SignKind) -> Finding:
    for sign in case.content.signs:
        if sign.kind in kinds:
            return Hit(evidence=sign.evidence or sign.code, reason=sign.code, new_url=sign.target or None)
    return None


@rule("site-wall", State.BLOCKED)
def site_wall(case: Case) -> Finding:
    """What: the site's module recognises its robot wall.

    Why: what stands behind the wall was not seen.

    Example: YouTube asking to confirm that one is not a bot.
    """
    return _sign(case, SignKind.WALL)


@rule("site-outage", State.UNREACHABLE, Failure.NETWORK)
def site_outage(case: Case) -> Finding:
    """What: the site itself says that it is out of order.

    Why: an outage ends.

    Example: Yahoo! JAPAN's page 「障害が発生しているため」.
    """
    return _sign(case, SignKind.OUTAGE)


@rule("site-gone", State.SUSPECT, Failure.SURE)
def site_gone(case: Case) -> Finding:
    """What: the site's own words or data say that the page was removed or has ended.

    Why: a module that knows the site reads them in their place, so that they are as good as a 410.

    Example: a video whose player answers "removed by the uploader".
    """
    return _sign(case, SignKind.GONE)


@rule("site-restricted", State.RESTRICTED)
def site_restricted(case: Case) -> Finding:
    """What: the site says that the page is private, for members, for subscribers, for adults, or abroad only.

    Why: it is there, though not for an anonymous reader.

    Example: a video for the members of a channel.
    """
    return _sign(
        case,
        SignKind.PRIVATE,
        SignKind.MEMBERS,
        SignKind.PAYWALL,
        SignKind.LOGIN,
        SignKind.AGE,
        SignKind.CONSENT,
        SignKind.GEO,
    )


@rule("site-shell", State.UNKNOWN)
def site_shell(case: Case) -> Finding:
    """What: the site sends a shell that only a browser fills.

    Why: it is the same whether the page is well or gone.

    Example: a post on X without its oEmbed answer.
    """
    return _sign(case, SignKind.SHELL)


@rule("site-moved", State.MOVED)
def site_moved(case: Case) -> Finding:
    """What: the page itself names its new address.

    Why: its owner knows where it went.

    Example: 「このページは移転しました」 with one link.
    """
    found = _sign(case, SignKind.MOVED)
    return found if isinstance(found, Hit) and found.new_url else None


@rule("site-alive", State.ALIVE)
def site_alive(case: Case) -> Finding:
    """What: the site vouches for the page.

    Why: an answer of the site's own API, or a player that would play, is better than any guess.

    Example: oEmbed gives the video's title and author.
    """
    return _sign(case, SignKind.ALIVE, SignKind.UPCOMING)


@rule("not-modified", State.ALIVE)
def not_modified(case: Case) -> Finding:
    """What: 304, Not Modified, to our own question.

    Why: the server knows the page that we saw last time and still has it.

    Example: an unchanged article that sends an ETag.
    """
    if case.page.status != 304 or not (case.past.etag or case.past.last_modified):
        return None
    return Hit(evidence="HTTP 304: as it was at the last visit", confidence=Confidence.SURE)
