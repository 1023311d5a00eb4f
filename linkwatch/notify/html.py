"""A digest as HTML for mail programs: one column, no picture, no script, nothing to load; light and dark."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from linkwatch.notify.digest import Digest
from linkwatch.notify.wording import Wording
from linkwatch.report.web.rendering import render as rendered

LARGEST = 100_000
"""Bytes. Gmail shows the first 102 kB of a mail, and a link to the rest."""
TEMPLATES = Path(__file__).parent / "templates"


def render(digest: Digest, wording: Wording, *, at: datetime) -> str:
    """One whole page. Mail programs know no style sheets but small ones: what matters is said inline too."""
    return rendered("digest.html", wording.language, {"digest": digest, "wording": wording, "at": at}, TEMPLATES)
