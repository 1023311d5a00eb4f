"""Quotations as the lines of a document mark them, and what a line beside one says of its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from linkwatch.citations import bibliography, inline, layout, reference, shapes
from linkwatch.citations.layout import Line
from linkwatch.model import BlockKind, LinkMark

_TAKEN_FROM = re.compile(r"(?:^|[\]）)」』])\s*(?:より|から)(?:引用|抜粋|転載|一部引用)?[。.]?[）)]?$")
_CHROME = re.compile(
    r"(?:\d+\s*)?(?:comments?|repl(?:y|ies)|share|tweet|like|permalink|follow|subscribe|sign up|log in"
    r"|コメント|返信|シェア|ツイート|いいね|ブックマーク|フォロー|登録|ログイン)(?:\s*(?:\(?\d+\)?|する|now|件))?",
    re.I,
)
"""What pages write on the links under a text: they name no source."""
_CALLOUT = re.compile(r"\[!\w{1,20}\][+-]?")
"""Obsidian and GitHub mark the kind of a quotation so, on its first line: ``[!quote] Title``."""
LONGEST_DETAIL = 60
"""Characters of a line that dates a source."""
_SPEECH = {"」": "「", "』": "『", "”": "“", '"': '"', "»": "«"}
SHORTEST_SPOKEN = 25
"""Characters of a paragraph in quotation marks that is taken for a quotation, not for a title."""
_LONGEST_SPOKEN = 40
"""Lines of one that are looked through."""
FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,60})\]")
_AUTHOR_YEAR = re.compile(
    r"(?<=[.!?。”\"’])\s*\([A-Z][^()\n]{2,60}\b(?:19|20)\d{2}[a-z]?(?:[,:] ?(?:pp?\. ?)?[\d–-]+)?\)\.?$"
)
"""``(Ferris and Low, 2019, p. 4)`` behind a quotation: where it stands, none of its words."""
_NAME_OF_SOURCE = 24
"""Characters of a name that may stand before the link, be its own text ever so short."""
_REST_OF_SOURCE = 60
"""Characters that may stand beside the link on a line that only names a source."""

Spot = tuple[int, int]
"""Index of a line, and of one of its links."""


@dataclass(slots=True)
class Quotation:
    """A stretch of lines that the format marks as quoted."""

    lines: list[Line]
    told: set[int] = field(default_factory=set)
    """Indices of lines in it that name its source and are none of its text."""
    source: Spot | None = None
    is_spoken: bool = False
    """Set off by brackets around the whole paragraph, not by the format: only a line that names a source tells."""
    is_introduced: bool = False
    """Spoken, and the line before names the source, not the one after."""
    closed_at: int | None = None
    """Index of the line that closes it, where words do, not the format: only a line that names a source tells."""

    @property
    def first(self) -> int:
        """Index of its first line."""
        return self.lines[0].index

    @property
    def last(self) -> int:
        """Index of its last line."""
        return self.lines[-1].index if self.closed_at is None else self.closed_at

    @property
    def text(self) -> str:
        """What is quoted, a paragraph a line."""
        kept = [line for line in self.lines if line.index not in self.told]
        own = [replace(line, text=_own_text(line), links=()) for line in kept]
        if own and _CALLOUT.match(own[0].text):
            del own[0]
        texts = (FOOTNOTE.sub("", line.text).strip() for line in layout.paragraphs(own))
        whole = _AUTHOR_YEAR.sub("", "\n".join(text for text in texts if text))
        return whole[1:-1] if self.is_spoken else whole


def marked(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Yield the runs of quoted lines; groups that follow each other are one unless each names its source."""
    run: list[list[Line]] = []
    for line in lines:
        if not line.is_quoted or _is_frame(line):
            yield from _joined(run)
            run = []
        elif run and line.group == run[-1][-1].group:
            run[-1].append(line)
        else:
            run.append([line])
    yield from _joined(run)


def spoken(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Yield the paragraphs that are wholly in quotation marks, and followed by a line that names a source."""
    for line in lines:
        if not line.links or line.is_quoted or not line.index:
            continue
        last = lines[line.index - 1]
        if not shapes.is_attribution(line.text) and not (line.gap == 0 and _is_said(last.text) and _ends_named(line)):
            continue
        if line.gap > 1 or last.links or last.is_quoted or last.text[-1:] not in _SPEECH:
            continue
        first = line.index - 1
        opener = _SPEECH[last.text[-1]]
        while (
            first > max(0, line.index - _LONGEST_SPOKEN)
            and not lines[first].text.startswith(opener)
            and lines[first - 1].block == last.block
            and lines[first].gap == 0
        ):
            first -= 1
        spoken = list(lines[first : line.index])
        text = "".join(each.text for each in spoken)
        if len(text) >= SHORTEST_SPOKEN and is_one_speech(text):
            yield Quotation(spoken, is_spoken=True)


def is_one_speech(text: str) -> bool:
    """Tell whether the mark that opens a text is closed by its last character, and not before."""
    closer, opener = text[-1], _SPEECH.get(text[-1], "")
    if not opener or text[0] != opener:
        return False
    depth = 0
    for at, char in enumerate(text):
        if char == closer and (opener != closer or at):
            depth -= 1
            if depth == 0:
                return at == len(text) - 1
        elif char == opener:
            depth += 1
    return False


def _is_said(text: str) -> bool:
    """Tell whether a line ends as a sentence does in quotation marks."""
    return text[-1:] in _SPEECH and text[-2:-1] in tuple("。.!?！？")


def _ends_named(line: Line) -> bool:
    """Tell whether a line ends with its link, a name and no sentence before it."""
    return line.links[-1].end >= len(line.text) - 1 and bool(line.rest) and not shapes.is_sentence(line.rest)


def introduced(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Yield the lines that are wholly in quotation marks, right under one with a link and a colon at its end."""
    for line, following in pairwise(lines):
        if (
            not line.links
            or line.is_quoted
            or not line.text.endswith((":", "："))
            or line.links[-1].end >= len(line.text)
        ):
            continue
        text = following.text
        if following.gap > 1 or following.links or following.is_quoted or len(text) < SHORTEST_SPOKEN:
            continue
        is_whole = text[0] == _SPEECH.get(text[-1]) and text.find(text[-1], 1) == len(text) - 1
        if is_whole and text[-2] in "。.!?！？":
            yield Quotation([following], is_spoken=True, is_introduced=True)


def announced(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Yield what stands between ``以下引用`` and ``引用終わり`` when a line that names its source follows."""
    opened: int | None = None
    for line in lines:
        if line.links or line.is_quoted:
            opened = None
        elif opened is not None and shapes.closes_quote(line.text):
            body = list(lines[opened + 1 : line.index])
            following = lines[line.index + 1] if line.index + 1 < len(lines) else None
            if body and following is not None and following.links and shapes.is_attribution(following.text):
                yield Quotation(body, closed_at=line.index)
            opened = None
        elif shapes.opens_quote(line.text):
            opened = line.index


def _joined(groups: list[list[Line]]) -> Iterator[Quotation]:
    """Yield groups as one quotation, or each alone when one of them names its own source.

    A group that does nothing but name a source belongs to the one before it.
    """
    whole: list[list[Line]] = []
    for group in groups:
        alone = len(group) == 1 and group[0].links and group[0].kind is BlockKind.QUOTE
        if whole and alone and names_source(group[0]):
            whole[-1] = [*whole[-1], *group]
        else:
            whole.append(group)
    if len(whole) > 1 and not any(line.links or line.cite for group in whole for line in group):
        yield Quotation([line for group in whole for line in group])
    else:
        yield from (Quotation(group) for group in whole)


def _is_frame(line: Line) -> bool:
    """Tell whether a line is an embedded player: a link, no text."""
    return line.kind is BlockKind.EMBED and not line.text


def _own_text(line: Line) -> str:
    """Return the text of a quoted line; in a post, without the short links that pictures leave in it."""
    if line.kind is not BlockKind.EMBED:
        return line.text
    text = line.text
    for link in reversed(line.links):
        if "/" in link.text or "://" in text[link.start : link.end]:
            text = text[: link.start] + text[link.end :]
    return text


def is_chrome(link: LinkMark) -> bool:
    """Tell whether a link is one that pages write under a text: ``8 comments``."""
    return _CHROME.fullmatch(link.text) is not None


def is_permalink(link: LinkMark) -> bool:
    """Tell whether a link shows a date, or what pages write under a text: it names no source."""
    if is_chrome(link):
        return True
    dated = reference.take_dates(link.text)
    return dated.published_at is not None and not dated.rest


def is_detail(line: Line) -> bool:
    """Tell whether a line without a link does nothing but date a source, perhaps with the name of an outlet."""
    if line.links or len(line.text) > LONGEST_DETAIL or shapes.is_sentence(line.text):
        return False
    return reference.take_dates(line.text).published_at is not None


def names_source(line: Line) -> bool:
    """Tell whether a line does nothing but name a source: a link, perhaps with a dash, a name, a date."""
    rest = line.rest
    if len(rest) <= _REST_OF_SOURCE and line.links[0].start <= 1 and _TAKEN_FROM.search(rest):
        return True
    ends = line.links[-1].end >= len(line.text) - 1
    if ends and bibliography.is_entry(rest):
        return True
    if len(rest) > _REST_OF_SOURCE or shapes.is_sentence(rest):
        return False
    if line.is_set_off and len(line.links) == 1:
        return True
    is_name = len(rest) <= _NAME_OF_SOURCE and len(line.links) == 1 and not inline.leads_on(rest)
    ends_with_link = ends and (len(rest) * 2 <= len(line.text) or is_name)
    return shapes.is_attribution(line.text) or not rest or rest[0] in "（([,、，-–—|｜" or ends_with_link
