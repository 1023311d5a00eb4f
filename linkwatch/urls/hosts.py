"""The host part of a URL that stands in a text: where it ends, and whether it can be one."""

from __future__ import annotations

import re
from functools import lru_cache

import ada_url
from publicsuffixlist import PublicSuffixList

_USERINFO = r"(?:[\w\-.~%+=:]{1,128}@)?"
_HOST = re.compile(
    _USERINFO + r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|(?:[A-Za-z0-9_.\-]|[^\x00-\u02ff\s]|[\u00c0-\u02ff])+)"
)
_PORT = re.compile(r":\d{1,5}(?!\d)")
_NOT_IN_HOST = re.compile(
    r"[\u2000-\u20ff\u2190-\u21ff\u3000-\u3004\u3008-\u3020\u3030\u303d\u30fb\uff00-\uff65\ufe00-\ufe6f\ufeff・]"
)
"""Punctuation, brackets, arrows, full-width forms: other symbols are in real hosts (``✪df.ws``)."""
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]")
_PLAIN = re.compile(r"(?!xn--)[A-Za-z0-9_-]{1,63}(?:\.(?!xn--)[A-Za-z0-9_-]{1,63})*\.[A-Za-z]{2,63}", re.I)
_PLAIN_START = re.compile(r"(?!xn--)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,63}(?=[/?#\s])")
"""The common case: a name of ASCII, and what ends it."""
_GLUED_SCHEME = re.compile(r"h(?:ttps?|xxps?)$", re.I)
_LONGEST_HOST = 253
_LONGEST_LABEL = 63


def is_east_asian(char: str) -> bool:
    """Tell whether ``char`` is of a script that is written without spaces: kana, kanji, hangul."""
    return _EAST_ASIAN.match(char) is not None


def end_of(text: str, start: int) -> int | None:
    """Return where the host (and port) that begins at ``start`` ends; None when there is none.

    Userinfo before it is stepped over.
    """
    plain = _PLAIN_START.match(text, start)
    if plain is not None and is_host(plain[0]):
        return plain.end()
    match = _HOST.match(text, start)
    if match is None:
        return None
    host, begin = match["host"], match.start("host")
    if not host.isascii():
        stop = _NOT_IN_HOST.search(host)
        host = _without_glued_text(host[: stop.start()] if stop else host)
    end = begin + len(host)
    if text.startswith("://", end):  # another URL is glued on
        host = _GLUED_SCHEME.sub("", host)
        end = begin + len(host)
    elif not text.startswith(("/", ":"), end):
        host = host.rstrip(".-")
        end = begin + len(host)
    if not is_host(host):
        return None
    port = _PORT.match(text, end) if text.startswith(":", end) else None
    return port.end() if port and int(port[0][1:]) < 65536 else end


def _without_glued_text(host: str) -> str:
    """Cut text that is glued on to a name (``example.comです``), unless the whole can be a name."""
    glued = _EAST_ASIAN.search(host)
    if glued is None or not glued.start():
        return host
    name = host[: glued.start()]
    if name.isascii() and "." in name[:-1] and not name.endswith((".", "-")) and _has_known_top(name):
        return name
    return host if "." in host[glued.start() :].rstrip(".") or name.endswith((".", "-")) else name


@lru_cache(maxsize=4096)
def is_host(host: str) -> bool:
    """Tell whether ``host`` could be the name or address of a server."""
    if not host or len(host) > _LONGEST_HOST:
        return False
    if host.startswith("["):
        return ada_url.check_url(f"http://{host}/")
    labels = host.removesuffix(".").split(".")
    return all(map(_is_label, labels)) and _is_top_label(labels) and _parses(host)


def _is_label(label: str) -> bool:
    return bool(label) and label[0] not in "-_" and label[-1] not in "-_"


def _is_top_label(labels: list[str]) -> bool:
    """Judge the end of the name: numbers are addresses, a top-level name is no single letter."""
    top = labels[-1]
    if top.isdigit():
        return len(labels) in (1, 4)
    if len(labels) == 1:
        return top.isascii()
    plain = "-" not in top or top.lower().startswith("xn--")
    return len(top.encode()) > 1 and plain and "_" not in top and "_" not in labels[-2]


def _parses(host: str) -> bool:
    """Ask WHATWG's rules, and DNS's limit on a label; a plain ASCII name needs no asking."""
    if _PLAIN.fullmatch(host):
        return True
    try:
        name = ada_url.URL(f"http://{host}/").hostname
    except (ValueError, UnicodeError):
        return False
    return all(len(label) <= _LONGEST_LABEL for label in name.split("."))


def _has_known_top(host: str) -> bool:
    """Tell whether the last label is in the public suffix list."""
    return _suffixes().publicsuffix(host.rpartition(".")[2]) is not None


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
