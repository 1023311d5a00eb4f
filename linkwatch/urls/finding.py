"""URLs in running text as people write them, Japanese first.

A URL ends where it can no longer be one: at white space, full-width punctuation, a bracket that was
opened before it, markup that is glued on. Letters that are not ASCII are the open question: they may be
an IRI's own (``https://ja.wikipedia.org/wiki/東京``) or text that goes on without a space
(``https://example.com/aです``). They belong to the URL only when the whole ends at white space, the end of
the line, ASCII markup or a closing bracket opened before, and when they do not look like a sentence
going on. Measured against the suites in ``tests/conformance``.

One pass over the text: no character is looked at more than a fixed number of times.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from linkwatch.urls import hosts

CLOSERS = {
    ")": "(", "]": "[", "}": "{", ">": "<", "）": "（", "］": "［", "｝": "｛", "＞": "＜",
    "」": "「", "』": "『", "】": "【", "〕": "〔", "〉": "〈", "》": "《", "｣": "｢", "”": "“", "’": "‘",
}  # fmt: skip
"""Closing brackets and quotes, each with what opens it."""

_OPENERS = frozenset(CLOSERS.values())
_BRACKET = re.compile("[" + re.escape("".join(CLOSERS) + "".join(CLOSERS.values())) + "\n]")

_SCHEME = re.compile(r"(?<!_)(?:https?|(?<![A-Za-z])h?ttps?|(?<![A-Za-z])hxxps?)://", re.I)
"""http and https, and the forms in which people write them to keep a program from making a link."""

_ASCII = r"!#$%&'()*+,\-./0-9:;=?@A-Z\[\]^_a-z{}~"
_LETTER = (
    r"[^\x00-\x7f\W]"  # letters and digits of any script
    r"|[\u0300-\u036f\u0900-\u0d7f\u0e30-\u0e4e\u200c\u200d\u2013]"  # marks and joiners that stand in words
    r"|(?<=\w)・(?=\w)|[\u2600-\u27bf](?=[)\w])"
)
_NESTED = r"(?<![/=:?&#])(?=h(?:ttps?|xxps?)://)"
"""Where another URL begins that is glued on; one that is a part of a URL follows ``/``, ``=`` and the like."""
_QUICK = re.compile(
    r"(?<![\w'‘*~-])https?://(?:(?!xn--|-)[a-z0-9-]{1,50}(?<!-)\.){1,4}[a-z]{2,24}"
    r"(?:/(?:[!#$%+\-./0-9=?@A-Z_a-z~]*[#%+\-/0-9=A-Za-z])?)?(?=[\s<>\"。、）」』】]|\Z)"
)
"""The common case: nothing in it or beside it that needs a second look, the name short enough for a host."""
_RUN = re.compile(rf"(?:(?!{_NESTED})(?![\uff01-\uff5e])(?:[{_ASCII}]|{_LETTER}))*")
"""As far as a URL can reach."""

_PLAIN = re.compile(r"[!#$%*+,\-./0-9=?@A-Z^_a-z~]*")
"""What is of a URL without a doubt: no bracket, no entity, no letter that is not ASCII."""
_QUOTES = ("'", "‘")
_MARK = re.compile(
    rf"(?P<open>[(\[]|\{{(?!\{{))|(?P<close>[)\]]|\}}(?!\}}))"
    rf"|(?P<markup>\{{\{{|\}}\}}|&(?:lt|gt|quot|nbsp|#39|#34|#x27);|:(?:title|embed|bookmark|cite)(?=[:=\]]))"
    rf"|(?P<letters>(?:{_LETTER})+)"
)
_STRUCTURE = ("/", "?", "#", "&", "=")

_HIRAGANA = r"[\u3041-\u309f]"
_GOES_ON_AFTER_WORD = re.compile(
    rf"{_HIRAGANA}|参照|参考|引用|出典|以下|等|様|経由|閲覧|確認|記事|掲載|公開|転載|抜粋|および|又は"
)
"""How a sentence goes on right after a URL that ends in a letter or digit."""
_GOES_ON_AFTER_MARK = re.compile(
    r"を|です|でし|では|でも|にて|には|により|によれ|によると|にあ[りる]|にアクセス|に掲載|に記載|への|という|といった"
    r"|[がも](?:参考|あ[りる]|ご)|(?:より|から)(?:引用|抜粋|転載|取得)|参照$|はこちら"
)
"""How it goes on after a URL that ends in a slash or the like, where an IRI's own letters are likely."""
_COUNTED = re.compile(r"[年月日号回話巻章版期代世系形型式番次条歳]")
"""What follows a number inside a title (``2024年``, ``1号``)."""
_FILE_NAME_END = re.compile(r"\.(?:html?|php|pdf|aspx?|jpe?g|png|gif|txt|shtml|cgi|jsp|md|xml|json|zip)$", re.I)

_TRAILING = ".,;:!?\"'*@&" + "".join(o for o in _OPENERS if o.isascii())
_EMPHASIS = ("**", "__", "~~", "*", "_", "~")


_INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Zero-width spaces and direction marks."""


_REST = re.compile(rf"\n[ \t]{{0,8}}([{_ASCII}]{{1,500}})(?=[\s>]|$)")
"""One piece of a URL on the next line, with nothing else before white space."""
_JOINTS = "/?&=-_%+#"
"""Where mail programs break a URL."""
_MOST_LINES = 8
_FULL_LINE, _LONGEST_LINE = 60, 200
"""Columns from which a line counts as full, and beyond which nobody wraps."""


class Found(NamedTuple):
    """A URL that stands in a text."""

    url: str
    """As cited; ``&amp;`` copied from HTML is read as ``&``."""
    start: int
    end: int
    """Offsets into the text, in characters."""


def found(text: str, *, wrapped: bool = False) -> list[Found]:
    """Return the http and https URLs in ``text``, in order; schemeless text is no link.

    Also ``hxxp://`` and ``ttp://``; userinfo is left in, see :func:`linkwatch.urls.strip_userinfo`. With ``wrapped``
    a URL that a mail program broke over lines is put together: one in ``<…>`` (RFC 3986, appendix C), or one that
    fills a line and stops where URLs are broken.
    """
    if "://" not in text:
        return []
    if _QUICK.fullmatch(text):
        return [Found(text, 0, len(text))]
    each = list(_scan(text))
    return _unwrapped(text, each) if wrapped else each


def _unwrapped(text: str, found_urls: list[Found]) -> list[Found]:
    """Put together the URLs that go on in the next line."""
    whole: list[Found] = []
    for each in found_urls:
        if whole and each.start < whole[-1].end:
            continue
        whole.append(_continued(text, each))
    return whole


def _continued(text: str, each: Found) -> Found:
    """Return the URL with what the next lines hold of it."""
    url, end = each.url, each.end
    if not text.startswith("\n", end):
        return each
    enclosed = text.startswith("<", each.start - 1)
    if not enclosed and text[end - 1] not in _JOINTS:
        return each
    for _ in range(_MOST_LINES):
        match = _REST.match(text, end)
        if match is None or not match[1]:
            break
        closes = text.startswith(">", match.end())
        if not (enclosed and (closes or _REST.match(text, match.end()))) and not _is_broken(text, each, end, match):
            break
        url, end = url + match[1], match.end()
        if closes:
            break
    if enclosed and end > each.end and not text.startswith(">", end):
        return each
    return Found(url=url.replace("&amp;", "&"), start=each.start, end=end)


def _is_broken(text: str, each: Found, end: int, rest: re.Match[str]) -> bool:
    """Tell whether a URL without brackets fills its line, stops at a joint, and goes on in one piece."""
    line_start = text.rfind("\n", max(0, end - _LONGEST_LINE), end) + 1
    if end - line_start < _FULL_LINE or text[end - 1] not in _JOINTS or "://" in rest[1]:
        return False
    return any(char in rest[1] for char in "/=&%?_-") or any(char.isdigit() for char in rest[1])


def _scan(text: str) -> Iterator[Found]:
    brackets: _OpenBrackets | None = None
    run_end = 0
    match = _SCHEME.search(text)
    while match:
        start, after = match.span()
        quick = _QUICK.match(text, start)
        if quick is not None:
            after = quick.end()
            yield Found(quick[0], start, after)
            match = _SCHEME.search(text, after)
            continue
        host_end = hosts.end_of(text, after)
        if host_end is not None:
            if text.startswith(("/", "?", "#"), host_end):
                if host_end >= run_end:
                    run_end = _RUN.match(text, host_end).end()  # type: ignore[union-attr]  # it matches the empty string
                plain = _PLAIN.match(text, host_end, run_end)
                if plain is not None and plain.end() == run_end and text[start - 1 : start] not in _QUOTES:
                    after = run_end
                else:
                    brackets = brackets or _OpenBrackets(text)
                    after = _end(text, start, host_end, run_end, brackets)
            else:
                after = host_end
            end = _trimmed(text, start, host_end, after)
            yield Found(url=text[start:end].replace("&amp;", "&"), start=start, end=end)
        match = _SCHEME.search(text, after)


def _end(text: str, start: int, host_end: int, run_end: int, brackets: _OpenBrackets) -> int:
    """Return where the URL ends of which the path begins at ``host_end``."""
    opened: list[tuple[str, int]] = []
    doubtful: int | None = None
    end = run_end
    quote = text[start - 1 : start] if text[start - 1 : start] in _QUOTES else ""
    for mark in _MARK.finditer(text, host_end, run_end):
        if mark["open"]:
            if mark["open"] == "[" and mark.end() < run_end and hosts.is_east_asian(text[mark.end()]):
                end = mark.start()
                break
            opened.append((mark["open"], mark.start()))
        elif mark["close"]:
            if not opened or opened.pop()[0] != CLOSERS[mark["close"]]:
                end = mark.start()
                break
        elif mark["markup"] or _is_glued_text(text, mark):
            end = mark.start()
            break
        elif doubtful is None and not text.startswith(_STRUCTURE, mark.end()):
            doubtful = mark.start()
    if opened:
        end = min(end, opened[0][1])
    if quote:
        at = text.find("'", host_end, end)
        end = at if at >= 0 else end
    if doubtful is not None and doubtful < end and not _is_delimited(text, end, start, brackets):
        return doubtful
    return end


def _is_glued_text(text: str, mark: re.Match[str]) -> bool:
    """Tell whether letters look like a sentence that goes on after the URL without a space."""
    letters, before = mark["letters"], text[mark.start() - 1]
    if not before.isalnum():
        return _GOES_ON_AFTER_MARK.match(letters) is not None
    if _GOES_ON_AFTER_WORD.match(letters):
        return True
    ends_number_or_file = before.isdigit() or _FILE_NAME_END.search(text, mark.start() - 6, mark.start())
    return bool(ends_number_or_file and hosts.is_east_asian(letters[0]) and not _COUNTED.match(letters))


def _is_delimited(text: str, end: int, start: int, brackets: _OpenBrackets) -> bool:
    """Tell whether something ends the URL at ``end`` that a writer puts there to end it."""
    if end == len(text):
        return True
    char = text[end]
    if char in CLOSERS and char != ">":
        return brackets.is_open(CLOSERS[char], start)
    return char.isspace() or (char.isascii() and not char.isalnum()) or char in _INVISIBLE


def _trimmed(text: str, start: int, host_end: int, end: int) -> int:
    """Take from the end what belongs to the sentence or its markup, not to the URL."""
    for marks in _EMPHASIS if text[start - 1 : start] in _EMPHASIS else ():
        if text.startswith(marks, start - len(marks)) and text.endswith(marks, host_end, end):
            end -= len(marks)
    while end > host_end and text[end - 1] in _TRAILING:
        if text[end - 1] == "'" and text.count("'", host_end, end) % 2 == 0:
            break
        end -= 1
    return end


class _OpenBrackets:
    """Which brackets are open at a place of a text, line by line; places only grow."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._open: Counter[str] = Counter()

    def is_open(self, opener: str, at: int) -> bool:
        """Tell whether ``opener`` stands unclosed before ``at`` on the same line."""
        for match in _BRACKET.finditer(self._text, self._at, at):
            self._count(match[0])
        self._at = max(at, self._at)
        return self._open[opener] > 0

    def _count(self, char: str) -> None:
        if char == "\n":
            self._open.clear()
        elif char in _OPENERS:
            self._open[char] += 1
        elif self._open[CLOSERS[char]] > 0:
            self._open[CLOSERS[char]] -= 1
