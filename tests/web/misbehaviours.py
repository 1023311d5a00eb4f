"""The misbehaviours: each a name, what its server does, and the verdict that a link to it must get.

A new one is a function with the expected state and reason above it. Each is asked on a host of its own.
"""

from __future__ import annotations

import asyncio
import gzip
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli

from linkwatch.model import State
from web.papers import pdf
from web.records import SENTENCE, article
from web.server import Exchange, Resource

TITLE = "市、橋の架け替えを発表"
PAGE = article(TITLE)
UTF8 = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Misbehaviour:
    """One way to misbehave."""

    name: str
    state: State
    reason: str | None
    """None where any reason of that state will do."""
    resource: Resource
    path: str
    title: str | None = None
    """Title that the snapshot must bear."""
    robots: Resource | None = None
    """What the host's robots.txt does; 404 otherwise."""


ALL: dict[str, Misbehaviour] = {}


def expect(
    state: State,
    reason: str | None = None,
    *,
    title: str | None = None,
    robots: Resource | None = None,
    path: str = "",
) -> Callable[[Resource], Resource]:
    """Register a resource under its function's name."""

    def register(resource: Resource) -> Resource:
        name = resource.__name__.replace("_", "-")
        ALL[name] = Misbehaviour(
            name=name,
            state=state,
            reason=reason,
            resource=resource,
            path=path or f"/{name}",
            title=title,
            robots=robots,
        )
        return resource

    return register


good = expect(State.ALIVE, "ok", title=TITLE)

# --- charsets -------------------------------------------------------------------------------------------


def _japanese(charset: str, *, meta: str = "") -> bytes:
    head = f'<meta charset="{meta}">' if meta else ""
    page = f"<html><head>{head}<title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
    return (page + f"<p>{SENTENCE * 5}</p>" * 3 + "</article></body></html>").encode(charset)


@good
async def plain_page(exchange: Exchange) -> None:
    await exchange.answer(PAGE, kind=UTF8)


@good
async def shift_jis_in_meta_only(exchange: Exchange) -> None:
    await exchange.answer(_japanese("cp932", meta="Shift_JIS"))


@good
async def euc_jp_in_header(exchange: Exchange) -> None:
    await exchange.answer(_japanese("euc_jp"), kind="text/html; charset=EUC-JP")


@good
async def iso_2022_jp(exchange: Exchange) -> None:
    await exchange.answer(_japanese("iso2022_jp", meta="iso-2022-jp"))


@good
async def header_says_utf_8_body_is_shift_jis(exchange: Exchange) -> None:
    await exchange.answer(_japanese("cp932", meta="Shift_JIS"), kind=UTF8)


@good
async def header_says_latin_1_body_is_utf_8(exchange: Exchange) -> None:
    await exchange.answer(_japanese("utf-8", meta="utf-8"), kind="text/html; charset=ISO-8859-1")


@good
async def no_charset_anywhere_utf_8(exchange: Exchange) -> None:
    await exchange.answer(_japanese("utf-8"))


@good
async def no_charset_anywhere_shift_jis(exchange: Exchange) -> None:
    await exchange.answer(_japanese("cp932"))


@good
async def no_charset_anywhere_euc_jp(exchange: Exchange) -> None:
    await exchange.answer(_japanese("euc_jp"))


@good
async def unknown_charset_named(exchange: Exchange) -> None:
    await exchange.answer(_japanese("utf-8"), kind="text/html; charset=x-no-such")


@good
async def utf_16_with_bom(exchange: Exchange) -> None:
    await exchange.answer(_japanese("utf-16"))


@good
async def utf_8_with_bom_and_wrong_meta(exchange: Exchange) -> None:
    await exchange.answer(b"\xef\xbb\xbf" + _japanese("utf-8", meta="Shift_JIS"))


@good
async def broken_bytes_in_between(exchange: Exchange) -> None:
    await exchange.answer(PAGE.replace(b"</article>", b"<p>\xff\xfe\x80</p></article>"), kind=UTF8)


@good
async def no_content_type(exchange: Exchange) -> None:
    await exchange.head("200 OK", [], len(PAGE))
    await exchange.raw(PAGE)


@good
async def nul_bytes_in_body(exchange: Exchange) -> None:
    await exchange.answer(PAGE.replace(b"<p>", b"<p>\0\0"), kind=UTF8)


# --- encodings ------------------------------------------------------------------------------------------


@good
async def gzip_page(exchange: Exchange) -> None:
    await exchange.answer(gzip.compress(PAGE), ("Content-Encoding", "gzip"), kind=UTF8)


@good
async def bare_deflate_page(exchange: Exchange) -> None:
    packer = zlib.compressobj(wbits=-15)
    await exchange.answer(packer.compress(PAGE) + packer.flush(), ("Content-Encoding", "deflate"), kind=UTF8)


@good
async def brotli_page(exchange: Exchange) -> None:
    await exchange.answer(brotli.compress(PAGE), ("Content-Encoding", "br"), kind=UTF8)


@good
async def unknown_encoding_named(exchange: Exchange) -> None:
    await exchange.answer(PAGE, ("Content-Encoding", "utf-8"), kind=UTF8)


@expect(State.UNREACHABLE, "protocol-error")
async def gzip_that_is_none(exchange: Exchange) -> None:
    await exchange.answer(PAGE, ("Content-Encoding", "gzip"), kind=UTF8)


@expect(State.ALIVE)
async def gzip_cut_short(exchange: Exchange) -> None:
    noise = article(TITLE, *(f"{SENTENCE}{number}" for number in range(2000)))
    await exchange.answer(gzip.compress(noise)[:-3000], ("Content-Encoding", "gzip"), kind=UTF8)


BOMB = gzip.compress(b"<p>" + bytes(50_000_000), 6)
BOMB_IN_A_BOMB = gzip.compress(BOMB)
BROTLI_BOMB = brotli.compress(bytes(50_000_000), quality=1)


@expect(State.ALIVE)
async def gzip_bomb(exchange: Exchange) -> None:
    await exchange.answer(BOMB, ("Content-Encoding", "gzip"))


@expect(State.ALIVE, "too-large")
async def bomb_in_a_bomb(exchange: Exchange) -> None:
    await exchange.answer(BOMB_IN_A_BOMB, ("Content-Encoding", "gzip, gzip"))


@expect(State.ALIVE, "too-large")
async def brotli_bomb(exchange: Exchange) -> None:
    await exchange.answer(BROTLI_BOMB, ("Content-Encoding", "br"))


# --- lengths and chunks ---------------------------------------------------------------------------------


@good
async def length_too_long(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8)], len(PAGE) + 5000)
    await exchange.raw(PAGE)
    exchange.close = True


@good
async def length_of_the_page_unpacked(exchange: Exchange) -> None:
    page = PAGE.replace(b"</article></body></html>", b"")  # as many a page ends
    await exchange.head("200 OK", [("Content-Type", UTF8), ("Content-Encoding", "gzip")], len(page))
    await exchange.raw(gzip.compress(page))
    exchange.close = True


@expect(State.UNREACHABLE, "reset")
async def length_of_a_page_broken_off(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8)], len(PAGE))
    await exchange.raw(PAGE[:-200])
    exchange.close = True


@expect(State.UNREACHABLE, "reset")
async def packed_page_broken_off(exchange: Exchange) -> None:
    packed = gzip.compress(PAGE)
    await exchange.head("200 OK", [("Content-Type", UTF8), ("Content-Encoding", "gzip")], len(packed))
    await exchange.raw(packed[:-100])
    exchange.close = True


@expect(State.ALIVE)
async def length_too_short(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8)], len(PAGE) - 200)
    await exchange.raw(PAGE)
    exchange.close = True


@good
async def no_length_at_all(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8)], None)
    await exchange.raw(PAGE)
    exchange.close = True


@expect(State.UNREACHABLE)
async def two_lengths_that_differ(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8), ("Content-Length", "5")], len(PAGE))
    await exchange.raw(PAGE)
    exchange.close = True


@good
async def length_that_is_no_number(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8), ("Content-Length", "many")], None)
    await exchange.raw(PAGE)
    exchange.close = True


CHUNKED = [("Content-Type", UTF8), ("Transfer-Encoding", "chunked")]


@good
async def chunks(exchange: Exchange) -> None:
    await exchange.head("200 OK", CHUNKED, None)
    for at in range(0, len(PAGE), 100):
        piece = PAGE[at : at + 100]
        await exchange.raw(b"%x;note=1\r\n%b\r\n" % (len(piece), piece))
    await exchange.raw(b"0\r\nX-Trailer: 1\r\n\r\n")


@good
async def chunks_without_the_last(exchange: Exchange) -> None:
    await exchange.head("200 OK", CHUNKED, None)
    await exchange.raw(b"%x\r\n%b\r\n" % (len(PAGE), PAGE))
    exchange.close = True


@expect(State.UNREACHABLE)
async def chunk_garbage(exchange: Exchange) -> None:
    await exchange.head("200 OK", CHUNKED, None)
    await exchange.raw(b"zz\r\n" + PAGE + b"\r\n")
    exchange.close = True


@expect(State.UNREACHABLE, "reset")
async def chunks_that_break_off(exchange: Exchange) -> None:
    await exchange.head("200 OK", CHUNKED, None)
    await exchange.raw(b"%x\r\n%b" % (len(PAGE), PAGE[:200]))
    exchange.close = True


@expect(State.UNREACHABLE)
async def chunk_size_without_end(exchange: Exchange) -> None:
    await exchange.head("200 OK", CHUNKED, None)
    await exchange.raw(b"1" * 100_000)
    exchange.close = True


@expect(State.ALIVE)
async def length_and_chunks(exchange: Exchange) -> None:
    await exchange.head("200 OK", [*CHUNKED, ("Content-Length", "3")], None)
    await exchange.raw(b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE))
    exchange.close = True


@expect(State.ALIVE)
async def page_longer_than_we_read(exchange: Exchange) -> None:
    body = PAGE.replace(b"</body>", b"<p>" + SENTENCE.encode() * 40_000 + b"</p></body>")
    await exchange.answer(body, kind=UTF8)


@expect(State.ALIVE)
async def page_without_end(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8)], None)
    await exchange.raw(PAGE.replace(b"</article></body></html>", b""))
    while True:
        await exchange.raw(f"<p>{SENTENCE}</p>".encode() * 100)


# --- connections ----------------------------------------------------------------------------------------


@expect(State.UNREACHABLE, "timeout")
async def silence(exchange: Exchange) -> None:
    await asyncio.sleep(60)


@expect(State.UNREACHABLE, "timeout")
async def drip(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8)], len(PAGE))
    for at in range(len(PAGE)):
        await exchange.raw(PAGE[at : at + 1])
        await asyncio.sleep(0.2)


@expect(State.UNREACHABLE, "timeout")
async def dripping_headers(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(1000):
        await exchange.raw(b"X-%d: x\r\n" % number)
        await asyncio.sleep(0.2)


@expect(State.UNREACHABLE, "reset")
async def reset_at_once(exchange: Exchange) -> None:
    exchange.reset()


@expect(State.UNREACHABLE, "reset")
async def reset_in_mid_body(exchange: Exchange) -> None:
    await exchange.head("200 OK", [("Content-Type", UTF8)], len(PAGE))
    await exchange.raw(PAGE[:300])
    await asyncio.sleep(0.05)
    exchange.reset()


@expect(State.UNREACHABLE, "reset")
async def closed_without_an_answer(exchange: Exchange) -> None:
    exchange.close = True


@expect(State.UNREACHABLE, "timeout")
async def half_closed(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>")
    exchange.writer.transport.pause_reading()  # type: ignore[attr-defined]
    await asyncio.sleep(60)


@expect(State.ALIVE)
async def broken_off_once(exchange: Exchange) -> None:
    if exchange.times == 1:
        exchange.reset()
    else:
        await exchange.answer(PAGE, kind=UTF8)


# --- what is no HTTP ------------------------------------------------------------------------------------


@expect(State.UNREACHABLE, "protocol-error")
async def http_0_9(exchange: Exchange) -> None:
    await exchange.raw(PAGE)
    exchange.close = True


@expect(State.UNREACHABLE, "protocol-error")
async def binary_garbage(exchange: Exchange) -> None:
    await exchange.raw(struct.pack("<256B", *range(256)) * 10 + b"\r\n\r\n")
    exchange.close = True


@expect(State.UNREACHABLE, "protocol-error")
async def ssh_server(exchange: Exchange) -> None:
    await exchange.raw(b"SSH-2.0-OpenSSH_9.6\r\n")
    exchange.close = True


@expect(State.UNREACHABLE, "protocol-error")
async def status_that_is_no_number(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 OK fine\r\n\r\n")
    exchange.close = True


@good
async def status_without_words(exchange: Exchange) -> None:
    await exchange.raw(
        b"HTTP/1.1 200\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
    )
    await exchange.raw(PAGE)


@expect(State.UNREACHABLE, "protocol-error")
async def headers_without_end(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 200 OK\r\n")
    for number in range(20_000_000):
        await exchange.raw(b"X-%d: %b\r\n" % (number, b"x" * 1000))


@expect(State.UNREACHABLE)
async def one_header_without_end(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(20_000):
        await exchange.raw(b"x" * 1000)


@good
async def headers_that_are_none(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 200 OK\r\nno colon here\r\nContent-Type: text/html; charset=utf-8\r\n")
    await exchange.raw(b"\xe6\xa9\x8b: \xff\r\nX-Nul: a\0b\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE)


@good
async def line_feeds_only(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length: %d\n\n" % len(PAGE))
    await exchange.raw(PAGE)


@good
async def continue_first(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
    await exchange.answer(PAGE, kind=UTF8)


@good
async def early_hints_first(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n")
    await exchange.answer(PAGE, kind=UTF8)


@good
async def a_second_answer_unasked(exchange: Exchange) -> None:
    await exchange.answer(PAGE, kind=UTF8)
    await exchange.raw(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nevil")


@good
async def a_thousand_cookies(exchange: Exchange) -> None:
    cookies = [("Set-Cookie", f"c{number}={'x' * 20}") for number in range(1000)]
    await exchange.answer(PAGE, *cookies, kind=UTF8)


# --- statuses -------------------------------------------------------------------------------------------


@expect(State.UNKNOWN)
async def not_modified_unasked(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")


@expect(State.UNKNOWN, "empty")
async def no_content(exchange: Exchange) -> None:
    await exchange.raw(b"HTTP/1.1 204 No Content\r\n\r\n")


@expect(State.ALIVE)
async def partial_content_unasked(exchange: Exchange) -> None:
    await exchange.answer(PAGE, ("Content-Range", "bytes 0-99/9999"), status="206 Partial Content", kind=UTF8)


@expect(State.BLOCKED)
async def status_999(exchange: Exchange) -> None:
    await exchange.answer(b"<p>Request denied</p>", status="999 Request denied")


@expect(State.SUSPECT, "http-404")
async def gone_page(exchange: Exchange) -> None:
    await exchange.answer("<h1>ページが見つかりません</h1>".encode(), status="404 Not Found", kind=UTF8)


@expect(State.UNREACHABLE, "http-5xx")
async def error_for_ever(exchange: Exchange) -> None:
    await exchange.answer(b"<p>Oops</p>", status="500 Internal Server Error")


@good
async def error_once(exchange: Exchange) -> None:
    if exchange.times == 1:
        await exchange.answer(b"<p>Oops</p>", status="502 Bad Gateway")
    else:
        await exchange.answer(PAGE, kind=UTF8)


@good
async def busy_for_a_second(exchange: Exchange) -> None:
    if exchange.times == 1:
        await exchange.answer(b"", ("Retry-After", "1"), status="503 Service Unavailable")
    else:
        await exchange.answer(PAGE, kind=UTF8)


@expect(State.BLOCKED)
async def too_many_requests_until_tomorrow(exchange: Exchange) -> None:
    await exchange.answer(b"", ("Retry-After", "86400"), status="429 Too Many Requests")


@expect(State.UNKNOWN, "empty")
async def empty_page(exchange: Exchange) -> None:
    await exchange.answer(b"")


# --- redirects ------------------------------------------------------------------------------------------


@expect(State.UNREACHABLE, "redirect-loop")
async def redirect_to_itself(exchange: Exchange) -> None:
    await exchange.redirect(exchange.path)


@expect(State.UNREACHABLE, "redirect-loop", path="/circle/1")
async def redirect_in_a_circle(exchange: Exchange) -> None:
    await exchange.redirect("/circle/2" if exchange.path.endswith("1") else "/circle/1")


@expect(State.UNREACHABLE, "redirect-loop", path="/further/1")
async def redirect_for_ever(exchange: Exchange) -> None:
    await exchange.redirect(f"{exchange.path}1")


@good
async def redirect_until_the_cookie_comes_back(exchange: Exchange) -> None:
    if "seen=yes" in exchange.headers.get("cookie", ""):
        await exchange.answer(PAGE, kind=UTF8)
    else:
        await exchange.head("302 Found", [("Location", exchange.path), ("Set-Cookie", "seen=yes; Path=/")], 0)


@expect(State.UNKNOWN, "guarded")
async def redirect_to_a_private_address(exchange: Exchange) -> None:
    await exchange.redirect("http://192.168.0.1/admin")


@expect(State.UNKNOWN, "guarded")
async def redirect_to_the_metadata_service(exchange: Exchange) -> None:
    await exchange.redirect("http://[::ffff:169.254.169.254]/latest/meta-data/")


@expect(State.UNKNOWN, "guarded")
async def redirect_to_an_odd_spelling(exchange: Exchange) -> None:
    await exchange.redirect("http://0xA9FEA9FE/")


@expect(State.UNKNOWN, "bad-url")
async def redirect_to_a_file(exchange: Exchange) -> None:
    await exchange.redirect("file:///etc/passwd")


@expect(State.UNKNOWN, "bad-url")
async def redirect_to_a_script(exchange: Exchange) -> None:
    await exchange.redirect("javascript:alert(1)")


@expect(State.UNKNOWN, "bad-url")
async def redirect_to_nonsense(exchange: Exchange) -> None:
    await exchange.redirect("http://[::1")


@expect(State.UNKNOWN)
async def redirect_to_nowhere(exchange: Exchange) -> None:
    await exchange.head("302 Found", [], 0)


@expect(State.ALIVE, title=TITLE, path="/raw/from")
async def redirect_in_raw_utf_8(exchange: Exchange) -> None:
    if exchange.path == "/raw/from":
        await exchange.raw("HTTP/1.1 302 Found\r\nLocation: /raw/橋?q=市\r\nContent-Length: 0\r\n\r\n".encode())
    else:
        await exchange.answer(PAGE, kind=UTF8)


@expect(State.ALIVE, title=TITLE, path="/sjis/from")
async def redirect_in_raw_shift_jis(exchange: Exchange) -> None:
    if exchange.path == "/sjis/from":
        await exchange.raw("HTTP/1.1 302 Found\r\nLocation: /sjis/橋\r\nContent-Length: 0\r\n\r\n".encode("cp932"))
    elif exchange.path == "/sjis/%8B%B4":
        await exchange.answer(PAGE, kind=UTF8)
    else:
        await exchange.answer(b"", status="404 Not Found")


@expect(State.ALIVE, title=TITLE, path="/refresh/from")
async def refresh_to_a_page(exchange: Exchange) -> None:
    if exchange.path == "/refresh/from":
        await exchange.answer(b'<meta http-equiv="Refresh" content="0;URL=/refresh/to">')
    else:
        await exchange.answer(PAGE, kind=UTF8)


@expect(State.UNREACHABLE, "redirect-loop", path="/refresh-circle/1")
async def refresh_in_a_circle(exchange: Exchange) -> None:
    other = "2" if exchange.path.endswith("1") else "1"
    await exchange.answer(b'<meta http-equiv="refresh" content="0; url=/refresh-circle/%b">' % other.encode())


# --- robots.txt -----------------------------------------------------------------------------------------


def _robots(body: bytes, status: str = "200 OK", kind: str = "text/plain") -> Resource:
    async def resource(exchange: Exchange) -> None:
        await exchange.answer(body, status=status, kind=kind)

    return resource


async def _robots_elsewhere(exchange: Exchange) -> None:
    await exchange.redirect("/real-robots.txt")


async def _page(exchange: Exchange) -> None:
    await exchange.answer(PAGE, kind=UTF8)


def _with_robots(name: str, state: State, reason: str, robots: Resource) -> None:
    ALL[name] = Misbehaviour(name=name, state=state, reason=reason, resource=_page, path=f"/{name}", robots=robots)


_FORBIDDEN = b"User-agent: *\nDisallow: /\n"
_HUGE = b"User-agent: *\nAllow: /\n" + b"# filler\n" * 1_000_000 + b"Disallow: /\n"
_with_robots("robots-forbid", State.UNKNOWN, "robots", _robots(_FORBIDDEN))
_with_robots("robots-fail", State.UNKNOWN, "robots", _robots(b"", status="500 Internal Server Error"))
_with_robots("robots-are-a-page", State.ALIVE, "ok", _robots(PAGE, kind=UTF8))
_with_robots("robots-are-junk", State.ALIVE, "ok", _robots(bytes(range(256)) * 100))
_with_robots("robots-are-huge", State.ALIVE, "ok", _robots(_HUGE))
_with_robots("robots-need-a-login", State.ALIVE, "ok", _robots(b"", status="401 Unauthorized"))
_with_robots("robots-for-others", State.ALIVE, "ok", _robots(b"User-agent: gptbot\nDisallow: /\n"))
_with_robots(
    "robots-for-us",
    State.UNKNOWN,
    "robots",
    _robots(b"User-agent: *\nAllow: /\n\nUser-agent: linkwatch\nDisallow: /\n"),
)
_with_robots("robots-elsewhere", State.ALIVE, "ok", _robots_elsewhere)

# --- what is hard to read ----------------------------------------------------------------------------------


@expect(State.ALIVE)
async def a_million_nested_tags(exchange: Exchange) -> None:
    await exchange.answer(b"<html><body>" + b"<div>" * 1_000_000 + b"text", kind=UTF8)


@expect(State.ALIVE)
async def ten_megabytes_of_paragraphs(exchange: Exchange) -> None:
    await exchange.answer(b"<article>" + b"<p>Lorem ipsum dolor sit amet consectetur.</p>" * 200_000, kind=UTF8)


@expect(State.ALIVE)
async def a_table_of_a_hundred_thousand_rows(exchange: Exchange) -> None:
    await exchange.answer(b"<table>" + b"<tr><td>a</td><td>b</td></tr>" * 100_000, kind=UTF8)


@expect(State.ALIVE)
async def an_image(exchange: Exchange) -> None:
    await exchange.answer(b"\x89PNG\r\n\x1a\n" + bytes(5000), kind="image/png")


@expect(State.ALIVE)
async def an_archive_called_html(exchange: Exchange) -> None:
    await exchange.answer(b"PK\x03\x04" + bytes(range(256)) * 400, kind=UTF8)


@expect(State.ALIVE, "ok", title="報告書")
async def a_pdf_called_html(exchange: Exchange) -> None:
    await exchange.answer(pdf([SENTENCE] * 20, "報告書"), kind=UTF8)


@expect(State.ALIVE)
async def a_broken_pdf(exchange: Exchange) -> None:
    await exchange.answer(b"%PDF-1.7\n1 0 obj <</Length 99999>> stream\nnonsense", kind="application/pdf")
