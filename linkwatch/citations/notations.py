"""Ways in which plain text writes a link with a title: wiki, Hatena, Textile, Org, reST, AsciiDoc, Scrapbox…"""

from __future__ import annotations

import re

_NOTATIONS = tuple(
    (re.compile(before, re.I), re.compile(after, re.I))
    for before, after in (
        (r"\[\[(?P<title>[^\[\]]{1,200}?)[:>]$", r"\]\]"),  # PukiWiki [[title>url]]
        (r"\[\[$", r"(?:\]\[|\|)(?P<title>[^\[\]]{1,200})\]"),  # Org [[url][title]], MediaWiki [[url|title]]
        (r"\[$", r":title=(?P<title>[^\[\]]{1,200})\]"),  # Hatena [url:title=title]
        (r"\[$", r":(?:title|embed|bookmark|cite)(?P<title>)"),  # Hatena [url:embed:cite]
        (r"\\href\{$", r"\}\{(?P<title>[^{}]{1,200})\}"),  # LaTeX \href{url}{title}
        (r"\[$", r"[ \u3000](?P<title>[^\[\]]{1,200})\]"),  # MediaWiki [url title]
        (r"\[(?P<title>[^\[\]\d][^\[\]]{0,200}) $", r"\]"),  # Scrapbox [title url]
        (r"\[(?P<title>[^\[\]]{1,200})\]\(<?$", r">?(?: \"[^\"]*\")?\)"),  # Markdown in plain text
        (r"`(?P<title>[^`<]{1,200}?) ?<$", r">`_"),  # reST
        (r"\"(?P<title>[^\"]{1,200})\":$", r""),  # Textile
        (r"(?:^|[^\[])$", r"\[(?P<title>[^\[\]]{1,200})\]"),  # AsciiDoc url[title]
        (r"<a [^<>]{0,200}href=[\"']?$", r"[\"']?[^<>]{0,200}>(?P<title>[^<>]{1,200})</a>"),  # HTML in plain text
        (r"^\.\. _(?P<title>[^:`]{1,200}):\s+$", r"\s*$"),  # reST target
    )
)
_BEFORE_URL = ("[", ":", ">", "{", "(", "<", '"', "'", "=")
"""What stands right before a URL in a notation, if no white space and no bracket behind it."""
_REACH = 240
"""Characters before and after a URL that are looked at."""


def title_of(before: str, after: str) -> str | None:
    """Return the title that a notation gives the URL between ``before`` and ``after``; empty when it gives none.

    None when the URL is in no such notation.
    """
    if not (after.startswith("[") or before.endswith(_BEFORE_URL) or before[-1:].isspace()):
        return None
    for opens, closes in _NOTATIONS:
        opened, closed = opens.search(before[-_REACH:]), closes.match(after[:_REACH])
        if opened and closed:
            groups = {**opened.groupdict(), **closed.groupdict()}
            return (groups.get("title") or "").strip()
    return None
