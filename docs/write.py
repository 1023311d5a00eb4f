"""Print the parts of the documentation that are made from the code: ``make docs``. A test fails when they differ.

A part stands between ``<!-- name -->`` and ``<!-- /name -->``.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from pathlib import Path

import click

from linkwatch.cli import COMMANDS
from linkwatch.cli import main as linkwatch
from linkwatch.config.template import reference
from linkwatch.judge import RULES
from linkwatch.judge.settle import SAME_BODY
from linkwatch.model import Failure, State
from linkwatch.sites import all_sites
from linkwatch.sites.table import markdown

ROOT = Path(__file__).resolve().parent.parent

MEANINGS = {
    State.ALIVE: "The page is there. http→https, `www.`, a trailing slash are no news.",
    State.MOVED: "The page is for good at another address, which is told.",
    State.DEAD: "It failed on more than one day, and nothing speaks against it.",
    State.SUSPECT: "It failed in a way that dead pages do; another night will tell.",
    State.RESTRICTED: "It is there, for those with a login, a subscription or the right age.",
    State.BLOCKED: "The site turns robots away. The page may be well: look with a browser.",
    State.UNREACHABLE: "The network or the server failed. That alone is never called dead.",
    State.UNKNOWN: "Not visited, or nothing was seen from which to judge.",
}
BELIEVED = {
    Failure.SURE: "at the second visit, 20 hours later or more",
    Failure.LIKELY: "at the third visit, over 3 days or more",
    Failure.NETWORK: "never",
    None: "",
}


def states() -> str:
    """The table of states, each with the codes of the rules that lead to it."""
    lines = ["| state | means | reasons |", "| --- | --- | --- |"]
    for state in State:
        codes = "those of `suspect`" if state is State.DEAD else _codes(state)
        lines.append(f"| `{state}` | {MEANINGS[state]} | {codes} |")
    return "\n".join(lines) + "\n"


def verdicts() -> str:
    """A section a rule: what it looks at, why, in which languages, and a case of either kind."""
    sys.path.insert(0, str(ROOT / "tests"))
    from rule_cases import TOPIC_OF, TOPICS, pages

    from linkwatch.judge.phrases import gone

    spoken = {"soft-404": [one.name for one in gone()], "says-gone": [one.name for one in gone()]}
    spoken |= {code: list(TOPICS[topic]["hit"]) for code, topic in TOPIC_OF.items()}
    parts = []
    for number, rule in enumerate(RULES, 1):
        dead = BELIEVED[rule.failure]
        lines = [f"### {number}. `{rule.code}`: {rule.state}{f'; dead {dead}' if dead else ''}", ""]
        lines += [f"{part}: {rule.story.get(part, '')}\n" for part in ("What", "Why")]
        lines.append(f"- Example: {rule.story.get('Example', '')}")
        if rule.code in spoken:
            lines.append(f"- Languages: {', '.join(spoken[rule.code])}")
        cases = sorted((case for case in pages() if case.rule == rule.code), key=lambda case: case.language != "en")
        for word, is_hit in (("Fires", True), ("Does not", False)):
            shown = next((case.shown for case in cases if case.is_hit is is_hit), "")
            if shown:
                lines.append(f"- {word}: {shown}")
        parts.append("\n".join(lines) + "\n")
    lines = [f"### After the night: `{SAME_BODY.code}`: {SAME_BODY.state}; dead {BELIEVED[SAME_BODY.failure]}", ""]
    lines += [f"{part}: {text}\n" for part, text in SAME_BODY.story.items()]
    parts.append("\n".join(lines))
    return "\n".join(parts)


def commands() -> str:
    """The help of every command."""
    parts = []
    for section in COMMANDS.values():
        for name in section:
            command = importlib.import_module(f"linkwatch.cli.{name}").command
            parent = click.Context(linkwatch, info_name="linkwatch", **linkwatch.context_settings)
            context = click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
            parts.append(f"## linkwatch {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


PARTS: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"states": states},
    "docs/configuration.md": {"keys": reference},
    "docs/sites.md": {"sites": lambda: markdown(all_sites())},
    "docs/states.md": {"states": states},
    "docs/verdicts.md": {"verdicts": verdicts},
    "docs/commands.md": {"commands": commands},
}


def page(name: str) -> str:
    """The text that a file of ``PARTS`` should have."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for mark, part in PARTS[name].items():
        block = f"<!-- {mark} -->\n{part()}<!-- /{mark} -->"
        text = re.sub(rf"<!-- {mark} -->\n.*?<!-- /{mark} -->", lambda _, block=block: block, text, flags=re.S)
    return text


def _codes(state: State) -> str:
    return ", ".join(f"`{rule.code}`" for rule in RULES if rule.state is state)


def main() -> None:
    """Write every part into its file."""
    for name in PARTS:
        (ROOT / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
