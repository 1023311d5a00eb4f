"""``linkwatch citations``: as a process, and the date that git gives."""

import json
import subprocess
from pathlib import Path

from linkwatch.cli.citations import git_date
from tests.command import called, linkwatch, one_line

NOTES = """\
港湾整備を前倒し
北浜通信 2025/3/14
https://kitahama.example/news/1

　運輸相は十四日、港の整備を四年早めると発表した。県は歓迎している。
　総事業費は千二百億円を見込む。
"""


def test_table(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(NOTES, "utf-8")
    done = linkwatch("citations", "notes.txt", folder=tmp_path)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "notes.txt: 1 citation",
        "  3  港湾整備を前倒し · 北浜通信 · 2025-03-14",
        "     https://kitahama.example/news/1",
        "     “運輸相は十四日、港の整備を四年早めると発表した。県は歓迎している。 総事業費は千二百億円を見込む。” (49 characters)",  # noqa: E501
    ]
    assert done.stderr == ""


def test_jsonl_of_several_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTES, "utf-8")
    (tmp_path / "b.md").write_text("---\ndate: 2024-05-01\n---\n[題](https://b.example/x)\n", "utf-8")
    done = linkwatch("citations", ".", "--format", "jsonl", folder=tmp_path)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["document"], row["line"], row["title"]) for row in rows] == [
        ("a.txt", 3, "港湾整備を前倒し"),
        ("b.md", 4, "題"),
    ]
    assert (rows[1]["cited_at"], rows[1]["cited_at_source"]) == ("2024-05-01", "front-matter")


def test_standard_input(tmp_path: Path) -> None:
    done = linkwatch("citations", "-", "--format", "jsonl", folder=tmp_path, stdin=NOTES.encode())
    assert json.loads(done.stdout)["document"] == "-"


def test_a_binary_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    done = linkwatch("citations", "a.txt", folder=tmp_path)
    assert done.returncode == 2
    assert "a.txt" in one_line(done)


def test_a_binary_file_in_a_folder_is_told_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    (tmp_path / "b.txt").write_text(NOTES, "utf-8")
    done = linkwatch("citations", ".", folder=tmp_path)
    assert done.returncode == 2
    assert "a.txt" in one_line(done)
    assert "b.txt: 1 citation" in done.stdout


def test_nothing_named(tmp_path: Path) -> None:
    done = linkwatch("citations", folder=tmp_path)
    assert done.returncode == 2
    assert "no documents named" in one_line(done)


def test_dates_from_git(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(NOTES, "utf-8")
    assert git_date(path) is None, "in no repository"
    when = "2025-03-20T12:00:00+09:00"
    who = ["-c", "user.name=a", "-c", "user.email=a@example.jp"]
    for command in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "a", "--date", when]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    done = linkwatch("citations", "notes.txt", "--dates-from-git", "--format", "jsonl", folder=tmp_path)
    row = json.loads(done.stdout)
    assert (row["cited_at"], row["cited_at_source"]) == (when, "git")


def test_a_document_of_too_many_links_is_told_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").write_text("[documents]\nmax_links = 1\n")
    (tmp_path / "one.md").write_text("https://a.jp/1\n")
    (tmp_path / "two.md").write_text("https://a.jp/1 https://a.jp/2\n")
    done = called("citations", ".", folder=tmp_path)
    assert done.returncode == 2
    assert "one.md: 1 citation" in done.stdout
    assert "two.md: holds more than 1 link: raise documents.max_links" in done.stderr
