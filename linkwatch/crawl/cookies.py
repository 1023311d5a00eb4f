"""Cookies of one visit: many a site sends the visitor in a circle until its cookie comes back.

They are kept for the origin that set them and forgotten with the visit: none travels to another host,
nor to another night.
"""

from __future__ import annotations

import re

from linkwatch.urls import origin

MAX_COOKIES = 50
MAX_LENGTH = 4096
_PAIR = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+=[\x21-\x3a\x3c-\x7e]*")
_ENDED = re.compile(r"max-age\s*=\s*(-|0+\s*$)|expires\s*=[^;]*\b19(70|69)\b", re.IGNORECASE)


class Cookies:
    """What each origin has set so far in this visit."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, str]] = {}

    def take(self, url: str, headers: tuple[tuple[str, str], ...]) -> None:
        """Keep what the answer of ``url`` sets."""
        for name, value in headers:
            if name != "set-cookie":
                continue
            pair, _, attributes = value.partition(";")
            pair = pair.strip()
            if len(pair) > MAX_LENGTH or not _PAIR.fullmatch(pair):
                continue
            key, _, content = pair.partition("=")
            own = self._kept.setdefault(origin(url), {})
            if any(_ENDED.match(each.strip()) for each in attributes.split(";")):
                own.pop(key, None)
            elif len(own) < MAX_COOKIES:
                own[key] = content

    def headers(self, url: str) -> tuple[tuple[str, str], ...]:
        """Return the Cookie header for a request of ``url``, when there is anything to send."""
        sent = self.sent_to(url)
        return (("cookie", sent),) if sent else ()

    def sent_to(self, url: str) -> str:
        """Return what a request of ``url`` would carry."""
        return "; ".join(f"{key}={value}" for key, value in self._kept.get(origin(url), {}).items())
