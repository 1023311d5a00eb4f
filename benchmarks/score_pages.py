"""Score verdicts on real saved pages: ``score_pages.py FOLDER``, or the folder that LINKWATCH_PAGES names.

FOLDER/labels.jsonl has a line a page: file, label (gone, alive, blocked, restricted), reason, url, status. Prints the
confusion matrix, the shares, and each page that is told wrong. Exit code 1 when a living page is taken for dead, or
a share is below its floor. FOLDER/pairs.jsonl, where present, has two versions of each page; those whose text was
only edited, or not even that, are living pages too.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from linkwatch.judge.visit import visit
from linkwatch.model import Failure, Page, State, Verdict

FLOORS = {("gone",): 0.95, ("blocked", "restricted"): 0.9}
"""Shares told right, at least."""
LABELS = ("gone", "alive", "blocked", "restricted")
COLUMNS = (*LABELS, "unreachable", "unknown")
SOMEWHERE = "https://www.example.org/articles/2015/item-123"
"""Address of pages that were saved without one."""
LIVING_PAIRS = ("noise", "edited")


def told(verdict: Verdict) -> str:
    """Return the verdict in the words of the labels: a failure that would become dead is gone."""
    if verdict.failure in (Failure.SURE, Failure.LIKELY):
        return "gone"
    return "alive" if verdict.state is State.MOVED else str(verdict.state)


def judged(file: Path, saved: dict[str, Any]) -> Verdict:
    """Return the verdict on one saved page."""
    url = saved.get("url") or SOMEWHERE
    return visit(Page(url=url, final_url=url, status=saved.get("status") or 200, body=file.read_bytes()))[1]


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines; none when there is no such file."""
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def main(folder: Path) -> int:
    """Print matrix, shares and misses."""
    counts: Counter[tuple[str, str]] = Counter()
    misses = []
    for saved in lines(folder / "labels.jsonl"):
        verdict = judged(folder / saved["file"], saved)
        counts[saved["label"], told(verdict)] += 1
        if told(verdict) != saved["label"]:
            misses.append(
                f"{saved['file']} ({saved['reason']}): {verdict.state} {verdict.reason}: {verdict.evidence}"
            )
    false_dead = sum(counts[label, "gone"] for label in LABELS if label != "gone")
    pairs = pairs_dead = 0
    for pair in lines(folder / "pairs.jsonl"):
        for side in ("old", "new"):
            if pair["label"] in LIVING_PAIRS:
                pairs += 1
                pairs_dead += told(judged(folder / pair[side], {})) == "gone"
    return report(counts, misses, false_dead + pairs_dead, pairs)


def report(counts: Counter[tuple[str, str]], misses: list[str], false_dead: int, pairs: int) -> int:
    """Print it all; return the exit code."""
    print(
        f"verdicts: {counts.total()} saved pages\n{'is / told as':>12} " + " ".join(f"{name:>11}" for name in COLUMNS)
    )
    for label in LABELS:
        print(f"{label:>12} " + " ".join(f"{counts[label, name]:>11}" for name in COLUMNS))
    print(
        f"false dead: {false_dead}, of {counts.total()} labelled pages and {pairs} living versions of pages in pairs"
    )
    low = False
    for labels, floor in FLOORS.items():
        right = sum(counts[label, label] for label in labels)
        total = sum(number for (label, _), number in counts.items() if label in labels)
        low = low or right < floor * total
        print(f"{' and '.join(labels)} told right: {right}/{total} = {right / max(total, 1):.3f}, floor {floor}")
    print("\n".join(f"  {miss}" for miss in misses))
    return 1 if false_dead or low else 0


if __name__ == "__main__":
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LINKWATCH_PAGES", "")
    if not (Path(named) / "labels.jsonl").exists():
        print(f"skipped: {named or 'LINKWATCH_PAGES'} names no folder with a labels.jsonl")
        sys.exit(0)
    sys.exit(main(Path(named)))
