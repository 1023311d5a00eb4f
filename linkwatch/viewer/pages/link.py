"""One link: verdict with evidence and rules, what it went through, who cites it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup
from starlette.responses import Response

from db.views import CheckRow, Citing, LinkView
from linkwatch.model import Confidence, Event, EventKind, State
from linkwatch.report.versus import copy_name
from linkwatch.report.web import words
from linkwatch.report.web.addresses import followable, readable
from linkwatch.report.web.evidence import told
from linkwatch.report.wording import best_capture, worst
from linkwatch.viewer.call import Call
from linkwatch.viewer.errors import NotFound
from linkwatch.viewer.galley import Paragraph, Quoted, quotation
from linkwatch.viewer.now import READ, as_now, kept_of
from linkwatch.viewer.timeline import timeline

_MUTE_FOR = timedelta(days=90)

_HEIGHTS = {
    State.ALIVE: (32, 22), State.MOVED: (32, 22), State.RESTRICTED: (36, 18), State.BLOCKED: (36, 18),
    State.UNKNOWN: (38, 16), State.SUSPECT: (38, 16), State.UNREACHABLE: (38, 16), State.DEAD: (44, 10),
}  # fmt: skip
"""Top and height of a state's bar: the lower, the worse, so that colour is not alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A line of the story, newest first."""

    at: datetime
    said: Markup | str
    state: State | None = None
    kind: EventKind | None = None
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A citation of the link with its quote set."""

    citing: Citing
    anchor: str
    paragraphs: tuple[Paragraph, ...]


def show(call: Call) -> Response:
    """The page of the link in the path."""
    link = call.store.views.link(call.number("link_id"))
    if link is None:
        raise NotFound
    today = call.today
    comparison = worst([one.comparison for one in link.citing if one.comparison is not None])
    return call.page(
        "link.html",
        link=link,
        headline=_headline(call, link),
        evidence=list(_evidence(call, link)),
        worst=comparison,
        kept=kept_of(comparison),
        is_read=link.verdict.state in READ,
        last=link.checks[-1] if link.checks else None,
        line=timeline(link),
        story=list(_story(call, link)),
        citing=[_place(link, one) for one in link.citing],
        offered=best_capture([one for one in link.captures if followable(one.address)], link.citing),
        captures=[one for one in link.captures if followable(one.address)],
        comparable=_is_comparable(link),
        copy_name=copy_name,
        heights=_HEIGHTS,
        muted=link.muted_until is not None and link.muted_until >= today,
        today=today,
        default_mute=today + _MUTE_FOR,
        said=_flash(call),
        notes=[],
    )


def _is_comparable(link: LinkView) -> bool:
    quotes = any(one.citation.quote for one in link.citing)
    copies = any(one.alive for one in link.captures)
    return bool(link.versions) and (len(link.versions) > 1 or quotes or copies)


def _headline(call: Call, link: LinkView) -> Markup:
    _, day = call.say, call.language.day(link.state_since)
    said: dict[State, Markup] = {
        State.ALIVE: _("Alive since %(day)s", day=day),
        State.MOVED: _("Moved since %(day)s", day=day),
        State.DEAD: _("Dead since %(day)s", day=day),
        State.SUSPECT: _("Suspect since %(day)s: not believed dead yet", day=day),
        State.RESTRICTED: _("Restricted since %(day)s", day=day),
        State.BLOCKED: _("Turns robots away since %(day)s: nothing is known of the page", day=day),
        State.UNREACHABLE: _("Out of reach since %(day)s", day=day),
        State.UNKNOWN: _("Unknown since %(day)s", day=day),
    }
    return said[link.verdict.state] if link.state_since else _("Not visited yet")


def _evidence(call: Call, link: LinkView) -> Iterator[tuple[Markup, Markup | str]]:
    """What was seen, in labelled lines."""
    _, n_ = call.say, call.say_many
    verdict = link.verdict
    if verdict.evidence:
        yield _("Seen"), told(call.language, verdict.evidence)
    if verdict.new_url:
        yield _("New address"), readable(verdict.new_url)
    if verdict.confidence is not Confidence.SURE or verdict.state is State.DEAD:
        sure = _(words.CONFIDENCES[verdict.confidence])
        yield _("Confidence"), sure
    if link.failures and link.failing_since:
        counted = n_("%(count)s failed visit since %(day)s", "%(count)s failed visits since %(day)s", link.failures,
                     day=call.language.day(link.failing_since))  # fmt: skip
        yield _("Failing"), counted
    if link.vetoed:
        yield _("Against it"), told(call.language, link.vetoed)
    if verdict.state is State.DEAD and link.versions:
        yield _("Last text"), _("of %(day)s", day=call.language.day(link.versions[-1].last_seen))
    if link.due_night and link.due_night > date.min and verdict.state is not State.UNKNOWN:
        yield _("Next visit"), _("in the night of %(day)s", day=call.language.day(link.due_night))


def _story(call: Call, link: LinkView) -> Iterator[Moment]:
    _ = call.say
    moments: list[Moment] = []
    for check, following in zip(link.checks, [*link.checks[1:], None], strict=True):
        moments.append(Moment(at=check.first_at, state=check.verdict.state, said=_check_said(call, check, following)))
    moments += [Moment(at=event.at, kind=event.kind, said=_event_said(call, event)) for event in link.events]
    for number, version in enumerate(link.versions, start=1):
        words_of = _("Version %(number)s: %(title)s", number=number, title=version.title or _("without a title"))
        moments.append(Moment(at=version.first_seen, word=_("text"), said=words_of))
    # Of one moment the settled word stands above what led to it.
    moments.sort(key=lambda one: (one.at, one.kind is not None, one.state is not None), reverse=True)
    yield from moments[:60]


def _check_said(call: Call, check: CheckRow, following: CheckRow | None) -> str:
    seen = told(call.language, check.verdict.evidence)
    said = " ".join(part for part in (check.verdict.reason, seen) if part)
    return f"{said} ×{check.count}" if check.count > 1 and following is not None else said


def _event_said(call: Call, event: Event) -> str:
    if event.kind is EventKind.MOVED and event.after:
        return f"→ {readable(event.after)}"
    return told(call.language, event.evidence)


def _place(link: LinkView, one: Citing) -> Place:
    quoted = Quoted(citation=one.citation, comparison=as_now(link.verdict.state, one.comparison))
    return Place(citing=one, anchor=f"k{one.id}", paragraphs=quotation(quoted))


def _flash(call: Call) -> Markup | str:
    _ = call.say
    said = {
        "checking": _("It is being visited; look again in a moment."),
        "muted": _("It is left out of what needs attention until then."),
        "unmuted": _("It counts again."),
        "busy": _("A crawl is running; it will visit this link in its turn."),
    }
    flash: Markup | str = said.get(call.request.query_params.get("done", ""), "")
    return flash
