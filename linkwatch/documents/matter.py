"""Front matter of Markdown files: the plain ``name: value`` lines of YAML and TOML, no more.

Static site generators (Jekyll, Hugo, Hexo, Astro, Zenn, Qiita…) write title, date and author there as
plain scalars; nested values are of no use here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from linkwatch import dates
from linkwatch.model import When

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


def read(text: str) -> Matter:
    """Read the front matter at the beginning of ``text``."""
    fenced = _FENCED.match(text, 0, _LONGEST)
    if fenced is None:
        return Matter()
    values = {name.lower(): _plain(value) for name, value in _SCALAR.findall(fenced[2] or "")}
    return Matter(
        end=fenced.end(),
        title=values.get("title") or None,
        author=values.get("author") or None,
        language=values.get("lang") or values.get("language") or None,
        written_at=_written_at(values),
    )


def _written_at(values: dict[str, str]) -> When | None:
    """Return the first date that one of the usual names holds."""
    for name in _DATES:
        when = dates.read(values.get(name, ""), source="front-matter")
        if when is not None:
            return when
    return None


def _plain(value: str) -> str:
    """Take the quotes from a scalar."""
    quoted = _QUOTED.match(value)
    return quoted[2].strip() if quoted else value.strip()
