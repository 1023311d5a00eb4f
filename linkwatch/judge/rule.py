"""What a rule is: a function from a case to a hit, a near miss or nothing, with its name and its story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linkwatch.judge.case import Case
from linkwatch.judge.reason import parts
from linkwatch.model import Confidence, Failure, State, Trace, Verdict

MAX_EVIDENCE = 300
"""Characters of evidence that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """The rule fires."""

    evidence: str
    """What was seen, in words."""
    confidence: Confidence = Confidence.SURE
    reason: str = ""
    """Instead of the rule's own code, where the page itself names the reason."""
    new_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The rule came close; ``why_not`` says what kept it from firing."""

    why_not: str


Finding = Hit | Near | None
Test = Callable[[Case], Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One idea about pages, with the reason code that verdicts carry."""

    code: str
    state: State
    failure: Failure | None
    test: Test

    @property
    def story(self) -> dict[str, str]:
        """What it does, why, and an example: the parts of its docstring."""
        return parts(self.test.__doc__ or "")

    def verdict(self, hit: Hit, trail: tuple[Trace, ...]) -> Verdict:
        """Return the verdict that a hit of this rule makes."""
        return Verdict(
            state=self.state,
            reason=hit.reason or self.code,
            evidence=hit.evidence[:MAX_EVIDENCE],
            confidence=hit.confidence,
            failure=self.failure,
            new_url=hit.new_url,
            trail=trail,
        )


def rule(code: str, state: State, failure: Failure | None = None) -> Callable[[Test], Rule]:
    """Make a rule of a test; its docstring has the paragraphs ``What:``, ``Why:`` and ``Example:``."""
    return lambda test: Rule(code=code, state=state, failure=failure, test=test)


def decide(rules: tuple[Rule, ...], case: Case) -> Verdict:
    """Return the verdict of the first rule that fires; the last rule of a table always does.

    Raises :class:`ValueError` when none does: the table is at fault, not the page.
    """
    trail: list[Trace] = []
    for candidate in rules:
        found = candidate.test(case)
        if isinstance(found, Near):
            trail.append(Trace(rule=candidate.code, fired=False, note=found.why_not[:MAX_EVIDENCE]))
        elif found is not None:
            trail.append(Trace(rule=candidate.code, fired=True, note=found.evidence[:MAX_EVIDENCE]))
            return candidate.verdict(found, tuple(trail))
    raise ValueError("no rule fired: a table of rules ends with one that always does")
