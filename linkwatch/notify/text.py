"""A digest as plain text: for mail, and for services that take so many characters and no more (pure)."""

from __future__ import annotations

from collections.abc import Iterator

from linkwatch.notify.digest import Digest, Entry, Section
from linkwatch.notify.hosts import HostNews
from linkwatch.notify.wording import Wording
from linkwatch.report.printable import file_name, short

UNLIMITED = 60_000
"""As long as any text gets, and as much as anybody reads."""
_SMALL = 500
"""Whoever takes no more than this is told no more than how many, and where to look."""
_URL = 500
"""Longer addresses are cut: nobody reads them, and a service takes only so much."""


def render(digest: Digest, wording: Wording, *, limit: int = UNLIMITED) -> str:
    """The text, of at most about ``limit`` characters: changes that no longer fit are counted."""
    if limit < _SMALL:
        where = f"\n{digest.viewer}/" if digest.viewer else ""
        summary = wording.summary(digest)
        return summary + where if len(summary + where) <= limit else short(summary, max(limit, 1))
    foot = f"\n-- \n{wording.reason()}\n" + (f"{digest.viewer}/\n" if digest.viewer else "")
    room = limit - len(foot) - len(wording.summary(digest)) - 60
    blocks = [*_blocks(digest, wording)]
    text, left = f"{wording.summary(digest)}\n", digest.more + sum(changes for _, changes in blocks)
    for block, changes in blocks:
        if len(text) + len(block) > room:
            break
        text += block
        left -= changes
    return text + (f"\n{wording.more(left)}\n" if left else "") + foot


def _blocks(digest: Digest, wording: Wording) -> Iterator[tuple[str, int]]:
    """Pieces that stand or fall whole, each with how many changes it tells."""
    for news in digest.hosts:
        yield _host(news, wording), news.pages
    for section in digest.sections:
        heading = f"\n■ {wording.document(section)}{_name(section)}\n\n"
        for entry in section.entries:
            yield heading + _entry(entry, wording), 1
            heading = "\n"
        if section.more:
            where = f"\n  {section.href}" if section.href else ""
            yield f"\n{wording.more(section.more)}{where}\n", section.more


def _host(news: HostNews, wording: Wording) -> str:
    lines = [wording.host_said(news), wording.citing(news), *map(_address, news.examples), "…", news.href]
    return "\n".join([f"\n■ {wording.host(news)}\n", *(f"  {line}" for line in lines if line)]) + "\n"


def _name(section: Section) -> str:
    """The path beside a title that does not tell it."""
    name = file_name(section.document.name)
    return f" ({short(name, 100)})" if section.document.title else ""


def _entry(entry: Entry, wording: Wording) -> str:
    url = _address(entry.url)
    lines = [
        f"{wording.label(entry.event)} | {short(entry.title, 120)}" if entry.title else wording.label(entry.event)
    ]
    lines += [url, wording.where(entry), wording.said(entry)]
    if entry.new_url:
        lines.append(f"→ {_address(entry.new_url)}")
    lines += [f"• {wording.fact(edit)}" for edit in entry.facts]
    lines += [wording.more_facts(entry), wording.lost(entry), wording.kept(entry), wording.earlier(entry)]
    if entry.copy is not None:
        lines.append(f"{wording.copy(entry)}: {_address(entry.copy.address)}")
    if entry.href:
        lines.append(entry.href)
    first, *rest = (line for line in lines if line)
    return "\n".join([first, *(f"  {line}" for line in rest)]) + "\n"


def _address(url: str) -> str:
    return short(url, _URL)
