"""Texts that were cut short by a paywall: to be told as restricted, never as edited."""

from __future__ import annotations

import re

from linkwatch.compare.edits import Changes
from linkwatch.model import EditOp

CUT_SHORT = "the text is cut short by a paywall"
"""Note of a comparison that was not made for this reason."""

#: Share of the older text that is gone when a paywall cuts it short; less is a paragraph taken out.
_CUT = 0.2
_TAIL = 300
_ASKS = re.compile(
    "続きを?(?:読む|ご覧|お読み)|有料(?:会員|記事|版|プラン)|会員(?:限定|登録|専用)|ログインし|残り[\\d,]+\\s?(?:文字|字)"
    "|購読(?:する|の|者)|無料登録"
    "|subscri(?:be|bers?)\\b|(?:continue|keep) reading|(?:sign|log) in to|members? only"
    "|already a (?:member|subscriber)"
    "|登录后|购买后|付费|订阅|구독|로그인|회원",
    re.IGNORECASE,
)


def is_cut_short(before: str, after: str, found: Changes) -> bool:
    """Whether ``after`` is the beginning of ``before`` with a line that asks readers to log in or to pay."""
    if found.lost < _CUT * len(before) or not found.edits or not _ASKS.search(after[-_TAIL:]):
        return False
    losses = [edit for edit in found.edits if edit.op in (EditOp.DELETE, EditOp.REPLACE)]
    if not losses:
        return False
    # All that is lost is lost from one place on, down to the end.
    return losses[0].start_before >= len(before) * 0.05 and _lost_from(before, losses[0].start_before, found)


def _lost_from(before: str, start: int, found: Changes) -> bool:
    return found.lost >= 0.8 * len(before[start:].strip())
