"""Which text a page is held against, for one citation: its quote, else an archived copy, else our first snapshot.

The document's word comes first: what the page said when the document was written is what its reader was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from linkwatch.compare.edits import changes
from linkwatch.model import Baseline, BaselineKind, Capture, Citation, Confidence, When

#: News is rewritten in its first hours: a snapshot this close to publication is a weak baseline.
_FIRST_HOURS = timedelta(days=1)
#: A copy or snapshot further than this from the writing says little of what the author saw.
_FAR = timedelta(days=180)


def choose(
    citation: Citation,
    *,
    written_at: When | None = None,
    captures: Sequence[Capture] = (),
    first: Baseline | None = None,
    published_at: When | None = None,
    zone: tzinfo = UTC,
) -> Baseline | None:
    """The best baseline there is for a citation, with how sure it is and why it is no surer; None when there is none.

    ``written_at`` is the document's date, used where the citation has none of its own; ``captures`` are copies of
    the page, those without text left aside; ``first`` is our first snapshot; ``published_at`` is what the page
    says of its own date. Dates without an offset are read in ``zone``.
    """
    if citation.quote and citation.quote.strip():
        return Baseline(kind=BaselineKind.QUOTE, text=citation.quote)
    cited_at = citation.cited_at or written_at
    written = span(cited_at, zone) if cited_at is not None else None
    archived = _archived(captures, written) if written is not None else None
    return archived or _first(first, written, published_at or citation.published_at, zone)


def span(when: When, zone: tzinfo = UTC) -> tuple[datetime, datetime] | None:
    """The earliest and the latest moment that a date of reduced precision may mean, in UTC; None for no date."""
    value = when.value
    try:
        if "T" in value:
            at = datetime.fromisoformat(value)
            at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
            return at, at
        year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
        first = date(year, month or 1, day or 1)
        end = first if day else date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(days=1)
        low = datetime.combine(first, time.min, zone)
        return low.astimezone(UTC), datetime.combine(end, time.max, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def nearest(captures: Sequence[Capture], when: When | None, zone: tzinfo = UTC) -> list[Capture]:
    """Copies that were read and show the page, nearest to ``when`` first; the newest first where it is no date."""
    whole = [each for each in captures if each.text and each.text.strip()]
    written = span(when, zone) if when is not None else None
    if written is None:
        return sorted(whole, key=lambda each: each.taken_at, reverse=True)
    return sorted(whole, key=lambda each: _distance(each.taken_at, written))


def _archived(captures: Sequence[Capture], written: tuple[datetime, datetime]) -> Baseline | None:
    """The copies around the writing: sure when one before and one after agree, likely with one side only."""
    whole = sorted((each for each in captures if each.text and each.text.strip()), key=lambda each: each.taken_at)
    before = next((each for each in reversed(whole) if each.taken_at <= written[1]), None)
    after = next((each for each in whole if each.taken_at >= written[0]), None)
    if before is not None and after is not None:
        nearest = min((before, after), key=lambda each: _distance(each.taken_at, written))
        if before is after or not changes(before.text or "", after.text or "").edits:
            return _copy(nearest, Confidence.SURE, "")
        note = "the archived copies before and after the writing differ"
        return _copy(nearest, Confidence.LIKELY, f"{note}; this one is of {_told(nearest, written)}")
    nearest_one = before or after
    if nearest_one is None:
        return None
    far = _distance(nearest_one.taken_at, written) > _FAR
    confidence = Confidence.GUESS if far else Confidence.LIKELY
    return _copy(nearest_one, confidence, f"the nearest archived copy is of {_told(nearest_one, written)}")


def _copy(capture: Capture, confidence: Confidence, note: str) -> Baseline:
    return Baseline(
        kind=BaselineKind.ARCHIVE, text=capture.text or "", at=capture.taken_at, address=capture.address,
        confidence=confidence, note=note, extractor=capture.extractor,
    )  # fmt: skip


def _distance(at: datetime, written: tuple[datetime, datetime]) -> timedelta:
    return max(written[0] - at, at - written[1], timedelta())


def _told(capture: Capture, written: tuple[datetime, datetime]) -> str:
    distance = _distance(capture.taken_at, written)
    side = "before" if capture.taken_at < written[0] else "after"
    return f"{days(distance)} {side} the writing" if distance else "the time of writing"


def days(distance: timedelta) -> str:
    """A distance in words: hours below two days, else days."""
    hours = round(distance.total_seconds() / 3600)
    if hours < 48:
        return f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{round(hours / 24)} days"


def _first(
    first: Baseline | None, written: tuple[datetime, datetime] | None, published_at: When | None, zone: tzinfo
) -> Baseline | None:
    """Our first snapshot, and why it may not be what the author saw."""
    if first is None or not first.text.strip():
        return None
    confidence, notes = first.confidence, [first.note] if first.note else []
    if first.at is not None:
        told = published_at is not None and published_at.confidence is not Confidence.GUESS
        published = span(published_at, zone) if published_at is not None and told else None
        if published is not None and _distance(first.at, published) <= _FIRST_HOURS:
            confidence = Confidence.LIKELY
            notes.append("the first snapshot is from the day of publication")
        late = first.at - written[1] if written is not None else timedelta()
        if late > _FIRST_HOURS:
            confidence = Confidence.GUESS if late > _FAR else Confidence.LIKELY
            notes.append(f"the first snapshot was taken {days(late)} after the writing")
    return replace(first, confidence=confidence, note="; ".join(dict.fromkeys(notes)))
