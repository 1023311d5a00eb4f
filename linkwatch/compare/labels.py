"""Parts of a page that say themselves what they are: readers' comments under their number, adverts under a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from linkwatch.compare.visible import Layout

_COMMENTS = (
    "(?:読者の|みんなの|皆さんの|ユーザー)?(?:コメント|声|感想|意見|口コミ|クチコミ|レビュー|つくれぽ|反応)(?:一覧)?"
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
#: A box that asks for money, or to sign up for letters.
_APPEAL = re.compile(
    r"\b(?:Support|Help|Back) us (?:from|with|today|now|by)\b"
    r"|\b(?:one-off|monthly|regular) (?:donation|contribution)\b|\bmake a (?:donation|contribution)\b"
    r"|\bbecome an? (?:member|supporter|patron)\b"
    r"|\bour (?:free )?(?:daily |weekly |monthly )?(?:newsletter|email)\b"
    r"|\bsign up (?:to|for) (?:our\b|(?-i:The [A-Z]))"
    r"|(?:メールマガジン|メルマガ|ニュースレター).{0,20}登録|ご(?:支援|寄付|寄附)(?:を|の)?(?:お願い|ご協力|ください)",
    re.IGNORECASE,
)
_LONGEST_APPEAL = 800
#: An element with more than this share of a page's text is no box beside the article, whatever its label.
_MOST_READERS, _MOST_ADVERT, _MOST_APPEAL = 0.8, 0.3, 0.4


def labelled(layout: Layout, forms: Sequence[str]) -> list[bool]:
    """Which passages stand under a label that takes them out of the article; ``forms`` are their keys.

    Time is linear in the page, however many labels it has.
    """
    spans = _spans(layout)
    chars = list(accumulate(map(len, forms), initial=0))
    headlines = list(accumulate((each.headline for each in layout.passages), initial=0))
    total = max(chars[-1], 1)
    marks = [0] * (len(forms) + 1)

    def mark(start: int, end: int, most: float) -> None:
        if chars[end] - chars[start] <= most:
            marks[start] += 1
            marks[end] -= 1

    for index, each in enumerate(layout.passages):
        if _APPEAL.search(each.text):
            # All of the box that it stands in, if it is a small one: the element above its own.
            box = layout.up[each.home]
            start, end = spans[box] if box > 0 else (0, 0)
            if headlines[start] == headlines[end]:
                mark(start, end, min(_MOST_APPEAL * total, _LONGEST_APPEAL))
        if len(each.text) > 100:
            continue
        if _READERS.fullmatch(each.text):
            mark(index, _end(layout, spans, index), _MOST_READERS * total)
        elif _ADVERT.fullmatch(each.text):
            mark(index, _end(layout, spans, index), _MOST_ADVERT * total)
    return [depth > 0 for depth in accumulate(marks[:-1])]


def _spans(layout: Layout) -> list[tuple[int, int]]:
    """The passages of each element, those of elements in it too, as a range: a page is read in order."""
    starts, ends = [len(layout.passages)] * len(layout.up), [0] * len(layout.up)
    for index, each in enumerate(layout.passages):
        starts[each.home] = min(starts[each.home], index)
        ends[each.home] = index + 1
    for element in range(len(layout.up) - 1, 0, -1):  # parents have the lower numbers
        above = layout.up[element]
        starts[above] = min(starts[above], starts[element])
        ends[above] = max(ends[above], ends[element])
    return list(zip(starts, ends, strict=True))


def _end(layout: Layout, spans: Sequence[tuple[int, int]], index: int) -> int:
    """Where what follows a label in its box ends: the lowest element that holds more than the label, if one does."""
    box = layout.passages[index].home
    while box >= 0 and spans[box][1] == index + 1:
        box = layout.up[box]
    return spans[box][1] if box >= 0 else index
