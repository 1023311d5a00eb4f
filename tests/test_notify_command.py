"""People are told by a crawl and by the command: each thing once, whatever kills it."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import viewer_world
from command import called, environment, one_line
from post import Post, mail_server, parts
from webs import Answer, article, write_warc

NIGHTS = [datetime(2025, 6, 1, 18, tzinfo=UTC) + timedelta(days=number) for number in range(5)]
GONE = "https://kawabe-dayori.jp/2025/hashi.html"
STAYS = "https://kawabe-dayori.jp/2025/fune.html"


@pytest.fixture(scope="module")
def mail() -> Iterator[Post]:
    with mail_server() as post:
        yield post


def settings(post: Post, folder: Path, **more: str) -> None:
    lines = [*(f'{name} = "{value}"' for name, value in more.items()), "[crawl]", "workers = 1"]
    address = f"mailto://127.0.0.1:{post.port}?from=linkwatch@example.org&to=ann@example.org"
    text = ["[notify]", f'to = {{ ann = "{address}" }}', "timeout = 20", *lines]
    (folder / "linkwatch.toml").write_text("\n".join(text) + "\n", "utf-8")


def told_so_far(folder: Path) -> dict[str, int]:
    """How many rows each table holds."""
    sqlite = sqlite3.connect(folder / "linkwatch.db")
    names = [name for (name,) in sqlite.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {name: sqlite.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    sqlite.close()
    return found


def test_a_death_is_told_by_the_crawl_of_the_night_on_which_it_is_believed(tmp_path: Path, mail: Post) -> None:
    mail.reset("good")
    settings(mail, tmp_path, language="ja")
    (tmp_path / "メモ.md").write_text(f"橋のこと <{GONE}>、船のこと <{STAYS}>。\n", "utf-8")
    web = [Answer(since=NIGHTS[0], url=url, body=article(url[-9:], "川の話。" * 40)) for url in (GONE, STAYS)]
    web.append(Answer(since=NIGHTS[1], url=GONE, status=404, body=b"<title>404</title>"))
    write_warc(tmp_path / "web.warc.gz", web)
    assert called("add", "メモ.md", folder=tmp_path).returncode == 0
    heard, grown = [], []
    for night in NIGHTS[:4]:
        before = told_so_far(tmp_path)
        asked = () if night == NIGHTS[0] else ("--notify",)
        arguments = ("--replay", "web.warc.gz", "--at", night.isoformat(), *asked)
        done = called("crawl", *arguments, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        heard.append(len(mail.taken))
        now = told_so_far(tmp_path)
        grown.append({name for name in now if now[name] != before[name]} - {"crawls"})
    assert heard == [0, 0, 1, 1]
    assert "receivers" not in grown[0], "a replayed crawl has nothing to do with people unless asked"
    assert "deliveries" in grown[2]
    assert grown[3] == set()
    text, _ = parts(mail.taken[0][1])
    assert text.startswith("リンク切れ1件\n\n■ メモ.md\n")
    assert "404" in text


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two deaths of which ann was not told."""
    path: Path = tmp_path_factory.mktemp("world") / "linkwatch.db"
    viewer_world.make(path)
    sqlite = sqlite3.connect(path)
    with sqlite:
        before = sqlite.execute("SELECT min(id) - 1 FROM events WHERE kind = 'died'").fetchone()[0]
        sqlite.execute("INSERT INTO receivers VALUES ('ann', ?, '2026-03-06T00:00:00Z')", (before,))
    sqlite.close()
    return path


@pytest.fixture
def folder(world: Path, tmp_path: Path, mail: Post) -> Path:
    shutil.copy(world, tmp_path / "linkwatch.db")
    settings(mail, tmp_path)
    return tmp_path


@pytest.mark.parametrize("mood", ["hang-before", "hang-after"])
def test_a_digest_is_not_sent_again_after_kill_9(folder: Path, mail: Post, mood: str) -> None:
    """Whether the process died before the message went out or after: nobody can know."""
    mail.reset(mood)
    process = subprocess.Popen(
        [sys.executable, "-m", "linkwatch", "notify"], cwd=folder, env=environment(folder), stderr=subprocess.DEVNULL
    )
    if mood == "hang-after":
        assert mail.arrived.wait(20)
    else:
        wait_for_claim(folder)
    process.send_signal(signal.SIGKILL)
    process.wait()
    status = json.loads(called("status", "--format", "json", folder=folder).stdout)
    assert status["notify"][0]["outcome"] == "unclear", "also before another run has looked"
    mail.reset("good")
    done = called("notify", folder=folder)
    assert done.returncode == 1
    told = one_line(done)
    assert told.startswith("nobody knows whether ann was told of 2 changes")
    assert "it is not sent again" in told
    assert called("notify", folder=folder).stderr == "linkwatch: nothing to tell\n"
    assert mail.taken == []
    assert "ann may not have been told of 2 changes" in called("status", folder=folder).stdout


def wait_for_claim(folder: Path) -> None:
    """Until the digest is claimed; the server does not let it go further."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if told_so_far(folder)["deliveries"]:
            return
        time.sleep(0.02)
    pytest.fail("nothing was claimed")


def test_a_refused_digest_is_seen_in_status_until_it_went_out(folder: Path, mail: Post) -> None:
    mail.reset("no-data")
    for _ in range(2):
        done = called("notify", folder=folder)
        assert done.returncode == 1
    assert one_line(done) == "could not tell ann of 2 changes (554 we do not like this); the next run tries again"
    [line] = [line for line in called("status", folder=folder).stdout.splitlines() if line.startswith("notify")]
    assert "ann was not told of 2 changes" in line
    assert "refused 2 times (554 we do not like this); the next run tries again" in line
    mail.reset("good")
    done = called("notify", folder=folder)
    assert (done.returncode, done.stderr) == (0, "linkwatch: told ann of 2 changes\n")
    assert "notify" not in called("status", folder=folder).stdout
    assert len(mail.taken) == 1


def test_preview_shows_and_sends_nothing(folder: Path, mail: Post) -> None:
    mail.reset("good")
    done = called("notify", "--preview", folder=folder)
    assert done.stdout.startswith("To: ann\nSubject: linkwatch: 2 died\n\n2 died\n\n■ Ferries that still run")
    done = called("notify", "--preview", "--since", "2026-03-01", "--format", "html", "-o", "a.html", folder=folder)
    assert done.stdout == ""
    assert "2 died, 4 changed and 1 moved" in (folder / "a.html").read_text("utf-8")
    assert mail.taken == []
    assert told_so_far(folder)["deliveries"] == 0


def test_a_test_says_how_it_went(folder: Path, mail: Post) -> None:
    mail.reset("good")
    done = called("notify", "--test", folder=folder)
    assert (done.returncode, one_line(done)) == (0, "ann: took the test")
    mail.reset("no-recipient")
    done = called("notify", "--test", "--to", "ann", folder=folder)
    assert (done.returncode, one_line(done)) == (1, "ann: did not take the test (550 no such mailbox)")


@pytest.mark.parametrize(
    ("arguments", "text", "said"),
    [
        ((), "", "nobody to tell: put to = "),
        (
            ("--to", "bob"),
            "[notify]\nto = { ann = 'json://h' }",
            "--to bob: nobody of that name: notify.to names ann",
        ),
        (("--since", "2026-01-01"), "[notify]\nto = { ann = 'json://h' }", "--since goes with --preview"),
        ((), "[notify]\nto = { ann = 'json://h' }\n[[notify.rule]]\nto = ['bob']", "notify.rule tells 'bob'"),
    ],
)
def test_what_cannot_be_done(tmp_path: Path, arguments: tuple[str, ...], text: str, said: str) -> None:
    (tmp_path / "linkwatch.toml").write_text(text, "utf-8")
    done = called("notify", *arguments, folder=tmp_path)
    assert done.returncode == 2
    assert one_line(done).startswith(said)
