"""What the user names → bytes: folders, .gitignore, patterns, globs, addresses, standard input, and their faults."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from linkwatch.errors import SourceError, UsageError
from linkwatch.model import Fault, FaultKind, Page
from linkwatch.sources import Names, Patterns, Source, gather, listed

EXTENSIONS = {".md", ".txt", ".html"}


class Run:
    """One call of gather with a folder to stand in."""

    def __init__(self, here: Path, home: Path | None = None) -> None:
        self.names = Names(here=here, home=home)
        self.skipped: list[SourceError] = []

    def __call__(
        self,
        *paths: str,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        pages: dict[str, Page] | None = None,
        stdin: bytes = b"",
        **settings: object,
    ) -> list[Source]:
        return list(
            gather(
                paths,
                names=self.names,
                patterns=Patterns.of(tuple(include), tuple(exclude), base=self.names.here),
                extensions=EXTENSIONS,
                stdin=io.BytesIO(stdin),
                fetch=pages.__getitem__ if pages is not None else None,
                skipped=self.skipped.append,
                **settings,  # type: ignore[arg-type]
            )
        )

    def shown(self, *paths: str, **patterns: Iterable[str]) -> list[str]:
        return [self.names.shown(source.name) for source in self(*paths, **patterns)]  # type: ignore[arg-type]


def tree(folder: Path, files: str) -> None:
    for line in files.split():
        name, _, text = line.partition("=")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace(",", "\n") or name, encoding="utf-8")


def test_a_folder_is_read_by_known_extensions_in_order(tmp_path: Path) -> None:
    tree(tmp_path, "b.md a.txt image.png c/z.HTML c/a.md .hidden.md .venv/x.md 会談.txt")
    assert Run(tmp_path).shown(".") == ["a.txt", "b.md", "c/a.md", "c/z.HTML", "会談.txt"]


@pytest.mark.parametrize(
    ("files", "left"),
    [
        (".gitignore=*.txt a.md b.txt", ["a.md"]),
        (".gitignore=drafts/ drafts/a.md b.md", ["b.md"]),
        (".gitignore=/b.md b.md c/b.md", ["c/b.md"]),
        (".gitignore=*.md c/.gitignore=!keep.md c/keep.md c/x.md a.txt", ["a.txt", "c/keep.md"]),
        (".gitignore=c/ c/.gitignore=!x.md c/x.md a.md", ["a.md"]),
        (".gitignore=*.md,!a.md a.md b.md", ["a.md"]),
        (".gitignore=!,\\,*.txt a.md b.txt", ["a.md"]),
        (".gitignore=**/tmp/*.md c/tmp/a.md c/b.md", ["c/b.md"]),
    ],
)
def test_gitignore_is_honoured_as_git_does(tmp_path: Path, files: str, left: list[str]) -> None:
    tree(tmp_path, files)
    assert Run(tmp_path).shown(".") == left
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    listing = ["git", "-C", str(tmp_path), "-c", "core.quotepath=off", "ls-files", "-o", "--exclude-standard"]
    seen = subprocess.run(listing, check=True, capture_output=True, text=True).stdout.split()
    assert [name for name in sorted(seen) if Path(name).name != ".gitignore"] == left
    assert Run(tmp_path).shown(".") == left


def test_gitignore_above_holds_and_can_be_switched_off(tmp_path: Path) -> None:
    tree(
        tmp_path, ".git/info/exclude=secret.md .gitignore=*.txt,built/ docs/a.md docs/b.txt docs/secret.md built/c.md"
    )
    run = Run(tmp_path)
    assert run.shown("docs") == ["docs/a.md"]
    assert run.shown("built") == ["built/c.md"], "a folder is read when it is named itself"
    assert [source.name for source in run("docs", gitignore=False)] == [
        str(tmp_path / "docs" / name) for name in ("a.md", "b.txt", "secret.md")
    ]
    assert Run(tmp_path).shown("docs/b.txt") == ["docs/b.txt"], "so is a file"


@pytest.mark.parametrize(
    ("include", "exclude", "left"),
    [
        ([], [], ["a.md", "b.txt", "docs/a.md", "docs/old/c.md"]),
        (["*.md"], [], ["a.md", "docs/a.md", "docs/old/c.md"]),
        (["docs/"], [], ["docs/a.md", "docs/old/c.md"]),
        (["/a.md"], [], ["a.md"]),
        ([], ["old"], ["a.md", "b.txt", "docs/a.md"]),
        ([], ["docs/**/c.md"], ["a.md", "b.txt", "docs/a.md"]),
        ([], ["*.md", "!docs/*.md"], ["b.txt", "docs/a.md"]),
        (["*.md"], ["docs/"], ["a.md"]),
        (["https://www\\.jiji\\.com/"], ["http://"], ["a.md", "b.txt", "docs/a.md", "docs/old/c.md"]),
    ],
)
def test_include_and_exclude(tmp_path: Path, include: list[str], exclude: list[str], left: list[str]) -> None:
    tree(tmp_path, "a.md b.txt docs/a.md docs/old/c.md")
    assert Run(tmp_path).shown(".", include=include, exclude=exclude) == left


def test_exclude_holds_for_named_files_too(tmp_path: Path) -> None:
    """A pre-commit hook names every changed file."""
    tree(tmp_path, "a.md drafts/b.md")
    assert Run(tmp_path).shown("a.md", "drafts/b.md", exclude=["drafts/"]) == ["a.md"]


@pytest.mark.parametrize(
    ("url", "include", "exclude", "wanted"),
    [
        ("https://www.jiji.com/a", [], [], True),
        ("https://www.jiji.com/a", [], [r"https?://www\.jiji\.com/"], False),
        ("https://www.jiji.com/a", [r"://www\.nhk\.or\.jp/"], [], False),
        ("https://www.jiji.com/a", [r"://www\.(jiji|nhk)\."], [], True),
        ("https://www.jiji.com/a", ["*.md"], ["drafts/"], True),
        ("https://www.jiji.com/a", ["://www"], ["://www.*/a$"], False),
    ],
)
def test_patterns_over_urls(url: str, include: list[str], exclude: list[str], wanted: bool) -> None:
    assert Patterns.of(include, exclude, base=Path("/")).wants_url(url) is wanted


def test_a_pattern_that_is_none_is_named() -> None:
    with pytest.raises(UsageError, match=r"exclude 'https://\(': not a regular expression: .*: a pattern with ://"):
        Patterns.of([], ["https://("], base=Path("/"))
    with pytest.raises(UsageError, match=r"include: .*globs are written as in \.gitignore"):
        Patterns.of(["!"], [], base=Path("/"))


def test_links_in_circles_are_followed_once(tmp_path: Path) -> None:
    tree(tmp_path, "a/b/x.md elsewhere/y.md")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "here").symlink_to(tmp_path / "a" / "here")
    (tmp_path / "a" / "there").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "a" / "broken.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a" / "z.md").symlink_to(tmp_path / "a" / "b" / "x.md")
    assert Run(tmp_path).shown("a") == ["a/b/x.md", "a/there/y.md"]


def test_what_is_named_twice_is_read_once(tmp_path: Path) -> None:
    tree(tmp_path, "docs/a.md docs/sub/b.md")
    assert Run(tmp_path).shown("docs/a.md", "docs", "docs/sub", "./docs/a.md") == ["docs/a.md", "docs/sub/b.md"]


def test_a_named_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    tree(tmp_path, "notes .hidden.md weird.xyz")
    assert Run(tmp_path).shown("notes", ".hidden.md", "weird.xyz") == ["notes", ".hidden.md", "weird.xyz"]


def test_globs_that_no_shell_expanded(tmp_path: Path) -> None:
    tree(tmp_path, "a.md b.md c/d.md c/e.txt real[1].md")
    assert Run(tmp_path).shown("*.md") == ["a.md", "b.md", "real[1].md"]
    assert Run(tmp_path).shown("**/*.md") == ["a.md", "b.md", "c/d.md", "real[1].md"]
    assert Run(tmp_path).shown("real[1].md") == ["real[1].md"]
    assert Run(tmp_path).shown(str(tmp_path / "c" / "*.txt")) == [str(tmp_path / "c" / "e.txt")]


def test_standard_input_and_sizes(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_bytes(b"x" * 1001)
    run = Run(tmp_path)
    assert run("-", stdin="本文".encode()) == [Source(name="-", data="本文".encode())]
    with pytest.raises(SourceError, match=r"big\.md: larger than 0\.001 MB: raise documents\.max_size"):
        run("big.md", max_size=1000)
    with pytest.raises(SourceError, match="standard input: larger"):
        run("-", stdin=b"x" * 1001, max_size=1000)
    assert Run(tmp_path)(".", max_size=1001)[0].named is False


def page(url: str, body: bytes = b"", **known: object) -> Page:
    return Page(url=url, final_url=url, body=body, **known)  # type: ignore[arg-type]


def test_addresses_are_fetched(tmp_path: Path) -> None:
    url = "https://example.jp/memo"
    pages = {url: page(url, b"<p>", status=200, headers=(("content-type", "text/html; charset=Shift_JIS"),))}
    assert Run(tmp_path)(url, pages=pages) == [Source(name=url, data=b"<p>", format="html")]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"status": 404}, "the server answered 404: check the address"),
        ({"fault": Fault(kind=FaultKind.NXDOMAIN, detail="no such host")}, "nxdomain: no such host"),
        ({"status": 200, "truncated": True}, "larger than"),
    ],
)
def test_an_address_that_fails_is_told(tmp_path: Path, known: dict[str, object], said: str) -> None:
    with pytest.raises(SourceError, match=f"^HTTPS://example.jp/x: {said}"):
        Run(tmp_path)("HTTPS://example.jp/x", pages={"HTTPS://example.jp/x": page("HTTPS://example.jp/x", **known)})


def test_addresses_need_something_that_fetches(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no addresses here"):
        Run(tmp_path)("https://example.jp/x")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nothing.md", "nothing.md: no such file or folder: check the spelling"),
        ("a.md/b.md", "a.md/b.md: no such file or folder"),
        (
            "www.example.jp/x",
            "www.example.jp/x: no such file or folder: for an address write https://www.example.jp/x",
        ),
        ("*.docx", r"\*.docx: no file matches"),
        ("empty", "empty: no documents in this folder: linkwatch looks for .html .md .txt"),
        ("x" * 300, "x{200}: cannot be read: File name too long"),
        ("nul\0.md", "embedded null"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, path: str, said: str) -> None:
    tree(tmp_path, "a.md empty/picture.png")
    with pytest.raises(SourceError, match=said):
        Run(tmp_path)(path)


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder of an ordinary user, whose rights the test has: root may read everything."""
    with tempfile.TemporaryDirectory() as name:
        folder, uid = Path(name), os.geteuid()
        if uid == 0:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        yield folder
        os.seteuid(uid)


def test_a_file_without_permission(nobody: Path) -> None:
    tree(nobody, "a.md b.md closed/c.md")
    (nobody / "a.md").chmod(0)
    (nobody / "closed").chmod(0)
    with pytest.raises(SourceError, match=r"^a\.md: you may not read it: check its permissions"):
        Run(nobody)("a.md")
    run = Run(nobody)
    assert run.shown(".") == ["b.md"]
    assert [str(error) for error in run.skipped] == [
        "a.md: you may not read it: check its permissions",
        "closed: you may not read it: check its permissions",
    ]
    with pytest.raises(SourceError, match="closed: you may not read it"):
        Run(nobody)("closed")


def test_a_name_that_is_not_utf_8_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    tree(tmp_path, "a.md")
    (tmp_path / os.fsdecode("会談.md".encode("shift_jis"))).write_text("x")
    run = Run(tmp_path)
    assert run.shown(".") == ["a.md"]
    assert str(run.skipped[0]) == r"\x89\xef\x92k.md: its name is not UTF-8: rename the file"


def test_files_from() -> None:
    assert listed(["a.md\n", "\n", "# no\n", "b c.md\r\n", "  \n", "#x\n", "会談.txt"]) == [
        "a.md",
        "b c.md",
        "会談.txt",
    ]


@pytest.mark.parametrize(
    ("here", "home", "given", "stored", "shown"),
    [
        ("/p", None, "a.md", "/p/a.md", "a.md"),
        ("/p", "/p", "a.md", "a.md", "a.md"),
        ("/p/docs", "/p", "a.md", "docs/a.md", "a.md"),
        ("/p/docs", "/p", "../b.md", "b.md", "/p/b.md"),
        ("/p", "/p", "./x/../a.md", "a.md", "a.md"),
        ("/p", "/p", "/elsewhere/a.md", "/elsewhere/a.md", "/elsewhere/a.md"),
        ("/p", None, "-", "-", "-"),
        ("/p", "/p", "https://example.jp/a.md", "https://example.jp/a.md", "https://example.jp/a.md"),
    ],
)
def test_names(here: str, home: str | None, given: str, stored: str, shown: str) -> None:
    names = Names(here=Path(here), home=Path(home) if home else None)
    assert names.stored(given) == stored
    assert names.shown(stored) == shown


def test_in_the_run_that_reads_it_a_document_is_called_as_it_was_given(tmp_path: Path) -> None:
    tree(tmp_path, "docs/a.md docs/b.md")
    run = Run(tmp_path, home=tmp_path)
    stored = [source.name for source in run("./docs/a.md", str(tmp_path / "docs"))]
    assert stored == ["docs/a.md", "docs/b.md"]
    assert [run.names.shown(name) for name in stored] == ["./docs/a.md", str(tmp_path / "docs" / "b.md")]
