"""Which archives there are, and how each is asked. A further one is a line in ``KNOWN`` or in linkwatch.toml.

Addresses are templates: ``{url}`` the page, ``{quoted}`` the same percent-encoded for a query, ``{timestamp}``
fourteen digits of UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlsplit

from linkwatch.errors import UsageError

DELAY = 2.0
"""Seconds between two requests to an archive of which nothing else is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One archive. It needs a CDX server of either dialect, a TimeGate or a TimeMap; the first of these is asked."""

    name: str
    cdx: str = ""
    """CDX server of the Wayback Machine's dialect: a negative limit counts from the end."""
    cdxj: str = ""
    """CDX server of pywb's dialect: it sorts the other way round."""
    timegate: str = ""
    """RFC 7089, section 4: redirects to the copy nearest to Accept-Datetime."""
    timemap: str = ""
    """RFC 7089, section 5: the list of all copies, in link format."""
    memento: str = ""
    """Address at which a reader sees a copy that a CDX server told of."""
    raw: str = ""
    """Address of a copy as it was archived, without banner and rewritten links."""
    delay: float = DELAY
    """Seconds between two requests."""

    @property
    def hosts(self) -> frozenset[str]:
        """Hosts that its own addresses name: redirects are followed to these only."""
        every = (self.cdx, self.cdxj, self.timegate, self.timemap, self.memento, self.raw)
        return frozenset(urlsplit(address).netloc for address in every if address)


KNOWN = {
    "wayback": Source(
        name="wayback",
        # Without error pages, which would crowd out the copies of the page: a filter is a regular expression.
        cdx="https://web.archive.org/cdx/search/cdx?url={quoted}&output=json&fl=timestamp,original,statuscode"
        "&filter=!statuscode:[45]..",
        timegate="https://web.archive.org/web/{url}",
        timemap="https://web.archive.org/web/timemap/link/{url}",
        memento="https://web.archive.org/web/{timestamp}/{url}",
        raw="https://web.archive.org/web/{timestamp}id_/{url}",
    ),
    # The National Diet Library's archive of public bodies.
    "warp": Source(
        name="warp",
        timegate="https://warp.ndl.go.jp/web/{url}",
        timemap="https://warp.ndl.go.jp/web/timemap/link/{url}",
        raw="https://warp.ndl.go.jp/web/{timestamp}id_/{url}",
        delay=3.0,
    ),
    "archive-it": Source(
        name="archive-it",
        timegate="https://wayback.archive-it.org/all/{url}",
        timemap="https://wayback.archive-it.org/all/timemap/link/{url}",
        raw="https://wayback.archive-it.org/all/{timestamp}id_/{url}",
    ),
}
"""Archives known by name."""

_ADDRESSES = ("cdx", "cdxj", "timegate", "timemap", "memento", "raw")
_TIMESTAMP = re.compile(r"(?<!\d)(\d{14})(?!\d)")


def source(told: str) -> Source:
    """The archive that a line of linkwatch.toml names: ``wayback``, or ``NAME timegate=… timemap=… raw=… delay=…``.

    Raises UsageError for a name that is not known and a line that cannot be read.
    """
    name, *parts = told.split()
    if not parts:
        if name not in KNOWN:
            raise UsageError(
                f"archive {name!r} is not known", hint=f"one of {', '.join(KNOWN)}, or NAME timegate=URL"
            )
        return KNOWN[name]
    given: dict[str, str] = {}
    delay = DELAY
    for part in parts:
        key, _, value = part.partition("=")
        if key == "delay" and re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value, re.ASCII):
            delay = float(value)
            continue
        if key not in _ADDRESSES or not value.startswith(("http://", "https://")):
            raise UsageError(
                f"archive {name!r}: {part!r} is not understood",
                hint=f"KEY=URL, KEY one of {', '.join(_ADDRESSES)}, or delay=SECONDS",
            )
        given[key] = value
    if not any(given.get(key) for key in ("cdx", "cdxj", "timegate", "timemap")):
        raise UsageError(f"archive {name!r} cannot be asked", hint="give it cdx=URL, timegate=URL or timemap=URL")
    return Source(
        name=name,
        cdx=given.get("cdx", ""),
        cdxj=given.get("cdxj", ""),
        timegate=given.get("timegate", ""),
        timemap=given.get("timemap", ""),
        memento=given.get("memento", ""),
        raw=given.get("raw", ""),
        delay=delay,
    )


def filled(template: str, url: str, timestamp: str = "") -> str:
    """An address of a source, its places filled in."""
    return template.replace("{timestamp}", timestamp).replace("{quoted}", quote(url, safe="")).replace("{url}", url)


def stamp(at: datetime) -> str:
    """Fourteen digits, as archives write a moment of UTC."""
    return f"{at:%Y%m%d%H%M%S}"


def stamped(address: str) -> str:
    """The fourteen digits in a copy's address; empty when it has none."""
    found = _TIMESTAMP.search(address)
    return found.group() if found else ""
