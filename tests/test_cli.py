"""The command line as a process: help, exit codes, one line for an error, quick to start."""

from __future__ import annotations

import importlib
import json
import os
import pty
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import sqlite_utils
import storing
from click.testing import CliRunner
from command import called, environment, linkwatch, one_line

import db
from db import migrations
from db.migrations import steps
from linkwatch import __main__ as process
from linkwatch import cli
from linkwatch.errors import LinkwatchError, StoreTooOld
from linkwatch.version import __version__

NAMES = [name for section in cli.COMMANDS.values() for name in section]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_in_the_table_has_help_with_an_example(name: str) -> None:
    command = importlib.import_module(f"linkwatch.cli.{name}").command
    assert command.name == name
    helped = CliRunner().invoke(cli.main, [name, "--help"])
    assert helped.exit_code == 0
    assert f"linkwatch {name}" in helped.output.partition("Example:")[2], "no example"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}: no help"


def test_help_lists_the_table_and_imports_no_command(tmp_path: Path) -> None:
    script = (
        "import sys; from linkwatch.__main__ import run; run(['--help']);"
        "print(*(name for name in sys.modules if name.startswith(('linkwatch.cli.', 'scrapy', 'sqlite3', 'rich'))))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    *helped, imported = done.stdout.splitlines()
    assert imported == ""
    for section in cli.COMMANDS.values():
        for name, text in section.items():
            assert any(line.split() == [name, *text.split()] for line in helped), name


def seconds(run: Callable[..., None], *arguments: str) -> float:
    """Processor time of child processes: what a command costs, however busy the machine is."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_version_is_told_at_once(tmp_path: Path) -> None:
    def run() -> None:
        done = linkwatch("--version", folder=tmp_path)
        assert (done.stdout, done.returncode) == (f"linkwatch {__version__}\n", 0)

    assert min(seconds(run) for _ in range(3)) < 0.15


def stored(folder: Path, links: int = 3) -> Path:
    """A database with a document on watch that cites so many links."""
    store = db.open(folder / "linkwatch.db")
    for start in range(0, links, 100):
        urls = [f"https://site{number}.jp/a" for number in range(start, min(start + 100, links))]
        storing.add(store, urls, name=f"docs/d{start}.md")
    store.close()
    (folder / "linkwatch.toml").touch()
    return folder / "linkwatch.db"


def test_a_report_on_a_thousand_links_is_quick(tmp_path: Path) -> None:
    stored(tmp_path, 1000)

    def run(*arguments: str) -> None:
        assert linkwatch("report", *arguments, folder=tmp_path).returncode == 0

    assert min(seconds(run) for _ in range(3)) < 0.5
    assert min(seconds(run, "--format", "json", "-o", "links.json") for _ in range(3)) < 0.75
    assert len(json.loads((tmp_path / "links.json").read_text(encoding="utf-8"))["links"]) == 1000


USAGE = [
    (["nonsense"], "No such command 'nonsense': try 'linkwatch --help'"),
    (["reprot"], "No such command 'reprot'. Did you mean 'report'? try 'linkwatch --help'"),
    (
        ["report", "--frmat", "json"],
        "No such option '--frmat'. Did you mean '--format'? try 'linkwatch report --help'",
    ),
    (["report", "--format", "xml"], "'xml' is not one of 'text', 'json'"),
    (["report", "--state", "gone"], "'gone' is not one of alive, moved, dead"),
    (["report", "--drift", "odd"], "'odd' is not one of same, edited"),
    (["report", "--limit", "0"], "0 is not in the range x>=1"),
    (["report", "--fail-on", "deaf"], "'deaf' is not a list out of moved, dead"),
    (["report", "--config", "none.toml"], "none.toml: no such file: linkwatch init writes one"),
    (["report", "--database", "none.db"], "none.db: there is no database yet"),
    (["report", "--database", "."], "is a folder"),
    (["remove"], "Missing argument 'PATH...'"),
]


@pytest.mark.parametrize(
    ("arguments", "said"), USAGE, ids=lambda value: " ".join(value) if list is type(value) else ""
)
def test_wrong_usage_is_one_line_and_exit_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = called(*arguments, folder=tmp_path)
    assert said in one_line(done)
    assert (done.returncode, done.stdout) == (2, "")


def test_no_command_shows_help(tmp_path: Path) -> None:
    done = linkwatch(folder=tmp_path)
    assert done.returncode == 2
    assert "Usage: linkwatch" in done.stderr


def spoil_nothing(file: Path) -> None:
    """The database as it is."""


def spoil_head(file: Path) -> None:
    file.write_bytes(b"This is no database at all, but a text of some length. " * 20)


def spoil_middle(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    file.write_bytes(data)


def cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def from_the_future(file: Path) -> None:
    database = sqlite3.connect(file)
    database.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('linkwatch', 'm999_of_tomorrow')")
    database.commit()
    database.close()


@pytest.mark.parametrize("spoil", [spoil_head, spoil_middle, cut_off, from_the_future])
@pytest.mark.parametrize("command", [["report"], ["documents"], ["remove", "docs/d0.md"]], ids=lambda words: words[0])
def test_a_database_that_cannot_be_used_is_one_line(tmp_path: Path, spoil: object, command: list[str]) -> None:
    file = stored(tmp_path)
    spoil(file)  # type: ignore[operator]
    before = file.read_bytes()
    done = called(*command, folder=tmp_path)
    assert "linkwatch.db" in one_line(done)
    assert done.returncode == 2
    assert file.read_bytes() == before, "it was changed"


def test_a_database_of_an_older_linkwatch_is_brought_up_to_date_even_by_reading(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").touch()
    file = tmp_path / "linkwatch.db"
    database = sqlite_utils.Database(file)
    steps.migrations.apply(database, stop_before=migrations.NAMES[1])
    database.close()
    with pytest.raises(StoreTooOld, match="is of an older linkwatch: linkwatch crawl brings it up to date"):
        db.open(file, read_only=True)
    done = called("report", "-v", folder=tmp_path)
    assert done.returncode == 0
    assert "brought up to date" in done.stderr.splitlines()[-1]
    db.open(file, read_only=True).close()


def test_exit_codes_of_report(tmp_path: Path) -> None:
    stored(tmp_path)
    assert called("report", folder=tmp_path).returncode == 0
    failing = ["report", "--fail-on", "unknown"]
    assert called(*failing, folder=tmp_path).returncode == 1
    assert called(*failing, "--exit-zero", folder=tmp_path).returncode == 0
    assert called(*failing, "--state", "alive", folder=tmp_path).returncode == 0
    (tmp_path / "linkwatch.toml").write_text('[report]\nfail_on = ["unknown", "dead"]\n')
    assert called("report", folder=tmp_path).returncode == 1
    assert called("report", "--fail-on", "dead", folder=tmp_path).returncode == 0


def test_settings_and_flags_choose_the_format(tmp_path: Path) -> None:
    stored(tmp_path)
    (tmp_path / "linkwatch.toml").write_text('[report]\nformat = "jsonl"\n')
    assert len(called("report", folder=tmp_path).stdout.splitlines()) == 3
    assert called("report", "--format", "csv", folder=tmp_path).stdout.startswith("url,")


def test_selection(tmp_path: Path) -> None:
    stored(tmp_path)

    def urls(*arguments: str) -> list[str]:
        done = called("report", "--format", "jsonl", *arguments, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        return [json.loads(line)["url"][8:13] for line in done.stdout.splitlines()]

    assert urls() == ["site0", "site1", "site2"]
    assert urls("--limit", "2") == ["site0", "site1"]
    assert urls("--host", "site1.jp,site2.jp") == ["site1", "site2"]
    assert urls("--host", "SITE1.jp", "--host", "site0.jp") == ["site0", "site1"]
    assert urls("--url", "HTTPS://site2.jp/a#part") == ["site2"]
    assert urls("--document", "./docs/d0.md") == ["site0", "site1", "site2"]
    assert urls("--document", "docs/other.md") == []
    assert urls("--state", "dead,suspect") == []


def test_a_report_in_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    stored(tmp_path)
    (tmp_path / "old.json").write_text("old")
    (tmp_path / "old.json").chmod(0o640)
    assert called("report", "--format", "json", "-o", "old.json", folder=tmp_path).returncode == 0
    assert json.loads((tmp_path / "old.json").read_text())["schema"] == 1
    assert (tmp_path / "old.json").stat().st_mode & 0o777 == 0o640
    assert [file.name for file in tmp_path.iterdir() if "old" in file.name] == ["old.json"]
    done = called("report", "-o", "nowhere/report.txt", folder=tmp_path)
    assert "nowhere/report.txt: cannot be written: No such file or directory" in one_line(done)
    assert called("report", "-o", "/dev/null", folder=tmp_path).returncode == 0


def test_data_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    store = db.open(tmp_path / "linkwatch.db")
    storing.add(store, ["https://site1.jp/あ"], name="会談.md")
    store.close()
    (tmp_path / "linkwatch.toml").touch()
    for codec in ("ascii", "euc_jp", "utf-8"):
        done = subprocess.run(
            [sys.executable, "-m", "linkwatch", "report", "--format", "jsonl"],
            cwd=tmp_path, env=environment(tmp_path, PYTHONIOENCODING=codec), capture_output=True, check=True,
        )  # fmt: skip
        assert json.loads(done.stdout.decode("utf-8"))["citations"][0]["document"] == "会談.md"
    done = subprocess.run(
        [sys.executable, "-m", "linkwatch", "documents"],
        cwd=tmp_path, env=environment(tmp_path, PYTHONIOENCODING="ascii"), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == b"\\u4f1a\\u8ac7.md: 1 citation\n"


def test_whoever_stops_reading_is_not_shouted_at(tmp_path: Path) -> None:
    stored(tmp_path, 3000)
    child = subprocess.Popen(
        [sys.executable, "-m", "linkwatch", "report", "--format", "jsonl"],
        cwd=tmp_path, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline().startswith(b'{"url"')
    child.stdout.close()
    assert child.wait(30) == process.BROKEN_PIPE
    assert child.stderr.read() == b""
    child.stderr.close()


def test_documents_and_remove(tmp_path: Path) -> None:
    store = db.open(tmp_path / "linkwatch.db")
    for name in ("a.md", "docs/b.md", "docs/c.md", "docs2/d.md", "memo/e.txt"):
        storing.add(store, ["https://site1.jp/a"], name=name)
    store.close()
    (tmp_path / "linkwatch.toml").touch()
    (tmp_path / "docs").mkdir()

    def watched(folder: Path = tmp_path) -> list[str]:
        done = called("documents", "--format", "jsonl", folder=folder)
        return [json.loads(line)["document"] for line in done.stdout.splitlines()]

    assert watched() == ["a.md", "docs/b.md", "docs/c.md", "docs2/d.md", "memo/e.txt"]
    assert watched(tmp_path / "docs")[1] == "b.md", "as seen from where one stands"
    assert called("documents", folder=tmp_path).stdout.startswith("a.md: 1 citation\n")
    assert (
        json.loads(called("documents", "--format", "json", folder=tmp_path).stdout)["documents"][4]["citations"] == 1
    )
    assert len(called("documents", "--format", "csv", folder=tmp_path).stdout.splitlines()) == 6

    done = called("remove", "docs", "a.md", "docs/b.md", folder=tmp_path)
    assert done.stderr.splitlines() == [
        "linkwatch: no longer watches docs/b.md",
        "linkwatch: no longer watches docs/c.md",
        "linkwatch: no longer watches a.md",
    ]
    assert watched() == ["docs2/d.md", "memo/e.txt"]
    done = called("remove", "memo/f.txt", folder=tmp_path)
    assert (one_line(done), done.returncode) == ("memo/f.txt: not on watch: did you mean memo/e.txt?", 2)
    assert called("remove", "-q", "*/d.md", folder=tmp_path).stderr == ""
    assert called("remove", ".", folder=tmp_path).returncode == 0
    done = called("documents", folder=tmp_path)
    assert (done.stdout, done.returncode) == ("", 0)
    assert "linkwatch add PATH" in one_line(done)


def test_init_writes_once_and_asks_nothing_on_a_pipe(tmp_path: Path) -> None:
    done = called("init", "--contact", "田中 <tanaka@example.jp>", folder=tmp_path)
    assert done.returncode == 0
    text = (tmp_path / "linkwatch.toml").read_text(encoding="utf-8")
    assert 'contact = "田中 <tanaka@example.jp>"' in text
    done = called("init", folder=tmp_path)
    assert "linkwatch.toml: is there already" in one_line(done)
    assert done.returncode == 2
    assert (tmp_path / "linkwatch.toml").read_text(encoding="utf-8") == text
    assert "cannot be written" in one_line(called("init", "nowhere", folder=tmp_path))


def test_init_asks_for_a_contact_on_a_terminal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "linkwatch", "init"],
        cwd=tmp_path, env=environment(tmp_path), stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, b"me@example.org\n")
    assert child.wait(30) == 0
    os.close(ours)
    assert 'contact = "me@example.org"' in (tmp_path / "linkwatch.toml").read_text()


def test_ctrl_c_is_one_line_and_exit_130(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "linkwatch", "init"],
        cwd=tmp_path, env=environment(tmp_path), stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    while b"Your mail" not in said:
        said += os.read(ours, 1000)
    while child.poll() is None:  # one that comes just before the read begins is lost, so press it as people do
        child.send_signal(signal.SIGINT)
        time.sleep(0.2)
    assert child.returncode == process.INTERRUPTED
    said += os.read(ours, 1000)
    os.close(ours)
    assert b"Traceback" not in said
    assert b"linkwatch: interrupted" in said
    assert not (tmp_path / "linkwatch.toml").exists()


def test_a_bug_is_one_line_and_the_traceback_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @click.command()
    @click.option("-v", "verbose", count=True)
    def broken(verbose: int) -> None:
        raise ZeroDivisionError("of\nwhat")

    monkeypatch.setattr(cli.Commands, "get_command", lambda self, ctx, name: broken)
    assert process.run(["report"]) == 2
    line = "linkwatch: ZeroDivisionError: of what: this is a bug of linkwatch; please report it with what -vv adds"
    assert capsys.readouterr().err == f"{line} to this\n"
    for flags in (["-vv"], ["-v", "-v"]):
        assert process.run(["report", *flags]) == 2
        assert "Traceback" in capsys.readouterr().err


def test_every_error_of_ours_has_its_line_and_its_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def kinds(of: type[LinkwatchError]) -> list[type[LinkwatchError]]:
        return [of, *(one for kind in of.__subclasses__() for one in kinds(kind))]

    for kind in kinds(LinkwatchError):

        @click.command()
        def failing(kind: type[LinkwatchError] = kind) -> None:
            raise kind("a.md: is \x1b[31mbroken", hint="mend\nit")

        monkeypatch.setattr(cli.Commands, "get_command", lambda self, ctx, name, command=failing: command)
        assert process.run(["report"]) == kind.exit_code
        assert capsys.readouterr().err == "linkwatch: a.md: is broken: mend it\n"


def test_modules_of_the_working_folder_are_not_taken_for_ours(tmp_path: Path) -> None:
    for name in ("db", "spiders", "click", "json"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('a stranger was imported')")
    done = linkwatch("documents", folder=tmp_path)
    assert "there is no database yet" in one_line(done)


def test_verbose_says_which_settings_and_database(tmp_path: Path) -> None:
    stored(tmp_path)
    (tmp_path / "docs").mkdir()
    said = called("report", "-v", folder=tmp_path / "docs").stderr.splitlines()
    assert said == [
        f"linkwatch: settings from {tmp_path / 'linkwatch.toml'}",
        f"linkwatch: database {tmp_path / 'linkwatch.db'}",
    ]


def test_without_settings_the_database_lies_in_the_cache_folder(tmp_path: Path) -> None:
    done = called("documents", "-v", folder=tmp_path)
    assert f"database {tmp_path / '.cache' / 'linkwatch' / 'linkwatch.db'}" in done.stderr
    assert not (tmp_path / ".cache" / "linkwatch").exists(), "reading makes no folder"
