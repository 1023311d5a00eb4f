"""The page exists, but not for an anonymous reader."""

from __future__ import annotations

from linkwatch.judge import notice, place
from linkwatch.judge.case import NOTICE_WEIGHT, Case
from linkwatch.judge.phrases import topics
from linkwatch.judge.rule import Finding, Hit, Near, rule
from linkwatch.judge.words import plain, weight
from linkwatch.model import Confidence, State

TEASER = 1_600
"""Weight of a main text up to which an article behind a paywall is a teaser; above it enough is shown to judge."""

MUCH = 6_000
"""Weight of what a page says outside its links above which it shows more than a teaser."""

FORM_WEIGHT = 300
"""Weight of what a page says around a form for a password that it was sent to."""

PAYWALL_TAIL = 500
"""Characters at the end of the main text in which a paywall tells of itself."""

PAYWALL_AFTER = 1_000
"""Characters after the end of the main text in which a page offers the rest of it."""

LAST_WORDS = 60
"""Characters by which the last paragraph of the main text is found again in the page."""


@rule("geo-fence", State.RESTRICTED)
def geo_fence(case: Case) -> Finding:
    """What: a page that says it is not shown in the visitor's country.

    Why: readers elsewhere see it.

    Example: 403 with 「欧州経済領域（EEA）およびイギリスからご利用のお客様へ」.
    """
    return _told(case, "geo")


@rule("private", State.RESTRICTED)
def private(case: Case) -> Finding:
    """What: an account, blog or page that its owner keeps private.

    Why: it is there, for those who were let in.

    Example: "These Tweets are protected", 「このブログは非公開です」.
    """
    return _told(case, "private")


@rule("age-gate", State.RESTRICTED)
def age_gate(case: Case) -> Finding:
    """What: a question for the visitor's age.

    Why: linkwatch does not answer it for a person; the page is behind it.

    Example: 「あなたは18歳以上ですか」.
    """
    return _told(case, "age")


@rule("members-only", State.RESTRICTED)
def members_only(case: Case) -> Finding:
    """What: a page that says it is for members.

    Why: it is there, for those who joined.

    Example: 「会員専用ページです。」
    """
    return _told(case, "members")


@rule("consent-wall", State.RESTRICTED)
def consent_wall(case: Case) -> Finding:
    """What: a page that wants cookies or terms accepted before it shows anything.

    Why: linkwatch does not agree to anything on a person's behalf. A banner over a page's text is no wall.

    Example: a redirect to `consent.youtube.com`; 「内容を確認しました」 on the first visit to NHK ONE.
    """
    page = case.page
    if case.is_elsewhere and place.is_consent_address(page.final_url) and case.own_weight <= NOTICE_WEIGHT:
        return Hit(evidence=f"sent to {page.final_url}")
    return _told(case, "consent")


@rule("login-wall", State.RESTRICTED)
def login_wall(case: Case) -> Finding:
    """What: a login page in the place of the page: sent to a login address under a login title, or a page of
    little text that asks to log in.

    Why: what is behind it was not seen. A login box beside a text is no wall.

    Example: "You must log in to continue."
    """
    page = case.page
    if place.is_login_address(page.url):
        return Near(why_not="the cited page is itself a login page")
    found = notice.in_title(case, (topics()["login"],))
    if found and case.is_elsewhere and place.is_login_address(page.final_url):
        return Hit(evidence=f"{found} at {page.final_url}")
    is_sent = case.is_elsewhere and place.is_login_address(page.final_url)
    if is_sent and case.reading.passwords and case.own_weight <= FORM_WEIGHT:
        return Hit(evidence=f"sent to {page.final_url}, a form for a password and little else")
    has_form = bool(case.reading.passwords or case.reading.forms)
    if found and found.is_whole and found.is_all and (has_form or "401" in found.words):
        return Hit(evidence=f"{found} over a form and little else")
    asked = notice.in_text(case, (topics()["login"],)) or (found if found and not found.is_whole else None)
    if asked is not None:
        return Hit(evidence=str(asked)) if asked.is_all else Near(why_not=asked.why_not)
    return Near(why_not=f"{found} over no form to log in with") if found else None


@rule("login-form", State.RESTRICTED)
def login_form(case: Case) -> Finding:
    """What: 401 or 403 with a form that takes a password, under a title that asks to log in.

    Why: the refusal is for those without a password, not for robots.

    Example: 401 with "Sign in through your institution".
    """
    if case.page.status not in (401, 403):
        return None
    phrases = (topics()["login"],)
    found = notice.in_title(case, phrases) or notice.in_text(case, phrases)
    if found is None:
        return None
    if not case.reading.passwords:
        return Near(why_not=f"{found}, but no field for a password")
    return Hit(evidence=f"HTTP {case.page.status}: {found} over a form for a password")


@rule("paywall", State.RESTRICTED)
def paywall(case: Case) -> Finding:
    """What: an article that its markup or its last words call paid for, of which only a teaser is shown.

    Why: the article is there; a text cut short by a wall has not changed. The words count at the end of the
    article only: free pages show them in menus and lists.

    Example: JSON-LD `"isAccessibleForFree": false` over 300 characters; 「残り1,234文字」.
    """
    declared = any(str(thing.get("isAccessibleForFree", "")).lower() == "false" for thing in case.reading.data)
    words = topics()["paywall"]
    if not declared and (case.own_weight > MUCH or not words.find(plain(case.reading.own))):
        return None
    shown = weight(case.text)
    if declared and shown <= TEASER:
        return Hit(evidence=f"declared as not free (JSON-LD), {len(case.text):,} characters shown")
    if declared:
        return Near(why_not=f"declared as not free (JSON-LD), yet {len(case.text):,} characters are shown")
    told = words.find(plain(_end_of_article(case)))
    if told and shown <= TEASER:
        return Hit(evidence=f"the text ends with “{told.group(0)}”", confidence=Confidence.LIKELY)
    return Near(why_not="words of a paywall, not at the end of a short article")


def _end_of_article(case: Case) -> str:
    """Return the last words of the main text, and what the page says right after them."""
    last = case.text.rpartition("\n")[2][:LAST_WORDS]
    _, found, after = case.reading.own.partition(last) if last else ("", "", "")
    return f"{case.text[-PAYWALL_TAIL:]}\n{after[:PAYWALL_AFTER] if found else ''}"


def _told(case: Case, topic: str) -> Finding:
    found = notice.of_topic(case, topic)
    if found is None:
        return None
    return Hit(evidence=str(found)) if found.is_all else Near(why_not=found.why_not)
