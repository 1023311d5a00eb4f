"""Scores what is read from the labelled documents against what people wrote beside them.

python -m tests.labelled.documents.scoring [FOLDER]     # the table, and every miss
"""

from __future__ import annotations

import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from linkwatch import citations, documents
from linkwatch.model import Citation

HERE = Path(__file__).parent
ASPECTS = ("url", "line", "title", "date", "quote")
OVERLAP = 0.9
"""Share of the characters of the longer of two quotes that both hold in the same order."""
ANYTHING = "?"
"""Stands in a label where readers could differ: not scored."""


@dataclass
class Score:
    """Counts over all documents."""

    wanted: Counter[str] = field(default_factory=Counter)
    """How many labels there are."""
    given: Counter[str] = field(default_factory=Counter)
    """How many values were read."""
    right: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    documents: int = 0

    def precision(self, aspect: str) -> float:
        return self.right[aspect] / self.given[aspect] if self.given[aspect] else 1.0

    def recall(self, aspect: str) -> float:
        return self.right[aspect] / self.wanted[aspect] if self.wanted[aspect] else 1.0

    def table(self) -> str:
        rows = [f"{'':8}{'precision':>10}{'recall':>8}{'labels':>8}   over {self.documents} documents"]
        rows += [
            f"{aspect:8}{self.precision(aspect):>10.3f}{self.recall(aspect):>8.3f}{self.wanted[aspect]:>8}"
            for aspect in ASPECTS
        ]
        return "\n".join(rows)


def cases(folder: Path) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Yield each document and its labels."""
    for labels in sorted(folder.glob("**/expected.toml")):
        source = next(path for path in labels.parent.iterdir() if path.stem == "source")
        yield source, tomllib.loads(labels.read_text("utf-8")).get("citation", [])


def score(folder: Path = HERE) -> Score:
    """Read every document in ``folder`` and compare."""
    total = Score()
    for source, labels in cases(folder):
        total.documents += 1
        read = citations.find(documents.read(source.name, source.read_bytes()))
        _compare(source.parent.name, labels, list(read), total)
    return total


def _compare(name: str, labels: list[dict[str, Any]], read: list[Citation], total: Score) -> None:
    """Pair labels and citations by URL, the same line first, and count."""
    total.wanted["url"] += len(labels)
    total.given["url"] += len(read)
    unread = list(read)
    for label in labels:
        same = [each for each in unread if each.url == label["url"]]
        found = next((each for each in same if each.line == label["line"]), same[0] if same else None)
        if found is None:
            total.misses.append(f"{name}:{label['line']}: url not found: {label['url']}")
            continue
        unread.remove(found)
        total.right["url"] += 1
        _facts(f"{name}:{label['line']}", label, found, total)
    total.misses += [f"{name}:{each.line}: url not wanted: {each.url}" for each in unread]


def _facts(place: str, label: dict[str, Any], found: Citation, total: Score) -> None:
    """Count what is right of one citation."""
    _count(place, "line", label["line"], found.line, label["line"] == found.line, total)
    title = label.get("title")
    if title != ANYTHING:
        _count(place, "title", title, found.title, _plain(title) == _plain(found.title), total)
    date, read = label.get("date"), found.published_at.value if found.published_at else None
    if date != ANYTHING:
        _count(place, "date", date, read, date == read, total)
    quote = label.get("quote")
    if quote != ANYTHING:
        overlap = _overlap(_plain(quote), _plain(found.quote))
        _count(place, "quote", quote, found.quote, overlap >= OVERLAP, total)


def _count(place: str, aspect: str, wanted: object, given: object, right: bool, total: Score) -> None:
    total.wanted[aspect] += wanted is not None
    total.given[aspect] += given is not None
    total.right[aspect] += right and wanted is not None
    if (wanted is not None or given is not None) and not right:
        total.misses.append(f"{place}: {aspect}: wanted {wanted!r}, read {given!r}")


def _plain(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _overlap(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    return LCSseq.similarity(one, other) / longest if longest else 1.0


if __name__ == "__main__":
    scored = score(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
    print("\n".join(scored.misses))
    print(scored.table())
