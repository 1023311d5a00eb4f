"""mofa.go.jp, 外務省: Japan's Ministry of Foreign Affairs."""

from __future__ import annotations

from linkwatch.sites.address import parse

NAME = "mofa"
HOSTS = ("mofa.go.jp",)


def identity(url: str) -> str | None:
    """A page is known by its path; the site's static pages take no query."""
    address = parse(url)
    if address is None or address.host not in ("mofa.go.jp", "www.mofa.go.jp"):
        return None
    return f"https://www.mofa.go.jp{address.path}" if address.path.endswith(".html") else None
