"""Parts of a page that say themselves what they are: readers' comments under their number, adverts under a label."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    """Which passages stand under a label that takes them out of the article; ``forms`` are their keys."""
    out = [False] * len(forms)
    total = max(sum(map(len, forms)), 1)
    for index, each in enumerate(layout.passages):
        if _APPEAL.search(each.text):
            _mark_box(layout, forms, out, index, min(_MOST_APPEAL * total, _LONGEST_APPEAL))
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


def _mark_box(layout: Layout, forms: Sequence[str], out: list[bool], index: int, most: float) -> None:
    """Mark all of the box that a passage stands in, if it is a small one: the element above its own."""
    box = layout.up[layout.passages[index].home]
    within = [at for at, each in enumerate(layout.passages) if box > 0 and _is_in(layout, each.home, box)]
    if (
        within
        and sum(len(forms[at]) for at in within) <= most
        and not any(layout.passages[at].headline for at in within)
    ):
        for at in within:
            out[at] = True


def _is_in(layout: Layout, element: int, box: int) -> bool:
    """Whether an element is another or stands in it; parents have the lower numbers."""
    while element > box:
        element = layout.up[element]
    return element == box
