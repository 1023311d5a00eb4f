"""A document as written, each citation marked where it stands, each quoted sentence with its fate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from db.views import DocumentView
from linkwatch.model import Block, BlockKind, Fate, LinkMark, State
from linkwatch.report.web import words
from linkwatch.report.web.rendering import script
from linkwatch.viewer.call import Call
from linkwatch.viewer.errors import NotFound
from linkwatch.viewer.galley import Galley, Paragraph, Quoted, Role, Section, galley
from linkwatch.viewer.galley.model import runs_of_role
from linkwatch.viewer.notes import Note, notes
from linkwatch.viewer.now import kept_of

_STRIP = 640.0
"""Height of the strip that shows the whole document in small, in pixels."""

_MOST_SECTIONS = 3_000
"""Sections of a document that are shown; those without a citation are left out first."""

_NEAR = 3
"""Sections without a citation that are kept on either side of one with, in a document that is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A paragraph in the strip."""

    y: float
    height: float
    kind: str
    """``t`` text, ``k`` kept, ``e`` edited, ``m`` missing."""
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What stands beside one set of notes: a section with citations, and the paragraphs up to the next one."""

    head: tuple[Paragraph, ...]
    """Of an entry: title, outlet, address, captions; else all of the section."""
    rest: tuple[Paragraph, ...]
    numbers: tuple[int, ...]
    entry: bool
    left_out: int
    """Sections that are not shown before it."""


def show(call: Call) -> Response:
    """The page of the document in the path."""
    document = call.store.views.document(call.number("document_id"))
    if document is None:
        raise NotFound
    beside = notes(document.cited)
    quoted = [Quoted(citation=note.cited.citing.citation, comparison=note.comparison) for note in beside]
    blocks = document.blocks or rebuilt(document)
    laid = galley(blocks, quoted)
    return call.page(
        "document.html",
        document=document,
        language_of=document.language or script(" ".join(block.text for block in blocks[:20])),
        rebuilt=not document.blocks,
        lede=_lede(call, beside),
        notes=[Spoken(call, note) for note in beside],
        rows=list(_rows(laid, document.document.shown)),
        unplaced=laid.unplaced,
        strip=list(_strip(laid.sections)),
        runs_of_role=runs_of_role,
        kept_of=kept_of,
    )


class Spoken:
    """A note with what screen readers are told of it."""

    def __init__(self, call: Call, note: Note) -> None:
        _ = call.say
        said = [_(words.STATES[note.state])]
        if note.drift is not None:
            said.append(_(words.DRIFTS[note.drift]))
        self.note = note
        self.spoken = call.language.listed([str(each) for each in said])

    def __getattr__(self, name: str) -> object:
        return getattr(self.note, name)


def rebuilt(document: DocumentView) -> tuple[Block, ...]:
    """What can be shown of a document whose text was not kept: its citations, each with title, address and quote."""
    blocks: list[Block] = []
    for one in document.cited:
        citation = one.citing.citation
        if citation.title:
            blocks.append(Block(kind=BlockKind.PARAGRAPH, text=citation.title, line=citation.line))
        mark = LinkMark(
            url=citation.url, start=0, end=len(citation.url), line=citation.line, column=citation.column, bare=True
        )
        blocks.append(Block(kind=BlockKind.PARAGRAPH, text=citation.url, line=citation.line, links=(mark,)))
        blocks += [
            Block(kind=BlockKind.QUOTE, text=line, line=None)
            for line in (citation.quote or "").split("\n")
            if line.strip()
        ]
    return tuple(blocks)


def _rows(laid: Galley, title: str) -> Iterator[Row]:
    """Sections with what follows them; a heading that only repeats the title of the document is left out."""
    head: list[Paragraph] = []
    rest: list[Paragraph] = []
    numbers: tuple[int, ...] = ()
    entry, left_out = False, 0
    for section in _bounded(laid):
        if isinstance(section, int) or section.numbers or (numbers and _is_headed(section)):
            if head or rest:
                yield Row(head=tuple(head), rest=tuple(rest), numbers=numbers, entry=entry, left_out=left_out)
            head, rest, numbers, entry, left_out = [], [], (), False, 0
        if isinstance(section, int):
            left_out = section
            continue
        if not section.numbers:
            rest += [each for each in section.paragraphs if not _repeats(each, title)]
            continue
        numbers, entry = section.numbers, section.entry
        quote = next((at for at, each in enumerate(section.paragraphs) if each.role is Role.QUOTE and at > 0), None)
        head, rest = list(section.paragraphs[:quote]), list(section.paragraphs[quote:]) if quote else []
    if head or rest or left_out:
        yield Row(head=tuple(head), rest=tuple(rest), numbers=numbers, entry=entry, left_out=left_out)


def _is_headed(section: Section) -> bool:
    """Whether it begins something new: a note of what came before does not stand beside it."""
    return bool(section.paragraphs) and section.paragraphs[0].kind is BlockKind.HEADING


def _repeats(paragraph: Paragraph, title: str) -> bool:
    said = "".join(run.text for phrase in paragraph.phrases for run in phrase.runs)
    return (
        paragraph.kind is BlockKind.HEADING
        and paragraph.level <= 1
        and "".join(said.split()) == "".join(title.split())
    )


def _bounded(laid: Galley) -> Iterator[Section | int]:
    """All sections; of a very long document those near a citation, and how many are left out between them."""
    sections = laid.sections
    if len(sections) <= _MOST_SECTIONS:
        yield from sections
        return
    cited = [at for at, section in enumerate(sections) if section.numbers]
    near = {each for at in cited for each in range(at - _NEAR, at + _NEAR + 1)}
    left_out = 0
    for at, section in enumerate(sections):
        if at not in near:
            left_out += 1
            continue
        if left_out:
            yield left_out
        left_out = 0
        yield section
    if left_out:
        yield left_out


_KINDS = {Fate.KEPT: "k", Fate.EDITED: "e", Fate.MISSING: "m"}
_WORSE = ("t", "k", "e", "m")


def _strip(sections: Sequence[Section]) -> Iterator[Piece]:
    """The document in small: each paragraph as high as its text is long, quoted ones by the worst of their fates."""
    pieces: list[tuple[str, int, int | None]] = []
    for section in sections:
        number = section.numbers[0] if section.numbers else None
        pieces += [(_fate(paragraph), max(paragraph.chars, 20), number) for paragraph in section.paragraphs]
    total = sum(chars for _, chars, _ in pieces)
    if len(pieces) > _STRIP or not total:
        return
    gap = 1.4 if len(pieces) < 200 else 0.0
    field = _STRIP - gap * len(pieces)
    y = 0.0
    for kind, chars, number in pieces:
        height = field * chars / total
        yield Piece(y=round(y, 1), height=round(height, 1), kind=kind, number=number)
        y += height + gap


def _fate(paragraph: Paragraph) -> str:
    kinds = {_KINDS[phrase.fate] for phrase in paragraph.phrases if phrase.fate is not None}
    return max(kinds, key=_WORSE.index, default="t")


def _lede(call: Call, beside: Sequence[Note]) -> Markup:
    """One sentence that says what is so."""
    _, n_ = call.say, call.say_many
    if not beside:
        nothing: Markup = _("It cites no page.")
        return nothing
    dead = sum(note.state is State.DEAD for note in beside)
    changed = sum(note.changed for note in beside)
    doubt = sum(note.state in (State.SUSPECT, State.UNREACHABLE) for note in beside)
    moved = sum(note.state is State.MOVED for note in beside)
    parts = [
        n_("one is dead", "%(count)s are dead", dead) if dead else None,
        n_("one says otherwise now", "%(count)s say otherwise now", changed) if changed else None,
        n_("one has moved", "%(count)s have moved", moved) if moved else None,
        n_("one is in doubt", "%(count)s are in doubt", doubt) if doubt else None,
    ]
    told = call.language.listed([str(part) for part in parts if part])
    if told:
        lede: Markup = n_(
            "Its one citation: <strong>%(what)s</strong>.",
            "Of %(count)s citations, <strong>%(what)s</strong>.",
            len(beside),
            what=told,
        )
    else:
        lede = n_(
            "Its one citation is as it was.", "Of %(count)s citations none is dead, moved or changed.", len(beside)
        )
    sentences = sum(note.sentences for note in beside)
    unread = sum(len(note.before.sentences) for note in beside if note.before)
    gap = "" if call.language.code == "ja" else " "
    if sentences:
        kept = sum(note.kept for note in beside)
        if sentences == 1:
            fate = _("Its one quoted sentence still stands there.") if kept else _("Its one quoted sentence is gone.")
        else:
            fate = n_(
                "Of %(count)s quoted sentence, %(kept)s still stands there as quoted.",
                "Of %(count)s quoted sentences, %(kept)s still stand there as quoted.",
                sentences,
                kept=call.language.number(kept),
            )
        lede += gap + fate
    if unread:
        lede += gap + n_(
            "One quoted sentence could not be read.", "%(count)s quoted sentences could not be read.", unread
        )
    return lede
