"""What of the events somebody is told: by kind, by rule, grouped by document and page (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatch

from pathspec import GitIgnoreSpec

from db.deliveries import Happening
from db.views import DocumentName
from linkwatch.config.settings import NotifySettings, RuleSettings
from linkwatch.errors import ConfigError
from linkwatch.model import Event, EventKind


class News(StrEnum):
    """Kinds of news, gravest first. Suspects, walls and paywalls are none."""

    DIED = "died"
    CHANGED = "changed"
    MOVED = "moved"
    CAME_BACK = "came-back"


KINDS: Mapping[EventKind, News] = {
    EventKind.DIED: News.DIED,
    EventKind.EDITED: News.CHANGED,
    EventKind.REPLACED: News.CHANGED,
    EventKind.MOVED: News.MOVED,
    EventKind.CAME_BACK: News.CAME_BACK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What befell one page, for one document that cites it."""

    document: DocumentName
    link_id: int
    url: str
    host: str
    events: tuple[Event, ...]
    """Oldest first; at least one."""

    @property
    def kind(self) -> News:
        """The gravest of what happened last."""
        last = self.events[-1].at
        return min((KINDS[one.kind] for one in self.events if one.at == last), key=list(News).index)

    @property
    def about(self) -> Event:
        """The event that this is about."""
        return next(one for one in reversed(self.events) if KINDS[one.kind] is self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the settings, ready to be asked."""

    documents: GitIgnoreSpec | None
    addresses: tuple[str, ...]
    """The same patterns, for documents that are web addresses."""
    sites: frozenset[str]
    kinds: frozenset[str]
    to: frozenset[str]

    @classmethod
    def of(cls, settings: RuleSettings) -> Rule:
        """Raises ConfigError for a pattern that is none."""
        try:
            globs = GitIgnoreSpec.from_lines(settings.documents) if settings.documents else None
        except ValueError as error:
            raise ConfigError(f"notify.rule.documents: {error}", hint="globs are written as in .gitignore") from error
        return cls(
            documents=globs,
            addresses=settings.documents,
            sites=frozenset(name.lower() for name in settings.sites),
            kinds=frozenset(settings.kinds),
            to=frozenset(settings.to),
        )

    def fits(self, happening: Happening, document: DocumentName) -> bool:
        """Whether this rule speaks of that event, as cited by that document."""
        if self.documents is not None and not self._names(document.name):
            return False
        if self.sites and not self.sites & {happening.site, happening.host}:
            return False
        return not self.kinds or KINDS[happening.event.kind] in self.kinds

    def _names(self, name: str) -> bool:
        if "://" in name:
            return any(fnmatch(name, pattern) for pattern in self.addresses)
        return self.documents is not None and self.documents.match_file(name.lstrip("/"))


def rules(settings: NotifySettings) -> tuple[Rule, ...]:
    """The rules in order. Raises ConfigError for one that tells somebody whom notify.to does not name."""
    for rule in settings.rule:
        for name in rule.to:
            if name not in settings.to:
                known = ", ".join(settings.to) or "nobody yet"
                raise ConfigError(f"notify.rule tells {name!r}", hint=f"notify.to names {known}")
    return tuple(map(Rule.of, settings.rule))


def told(name: str, happenings: Iterable[Happening], rules: Sequence[Rule], *, today: date) -> tuple[Item, ...]:
    """What one receiver is told, by document, gravest first.

    Of several rules the first that fits an event decides; what none fits is told to everybody. Muted links are
    left out, and so is a change of the page for a document that cites what did not change.
    """
    found: dict[tuple[str, int], Item] = {}
    for one in happenings:
        if one.event.kind not in KINDS or (one.muted_until is not None and one.muted_until > today):
            continue
        for document in _concerned(one):
            rule = next((rule for rule in rules if rule.fits(one, document)), None)
            if rule is not None and name not in rule.to:
                continue
            key = document.name, one.link_id
            before = found[key].events if key in found else ()
            found[key] = Item(
                document=document, link_id=one.link_id, url=one.url, host=one.host, events=(*before, one.event)
            )
    order = list(News)
    return tuple(sorted(found.values(), key=lambda item: (item.document.name, order.index(item.kind))))


def _concerned(one: Happening) -> list[DocumentName]:
    """Documents for which the event is news."""
    if KINDS[one.event.kind] is not News.CHANGED:
        return [each.document for each in one.documents]
    changed = [each.document for each in one.documents if each.changed]
    return changed or [each.document for each in one.documents]
