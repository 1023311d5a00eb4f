"""Parts of a page that say themselves what they are: readers' comments under their number, adverts under a label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkwatch.compare.visible import Layout

_COMMENTS = (
    "(?:読者の|みんなの|皆さんの|ユーザー)?(?:コメント|声|感想|意見|口コミ|反応)(?:一覧)?"
    "|(?:Readers['’] )?(?:Comments?|Responses|Replies)|Discussion|Conversation|(?:网友)?评论|댓글|의견"
)
#: A heading that counts what readers said.
_READERS = re.compile(
    rf"(?:{_COMMENTS})\s*[:：(（\[]?\s*\d[\d,]*\s*(?:件|個|条|개)?[)）\]]?"
    r"|\d[\d,]*\s*(?:件の|個の)?(?:コメント|感想|口コミ|comments?|responses|replies)(?: so far)?"
    r"|[\d,]+\s*(?:thoughts?|responses?) (?:on|to) .{1,80}",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"[\[［【(（]?\s*(?:スポンサー(?:ド)?・?リンク|スポンサーサイト|広告|PR|Advertisements?"
    r"|Sponsored(?: (?:links?|content))?|广告|광고)\s*[\]］】)）]?",
    re.IGNORECASE,
)
#: An element with more than this share of a page's text is no box beside the article, whatever its label.
_MOST_READERS, _MOST_ADVERT = 0.8, 0.3


def labelled(layout: Layout, forms: Sequence[str]) -> list[bool]:
    """Which passages stand under a label that takes them out of the article; ``forms`` are their keys."""
    out = [False] * len(forms)
    total = max(sum(map(len, forms)), 1)
    for index, each in enumerate(layout.passages):
        if len(each.text) > 100:
            continue
        if _READERS.fullmatch(each.text):
            _mark(layout, forms, out, index, _MOST_READERS * total)
        elif _ADVERT.fullmatch(each.text):
            _mark(layout, forms, out, index, _MOST_ADVERT * total)
    return out


def _mark(layout: Layout, forms: Sequence[str], out: list[bool], index: int, most: float) -> None:
    """Mark a label and what follows it in its box: the lowest element that holds more than the label."""
    box = layout.passages[index].home
    while box >= 0:
        end = index + 1
        while end < len(forms) and _is_in(layout, layout.passages[end].home, box):
            end += 1
        if end > index + 1:
            if sum(map(len, forms[index:end])) <= most:
                out[index:end] = [True] * (end - index)
            return
        box = layout.up[box]


def _is_in(layout: Layout, element: int, box: int) -> bool:
    """Whether an element is another or stands in it; parents have the lower numbers."""
    while element > box:
        element = layout.up[element]
    return element == box
