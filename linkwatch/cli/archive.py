"""``linkwatch archive``: copies of a page in web archives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from linkwatch.cli import options
from linkwatch.cli.output import opened
from linkwatch.cli.session import Session
from linkwatch.errors import UsageError

if TYPE_CHECKING:
    from linkwatch.archive import Archives, Found
    from linkwatch.model import Capture


@click.command(name="archive")
@options.session
@click.argument("url")
@click.option(
    "--around",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M"]),
    help="Copies nearest to this moment, before and after; the present unless given.",
)
@click.option("--read", "reads", is_flag=True, help="Read each copy: its status, and how much text it has.")
@click.option(
    "--replay",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Answer from this WARC file in place of the network. Repeatable.",
)
@click.option("--offline", is_flag=True, help="Ask nobody; tell what is known.")
@options.listing("text", "json", "jsonl")
def command(
    session: Session,
    url: str,
    around: datetime | None,
    reads: bool,
    replay: tuple[Path, ...],
    offline: bool,
    format: str,  # noqa: A002
) -> int:
    """Ask web archives for the copies of URL around a date, each archive at its own pace, in the order of settings.

    That an archive has none proves nothing; one that does not answer is told apart. Ends with 2 when none answered.
    Of a page that documents cite, the copies are kept in the database, and those known already are shown with them.

    \b
    Example:  linkwatch archive https://www.example.jp/news/1 --around 2025-06-01
              linkwatch archive https://www.example.jp/news/1 --read --format json
    """  # fmt: skip
    from linkwatch.archive import Found

    known = _Known(session, url)
    if not known.url.startswith(("http://", "https://")):
        raise UsageError(f"{url}: not an address of the web", hint="it begins with http:// or https://")
    asked = None if offline else _asked(session, replay)
    when = session.aware(around) if around is not None else datetime.now(UTC)
    found = asked.around(known.url, when) if asked is not None else Found()
    captures = known.with_texts(found.captures)
    if asked is not None and reads:
        captures = [each if each.alive is not None else asked.read(each) for each in captures]
    known.keep(replace(found, captures=tuple(captures)), when)
    with opened(None, machine=format != "text") as out:
        if format == "text":
            _text(found, captures, session.time_zone, out)
        elif format == "json":
            told = {"url": url, "captures": [_shape(each) for each in captures], "asked": list(_answers(found))}
            out.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        else:
            out.writelines(json.dumps(_shape(each), ensure_ascii=False) + "\n" for each in captures)
    if offline and not captures:
        session.say(f"{url}: no copy of it is known; without --offline the archives are asked")
    for one in found.asked:
        if one.outcome == "failed":
            session.warn(f"{one.archive}: no answer: {one.detail}")
    return 2 if found.asked and all(one.outcome == "failed" for one in found.asked) else 0


def _asked(session: Session, replay: tuple[Path, ...]) -> Archives:
    from linkwatch.cli.archives import archives
    from linkwatch.crawl.replay import Replay

    return archives(session, Replay.open(replay) if replay else None)


class _Known:
    """What the database knows of a page's copies; nothing when no document cites it."""

    def __init__(self, session: Session, url: str) -> None:
        self.url = url
        self._session = session
        self._link_id: int | None = None
        self._captures: tuple[Capture, ...] = ()
        if not session.database.exists():
            return
        store = session.open()
        try:
            self._link_id = store.links.find(url)
            view = store.views.link(self._link_id) if self._link_id is not None else None
            if view is not None:
                self.url, self._captures = view.url, store.captures.of(view.id)
        finally:
            store.close()

    def with_texts(self, captures: Iterable[Capture]) -> list[Capture]:
        """These copies and those known, in order of time."""
        every = {each.address: each for each in (*captures, *self._captures)}
        return sorted(every.values(), key=lambda each: each.taken_at)

    def keep(self, found: Found, when: datetime) -> None:
        """Store what was answered of a page that is cited."""
        if self._link_id is None or not found.asked:
            return
        from linkwatch.archive.asking import keep

        store = self._session.open()
        try:
            keep(store, self._link_id, found, {}, wanted=f"{when.astimezone(UTC):%Y-%m-%d}")
        finally:
            store.close()


def _text(found: Found, captures: Iterable[Capture], zone: tzinfo, out: TextIO) -> None:
    for each in captures:
        status = f"  {each.status}" if each.status else ""
        chars = f"  {len(each.text)} characters" if each.text is not None else ""
        if each.alive is False:
            chars = "  does not show the page"
        out.write(f"{each.taken_at.astimezone(zone):%Y-%m-%d %H:%M}  {each.archive}{status}{chars}  {each.address}\n")
    for one in found.asked:
        if one.outcome == "none":
            out.write(f"{one.archive} has no copy; which proves nothing\n")


def _shape(capture: Capture) -> dict[str, object]:
    return {
        "archive": capture.archive,
        "taken_at": f"{capture.taken_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "address": capture.address,
        "status": capture.status,
        "text_chars": len(capture.text) if capture.text is not None else None,
    }


def _answers(found: Found) -> Iterable[dict[str, str]]:
    for one in found.asked:
        at = f"{one.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        yield {"archive": one.archive, "at": at, "outcome": one.outcome.value, "detail": one.detail}
