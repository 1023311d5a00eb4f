"""Scores on real pairs of pages: noise called same, change seen; beside what simpler methods reach.

    python benchmarks/score_pairs.py FOLDER        (or LINKWATCH_PAGES=FOLDER)

FOLDER holds pairs.jsonl: a line a pair, ``{"old", "new", "label": noise|edited|replaced, "language", "note"}``,
paths from FOLDER on. Pairs are scored in two halves, odd and even, to show how far chance goes.

Beside it, on the same pairs, each with the threshold that suits it best here:
- a hash of all visible text (changedetection.io's way);
- cosine of the titles' words (Reyes Ayala 2022);
- trafilatura's text and the Indel ratio.
"""

from __future__ import annotations

import json
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rapidfuzz import fuzz

from linkwatch.compare.pages import Held, Side, compare_sides, side
from linkwatch.model import Drift, Page

FLOORS = {"noise called same": 0.93, "change seen": 0.97}
ADDRESS = "https://page.invalid/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A real pair, read and judged."""

    name: str
    label: str
    language: str
    note: str
    old: Side
    new: Side
    held: Held
    seconds: float

    @property
    def hit(self) -> bool:
        """Whether noise was called the same, and change was seen."""
        drift = self.held.comparison.drift
        return drift is Drift.SAME if self.label == "noise" else drift in (Drift.EDITED, Drift.REPLACED)


def main() -> int:
    """Print the scores; 1 when one is below its floor."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LINKWATCH_PAGES", ""))
    if not (folder / "pairs.jsonl").is_file():
        print(f"score_pairs: skipped, no pairs.jsonl in {folder}: give the folder or set LINKWATCH_PAGES")
        return 0
    lines = (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = [_pair(folder, json.loads(line)) for line in lines if line.strip()]
    low = _table(pairs)
    _others(pairs)
    print("\nMisses")
    for pair in pairs:
        if not pair.hit:
            told = pair.held.comparison
            print(f"  {pair.name} {pair.label} {pair.language}, told {told.drift} {told.note}: {pair.note[:100]}")
            for edit in told.edits[:3]:
                print(f"      {edit.op} {edit.kind}: {edit.before[:60]!r} → {edit.after[:60]!r}")
    return 1 if low else 0


def _pair(folder: Path, line: dict[str, str]) -> Pair:
    start = perf_counter()
    old, new = (side(_page(folder / line[which], line.get("url", ADDRESS))) for which in ("old", "new"))
    held = compare_sides(old, new)
    return Pair(
        name=str(Path(line["old"]).parent), label=line["label"], language=line.get("language", ""),
        note=line.get("note", ""), old=old, new=new, held=held, seconds=perf_counter() - start,
    )  # fmt: skip


def _page(file: Path, url: str) -> Page:
    return Page(url=url, final_url=url, status=200, body=file.read_bytes())


def _table(pairs: Sequence[Pair]) -> bool:
    halves = {"all": pairs, "odd": pairs[::2], "even": pairs[1::2]}
    languages = [name for name, _ in Counter(pair.language for pair in pairs).most_common(3)]
    halves.update({name: [pair for pair in pairs if pair.language == name] for name in languages})
    print(f"{'pairs':8}{'noise called same':>24}{'change seen':>24}{'replaced told so':>24}")
    for name, some in halves.items():
        noise = [pair.hit for pair in some if pair.label == "noise"]
        change = [pair.hit for pair in some if pair.label != "noise"]
        whole = [pair.held.comparison.drift is Drift.REPLACED for pair in some if pair.label == "replaced"]
        print(f"{name:8}{_share(noise):>24}{_share(change):>24}{_share(whole):>24}")
    times = sorted(pair.seconds for pair in pairs)
    middle, most = times[len(times) // 2] * 1e3, times[-1] * 1e3
    print(f"a pair: median {middle:.0f} ms, most {most:.0f} ms, extraction of both sides included")
    noise = [pair.hit for pair in pairs if pair.label == "noise"]
    change = [pair.hit for pair in pairs if pair.label != "noise"]
    return sum(noise) < FLOORS["noise called same"] * len(noise) or sum(change) < FLOORS["change seen"] * len(change)


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits)}/{len(hits)} = {sum(hits) / len(hits):.3f}" if hits else "-"


def _others(pairs: Sequence[Pair]) -> None:
    """What simpler methods reach, each at the threshold with the best mean of the two scores."""
    methods: dict[str, Callable[[Pair], float]] = {
        "hash of visible text": lambda p: float(p.old.content.fingerprint == p.new.content.fingerprint),
        "cosine of titles": lambda p: _cosine(p.old.content.title, p.new.content.title),
        "trafilatura and ratio": lambda p: fuzz.ratio(p.old.content.text, p.new.content.text) / 100,
    }
    print(f"\n{'others':24}{'noise called same':>20}{'change seen':>20}   called changed below")
    for name, likeness in methods.items():
        values = [(likeness(pair), pair.label == "noise") for pair in pairs]
        noise, change, threshold = max(
            (_at(values, threshold) for threshold in sorted({value for value, _ in values} | {1.0})),
            key=lambda found: found[0] + found[1],
        )
        print(f"{name:24}{noise:>20.3f}{change:>20.3f}   {threshold:.4f}")


def _at(values: Sequence[tuple[float, bool]], threshold: float) -> tuple[float, float, float]:
    noise = [value >= threshold for value, is_noise in values if is_noise]
    change = [value < threshold for value, is_noise in values if not is_noise]
    return sum(noise) / max(len(noise), 1), sum(change) / max(len(change), 1), threshold


def _cosine(one: str, other: str) -> float:
    a, b = (Counter(re.findall(r"\w+", title.lower())) for title in (one, other))
    if not a or not b:
        return float(a == b)
    return sum(a[word] * b[word] for word in a) / math.sqrt(
        sum(count**2 for count in a.values()) * sum(count**2 for count in b.values())
    )


if __name__ == "__main__":
    sys.exit(main())
