"""Settings as text: the commented linkwatch.toml of ``linkwatch init``, and docs/configuration.md."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping

from linkwatch.config.loading import keys
from linkwatch.config.settings import About

HEAD = """\
# linkwatch.toml: how linkwatch watches the documents in this folder and below.
# Every key is here with its default, or an example where the default is empty. Take away the # to set one.
# Flags win over this file.
"""


def template(*, contact: str = "") -> str:
    """A linkwatch.toml with every key commented out, but for ``contact`` when it is given."""
    lines, table = [HEAD], ""
    for key, about, default in keys():
        where, _, name = key.rpartition(".")
        if where != table:
            lines.append(_heading(where))
            table = where
        lines += textwrap.wrap(about.doc, width=98, initial_indent="# ", subsequent_indent="# ")
        if key == "contact" and contact:
            lines.append(f"contact = {_toml(contact)}\n")
        else:
            lines.append(f"#{name} = {_toml(_shown(about, default))}\n")
    return "\n".join(lines)


def reference() -> str:
    """docs/configuration.md's table of keys, in Markdown."""
    lines = ["| key | default | what it does | flag |", "| --- | --- | --- | --- |"]
    for key, about, default in keys():
        value = "" if default is None else f"`{_toml(about.kind.write(default))}`"
        flag = f"`{about.flag}`" if about.flag else ""
        lines.append(f"| `{key}` | {value} | {_cell(about.doc)} Must be {_cell(about.kind.words)}. | {flag} |")
    return "\n".join(lines) + "\n"


def _heading(table: str) -> str:
    if table == "hosts.*":
        return '\n# One host, or a glob over hosts; a table for each.\n#[hosts."*.example.jp"]'
    if table == "notify.rule":
        return "\n# A rule, as many as you like: who is told of some of the news.\n#[[notify.rule]]"
    return f"\n[{table}]"


def _shown(about: About, default: object) -> object:
    """The default, or the example where the default is empty and would show nothing of how to write it."""
    written = about.kind.write(default) if default is not None else None
    return about.example if written in (None, "", [], {}) and about.example is not None else written


def _toml(value: object) -> str:
    """A TOML value; JSON's texts, numbers and lists are TOML too."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_toml(name)} = {_toml(one)}" for name, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    return json.dumps(value, ensure_ascii=False)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
