"""Document bytes to text: byte order marks, what HTML declares, UTF-8, the Japanese encodings."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from linkwatch.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF-": "PDF", b"PK\x03\x04": "ZIP (or Word, EPUB…)", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "7-Zip", b"\x7fELF": "program",
    b"SQLite format 3": "SQLite", b"\xd0\xcf\x11\xe0": "old Word or Excel", b"{\\rtf": "RTF", b"OggS": "Ogg",
    b"ID3": "MP3",
}  # fmt: skip
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.I,
)
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_BROKEN_SHARE = 0.1
"""A text of which more than this share of its non-ASCII bytes is no UTF-8 is taken to be in another encoding."""
_SAMPLE = 65536
_WEB_NAMES = {
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "x-euc-jp": "euc_jp", "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
}  # fmt: skip
"""What a declared name means in practice (WHATWG Encoding Standard)."""


def decode(name: str, data: bytes, *, is_html: bool = False) -> tuple[str, str]:
    """Return the text of ``data`` and the Python name of its encoding.

    A few broken bytes become U+FFFD. :exc:`SourceError` when ``data`` is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lines(data[len(mark) :].decode(encoding, "replace")), encoding
    _refuse_binary(name, data)
    encoding = _wide(data) or (is_html and _declared(data)) or _guess(data)
    return _lines(data.decode(encoding, "replace")), encoding


def _lines(text: str) -> str:
    """Bring line ends to a line feed; NUL, which stands for nothing, to U+FFFD."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def _refuse_binary(name: str, data: bytes) -> None:
    """Raise :exc:`SourceError` for what is no text."""
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise SourceError(f"{name}: not a text but a {kind} file", hint="leave it out with --exclude")
    sample = data[:_SAMPLE]
    if b"\x00" in sample and _wide(data):
        return
    if b"\x00" in sample:
        raise SourceError(f"{name}: a binary file", hint="leave it out with --exclude")
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls * 20 > len(sample):
        raise SourceError(f"{name}: a binary file", hint="leave it out with --exclude")


def _wide(data: bytes) -> str | None:
    """Name UTF-16 without a byte order mark: its zero bytes all stand on one side of the pairs."""
    sample = data[: _SAMPLE & ~1]
    high, low = sample[0::2].count(0), sample[1::2].count(0)
    if bool(high) == bool(low) or len(data) % 2:
        return None
    encoding = "utf-16-le" if low else "utf-16-be"
    text = sample.decode(encoding, "replace")
    odd = sum(1 for char in text if char == "\ufffd" or (char < " " and char not in "\t\n\f\r"))
    return encoding if odd * 50 <= len(text) else None


def _declared(data: bytes) -> str | None:
    """Return the encoding an HTML or XML text declares, if its bytes agree."""
    match = _DECLARED.search(data, 0, 4096)
    if match is None:
        return None
    label = (match[1] or match[2]).decode("ascii").lower()
    label = _WEB_NAMES.get(label, label)
    try:
        text = data.decode(label, "replace")
    except (LookupError, UnicodeError):
        return None
    return label if text.count("\ufffd") * 50 <= len(text) else None


def _guess(data: bytes) -> str:
    """Name the encoding of a text that says nothing about it."""
    if _ISO_2022_JP.search(data, 0, _SAMPLE) and data.isascii():
        return "iso2022_jp_2"
    if _is_nearly_utf8(data):
        return "utf-8"
    japanese = _japanese(data)
    if japanese:
        return japanese
    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best is not None else "cp1252"


def _is_nearly_utf8(data: bytes) -> bool:
    """Tell whether ``data`` is UTF-8 but for a few broken bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        broken = data.decode("utf-8", "replace").count("\ufffd")
        other = len(data) - len(data.translate(None, bytes(range(128, 256))))
        return broken <= other * _BROKEN_SHARE
    return True


def _japanese(data: bytes) -> str | None:
    """Tell Shift_JIS from EUC-JP by which reading yields kana and no errors; None when neither does."""
    scores: dict[str, float] = {}
    for encoding in ("cp932", "euc_jp"):
        text = data[:_SAMPLE].decode(encoding, "replace")
        wide = sum(1 for char in text if char > "\x7f")
        kana = sum(1 for char in text if "\u3041" <= char <= "\u30ff")
        half_width = sum(1 for char in text if "\uff61" <= char <= "\uff9f")
        broken = text.count("\ufffd")
        scores[encoding] = (kana - half_width - 5 * broken) / wide if wide else 0.0
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0.1 else None
