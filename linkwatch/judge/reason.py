"""What a verdict's reason means, in words that the command line and the documentation print."""

from __future__ import annotations

import inspect
from dataclasses import dataclass

from linkwatch.model import Failure, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason that no rule of the table gives: it shows only when the night is over."""

    code: str
    state: State
    failure: Failure | None
    told: str
    """Paragraphs ``What:``, ``Why:`` and ``Example:``, as in the docstring of a rule."""

    @property
    def story(self) -> dict[str, str]:
        """What it means, why, and an example."""
        return parts(self.told)


def parts(told: str) -> dict[str, str]:
    """Return the paragraphs of a docstring by the word that each begins with, each in one line."""
    paragraphs = (paragraph.partition(":") for paragraph in inspect.cleandoc(told).split("\n\n"))
    return {name: " ".join(text.split()) for name, _, text in paragraphs if text}
