"""Bodies that nobody should send: no exception, and time that grows with the page only."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from linkwatch.judge.visit import visit
from linkwatch.model import Page, State

SECONDS = 8.0
"""Of CPU for each page; unguarded, the worst of them take minutes."""

BODIES: dict[str, Callable[[], bytes]] = {
    "million nested tags": lambda: b"<div>" * 1_000_000 + b"x",
    "nested lists": lambda: b"<ul><li>" * 45_000,
    "nested definition lists": lambda: b"<dl><dd>" * 30_000,
    "unclosed fonts": lambda: b"".join(b"<p><font a=%d>" % number for number in range(20_000)),
    "end tags that end nothing": lambda: b"<div></x>" * 45_000,
    "ten megabytes of paragraphs": lambda: b"<p>text " * 1_400_000,
    "two megabytes of breaks": lambda: b"<br>" * 500_000,
    "thirty thousand paragraphs": lambda: b"<p>Some words of a sentence.</p>" * 30_000,
    "wide table": lambda: b"<table>" + b"<tr>" + b"<td>1" * 90_000,
    "attributes": lambda: b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x",
    "long attribute": lambda: b"<img src='data:" + b"A" * 3_000_000 + b"'><p>x",
    "unclosed comment": lambda: b"<!--" * 300_000,
    "unclosed scripts": lambda: b"<script>" * 90_000,
    "angle brackets": lambda: b"<" * 2_000_000,
    "entities": lambda: b"&amp;&#0;&#x110000;&nosuch;" * 100_000,
    "NULs": lambda: b"<p>\x00" * 30_000 + b"\x00" * 1_000_000,
    "no bytes": lambda: b"",
    "one byte": lambda: b"<",
    "binary": lambda: bytes(range(256)) * 4_000,
    "pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 1_000,
    "utf-16": lambda: "<title>x</title><p>日本語".encode("utf-16"),
    "not utf-8": lambda: b"<meta charset=utf-8><title>\xff\xfe\xfd</title><p>" + b"\x80\x81" * 10_000,
    "no such charset": lambda: b"<meta charset=klingon><p>x",
    "charset that is no text": lambda: b"<meta charset=base64><p>x",
    "broken json-ld": lambda: b'<script type="application/ld+json">{"a": [}</script><p>x',
    "deep json-ld": lambda: b'<script type="application/ld+json">' + b"[" * 200_000 + b"</script><p>x",
    "json-ld numbers": lambda: b'<script type="application/ld+json">[{"@type": 1, "author": {"name": 2}}]</script>',
    "long title": lambda: b"<title>" + b"page not found " * 100_000 + b"</title>",
    "many headings": lambda: b"<h1>page</h1>" * 40_000,
    "spaces": lambda: b"<p>a" + b" " * 5_000_000 + b"b",
    "refresh": lambda: b'<meta http-equiv=refresh content="' + b"0;" * 100_000 + b'">',
    "bad addresses": lambda: b"<base href='http://[::'><link rel=canonical href='http://[::'><p>x",
}


@pytest.mark.parametrize("name", BODIES)
def test_any_bytes_are_read_in_time(name: str) -> None:
    headers = (("content-type", "text/html"),)
    url = "https://hostile.test/a/1"
    began = time.process_time()
    content, verdict = visit(Page(url=url, final_url=url, status=200, headers=headers, body=BODIES[name]()))
    took = time.process_time() - began
    assert took < SECONDS, f"{took:.1f} s"
    assert verdict.state in set(State)
    assert len(content.title) <= 1_000
    content.title.encode()
    content.text.encode()
