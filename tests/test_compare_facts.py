"""What a change touches: number, date, amount, name, negation, or mere wording."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from linkwatch.compare.edits import changes

CASES = Path(__file__).parent / "cases" / "facts.txt"


def cases() -> Iterator[tuple[str, str, str]]:
    """Kind, before and after: a line each, under the name of the kind."""
    kind = ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:]
        elif line:
            before, _, after = line.partition(" | ")
            yield kind, before, after


def within(part: str) -> str:
    """The part within a sentence, so that both sides are versions of one."""
    if part.isascii():
        return f"According to people close to the matter in the capital, {part}."
    return f"関係者によると、市の中心部では{part}ことが四日までの取材で分かった。"


@pytest.mark.parametrize("kind", ["number", "date", "amount", "name", "negation", "text"])
def test_a_change_is_named_by_the_fact_it_touches(kind: str) -> None:
    wrong = []
    for wanted, before, after in cases():
        if wanted == kind:
            told = [str(edit.kind) for edit in changes(within(before), within(after)).edits]
            if kind not in told or (kind == "text" and told != ["text"]):
                wrong.append((before, after, told))
    assert wrong == []
