"""The rules in order, read top to bottom: the first that fires gives the verdict."""

from __future__ import annotations

from linkwatch.judge.case import Case
from linkwatch.judge.rule import Rule, decide
from linkwatch.judge.rules import (
    alive,
    gone,
    hosts,
    ours,
    redirects,
    restricted,
    signs,
    status,
    transport,
    unseen,
    walls,
)
from linkwatch.model import Content, Page, Past, Verdict
from linkwatch.page.reading import Reading

JUDGED_BY = "5"
"""Version of the rules. A verdict of another version is not reused for an unchanged page."""

RULES: tuple[Rule, ...] = (
    # Was the page looked at?
    ours.robots,
    ours.not_in_replay,
    ours.guarded,
    ours.bad_url,
    ours.crashed,
    ours.captive_portal,
    transport.too_large,
    transport.nxdomain,
    transport.dns_failure,
    transport.refused,
    transport.reset,
    transport.timeout,
    transport.tls_failure,
    transport.protocol_error,
    transport.no_route,
    transport.redirect_loop,
    # What the site's own module read.
    signs.site_wall,
    signs.site_outage,
    signs.site_gone,
    signs.site_restricted,
    signs.site_moved,
    signs.site_alive,
    signs.site_shell,
    # Walls, whatever the status.
    walls.bot_wall,
    # The status.
    status.not_found,
    status.gone,
    status.login_by_http,
    hosts.suspended,
    hosts.default_page,
    restricted.geo_fence,
    restricted.private,
    restricted.members_only,
    restricted.login_form,
    status.refuses_robots,
    status.server_error,
    status.client_error,
    signs.not_modified,
    status.odd_status,
    unseen.empty,
    walls.challenge_status,
    # From here on it is a page that was sent with 2xx: notices that only fill a page.
    hosts.parked,
    hosts.hijacked,
    unseen.out_of_order,
    walls.says_blocked,
    restricted.age_gate,
    # Gone by where it led, by title or heading.
    redirects.redirected_to_error,
    gone.no_such_object,
    gone.soft_404,
    gone.error_template,
    restricted.consent_wall,
    restricted.login_wall,
    redirects.redirected_to_top,
    redirects.redirected_to_section,
    gone.says_gone,
    # In doubt.
    unseen.needs_browser,
    gone.like_nonsense,
    gone.article_missing,
    restricted.paywall,
    # Well.
    redirects.moved,
    alive.faulty_certificate,
    alive.ok,
)


def judge(
    page: Page, content: Content, past: Past, *, reading: Reading | None = None, sibling: Content | None = None
) -> Verdict:
    """Return the provisional verdict on one visit; never ``dead``, which takes more than one night.

    ``reading`` is the page's parse, for a caller that has it; ``sibling`` is what the host answers for an
    address that cannot exist (see :mod:`linkwatch.judge.sibling`).
    """
    return judge_case(Case(page, content, past, reading=reading, sibling=sibling))


def judge_case(case: Case) -> Verdict:
    """Return the verdict on a case; a page that its server calls unmodified keeps the one it had."""
    if case.page.status == 304 and case.page.fault is None and case.past.provisional is not None:
        return case.past.provisional
    return decide(RULES, case)
