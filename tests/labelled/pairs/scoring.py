"""What linkwatch makes of the labelled pairs, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from labelled.pairs.cases import Case

from linkwatch.compare.pages import held
from linkwatch.model import Drift, Edit, EditOp, Page
from linkwatch.text import key

ADDRESS = "https://news.example.com/a/1"


def scores(cases: Iterable[Case]) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Hits and tries by the names of floors.json, and a line for each miss."""
    hits: Counter[str] = Counter()
    tries: Counter[str] = Counter()
    misses: list[str] = []

    def count(name: str, case: Case, good: bool, seen: str) -> None:
        tries[name] += 1
        hits[name] += good
        if not good:
            misses.append(f"{name}: {case.name} ({case.what}): {seen}")

    for case in cases:
        told = held(page(case.old), page(case.new))
        found = told.comparison
        seen = f"{found.drift}, {[(e.op.value, e.kind.value, e.before[:30], e.after[:30]) for e in found.edits[:4]]}"
        if case.drift == "same":
            count("noise called same", case, found.drift is Drift.SAME, seen)
        elif case.drift == "replaced":
            count("replaced found", case, found.drift is Drift.REPLACED, seen)
        else:
            count("edits found", case, found.drift is Drift.EDITED, seen)
        if case.before or case.after or case.op:
            fact = [edit for edit in found.edits if _shows(edit, case)]
            count("fact in the list of edits", case, bool(fact), seen)
            if case.kind not in ("", "text"):
                count("fact told with its kind", case, any(e.kind == case.kind for e in fact), seen)
    return {name: (hits[name], tries[name]) for name in tries}, misses


def page(body: bytes) -> Page:
    """A saved page."""
    return Page(url=ADDRESS, final_url=ADDRESS, status=200, body=body)


def _shows(edit: Edit, case: Case) -> bool:
    """Whether an edit lies on the authored change: says all of it, or a part of it."""
    if case.op == "move":
        return edit.op is EditOp.MOVE
    if case.op and edit.op != case.op:
        return False
    return _lies(edit.before, case.before, case.around_before) and _lies(edit.after, case.after, case.around_after)


def _lies(told: str, changed: str, around: str) -> bool:
    told, changed, around = key(told), key(changed), key(around)
    return changed in told if not around else (changed in told or told in around)
