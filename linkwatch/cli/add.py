"""``linkwatch add``: put documents on watch."""

from __future__ import annotations

import click

from linkwatch.cli import options
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError


@click.command(name="add")
@options.session
@options.paths
def command(session: Session, paths: list[str]) -> int:
    """Put documents on watch: from now on `linkwatch crawl` visits what they cite.

    PATH is a file, a folder (documents in it are found by their names), a glob in quotation marks, or the address of
    a page that cites others. A document that is on watch already is read again. Nothing is visited yet.

    \b
    Example:  linkwatch add docs/ notes.md
              git ls-files '*.md' | linkwatch add --files-from -
    """
    from linkwatch import night
    from linkwatch.cli import visiting

    if not paths:
        raise UsageError("nothing to add", hint="name a file, a folder, or the address of a page")
    if "-" in paths:
        raise UsageError("-: standard input cannot be watched", hint="save it to a file, or use linkwatch check -")
    store = session.open()
    try:
        found = night.read(
            visiting.sources(session, paths, None),
            store,
            watch=True,
            at=visiting.now(),
            keep=session.patterns.wants_url,
            chosen=session.patterns.urls,
            max_links=session.settings.documents.max_links,
        )
    finally:
        store.close()
    visiting.unread(session, found.unreadable)
    if found.documents:
        documents = "1 document is" if len(found.documents) == 1 else f"{len(found.documents)} documents are"
        session.say(f"{documents} on watch; next: linkwatch crawl")
    return 2 if session.unread else 0
