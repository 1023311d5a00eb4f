"""How a finding is put into words; text, terminal and Markdown share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from db.views import Citing
from linkwatch.model import (
    BaselineKind,
    Capture,
    Cited,
    Comparison,
    Drift,
    Edit,
    EditKind,
    EditOp,
    Fate,
    Finding,
    State,
)
from linkwatch.report.printable import file_name, one_line, percent, short

BROKEN = frozenset({State.DEAD, State.SUSPECT, State.MOVED})
"""States that need somebody's attention."""
CHANGED = frozenset({Drift.EDITED, Drift.REPLACED})

EVIDENCE_LENGTH = 160
FACT_LENGTH = 40
FACTS = 3
"""Changed facts to name; more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One link as one document cites it."""

    document: str
    lines: tuple[int, ...]
    """In order; none where the format has no lines."""
    places: tuple[str, ...]
    finding: Finding
    comparison: Comparison | None
    """The worst of the document's citations of this link."""

    @property
    def drift(self) -> Drift:
        """What became of the text this document cites; the link's own drift where nothing was compared."""
        return self.comparison.drift if self.comparison is not None else self.finding.drift

    @property
    def where(self) -> str:
        """``file:line`` of the first citation, or the file and the place in it."""
        name = file_name(self.document)
        if self.lines:
            return f"{name}:{self.lines[0]}"
        return f"{name} ({one_line(self.places[0])})" if self.places else name


def entries(findings: Iterable[Finding]) -> list[Entry]:
    """Findings by document and line; a link that several documents cite comes once for each.

    A living link is left out for a document whose quote it still carries, though another's is changed.
    """
    found = [
        entry
        for finding in findings
        for entry in _by_document(finding)
        if finding.verdict.state is not State.ALIVE or finding.drift not in CHANGED or entry.drift in CHANGED
    ]
    return sorted(found, key=lambda entry: (entry.document, entry.lines or (0,), entry.finding.url))


def _by_document(finding: Finding) -> Iterator[Entry]:
    documents: dict[str, list[Cited]] = {}
    for cited in finding.citations:
        documents.setdefault(cited.document, []).append(cited)
    for document, citations in documents.items() or [("", [])]:
        yield Entry(
            document=document,
            lines=tuple(sorted({one.citation.line for one in citations if one.citation.line is not None})),
            places=tuple(one.citation.place for one in citations if one.citation.place),
            finding=finding,
            comparison=worst([one.comparison for one in citations if one.comparison is not None]),
        )


_ORDER = (Drift.REPLACED, Drift.EDITED, Drift.SAME, Drift.UNJUDGED)


def worst(comparisons: list[Comparison]) -> Comparison | None:
    """The comparison that says most against the page: replaced before edited, then what kept least of its quote."""

    def badness(one: Comparison) -> tuple[int, float]:
        kept = one.quote_kept if one.quote_kept is not None else one.similarity
        return _ORDER.index(one.drift), 1.0 if kept is None else kept

    return min(comparisons, key=badness, default=None)


def word(entry: Entry) -> str:
    """State and drift in one word or two: ``dead``, ``edited``, ``moved, edited``."""
    state, drift = entry.finding.verdict.state, entry.drift
    if drift not in CHANGED:
        return str(state)
    return str(drift) if state is State.ALIVE else f"{state}, {drift}"


def reason(entry: Entry) -> str:
    """The code of the rule; empty where it says no more than the word before it."""
    code = one_line(entry.finding.verdict.reason)
    return "" if word(entry) in (*CHANGED, code) else code


def details(entry: Entry, zone: tzinfo) -> list[str]:
    """What was seen, since when, what changed, where it is now, and where a copy lies; each in a few words."""
    finding, verdict = entry.finding, entry.finding.verdict
    said = []
    if verdict.state is not State.ALIVE:
        said.append(short(verdict.evidence, EVIDENCE_LENGTH))
        if finding.state_since:
            said.append(f"since {day(finding.state_since, zone)}")
    if entry.drift in CHANGED and entry.comparison is not None:
        said.append(changes(entry.comparison))
    if finding.muted_until is not None:
        said.append(f"muted until {finding.muted_until}")
    if verdict.new_url and verdict.new_url not in verdict.evidence:
        said.append(f"now {one_line(verdict.new_url)}")
    gone = verdict.state is not State.ALIVE or entry.drift is Drift.REPLACED
    if gone and (copy := best_capture(finding.captures, finding.citations)):
        said.append(f"archived {day(copy.taken_at, zone)} {one_line(copy.address)}")
    return [part for part in said if part]


def changes(comparison: Comparison) -> str:
    """What changed since the baseline: lost sentences or the share of the quote that is left, then changed facts."""
    said = []
    gone = [one for one in comparison.sentences if one.fate is Fate.MISSING]
    if gone:
        total = len(comparison.sentences)
        said.append(f"{len(gone)} of {total} sentences gone, first “{short(gone[0].text, FACT_LENGTH)}”")
    elif comparison.baseline is BaselineKind.QUOTE and comparison.quote_kept is not None:
        said.append(f"{percent(comparison.quote_kept)} kept")
    facts = sorted(comparison.edits, key=lambda edit: edit.kind is EditKind.TEXT)
    said += [fact(edit) for edit in facts[:FACTS]]
    if len(facts) > FACTS:
        said.append(f"{len(facts) - FACTS} more")
    against = f"against {_BASELINES[comparison.baseline]}" if comparison.baseline is not None else ""
    if comparison.baseline in (BaselineKind.ARCHIVE, BaselineKind.FIRST) and comparison.note:
        against += f" ({comparison.note})"
    return ": ".join(part for part in (against, ", ".join(said)) if part)


_BASELINES: Mapping[BaselineKind, str] = {
    BaselineKind.QUOTE: "the quote",
    BaselineKind.ARCHIVE: "the archived copy",
    BaselineKind.FIRST: "the first visit",
}


def fact(edit: Edit) -> str:
    """One change: ``number “3万人” → “4万人”``."""
    kind = "" if edit.kind is EditKind.TEXT else f"{edit.kind} "
    before, after = (f"“{short(text, FACT_LENGTH)}”" for text in (edit.before, edit.after))
    if edit.op is EditOp.INSERT:
        return f"{kind}added {after}"
    if edit.op is EditOp.DELETE:
        return f"{kind}removed {before}"
    if edit.op is EditOp.MOVE:
        return f"{kind}moved {before}"
    return f"{kind}{before} → {after}"


def best_capture(captures: Iterable[Capture], citations: Sequence[Cited | Citing]) -> Capture | None:
    """The copy to offer: of a page that is quoted, one that was seen to carry a quote.

    Else the copy nearest the day on which the page was cited, or the newest; never one of an error page.
    """
    good = [one for one in captures if one.alive is not False and (one.status is None or 200 <= one.status < 300)]
    if any(one.citation.quote for one in citations):
        carrying = [one.comparison.copy for one in citations if one.comparison and one.comparison.copy]
        return next((one for address in carrying for one in good if one.address == address), None)
    written = next((cited for one in citations if (cited := _written(one))), None)
    if written is None:
        return max(good, key=lambda one: one.taken_at, default=None)
    return min(good, key=lambda one: abs((one.taken_at.date() - written).days), default=None)


def _written(cited: Cited | Citing) -> date | None:
    """The day of citing or publishing, when it is known to the day."""
    for when in (cited.citation.cited_at, cited.citation.published_at):
        if when is not None and len(when.value) >= 10:
            try:
                return date.fromisoformat(when.value[:10])
            except ValueError:  # what a document says need not be a day of the calendar
                continue
    return None


def day(at: datetime, zone: tzinfo) -> str:
    """The date in the user's time zone."""
    return at.astimezone(zone).date().isoformat()


def summary(counts: Mapping[State, int], drifts: Mapping[Drift, int]) -> str:
    """``12 links: 9 alive, 1 moved, 2 dead; 1 edited``."""
    total = sum(counts.values())
    states = ", ".join(f"{counts[state]} {state}" for state in State if counts.get(state))
    changed = ", ".join(f"{drifts[drift]} {drift}" for drift in (Drift.EDITED, Drift.REPLACED) if drifts.get(drift))
    line = f"{total} link{'' if total == 1 else 's'}"
    return line + (f": {states}" if states else "") + (f"; {changed}" if changed else "")
