"""Text that speaks of the article's own mistakes: it counts wherever it stands."""

from __future__ import annotations

import re

_CORRECTION = re.compile(
    r"訂正|お詫び|おわび|追記|^\W?補足|編集部注|編集部より|正誤|(?:撤回|取り消|修正|加筆|削除)しま|誤りがありま"
    r"|当初の(?:記事|発表|見出し|本文|説明|表記)"
    r"|\b(?:correct(?:ion|ed)|clarification|editor.?s.? note|addendum|errat(?:um|a)|amended|retract(?:ion|ed)"
    r"|update[ds]?:|an earlier version)\b|更正|更新说明|编者按|정정|바로잡|수정합니다",
    re.IGNORECASE,
)


def corrects(text: str) -> bool:
    """Whether ``text`` speaks of a correction, an apology or an addition."""
    return _CORRECTION.search(text) is not None
