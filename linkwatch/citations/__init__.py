"""Document to citations: where each URL stands and what the document says of the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote

from linkwatch import dates, sites, urls
from linkwatch.citations import cards, inline, layout, passages, quotes
from linkwatch.citations.layout import Line
from linkwatch.citations.reference import Facts
from linkwatch.model import BlockKind, Citation, Document, LinkMark, When

__all__ = ["find"]


def find(document: Document, *, written_at: When | None = None) -> tuple[Citation, ...]:
    """Return the citations of ``document`` in its order.

    ``written_at`` dates a document that does not date itself (from ``git log``, say).
    """
    lines = layout.lines(document)
    written = document.written_at or written_at
    near = written or _dated(document.title or "")
    found = cards.find(lines, near)
    quoted = quotes.assign(lines, found)
    under = passages.find(lines, found)
    citations = []
    for line in lines:
        card = found.get(line.index)
        for number, mark in enumerate(line.links):
            if (line.index, number) in quoted.repeated or _is_frame_of(mark, line, lines):
                continue
            facts = card.facts if card is not None else inline.read(lines, line, number, near)
            near = facts.published_at or near
            text, is_inferred = quoted.texts.get((line.index, number)), False
            if not text:
                passage = under.get(line.index) if card is not None and not facts.quote else None
                text = passage.text if passage is not None else facts.quote
                is_inferred = text is not None and not (passage is not None and passage.is_closed)
            citations.append(
                _citation(mark, facts._replace(quote=text), written, line.place, is_inferred=is_inferred)
            )
    return tuple(citations)


def _dated(title: str) -> When | None:
    """Return the date that a document's title is or holds: what gives years to days without one, as in diaries."""
    return next((each.when for each in dates.find(title)), None) if any(map(str.isdigit, title)) else None


def _is_frame_of(mark: LinkMark, line: Line, lines: Sequence[Line]) -> bool:
    """Tell whether an embedded frame shows the page that the next line links to: a card of Hatena or Embedly."""
    if line.kind is not BlockKind.EMBED or line.text or line.index + 1 >= len(lines):
        return False
    shown = {quote(link.url, safe="") for link in lines[line.index + 1].links}
    return any(each in mark.url for each in shown)


def _citation(
    mark: LinkMark, facts: Facts, written: When | None, place: str | None, *, is_inferred: bool
) -> Citation:
    """Make a citation of a URL and what is said of it."""
    url = urls.strip_userinfo(mark.url)
    return Citation(
        url=url,
        canonical_url=_canonical(url),
        fragment=urls.fragment_of(url),
        line=mark.line,
        column=mark.column,
        place=place,
        title=facts.title,
        author=facts.author,
        outlet=facts.outlet,
        published_at=facts.published_at or dates.from_url(url),
        cited_at=facts.cited_at or written,
        quote=facts.quote,
        quote_inferred=is_inferred,
    )


@lru_cache(maxsize=4096)
def _canonical(url: str) -> str:
    """Return the canonical form; documents cite the same page again and again."""
    return sites.canonical(url)
