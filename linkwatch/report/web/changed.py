"""What differs between two texts, in a sentence; and what the texts are called."""

from __future__ import annotations

from markupsafe import Markup

from linkwatch.model import EditKind, EditOp
from linkwatch.report.diff.rows import RowKind
from linkwatch.report.versus import Choice, Versus
from linkwatch.report.web.language import Language
from linkwatch.report.web.rendering import speech


def named(language: Language, choice: Choice) -> Markup | str:
    """What a text is called in the lists of texts."""
    _ = speech(language)[0]
    if choice.citing is not None:
        when = choice.citing.citation.cited_at or choice.citing.written_at
        day = f", {when.value[:10]}" if when else ""
        return _("Quote in %(document)s", document=choice.citing.document.shown) + day
    if choice.capture is not None:
        archive, when_taken = choice.capture.archive, language.minute(choice.at)
        return _("Copy of %(when)s (%(archive)s)", when=when_taken, archive=archive)
    return _("Page of %(when)s", when=language.minute(choice.at))


def lede(language: Language, versus: Versus) -> Markup:
    """One sentence that says what changed."""
    _, n_ = speech(language)
    comparison = versus.comparison
    facts = sum(edit.kind is not EditKind.TEXT for edit in comparison.edits)
    kinds = [row.kind for row in versus.rows]
    gone, added, moved = (kinds.count(kind) for kind in (RowKind.GONE, RowKind.ADDED, RowKind.MOVED_HERE))
    wording = sum(edit.kind is EditKind.TEXT and edit.op is EditOp.REPLACE for edit in comparison.edits)
    gap = "" if language.code == "ja" else " "
    if not comparison.edits and not gone:
        nothing: Markup = _("<strong>Nothing changed.</strong>")
        return nothing
    lead = (
        n_("<strong>One fact changed.</strong>", "<strong>%(count)s facts changed.</strong>", facts)
        if facts
        else _("<strong>No fact changed.</strong>")
    )
    quoted = versus.is_quote
    parts = [
        n_("one change of words", "%(count)s changes of words", wording) if wording else None,
        (n_("one sentence is gone", "%(count)s sentences are gone", gone) if quoted
         else n_("one paragraph is gone", "%(count)s paragraphs are gone", gone)) if gone else None,
        n_("one moved", "%(count)s moved", moved) if moved else None,
        n_("one is new", "%(count)s are new", added) if added else None,
    ]  # fmt: skip
    told = language.listed([str(part) for part in parts if part])
    share = comparison.quote_kept if quoted else comparison.similarity
    alike = ""
    if share is not None:
        alike = _("%(share)s of the characters are the same", share=language.percent(share))
    rest = [str(part) for part in (told, alike) if part]
    if not rest:
        return lead
    joined = "、".join(rest) + "。" if language.code == "ja" else "; ".join(rest) + "."
    return lead + gap + joined[0].upper() + joined[1:]
