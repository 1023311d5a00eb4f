"""The note beside each citation of a document: verdict, what became of the quote, changed facts (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.views import CitedLink
from linkwatch.model import Comparison, Drift, Edit, EditKind, Fate, State
from linkwatch.viewer.now import as_now, kept_of, when_last_read

FACTS = 4
"""Changed facts named in a note."""

_CHANGED = (Drift.EDITED, Drift.REPLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands beside one citation."""

    number: int
    cited: CitedLink
    comparison: Comparison | None
    """As it holds for what the address shows now."""

    @property
    def state(self) -> State:
        """Of the link."""
        return self.cited.verdict.state

    @property
    def drift(self) -> Drift | None:
        """Of this citation; None when nothing is known, or the page is dead and its drift says no more."""
        if self.comparison is None or self.comparison.drift is Drift.UNJUDGED or self.state is State.DEAD:
            return None
        return self.comparison.drift

    @property
    def changed(self) -> bool:
        """Whether the page says otherwise."""
        return self.drift in _CHANGED

    @property
    def colour(self) -> str:
        """By what matters more: a change of what was quoted, else the state."""
        return str(self.drift) if self.drift in _CHANGED else str(self.state)

    @property
    def symbol(self) -> str:
        """The symbol that goes with the colour."""
        return self.colour

    @property
    def sentences(self) -> int:
        """Quoted sentences that were compared."""
        return len(self.comparison.sentences) if self.comparison else 0

    @property
    def kept(self) -> int:
        """Quoted sentences that the address still shows."""
        return kept_of(self.comparison)

    @property
    def before(self) -> Comparison | None:
        """What was known of the quote when the page was last read, where it could not be read since."""
        return when_last_read(self.state, self.cited.citing.comparison)

    @property
    def missing(self) -> int:
        """Quoted sentences that it shows no more."""
        return sum(each.fate is Fate.MISSING for each in self.comparison.sentences) if self.comparison else 0

    @property
    def facts(self) -> tuple[Edit, ...]:
        """Changes to name, facts before mere words."""
        edits = self.comparison.edits if self.comparison and self.changed else ()
        return tuple(sorted(edits, key=lambda edit: edit.kind is EditKind.TEXT)[:FACTS])

    @property
    def more(self) -> int:
        """Changes beyond those."""
        return max(len(self.comparison.edits) - FACTS, 0) if self.comparison and self.changed else 0

    @property
    def name(self) -> str:
        """What the index calls it: the outlet, else the title, else the host."""
        citation = self.cited.citing.citation
        told = (name for name in (citation.outlet, citation.title) if name and any(map(str.isalnum, name)))
        return next(told, self.cited.host)


def notes(cited: Sequence[CitedLink]) -> list[Note]:
    """A note for each citation, numbered from 1."""
    return [
        Note(number=number, cited=one, comparison=as_now(one.verdict.state, one.citing.comparison))
        for number, one in enumerate(cited, start=1)
    ]
