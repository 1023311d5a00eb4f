"""Watched documents are read again by every crawl: edited, renamed, moved, deleted, back again."""

from pathlib import Path

from command import called


def crawl(folder: Path) -> list[str]:
    """Crawl where nothing is cited but example addresses, and return what is said of documents."""
    done = called("crawl", "--no-progress", folder=folder)
    assert done.returncode == 0, done.stderr
    return [line for line in done.stderr.splitlines() if ": is " in line]


def shown(folder: Path) -> str:
    return called("documents", folder=folder).stdout


def test_renamed_moved_deleted_back(tmp_path: Path) -> None:
    (tmp_path / "linkwatch.toml").write_text("")
    notes, archive = tmp_path / "notes", tmp_path / "archive"
    notes.mkdir()
    archive.mkdir()
    (notes / "a.md").write_text("# 桜\n\nhttps://sakura.example/a\n", "utf-8")
    (notes / "b.md").write_text("# 梅\n\nhttps://ume.example/b\n", "utf-8")
    assert called("add", "notes", folder=tmp_path).returncode == 0

    (notes / "a.md").rename(notes / "c.md")
    (notes / "b.md").rename(archive / "b.md")
    assert crawl(tmp_path) == [
        "linkwatch: notes/a.md: is now notes/c.md",
        "linkwatch: notes/b.md: is now archive/b.md",
    ]
    assert [line.split(":")[0] for line in shown(tmp_path).splitlines()] == ["archive/b.md", "notes/c.md"]

    (notes / "c.md").unlink()
    (notes / "d.md").write_text("# 桜と梅\n", "utf-8")
    assert crawl(tmp_path) == ["linkwatch: notes/c.md: is gone; its links are left alone until it is back"]
    assert crawl(tmp_path) == []
    assert "notes/d.md" not in shown(tmp_path)
