"""Who is told what happened: how far each receiver was told, and the digests that went out or did not.

A digest is claimed before it is sent. What was claimed counts as told, until the other side is known to have refused
it: where nobody can know whether it arrived, it is not sent again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from db.views import DocumentName
from linkwatch.model import Event, EventKind


class Fate(StrEnum):
    """What became of a digest."""

    CLAIMED = "claimed"
    """About to be sent, or being sent."""
    SENT = "sent"
    REFUSED = "refused"
    """It certainly did not arrive: its news goes out with the next one."""
    UNCLEAR = "unclear"
    """It may have arrived, so it is not sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One digest for one receiver."""

    id: int
    receiver: str
    fate: Fate
    news: int
    """How many changes it tells."""
    attempts: int
    claimed_at: datetime
    ended_at: datetime | None
    detail: str
    """What the other side said."""
    message_id: str
    """The same for every try of the same digest; without angle brackets and domain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverRow:
    """How far somebody was told."""

    name: str
    told_through: int
    """Events of greater ids are news."""
    turn_at: datetime
    """When there was last a digest, or would have been with news."""
    last: DeliveryRow | None
    """The latest digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitingDocument:
    """A watched document that cites the page of an event."""

    document: DocumentName
    changed: bool
    """Whether what it cites or quotes of the page reads otherwise now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event of a settled crawl, with what says who wants to know of it."""

    event_id: int
    link_id: int
    event: Event
    url: str
    site: str
    host: str
    muted_until: date | None
    documents: tuple[CitingDocument, ...]
    """By name; none when no watched document cites the page any more."""


class Deliveries(Protocol):
    """Who was told what."""

    def enrol(self, names: Collection[str], *, at: datetime) -> None:
        """Make receivers known: what happens from now on is news to those that were not."""
        ...

    def receiver(self, name: str, *, at: datetime) -> ReceiverRow | None:
        """How far one was told; None for one that was never enrolled.

        A digest whose process has died is shown as ``unclear``, whether :meth:`left` was called or not.
        """
        ...

    def happenings(self, *, after: int, kinds: Collection[EventKind]) -> Sequence[Happening]:
        """Events of settled crawls of ids above ``after``, oldest first."""
        ...

    def before(self, at: datetime) -> int:
        """The id of the last event before a time; 0 for none."""
        ...

    def claim(self, name: str, *, after: int, through: int, news: int, at: datetime) -> DeliveryRow | None:
        """Take it on oneself to tell of events above ``after`` up to ``through``.

        A refused digest that began at the same event is taken up again. None when another process was quicker:
        there is nothing to be sent then.
        """
        ...

    def ended(self, delivery_id: int, fate: Fate, *, detail: str, at: datetime) -> None:
        """Say what became of a digest; one that was refused is news again."""
        ...

    def passed(self, name: str, *, through: int, at: datetime) -> None:
        """Note that a receiver's turn came, and that nothing up to this event was for it."""
        ...

    def left(self, *, at: datetime) -> list[DeliveryRow]:
        """Call ``unclear`` what a process claimed that has died since, and give it."""
        ...
