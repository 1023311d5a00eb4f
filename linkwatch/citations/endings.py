"""Where a pasted passage ends and its author's own words under it begin.

A paragraph is the author's by its margin, its register, its distance, what it says of its author, or its sound
(:mod:`linkwatch.citations.voice`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkwatch.citations import shapes, voice
from linkwatch.citations.layout import Line

WIDEST_GAP = 3
"""Blank lines within one passage."""
_RHYTHM = 3
"""Paragraphs that show how many blank lines stand between those of a passage."""
_MOST_OWN = 4
"""Paragraphs at the end of a passage that may be its author's."""
_LOOKED_BACK = 12
"""Paragraphs whose voice is compared with that of the next: a bound, so that reading stays linear."""
_SPOKEN = re.compile(r"[^。、「」]{1,12}[:：]")
"""Who speaks, in a protocol."""


def begins_own(line: Line, body: list[Line], *, is_last: bool) -> bool:
    """Tell whether a paragraph under those of ``body`` is its author's, by how it stands and how it speaks."""
    if shapes.is_opinion(line.text) and _begins_comment(line, body):
        return True
    if _stands_out(line, body) or _changes_voice(line, body[-_LOOKED_BACK:]):
        return True
    return is_last and _changes_rhythm(line, body[-_LOOKED_BACK:])


def without_asides(body: list[Line]) -> list[Line]:
    """Cut a passage at the last asides, and what follows them without reporting anything."""
    end = len(body)
    for at in range(len(body) - 1, -1, -1):
        if _is_dialogue(body, at):
            break
        if shapes.is_aside(body[at].text):
            end = at
        elif shapes.is_report(body[at].text) or body[at].text[0] in "「『“":
            break
    return body[:end]


def is_commented(lines: Sequence[Line], body: list[Line], end: int) -> bool:
    """Tell whether an author's word stands right under a passage: then there are likely more in the document."""
    under = body[-1].index + 1
    if under >= min(end, len(lines)) or not shapes.is_report("\n".join(line.text for line in body)):
        return False
    line = lines[under]
    return not line.links and not line.is_quoted and line.gap <= WIDEST_GAP and shapes.is_aside(line.text)


def without_own(body: list[Line], title: str | None, enough: int) -> list[Line]:
    """Cut the last paragraphs that sound like their author's own, the first one never.

    One that stands farther off than all others needs a point less.
    """
    end = len(body)
    while end > max(1, len(body) - _MOST_OWN):
        before = [line.text for line in body[max(0, end - 1 - _LOOKED_BACK) : end - 1]]
        farthest = max((line.gap for line in body[1 : end - 1]), default=WIDEST_GAP)
        points = voice.own_points(body[end - 1].text, before, title) + (body[end - 1].gap > farthest)
        if points < enough or _is_dialogue(body, end - 1):
            break
        end -= 1
    return body if is_indented(body) else body[:end]


def _is_dialogue(body: list[Line], at: int) -> bool:
    """Tell whether a paragraph and the one before or after both begin with who speaks."""
    beside = body[max(0, at - 1) : at + 2]
    if not _SPOKEN.match(body[at].text) or any(shapes.is_comment(line.text) for line in beside):
        return False
    return sum(_SPOKEN.match(line.text) is not None for line in beside) > 1


def is_indented(body: list[Line]) -> bool:
    """Tell whether several paragraphs are all indented: then an opinion in them is the page's, a leader's say."""
    return len(body) > 1 and all("\u3000" in line.indent for line in body)


def _changes_voice(line: Line, body: list[Line]) -> bool:
    """Tell whether a paragraph at the margin goes over to the polite form, or stands farther off than the rest.

    Reports are in one form; whoever speaks in another is the author of the document.
    """
    if not body or line.indent.strip(" ") or not shapes.is_sentence(line.text) or _SPOKEN.match(line.text):
        return False
    if not shapes.is_report(line.text) and shapes.is_plain(line.text) and _are_polite(body):
        return True
    if len(body) > 1 and line.gap > max(1, *(each.gap for each in body[1:])) and not shapes.is_report(line.text):
        return True
    return shapes.is_polite(line.text) and not any(map(_ends_politely, body))


def _changes_rhythm(line: Line, body: list[Line]) -> bool:
    """Tell whether the last paragraph stands nearer to, or farther from, the one before it than all others do."""
    gaps = {each.gap for each in body[1:]}
    if len(body) < _RHYTHM or len(gaps) != 1 or line.gap in gaps:
        return False
    return shapes.is_sentence(line.text) and not shapes.is_report(line.text) and line.text[0] not in "「『“"


def _are_polite(body: list[Line]) -> bool:
    """Tell whether a passage in Japanese is in the polite form from beginning to end, nobody's speech just before."""
    return shapes.is_sentence(body[-1].text) and all(shapes.is_polite(line.text) for line in body)


def _ends_politely(line: Line) -> bool:
    """Tell whether a line is in the polite form, or says so little that it cannot be told."""
    return shapes.is_polite(line.text) or not shapes.is_sentence(line.text)


def _begins_comment(line: Line, body: list[Line]) -> bool:
    """Tell whether an opinion stands at the margin while the passage before it is indented, or is labelled as one."""
    return shapes.is_comment(line.text) or (bool(body) and bool(body[-1].indent) and not line.indent)


def _stands_out(line: Line, body: list[Line]) -> bool:
    """Tell whether a sentence stands at the margin, behind blank lines or several paragraphs, all indented."""
    if line.indent or not (line.gap or len(body) > 1) or not body or not all(each.indent for each in body):
        return False
    return shapes.is_sentence(line.text) and line.text[0] not in "「『“"


def are_anothers(body: list[Line], title: str | None) -> bool:
    """Tell whether a passage has several paragraphs, none of which sounds like an author's own."""
    return len(body) > 1 and all(
        voice.own_points(line.text, [body[0].text] if at else (), title) < voice.OWN
        for at, line in enumerate(body[:_LOOKED_BACK])
    )
