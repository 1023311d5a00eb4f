"""The page's content was not seen, for no fault of its owner's that could be judged."""

from __future__ import annotations

from linkwatch.judge import notice
from linkwatch.judge.case import Case
from linkwatch.judge.phrases import gone, topics
from linkwatch.judge.rule import Finding, Hit, Near, rule
from linkwatch.judge.words import sentences
from linkwatch.model import Confidence, Failure, State
from linkwatch.page.kind import Kind

SHELL_WEIGHT = 150
"""Weight of what a shell says without scripts: a name, "Loading…", a notice."""

BARE_WEIGHT = 60
"""The same under a heading, which is then the frame's."""

SHELL_MARKS = ('id="root"', 'id="app"', 'id="__next"', 'id="__nuxt"', "<app-root", 'id="react-root"', 'id="main-app"')
"""Where frameworks hang the page that their scripts make."""


@rule("says-out-of-order", State.UNREACHABLE, Failure.NETWORK)
def out_of_order(case: Case) -> Finding:
    """What: a page of little text that tells of maintenance, overload or an error of the server's.

    Why: it answers with 200 what 503 was made for, and will be back.

    Example: "Error establishing a database connection"; 「ただいまメンテナンス中です」.
    """
    found = notice.of_topic(case, "outage")
    if found is None:
        return None
    gone_too = next((one for one in _told_gone(case) if one is not None and "404" in one.words), None)
    if gone_too is not None:
        return Near(why_not=f"{found}, but also {gone_too}")
    return Hit(evidence=str(found)) if found.is_all else Near(why_not=found.why_not)


def _told_gone(case: Case) -> tuple[notice.Notice | None, ...]:
    return notice.in_title(case, gone()), notice.in_text(case, gone())


@rule("needs-browser", State.UNKNOWN)
def needs_browser(case: Case) -> Finding:
    """What: next to no text without scripts, and the marks of a page that scripts make.

    Why: such a shell is the same whether the page is well or gone.

    Example: `<div id="root"></div>` and "You need to enable JavaScript to run this app."
    """
    reading = case.reading
    if reading.kind is not Kind.HTML or case.own_weight > SHELL_WEIGHT or not (reading.scripts or reading.noscript):
        return None
    if case.content.headings and case.own_weight > BARE_WEIGHT:
        return Near(why_not=f"there is a heading, “{case.content.headings[0][:80]}”, with some words")
    told = _asks_for_scripts(case)
    mark = next((mark for mark in SHELL_MARKS if mark in reading.html), "")
    if not told and not mark:
        return None
    if any(thing.get("headline") or thing.get("articleBody") for thing in reading.data):
        return Near(why_not="its JSON-LD tells the article")
    return Hit(evidence=f"“{told}”" if told else f"an empty page around {mark}", confidence=Confidence.LIKELY)


def _asks_for_scripts(case: Case) -> str:
    phrases = topics()["shell"]
    told = (*sentences(case.reading.noscript), *sentences(case.reading.own))
    return next((sentence for sentence in told if phrases.find(sentence)), "")


@rule("empty", State.UNKNOWN)
def empty(case: Case) -> Finding:
    """What: 2xx without any content.

    Why: nothing was seen. It may be a wall, a fault or an end.

    Example: 204, or 200 with no bytes.
    """
    if case.page.body.strip() or case.page.status == 206:
        return None
    return Hit(evidence=f"HTTP {case.page.status} without content", confidence=Confidence.LIKELY)
