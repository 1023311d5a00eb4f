"""When the service crawls, and the service itself with real child processes and real signals."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from command import called, environment, linkwatch, one_line

import db
from linkwatch.cli.session import Session
from linkwatch.errors import ConfigError
from linkwatch.schedule import Plan, coming, missed, trigger

TOKYO = ZoneInfo("Asia/Tokyo")
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = TOKYO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


COMING = [
    ("17 3 * * *", TOKYO, "2025-06-01T12:00", ["06-02 03:17", "06-03 03:17"]),
    ("0 22 * * 0", TOKYO, "2025-06-03T12:00", ["06-08 22:00", "06-15 22:00"]),  # Sunday is 0 in crontab
    ("0 22 * * 7", TOKYO, "2025-06-03T12:00", ["06-08 22:00"]),
    ("0 22 * * 1-5", TOKYO, "2025-06-06T23:00", ["06-09 22:00"]),  # Monday to Friday
    ("0 22 * * 0-2", TOKYO, "2025-06-03T23:00", ["06-08 22:00", "06-09 22:00", "06-10 22:00", "06-15 22:00"]),
    ("0 22 * * 0-6", TOKYO, "2025-06-03T23:00", ["06-04 22:00"]),
    ("0 22 * * mon", TOKYO, "2025-06-03T12:00", ["06-09 22:00"]),
    ("30 2 * * *", BERLIN, "2025-03-29T12:00", ["03-30 03:30", "03-31 02:30"]),  # 2:30 does not exist on the 30th
    (
        "30 2 * * *",
        BERLIN,
        "2025-10-25T12:00",
        ["10-26 02:30", "10-26 02:30", "10-27 02:30", "10-28 02:30"],
    ),  # twice on the 26th
]


@pytest.mark.parametrize(("cron", "zone", "after", "times"), COMING)
def test_coming_runs(cron: str, zone: ZoneInfo, after: str, times: list[str]) -> None:
    found = coming(Plan(cron=cron, zone=zone), at(after, zone), len(times))
    assert [f"{one.astimezone(UTC).astimezone(zone):%m-%d %H:%M}" for one in found] == times


@pytest.mark.parametrize(
    "cron", ["", "nightly", "17 3 * *", "61 3 * * *", "17 3 * * 9", "17 3 * * * *", "* * * * frog"]
)
def test_what_is_no_cron_expression_says_so(cron: str) -> None:
    with pytest.raises(ConfigError, match=r"schedule\.cron: .* is no cron expression.*17 3 \* \* \*"):
        trigger(Plan(cron=cron, zone=TOKYO))


MISSED = [
    (None, "2025-06-05T12:00", True),  # never crawled
    (date(2025, 6, 4), "2025-06-05T12:00", False),  # crawled at three this morning, the night of the 4th
    (date(2025, 6, 3), "2025-06-05T03:16", False),  # the run of tonight is still to come
    (date(2025, 6, 3), "2025-06-05T03:18", True),
    (date(2025, 6, 3), "2025-06-05T12:00", True),
    (date(2025, 6, 6), "2025-06-05T12:00", False),  # a clock that was set back
]


@pytest.mark.parametrize(("last", "now", "expected"), MISSED)
def test_a_missed_run(last: date | None, now: str, expected: bool) -> None:
    assert missed(Plan(cron="17 3 * * *", zone=TOKYO), at(now), last) is expected


SERVICE = """
import asyncio, sys
from datetime import UTC, date, datetime, timedelta
from apscheduler.triggers.cron import CronTrigger
from linkwatch.schedule import Command, Plan, Service

child = [sys.executable, "-c", sys.argv[1]]
looks = (timedelta(seconds=0.4), timedelta(seconds=0.8)) if sys.argv[2] in ("between", "by day") else ()
service = Service(
    plan=Plan(cron="17 3 * * *", zone=UTC, between=looks),
    command=Command(nightly=child, suspects=[*child, "suspects"]),
    last_night=lambda: None if sys.argv[2] in ("missed", "between") else date(2999, 1, 1),
    last_end=lambda: datetime.now(UTC) - timedelta(seconds=0.6) if sys.argv[2] == "by day" else None,
    tell=lambda line: print(line, flush=True),
    now=lambda: datetime.now(UTC),
    grace=1,
    times=CronTrigger(second="*", timezone=UTC) if sys.argv[2] == "seconds" else None,
)
sys.exit(asyncio.run(service.run()))
"""


class Running:
    """A service in a process of its own, its lines gathered as they come."""

    def __init__(self, folder: Path, child: str, mode: str) -> None:
        self.log = folder / "log"
        self.out = self.log.open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", SERVICE, textwrap.dedent(child), mode],
            stdout=self.out, stderr=subprocess.STDOUT, env=environment(folder), start_new_session=True,
        )  # fmt: skip

    def wait_for(self, pattern: str, times: int = 1) -> str:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            text = self.log.read_text()
            if len(re.findall(pattern, text)) >= times:
                return text
            time.sleep(0.02)
        raise AssertionError(self.log.read_text())

    def stop(self) -> tuple[int, float, str]:
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.out.close()
        return code, time.monotonic() - began, self.log.read_text()


def test_it_sleeps_to_its_next_run_and_crawls_again_and_again(tmp_path: Path) -> None:
    running = Running(tmp_path, "print('linkwatch: visited 3 links')", "seconds")
    running.wait_for("^visited 3 links$|\nvisited 3 links\n", times=2)
    code, _, text = running.stop()
    assert code == 0
    assert text.rstrip().endswith("stopped")
    assert "Traceback" not in text


def test_a_missed_run_is_made_at_the_start_and_a_bad_one_is_told(tmp_path: Path) -> None:
    running = Running(tmp_path, "import sys; print('the disk is full'); sys.exit(2)", "missed")
    text = running.wait_for("the run ended with 2")
    assert text.index("the last run was missed: crawling now") < text.index("the disk is full")
    assert running.stop()[0] == 0


def test_suspects_are_looked_at_twice_after_a_night(tmp_path: Path) -> None:
    running = Running(tmp_path, "import sys; print('looking at', sys.argv[1:])", "between")
    running.wait_for(r"looking at \['suspects'\]", times=2)
    _, _, text = running.stop()
    found = [line for line in text.splitlines() if line.startswith("looking at")]
    assert found == ["looking at []", "looking at ['suspects']", "looking at ['suspects']"]


def test_a_service_that_is_started_by_day_makes_the_looks_that_are_still_to_come(tmp_path: Path) -> None:
    running = Running(tmp_path, "import sys; print('looking at', sys.argv[1:])", "by day")
    running.wait_for(r"looking at \['suspects'\]")
    assert running.stop()[2].count("looking at") == 1


def test_the_service_of_a_user_looks_at_suspects_after_6_and_12_hours(tmp_path: Path) -> None:
    from linkwatch.cli.run import commands, plan

    for setting, hours in (("true", [6, 12]), ("false", [])):
        (tmp_path / "linkwatch.toml").write_text(f"[schedule]\nsuspects = {setting}\n", encoding="utf-8")
        session = Session(flags={}, here=tmp_path)
        assert [wait / timedelta(hours=1) for wait in plan(session).between] == hours
    assert "--state suspect" in " ".join(commands(session).suspects)


@pytest.mark.parametrize(
    ("set_to", "summer", "winter"), [("Europe/Berlin", "02:00", "01:00"), ("Asia/Tokyo", "09:00", "09:00")]
)
def test_the_zone_of_the_machine_knows_of_summer_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_to: str, summer: str, winter: str
) -> None:
    monkeypatch.setenv("TZ", set_to)
    zone = Session(flags={}, here=tmp_path).time_zone
    shown = [datetime(2025, month, 1, tzinfo=UTC).astimezone(zone).strftime("%H:%M") for month in (7, 1)]
    assert shown == [summer, winter]


def test_a_machine_whose_zone_has_no_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    try:
        assert datetime(2025, 7, 1, tzinfo=UTC).astimezone(Session(flags={}, here=tmp_path).time_zone).hour == 9
    finally:
        monkeypatch.undo()
        time.tzset()


def test_no_run_begins_while_another_is_under_way(tmp_path: Path) -> None:
    child = f"""
        import pathlib, time, os
        mark = pathlib.Path({str(tmp_path)!r}, 'mark')
        assert not mark.exists(), 'two at once'
        mark.touch(); time.sleep(1.5); mark.unlink(); print('done')
    """
    running = Running(tmp_path, child, "seconds")
    running.wait_for("done", times=2)
    _, _, text = running.stop()
    assert "two at once" not in text


def test_sigterm_in_mid_crawl_ends_the_crawl_first(tmp_path: Path) -> None:
    child = """
        import signal, sys, time
        signal.signal(signal.SIGTERM, lambda *_: (print('flushed', flush=True), sys.exit(130)))
        print('crawling', flush=True)
        time.sleep(60)
    """
    running = Running(tmp_path, child, "missed")
    running.wait_for("\ncrawling\n")
    code, seconds, text = running.stop()
    assert (code, "flushed" in text, text.rstrip().endswith("stopped")) == (0, True, True)
    assert seconds < 10


def test_a_crawl_that_will_not_end_is_killed_in_time(tmp_path: Path) -> None:
    child = """
        import signal, time, os
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print('crawling as', os.getpid(), flush=True)
        time.sleep(60)
    """
    running = Running(tmp_path, child, "missed")
    text = running.wait_for(r"crawling as \d+\n")
    child_id = int(re.search(r"crawling as (\d+)", text)[1])  # type: ignore[index]
    code, seconds, text = running.stop()
    assert code == 0
    assert seconds < 10
    assert "was killed" in text
    with pytest.raises(ProcessLookupError):
        os.kill(child_id, 0)


def test_as_a_user_starts_it(tmp_path: Path) -> None:
    """`linkwatch run` with nothing on watch: the missed run is made at once, by the real command."""
    (tmp_path / "linkwatch.toml").write_text('time_zone = "Asia/Tokyo"\n', encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "linkwatch", "run", "--log", "json"],
        cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "no documents are on watch" in line:
            process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "next crawl" in lines[0]
    assert errors == ""


def test_a_bad_cron_expression_is_told_before_the_night(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").write_text('[schedule]\ncron = "at night"\n', encoding="utf-8")
    done = linkwatch("run", folder=tmp_path)
    assert done.returncode == 2
    assert one_line(done).startswith("schedule.cron: 'at night' is no cron expression")


def test_schedule_shows_the_coming_runs(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").write_text('time_zone = "Asia/Tokyo"\n', encoding="utf-8")
    (tmp_path / "notes.md").write_text("<https://kawabe-dayori.jp/a> <https://kawabe-dayori.jp/b>", encoding="utf-8")
    called("add", "notes.md", folder=tmp_path)
    done = called("schedule", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"(\d{4}-\d\d-\d\d 03:17 JST  2 links due\n){7}", done.stdout)


@pytest.mark.parametrize(("kind", "words"), [("--cron", "17 3 * * *  "), ("--systemd", "ExecStart=")])
def test_install_shows_what_is_needed(tmp_path: Path, kind: str, words: str) -> None:
    done = called("schedule", "install", kind, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert words in done.stdout
    assert not (tmp_path / ".config").exists()


def test_install_writes_the_unit_when_told(tmp_path: Path) -> None:
    done = called("schedule", "install", "--systemd", "--write", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ExecStart=" in (tmp_path / ".config/systemd/user/linkwatch.service").read_text()


def test_a_link_is_due_in_the_first_run_of_a_night_and_a_dead_one_once(tmp_path: Path) -> None:
    from linkwatch.cli.schedule import due_in

    (tmp_path / "notes.md").write_text("<https://a.jp/1> <https://a.jp/2> <https://a.jp/3>", encoding="utf-8")
    (tmp_path / "linkwatch.toml").touch()
    called("add", "notes.md", folder=tmp_path)
    with closing(sqlite3.connect(tmp_path / "linkwatch.db")) as database, database:
        database.execute("update links set state = 'alive', due_night = '2025-06-01'")
        database.execute("update links set state = 'dead', due_night = '2025-06-03' where id = 1")
    store = db.open(tmp_path / "linkwatch.db", read_only=True)
    nights = [date(2025, 6, day) for day in (1, 1, 2, 3, 3, 4)]
    assert list(due_in(nights, store.links.due_nights())) == [2, 0, 2, 3, 0, 2]
    store.close()


def test_monitoring_is_put_off_neither_by_checks_nor_by_a_crawl_of_a_clock_that_was_ahead(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").touch()
    (tmp_path / "notes.md").write_text("nothing", encoding="utf-8")
    called("add", "notes.md", folder=tmp_path)
    for began, kind, code in (
        (timedelta(hours=-1), "crawl", 0), (timedelta(hours=-1), "check", 1), (timedelta(days=-2), "crawl", 1),
        (timedelta(days=400), "crawl", 1),
    ):  # fmt: skip
        at = (datetime.now(UTC) + began).isoformat(timespec="seconds").replace("+00:00", "Z")
        with closing(sqlite3.connect(tmp_path / "linkwatch.db")) as database, database:
            database.execute("delete from crawls")
            database.execute(
                "insert into crawls (kind, night, started_at, ended_at, settled_at, outcome, holder, heartbeat_at)"
                " values (:kind, '2025-06-01', :at, :at, :at, 'done', '[]', :at)",
                {"at": at, "kind": kind},
            )
        assert called("status", "--check", folder=tmp_path).returncode == code, (began, kind)


def test_the_unit_of_a_folder_with_an_odd_name(tmp_path: Path) -> None:
    folder = tmp_path / '50% "of" $HOME \\ 日本語'
    folder.mkdir()
    (folder / "linkwatch.toml").touch()
    done = called("schedule", "install", "--systemd", "--write", folder=folder)
    assert done.returncode == 0, done.stderr
    unit = folder / ".config" / "systemd" / "user" / "linkwatch.service"
    written = re.search('^ReadWritePaths="(.*)"$', unit.read_text("utf-8"), re.M)
    assert written is not None
    assert written[1].replace("%%", "%").replace('\\"', '"').replace("\\\\", "\\") == str(folder)
    if shutil.which("systemd-analyze"):
        checked = subprocess.run(
            ["systemd-analyze", "verify", "--user", unit], env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (checked.returncode, checked.stderr) == (0, "")
