"""Reading and judging a page in one: what worker, command line and tests share."""

from __future__ import annotations

from dataclasses import replace

from linkwatch import page as pages
from linkwatch import sites
from linkwatch.judge.case import Case
from linkwatch.judge.table import JUDGED_BY, judge_case
from linkwatch.model import Content, Page, Past, State, Verdict
from linkwatch.page.article import EXTRACTOR
from linkwatch.page.reading import read as parse


def visit(page: Page, past: Past | None = None, *, sibling: Page | Content | None = None) -> tuple[Content, Verdict]:
    """Return what a page says and the provisional verdict on it.

    The page is parsed once. Its article is extracted when a rule asks for it, or when it is alive and not
    as it was: for a page with the fingerprint and extractor of ``past`` the content has no text, and its
    ``extractor`` is empty. ``sibling`` is the host's answer for an address that cannot exist,
    or what it says.
    """
    past = past or Past()
    reading = parse(page)
    content = sites.read(page, pages.read(page, want_text=False, reading=reading))
    beside = pages.read(sibling, want_text=False) if isinstance(sibling, Page) else sibling
    case = Case(page, content, past, reading=reading, sibling=beside)
    verdict = _standing(case) or judge_case(case)
    if _wants_text(case, verdict):
        text, extractor = case.text_and_extractor
        content = replace(content, text=text, extractor=extractor)
    return content, verdict


def _standing(case: Case) -> Verdict | None:
    """Return the verdict of the last visit, when the same rules would see the same page again.

    A page of which a site's module or a probe tells more than its visible text is judged anew.
    """
    page, past = case.page, case.past
    if past.provisional is None or past.judged_by != JUDGED_BY or case.content.signs or case.sibling is not None:
        return None
    same = (page.status, page.final_url) == (past.status, past.final_url) and page.fault is None
    return past.provisional if same and _is_unchanged(case) else None


def _is_unchanged(case: Case) -> bool:
    """Whether the page says word for word what it said at the last visit."""
    return bool(case.past.fingerprint) and case.past.fingerprint == case.content.fingerprint


def _wants_text(case: Case, verdict: Verdict) -> bool:
    """Whether the page shows its content, and something may have changed since the snapshot."""
    if case.content.extractor or verdict.state not in (State.ALIVE, State.MOVED, State.RESTRICTED):
        return False
    return not (_is_unchanged(case) and case.past.extractor == EXTRACTOR)
