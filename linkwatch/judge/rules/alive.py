"""The last rules: nothing was found wrong."""

from __future__ import annotations

from linkwatch.judge.case import Case
from linkwatch.judge.rule import Finding, Hit, rule
from linkwatch.model import Confidence, State
from linkwatch.page.kind import Kind


@rule("ok", State.ALIVE)
def ok(case: Case) -> Finding:
    """What: the server answers with a page, and nothing tells against it.

    Why: a page is taken to be well until something says otherwise.

    Example: an article under its own address.
    """
    page = case.page
    seen = [f"HTTP {page.status}"]
    if case.is_elsewhere:
        seen.append(f"at {page.final_url} for the time being")
    if page.certificate is not None:
        seen.append(f"with a faulty certificate ({page.certificate.detail or page.certificate.kind})")
    if case.reading.kind is Kind.OTHER:
        return Hit(evidence=", ".join(seen))
    seen.append(f"{case.text_chars:,} characters of text")
    sure = Confidence.SURE if case.text_chars else Confidence.GUESS
    return Hit(evidence=", ".join(seen), confidence=sure)
