"""Imported once by the fork server that reading processes come from: whatever it loads, each of them has.

Parsers and tables are loaded when they are first used; so a page is read here.
"""

from linkwatch.crawl.worker import read
from linkwatch.model import Page, Past

_TEXT = "本文を取り出す部品は、初めて使うときに読み込まれる。" * 10
_BODY = f"<html lang=ja><title>準備</title><body><article><h1>準備</h1><p>{_TEXT}</p></article></body></html>"
read(
    Page(
        url="https://example.invalid/",
        final_url="https://example.invalid/",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=_BODY.encode(),
    ),
    Past(),
)
