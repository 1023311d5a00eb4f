"""Which spellings of a URL are one page: parsing as WHATWG says, and a table of our own above it.

Two different pages are never made one: where a rule could be wrong on some server, the
spellings stay apart (order of parameters, a trailing slash, http beside https).
"""

from __future__ import annotations

import re

import ada_url

CANONICAL_VERSION = 1
"""Version of the rules in this module; a change re-keys stored links by a migration."""

TRACKING = frozenset((
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid", "msclkid",
    "yclid", "ysclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "epik", "srsltid", "mc_cid",
    "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking", "_ga", "_gl",
    "_openstat", "oly_enc_id", "oly_anon_id", "vero_id", "vero_conv", "wickedid", "rb_clickid", "s_kwcid",
    "ef_id", "ref_src", "ref_url", "__twitter_impression", "guccounter", "guce_referrer",
    "guce_referrer_sig", "pk_campaign", "pk_kwd", "pk_source", "pk_medium", "piwik_campaign", "piwik_kwd",
    "at_campaign", "at_medium", "xtor",
))  # fmt: skip
"""Parameters that say where a reader came from, never what page is shown; in lower case.

Collected from the vendors' own documents (Google Ads, Meta, Microsoft Ads, Yandex, X, TikTok, Pinterest,
Mailchimp, Marketo, HubSpot, Adobe, Matomo, Piano). A parameter that some site uses to choose a page
(``id``, ``ref``, ``source``, ``si``…) is left out.
"""

TRACKING_PREFIXES = ("utm_", "mtm_")
"""Families of the same: Google Analytics, Matomo."""

_RESERVED_TOPS = frozenset({"invalid", "test", "example", "localhost"})
_RESERVED_NAMES = frozenset({"example.com", "example.net", "example.org"})
_TOP_PATHS = re.compile(r"/(?:(?:index|default|home|main|top)\.(?:html?|php|aspx?|jsp|cgi|shtml))?", re.I)
_BROKEN_SCHEME = re.compile(r"(?:h?tt|hxx)p(s?)(?=://)", re.I)
_USERINFO = re.compile(r"(?<=://)[^/?#\\]*@")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN_CHARS = r"!$&()*+,\-.0-9:=@A-Z_a-z~"
_PLAIN = re.compile(
    r"(?P<origin>https?://(?P<host>(?:(?!xn--)[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}))"
    rf"(?P<path>(?:/(?!\.)[{_PLAIN_CHARS}]*)*)"
    rf"(?P<query>(?:\?[{_PLAIN_CHARS}/?]*)?)(?P<fragment>(?:#[{_PLAIN_CHARS}/?]*)?)"
)
"""URLs that WHATWG's rules leave as they are, and nothing escaped in them: no parser needs to be asked.

Most URLs are so, and asking takes ten times as long as all else. Left out are a semicolon (``&amp;``), an
apostrophe, a port, a segment that begins with a dot.
"""
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!*'()")
"""Characters that mean the same escaped or not: RFC 3986 §2.3, and the marks of RFC 2396 §2.3."""
_UNRESERVED_IN_QUERY = _UNRESERVED - {"'"}
"""WHATWG escapes the apostrophe in a query."""


def visitable(url: str) -> str:
    """Return ``url`` so that it can be asked for.

    Undone are a scheme with letters left out (``ttp://``, ``hxxp://``, as people write to keep a
    program from making a link), ``&amp;`` copied from HTML, and userinfo, which is never sent.
    """
    return strip_userinfo(_repair(url))


def strip_userinfo(url: str) -> str:
    """Return ``url`` without ``user:password@``; otherwise as it was."""
    return _USERINFO.sub("", url, count=1) if "@" in url else url


def fragment_of(url: str) -> str:
    """Return what follows the ``#`` of ``url``, as written; empty when there is none."""
    return url.partition("#")[2]


def canonical(url: str) -> str:
    """Return the one spelling that all spellings of this page share.

    Lower case scheme and host (IDN as punycode), no default port, no userinfo, dot segments resolved,
    escapes in upper case and undone where they mean nothing, no tracking parameters, no fragment but
    ``#!…`` and ``#/…``, which choose a page. A URL that WHATWG's rules refuse comes back as it is.
    """
    plain = _PLAIN.fullmatch(url)
    if plain is not None:
        return f"{plain['origin']}{plain['path'] or '/'}{_query(plain['query'])}{_page_fragment(plain['fragment'])}"
    parsed = _parse(url)
    if parsed is None:
        return url.strip()
    path = _plain_escapes(parsed.pathname, _UNRESERVED)
    query = _query(parsed.search)
    return f"{parsed.protocol}//{_host(parsed)}{path}{query}{_page_fragment(parsed.hash)}"


def host_of(url: str) -> str:
    """Return the host of ``url`` in lower-case ASCII without port; empty when there is none."""
    plain = plain_host(url)
    if plain is not None:
        return plain
    parsed = _parse(url)
    return "" if parsed is None else parsed.hostname.rstrip(".")


def plain_host(url: str) -> str | None:
    """Return the host of an http(s) URL of the plainest spelling, without port; None for any other."""
    plain = _PLAIN.fullmatch(url)
    return plain["host"] if plain is not None else None


def origin(url: str) -> str:
    """Return scheme, host and port of ``url`` (``https://example.com``); empty when it is none."""
    parsed = _parse(url)
    return "" if parsed is None else f"{parsed.protocol}//{parsed.host}"


def is_reserved(url: str) -> bool:
    """Tell whether the host can never be a real one (RFC 2606, RFC 6761): examples in documents."""
    labels = host_of(url).split(".")
    return labels[-1] in _RESERVED_TOPS or ".".join(labels[-2:]) in _RESERVED_NAMES


def is_top(url: str) -> bool:
    """Tell whether ``url`` is its site's top page: no path beyond ``/index.html``, no query."""
    parsed = _parse(url)
    if parsed is None or _query(parsed.search) or _page_fragment(parsed.hash):
        return False
    return _TOP_PATHS.fullmatch(parsed.pathname) is not None


def same_page(a: str, b: str) -> bool:
    """Tell whether a move from ``a`` to ``b`` is no move.

    The same canonical form, or one that differs only in http or https, ``www.``, a trailing slash.
    """
    return _page_key(a) == _page_key(b)


def _page_key(url: str) -> str:
    """Return the canonical form without scheme, ``www.`` and trailing slash."""
    bare = canonical(url).partition("://")[2].removeprefix("www.")
    head, mark, tail = _split_at_first(bare, "?#")
    return f"{head.rstrip('/')}{mark}{tail}"


def _split_at_first(text: str, marks: str) -> tuple[str, str, str]:
    """Split ``text`` at the first of ``marks``, which is the middle part."""
    places = [at for at in (text.find(mark) for mark in marks) if at >= 0]
    if not places:
        return text, "", ""
    at = min(places)
    return text[:at], text[at], text[at + 1 :]


def _repair(url: str) -> str:
    """Undo what people and HTML do to a URL on its way into a text."""
    return _BROKEN_SCHEME.sub(r"http\1", url.strip(), count=1).replace("&amp;", "&")


def _parse(url: str) -> ada_url.URL | None:
    """Parse an absolute URL with a host as WHATWG says; None when it is none."""
    try:
        parsed = ada_url.URL(_repair(url))
    except (ValueError, UnicodeError):
        return None
    return parsed if parsed.hostname else None


def _host(parsed: ada_url.URL) -> str:
    """Return host and port without the dot of the DNS root, where that changes nothing else."""
    name = parsed.hostname
    if not name.endswith(".") or name.endswith("..") or name == ".":
        return parsed.host
    return f"{name[:-1]}:{parsed.port}" if parsed.port else name[:-1]


def _plain_escapes(text: str, plain: frozenset[str]) -> str:
    """Write percent-escapes in upper case and undo those of characters that mean nothing special."""

    def undone(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in plain else match[0].upper()

    return _ESCAPE.sub(undone, text) if "%" in text else text


def _query(search: str) -> str:
    """Return the query without tracking parameters, ``?`` included; empty when nothing is left."""
    if len(search) < 2:
        return ""
    kept = [part for part in search.removeprefix("?").split("&") if part and not _is_tracking(part)]
    return f"?{_plain_escapes('&'.join(kept), _UNRESERVED_IN_QUERY)}" if kept else ""


def _is_tracking(parameter: str) -> bool:
    """Tell whether ``name=value`` only says where a reader came from."""
    name = parameter.partition("=")[0].lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)


def _page_fragment(fragment: str) -> str:
    """Return the fragment if it chooses a page (``#!…``, ``#/…``), else nothing."""
    return _plain_escapes(fragment, _UNRESERVED) if fragment.startswith(("#!", "#/")) else ""
