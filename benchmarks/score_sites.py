"""Score the site modules on real saved pages: ``score_sites.py FOLDER``, or the folder that LINKWATCH_PAGES names.

FOLDER/sites/index.jsonl has a line a page: file, site, url, status, and the state that a person would give it.
The pages belong to their publishers and are no part of linkwatch. Exit code 1 when a page that is not dead is
taken for dead.
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
from linkwatch.model import Page

RIGHT = {
    "alive": {"alive"},
    "dead": {"suspect", "dead"},
    "restricted": {"restricted"},
    "blocked": {"blocked", "unreachable", "restricted"},
    "moved": {"moved"},
}
"""Which states tell a label right. A consent screen is labelled blocked; linkwatch calls it restricted."""

SOMEWHERE = {
    "nhk": "https://www3.nhk.or.jp/news/html/20170207/k10010867511000.html",
    "x": "https://x.com/i/status/1",
    "yahoo": "https://news.yahoo.co.jp/pickup/1",
    "youtube": "https://www.youtube.com/watch?v=Ab3dEfGh1jK",
}
"""Addresses for pages that were saved without one."""

UNDOCUMENTED = "syndication-"
"""Answers of an address that linkwatch does not ask."""


def judged(folder: Path) -> Iterator[tuple[dict[str, Any], str, str, str]]:
    """Yield each saved page with state, reason and evidence as linkwatch gives them."""
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        saved = json.loads(line)
        if UNDOCUMENTED in saved["file"]:
            continue
        url = saved["url"] or SOMEWHERE[saved["site"]]
        body = (folder / saved["file"]).read_bytes()
        page = Page(url=url, final_url=url, status=saved["status"] or 200, body=body)
        _, verdict = visit(page)
        yield saved, verdict.state, verdict.reason, verdict.evidence


def main(folder: Path) -> int:
    """Print what was told right by site, and each page that was not."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    false_dead = 0
    for saved, state, reason, evidence in judged(folder / "sites"):
        total[saved["site"]] += 1
        if state in RIGHT[saved["state"]]:
            right[saved["site"]] += 1
            continue
        false_dead += state == "suspect"
        print(f"miss  {saved['file']}: {saved['state']}, told {state} {reason} ({evidence[:80]}); {saved['kind']}")
    for site in sorted(total):
        print(f"{site:8} {right[site]:3} of {total[site]:3} told right")
    print(f"all      {right.total():3} of {total.total():3} told right, {false_dead} falsely dead")
    return 1 if false_dead else 0


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LINKWATCH_PAGES", "")
    if not (Path(given) / "sites" / "index.jsonl").is_file():
        sys.exit(f"score_sites: {given or 'no folder given'}: has no sites/index.jsonl")
    sys.exit(main(Path(given)))
