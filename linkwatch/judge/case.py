"""All that a rule may look at: one visit, what the page says, and what is known of the link."""

from __future__ import annotations

from functools import cached_property

from linkwatch.judge import place
from linkwatch.judge.phrases import topics
from linkwatch.judge.words import same_words, segments, sentences, weight
from linkwatch.model import Content, Page, Past
from linkwatch.page.article import article
from linkwatch.page.reading import Reading
from linkwatch.page.reading import read as parse

THIN = 700
"""Weight (see :func:`linkwatch.judge.words.weight`) of what a page says outside its links, up to which it is
thin: it says no more than an error page, a wall or a notice does."""

THIN_TEXT = 500
"""Weight of the prose in the main text up to which a page is thin though much else is on it."""

PROSE_LINE = 80
"""Weight from which a line of the main text is prose rather than a label, a date or a teaser."""

LONGEST_MESSAGE = 140
"""Characters of a segment or sentence that may be a message; longer ones tell a story."""

MAIN_HEADINGS = 3

FIRST_LINES = 6
"""Lines of the main text in which a page without prose would tell that it is gone."""

BARE_CHARS = 60
"""Visible characters up to which a page's whole text is its heading: "Blocked", "File not found."."""

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
    def prose_weight(self) -> int:
        """How much of the main text is prose."""
        if self.is_unchanged and self.past.text_chars and not self.content.extractor:
            return self.past.text_chars
        weights = (weight(line) for line in self.text.split("\n"))
        return sum(line for line in weights if line >= PROSE_LINE)

    @cached_property
    def is_thin(self) -> bool:
        """Whether the page says no more than a notice does. The article is extracted only in doubt."""
        return self.says_little or self.prose_weight <= THIN_TEXT

    @cached_property
    def says_little(self) -> bool:
        """Whether there is little text outside links, footers and the like; cheap to tell.

        Where markup is broken, all of a page may stand within one link: then this is not so.
        """
        unlinked = self.reading.visible_chars - self.reading.link_chars
        return self.own_weight <= THIN and unlinked <= 3 * THIN

    @cached_property
    def is_item(self) -> bool:
        """Whether the page declares itself one article, film or product, under a heading that is its title."""
        declared = self.reading.metas.get("og:type", "").lower() in ARTICLE_TYPES
        name = self.reading.metas.get("og:title", "")
        return declared and any(same_words(name, heading) for heading in self.content.headings)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The parts of title and main headings that are short enough for messages, in plain form."""
        parts = [*segments(self.content.title)]
        for heading in self.main_headings:
            parts += segments(heading)
        if self.content.visible_chars <= BARE_CHARS:
            parts += segments(self.reading.visible)
        return tuple(part for part in dict.fromkeys(parts) if len(part) <= LONGEST_MESSAGE)

    @cached_property
    def main_headings(self) -> tuple[str, ...]:
        """The first headings; only the page's own when one of them repeats what the page calls itself.

        Scripts keep headings such as "This video is unavailable" on a page until they are needed.
        """
        headings = self.content.headings[:MAIN_HEADINGS]
        name = self.reading.metas.get("og:title", "")
        named = tuple(heading for heading in headings if name and same_words(name, heading))
        return named or headings

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of a page that says little, in plain form; none of a page that says more.

        Where there is much outside links though no prose (forms, tables, menus of plain text), those with which
        the main text begins.
        """
        if not self.says_little:
            lines = self.text.split("\n")[:FIRST_LINES] if self.is_thin else []
            return tuple(part for part in sentences("\n".join(lines)) if len(part) <= LONGEST_MESSAGE)
        # Where nearly all is links, what they offer is the message: "Buy this domain".
        said = (
            self.reading.own if self.own_weight > BARE_CHARS else f"{self.reading.own}\n{self.reading.visible[:THIN]}"
        )
        return tuple(line for line in sentences(said) if len(line) <= 2 * LONGEST_MESSAGE)

    def calls_itself(self, topic: str) -> str:
        """Return the segment of title or main headings that is a message of the topic, from end to end."""
        phrases = topics()[topic]
        return next((part for part in self.segments if phrases.fills(part)), "")

    def says(self, topic: str) -> str:
        """Return the segment, or the sentence of a page that says little, with a message of the topic."""
        phrases = topics()[topic]
        return next((part for part in (*self.segments, *self.sentences) if phrases.find(part)), "")

    @cached_property
    def said(self) -> str:
        """Title and visible text in lower case, as far as a wall's words would stand."""
        return f"{self.content.title} | {self.reading.visible[:3_000]}".lower()

    def asks_for_scripts(self) -> str:
        """Return the words with which the page asks for scripts to be turned on."""
        phrases = topics()["shell"]
        told = (*sentences(self.reading.noscript), *self.sentences)
        return next((sentence for sentence in told if phrases.find(sentence)), "")

    @cached_property
    def headers(self) -> dict[str, str]:
        """The answer's headers; repeated ones joined by commas."""
        joined: dict[str, str] = {}
        for name, value in self.page.headers:
            joined[name] = f"{joined[name]}, {value}" if name in joined else value
        return joined
