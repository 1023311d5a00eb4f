"""What sort of value a setting takes, read alike from TOML and from the command line.

A kind reads a value or raises ``ValueError`` whose text completes the sentence "KEY must be …".
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """One sort of value."""

    words: str
    """Completes "must be …": what is wanted, with an example."""
    metavar: str
    """What ``--help`` shows for it."""
    read: Callable[[object], T]
    """From a TOML value, or from the text of a flag, to the value; ``ValueError`` or ``TypeError`` when it cannot."""
    write: Callable[[T], object] = lambda value: value
    """Back to a TOML value."""
    many: bool = False
    """A list: the flag may be repeated."""
    secret: bool = False
    """Never to be shown as it stands, not even when it cannot be read."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError(value)
    return number


def _positive(value: object) -> float:
    number = _number(value)
    if number == 0:
        raise ValueError(value)
    return number


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    number = int(value)
    if number < 0:
        raise ValueError(value)
    return number


def _port(value: object) -> int:
    number = _count(value)
    if number > 65535:
        raise ValueError(value)
    return number


def _time_zone(value: object) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # only who sets one pays for it

    name = _text(value)
    try:
        if name:
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(value) from error
    return name


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s{0,3}([smhdw])", re.ASCII)


def _duration(value: object) -> timedelta:
    found = _DURATION.fullmatch(_text(value).strip().lower())
    if found is None:
        raise ValueError(value)
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def _write_duration(value: timedelta) -> str:
    seconds = value.total_seconds()
    unit = next((unit for unit in "wdhm" if seconds and seconds % _UNITS[unit] == 0), "s")
    return f"{seconds / _UNITS[unit]:g}{unit}"


_SIZES = {"b": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3}
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s{0,3}(b|kb|mb|gb)", re.ASCII)


def _size(value: object) -> int:
    found = _SIZE.fullmatch(_text(value).strip().lower())
    if found is None:
        raise ValueError(value)
    return int(float(found[1]) * _SIZES[found[2]])


def write_size(value: int) -> str:
    """A number of bytes for people: ``64 MB``."""
    unit = next((unit for unit in ("gb", "mb", "kb") if value >= _SIZES[unit]), "b")
    return f"{value / _SIZES[unit]:.4g} {unit.upper()}"


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return tuple(_text(one) for one in value)


def _networks(value: object) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_network(one, strict=False)) for one in _texts(value))


_PLACE = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z._-]+):(\d{1,5})", re.ASCII | re.IGNORECASE)


_PROBE = re.compile(r"http://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?/[A-Za-z0-9._~/-]*")
"""No user name, no query: what is asked of such an address goes through the network unencrypted."""


def _places(value: object) -> tuple[str, ...]:
    """Hosts with ports, an IPv6 address in brackets; and addresses that answer 204, without anything private."""
    places = _texts(value)
    for place in places:
        if _PROBE.fullmatch(place):
            continue
        found = _PLACE.fullmatch(place)
        if found is None or not _port(found[2]):
            raise ValueError(place)
    return places


def _name_servers(value: object) -> tuple[str, ...]:
    """Addresses with ports, port 53 where none is written."""
    return tuple(map(_name_server, _texts(value)))


def _name_server(text: str) -> str:
    found = _PLACE.fullmatch(text)
    host, port = (found[1], _port(found[2])) if found else (text, 53)
    address = ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    return f"{address}:{port}" if address.version == 4 else f"[{address}]:{port}"


_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s{0,9}[:=]\s{0,9}([^\r\n\x00]*)", re.ASCII)


def _headers(value: object) -> Mapping[str, str]:
    """A table from TOML, or the ``NAME: VALUE`` texts of a flag (RFC 9110, 5.1: a name is a token)."""
    lines = [f"{name}:{_text(text)}" for name, text in value.items()] if isinstance(value, dict) else _texts(value)
    headers = {}
    for line in lines:
        found = _HEADER.fullmatch(line)
        if found is None:
            raise ValueError(line)
        headers[found[1]] = found[2].strip()
    return headers


def _web_address(value: object) -> str:
    address = _text(value).strip()
    if address and not address.lower().startswith(("http://", "https://")):
        raise ValueError
    return address


_NAME = re.compile(r"[\w-]{1,40}")


def _receivers(value: object) -> Mapping[str, str]:
    """A table of names, each with an address."""
    if not isinstance(value, dict):
        raise TypeError
    found = {name: _text(address).strip() for name, address in value.items()}
    if not all(_NAME.fullmatch(name) and address for name, address in found.items()):
        raise ValueError
    return found


def one_of(*choices: str) -> Kind[str]:
    """One word out of a few."""

    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(value)
        return _text(value)

    return Kind(words=f"one of {', '.join(choices)}", metavar="|".join(choices), read=read)


def some_of(*choices: str) -> Kind[tuple[str, ...]]:
    """Several words out of a few; with commas between them on the command line."""

    def read(value: object) -> tuple[str, ...]:
        words = value.replace(",", " ").split() if isinstance(value, str) else _texts(value)
        if not set(words) <= set(choices):
            raise ValueError(value)
        return tuple(words)

    return Kind(words=f"a list out of {', '.join(choices)}", metavar="WORD,…", read=read, write=list)


TEXT = Kind(words='text in quotation marks, like "this"', metavar="TEXT", read=_text)
PATH = Kind(words='a path in quotation marks, like "data/linkwatch.db"', metavar="FILE", read=_text)
TIME_ZONE = Kind(words='the name of a time zone, like "Asia/Tokyo"', metavar="ZONE", read=_time_zone)
YES_OR_NO = Kind(words="true or false", metavar="", read=_yes_or_no)
SECONDS = Kind(words="a number of seconds, like 20 or 0.5", metavar="SECONDS", read=_number)
SOME_SECONDS = Kind(words="a number of seconds above 0, like 20", metavar="SECONDS", read=_positive)
COUNT = Kind(words="a whole number, like 10", metavar="N", read=_count)
PORT = Kind(words="a port, from 0 to 65535", metavar="PORT", read=_port)
DURATION = Kind(words='a length of time, like "12h" or "1d"', metavar="TIME", read=_duration, write=_write_duration)
SIZE = Kind(words='a size, like "500 kB" or "16 MB"', metavar="SIZE", read=_size, write=write_size)
PATTERNS = Kind(
    words='a list of texts, like ["drafts/", "old-*.md"]', metavar="PATTERN", read=_texts, write=list, many=True
)
NAMES = Kind(words='a list of names, like ["links.example.org"]', metavar="NAME", read=_texts, write=list, many=True)
PLACES = Kind(
    words='a list of hosts with ports, like ["www.example.org:443"], or of plain http addresses that answer 204, '
    'with no user name and no query, like ["http://www.example.org/generate_204"]',
    metavar="HOST:PORT",
    read=_places,
    write=list,
    many=True,
)
NAME_SERVERS = Kind(
    words='a list of addresses, with or without a port, like ["9.9.9.9", "[2620:fe::fe]:53"]',
    metavar="ADDRESS",
    read=_name_servers,
    write=list,
    many=True,
)
TEXTS = Kind(words='a list of texts, like ["wayback", "warp"]', metavar="TEXT", read=_texts, write=list, many=True)
NETWORKS = Kind(
    words='a list of networks, like ["10.0.0.0/8", "fd00::/8"]', metavar="CIDR", read=_networks, write=list, many=True
)
HEADERS = Kind(words='headers, like "Accept-Language: ja"', metavar="HEADER", read=_headers, write=dict, many=True)
WEB_ADDRESS = Kind(words='a web address, like "https://links.example.org"', metavar="URL", read=_web_address)
RECEIVERS = Kind(
    words='a table of names with an address each, like { me = "env:LINKWATCH_MAIL" }',
    metavar="NAME=ADDRESS",
    read=_receivers,
    write=dict,
    secret=True,
)
