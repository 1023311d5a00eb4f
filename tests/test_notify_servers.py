"""Digests on real sockets: what is refused is tried again, what may have arrived is not."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import viewer_world
from post import Post, mail_server, parts, web_service
from web import certificates

import db
from db.deliveries import Fate
from db.store import Store
from linkwatch.config.settings import NotifySettings
from linkwatch.notify import Notifier, Told

NOW = viewer_world.NOW


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("world") / "linkwatch.db"
    viewer_world.make(path)
    return path


@pytest.fixture
def store(world: Path, tmp_path: Path) -> Iterator[Store]:
    opened = db.open(shutil.copy(world, tmp_path / "linkwatch.db"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with mail_server() as post:
        yield post


@pytest.fixture(scope="module")
def web() -> Iterator[Post]:
    with web_service() as post:
        yield post


def notifier(store: Store, to: dict[str, str], **more: Any) -> Notifier:
    settings = NotifySettings(to=to, **({"timeout": 0.4} | more))
    return Notifier(store=store, settings=settings, zone=ZoneInfo("Asia/Tokyo"), clock=lambda: NOW)


def with_news(store: Store, name: str, *, since: datetime = viewer_world.NIGHTS[2]) -> None:
    """As if the receiver had been there before that night."""
    store.deliveries.enrol([name], at=NOW)
    store.deliveries.passed(name, through=store.deliveries.before(since), at=since)


def fates(outcomes: Iterator[Told]) -> list[Fate]:
    return [one.answer.fate for one in outcomes]


def account(post: Post, **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"mailto://127.0.0.1:{post.port}?from=linkwatch@example.org&" + (query or "to=ann@example.org")


def test_a_digest_arrives_as_text_and_html_in_the_language_that_is_set(store: Store, mail: Post) -> None:
    mail.reset("good")
    with_news(store, "me")
    telling = notifier(store, {"me": account(mail)}, language="ja", viewer="https://links.example.org/")
    assert fates(telling.tell()) == [Fate.SENT]
    [(recipients, sent)] = mail.taken
    assert recipients == ["ann@example.org"]
    assert sent["Subject"] == "linkwatch: リンク切れ2件"
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent.defects == []
    text, page = parts(sent)
    for said in ("渡し船の一日", "https://www.youtube.com/watch?v=aB3dE6gH9kL", "17行目", "/links/2"):
        assert said in text
    assert "the minutes of 2019" in page
    assert 'href="https://links.example.org/links/5"' in page
    assert "リンク切れ" in page
    for line in sent.as_bytes().splitlines():
        assert len(line) <= 998, "RFC 5322, 2.1.1"


def test_what_was_told_is_not_told_again_and_quiet_nights_write_nothing(store: Store, mail: Post) -> None:
    mail.reset("good")
    with_news(store, "me")
    telling = notifier(store, {"me": account(mail)})
    assert fates(telling.tell()) == [Fate.SENT]
    before = rows(store)
    for _ in range(3):
        assert fates(telling.tell()) == []
    assert rows(store) == before
    assert len(mail.taken) == 1


def rows(store: Store) -> list[tuple[Any, ...]]:
    path: Path = store.path  # type: ignore[attr-defined]
    with sqlite3.connect(path) as sqlite:
        found = [row for table in ("receivers", "deliveries") for row in sqlite.execute(f"SELECT * FROM {table}")]
    sqlite.close()
    return found


@pytest.mark.parametrize(
    ("mood", "fate", "said"),
    [
        ("no-sender", Fate.REFUSED, "550 we do not know you"),
        ("no-recipient", Fate.REFUSED, "550 no such mailbox"),
        ("no-data", Fate.REFUSED, "554 we do not like this"),
        ("hang-before", Fate.REFUSED, "timed out"),
        ("hang-after", Fate.UNCLEAR, "no answer to the message: timed out"),
        ("drop-after", Fate.UNCLEAR, "no answer to the message: Connection unexpectedly closed"),
    ],
)
def test_a_mail_server_that_fails(store: Store, mail: Post, mood: str, fate: Fate, said: str) -> None:
    mail.reset(mood)
    with_news(store, "me")
    telling = notifier(store, {"me": account(mail)})
    [one] = telling.tell()
    assert (one.answer.fate, one.news) == (fate, 2)
    assert said in one.answer.detail
    row = store.deliveries.receiver("me", at=NOW)
    assert row is not None
    assert row.last is not None
    assert (row.last.fate, row.last.attempts, row.last.detail) == (fate, 1, one.answer.detail)
    mail.reset("good")
    assert fates(telling.tell()) == ([Fate.SENT] if fate is Fate.REFUSED else [])
    assert len(mail.taken) == (1 if fate is Fate.REFUSED else 0)


def test_every_try_of_a_digest_bears_the_same_name_and_brings_what_came_since(store: Store, mail: Post) -> None:
    mail.reset("no-data")
    with_news(store, "me", since=viewer_world.NIGHTS[1])
    telling = notifier(store, {"me": account(mail)})
    names = []
    for mood in ("no-data", "no-data", "good"):
        mail.reset(mood)
        [one] = telling.tell()
        row = store.deliveries.receiver("me", at=NOW)
        assert row is not None
        assert row.last is not None
        names.append(row.last.message_id)
        assert one.news == row.last.news == 7
    assert len(set(names)) == 1
    assert row.last.attempts == 3
    [(_, sent)] = mail.taken
    assert sent["Message-ID"] == f"<{names[0]}@example.org>"


def test_a_mailbox_among_several_that_is_not_there_is_told(store: Store, mail: Post) -> None:
    mail.reset("some-recipients")
    with_news(store, "us")
    [one] = notifier(store, {"us": account(mail, to="ann@example.org,bob@example.org")}).tell()
    assert one.answer.fate is Fate.SENT
    assert one.answer.detail == "not bob@example.org: 550 no such mailbox"
    assert mail.taken[0][0] == ["ann@example.org"]


@pytest.mark.parametrize(
    ("mood", "fate", "said"),
    [
        ("good", Fate.SENT, ""),
        ("500", Fate.REFUSED, "answered with HTTP 500"),
        ("403", Fate.REFUSED, "answered with HTTP 403"),
        ("504", Fate.UNCLEAR, "answered with HTTP 504"),
        ("hang", Fate.UNCLEAR, "no answer in time"),
        ("drop", Fate.UNCLEAR, "the connection broke off"),
    ],
)
def test_a_web_service(store: Store, web: Post, mood: str, fate: Fate, said: str) -> None:
    web.reset(mood)
    with_news(store, "hook")
    telling = notifier(store, {"hook": f"json://127.0.0.1:{web.port}/token"})
    [one] = telling.tell()
    assert (one.answer.fate, one.answer.detail) == (fate, said)
    [sent] = web.taken
    assert sent["title"] == "linkwatch: 2 died"
    assert "https://www.youtube.com/watch?v=aB3dE6gH9kL" in sent["message"]
    web.reset("good")
    assert fates(telling.tell()) == ([Fate.SENT] if fate is Fate.REFUSED else [])


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mailto://127.0.0.1:1?from=me@example.org", "Connection refused"),
        ("mailtos://127.0.0.1:1?from=me@example.org&user=me&pass=secret", "Connection refused"),
        ("json://127.0.0.1:1/", "could not connect"),
    ],
)
def test_nobody_listens(store: Store, address: str, said: str) -> None:
    with_news(store, "me")
    [one] = notifier(store, {"me": address}).tell()
    assert (one.answer.fate, one.answer.detail) == (Fate.REFUSED, said)


def test_one_receiver_that_fails_keeps_no_other_from_being_told(
    store: Store, mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.reset("good")
    monkeypatch.setenv("MY_MAIL", account(mail))
    to = {"unset": "env:NOT_SET", "nonsense": "nonsense://secret-token", "pgp": f"{account(mail)}&pgp=sign"}
    for name in (*to, "me"):
        with_news(store, name)
    found = {one.receiver: one.answer for one in notifier(store, {**to, "me": "env:MY_MAIL"}).tell()}
    assert {name: answer.fate for name, answer in found.items()} == dict.fromkeys(to, Fate.REFUSED) | {
        "me": Fate.SENT
    }
    assert "NOT_SET is not set" in found["unset"].detail
    assert "no address that Apprise knows" in found["nonsense"].detail
    assert "secret-token" not in found["nonsense"].detail
    assert "PGP" in found["pgp"].detail
    assert len(mail.taken) == 1


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_mail_goes_by_tls_and_with_a_password(store: Store, tmp_path: Path, mode: str) -> None:
    leaf = certificates.issue("127.0.0.1", None, host="127.0.0.1")
    with mail_server(certificates.context(tmp_path, leaf), first=mode == "ssl") as post:
        address = f"mailtos://127.0.0.1:{post.port}?from=me@example.org&user=me&mode={mode}&pass="
        answers = [
            notifier(store, {"me": address + more}, timeout=20).trial("me")
            for more in ("open sesame&verify=no", "wrong&verify=no", "open sesame")
        ]
        assert [answer.fate for answer in answers] == [Fate.SENT, Fate.REFUSED, Fate.REFUSED]
        assert answers[1].detail.startswith("535 Authentication credentials invalid")
        assert "certificate verify failed" in answers[2].detail
        assert len(post.taken) == 1


def test_a_test_tells_how_it_went_and_is_not_kept(store: Store, mail: Post) -> None:
    mail.reset("good")
    telling = notifier(store, {"me": account(mail)}, language="ja")
    assert telling.trial("me").fate is Fate.SENT
    assert "テスト" in parts(mail.taken[0][1])[0]
    mail.reset("no-recipient")
    assert telling.trial("me").fate is Fate.REFUSED
    assert rows(store) == []


def test_two_at_once_send_one(store: Store, mail: Post) -> None:
    mail.reset("good")
    with_news(store, "me")
    row = store.deliveries.receiver("me", at=NOW)
    assert row is not None
    other = store.reopen()
    mine = store.deliveries.claim("me", after=row.told_through, through=99, news=1, at=NOW)
    assert mine is not None
    assert other.deliveries.claim("me", after=row.told_through, through=99, news=1, at=NOW) is None
    assert other.deliveries.claim("me", after=99, through=120, news=1, at=NOW + timedelta(1)) is None, (
        "still on its way"
    )
    store.deliveries.ended(mine.id, Fate.SENT, detail="", at=NOW)
    assert other.deliveries.claim("me", after=99, through=120, news=1, at=datetime.now(UTC)) is not None
    other.close()
