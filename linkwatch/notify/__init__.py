"""Telling people what happened: one digest a receiver, claimed in the database before it is sent.

events → news (rules, mutes) → digest → text and HTML → claim → channel → what became of it
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from db.deliveries import DeliveryRow, Fate, Happening, ReceiverRow
from db.store import Store
from linkwatch.config.settings import WEEKDAYS, NotifySettings
from linkwatch.errors import ConfigError
from linkwatch.notify import channels, html, text
from linkwatch.notify.addresses import resolved
from linkwatch.notify.channels import Answer, Message
from linkwatch.notify.digest import SHOWN, Digest, digest
from linkwatch.notify.news import KINDS, Item, Rule, rules, told
from linkwatch.notify.wording import Wording
from linkwatch.report.web.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of one receiver's digest."""

    receiver: str
    news: int
    """How many changes it tells."""
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    """All that telling people takes."""

    store: Store
    settings: NotifySettings
    zone: tzinfo
    clock: Callable[[], datetime]
    home: Path | None = None
    """The folder of linkwatch.toml."""

    def enrol(self) -> None:
        """Make receivers known, before a crawl: what it brings is the first that new ones are told.

        Raises ConfigError when the rules make no sense.
        """
        rules(self.settings)
        self.store.deliveries.enrol(list(self.settings.to), at=self.clock())

    def tell(self, *, only: Sequence[str] = (), at_once: bool = False) -> Iterator[Told]:
        """Send what has not been told, receiver by receiver; those once a week wait, unless ``at_once``.

        What a process left behind that died while it was sending comes first, as unclear. Raises ConfigError.
        """
        self.enrol()
        for left in self.store.deliveries.left(at=self.clock()):
            yield _outcome(left, Answer(fate=left.fate, detail=left.detail))
        made = rules(self.settings)
        for name in self._chosen(only):
            row = self._receiver(name)
            if not at_once and not self.turn(row):
                continue
            happenings, items = self.pending(row, made)
            through = happenings[-1].event_id if happenings else row.told_through
            if items:
                yield from self._send(name, row, through, items)
            elif happenings or self.settings.every != "crawl":
                self.store.deliveries.passed(name, through=through, at=self.clock())

    def turn(self, row: ReceiverRow) -> bool:
        """Whether a receiver's turn has come; that of a refused digest always has."""
        if self.settings.every == "crawl" or (row.last is not None and row.last.fate is Fate.REFUSED):
            return True
        today = self.clock().astimezone(self.zone).date()
        day = today - timedelta(days=(today.weekday() - WEEKDAYS.index(self.settings.every)) % 7)
        return row.turn_at.astimezone(self.zone).date() < day

    def preview(self, name: str, *, since: datetime | None = None) -> Message | None:
        """What one would be sent now, or for what happened since a time; None for nothing."""
        row = self.store.deliveries.receiver(name, at=self.clock())
        if since is not None:
            after = self.store.deliveries.before(since)
        elif row is not None:
            after = row.told_through
        else:
            return None
        found = self.store.deliveries.happenings(after=after, kinds=KINDS)
        items = self._items(name, found, rules(self.settings))
        return self.message(items, "preview") if items else None

    def trial(self, name: str) -> Answer:
        """Send a test, which is not kept."""
        said = self._wording().trial()
        page = f'<!doctype html><meta charset="utf-8"><title>linkwatch</title><p>{said}</p>'
        message_id = f"test.{self.clock().timestamp():.0f}.{uuid.uuid4().hex}"
        message = Message(subject="linkwatch", text=lambda limit: said + "\n", html=page, message_id=message_id)
        return self._delivered(name, message)

    def pending(self, row: ReceiverRow, made: Sequence[Rule]) -> tuple[Sequence[Happening], tuple[Item, ...]]:
        """What happened since a receiver was told, and what of that is for it."""
        found = self.store.deliveries.happenings(after=row.told_through, kinds=KINDS)
        return found, self._items(row.name, found, made)

    def message(self, items: Sequence[Item], message_id: str) -> Message:
        """A digest as it is sent: as much of it as mail programs show."""
        wording, at = self._wording(), self.clock()
        shown = SHOWN
        made = self._digest(items, shown)
        while len((page := html.render(made, wording, at=at)).encode()) > html.LARGEST and shown > 1:
            shown //= 2
            made = self._digest(items, shown)
        return Message(
            subject=wording.subject(made),
            text=lambda limit: text.render(made, wording, limit=limit),
            html=page,
            message_id=message_id,
        )

    def _send(self, name: str, row: ReceiverRow, through: int, items: Sequence[Item]) -> Iterator[Told]:
        message = self.message(items, "")  # made first: what is claimed and cannot be written would be lost
        claimed = self.store.deliveries.claim(
            name, after=row.told_through, through=through, news=len(items), at=self.clock()
        )
        if claimed is None:  # another process is at it
            return
        answer = self._delivered(name, replace(message, message_id=claimed.message_id))
        self.store.deliveries.ended(claimed.id, answer.fate, detail=answer.detail, at=self.clock())
        yield _outcome(claimed, answer)

    def _delivered(self, name: str, message: Message) -> Answer:
        try:
            address = resolved(self.settings.to[name], environment=os.environ, home=self.home)
            sender = channels.sender(address, timeout=self.settings.timeout)
        except ConfigError as error:  # one address that is wrong keeps nobody else from being told
            return Answer(fate=Fate.REFUSED, detail=f"notify.to.{name}: {error}")
        return sender.send(message)

    def _items(self, name: str, found: Sequence[Happening], made: Sequence[Rule]) -> tuple[Item, ...]:
        return told(name, found, made, today=self.clock().astimezone(self.zone).date())

    def _digest(self, items: Sequence[Item], shown: int) -> Digest:
        return digest(items, self.store.views.link, viewer=self.settings.viewer, shown=shown)

    def _wording(self) -> Wording:
        return Wording(language=Language(code=self.settings.language, zone=self.zone, now=self.clock()))

    def _receiver(self, name: str) -> ReceiverRow:
        row = self.store.deliveries.receiver(name, at=self.clock())
        assert row is not None  # noqa: S101  enrolled above
        return row

    def _chosen(self, only: Sequence[str]) -> list[str]:
        return [name for name in self.settings.to if not only or name in only]


def _outcome(row: DeliveryRow, answer: Answer) -> Told:
    return Told(receiver=row.receiver, news=row.news, answer=answer)
