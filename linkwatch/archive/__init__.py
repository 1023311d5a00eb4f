"""Copies of pages in web archives: found around a date, and read without the archive's own frame.

Archives(sources, fetch).around(url, when)   the copies nearest before and after a moment
Archives.since(url, when)                    whether an archive saw the page after a moment
Archives.read(capture)                       a copy with its status and text
asking.Asking(archives, limit)               what one night asks, stored
transport.live() / fetch of a replay         where answers come from

An archive that answers nothing proves nothing: what was asked, when, and what came of it is told beside the copies.
The availability API of the Wayback Machine is not asked: its empty answers are not to be trusted.
"""

from linkwatch.archive.client import Archives, Asked, Found, Outcome
from linkwatch.archive.source import KNOWN, Source, source

__all__ = ["KNOWN", "Archives", "Asked", "Found", "Outcome", "Source", "source"]
