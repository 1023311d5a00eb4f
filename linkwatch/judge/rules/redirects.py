"""Where a redirect led: nowhere in particular, or to the same page at a new address."""

from __future__ import annotations

from linkwatch.judge import place
from linkwatch.judge.case import Case
from linkwatch.judge.rule import Finding, Hit, Near, rule
from linkwatch.judge.words import same_words
from linkwatch.model import Confidence, Failure, State


def _way(case: Case) -> str:
    statuses = ", ".join(str(hop.status) for hop in case.page.redirects[:5])
    return f"{case.page.final_url} (by {statuses})" if statuses else case.page.final_url


def _kept_title(case: Case) -> bool:
    return bool(case.past.title) and same_words(case.past.title, case.content.title)


@rule("redirected-to-error", State.SUSPECT, Failure.LIKELY)
def redirected_to_error(case: Case) -> Finding:
    """What: a redirect to an address that is the name of an error page.

    Why: some sites send what they no longer have to `/404` and answer that with 200.

    Example: `/news/2014/1205.html` sends to `/error/notfound.html`.
    """
    page = case.page
    if not case.is_elsewhere or not place.is_error_address(page.final_url):
        return None
    if place.is_error_address(page.url):
        return Near(why_not="the cited page is itself called an error page")
    return Hit(evidence=f"redirected to the error address {_way(case)}")


@rule("redirected-to-top", State.SUSPECT, Failure.LIKELY)
def redirected_to_top(case: Case) -> Finding:
    """What: a redirect from a page within a site to a site's top page.

    Why: it is how many sites say "no longer here"; not so when a top page was cited, or when the cited
    address was short and another site took it over whole.

    Example: `/news/2014/1205.html` sends to `/`.
    """
    page = case.page
    if not case.is_elsewhere or not place.is_top(page.final_url):
        return None
    if place.is_top(page.url):
        return Near(why_not="the cited page is itself a top page")
    if not place.same_host(page.url, page.final_url) and not place.is_deep(page.url):
        return Near(why_not="a short address that leads to another site's top page: it may be the same thing")
    if _kept_title(case):
        return Near(why_not="the title is as it was")
    return Hit(evidence=f"redirected to the top page {_way(case)}")


@rule("redirected-to-section", State.SUSPECT, Failure.LIKELY)
def redirected_to_section(case: Case) -> Finding:
    """What: a redirect from an item to a directory above it.

    Why: the list is there, the item is not.

    Example: `/news/2014/1205.html` sends to `/news/`.
    """
    page = case.page
    if not case.is_elsewhere or not place.is_section_of(page.final_url, page.url):
        return None
    if place.is_top(page.url):
        return Near(why_not="the cited page is itself a top page")
    if _kept_title(case):
        return Near(why_not="the title is as it was")
    return Hit(evidence=f"redirected to the section {_way(case)}", confidence=Confidence.LIKELY)


@rule("moved", State.MOVED)
def moved(case: Case) -> Finding:
    """What: permanent redirects to another page that is no top page and no error.

    Why: the site says that the address changed for good, so that the new one can be offered. A change to
    https, to `www.` or of a trailing slash is no move.

    Example: `/news/123` sends by 301 to `/articles/123-title`.
    """
    page = case.page
    if not case.is_elsewhere:
        return None
    if not place.is_for_good(page):
        return Near(why_not=f"the redirect to {page.final_url} is a temporary one") if page.redirects else None
    if case.past.title and not _kept_title(case):
        return Hit(
            evidence=f"moved for good to {_way(case)}; the title was “{case.past.title[:80]}”",
            confidence=Confidence.LIKELY,
            new_url=page.final_url,
        )
    return Hit(evidence=f"moved for good to {_way(case)}", new_url=page.final_url)
