"""A diff as one HTML page of its own: no script, no address, nothing to load."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TextIO

from linkwatch.compare.fragment import leading_to
from linkwatch.model import EditKind
from linkwatch.report.diff.lines import Mark, Part, lines
from linkwatch.report.diff.text import likeness
from linkwatch.report.printable import percent

if TYPE_CHECKING:
    from linkwatch.report.diff import Diff

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.8 system-ui, sans-serif; }
del { color: light-dark(#9d1c1c, #ff9b91); background: light-dark(#fde7e4, #4a1f1b); }
ins { color: light-dark(#0f5a2b, #7fe0a0); background: light-dark(#dcf4e2, #143a22); text-decoration: none;
      border-bottom: 2px solid; }
mark { background: light-dark(#e3ecfb, #1f2f4d); color: inherit; }
.kind { font-size: .8em; border: 1px solid; border-radius: .3em; padding: 0 .3em; margin-right: .5em; }
"""
_TAGS = {Mark.SAME: "", Mark.GONE: "del", Mark.NEW: "ins", Mark.MOVED: "mark"}


def render(diff: Diff, out: TextIO) -> None:
    """Write the whole newer text with its marks, the facts that changed before it."""
    told = diff.comparison
    title = f"{diff.before_name} → {diff.after_name}"
    out.write('<!doctype html>\n<html lang="en"><head><meta charset="utf-8">')
    out.write(f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>')
    out.write(f"<style>{_STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n")
    share = "" if told.quote_kept is None else f"{percent(told.quote_kept)} of the quote kept"
    alike = share or ("" if told.similarity is None else likeness(told))
    parts = [f"<strong>{told.drift}</strong>", escape(alike), escape(told.note)]
    out.write(f"<p>{', '.join(filter(None, parts))}</p>\n")
    facts = [edit for edit in told.edits if edit.kind is not EditKind.TEXT]
    if facts:
        out.write("<ul>\n")
        for edit in facts:
            was, now = escape(edit.before), escape(edit.after)
            out.write(f'<li><span class="kind">{edit.kind}</span><del>{was}</del> <ins>{now}</ins></li>\n')
        out.write("</ul>\n")
    if told.sentences:
        out.write("<ol>\n")
        for each in told.sentences:
            said = escape(each.text)
            if diff.url.startswith(("http://", "https://")) and each.found:
                said = f'<a href="{escape(leading_to(diff.url, each.found))}" rel="noreferrer noopener">{said}</a>'
            out.write(f'<li><span class="kind">{each.fate}</span>{said}</li>\n')
        out.write("</ol>\n")
    for line in lines(diff.after, told.edits):
        out.write(f"<p>{''.join(map(_part, line.parts))}</p>\n")
    out.write("</body></html>\n")


def _part(part: Part) -> str:
    tag = _TAGS[part.mark]
    return f"<{tag}>{escape(part.text)}</{tag}>" if tag else escape(part.text)
