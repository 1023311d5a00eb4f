"""What YouTube's player says of a video: the player response of a watch page, or the notice of 2013 to 2020.

The wording is English, as asked for; where it is another language, the status alone is believed.
Reasons by status are those of yt-dlp and youtube-grab, and of saved pages of 2013 to 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from linkwatch.model import Page, Sign, SignKind, When
from linkwatch.sites.markup import attribute, inside, json_after, json_value, source, string, text_of
from linkwatch.sites.site import Known

PLAYABLE = Known(SignKind.ALIVE, "video-playable", "The player response says OK, or asks only for a click")
UPCOMING = Known(SignKind.UPCOMING, "video-upcoming", "A premiere or live event that is still to come")
REMOVED = Known(SignKind.GONE, "video-removed", "「removed by the uploader」, 「for violating YouTube's policy」")
UNAVAILABLE = Known(
    SignKind.GONE, "video-unavailable", "The status is ERROR, and no title is shown: deleted, or no such id"
)
TERMINATED = Known(
    SignKind.GONE, "account-terminated", "「YouTube account associated with this video has been terminated」"
)
COPYRIGHT = Known(SignKind.GONE, "copyright-claim", "「no longer available due to a copyright claim」")
LIVE_OVER = Known(
    SignKind.GONE, "live-over", "「This live event has ended」, 「live stream recording is not available」"
)
PRIVATE = Known(SignKind.PRIVATE, "video-private", "「This is a private video」")
MEMBERS = Known(
    SignKind.MEMBERS, "members-only", "「Join this channel to get access to members-only content」, Music Premium"
)
PAYMENT = Known(SignKind.PAYWALL, "payment", "「requires payment to watch」")
AGE = Known(SignKind.AGE, "age-restricted", "「Sign in to confirm your age」")
LOGIN = Known(SignKind.LOGIN, "sign-in", "「Please sign in」, with no reason that tells more")
REGION = Known(
    SignKind.GEO,
    "region-blocked",
    "「not made this video available in your country」, 「blocked it on copyright grounds」",
)
NOT_PLAYABLE = Known(SignKind.GEO, "not-playable-here", "The video's title is shown, yet it will not play here")
BOT_WALL = Known(
    SignKind.WALL, "bot-wall", "「confirm you're not a bot」, 「VPN/Proxy Detected」, 「try again later」"
)

SIGNS = tuple(value for value in globals().values() if isinstance(value, Known))

_WORDS: tuple[tuple[str, Known], ...] = (
    (r"not a bot|helps protect our community|vpn/proxy|unusual traffic|try again later", BOT_WALL),
    (r"private video|video is private", PRIVATE),
    (r"members-only|channel's members|music premium", MEMBERS),
    (r"payment to watch|requires payment|purchase to watch|rent this", PAYMENT),
    (r"confirm your age|age-restricted|may be inappropriate for some users", AGE),
    (r"account associated with this video has been (?:terminated|closed)", TERMINATED),
    (r"your country|your location|on copyright grounds", REGION),
    (r"copyright claim", COPYRIGHT),
    (r"has been removed|removed (?:by|for|because)", REMOVED),
    (r"live (?:event|stream) has ended|(?:stream )?recording is not available", LIVE_OVER),
    (r"sign in", LOGIN),
)
"""In the order of belief: a wall's words stand above all, the plainest ones at the end."""
_KNOWN_WORDS = tuple((re.compile(pattern), known) for pattern, known in _WORDS)
_TITLES = ('meta[property="og:title"]', 'meta[name="title"]', 'meta[itemprop="name"]')
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d|Z)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the player tells of a video; empty where it tells nothing."""

    sign: Sign | None = None
    doubtful: bool = False
    """Nothing but a wall, or an error without a reason: another answer may know better."""
    title: str = ""
    description: str = ""
    channel: str = ""
    published_at: When | None = None


NOTHING = Told()


def read(page: Page) -> Told:
    """Read what the player on ``page`` tells; :data:`NOTHING` when it has no player, or is no watch page."""
    text = source(page)
    response = _response(text)
    if string(response, "playabilityStatus", "status"):
        return _from_response(response, text)
    return _from_old_page(LexborHTMLParser(text)) if 'id="player-unavailable"' in text else NOTHING


def _response(text: str) -> object:
    """Find the player response: in a script of the page, or in the JSON of a watch page asked with pbj=1."""
    if text[:1] in ("{", "["):
        whole = json_value(text)
        parts = whole if isinstance(whole, list) else [whole]
        return next((inner for part in parts if (inner := inside(part, "playerResponse"))), whole)
    response = json_after(text, "ytInitialPlayerResponse")
    if response is None:
        # Until 2020 it was a string of JSON in the JSON of the player's settings.
        response = json_after(text, '"player_response":')
    response = json_value(response) if isinstance(response, str) else response
    return response if response is not None else _pieces(text)


def _pieces(text: str) -> object:
    """Read what counts one by one, from a page cut short or saved with its JSON damaged."""
    return {
        "playabilityStatus": json_after(text, '"playabilityStatus":'),
        "videoDetails": json_after(text, '"videoDetails":'),
        "microformat": {"playerMicroformatRenderer": json_after(text, '"playerMicroformatRenderer":')},
    }


def _from_response(response: object, text: str) -> Told:
    status = inside(response, "playabilityStatus")
    details, micro = inside(response, "videoDetails"), inside(response, "microformat", "playerMicroformatRenderer")
    title = string(details, "title") or string(micro, "title", "simpleText")
    if not title and string(status, "status") == "ERROR":
        title = _shown_title(LexborHTMLParser(text))
    said = " ".join(" ".join(dict.fromkeys(_words(status))).split())
    sign, doubtful = _judged(string(status, "status"), said, status, title)
    return Told(
        sign=sign,
        doubtful=doubtful,
        title=title,
        description=string(details, "shortDescription") or string(micro, "description", "simpleText"),
        channel=string(details, "author") or string(micro, "ownerChannelName"),
        published_at=_when(string(micro, "publishDate")),
    )


def _words(status: object) -> Iterator[str]:
    """Yield what the player says: 「Video unavailable」 alone may be a dead video or one blocked in a country."""
    yield string(status, "reason")
    yield string(status, "reasonTitle")
    messages = inside(status, "messages")
    yield from (message for message in messages if isinstance(message, str)) if isinstance(messages, list) else ()
    for name in ("reason", "subreason"):
        said = inside(status, "errorScreen", "playerErrorMessageRenderer", name)
        yield string(said, "simpleText")
        runs = inside(said, "runs")
        yield "".join(string(run, "text") for run in runs) if isinstance(runs, list) else ""
    yield string(status, "errorScreen", "playerLegacyDesktopYpcOfferRenderer", "offerDescription")


def _judged(status: str, said: str, whole: object, title: str) -> tuple[Sign | None, bool]:
    """Return the sign, and whether another answer may know better."""
    known = _known_words(said)
    if status in ("OK", "CONTENT_CHECK_REQUIRED"):
        return PLAYABLE.seen(), False
    if status == "LIVE_STREAM_OFFLINE":
        return (LIVE_OVER if known is LIVE_OVER else UPCOMING).seen(said), False
    if known is not None:
        return known.seen(f"{status}: {said}"), known is BOT_WALL
    known = _unworded(status, whole, title)
    return (known.seen(f"{status}: {said}") if known else None), known is not AGE


def _unworded(status: str, whole: object, title: str) -> Known | None:
    """What the status alone says, in whatever language the reason is."""
    if inside(whole, "desktopLegacyAgeGateReason") or status.startswith("AGE_"):
        return AGE
    if status == "ERROR":
        return NOT_PLAYABLE if title else UNAVAILABLE
    return {"LOGIN_REQUIRED": LOGIN, "UNPLAYABLE": NOT_PLAYABLE}.get(status)


def _known_words(said: str) -> Known | None:
    plain = said.replace("\u2019", "'").lower()
    return next((known for pattern, known in _KNOWN_WORDS if pattern.search(plain)), None)


def _shown_title(document: LexborHTMLParser) -> str:
    """A removed video's page names no title but the site's; some errors leave it in place."""
    return next((title for selector in _TITLES if (title := attribute(document, selector, "content"))), "")


def _from_old_page(document: LexborHTMLParser) -> Told:
    """Read a page of 2013 to 2020: on living ones the notice over the player has the class ``hid``."""
    notice = document.css_first("#player-unavailable")
    title = _shown_title(document)
    told = Told(
        title=title,
        description=text_of(document.css_first("#eow-description")),
        channel=text_of(document.css_first("#watch7-user-header .yt-user-info")),
        published_at=_when(attribute(document, 'meta[itemprop="datePublished"]', "content")),
    )
    if notice is None or "hid" in (notice.attributes.get("class") or "").split():
        return replace(told, sign=PLAYABLE.seen("the page shows no notice over the player")) if title else told
    said = " ".join(notice.text(separator=" ").split())
    known = _known_words(said) or (NOT_PLAYABLE if title else UNAVAILABLE)
    return replace(told, sign=known.seen(said))


def _when(value: str) -> When | None:
    return When(value=value, source="player") if _ISO.fullmatch(value) else None
