"""X, formerly Twitter: a post's page is a shell that says nothing without a browser."""

from __future__ import annotations

import re

from linkwatch.sites.address import parse

NAME = "x"
HOSTS = ("x.com", "twitter.com")

_WEB_HOSTS = frozenset(prefix + host for host in ("x.com", "twitter.com") for prefix in ("", "www.", "mobile.", "m."))
_STATUS = re.compile(r"/(?:\w{1,20}|i/web)/status(?:es)?/(\d{1,20})(?:/(?:photo|video)/\d+)?/?", re.ASCII)


def identity(url: str) -> str | None:
    """A post is known by its number; the name before it is free, and twitter.com is x.com."""
    number = post_number(url)
    return f"https://x.com/i/status/{number}" if number else None


def post_number(url: str) -> str | None:
    """Return the number of the post that ``url`` shows, or None: an account, a list, a search."""
    address = parse(url)
    if address is None or address.host not in _WEB_HOSTS:
        return None
    # Until 2012 a post's address was https://twitter.com/#!/NAME/status/NUMBER.
    path = address.fragment[1:] if address.fragment.startswith("!/") else address.path
    post = _STATUS.fullmatch(path)
    return post[1] if post else None
