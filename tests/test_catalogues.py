"""The interface says everything in every language."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

from linkwatch.model import Confidence, Drift, EditKind, EventKind, Fate, State
from linkwatch.report.web import words
from linkwatch.report.web.language import CATALOGUES, LANGUAGES, Language, chosen
from linkwatch.report.web.messages import messages, update

OTHERS = [code for code in LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\((\w+)\)s|</?\w+>|%%")


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated_with_the_same_placeholders(code: str) -> None:
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        catalogue = read_po(file, locale=code)
    wanted = {message.id for message in messages() if message.id}
    assert {message.id for message in catalogue if message.id} == wanted, "python -m linkwatch.report.web.messages"
    for message in catalogue:
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(told), f"{message.id} is not translated"
        assert not message.fuzzy, message.id
        for form in told:
            left = set(PLACEHOLDER.findall(form)) - {""}
            assert left <= set(PLACEHOLDER.findall(sources[-1])), message.id
            assert set(re.findall(r"%\((\w+)\)s", sources[-1])) == set(re.findall(r"%\((\w+)\)s", form)), message.id


@pytest.mark.parametrize("code", OTHERS)
def test_the_catalogue_is_as_the_script_writes_it(code: str) -> None:
    written = (CATALOGUES / f"{code}.po").read_text("utf-8")
    made = update(code)
    assert [line for line in made.splitlines() if "Date" not in line] == [
        line for line in written.splitlines() if "Date" not in line
    ], "python -m linkwatch.report.web.messages"


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        (words.STATES, State),
        (words.DRIFTS, Drift),
        (words.FATES, Fate),
        (words.KINDS, EditKind),
        (words.EVENTS, EventKind),
        (words.EVENT_MARKS, EventKind),
        (words.CONFIDENCES, Confidence),
    ],
)
def test_every_noun_has_its_word(table: dict[str, object], kinds: type[State]) -> None:
    assert set(table) == set(kinds)


NOW = datetime(2026, 3, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", ["9 Mar", "1 Feb 2024", "9 Mar 9:00", "Monday, 9 March 2026", "16 days ago", "A, B and C", "1,284"]),
        ("ja", ["3月9日", "2024年2月1日", "3月9日 9:00", "2026年3月9日(月)", "16日前", "A、B、C", "1,284"]),
    ],
)
def test_dates_numbers_and_lists_follow_custom(code: str, said: list[str]) -> None:
    language = Language(code=code, zone=ZoneInfo("Asia/Tokyo"), now=NOW)
    assert [
        language.day(NOW),
        language.day(date(2024, 2, 1)),
        language.minute(NOW),
        language.long_day(NOW),
        language.ago(NOW - timedelta(days=16)),
        language.listed("ABC"),
        language.number(1284),
    ] == said


@pytest.mark.parametrize(
    ("seconds", "english", "japanese"),
    [
        (0, "0 secs", "0秒"),
        (5, "5 secs", "5秒"),
        (1132, "18 mins 52 secs", "18分52秒"),
        (100_000, "1 day 3 hrs", "1日3時間"),
    ],
)
def test_lengths_of_time_have_two_units(seconds: int, english: str, japanese: str) -> None:
    for code, said in (("en", english), ("ja", japanese)):
        assert Language(code=code, zone=UTC, now=NOW).span(timedelta(seconds=seconds)) == said


@pytest.mark.parametrize(("share", "said"), [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%")])
def test_nearly_all_is_not_all(share: float, said: str) -> None:
    assert Language(code="en", zone=UTC, now=NOW).percent(share) == said


@pytest.mark.parametrize(
    ("wanted", "accepted", "code"),
    [
        (None, "", "en"),
        (None, "ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        (None, "en;q=0.2,ja;q=0.9", "ja"),
        (None, "fr,de", "en"),
        (None, "ja;q=0", "en"),
        (None, "ja;q=x", "en"),
        (None, ",;,;;q=," * 500, "en"),
        ("ja", "en", "ja"),
        ("xx", "ja", "ja"),
    ],
)
def test_the_best_language_is_chosen(wanted: str | None, accepted: str, code: str) -> None:
    assert chosen(wanted, accepted) == code
