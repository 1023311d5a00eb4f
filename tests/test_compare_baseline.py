"""Which baseline a citation is held against, and how sure it is."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from linkwatch.compare.baseline import choose, span
from linkwatch.model import Baseline, BaselineKind, Capture, Citation, Confidence, When

TEXT = "県は4日、被害の状況を発表した。けが人は3人で、いずれも軽傷という。"
OTHER = TEXT.replace("3人", "5人")


def when(value: str) -> When:
    return When(value=value, source="text")


def citation(quote: str | None = None, cited_at: str | None = None) -> Citation:
    cited = when(cited_at) if cited_at else None
    return Citation(url="https://a.example.jp/1", canonical_url="https://a.example.jp/1", quote=quote, cited_at=cited)


def capture(day: str, text: str | None = TEXT) -> Capture:
    taken = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Capture(archive="wayback", taken_at=taken, address=f"https://web.archive.org/{day}", status=200, text=text)


def first(day: str) -> Baseline:
    return Baseline(kind=BaselineKind.FIRST, text=TEXT, at=datetime.fromisoformat(day).replace(tzinfo=UTC))


def test_the_quote_comes_first() -> None:
    found = choose(citation("けが人は3人"), written_at=when("2024-06-01"), captures=[capture("2024-06-01")])
    assert found == Baseline(kind=BaselineKind.QUOTE, text="けが人は3人")


@pytest.mark.parametrize(
    ("captures", "confidence", "day", "note"),
    [
        ([capture("2024-05-20"), capture("2024-06-09")], Confidence.SURE, "2024-06-09", ""),
        ([capture("2024-06-01")], Confidence.SURE, "2024-06-01", ""),
        (
            [capture("2024-05-30"), capture("2024-06-09", OTHER)],
            Confidence.LIKELY,
            "2024-05-30",
            "the archived copies before and after the writing differ; this one is of 48 hours",
        ),
        ([capture("2024-05-21")], Confidence.LIKELY, "2024-05-21", "the nearest archived copy is of 11 days before"),
        ([capture("2024-06-05")], Confidence.LIKELY, "2024-06-05", "the nearest archived copy is of 3 days after"),
        ([capture("2023-06-05")], Confidence.GUESS, "2023-06-05", "the nearest archived copy is of 362 days before"),
        ([capture("2024-06-01", None), capture("2024-05-21")], Confidence.LIKELY, "2024-05-21", "11 days before"),
    ],
)
def test_archived_copies(captures: list[Capture], confidence: Confidence, day: str, note: str) -> None:
    found = choose(citation(), written_at=when("2024-06-01"), captures=captures, first=first("2024-08-01"))
    assert found is not None
    assert found.kind is BaselineKind.ARCHIVE
    assert found.confidence is confidence
    assert found.at is not None
    assert found.at.date().isoformat() == day
    assert note.replace("48 hours", "2 days") in found.note or note in found.note


def test_the_citation_date_goes_before_the_document_s() -> None:
    copies = [capture("2020-01-05", OTHER), capture("2024-06-01")]
    found = choose(citation(cited_at="2020-01-05"), written_at=when("2024-06-01"), captures=copies)
    assert found is not None
    assert found.text == OTHER


@pytest.mark.parametrize(
    ("day", "written", "published", "confidence", "note"),
    [
        ("2024-06-01", "2024-06-01", None, Confidence.SURE, ""),
        ("2024-06-01", None, "2024-06-01", Confidence.LIKELY, "the first snapshot is from the day of publication"),
        (
            "2024-06-11",
            "2024-06-01",
            None,
            Confidence.LIKELY,
            "the first snapshot was taken 9 days after the writing",
        ),
        ("2025-06-11", "2024", None, Confidence.LIKELY, "taken 161 days after the writing"),
        ("2025-06-11", "2023", None, Confidence.GUESS, "after the writing"),
        ("2024-06-11", "no date", "2024-05", Confidence.SURE, ""),
    ],
)
def test_the_first_snapshot(
    day: str, written: str | None, published: str | None, confidence: Confidence, note: str
) -> None:
    found = choose(
        citation(),
        written_at=when(written) if written else None,
        first=first(day),
        published_at=when(published) if published else None,
    )
    assert found is not None
    assert (found.kind, found.confidence) == (BaselineKind.FIRST, confidence)
    assert note in found.note
    assert bool(note) == bool(found.note)


def test_without_any_there_is_none() -> None:
    assert choose(citation(), written_at=when("2024-06-01")) is None
    assert choose(citation("  "), first=Baseline(kind=BaselineKind.FIRST, text=" ")) is None


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("2024", "2023-12-31T15:00", "2024-12-31T14:59"),
        ("2024-12", "2024-11-30T15:00", "2024-12-31T14:59"),
        ("2024-02", "2024-01-31T15:00", "2024-02-29T14:59"),
        ("2024-02-10", "2024-02-09T15:00", "2024-02-10T14:59"),
        ("2024-02-10T09:00", "2024-02-10T00:00", "2024-02-10T00:00"),
        ("2024-02-10T09:00:00+00:00", "2024-02-10T09:00", "2024-02-10T09:00"),
    ],
)
def test_a_date_of_reduced_precision_is_a_span(value: str, low: str, high: str) -> None:
    found = span(when(value), timezone(timedelta(hours=9)))
    assert found is not None
    assert [each.isoformat(timespec="minutes") for each in found] == [f"{low}+00:00", f"{high}+00:00"]


@pytest.mark.parametrize("value", ["", "2024-13", "9999-12-31", "昨年", "2024-02-30", "0000"])
def test_what_is_no_date_is_none_or_a_span(value: str) -> None:
    span(when(value), timezone(timedelta(hours=-9)))
