"""JSON-LD of a page, as far as it can be read: real pages carry broken, huge and nested blocks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

MAX_BLOCKS = 20
MAX_BLOCK = 300_000
"""Characters of one block that is still read."""
MAX_OBJECTS = 500

_WRAPPING = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)?|(?:-->|//\]\]>|\]\]>)?[\s;]*$")
_CONTROL = re.compile(r"[\x00-\x1f]+")

Thing = dict[str, object]


def json_ld(blocks: Iterable[str]) -> tuple[Thing, ...]:
    """Return the objects of all blocks in document order, lists and ``@graph`` taken apart."""
    things: list[Thing] = []
    for number, block in enumerate(blocks):
        if number >= MAX_BLOCKS or len(things) >= MAX_OBJECTS:
            break
        if len(block) <= MAX_BLOCK:
            things.extend(_objects(_load(block)))
    return tuple(things[:MAX_OBJECTS])


def _load(block: str) -> object:
    """Return what a block says; None when it is no JSON (which is common, and no fault of ours)."""
    try:
        return json.loads(_CONTROL.sub(" ", _WRAPPING.sub("", block)), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: object) -> Iterator[Thing]:
    waiting: list[object] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting.extend(reversed(item[:MAX_OBJECTS]))
        elif isinstance(item, dict):
            yield item
            waiting.append(item.get("@graph"))


def types(thing: Thing) -> tuple[str, ...]:
    """Return the ``@type`` of an object, without the schema.org prefix."""
    raw = thing.get("@type")
    names = raw if isinstance(raw, list) else [raw]
    return tuple(name.rpartition("/")[2] for name in names if isinstance(name, str))


def text_of(value: object) -> str:
    """Return a string, or the ``name`` of an object or of the objects of a list."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return text_of(value.get("name")) if isinstance(value.get("name"), str) else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (text_of(item) for item in value[:20] if not isinstance(item, list))))
    return ""
