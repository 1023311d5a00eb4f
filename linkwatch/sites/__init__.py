"""What each site's URLs and pages mean: one pure module a site, found by themselves.

How a visit goes: the crawl makes the requests of ``asks(url)`` in order until ``enough(url,
answers)``, then those of ``following(url, answers)`` until it returns None, and makes one page of
all answers with ``assemble(url, answers)``. ``read(page, content)`` lays what the page says of
itself over the general reading. What a sign means is a rule in ``linkwatch.judge``.
"""

from linkwatch.sites import article, markup
from linkwatch.sites.dispatch import (
    OTHER,
    all_sites,
    asks,
    assemble,
    canonical,
    delay_of,
    enough,
    following,
    load_folder,
    read,
    site_named,
    site_of,
)
from linkwatch.sites.site import Ask, Known, Layout, Site

__all__ = [
    "OTHER",
    "Ask",
    "Known",
    "Layout",
    "Site",
    "all_sites",
    "article",
    "asks",
    "assemble",
    "canonical",
    "delay_of",
    "enough",
    "following",
    "load_folder",
    "markup",
    "read",
    "site_named",
    "site_of",
]
