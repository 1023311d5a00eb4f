"""Small PDF files, written by hand: text in a font that maps its glyphs to characters, as real ones do."""

from __future__ import annotations

from collections.abc import Iterable

PAGE = b"""<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
/Resources << /Font << /F 5 0 R >> >> >>"""
FONT = b"""<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H
/DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"""
GLYPHS = b"""<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000
/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"""


def pdf(lines: Iterable[str], title: str = "") -> bytes:
    """A PDF of one page with a line of text for each of ``lines``."""
    lines = list(lines)
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    content = f"BT /F 12 Tf 14 TL 50 800 Td\n{shown}ET".encode()
    chars = sorted({char for line in lines for char in line})
    pairs = "\n".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in chars)
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(chars)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        _stream(content),
        FONT,
        GLYPHS,
        _stream(unicode_map),
        b"<< /Title <feff%b> >>" % title.encode("utf-16-be").hex().encode(),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 8 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >> stream\n%b\nendstream" % (len(content), content)
