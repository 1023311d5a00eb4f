"""All that a rule may look at: one visit, what the page says, and what is known of the link."""

from __future__ import annotations

from functools import cached_property

from linkwatch.judge import place
from linkwatch.judge.words import plain, weight
from linkwatch.model import Content, Page, Past
from linkwatch.page.article import article
from linkwatch.page.reading import Reading
from linkwatch.page.reading import read as parse

ARTICLE_TYPES = frozenset({"article", "news", "blog", "book", "product", "video.other", "video.movie", "video"})
"""``og:type`` values of pages that are items rather than a site."""


class Case:
    """One page before its judge. What costs time is made when first asked for, and once."""

    def __init__(
        self,
        page: Page,
        content: Content,
        past: Past,
        *,
        reading: Reading | None = None,
        sibling: Content | None = None,
    ) -> None:
        self.page = page
        self.content = content
        self.past = past
        self.sibling = sibling
        """What the host answers for an address that cannot exist; None when it was not asked."""
        self._reading = reading

    @cached_property
    def reading(self) -> Reading:
        """The page's parse."""
        return self._reading or parse(self.page)

    @cached_property
    def text_and_extractor(self) -> tuple[str, str]:
        """The main text: as the content has it, else extracted now."""
        if self.content.extractor:
            return self.content.text, self.content.extractor
        return article(self.reading)

    @property
    def text(self) -> str:
        """The main text; empty when the page has none."""
        return self.text_and_extractor[0]

    @property
    def is_unchanged(self) -> bool:
        """Whether the page says word for word what its current snapshot said."""
        return bool(self.past.fingerprint) and self.past.fingerprint == self.content.fingerprint

    @cached_property
    def text_chars(self) -> int:
        """Length of the main text; of an unchanged page, that of its snapshot."""
        if self.is_unchanged and self.past.text_chars and not self.content.extractor:
            return self.past.text_chars
        return len(self.text)

    @cached_property
    def is_elsewhere(self) -> bool:
        """Whether the visit ended on another page than was asked."""
        return place.is_elsewhere(self.page)

    @cached_property
    def own_weight(self) -> int:
        """How much the page says outside its links."""
        return weight(self.reading.own)

    @cached_property
    def is_own_reliable(self) -> bool:
        """Whether text outside links is most of what is not in links: broken markup puts a page within one link."""
        unlinked = self.reading.visible_chars - self.reading.link_chars
        return unlinked <= 3 * max(self.own_weight, 700)

    def is_own_name(self, heading: str) -> bool:
        """Whether a heading and what the page calls itself in ``og:title`` are the same, or one within the other."""
        name, other = plain(self.reading.metas.get("og:title", "")), plain(heading)
        return len(name) > 1 and len(other) > 1 and (name in other or other in name)

    @cached_property
    def is_item(self) -> bool:
        """Whether the page declares itself one article, film or product, under a heading that is its title."""
        declared = self.reading.metas.get("og:type", "").lower() in ARTICLE_TYPES
        return declared and any(map(self.is_own_name, self.content.headings))

    @cached_property
    def said(self) -> str:
        """Title and visible text in lower case, as far as a wall's words would stand."""
        return f"{self.content.title} | {self.reading.visible[:3_000]}".lower()

    @cached_property
    def headers(self) -> dict[str, str]:
        """The answer's headers; repeated ones joined by commas."""
        joined: dict[str, str] = {}
        for name, value in self.page.headers:
            joined[name] = f"{joined[name]}, {value}" if name in joined else value
        return joined
