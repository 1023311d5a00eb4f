"""``linkwatch explain``: what a reason means, or how the verdict on a link came about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError
from linkwatch.report.printable import one_line

if TYPE_CHECKING:
    from linkwatch.judge.reason import Reason
    from linkwatch.judge.rule import Rule
    from linkwatch.model import Verdict


@click.command(name="explain")
@options.session
@click.argument("what", metavar="[REASON|URL|ID]", required=False)
def command(session: Session, what: str | None) -> int:
    """Tell what a reason means; for a link, which rule fired at its last visit and which came close.

    Without an argument it lists every reason.

    \b
    Example:  linkwatch explain
              linkwatch explain soft-404
              linkwatch explain https://www.example.jp/article
    """
    from linkwatch.judge import RULES
    from linkwatch.judge.settle import SAME_BODY

    rules: dict[str, Rule | Reason] = {rule.code: rule for rule in RULES}
    rules[SAME_BODY.code] = SAME_BODY
    if what is None:
        lines = [f"{rule.code:<22} {rule.state:<11} {rule.story['What']}" for rule in rules.values()]
    elif what in rules:
        lines = list(_rule(rules[what]))
    else:
        lines = list(_verdict(_last(session, what), rules))
    with opened(None, machine=False) as out:
        out.writelines(f"{line}\n" for line in lines)
    return 0


def _rule(rule: Rule | Reason) -> Iterator[str]:
    from linkwatch.model import Failure

    believed = {
        Failure.SURE: ", dead at the second visit, at least 20 hours later",
        Failure.LIKELY: ", dead at the third visit, over at least 3 days",
        Failure.NETWORK: ", never dead for this alone",
        None: "",
    }
    yield f"{rule.code}: {rule.state}{believed[rule.failure]}"
    for part, text in rule.story.items():
        yield f"  {part}: {text}"


def _last(session: Session, link: str) -> Verdict:
    """What the last visit of a link gave, before it was settled. Raises UsageError when it was never visited."""
    store = session.open(read_only=True)
    try:
        link_id = store.links.find(link)
        if link_id is None:
            raise UsageError(
                f"{link}: neither a reason nor a link",
                hint="linkwatch explain lists the reasons, linkwatch links links",
            )
        history = store.checks.history(link_id)
    finally:
        store.close()
    if not history:
        raise UsageError(f"{link}: was never visited", hint="linkwatch crawl visits what is due")
    return history[-1][3]


def _verdict(verdict: Verdict, rules: dict[str, Rule | Reason]) -> Iterator[str]:
    yield f"{verdict.state}: {verdict.reason} ({verdict.confidence}): {one_line(verdict.evidence)}"
    for trace in verdict.trail:
        yield f"  {'fired' if trace.fired else 'close'}  {trace.rule}: {one_line(trace.note)}"
    fired = next((trace.rule for trace in verdict.trail if trace.fired), verdict.reason)
    if fired in rules:
        yield from _rule(rules[fired])
