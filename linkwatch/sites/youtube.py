"""YouTube: a video's watch page answers 200 even when the video is gone.

Asked are the documented oEmbed address, then the watch page in English. The watch page's player
response says what became of the video; the oEmbed answer speaks where the watch page is walled.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

from linkwatch.model import Content, Page, Sign, SignKind
from linkwatch.sites import youtube_player as player
from linkwatch.sites.address import Address, parse
from linkwatch.sites.markup import attribute, digest, json_value, source, string, tree
from linkwatch.sites.site import Ask, Known

NAME = "youtube"
HOSTS = ("youtube.com", "youtube-nocookie.com", "youtu.be")
DELAY = 3.0

_ID = re.compile(r"[0-9A-Za-z_-]{11}")
_LIST = re.compile(r"[0-9A-Za-z_-]{2,64}")
_WITH_ID = re.compile(r"/(?:shorts|live|embed|v|e)/([0-9A-Za-z_-]{11})/?")
_NO_VIDEO = ("videoseries", "live_stream")
"""What stands in the place of a video's id in the players of a playlist and of a channel."""
_IN_ENGLISH = (("accept-language", "en"), ("cookie", "PREF=hl=en"))

VOUCHED = Known(SignKind.ALIVE, "video-vouched", "oEmbed answers with the video's title")
EMBEDDING_OFF = Known(SignKind.ALIVE, "embedding-off", "oEmbed answers 401: the owner keeps it from being embedded")
CONSENT = Known(SignKind.CONSENT, "consent", "YouTube asks for consent to its cookies, which is not given")
CAPTCHA = Known(SignKind.WALL, "captcha", "YouTube asks for a captcha (/das_captcha, google.com/sorry)")
NOT_SHOWN = Known(SignKind.SHELL, "video-not-told", "The page has no player response: it does not tell of the video")

SIGNS = player.SIGNS


def identity(url: str) -> str | None:
    """A video is known by its id of 11 characters, whatever the address that shows it."""
    video = video_id(url)
    return f"https://www.youtube.com/watch?v={video}" if video else None


def video_id(url: str) -> str | None:
    """Return the id of the video that ``url`` shows, or None: a channel, a playlist, the top page."""
    address = parse(url)
    if address is None or not address.within(*HOSTS):
        return None
    video = _candidate(address)
    return video if _ID.fullmatch(video) and video not in _NO_VIDEO else None


def _candidate(address: Address) -> str:
    if address.host.endswith("youtu.be"):
        return address.path.strip("/")
    if address.path.rstrip("/") == "/watch":
        return address.value("v")
    shown = _WITH_ID.fullmatch(address.path)
    return shown[1] if shown else ""


def _playlist(url: str) -> str | None:
    address = parse(url)
    if address is None or not address.within("youtube.com") or address.path.rstrip("/") != "/playlist":
        return None
    number = address.value("list")
    return f"https://www.youtube.com/playlist?list={number}" if _LIST.fullmatch(number) else None


def asks(url: str) -> tuple[Ask, ...]:
    """A video: its oEmbed address, then its watch page; a playlist likewise; anything else: the page alone."""
    watch, playlist = identity(url), _playlist(url)
    if watch is None and playlist is None:
        return (Ask(url=url, headers=_IN_ENGLISH),)
    oembed = f"https://www.youtube.com/oembed?url={quote(watch or playlist or '', safe='')}&format=json"
    return (Ask(url=oembed, api=True), Ask(url=f"{watch}&hl=en" if watch else url, headers=_IN_ENGLISH))


def enough(url: str, answers: tuple[Page, ...]) -> bool:
    """Both are always asked: oEmbed also answers for videos that cannot be played."""
    return len(answers) >= len(asks(url))


def assemble(url: str, answers: tuple[Page, ...]) -> Page:
    """The page is the watch page; where none came back, the oEmbed answer if that says something."""
    last = answers[-1]
    if last.fault is not None and _from_oembed(answers[0]) is not None:
        return replace(answers[0], answers=answers[1:])
    return replace(last, answers=answers[:-1])


def read(page: Page, content: Content) -> Content:
    """Read a watch page, with the oEmbed answer that came before it, or an oEmbed answer alone."""
    oembed = next((answer for answer in (page, *page.answers) if _is_oembed(answer)), None)
    video = video_id(page.url)
    if video is None and oembed is not page:
        return _read_no_video(page, oembed, content)
    told = player.NOTHING if oembed is page else player.read(page)
    vouched = _vouched(oembed)
    sign = _sign(page, oembed, told)
    title = told.title or string(vouched, "title")
    text = "\n".join(part for part in (told.title, told.description) if part)
    return replace(
        content,
        text=text,
        extractor="youtube/1",
        title=title,
        author=told.channel or string(vouched, "author_name") or None,
        published_at=told.published_at,
        modified_at=None,
        # Pages of dead and walled videos are all alike, and say nothing of each other.
        fingerprint=digest(video or page.url, title, text, sign.code if sign else ""),
        signs=(*content.signs, sign) if sign else content.signs,
    )


def _read_no_video(page: Page, oembed: Page | None, content: Content) -> Content:
    """A channel, a playlist: its own page names it in its head, unless it is a shell."""
    vouched = _from_oembed(oembed)
    sign = vouched or _wall(page)
    if sign is None and page.status == 200 and not attribute(tree(page), 'meta[property="og:title"]', "content"):
        sign = NOT_SHOWN.seen("the page names nothing that it shows")
    return replace(content, signs=(*content.signs, sign)) if sign else content


def _is_oembed(page: Page) -> bool:
    address = parse(page.final_url)
    return address is not None and address.path.rstrip("/") == "/oembed"


def _vouched(oembed: Page | None) -> object:
    """Return oEmbed's JSON; None unless it names a title: 「Forbidden」 has come with status 200 too."""
    answer = json_value(source(oembed)) if oembed is not None and oembed.status == 200 else None
    return answer if string(answer, "title") else None


def _sign(page: Page, oembed: Page | None, told: player.Told) -> Sign | None:
    """What the player says comes first, then what oEmbed says, then why the page says nothing."""
    from_oembed = _from_oembed(oembed)
    if told.sign is not None and from_oembed is not None and told.doubtful:
        if told.sign.kind is SignKind.WALL or from_oembed.kind is not SignKind.ALIVE:
            return from_oembed
        if told.sign.kind is SignKind.GONE:
            return player.NOT_PLAYABLE.seen(f"{told.sign.evidence}; yet oEmbed vouches for it")
    return told.sign or from_oembed or (_mute(page) if oembed is not page else None)


def _from_oembed(oembed: Page | None) -> Sign | None:
    if oembed is None:
        return None
    if _vouched(oembed):
        return VOUCHED.seen()
    if oembed.status == 401:
        return EMBEDDING_OFF.seen()
    if oembed.status in (200, 403) and oembed.body.strip() == b"Forbidden":
        return player.PRIVATE.seen("oEmbed answers 「Forbidden」")
    return None


def _mute(page: Page) -> Sign | None:
    return _wall(page) or (NOT_SHOWN.seen() if page.status == 200 else None)


def _wall(page: Page) -> Sign | None:
    """Tell a consent screen or a captcha, in any language."""
    address = parse(page.final_url)
    if address is not None and address.host.startswith("consent."):
        return CONSENT.seen(f"sent to {address.host}")
    document = tree(page)
    if document.css_first('form[action^="https://consent.youtube.com"]') is not None:
        return CONSENT.seen()
    asked = attribute(document, "form", "action").startswith("/das_captcha")
    return CAPTCHA.seen() if asked or (address is not None and address.path.startswith("/sorry")) else None
