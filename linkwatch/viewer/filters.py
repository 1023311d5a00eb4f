"""What a URL of the table of links asks for: a selection, an order, a place; bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from starlette.datastructures import QueryParams

from db.views import Sort
from linkwatch.model import Drift, Selection, State
from linkwatch.report.web.words import marked

Choice = TypeVar("Choice", bound=StrEnum)

MOST_VALUES = 20
"""Values of one filter."""
LONGEST_VALUE = 500
"""Characters of one value."""


class BadFilter(ValueError):
    """A URL asks for something that cannot be: the message says what, for the reader; a message of the catalogues."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values)
        self.message, self.values = message, values


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the table is to show."""

    selection: Selection
    sort: Sort
    descending: bool
    after: str

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return self.selection != Selection()


NO_PLACE = marked("%(given)s is no place in the table of links")
"""Said of a page's key that the table did not give."""
CHOICES = ("sort", "order", "state", "drift")
"""Parameters that take one of a few words."""


def chosen(query: QueryParams) -> Asked:
    """Read the parameters of a URL as a program sends them: none of a few words is empty. Raises BadFilter."""
    for name in CHOICES:
        if "" in query.getlist(name):
            raise BadFilter(marked("%(name)s is empty"), name=name)
    return asked(query)


def asked(query: QueryParams) -> Asked:
    """Read the parameters of a URL; a form sends those left open as empty ones. Raises BadFilter."""
    sort = _one_of(Sort, [query.get("sort") or Sort.SINCE], "sort")[0]
    order = query.get("order") or ("asc" if sort is Sort.ADDRESS else "desc")
    if order not in ("asc", "desc"):
        raise BadFilter(marked("order must be asc or desc, not %(given)s"), given=order[:40])
    return Asked(
        selection=Selection(
            sites=_values(query, "site"),
            hosts=tuple(value.lower() for value in _values(query, "host")),
            documents=_values(query, "document"),
            states=_one_of(State, _values(query, "state"), "state"),
            reasons=_values(query, "reason"),
            drifts=_one_of(Drift, _values(query, "drift"), "drift"),
            text=" ".join(_values(query, "text") or _values(query, "q"))[:LONGEST_VALUE],
        ),
        sort=sort,
        descending=order == "desc",
        after=query.get("after") or "",
    )


def _values(query: QueryParams, name: str) -> tuple[str, ...]:
    given = query.getlist(name)
    if len(given) > MOST_VALUES:
        raise BadFilter(
            marked("%(name)s is given %(count)s times; %(most)s are the most"),
            name=name, count=len(given), most=MOST_VALUES,
        )  # fmt: skip
    if any(len(value) > LONGEST_VALUE for value in given):
        raise BadFilter(marked("%(name)s is longer than %(most)s characters"), name=name, most=LONGEST_VALUE)
    return tuple(dict.fromkeys(stripped for value in given if (stripped := value.strip())))


def _one_of(choices: type[Choice], values: Sequence[str], name: str) -> tuple[Choice, ...]:
    for value in values:
        if value not in set(choices):
            raise BadFilter(
                marked("%(name)s must be one of %(choices)s, not %(given)s"),
                name=name, choices=", ".join(choices), given=value[:40],
            )  # fmt: skip
    return tuple(choices(value) for value in values)
