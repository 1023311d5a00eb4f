"""The last rules: nothing was found wrong."""

from __future__ import annotations

from linkwatch.judge.case import Case
from linkwatch.judge.rule import Finding, Hit, rule
from linkwatch.model import Confidence, State
from linkwatch.page.kind import Kind

LITTLE_TEXT = 150
"""Characters of text below which a page is alive for want of anything better: many error pages say no more. Only
such a page is compared with a made-up sibling, and with the other pages of its host."""


@rule("faulty-certificate", State.ALIVE)
def faulty_certificate(case: Case) -> Finding:
    """What: a page with nothing against it but its certificate: it ran out, is another host's, soon ends, or its
    chain lacks a link that browsers know to fetch.

    Why: browsers open some of these pages and warn of others; the page is there.

    Example: a server that forgot its intermediate certificate.
    """
    return _well(case) if case.page.certificate is not None else None


@rule("ok", State.ALIVE)
def ok(case: Case) -> Finding:
    """What: the server answers with a page, and nothing tells against it.

    Why: a page is taken to be well until something says otherwise.

    Example: an article under its own address.
    """
    return _well(case)


def _well(case: Case) -> Hit:
    page = case.page
    seen = [f"HTTP {page.status}"]
    if case.is_elsewhere:
        seen.append(f"at {page.final_url} for the time being")
    if page.certificate is not None:
        seen.append(f"with a faulty certificate ({page.certificate.detail or page.certificate.kind})")
    if case.reading.kind is Kind.OTHER:
        return Hit(evidence=", ".join(seen))
    seen.append(f"{case.text_chars:,} characters of text")
    says_little = case.text_chars < LITTLE_TEXT and case.own_weight < LITTLE_TEXT and not case.is_item
    return Hit(evidence=", ".join(seen), confidence=Confidence.GUESS if says_little else Confidence.SURE)
