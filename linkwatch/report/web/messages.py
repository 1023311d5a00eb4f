"""Keep the catalogues in step with the words in templates and code: ``python -m linkwatch.report.web.messages``.

New messages are added without a translation, gone ones taken out; a test fails while one is not translated.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from linkwatch.report.web.language import CATALOGUES, DEFAULT, LANGUAGES

PACKAGE = Path(__file__).resolve().parent.parent.parent

_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "n_": (1, 2), "marked": None, "say": None}
_FOLDERS = ("notify", "report", "viewer")


def messages() -> Catalog:
    """All messages of the interface."""
    found = Catalog(charset="utf-8")
    for path, method in _files():
        for _, said, _, context in extract(method, io.BytesIO(path.read_bytes()), keywords=_KEYWORDS):
            found.add(said if isinstance(said, str) else tuple(said), context=context, locations=[(_shown(path), 0)])
    return found


def _files() -> Iterator[tuple[Path, str]]:
    for folder in _FOLDERS:
        yield from ((path, "python") for path in sorted((PACKAGE / folder).rglob("*.py")))
        templates = sorted((PACKAGE / folder).rglob("templates/**/*.html"))
        yield from ((path, "jinja2.ext:babel_extract") for path in templates)


def _shown(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def update(code: str) -> str:
    """The catalogue of a language with the messages of now, as text."""
    path = CATALOGUES / f"{code}.po"
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=code)
    else:
        catalogue = Catalog(locale=code, charset="utf-8")
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False, no_location=True)
    return out.getvalue().decode()


def main() -> None:
    """Write the catalogues anew."""
    for code in LANGUAGES:
        if code != DEFAULT:
            (CATALOGUES / f"{code}.po").write_text(update(code), "utf-8")


if __name__ == "__main__":
    main()
