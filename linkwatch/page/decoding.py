"""Bytes of a page to text: the order of a browser, with the doubts that mislabelled pages call for.

Order: byte order mark, charset of the Content-Type header, ``meta`` or XML declaration, guess
(HTML Standard, 13.2.3.2). A declared charset that the bytes contradict is not believed.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

Headers = Iterable[tuple[str, str]]

BROKEN_SHARE = 0.002
"""Share of replacement characters above which a declared charset is doubted."""

SAMPLE = 65_536
"""Bytes looked at for a guess."""

GUESSES = ("utf-8", "iso2022_jp", "euc_jp", "cp932", "gb18030", "big5", "euc_kr")
"""Multi-byte charsets tried, strictest first, when none was declared or the declared one fails."""

_LATIN = {"cp1252", "latin-1", "iso8859-1", "ascii", "us-ascii"}


def header(headers: Headers, name: str) -> str:
    """Return the first header of that (lower-case) name, or an empty string."""
    return next((value for key, value in headers if key == name), "")


def decode(body: bytes, headers: Headers = ()) -> str:
    """Return the text of a page; never raises, NULs left out, undecodable bytes as U+FFFD."""
    text = _decode(body, header(headers, "content-type"))
    return text.replace("\x00", "") if "\x00" in text else text


def _decode(body: bytes, content_type: str) -> str:
    bom, mark = read_bom(body)
    if bom and mark:
        return body[len(mark) :].decode(bom, "replace")
    best: tuple[int, str] | None = None
    for encoding in _candidates(body, content_type):
        text = _with(encoding, body)
        broken = text.count("\ufffd")
        if broken <= len(text) * BROKEN_SHARE:
            return text
        if best is None or broken < best[0]:
            best = broken, text
    return best[1] if best else body.decode("cp1252", "replace")


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    """Charsets worth a try, the most trusted first."""
    declared = [
        _known(name) for name in (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    ]
    names = [name for name in declared if name]
    # Servers add Latin-1 to whatever they send (Apache's AddDefaultCharset): a Latin label decodes
    # any bytes at all, so that it proves nothing against a page that says otherwise itself.
    many_byte = [name for name in names if name not in _LATIN]
    yield from many_byte
    guess = _guess(body)
    if guess and (not names or guess != "cp1252"):
        yield guess
    yield from (name for name in names if name in _LATIN)
    if not guess:
        yield "cp1252"


def _known(name: str | None) -> str | None:
    if not name:
        return None
    resolved = resolve_encoding(name)
    if resolved is None:
        return None
    try:
        codecs.lookup(resolved)
    except LookupError:
        return None
    return {"shift_jis": "cp932", "shift_jisx0213": "cp932", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        resolved, resolved
    )


def _with(encoding: str, body: bytes) -> str:
    try:
        return body.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # codecs that are no text encodings, or know no "replace"
        return body.decode("utf-8", "replace")


def _guess(body: bytes) -> str | None:
    """Guess by trying: pure ASCII and Latin text yield ``None``."""
    sample = body[:SAMPLE]
    if sample.isascii():
        return "iso2022_jp" if b"\x1b$" in sample else None
    fitting = [name for name in GUESSES if _fits(name, sample)]
    if "utf-8" in fitting:
        return "utf-8"
    japanese = max(fitting, key=lambda name: _kana(name, sample), default=None)
    if japanese and _kana(japanese, sample):
        return japanese
    found = from_bytes(sample[:8192], enable_fallback=False).best()
    return _known(found.encoding) if found else None


def _fits(encoding: str, sample: bytes) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        decoder.decode(sample)  # not final: the sample may end within a character
    except UnicodeDecodeError:
        return False
    return True


def _kana(encoding: str, sample: bytes) -> int:
    text = codecs.getincrementaldecoder(encoding)("ignore").decode(sample)
    return sum("\u3041" <= char <= "\u30fc" for char in text)
