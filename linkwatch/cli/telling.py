"""Telling people after a run, and saying how that went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from db.deliveries import Fate
from db.store import Store
from linkwatch import config
from linkwatch.cli.session import Session
from linkwatch.notify import Notifier, Told


def notifier(session: Session, store: Store, clock: Callable[[], datetime]) -> Notifier:
    """Who is told by these settings."""
    return Notifier(
        store=store,
        settings=session.settings.notify,
        zone=session.time_zone,
        clock=clock,
        home=config.home(session.settings),
    )


def said(session: Session, outcomes: Iterable[Told]) -> list[Fate]:
    """Say what became of digests, as they go out; their fates."""
    fates = []
    for one in outcomes:
        changes = "1 change" if one.news == 1 else f"{one.news} changes"
        detail = f" ({one.answer.detail})" if one.answer.detail else ""
        if one.answer.fate is Fate.SENT:
            session.say(f"told {one.receiver} of {changes}{detail}")
        elif one.answer.fate is Fate.REFUSED:
            session.warn(f"could not tell {one.receiver} of {changes}{detail}; the next run tries again")
        else:
            session.warn(f"nobody knows whether {one.receiver} was told of {changes}{detail}; it is not sent again")
        fates.append(one.answer.fate)
    return fates
