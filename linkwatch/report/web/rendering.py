"""Templates to pages: one Jinja environment, everything escaped, the reader's language in every template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from linkwatch.report.printable import short
from linkwatch.report.web import words
from linkwatch.report.web.addresses import followable, readable
from linkwatch.report.web.evidence import told
from linkwatch.report.web.language import Language

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
STATIC = HERE / "static"

_JAPANESE = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_KOREAN = re.compile("[\uac00-\ud7a3]")
_LATIN = re.compile("[A-Za-z]")
_LOOKED_AT = 1_000
"""Characters of a text from which its script is told."""


_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows: a stranger's text could turn ours with them."""


def _without_overrides(value: object) -> object:
    if not isinstance(value, str) or value.isascii() or not _OVERRIDES.search(value):
        return value
    cleared = _OVERRIDES.sub("", value)
    return Markup(cleared) if isinstance(value, Markup) else cleared  # noqa: S704  as safe as it was


@cache
def environment(*folders: Path) -> Environment:
    """Templates of this package, and of ``folders`` before them."""
    made = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_without_overrides,
    )
    made.filters |= {"readable": readable, "followable": followable, "short": short, "script": script}
    made.globals |= {"words": words}
    return made


def render(template: str, language: Language, values: Mapping[str, Any], *folders: Path) -> str:
    """The template with ``values``, in the reader's language."""
    return (
        environment(*folders)
        .get_template(template)
        .render(
            _=speech(language)[0],
            n_=speech(language)[1],
            in_words=lambda seen: told(language, seen),
            language=language,
            **values,
        )
    )


class Say(Protocol):
    """``_(message, name=value…)``."""

    def __call__(self, message: str, **values: object) -> Markup:
        """The message in the reader's language."""
        ...


class SayMany(Protocol):
    """``n_(one, many, count, name=value…)``."""

    def __call__(self, one: str, many: str, count: int, **values: object) -> Markup:
        """The form of the message that goes with the count, which is ``%(count)s`` in it."""
        ...


def speech(language: Language) -> tuple[Say, SayMany]:
    """What pages say things with; what is put into a message is escaped, the message is ours and may hold markup."""

    def _(message: str, **values: object) -> Markup:
        said = Markup(language.gettext(message))  # noqa: S704  our own words
        return said % values if values else said

    def n_(one: str, many: str, count: int, **values: object) -> Markup:
        said = Markup(language.ngettext(one, many, count))  # noqa: S704  our own words
        return said % {"count": language.number(count), **values}

    return _, n_


def script(text: str) -> str:
    """Language of a text as its letters tell it, for fonts and screen readers; empty when they tell none."""
    some = text[:_LOOKED_AT]
    japanese, korean, latin = (len(letters.findall(some)) for letters in (_JAPANESE, _KOREAN, _LATIN))
    if not japanese + korean + latin:
        return ""
    # A Japanese character says about as much as three Latin letters; titles mix both.
    return max(("ja", japanese * 3), ("ko", korean * 3), ("en", latin), key=lambda each: each[1])[0]
