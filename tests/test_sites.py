"""Site modules find themselves, the user's own too; documentation and spiders agree; hostile pages do no harm."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import command
import pytest
from web.records import HTML, Record, write

import spiders
from linkwatch import sites
from linkwatch.config.settings import HostSettings
from linkwatch.crawl import CrawlSettings
from linkwatch.errors import UsageError
from linkwatch.judge.visit import visit
from linkwatch.model import Page, State
from linkwatch.sites import dispatch
from linkwatch.sites.table import markdown
from spiders.base import Base

DOCS = (Path(__file__).parent.parent / "docs" / "sites.md").read_text(encoding="utf-8")
OWN = [site.name for site in sites.all_sites()]
OF_EACH = {
    "jiji": "https://www.jiji.com/jc/article?k=2025012400871&g=pol",
    "mofa": "https://www.mofa.go.jp/mofaj/na/na1/us/pageit_000001_01999.html",
    "nhk": "https://www3.nhk.or.jp/news/html/20250124/k10014701234000.html",
    "other": "https://www.minato-shimbun.example.jp/articles/1",
    "x": "https://twitter.com/minato_pref/status/1882660011223344556",
    "yahoo": "https://news.yahoo.co.jp/articles/5b0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4",
    "youtube": "https://youtu.be/Ab3dEfGh1jK",
}


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for modules that are forgotten after the test."""
    sites.all_sites()
    with monkeypatch.context() as own:
        own.setattr(dispatch, "_sites", dict(dispatch._sites))
        yield tmp_path
    dispatch._site_of_host.cache_clear()


def example() -> str:
    """The module that docs/sites.md shows."""
    return next(block for block in re.findall(r"```python\n(.*?)```", DOCS, re.S) if "NAME =" in block)


def test_each_site_has_a_spider() -> None:
    found = [importlib.import_module(f"spiders.{each.name}") for each in pkgutil.iter_modules(spiders.__path__)]
    classes = [value for module in found for value in vars(module).values() if isinstance(value, type)]
    assert sorted(cls.name for cls in classes if issubclass(cls, Base) and cls is not Base) == sorted(OWN)


def test_docs_say_what_each_recognises() -> None:
    assert markdown(sites.all_sites()) in DOCS


def test_signs_of_a_site_have_a_code_each() -> None:
    for site in sites.all_sites():
        codes = [sign.code for sign in site.signs]
        assert len(codes) == len(set(codes)), site.name


def test_the_example_is_short_and_reads(own_folder: Path) -> None:
    assert len(example().splitlines()) < 30
    (own_folder / "minato.py").write_text(example(), encoding="utf-8")
    (own_folder / "_draft.py").write_text("not even Python", encoding="utf-8")
    assert [site.name for site in sites.load_folder(own_folder)] == ["minato"]

    url = "http://minato-shimbun.example.jp/sp/kiji/43?from=top"
    assert sites.site_of(url) == "minato"
    assert sites.canonical(url) == "https://www.minato-shimbun.example.jp/kiji/43"
    assert [ask.url for ask in sites.asks(url)] == [url]
    text = '<div class="honbun"><p>県は<b>合意</b>した。</p><p class="kanren">関連</p></div>'
    html = f'<div class="kiji"><h1>港を再整備</h1>{text}</div>'
    content, verdict = visit(Page(url=url, final_url=url, status=200, body=html.encode()))
    assert (content.title, content.text, content.extractor) == ("港を再整備", "県は合意した。", "minato/1")
    assert verdict.state is State.ALIVE
    gone = "<title>港新聞</title><main><p>この記事の掲載は終了しました。</p></main>"
    _, verdict = visit(Page(url=url, final_url=url, status=200, body=gone.encode()))
    assert (verdict.state, verdict.reason) == (State.SUSPECT, "article-ended")


def test_an_own_module_takes_the_place_of_ours(own_folder: Path) -> None:
    (own_folder / "mine.py").write_text('NAME = "jiji"\nHOSTS = ("jiji.com",)\n', encoding="utf-8")
    sites.load_folder(own_folder)
    assert sites.canonical(OF_EACH["jiji"]) == OF_EACH["jiji"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def broken(:", "bad.py: SyntaxError"),
        ("import nosuchmodule", "bad.py: ModuleNotFoundError: No module named 'nosuchmodule'"),
        ('HOSTS = ("a.example",)', "bad.py: has no NAME"),
        ('NAME = "not a name"\nHOSTS = ("a.example",)', "bad.py: NAME is 'not a name'"),
        ('NAME = "a"', "bad.py: HOSTS is None"),
        ('NAME = "a"\nHOSTS = "a.example"', "bad.py: HOSTS is 'a.example'"),
    ],
)
def test_a_module_that_cannot_be_used_is_named(own_folder: Path, text: str, message: str) -> None:
    (own_folder / "bad.py").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(message)):
        sites.load_folder(own_folder)


def test_a_missing_folder_is_named(own_folder: Path) -> None:
    with pytest.raises(UsageError, match="nowhere: no such folder"):
        sites.load_folder(own_folder / "nowhere")


@pytest.mark.parametrize("name", OWN)
def test_every_site_always_asks_something_and_comes_to_an_end(name: str) -> None:
    url = OF_EACH[name]
    body = f'<a href="{url}?page=2">次へ</a><p>'.encode() * 3
    answers: tuple[Page, ...] = ()
    for ask in sites.asks(url):
        answers = (*answers, Page(url=ask.url, final_url=ask.url, status=200, body=body))
    assert sites.enough(url, answers)
    for number in range(2, 100):
        part = sites.following(url, answers)
        if part is None:
            break
        more = f'<a href="{url}?page={number + 1}">次へ</a>'.encode()
        answers = (*answers, Page(url=part.url, final_url=part.url, status=200, body=more))
    else:
        pytest.fail("it follows parts without end")
    assert sites.assemble(url, answers).status == 200


HOSTILE = {
    "empty": b"",
    "no text": bytes(range(256)) * 20,
    "deep": b"<div>" * 3000 + b"x",
    "deep json": b"<script>var ytInitialPlayerResponse = " + b'{"a":' * 5000 + b"</script>",
    "json list": b"[" * 5000,
    "json of the wrong kinds": b'{"playabilityStatus":[1],"html":7,"title":{"a":1},"playerResponse":[]}',
    "odd player": b'<script>var ytInitialPlayerResponse = {"playabilityStatus":{"status":["ERROR"],"reason":{},'
    b'"messages":{"a":1},"errorScreen":[]},"videoDetails":"x","microformat":3};</script>',
    "odd state": b'<script>window.__PRELOADED_STATE__ = {"articleDetail":{"paragraphs":{"text":[1,{"text":2}]}}}'
    b"</script>",
    "odd times": b'<div class="tweet permalink-tweet"><i data-time="99999999999999999999"></i>'
    b'<p class="tweet-text">x</p></div>',
    "surrogates": "<title>\\ud800</title><div class='ArticleText'>\\udfff</div>".encode("utf-8", "surrogatepass"),
    "many marks": b"ytInitialPlayerResponse" * 20000,
    "many names": b'"playabilityStatus":' * 20000,
}


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_are_read_all_the_same(name: str, body: bytes) -> None:
    url = OF_EACH[name]
    answers = tuple(Page(url=ask.url, final_url=ask.url, status=200, body=body) for ask in sites.asks(url))
    assert sites.enough(url, answers[:1]) in (True, False)
    sites.following(url, answers)
    content, verdict = visit(sites.assemble(url, answers))
    assert verdict.state in State
    assert not content.text or content.extractor


def test_interfaces_for_machines_are_asked_slowly_unless_the_user_says_how() -> None:
    assert CrawlSettings().host("publish.x.com").delay == 3
    assert CrawlSettings(delay=5).host("www.youtube.com").delay == 5
    assert CrawlSettings().host("www.jiji.com").delay == 1
    own = {"*.x.com": HostSettings(delay=0.5)}
    assert CrawlSettings(hosts=own).host("publish.x.com").delay == 0.5


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(
    "tail",
    [
        "?page=" + "9" * 5000,
        "&p=" + "9" * 5000,
        "?" + "&".join(f"a={n}" for n in range(20_000)),
        "/" * 20_000,
        "0" * 50_000 + "!",
        "%ff%00%2f\\..\\",
        "#!/" + "a" * 20_000,
        "?a=" + "1-" * 20_000,
        "日本語　",
    ],
    ids=range(9),
)
def test_hostile_addresses_are_taken_apart_all_the_same(name: str, tail: str) -> None:
    url = OF_EACH[name] + tail
    assert sites.site_of(url) == name
    assert sites.canonical(url) == sites.canonical(sites.canonical(url))
    assert sites.asks(url)


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "https://jiji.com/\udcff", "http://", "https://[::1", "ftp://jiji.com/", "mailto:a@jiji.com"],
)
def test_what_is_no_page_belongs_to_no_site(url: str) -> None:
    assert sites.site_of(url) == "other"
    assert sites.asks(url)[0].url == url


def test_the_command_lists_sites_and_reads_saved_pages(own_folder: Path) -> None:
    (own_folder / "linkwatch.toml").write_text('[sites]\nfolder = "own"\n', encoding="utf-8")
    (own_folder / "own").mkdir()
    (own_folder / "own" / "minato.py").write_text(example(), encoding="utf-8")
    listed = command.called("sites", folder=own_folder)
    assert [line.split()[0] for line in listed.stdout.splitlines()] == [*sorted([*OWN[:-1], "minato"]), "other"]
    assert "minato-shimbun.example.jp" in listed.stdout

    (own_folder / "saved.html").write_text("<main>この記事の掲載は終了しました。</main>", encoding="utf-8")
    url = "https://minato-shimbun.example.jp/kiji/43"
    tested = command.called("sites", "test", url, "--page", "saved.html", folder=own_folder)
    assert tested.returncode == 0
    assert "site       minato" in tested.stdout
    assert "link       https://www.minato-shimbun.example.jp/kiji/43" in tested.stdout
    assert "verdict    suspect: article-ended" in tested.stdout


def test_an_own_site_is_crawled_by_its_module(tmp_path: Path) -> None:
    url = "https://minato-shimbun.example.jp/sp/kiji/43"
    (tmp_path / "linkwatch.toml").write_text('[sites]\nfolder = "own"\n', encoding="utf-8")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "minato.py").write_text(example(), encoding="utf-8")
    (tmp_path / "notes.txt").write_text(f"{url} を参照。", encoding="utf-8")
    body = '<meta charset="utf-8"><main><p>この記事の掲載は終了しました。</p></main>'.encode()
    file = write(tmp_path / "web.warc.gz", [Record(url=url, body=body)])
    arguments = ("check", "notes.txt", "--format", "json", "--replay", str(file))
    done = command.linkwatch(*arguments, "--at", "2025-02-01T00:00:00Z", folder=tmp_path)
    (link,) = json.loads(done.stdout)["links"]
    assert (link["site"], link["canonical_url"]) == ("minato", "https://www.minato-shimbun.example.jp/kiji/43")
    assert (link["state"], link["reason"]) == ("suspect", "article-ended")


def test_the_command_reads_what_a_visit_would(tmp_path: Path) -> None:
    cases = Path(__file__).parent / "labelled" / "sites"
    watch = str(cases / "youtube" / "gone-policy" / "watch.html")
    oembed = str(cases / "youtube" / "alive" / "oembed.json")
    alone = command.called("sites", "test", OF_EACH["youtube"], "--page", watch, folder=tmp_path)
    assert "verdict    suspect: video-removed" in alone.stdout
    both = command.called("sites", "test", OF_EACH["youtube"], "--page", oembed, "--page", watch, folder=tmp_path)
    assert "title      【ノーカット】港の再整備計画" in both.stdout

    gone = str(cases / "nhk" / "gone-error-page" / "page.html")
    one = command.called("sites", "test", OF_EACH["nhk"], "--page", gone, "--status", "404", folder=tmp_path)
    assert "verdict    suspect: article-ended" in one.stdout

    pages = cases / "yahoo" / "alive-in-three-parts"
    parts = [("", "page.html"), ("?page=2", "page-2.html"), ("?page=3", "page-3.html")]
    records = [Record(url=OF_EACH["yahoo"] + query, body=(pages / name).read_bytes()) for query, name in parts]
    file = str(write(tmp_path / "web.warc.gz", records))
    replayed = command.called("sites", "test", OF_EACH["yahoo"], "--replay", file, folder=tmp_path)
    assert "text       県は春にも地元説明会を開く。" in replayed.stdout
    assert command.called("sites", "test", "x", "--page", gone, "--replay", file, folder=tmp_path).returncode == 2


def test_a_later_part_is_read_again_though_the_first_is_as_it_was(tmp_path: Path) -> None:
    """304 speaks for one address: an article in parts has no validator of its own."""
    pages = Path(__file__).parent / "labelled" / "sites" / "yahoo" / "alive-in-three-parts"
    parts = [("", "page.html"), ("?page=2", "page-2.html"), ("?page=3", "page-3.html")]
    bodies = {query: (pages / name).read_bytes() for query, name in parts}
    edited = bodies | {"?page=3": bodies["?page=3"].replace("春にも".encode(), "秋にも".encode())}
    assert edited != bodies
    (tmp_path / "notes.txt").write_text(f"{OF_EACH['yahoo']} を参照。", encoding="utf-8")
    for night, stored in (("2025-02-01", bodies), ("2025-02-02", edited)):
        records = [
            Record(url=OF_EACH["yahoo"] + query, body=body, headers=(*HTML, ("ETag", f'"{crc32(body):x}"')))
            for query, body in stored.items()
        ]
        file = write(tmp_path / f"{night}.warc.gz", records)
        arguments = ("notes.txt", "--format", "json", "--replay", str(file), "--at", f"{night}T00:00:00Z")
        done = command.called("check", *arguments, folder=tmp_path)
        (link,) = json.loads(done.stdout)["links"]
    assert (link["state"], link["drift"]) == ("alive", "edited")
    assert [(edit["before"], edit["after"]) for edit in link["edits"]] == [("春", "秋")]


def test_the_command_tells_what_would_be_asked(tmp_path: Path) -> None:
    tested = command.called("sites", "test", OF_EACH["x"], folder=tmp_path)
    assert tested.stdout.count("asks       ") == 3
    assert tested.stdout.count("(interface for machines)") == 2
    missing = command.called("sites", "test", OF_EACH["x"], "--page", "nowhere.html", folder=tmp_path)
    assert missing.returncode == 2
    assert command.one_line(missing).startswith("nowhere.html: No such file")
    (tmp_path / "linkwatch.toml").write_text('[sites]\nfolder = "nowhere"\n', encoding="utf-8")
    lost = command.called("sites", folder=tmp_path)
    assert lost.returncode == 2
    assert "no such folder of site modules" in command.one_line(lost)
