"""What an HTML page says of itself: title, author, language, and when it was written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from linkwatch import dates
from linkwatch.model import When

_LONGEST_JSON = 1_000_000
_METAS = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "citation_publication_date", "citation_date", "pubdate", "publishdate", "og:article:published_time",
)  # fmt: skip
"""Names (or properties, or itemprops) of meta elements that date a page, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the page says of itself."""

    title: str | None = None
    author: str | None = None
    language: str | None = None
    written_at: When | None = None


def read(root: etree._Element) -> Head:
    """Read the head and the marked-up dates of a page."""
    metas = _metas(root)
    return Head(
        title=_text(root.find(".//title")) or metas.get("og:title"),
        author=metas.get("author") or metas.get("article:author"),
        language=root.get("lang") or metas.get("og:locale"),
        written_at=_from_json_ld(root) or _from_metas(metas) or _from_time(root),
    )


def _metas(root: etree._Element) -> dict[str, str]:
    """Return the first content of each meta element, by its name in lower case."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            found.setdefault(name, content)
    return found


def _from_metas(metas: dict[str, str]) -> When | None:
    for name in _METAS:
        source = "opengraph" if name.endswith("article:published_time") else "meta"
        when = dates.read(metas.get(name, ""), source=source)
        if when is not None:
            return when
    return None


def _from_time(root: etree._Element) -> When | None:
    """Return the date of a ``time`` element that is marked as the date of publication, or of the only one."""
    times = [time for time in root.iter("time") if time.get("datetime")]
    marked = [time for time in times if _is_publication(time)]
    chosen = marked[:1] or (times if len(times) == 1 else [])
    return dates.read(chosen[0].get("datetime") or "", source="time") if chosen else None


def _is_publication(time: etree._Element) -> bool:
    words = f"{time.get('itemprop') or ''} {time.get('class') or ''}".lower()
    return time.get("pubdate") is not None or any(
        word in words for word in ("publish", "posted", "entry-date", "created")
    )


def _from_json_ld(root: etree._Element) -> When | None:
    for script in root.iter("script"):
        if (
            (script.get("type") or "").lower() == "application/ld+json"
            and script.text
            and len(script.text) < _LONGEST_JSON
        ):
            for node in _nodes(script.text):
                value = node.get("datePublished") or node.get("dateCreated")
                when = dates.read(value, source="json-ld") if isinstance(value, str) else None
                if when is not None:
                    return when
    return None


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD script, those of ``@graph`` too; nothing when it is no JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (node for node in graph if isinstance(node, dict)) if isinstance(graph, list) else ()


def _text(element: etree._Element | None) -> str | None:
    return " ".join("".join(map(str, element.itertext())).split()) or None if element is not None else None
