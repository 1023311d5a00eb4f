"""Front matter of Markdown files: the plain ``name: value`` lines of YAML and TOML, no more.

Static site generators (Jekyll, Hugo, Hexo, Astro, Zenn, Qiita…) write title, date and author there as
plain scalars; nested values are of no use here. Web clippers (Obsidian's, MarkDownload) write there which page
the whole file was taken from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from linkwatch import dates, urls
from linkwatch.model import Block, BlockKind, LinkMark, When

_FENCED = re.compile(r"\A(?:\ufeff)?(---|\+\+\+)[ \t]*\n(.*?\n)?(?:\1|\.\.\.)[ \t]*(?=\n|\Z)", re.S)
_SCALAR = re.compile(r"^([A-Za-z_][\w-]{0,40})[ \t]*[:=][ \t]*(\S.*?)[ \t]*$", re.M)
_QUOTED = re.compile(r"([\"'])(.*)\1(?:\s+#.*)?$")
_DATES = (
    "date",
    "published",
    "published_at",
    "publishedat",
    "publish_date",
    "pubdate",
    "created",
    "created_at",
    "createdat",
    "posted",
)
_SOURCES = ("source", "source_url", "url", "link", "original", "clipped_from")
_OF_THE_PAGE = ("title", "author", "published", "publisher", "site", "date_published")
"""What a clipper says of the page."""
_OF_THE_CLIP = ("created", "clipped", "date", "created_at", "saved")
"""When the page was clipped."""
_LONGEST = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What front matter says of the document."""

    end: int = 0
    """Offset in characters where it ends; 0 when there is none."""
    title: str | None = None
    author: str | None = None
    language: str | None = None
    written_at: When | None = None
    clipping: Block | None = None
    """The page that the file was clipped from, as lines like those of a card; its URL stands nowhere else."""


def read(text: str) -> Matter:
    """Read the front matter at the beginning of ``text``."""
    fenced = _FENCED.match(text, 0, _LONGEST)
    if fenced is None:
        return Matter()
    values = {name.lower(): _plain(value) for name, value in _SCALAR.findall(fenced[2] or "")}
    clipping = _clipping(text, fenced.end(), values)
    return Matter(
        end=fenced.end(),
        title=values.get("title") or None,
        author=values.get("author") or None,
        language=values.get("lang") or values.get("language") or None,
        written_at=_written_at(values, _DATES if clipping is None else _OF_THE_CLIP),
        clipping=clipping,
    )


def _clipping(text: str, end: int, values: dict[str, str]) -> Block | None:
    """Return title, address and facts of the page that a file was clipped from; None when it names none."""
    for name in _SOURCES:
        url = values.get(name, "")
        if not url.startswith(("https://", "http://")) or text.find(url, end) >= 0:
            continue
        found = next(iter(urls.found(url)), None)
        if found is None or found.url != url:
            continue
        at = text.index(url)
        facts = [f"{key}: {values[key].strip('[]')}" for key in _OF_THE_PAGE if values.get(key)]
        lead = f"{facts.pop(0)}\n" if values.get("title") else ""
        line = text.count("\n", 0, at) + 1
        mark = LinkMark(
            url=url,
            start=len(lead),
            end=len(lead) + len(url),
            line=line,
            column=at - text.rfind("\n", 0, at),
            bare=True,
        )
        return Block(kind=BlockKind.PARAGRAPH, text="\n".join([f"{lead}{url}", *facts]), line=line, links=(mark,))
    return None


def _written_at(values: dict[str, str], names: Iterable[str]) -> When | None:
    """Return the first date that one of ``names`` holds."""
    for name in names:
        when = dates.read(values.get(name, ""), source="front-matter")
        if when is not None:
            return when
    return None


def _plain(value: str) -> str:
    """Take the quotes from a scalar."""
    quoted = _QUOTED.match(value)
    return quoted[2].strip() if quoted else value.strip()
