"""Whether a page is as it was, told by its title and visible text, without extracting its article."""

from __future__ import annotations

from linkwatch.model import Page
from linkwatch.page.reading import read


def fingerprint(page: Page) -> str:
    """Return the hash that :func:`linkwatch.page.read` gives a page; empty when it has no text at all.

    Scripts, styles and hidden elements do not count, nor does white space: a new token, advertisement
    or build number in the markup leaves it as it was. A body that is no text is hashed as it is.
    """
    return read(page).fingerprint
