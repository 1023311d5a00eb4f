"""Document to citations: where each URL stands and what the document says of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from linkwatch import dates, sites, urls
from linkwatch.citations import cards, inline, layout, passages, quotes
from linkwatch.citations.cards import Card
from linkwatch.citations.layout import Line
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
    quoted = quotes.assign(lines, found_cards)
    ends = _ends(lines, found_cards)
    citations = []
    for line in lines:
        card = found_cards.get(line.index)
        for number, mark in enumerate(line.links):
            facts = card.facts if card is not None else inline.read(line, mark)
            quote = quoted.get((line.index, number))
            if quote is not None:
                facts = replace(facts, quote=quote)
            elif card is not None and facts.quote is None:
                facts = replace(facts, quote=passages.under(lines, card, ends[line.index]))
            citations.append(_citation(mark, facts, written, line.place))
    return tuple(citations)


def _ends(lines: Sequence[Line], found: dict[int, Card]) -> dict[int, int]:
    """Return, for each card, the line at which what stands under it must end: where the next one begins."""
    ends: dict[int, int] = {}
    following = len(lines)
    for card in sorted(found.values(), key=lambda card: card.line, reverse=True):
        ends[card.line] = max(following, card.last + 1)
        following = min(following, card.first)
    return ends


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
