"""A site that is no longer its owner's: suspended, unconfigured, for sale, taken over."""

from __future__ import annotations

import re

from linkwatch import urls
from linkwatch.judge import notice
from linkwatch.judge.case import NOTICE_WEIGHT, Case
from linkwatch.judge.phrases import topics
from linkwatch.judge.rule import Finding, Hit, Near, rule
from linkwatch.judge.words import plain, same_words
from linkwatch.model import Failure, State

PARKING_HOSTS = (
    "sedoparking.com",
    "sedo.com",
    "parkingcrew.net",
    "bodis.com",
    "bodiscdn.com",
    "above.com",
    "parklogic.com",
    "parking.namecheap.com",
    "parkingpage.namecheap.com",
    "dan.com",
    "afternic.com",
    "hugedomains.com",
    "undeveloped.com",
    "domainmarket.com",
    "buydomains.com",
    "uniregistry.com",
    "smartname.com",
    "domainsponsor.com",
    "dsparking.com",
    "fabulous.com",
    "skenzo.com",
    "cashparking.com",
    "parkweb.jp",
    "d38psrni17bvxu.cloudfront.net",
    "ztomy.com",
    "voodoo.com",
    "trafficz.com",
    "namedrive.com",
    "rookmedia.net",
    "dopa.com",
    "squadhelp.com",
    "atom.com",
    "expireddomains.com",
)
"""Hosts of parking and domain selling services. A page counts as parked when a frame, a script or its address
is on one of them and it says little itself; matched whole (jordan.com is not dan.com)."""

_PARKING = re.compile("|".join(map(re.escape, PARKING_HOSTS)))

PARKING_MARKS = (
    'window.LANDER_SYSTEM="PW"',
    'location.href="/lander"',
    "window.park = ",
    "/parking-lander/",
    "parking.php?ses=",
    "domain_parking",
    "/pw-parking",
    "/mtm/async/",
)
"""Strings in the source of parking pages: GoDaddy's lander, ParkingCrew, Bodis, Team Internet."""

SPAM = tuple(
    map(
        re.compile,
        (
            r"slot[ -]?(?:gacor|online|88|777|maxwin|dana|pulsa|demo|deposit)",
            r"(?:situs|agen|bandar|judi|daftar|link) (?:slot|judi|togel|bola|poker|casino)",
            r"\b(?:togel|toto ?(?:macau|togel|slot)|sbobet|rtp slot|gacor|maxwin|pkv games|dominoqq|bandarqq)\b",
            r"(?:online|best|top|live|crypto) casinos?\b|casino (?:bonus|online|en ligne|slots?)",
            r"(?:オンライン|ベラ|ネット|海外)カジノ|オンカジ",
            r"入金不要(?:ボーナス)?|カジノ(?:の)?(?:おすすめ|ランキング|ボーナス|比較)",
            r"(?:パチスロ|スロット|ブック ?メーカー)(?:の)?(?:おすすめ|ランキング)",
            r"(?:buy|cheap|order|generic|discount|purchase) .{0,20}(?:viagra|cialis|levitra|kamagra|tramadol)",
            r"\b(?:viagra|cialis|levitra|kamagra|tramadol) .{0,30}(?:online|for sale|prices?|cheap|no rx|pills?)",
            r"(?:buy|cheap|order) (?:essays?|backlinks|followers|replica)|replica (?:watches|handbags)",
            r"\b(?:porn|xxx|escorts?|camgirls?)\b",
            r"(?:激安|コピー|偽物|スーパーコピー)(?:ブランド|通販|時計|品)",
            r"(?:казино|ставки на спорт|вулкан) ?(?:онлайн|официальный)?",
            r"(?:博彩|娱乐城|彩票平台|棋牌|澳门(?:赌场|新葡京)|威尼斯人|bet365|beplay|开元棋牌)",
            r"(?:바카라|카지노|토토 ?사이트|먹튀)",
            r"\b(?:bahis|casino siteleri|deneme bonusu)\b",
            r"(?:bet|win|vip|slot|nổ hũ)\d{2,3}\b.{0,40}(?:nhà cái|đăng nhập|cổng game|casino)",
            r"nhà cái|(?:casino|cá cược) (?:trực tuyến|chính thức|uy tín)|(?:link vào|cổng game) \w+",
            r"payday loans?|binary options",
        ),
    )
)
"""What titles of hijacked pages advertise, in plain form."""


_TRADE = re.compile(
    r"casino|kasino|slot|poker|\bbet|bet\d|bet\.|togel|toto|judi|gacor|jackpot|pharma|viagra|escort|porn|xxx|sex"
)


@rule("suspended", State.SUSPECT, Failure.LIKELY)
def suspended(case: Case) -> Finding:
    """What: the hosting company's notice that the account or site is suspended.

    Why: the page is gone until somebody pays; most never do. A long text under such a title is news about a
    suspension.

    Example: "Account Suspended" at `/cgi-sys/suspendedpage.cgi`; Sakura's "Server unable to read htaccess file".
    """
    if case.page.final_url.endswith("/cgi-sys/suspendedpage.cgi"):
        return Hit(evidence=f"the host's notice {case.page.final_url}")
    return _notice(case, "suspended")


@rule("default-page", State.SUSPECT, Failure.LIKELY)
def default_page(case: Case) -> Finding:
    """What: the page that a server or hosting company shows where no site is set up.

    Why: the site was moved off this server, or let go.

    Example: "Welcome to nginx!", "Apache2 Ubuntu Default Page", Xserver's 「無効なURLです。」.
    """
    return _notice(case, "default-page")


@rule("parked", State.SUSPECT, Failure.LIKELY)
def parked(case: Case) -> Finding:
    """What: a parking service's page, or an offer of the domain.

    Why: the domain changed hands or lapsed; its pages are gone.

    Example: "example-museum.org is for sale"; a page of 114 bytes that sends to `/lander`.
    """
    host = next(filter(None, map(_parking_host, _addresses(case))), "")
    if host and _says_little(case):
        return Hit(evidence=f"made by the parking service {host}")
    says_little = case.own_weight <= NOTICE_WEIGHT
    mark = next((mark for mark in PARKING_MARKS if says_little and mark in case.reading.html), "")
    if mark and _says_little(case):
        return Hit(evidence=f"the mark of a parking page: {mark}")
    if host or mark:
        return Near(why_not=f"{host or mark} on a page of text")
    return _notice(case, "parked")


@rule("hijacked", State.SUSPECT, Failure.LIKELY)
def hijacked(case: Case) -> Finding:
    """What: a title that advertises gambling, drugs and the like where the cited page did not.

    Why: lapsed domains are bought for the links to them. The title alone could be the page's own subject: it
    has to differ from the snapshot's, or to advertise twice.

    Example: a school's news page now titled "Situs Slot Gacor 2025 - Daftar Togel Online".
    """
    title = plain(case.content.title)
    found = list(dict.fromkeys(match.group(0) for pattern in SPAM for match in pattern.finditer(title)))
    if not found:
        return None
    words = " and ".join(f"“{word}”" for word in found[:2])
    before = plain(case.past.title)
    if before and not same_words(before, title) and not any(pattern.search(before) for pattern in SPAM):
        return Hit(evidence=f"the title now has {words}; it was “{case.past.title[:80]}”")
    if not before and len(found) > 1 and not _is_in_trade(case):
        return Hit(evidence=f"the title has {words}")
    return Near(why_not=f"{words} in the title may be the page's own subject")


def _is_in_trade(case: Case) -> bool:
    """Whether the host's own name advertises the same: such a site was never anything else."""
    return _TRADE.search(urls.host_of(case.page.url)) is not None


def _notice(case: Case, topic: str) -> Finding:
    found = notice.of_topic(case, topic)
    if found is None:
        return None
    return Hit(evidence=str(found)) if found.is_all else Near(why_not=found.why_not)


def _says_little(case: Case) -> bool:
    return notice.beside(case, (topics()["parked"],), notice.BESIDE_WHOLE) <= notice.BESIDE_WHOLE


def _addresses(case: Case) -> tuple[str, ...]:
    refresh = (case.content.refresh_url,) if case.content.refresh_url else ()
    elsewhere = (case.page.final_url,) if case.is_elsewhere else ()
    return (*case.reading.scripts, *case.reading.frames, *refresh, *elsewhere)


def _parking_host(address: str) -> str:
    if not _PARKING.search(address.lower()):
        return ""  # nearly always, and much sooner than by its host
    host = urls.host_of(f"https:{address}" if address.startswith("//") else address)
    return next((name for name in PARKING_HOSTS if host == name or host.endswith(f".{name}")), "")
