"""When a document was written, told from its first lines or its name, when its format does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkwatch import dates
from linkwatch.model import Block, Confidence, When

_FIRST_BLOCKS = 5
_LONGEST = 60
"""Characters of a line that dates a document."""
_BESIDE = 14
"""Characters that may stand beside the date: a weekday, the weather, a place."""
_HEADER = re.compile(r"^Date\s?:\s*(?P<date>\S.{8,60})$", re.I | re.M)
_MAIL = re.compile(r"^(?:From|To|Subject|Message-ID|差出人|件名)\s?[:：]", re.I | re.M)
_LABEL = re.compile(
    r"^(?:日時|日付|開催日時?|作成日?時?|記入日|執筆日?|公開日?時?|投稿日?時?|更新日?時?|最終更新日?時?"
    r"|date|posted(?: on)?|published(?: on)?"
    r"|written(?: on)?|created|last updated|updated)\s?[:：]?\s*",
    re.I,
)
_MASTHEAD = re.compile(r"第\s?[\d０-９]{1,5}\s?号|\b(?:vol|no|issue|number)\b\.?\s?#?\d", re.I)
"""What a line at the head of a periodical holds besides its date."""
_IN_NAME = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<dash>[-_.]?)(?P<month>\d{2})(?P=dash)(?P<day>\d{2})(?!\d)")


def written(name: str, blocks: Sequence[Block]) -> When | None:
    """Return the date in a mail's header, on a line of its own at the top, or in the document's name."""
    return _in_mail(blocks) or _at_top(blocks) or _in_name(name)


def _in_mail(blocks: Sequence[Block]) -> When | None:
    head = blocks[0].text if blocks else ""
    header = _HEADER.search(head[:4000])
    return dates.read(header["date"]) if header and _MAIL.search(head[:4000]) else None


def _at_top(blocks: Sequence[Block]) -> When | None:
    """Read a date on a line of its own; without a label only in the first block, or the one after a heading."""
    for number, block in enumerate(blocks[:_FIRST_BLOCKS]):
        masthead = _in_masthead(block) if number <= 1 else None
        if block.links or masthead:
            return masthead
        for place, line in enumerate(block.text.split("\n")[:3]):
            text = line.strip()
            label = _LABEL.match(text)
            if len(text) > _LONGEST or not (label or (number <= 1 and place == 0)):
                continue
            found = dates.find(text[label.end() if label else 0 :])
            if found and found[0].start <= 1 and len(text) - (label.end() if label else 0) - found[0].end <= _BESIDE:
                return When(value=found[0].when.value, source="text", confidence=Confidence.LIKELY)
    return None


def _in_masthead(block: Block) -> When | None:
    """Read the date that ends a line such as ``図書館通信　第214号　2009年11月25日``."""
    for line in block.text.split("\n")[:3]:
        text = line.strip()
        dated = dates.find(text) if len(text) <= 2 * _LONGEST and _MASTHEAD.search(text) else []
        if len(dated) == 1 and len(text) - dated[0].end <= _BESIDE and "://" not in text:
            return When(value=dated[0].when.value, source="text", confidence=Confidence.LIKELY)
    return None


def _in_name(name: str) -> When | None:
    """Read ``2022-06-09-title.md`` and ``20220609.txt``."""
    match = _IN_NAME.search(name.replace("\\", "/").rpartition("/")[2])
    if match is None:
        return None
    return dates.read(f"{match['year']}-{match['month']}-{match['day']}", source="file-name")
