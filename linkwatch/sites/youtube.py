"""YouTube: a video's watch page answers 200 even when the video is gone."""

from __future__ import annotations

import re

from linkwatch.sites.address import Address, parse

NAME = "youtube"
HOSTS = ("youtube.com", "youtube-nocookie.com", "youtu.be")

_ID = re.compile(r"[0-9A-Za-z_-]{11}")
_WITH_ID = re.compile(r"/(?:shorts|live|embed|v|e)/([0-9A-Za-z_-]{11})/?")
_NO_VIDEO = ("videoseries", "live_stream")
"""What stands in the place of a video's id in the players of a playlist and of a channel."""


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
