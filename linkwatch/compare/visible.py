"""A page's visible text as passages, each with what its place says of it: article or template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode


def _words(*rows: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in row.split())


_UNSEEN = _words(
    "script style noscript template svg math iframe object embed head title meta link select datalist option",
    "textarea input canvas audio video map rp rt",
)
_INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb ruby s samp small",
    "span strike strong sub sup time tt u var wbr img picture source",
)
#: Elements that only group others: what stands in another one than the article's paragraphs is set apart from them.
_BOX_TAGS = _words("body div section article main header aside form fieldset")
_FIELDS = _words("textarea input select")
_FRAME_TAGS = _words("nav footer")
_FRAME_ROLES = _words("navigation contentinfo menu menubar")
_TEMPLATE_TAGS = _words("button menu")
_TEMPLATE_ROLES = _words("banner complementary search toolbar")
#: A notice before the page asks for consent at length: often more than the article says.
_NOTICE_TAGS = _words("dialog")
_NOTICE_ROLES = _words("dialog alertdialog")
_NOTICE_WORDS = _words("consent gdpr cmp")
#: Words of class names and ids that name a part of the template: as sure as a tag is.
_TEMPLATE_WORDS = _words(
    "nav navbar navi navigation gnav menu submenu sidebar footer breadcrumb breadcrumbs topicpath pankuzu",
    "cookie cookies signup popup modal newsletter comments comment respond disqus pager pagination blogroll",
)
#: Words that often do, and sometimes stand on the article itself.
_HINT = re.compile(
    "(?:related|recommend|rank|shar(?:e|ing)|social|popular|trending|kanren|osusume|subscri|archive|advert|promo).*"
    "|side|aside|foot|sns|banner|sponsor(?:ed)?|overlay|paging|toolbar|tooltip|skip|login|search|tagcloud"
    "|campaign|cta|copyright|addthis|addtoany|jetpack|meta|postmeta|byline|hidden|ads?"
    "|ad(?:sense|area|box|slot|space|unit|block|wrap|banner|frame|container)s?"
)
_WORD = re.compile("[a-z]+|[A-Z][a-z]*")
#: A sidebar's widget; not a page builder's, which calls everything one (``elementor-widget``).
_WIDGET = re.compile("widgets?|widget[-_].*", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NUMBERS = re.compile(r"\d+")
#: What documentation puts after a heading, to link to it.
_ANCHOR = "¶"
_SPACE = re.compile(r"\s+")
#: An element that holds more than this share of a page's text is no part of its template, whatever it is called.
_MOST = {"plain": 0.0, "hinted": 0.4, "template": 0.4, "frame": 0.8}
_DEEPEST = 400


class Place(StrEnum):
    """What the markup around a passage says of it."""

    PLAIN = "plain"
    HINTED = "hinted"
    """Its names hint at the template."""
    TEMPLATE = "template"
    """Its names say navigation, sidebar, footer, comments; or it is hidden."""
    FRAME = "frame"
    """In an element that the language itself has for navigation or a page's foot; or a notice before the page."""


@dataclass(slots=True)
class _Element:
    place: Place
    up: int
    """Index of its parent."""
    trail: int
    """Stands for its tag and classes and those of all elements above it."""
    main: bool = False
    """The markup names it as the page's main element."""
    holds_main: bool = False
    headline: bool = False
    article: bool = False
    box: bool = False
    asks: bool = False
    chars: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, heading, item or cell as a reader sees it."""

    text: str
    place: Place
    links: float
    """Share of its characters that are link text, 0 to 1."""
    home: int
    """Number of the element it stands in."""
    trail: int = 0
    """Stands for the tags and classes of the elements above it: equal where a template puts equal things."""
    headline: bool = False
    """It is an h1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A page's passages in order, and the tree of elements they stand in."""

    passages: tuple[Passage, ...]
    up: tuple[int, ...]
    """Number of each element's parent, always a lower one; 0 is the body, its parent -1."""
    main: tuple[bool, ...]
    """Which elements the markup names as the main one."""
    article: tuple[bool, ...]
    """Which it names as an article."""
    box: tuple[int, ...]
    """The nearest element that only groups others (a div, a section) at or above each."""
    trails: tuple[int, ...]
    """What a passage's ``trail`` is, of each element."""
    asks: tuple[bool, ...]
    """Which have a field or a button in them."""


def layout(html: str) -> Layout:
    """The passages of a page in order; time is linear in the length of ``html``."""
    return _Walk().walk(LexborHTMLParser(html))


class _Walk:
    def __init__(self) -> None:
        self.elements: list[_Element] = [_Element(place=Place.PLAIN, up=-1, trail=0)]
        self.raw: list[tuple[str, int, int]] = []
        """Text, characters of link text, element."""
        self.words: list[str] = []
        self.linked = 0

    def walk(self, tree: LexborHTMLParser) -> Layout:
        body = tree.body
        if body is not None and body.child is not None:
            # A node, the element it stands in and whether that is within a link; or the end of an element.
            stack: list[tuple[LexborNode | None, int, bool]] = [(body.child, 0, False)]
            while stack:
                node, home, linked = stack.pop()
                if node is None:
                    self._flush(home)
                else:
                    if node.next is not None:
                        stack.append((node.next, home, linked))
                    self._visit(node, home, linked, stack)
            self._flush(0)
        return self._laid_out()

    def _visit(self, node: LexborNode, home: int, linked: bool, stack: _Stack) -> None:
        tag = node.tag or "-"
        if tag == "-text":
            text = node.text_content or ""
            self.words.append(text)
            if linked:
                self.linked += len("".join(text.split()))
        elif tag in ("br", "hr"):
            self._flush(home)
        elif tag in _INLINE:
            if node.child is not None:
                stack.append((node.child, home, linked or tag == "a"))
        elif tag in _FIELDS:
            self.elements[home].asks = True
        elif tag[0] not in "-!" and tag not in _UNSEEN:
            self._enter(node, tag, home, linked, stack)

    def _enter(self, node: LexborNode, tag: str, home: int, linked: bool, stack: _Stack) -> None:
        self._flush(home)
        index = len(self.elements)
        self.elements.append(
            _Element(
                place=_place(node, tag),
                up=home,
                trail=hash((self.elements[home].trail, tag, _NUMBERS.sub("", node.attributes.get("class") or ""))),
                main=_is_main(node, tag),
                headline=tag == "h1",
                article=tag == "article",
                box=tag in _BOX_TAGS,
                asks=tag == "button",
            )
        )
        stack.append((None, index, False))
        if node.child is not None:
            stack.append((node.child, index, linked))

    def _flush(self, home: int) -> None:
        if self.words:
            text = _SPACE.sub(" ", "".join(self.words)).strip().removesuffix(_ANCHOR)
            if text:
                self.raw.append((text, self.linked, home))
            self.words.clear()
        self.linked = 0

    def _laid_out(self) -> Layout:
        for text, _, home in self.raw:
            self.elements[home].chars += len(text)
        for element in reversed(self.elements[1:]):
            above = self.elements[element.up]
            above.chars += element.chars
            above.asks = above.asks or element.asks
            above.holds_main = above.holds_main or element.holds_main or element.main
        total = max(self.elements[0].chars, 1)
        places = [Place.PLAIN]
        for element in self.elements[1:]:
            own = Place.PLAIN if element.holds_main or element.chars > _MOST[element.place] * total else element.place
            places.append(max(own, places[element.up], key=_FROM_PLAIN.index))
        return Layout(
            passages=tuple(
                Passage(
                    text=text,
                    place=places[home],
                    links=min(1.0, linked / max(len("".join(text.split())), 1)),
                    home=home,
                    trail=self.elements[home].trail,
                    headline=self.elements[home].headline,
                )
                for text, linked, home in self.raw
            ),
            up=tuple(element.up for element in self.elements),
            main=tuple(element.main for element in self.elements),
            article=tuple(element.article for element in self.elements),
            box=tuple(self._boxes()),
            trails=tuple(element.trail for element in self.elements),
            asks=tuple(element.asks for element in self.elements),
        )

    def _boxes(self) -> list[int]:
        boxes = [0] * len(self.elements)
        for index, element in enumerate(self.elements[1:], 1):
            boxes[index] = index if element.box else boxes[element.up]
        return boxes


_Stack = list[tuple[LexborNode | None, int, bool]]
_FROM_PLAIN = (Place.PLAIN, Place.HINTED, Place.TEMPLATE, Place.FRAME)


def _is_main(node: LexborNode, tag: str) -> bool:
    return tag == "main" or (node.attributes.get("role") or "") == "main"


def _place(node: LexborNode, tag: str) -> Place:
    attributes = node.attributes
    role = (attributes.get("role") or "").strip()
    if tag in _FRAME_TAGS or role in _FRAME_ROLES or tag in _NOTICE_TAGS or role in _NOTICE_ROLES:
        return Place.FRAME
    if tag in _TEMPLATE_TAGS or role in _TEMPLATE_ROLES:
        return Place.TEMPLATE
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return Place.TEMPLATE
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    found = {word.lower() for word in _WORD.findall(names)}
    if found & _NOTICE_WORDS:
        return Place.FRAME
    if found & _TEMPLATE_WORDS:
        return Place.TEMPLATE
    if tag == "aside" or any(map(_HINT.fullmatch, found)) or any(map(_WIDGET.fullmatch, names.split())):
        return Place.HINTED
    return Place.PLAIN
