"""A document that is as it was is not read again, and whatever could make a difference has it read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from command import called
from webs import Answer, article, write_warc

import db
from db.store import Store
from linkwatch import intake, reader
from linkwatch.intake import Reading
from linkwatch.model import Selection
from linkwatch.sources import Source

AT = datetime(2025, 6, 1, 18, tzinfo=UTC)
TEXT = b"- <https://a.jp/1>\n- <https://b.jp/2>\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with contextlib.closing(db.open(tmp_path / "linkwatch.db")) as opened:
        yield opened


def night(store: Store, source: Source, number: int = 1, chosen: str = "") -> Reading:
    """What ``crawl`` does before it visits anything."""
    known = {row.name: row for row in store.documents.as_read()}
    return intake.read([source], store, watch=False, at=AT + timedelta(days=number), known=known, chosen=chosen)


@pytest.mark.parametrize(
    ("source", "chosen", "unchanged"),
    [
        (Source(name="a.md", data=TEXT), "", 1),
        (Source(name="a.md", data=TEXT + b" "), "", 0),
        (Source(name="b.md", data=TEXT), "", 0),
        (Source(name="a.md", data=TEXT), "other patterns", 0),
        (Source(name="a.md", data=TEXT, format="text"), "", 0),
    ],
    ids=["as it was", "other bytes", "another name", "other settings", "another format"],
)
def test_what_has_a_document_read_again(store: Store, source: Source, chosen: str, unchanged: int) -> None:
    intake.read([Source(name="a.md", data=TEXT)], store, watch=True, at=AT)
    found = night(store, source, chosen=chosen)
    assert (found.unchanged, found.citations) == (unchanged, 2 * (1 - unchanged))
    assert found.documents == (source.name,)
    row = next(row for row in store.documents.watched() if row.name == "a.md")
    assert row.read_at == AT + timedelta(days=1 if source.name == "a.md" else 0)
    assert night(store, source, 2, chosen).unchanged == 1 - (source.name == "b.md"), "once is enough"


def test_other_rules_read_everything_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Source(name="a.md", data=TEXT)
    intake.read([source], store, watch=True, at=AT)
    monkeypatch.setattr(reader, "_code", lambda: "of another linkwatch")
    assert night(store, source).unchanged == 0


def test_the_rules_are_the_code_that_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in reader._CODE:
        path = tmp_path / name
        (path.parent if path.suffix else path).mkdir(parents=True, exist_ok=True)
        (path if path.suffix else path / "rule.py").write_text("ONE = 1\n", "utf-8")
    monkeypatch.setattr(reader, "_HERE", tmp_path / "linkwatch")
    seen = {reader._code.__wrapped__()}
    for name in reader._CODE:
        path = tmp_path / name
        (path if path.suffix else path / "rule.py").write_text("ONE = 2\n", "utf-8")
        seen.add(reader._code.__wrapped__())
    assert len(seen) == 1 + len(reader._CODE)


def test_a_document_that_is_back_is_watched_again(store: Store) -> None:
    source = Source(name="a.md", data=TEXT)
    intake.read([source], store, watch=True, at=AT)
    store.documents.gone("a.md", at=AT)
    assert sum(store.links.count_due(night=AT.date(), selection=Selection()).values()) == 0
    assert night(store, source).unchanged == 0
    assert sum(store.links.count_due(night=AT.date(), selection=Selection()).values()) == 2


def test_a_pattern_that_is_taken_out_of_the_settings_counts_in_the_next_crawl(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(TEXT)
    pages = [
        Answer(since=AT, url=url, body=article("頁", "本文です。" * 30))
        for url in ("https://a.jp/1", "https://b.jp/2")
    ]
    write_warc(tmp_path / "web.warc.gz", pages)
    crawl = ("crawl", "--replay", "web.warc.gz", "--at", "2025-06-01T19:00:00Z", "--no-archive")
    assert called("init", folder=tmp_path).returncode == 0
    assert called("add", "a.md", folder=tmp_path).returncode == 0
    settings = (tmp_path / "linkwatch.toml").read_text("utf-8")
    for exclude, links in (("", 2), ("exclude = ['https://b\\.jp']\n", 1), ("", 2)):
        (tmp_path / "linkwatch.toml").write_text(exclude + settings, "utf-8")
        assert called(*crawl, folder=tmp_path).returncode == 0
        assert len(called("links", "--format", "jsonl", folder=tmp_path).stdout.splitlines()) == links
