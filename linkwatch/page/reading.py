"""One parse of a page, and all that the rules, the metadata and the fingerprint want of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b

from selectolax.lexbor import LexborHTMLParser, LexborNode

from linkwatch.model import Page
from linkwatch.page import pdf
from linkwatch.page.decoding import decode
from linkwatch.page.kind import Kind, kind
from linkwatch.page.structured import Thing, json_ld
from linkwatch.page.tangle import is_tangled, plain_text, plain_title

SILENT = ["script", "style", "template", "svg", "noscript", "iframe", "select", "textarea", "object", "canvas"]
"""Elements whose text no reader sees."""

ASIDE = ["a", "button", "label", "nav", "footer", "aside", "summary"]
"""Elements whose text leads elsewhere, or stands on every page of a site."""

INLINE = ["b", "i", "em", "strong", "u", "s", "small", "big", "font", "span", "code", "q", "cite", "mark", "abbr"]
"""Elements that part no sentence."""

MAX_HEADINGS = 10
MAX_TITLE = 1_000
"""Characters of a title or heading that are kept."""

MAX_OWN = 20_000
"""Characters of a page's own text that are kept: whether there is much of it is told by less."""

MAX_LISTED = 300
"""Scripts, frames and forms that are looked at."""

_INVISIBLE = ("\u200b", "\u2060", "\ufeff", "\u00ad")
_HIDDEN = '[hidden], [style*="display:none" i], [style*="display: none" i]'


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one parse of a page yields; each text in one line with single spaces."""

    kind: Kind
    html: str = ""
    """The decoded source, or the text of a PDF; empty for a body that is no text."""
    title: str = ""
    headings: tuple[str, ...] = ()
    """h1 elements, else h2 elements."""
    visible: str = ""
    """Text that a reader sees, title left out."""
    own: str = ""
    """Visible text outside links, buttons and footers, a line for each stretch: what a page says itself.
    Only the beginning of a long one."""
    marks: frozenset[str] = frozenset()
    """Classes and ids of the html and body elements, in lower case."""
    noscript: str = ""
    """What readers without scripts are told."""
    metas: dict[str, str] = field(default_factory=dict)
    """``meta`` elements by lower-case name, property, http-equiv or itemprop; the first of each."""
    canonical: str = ""
    """``rel=canonical`` as written."""
    base: str = ""
    """``base`` element as written."""
    language: str = ""
    scripts: tuple[str, ...] = ()
    """Addresses of external scripts."""
    frames: tuple[str, ...] = ()
    """Addresses of frames."""
    forms: tuple[str, ...] = ()
    """Action, id, class and name of each form, in one string each."""
    passwords: int = 0
    """Password fields."""
    links: int = 0
    link_chars: int = 0
    """Characters of visible text, white space not counted, that stand in links."""
    times: tuple[str, ...] = ()
    """``time`` elements, as their datetime attribute says."""
    data: tuple[Thing, ...] = ()
    """JSON-LD objects, ``@graph`` taken apart."""
    fingerprint: str = ""
    """See :attr:`linkwatch.model.Content.fingerprint`."""
    visible_chars: int = 0
    """Characters of ``visible``, white space not counted."""
    tangled: bool = False
    """Not parsed: its markup would keep a parser busy for too long."""


def squeeze(text: str) -> str:
    """Return the text in one line with single spaces, zero-width spaces and soft hyphens gone."""
    if not text.isascii():
        for character in _INVISIBLE:  # each looked for at the speed of memory, unlike a class of them
            text = text.replace(character, "")
    return " ".join(text.split())


def read(page: Page) -> Reading:
    """Parse a page once; of a body that has no text only a hash is made."""
    sort = kind(page)
    if sort is Kind.PDF and (paper := pdf.read(page.body)) is not None:
        title, text = squeeze(paper.title)[:MAX_TITLE], paper.text
        return _signed(Reading(kind=sort, html=text, title=title, visible=squeeze(text), own=text[:MAX_OWN]))
    if sort in (Kind.OTHER, Kind.PDF):
        return Reading(kind=Kind.OTHER, fingerprint=_hash(page.body))
    html = decode(page.body, page.headers)
    if sort is Kind.TEXT:
        return _signed(Reading(kind=sort, html=html, visible=squeeze(html), own=html[:MAX_OWN]))
    if is_tangled(html):
        title, text = squeeze(plain_title(html))[:MAX_TITLE], squeeze(plain_text(html))
        return _signed(Reading(kind=sort, html=html, title=title, visible=text, own=text[:MAX_OWN], tangled=True))
    return _signed(_parsed(html))


def _parsed(html: str) -> Reading:
    tree = LexborHTMLParser(html)
    title = next((node.text() for node in tree.css("title") if not _in_svg(node)), "")
    facts = _facts(tree, html)  # before the silent elements go
    noscript = squeeze(" ".join(node.text(separator=" ") for node in tree.css("noscript")[:5]))[:MAX_TITLE]
    tree.strip_tags(SILENT)
    visible = _visible(tree)
    links = [_bare_length(node.text()) for node in tree.css("a[href]")]
    headings = _headings(tree)
    tree.strip_tags(ASIDE)
    tree.unwrap_tags(INLINE)
    return replace(
        facts,
        title=squeeze(title)[:MAX_TITLE],
        headings=headings,
        own=_own(tree),
        visible=visible,
        noscript=noscript,
        links=len(links),
        link_chars=sum(links),
    )


def _facts(tree: LexborHTMLParser, html: str) -> Reading:
    """Return what stands in attributes."""
    root = tree.css_first("html")
    canonical = tree.css_first('link[rel~="canonical" i][href]')
    base = tree.css_first("base[href]")
    forms = [_attributes(node, "action", "id", "class", "name") for node in tree.css("form")[:MAX_LISTED]]
    return Reading(
        kind=Kind.HTML,
        html=html,
        metas=_metas(tree),
        marks=_marks(tree),
        canonical=_attribute(canonical, "href"),
        base=_attribute(base, "href"),
        language=_attribute(root, "lang") or _attribute(root, "xml:lang"),
        scripts=tuple(_attribute(node, "src") for node in tree.css("script[src]")[:MAX_LISTED]),
        frames=tuple(_attribute(node, "src") for node in tree.css("iframe[src], frame[src]")[:MAX_LISTED]),
        forms=tuple(forms),
        passwords=len(tree.css('input[type="password" i]')),
        times=tuple(_attribute(node, "datetime") for node in tree.css("time[datetime]")[:MAX_LISTED]),
        data=json_ld(node.text() for node in tree.css('script[type="application/ld+json" i]')),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    metas: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        if node.parent is not None and node.parent.tag == "noscript":
            continue
        attributes = node.attributes
        for key in ("name", "property", "http-equiv", "itemprop"):
            name = (attributes.get(key) or "").strip().lower()
            if name:
                metas.setdefault(name, (attributes.get("content") or "").strip())
    return metas


def _visible(tree: LexborHTMLParser) -> str:
    """Return the text a reader sees, hidden elements left out unless a script is to show most of them."""
    body = tree.body
    if body is None:
        return ""
    everything = squeeze(body.text(separator=" "))
    hidden = tree.css(_HIDDEN)
    if not hidden:
        return everything
    for node in hidden:
        if node.tag not in ("html", "body"):
            node.decompose()
    seen = squeeze(body.text(separator=" "))
    return seen if len(seen) * 2 >= len(everything) else everything


def _own(tree: LexborHTMLParser) -> str:
    body = tree.body
    if body is not None:
        body.merge_text_nodes()
    kept: list[str] = []
    room = MAX_OWN
    for line in body.text(separator="\n").split("\n") if body is not None else ():
        said = "" if not line or line.isspace() else squeeze(line)[:room]  # most lines are empty
        if said:
            kept.append(said)
            room -= len(said)
            if not room:
                break
    return "\n".join(kept)


def _marks(tree: LexborHTMLParser) -> frozenset[str]:
    nodes = [node for node in (tree.css_first("html"), tree.body) if node is not None]
    return frozenset(" ".join(_attributes(node, "class", "id") for node in nodes).lower().split())


def _headings(tree: LexborHTMLParser) -> tuple[str, ...]:
    for tag in ("h1", "h2"):
        texts = (squeeze(node.text(separator=" "))[:MAX_TITLE] for node in tree.css(tag)[:50])
        found = tuple(text for text in texts if text)
        if found:
            return found[:MAX_HEADINGS]
    return ()


def _in_svg(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "svg"


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def _attributes(node: LexborNode, *names: str) -> str:
    return " ".join(filter(None, (_attribute(node, name) for name in names)))


def _bare_length(text: str | None) -> int:
    return sum(map(len, text.split())) if text else 0


def _signed(reading: Reading) -> Reading:
    """Add the fingerprint: a hash of title and visible text."""
    chars = len(reading.visible) - reading.visible.count(" ")
    said = f"{reading.title}\n{reading.visible}" if chars or reading.title else ""
    return replace(reading, fingerprint=_hash(said.encode("utf-8", "replace")), visible_chars=chars)


def _hash(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest() if body else ""
