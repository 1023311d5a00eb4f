"""``linkwatch notify``: tell people what happened, try whether they can be reached, see what they would be sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError

if TYPE_CHECKING:
    from linkwatch.notify import Notifier
    from linkwatch.notify.channels import Message


@click.command(name="notify")
@options.session
@click.option("--test", is_flag=True, help="Send a test to each receiver, and tell whether it arrived.")
@click.option("--preview", is_flag=True, help="Print what would be sent now; send nothing.")
@click.option("--since", metavar="TIME", type=options.TIME, help="With --preview: what happened since, told or not.")
@click.option("--to", "names", metavar="NAME", multiple=True, help="Only this receiver. Repeatable.")
@click.option("--format", type=click.Choice(["text", "html"]), default="text", help="How to print the preview.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write the preview to FILE.")
def command(
    session: Session,
    test: bool,
    preview: bool,
    since: datetime | None,
    names: tuple[str, ...],
    format: str,  # noqa: A002
    output: Path | None,
) -> int:
    """Tell the receivers of [notify] what they have not been told yet.

    A crawl does that by itself at its end. Here those are told at once who are told weekly.

    \b
    Example:  linkwatch notify --test
              linkwatch notify --preview --since 2025-06-01
              linkwatch notify --preview --to me --format html -o digest.html
    """
    from linkwatch.cli import telling, visiting

    known = session.settings.notify.to
    for name in names:
        if name not in known:
            raise UsageError(
                f"--to {name}: nobody of that name", hint=f"notify.to names {', '.join(known) or 'none'}"
            )
    if since is not None and not preview:
        raise UsageError("--since goes with --preview", hint="what was told is not told again")
    if not known and not preview:
        raise UsageError("nobody to tell", hint='put to = { me = "mailtos://…" } under [notify] in linkwatch.toml')
    store = session.open(read_only=preview)
    try:
        notifier = telling.notifier(session, store, visiting.now)
        chosen = names or tuple(known)
        if preview:
            return _preview(session, notifier, chosen or ("everybody",), since, format, output)
        if test:
            return _test(session, notifier, chosen)
        fates = telling.said(session, notifier.tell(only=chosen, at_once=True))
    finally:
        store.close()
    if not fates:
        session.say("nothing to tell")
    return 1 if any(fate != "sent" for fate in fates) else 0


def _preview(
    session: Session,
    notifier: Notifier,
    names: Sequence[str],
    since: datetime | None,
    form: str,
    output: Path | None,
) -> int:
    after = session.aware(since) if since is not None else None
    made = {name: notifier.preview(name, since=after) for name in names}
    found = {name: message for name, message in made.items() if message is not None}
    for name in (one for one in made if one not in found):
        hint = "" if since is not None else "; --since TIME shows what was told"
        session.say(f"nothing to tell {name}{hint}")
    if found:
        with opened(output, machine=form == "html") as out:
            out.write("".join(_shown(name, message, form) for name, message in found.items()))
    return 0


def _shown(name: str, message: Message, form: str) -> str:
    from linkwatch.notify.text import UNLIMITED

    if form == "html":
        return message.html
    return f"To: {name}\nSubject: {message.subject}\n\n{message.text(UNLIMITED)}\n"


def _test(session: Session, notifier: Notifier, names: Sequence[str]) -> int:
    good = True
    for name in names:
        answer = notifier.trial(name)
        detail = f" ({answer.detail})" if answer.detail else ""
        if answer.fate == "sent":
            session.say(f"{name}: took the test{detail}")
        else:
            good = False
            word = "did not take the test" if answer.fate == "refused" else "may have taken the test"
            session.warn(f"{name}: {word}{detail}")
    return 0 if good else 1
