"""All that a rule may look at: one visit, what the page says, and what is known of the link."""

from __future__ import annotations

import re
from functools import cached_property

from linkwatch.judge import place
from linkwatch.judge.phrases import topics
from linkwatch.judge.words import plain, segments, sentences, weight
from linkwatch.model import Content, Page, Past
from linkwatch.page.article import article
from linkwatch.page.reading import Reading
from linkwatch.page.reading import read as parse

ARTICLE_TYPES = frozenset({"article", "news", "blog", "book", "product", "video.other", "video.movie", "video"})
"""``og:type`` values of pages that are items rather than a site."""

NOTICE_WEIGHT = 1_200
"""Weight of what a page says outside its links up to which its sentences are looked through."""

FIRST_LINES = 6
"""Lines of a short main text that are looked through in place of them, where plain text is all over the page."""

MAIN_HEADINGS = 3

BARE = 60
"""Weight of such a text, of which Japanese and Korean say more in as many characters."""

BARE_CHARS = 60
"""Visible characters up to which a page's whole text is its heading: "Blocked", "File not found."."""


LONG_NAME = 24
"""Weight of a heading that is a headline rather than a site's name."""


ALERT_WITHIN = 5_000
"""Characters of such a page's source in which its message is looked for."""

_ALERT = re.compile(r"""\balert\(\s*(["'])(.{4,200}?)\1\s*\)""")

NAME = 10
"""Weight from which a heading is a name that a title may go on from."""

SUBJECT = 7
"""The same for what title and heading begin with, up to a colon or dash."""

_MARKED = re.compile(r"^(?:【[^】]{1,12}】|\[[^\]]{1,20}\]|\([^)]{1,20}\))\s*")
"""What shops and organisers put before a name: 【販売終了】, [Cancelled]."""

_SUBTITLED = re.compile(r"([^:|]{3,60}): (?!.{0,30}(?:404|not found))[^|:]{3,}(?: [^|: ]+){3,}(?:$| [|-])")
"""A title that tells its subject after a colon, in some words: "Error 404: a game by two students"."""


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

    @cached_property
    def text_chars(self) -> int:
        """Length of the main text."""
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
    def main_headings(self) -> tuple[str, ...]:
        """The first headings; only the page's own when one of them repeats what the page calls itself.

        Scripts keep headings such as "This video is unavailable" on a page until they are needed.
        """
        headings = self.content.headings[:MAIN_HEADINGS]
        return tuple(filter(self.is_own_name, headings)) or headings

    @cached_property
    def title_parts(self) -> tuple[str, ...]:
        """The parts of title and main headings, in plain form: where a notice has its message."""
        subtitled = _SUBTITLED.match(plain(self.content.title))
        parts = [*_parts(self.content.title)]
        for heading in self.main_headings:
            if not subtitled or plain(heading) != subtitled[1]:
                parts += _parts(heading)
        if self.content.visible_chars <= BARE_CHARS and weight(self.reading.visible) <= BARE and not self.is_item:
            parts += segments(self.reading.visible)
        if self.alert:
            parts += segments(self.alert)
        return tuple(dict.fromkeys(parts))

    @cached_property
    def alert(self) -> str:
        """What the script of a page that shows nothing else tells its reader before it sends them away."""
        if self.content.visible_chars:
            return ""
        found = _ALERT.search(self.reading.html[:ALERT_WITHIN])
        return found[2].replace("\\n", "\n") if found else ""

    @cached_property
    def is_explained(self) -> bool:
        """Whether every heading only speaks of such messages: a question, an answer, a report."""
        return bool(self.main_headings) and all(map(_is_explained, self.main_headings))

    @cached_property
    def is_named(self) -> bool:
        """Whether the first heading is a name that the page has beside its site's: a part of the title, not all."""
        names = segments(self.content.headings[0]) if self.content.headings else ()
        if not names:
            return False
        heading = names[0]
        if re.search(r"\w\.[a-z]{2}", heading):
            return False  # a host's name
        parts = segments(self.content.title)
        if len(parts) > 1:
            if heading == parts[1] or (heading in parts and weight(heading) >= LONG_NAME):
                return True
            # "[Sold out] Kettle KT-08 | Shop" and "Star party (over) | Museum" over the mere name.
            titled = _MARKED.sub("", parts[0])
            if weight(heading) >= NAME and titled.startswith(heading) and not heading.startswith(parts[-1]):
                return True
            # "Recall: no longer sold | Shop" over "Recall: the model": one subject, told on in two ways.
            return names[1:2] == parts[1:2] and weight(parts[1]) >= SUBJECT
        return heading in parts and (weight(heading) >= LONG_NAME or bool(re.search(r"\d", heading)))

    @cached_property
    def text_parts(self) -> tuple[str, ...]:
        """The sentences of a page that says little, in plain form; none of a page that says more."""
        if self.own_weight <= NOTICE_WEIGHT and self.is_own_reliable:
            # Where nearly all is links, what they offer is the message: "Buy this domain".
            offers = self.reading.visible[:NOTICE_WEIGHT] if self.own_weight <= BARE_CHARS else ""
            said = f"{self.reading.own}\n{offers}\n{self.alert}"
        elif len(self.text) > NOTICE_WEIGHT:
            return ()
        else:
            said = "\n".join(self.text.split("\n")[:FIRST_LINES])
        return tuple(sentences(said))

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


def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a title or heading that may be a message."""
    if _is_explained(name):
        return ()
    return (plain(name),) if _SUBTITLED.match(plain(name)) else segments(name)


def _is_explained(name: str) -> bool:
    """Whether a title or heading only speaks of a message: "Page not found: what to do"."""
    return topics()["explained"].find(plain(name)) is not None
