"""The random sibling: an address beside the cited one that cannot exist, and whether its answer is the same.

While a page is in doubt (:func:`is_wanted`), a crawl asks the host once for :func:`address` and hands the
answer to :func:`linkwatch.judge.visit.visit`, which fires the rule ``like-nonsense`` when both are alike.
After Bar-Yossef, Broder, Kumar and Tomkins, "Sic transit gloria telae", 2004.
"""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import urlsplit, urlunsplit

from linkwatch.judge.words import same_words
from linkwatch.model import Confidence, Content, State, Verdict

ALIKE = 0.1
"""Share by which the amounts of visible text may differ in pages that are alike."""


def is_wanted(verdict: Verdict) -> bool:
    """Whether a page is alive for want of anything better, so that a probe would tell."""
    return verdict.state is State.ALIVE and verdict.confidence is Confidence.GUESS


def address(url: str, token: str) -> str:
    """Return the address of a sibling that cannot exist, in the same folder and with the same ending.

    ``token`` varies it, from crawl to crawl; the same arguments give the same address. A query is dropped.
    """
    parts = urlsplit(url)
    folder, _, name = parts.path.rstrip("/").rpartition("/")
    ending = name[name.rindex(".") :] if "." in name else ""
    made_up = blake2b(f"{token} {parts.netloc}".encode(), digest_size=10).hexdigest()
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{made_up}{ending}", "", ""))


def is_like(content: Content, sibling: Content) -> bool:
    """Whether a page says what the host says of an address that cannot exist.

    Either the same words throughout, or the same title over about as much text, neither with an article.
    """
    if not sibling.fingerprint:
        return False
    if content.fingerprint == sibling.fingerprint:
        return True
    if not content.title or content.title != sibling.title or not same_words(content.title, sibling.title):
        return False
    more, less = sorted((content.visible_chars, sibling.visible_chars), reverse=True)
    return more - less <= more * ALIKE and content.headings == sibling.headings
