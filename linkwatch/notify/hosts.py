"""What befell many pages of one host in one night is one thing to tell (pure)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from db.views import DocumentName
from linkwatch.model import Event
from linkwatch.notify.news import Item, News

MANY = 6
"""Pages of one host, of which the same is told as one thing; fewer are told one by one."""
DOCUMENTS = 5
"""Documents named that cite them; more are counted."""
PAGES = 3
"""Pages named as examples."""
_FILTERS = {News.DIED: "&state=dead", News.MOVED: "&state=moved", News.CAME_BACK: ""}
"""How the viewer lists them. What changed is told page by page: what matters is which words did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostNews:
    """Pages of one host which all died, moved or came back in the same night."""

    kind: News
    event: Event
    """Of one of them."""
    host: str
    pages: int
    documents: tuple[tuple[DocumentName, int], ...]
    """Documents with how many of the pages each cites, those with most first."""
    more_documents: int
    examples: tuple[str, ...]
    """Addresses of some, as the documents cite them."""
    said: str
    """What was seen of more than half of them, as evidence; empty when they differ."""
    href: str
    """Where the viewer lists them; empty when nobody can reach that."""

    @property
    def at(self) -> datetime:
        """The night."""
        return self.event.at


def gathered(items: Sequence[Item], *, viewer: str = "") -> tuple[tuple[HostNews, ...], tuple[Item, ...]]:
    """What is told by host, most pages first, and what is left to be told page by page, in the order given."""
    groups: defaultdict[tuple[str, News, datetime], list[Item]] = defaultdict(list)
    for item in items:
        groups[_key(item)].append(item)
    many = {key for key, group in groups.items() if key[1] in _FILTERS and _pages(group) >= MANY}
    hosts = sorted((_host(groups[key], viewer) for key in many), key=lambda one: (-one.pages, one.host, one.kind))
    return tuple(hosts), tuple(item for item in items if _key(item) not in many)


def _key(item: Item) -> tuple[str, News, datetime]:
    return item.host, item.kind, item.events[-1].at


def _pages(group: Sequence[Item]) -> int:
    return len({item.link_id for item in group})


def _host(group: Sequence[Item], viewer: str) -> HostNews:
    first = group[0]
    documents = Counter(item.document for item in group).most_common()
    said = Counter({item.link_id: item.about.evidence for item in group}.values()).most_common(1)[0]
    pages = _pages(group)
    return HostNews(
        kind=first.kind,
        event=first.about,
        host=first.host,
        pages=pages,
        documents=tuple(documents[:DOCUMENTS]),
        more_documents=max(len(documents) - DOCUMENTS, 0),
        examples=tuple(dict.fromkeys(item.url for item in group))[:PAGES],
        said=said[0] if said[1] * 2 > pages else "",
        href=f"{viewer}/links?host={quote(first.host, safe='')}{_FILTERS[first.kind]}" if viewer else "",
    )
