"""How many pages a second one core reads and judges: ``judge_batch.py [FOLDER]``.

FOLDER is one of saved pages, as for score_pages.py; without it the project's own labelled pages are used. Three
figures: living pages at their first visit, which need their article; the same when they are as they were; and pages
on which no rule asks for the article. Processor time, so that a busy machine changes little.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from linkwatch.judge import JUDGED_BY
from linkwatch.judge.visit import visit
from linkwatch.model import Page, Past

TESTS = Path(__file__).resolve().parent.parent / "tests"
LEAST = 2.0
"""Seconds that each figure is measured for."""


def real(folder: Path) -> tuple[list[Page], list[Page]]:
    """Return the living pages and the others of a folder of saved pages."""
    living, others = [], []
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        saved = json.loads(line)
        url = saved["url"] or "https://www.example.org/articles/2015/item-123"
        page = Page(url=url, final_url=url, status=saved["status"] or 200, body=(folder / saved["file"]).read_bytes())
        (living if saved["label"] == "alive" else others).append(page)
    return living, others


def own() -> tuple[list[Page], list[Page]]:
    """Return the living pages and the others of the project's labelled pages."""
    sys.path.insert(0, str(TESTS))
    from labelled_pages import load  # type: ignore[import-not-found, unused-ignore]

    pages = load()
    return [one.page for one in pages if one.label == "alive"], [one.page for one in pages if one.label != "alive"]


def rate(pages: Sequence[Page], pasts: Sequence[Past]) -> float:
    """Return pages a second of processor time."""
    began, done = time.process_time(), 0
    while time.process_time() - began < LEAST:
        for page, past in zip(pages, pasts, strict=True):
            visit(page, past)
        done += len(pages)
    return done / (time.process_time() - began)


def past_of(page: Page) -> Past:
    """Return what the store would know after a visit."""
    content, verdict = visit(page)
    return Past(
        fingerprint=content.fingerprint,
        extractor=content.extractor,
        text_chars=len(content.text),
        title=content.title,
        provisional=verdict,
        judged_by=JUDGED_BY,
        status=page.status,
        final_url=page.final_url,
    )


def main(folder: Path | None) -> None:
    """Print the figures."""
    living, others = real(folder) if folder else own()
    pasts = [past_of(page) for page in living]  # the first call imports trafilatura
    cheap = [page for page in others if not visit(page)[0].extractor]
    size = sum(len(page.body) for page in living) / max(len(living), 1) / 1000
    print(
        f"{len(living)} living pages of {size:.0f} kB on average, {len(cheap)} others whose article nobody asked for"
    )
    print(f"  first visit         {rate(living, [Past()] * len(living)):6.0f} pages/s")
    print(f"  as they were        {rate(living, pasts):6.0f} pages/s")
    print(f"  no article needed   {rate(cheap, [Past()] * len(cheap)):6.0f} pages/s")


if __name__ == "__main__":
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("LINKWATCH_PAGES", "")
    main(Path(named) if named else None)
