"""After the night: which failures are believed, which deaths are doubted, and what is worth telling.

How soon a failure is believed (times are those of the visits; those within 20 hours count once):

    sure      404, 410, the site says removed     dead at the second visit
    likely    soft 404, sent to the top, parked…  dead at the third visit, over at least 3 days
    network   timeout, refused, 5xx…              never, unless the user sets after how long

Nights on which the page was walled off or not looked at neither count nor end the run. A page that
answers ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linkwatch.judge.reason import Reason
from linkwatch.model import (
    Capture,
    Confidence,
    Event,
    EventKind,
    Failure,
    HostNight,
    Night,
    Past,
    Settled,
    State,
    Verdict,
)

APART = timedelta(hours=20)
"""Visits closer than this count once: a night's crawl may begin some hours early."""

SURE_VISITS = 2
LIKELY_VISITS = 3
LIKELY_SPAN = timedelta(days=3)
"""As InternetArchiveBot does: its third failure, checks at least three days apart."""

TURNED_LINKS = 3
TURNED_SHARE = 0.8
"""A host on which so many and such a share of the living links failed in one night has turned: that is one
finding about the host, and its links get a night's delay."""

SAME_BODIES = 3
"""Cited URLs of one host that answer with the same page before it is taken for the host's error page: two may be
two spellings of one address."""

SAME_BODY = Reason(
    code="same-body",
    state=State.SUSPECT,
    failure=Failure.LIKELY,
    told=f"""What: {SAME_BODIES} cited URLs or more of one host answer with the same page, which has hardly any text
    of its own.

    Why: one page in the place of many different ones is the host's error page, or a shell. It shows only when
    all pages of the night are in; a page with a text of its own is never judged so.

    Example: `/news/1.html`, `/news/2.html` and `/staff/kato.html` all bring the same frame and menu.""",
)
"""The one reason that is given after the night."""

CAPTURE_TEXT = 400
"""Characters of text with which a capture shows that a page was there, where its status says nothing."""

_STATUS_SPEAKS = frozenset({"http-404", "http-410", "nxdomain", "redirected-to-top", "redirected-to-section"})
"""Failures during which an archive could not have got a 200: any later capture of one contradicts them."""

_PAGE_ITSELF = frozenset({"paywall", "members", "private", "age"})
"""Restrictions that belong to the page rather than to the site: a dead link that shows one lives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """A run of failures."""

    since: datetime | None = None
    failures: int = 0
    sure: int = 0
    last: datetime | None = None


def settle(
    provisional: Verdict,
    past: Past,
    host: HostNight,
    night: Night,
    captures: Sequence[Capture] = (),
    *,
    fingerprint: str = "",
    network_dead_after: timedelta | None = None,
) -> Settled:
    """Return the verdict of the night, with the run of failures to be stored and the events to be told.

    ``fingerprint`` is tonight's, held against ``host.bodies``; the store's ``past`` has it at this time.
    ``network_dead_after`` is the user's own setting of how long a link may be unreachable before it is
    called dead; None is never.
    """
    run = _Run(since=past.failing_since, failures=past.failures, sure=past.sure_failures, last=past.last_failure_at)
    if night.offline:
        return _as_it_was(past, run, night, "our own network was down")
    if provisional.reason == "not-in-replay" and past.state is not State.UNKNOWN:
        return _as_it_was(past, run, night, "")
    provisional = _doubted_by_host(provisional, host, fingerprint or past.fingerprint)
    match provisional.state:
        case State.ALIVE | State.MOVED:
            return _settled(provisional, past, _Run(), night)
        case State.SUSPECT:
            return _failed(provisional, past, run, host, night, captures)
        case State.UNREACHABLE:
            return _unreachable(provisional, past, run, night, network_dead_after)
        case State.RESTRICTED if provisional.reason in _PAGE_ITSELF and past.state is State.DEAD:
            return _settled(provisional, past, _Run(), night)
        case _:
            return _not_seen(provisional, past, run, night)


def dies(settled: Settled, past: Past) -> bool:
    """Whether a link that was not dead is called so tonight: the moment for a second look."""
    return settled.verdict.state is State.DEAD and past.state is not State.DEAD


def _doubted_by_host(provisional: Verdict, host: HostNight, fingerprint: str) -> Verdict:
    """Turn a page that was alive for want of anything better into a failure when other URLs look the same."""
    doubtful = provisional.state is State.ALIVE and provisional.confidence is Confidence.GUESS
    same = dict(host.bodies).get(fingerprint, 0) if doubtful and fingerprint else 0
    if same < SAME_BODIES:
        return provisional
    return replace(
        provisional,
        state=SAME_BODY.state,
        reason=SAME_BODY.code,
        evidence=f"{same} cited URLs of {host.host} answer with the same page, which has no text of its own",
        confidence=Confidence.LIKELY,
        failure=SAME_BODY.failure,
    )


def _failed(
    provisional: Verdict, past: Past, run: _Run, host: HostNight, night: Night, captures: Sequence[Capture]
) -> Settled:
    """Count a failure, and believe it when there were enough."""
    if past.state is State.DEAD:
        return _settled(
            _dead(provisional, _counted(run, provisional, night)), past, _counted(run, provisional, night), night
        )
    if _has_turned(host):
        share = f"{host.turned} of {host.was_living}"
        vetoed = f"{share} living links of {host.host} failed in the same night"
        return _settled(provisional, past, replace(run, since=run.since or night.at), night, vetoed=vetoed)
    contradiction = _contradiction(captures, provisional, run)
    if contradiction is not None:
        began = _counted(_Run(), provisional, night)
        taken = contradiction.taken_at.strftime("%Y-%m-%d %H:%M")
        return _settled(provisional, past, began, night, vetoed=f"{contradiction.archive} has it alive on {taken}")
    run = _counted(run, provisional, night)
    if _is_believed(run, provisional, night):
        return _settled(_dead(provisional, run), past, run, night)
    return _settled(provisional, past, run, night)


def _counted(run: _Run, provisional: Verdict, night: Night) -> _Run:
    """Add tonight's failure, unless one was counted within 20 hours or after now."""
    if (
        run.last is not None and night.at < run.last
    ):  # a clock that was ahead: what it counted stands, its times do not
        return replace(run, last=night.at, since=min(run.since or night.at, night.at))
    if run.last is not None and night.at - run.last < APART:
        return run
    sure = provisional.failure is Failure.SURE
    return _Run(since=run.since or night.at, failures=run.failures + 1, sure=run.sure + sure, last=night.at)


def _is_believed(run: _Run, provisional: Verdict, night: Night) -> bool:
    if provisional.failure is Failure.SURE and run.sure >= SURE_VISITS:
        return True
    return run.failures >= LIKELY_VISITS and run.since is not None and night.at - run.since >= LIKELY_SPAN


def _has_turned(host: HostNight) -> bool:
    return host.was_living >= TURNED_LINKS and host.turned >= host.was_living * TURNED_SHARE


def _contradiction(captures: Sequence[Capture], provisional: Verdict, run: _Run) -> Capture | None:
    """Return a capture, newer than the first failure, that shows the page alive."""
    if run.since is None:
        return None
    newer = [capture for capture in captures if capture.taken_at > run.since]
    return next((capture for capture in newer if _shows_alive(capture, provisional)), None)


def _shows_alive(capture: Capture, provisional: Verdict) -> bool:
    """Whether a capture contradicts a failure; a soft 404 is captured with status 200 like any page."""
    if capture.alive is False:
        return False
    if capture.status is not None and not 200 <= capture.status <= 299:
        return False
    if capture.text is not None and len(capture.text) >= CAPTURE_TEXT:
        return True
    return capture.status is not None and provisional.reason in _STATUS_SPEAKS


def _dead(provisional: Verdict, run: _Run) -> Verdict:
    # No dates in words: the reader's time zone is not known here.
    evidence = f"{provisional.evidence} (at {run.failures} visits)" if run.failures > 1 else provisional.evidence
    return replace(provisional, state=State.DEAD, evidence=evidence)


def _unreachable(
    provisional: Verdict, past: Past, run: _Run, night: Night, network_dead_after: timedelta | None
) -> Settled:
    """Keep a link unreachable for as long as it takes, unless the user set how long that is."""
    if past.state is State.DEAD:
        return _not_seen(provisional, past, run, night)
    since = past.state_since if past.state is State.UNREACHABLE else None
    if network_dead_after is not None and since is not None and night.at - since >= network_dead_after:
        believed = replace(
            provisional, state=State.DEAD, evidence=f"{provisional.evidence} (for {(night.at - since).days} days)"
        )
        return _settled(believed, past, run, night)
    return _settled(provisional, past, run, night)


def _not_seen(provisional: Verdict, past: Past, run: _Run, night: Night) -> Settled:
    """Settle a night on which the page itself was not seen: a dead link stays dead."""
    if past.state is not State.DEAD:
        return _settled(provisional, past, run, night)
    tonight = f"tonight {provisional.reason}: {provisional.evidence}"
    return _settled(
        replace(provisional, state=State.DEAD, reason=past.reason, evidence=tonight, failure=None, new_url=None),
        past,
        run,
        night,
    )


def _as_it_was(past: Past, run: _Run, night: Night, vetoed: str) -> Settled:
    """Leave a link as it was: nothing was learnt tonight."""
    known = past.provisional
    same = known is not None and known.state is past.state and known.reason == past.reason
    verdict = known if known is not None and same else Verdict(state=past.state, reason=past.reason, evidence=vetoed)
    return _settled(verdict, past, run, night, vetoed=vetoed, silent=True)


def _settled(
    verdict: Verdict, past: Past, run: _Run, night: Night, *, vetoed: str = "", silent: bool = False
) -> Settled:
    lasted = past.state is verdict.state and past.state_since is not None
    return Settled(
        verdict=verdict,
        state_since=past.state_since if lasted and past.state_since else night.at,
        failing_since=run.since,
        failures=run.failures,
        sure_failures=run.sure,
        last_failure_at=run.last,
        events=() if silent else _events(verdict, past, night),
        vetoed=vetoed,
    )


_TOLD = {State.RESTRICTED: EventKind.RESTRICTED, State.BLOCKED: EventKind.BLOCKED, State.MOVED: EventKind.MOVED}


def _events(verdict: Verdict, past: Past, night: Night) -> tuple[Event, ...]:
    """Return what changed tonight and is worth telling; the first sight of a link is no change."""
    kinds: list[EventKind] = []
    if verdict.state is State.DEAD and past.state is not State.DEAD:
        kinds.append(EventKind.DIED)
    if past.state is State.DEAD and verdict.state in (State.ALIVE, State.MOVED, State.RESTRICTED):
        kinds.append(EventKind.CAME_BACK)
    if verdict.state in _TOLD and past.state is not State.UNKNOWN and _is_news(verdict, past):
        kinds.append(_TOLD[verdict.state])
    after = verdict.new_url or f"{verdict.state}: {verdict.reason}"
    before = f"{past.state}: {past.reason}" if past.reason else str(past.state)
    return tuple(
        Event(kind=kind, at=night.at, before=before, after=after, evidence=verdict.evidence) for kind in kinds
    )


def _is_news(verdict: Verdict, past: Past) -> bool:
    """Whether a link was not so before, or has moved again."""
    if verdict.state is not past.state:
        return True
    known = past.provisional
    return verdict.state is State.MOVED and known is not None and known.new_url not in (None, verdict.new_url)
