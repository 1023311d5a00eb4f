"""Brackets around titles: 「…」, 『…』, “…” and their like."""

from __future__ import annotations

import re

TITLE_BRACKETS = (
    ("「", "」"), ("『", "』"), ("“", "”"), ('"', '"'), ("《", "》"), ("〈", "〉"), ("«", "»"), ("„", "“"),
)  # fmt: skip
_ANY_OPENER = re.compile("[" + "".join(opener for opener, _ in TITLE_BRACKETS) + "]")


def bracketed_title(text: str) -> tuple[str, str, str] | None:
    """Return the first long enough text in title brackets, what stands before and what after."""
    if not _ANY_OPENER.search(text):
        return None
    best: tuple[str, str, str] | None = None
    for opener, closer in TITLE_BRACKETS:
        start = text.find(opener)
        while start >= 0:
            end = _closing(text, start, opener, closer)
            if end < 0:
                break
            inside = text[start + 1 : end]
            if len(inside) >= 4 and (best is None or start < len(best[1])):
                best = (inside, text[:start], text[end + 1 :])
            start = text.find(opener, end + 1)
    return best


_GLUED = re.compile(
    r"(?!\d+[年月/.-])[^\W_][^\s,，、:：.。（(「『]*[ぁ-ゖ]"
    r"|[\s\u3000]+[^\W\d_][^\s,，:：.。（(「『]*[がをにはへでとの][^\s,，、:：.。（(「『]{2,}"
    r"|[^\W\d_][^\s,，、:：.。（(「『]{0,15}[、，](?!\d)[^\s,，、:：.。（(「『]{4,}"
    r"|: [a-z]+(?: [\w'’-]+){3,}$"
    r"|\s+[\uac00-\ud7a3]+,?(?:\s[\uac00-\ud7a3]+){2,}$"
)
"""Words behind a closing bracket that hold hiragana, or are several: a headline going on. Names of outlets do not."""


def is_bracketed(text: str) -> bool:
    """Tell whether ``text`` is wholly in title brackets."""
    found = bracketed_title(text)
    return found is not None and not found[1].strip() and not found[2].strip()


def names_title(text: str) -> bool:
    """Tell whether the brackets in ``text`` hold its title, not words quoted inside a headline.

    They do at the beginning, after a comma or colon, or when they hold most of it; but not where the headline goes
    straight on behind them: 「氷が減れば船が増える」港町の期待と不安.
    """
    found = bracketed_title(text)
    if found is None:
        return False
    before, after = found[1].rstrip(), found[2]
    if not before and _GLUED.match(after):
        return False
    return not before or before[-1] in ",，、:：.。" or len(found[0]) * 2 > len(text)


def _closing(text: str, start: int, opener: str, closer: str) -> int:
    """Return where the bracket at ``start`` closes, nested ones counted; -1 when it does not."""
    if opener == closer:
        return text.find(closer, start + 1)
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opener) - (text[at] == closer)
        if not depth:
            return at
    return -1
