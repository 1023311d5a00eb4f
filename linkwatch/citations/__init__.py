"""Document to citations: where each URL stands and what the document says of the page."""

from __future__ import annotations

from dataclasses import replace

from linkwatch import dates, sites, urls
from linkwatch.citations import cards, inline, layout, passages
from linkwatch.citations.reference import Facts
from linkwatch.model import Citation, Document, LinkMark, When

__all__ = ["find"]


def find(document: Document, *, written_at: When | None = None) -> tuple[Citation, ...]:
    """Return the citations of ``document`` in its order.

    ``written_at`` dates a document that does not date itself (from ``git log``, say).
    """
    lines = layout.lines(document)
    written = document.written_at or written_at
    found_cards = cards.find(lines)
    starts = sorted(card.first for card in found_cards.values())
    citations = []
    for line in lines:
        for mark in line.links:
            card = found_cards.get(line.index)
            if card is not None:
                end = next((start for start in starts if start > card.last), len(lines))
                facts = card.facts
                if facts.quote is None:
                    facts = replace(facts, quote=passages.under(lines, card, end))
            else:
                facts = inline.read(line, mark)
            citations.append(_citation(mark, facts, written, line.place))
    return tuple(citations)


def _citation(mark: LinkMark, facts: Facts, written: When | None, place: str | None) -> Citation:
    """Make a citation of a URL and what is said of it."""
    url = urls.strip_userinfo(mark.url)
    return Citation(
        url=url,
        canonical_url=sites.canonical(url),
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
    )
