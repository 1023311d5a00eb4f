"""A page that answers with 200 and yet is gone."""

from __future__ import annotations

from linkwatch.judge.case import Case
from linkwatch.judge.phrases import gone
from linkwatch.judge.rule import Finding, Hit, Near, rule
from linkwatch.judge.words import segments
from linkwatch.model import Failure, State

SHORT_TEXT = 600
"""Characters of main text up to which a page that calls itself gone is believed."""

LONGEST_MESSAGE = 120
"""Characters of a segment or heading that may be a message; longer ones tell a story."""


@rule("soft-404", State.SUSPECT, Failure.LIKELY)
def soft_404(case: Case) -> Finding:
    """What: the title's own segment or the main heading says, as its whole message, that the page is gone,
    and the page has little or no text beside that.

    Why: many servers send their error page with status 200. A long article under such a title is an article
    about such errors, and alive.

    Example: the title 「お探しのページは見つかりませんでした｜○○新聞」 over a search box.
    """
    message = _message(case)
    if not message:
        return None
    if case.text_chars > SHORT_TEXT:
        return Near(why_not=f"“{message}” stands over {case.text_chars:,} characters of text")
    return Hit(evidence=f"“{message}” over {case.text_chars:,} characters of text")


def _message(case: Case) -> str:
    """Return the part of title or main heading that says so."""
    for source in (case.content.title, *case.content.headings[:3]):
        for segment in segments(source):
            if len(segment) <= LONGEST_MESSAGE and is_message(segment):
                return segment
    return ""


def is_message(segment: str) -> bool:
    """Whether a segment in plain form says that a page is gone."""
    return any(language.find(segment) for language in gone())
