"""An entry of a list of sources: title, outlet and date, an address on a line of its own, captions, the quote."""

from __future__ import annotations

from dataclasses import dataclass, replace

from linkwatch.model import Citation, LinkMark
from linkwatch.viewer.galley.model import Role
from linkwatch.viewer.galley.placing import squeeze
from linkwatch.viewer.galley.sheet import Sheet, Sheets, is_alone

REACH = 6
"""Paragraphs before a bare URL among which its title is looked for, and after it those that may precede the quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From and to which paragraph a citation goes with its quote."""

    start: int
    end: int
    at: int
    """The paragraph in which it stands."""
    number: int
    mark: LinkMark


def with_entry(sheets: Sheets, stretch: Stretch, citation: Citation) -> Stretch:
    """Give the paragraphs of an entry their roles, and take its title into the stretch; others stay as they are."""
    sheet = sheets[stretch.at]
    if not stretch.mark.bare or "\n" in sheet.text or not is_alone(sheet.block.text, stretch.mark):
        return stretch
    sheet.role = Role.URL
    first = _title(sheets, stretch.at, squeeze(citation.title or ""))
    start = min(stretch.start, stretch.at if first is None else first)
    for each in sheets[start if first is None else first + 1 : stretch.at]:
        _give(each, Role.META)
    quotes = (at for at in range(stretch.at + 1, stretch.end + 1) if sheets[at].role is Role.QUOTE)
    quote = next(quotes, None)
    if quote is not None and quote - stretch.at <= REACH:
        for each in sheets[stretch.at + 1 : quote]:
            _give(each, Role.ASIDE)
    return replace(stretch, start=start)


def _title(sheets: Sheets, at: int, title: str) -> int | None:
    """Index of the paragraph above that is the title."""
    for each in range(at - 1, max(at - 1 - REACH, -1), -1):
        sheet = sheets[each]
        if sheet.has_links or sheet.role is not Role.TEXT:
            return None
        own = squeeze(sheet.text)
        if title and own and (title in own or own in title):
            sheet.role = Role.TITLE
            return each
    return None


def _give(sheet: Sheet, role: Role) -> None:
    """Give a paragraph a role, unless it has one, or is the place of another citation."""
    if sheet.role is Role.TEXT and not sheet.has_links:
        sheet.role = role
