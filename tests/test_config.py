"""linkwatch.toml: found, read, refused with the key and the way out; written and documented from the same fields."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from linkwatch import config
from linkwatch.config.loading import keys
from linkwatch.errors import ConfigError


def written(folder: Path, text: str, name: str = "linkwatch.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_settings_are_the_defaults(tmp_path: Path) -> None:
    settings = config.load(None, tmp_path)
    assert settings == config.Settings()
    assert settings.report.fail_on == ("dead", "suspect")


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    written(
        tmp_path,
        """
        contact = "環境課 <kankyo@example.jp>"
        time_zone = "Asia/Tokyo"
        exclude = ["drafts/", "https://intranet\\\\."]
        [documents]
        max_size = "1.5 MB"
        gitignore = false
        [crawl]
        timeout = 7
        headers = { Accept-Language = "ja" }
        allow_private = ["10.1.2.3/8"]
        nameservers = ["192.0.2.53", "192.0.2.54:5353", "2001:db8::53", "[2001:db8::54]:5353"]
        probes = ["up.example.jp:443", "[2001:db8::1]:80"]
        siblings = false
        [check]
        max_age = "1d"
        [report]
        fail_on = ["dead"]
        [hosts."*.Example.jp"]
        delay = 5
        robots = false
        """,
    )
    settings = config.load(None, tmp_path)
    assert settings.contact == "環境課 <kankyo@example.jp>"
    assert settings.exclude == ("drafts/", "https://intranet\\.")
    assert settings.documents.max_size == 1_500_000
    assert settings.documents.gitignore is False
    assert settings.crawl.timeout == 7.0
    assert settings.crawl.headers == {"Accept-Language": "ja"}
    assert settings.crawl.allow_private == ("10.0.0.0/8",)
    assert settings.crawl.nameservers == (
        "192.0.2.53:53", "192.0.2.54:5353", "[2001:db8::53]:53", "[2001:db8::54]:5353",
    )  # fmt: skip
    assert settings.crawl.probes == ("up.example.jp:443", "[2001:db8::1]:80")
    assert settings.crawl.siblings is False
    assert settings.check.max_age == timedelta(days=1)
    assert settings.report.fail_on == ("dead",)
    assert settings.hosts["*.example.jp"].delay == 5.0
    assert settings.hosts["*.example.jp"].robots is False


def test_the_nearest_file_upward_is_taken(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    written(tmp_path, 'contact = "outer"')
    assert config.load(None, inner).contact == "outer"
    written(tmp_path / "a", '[tool.linkwatch]\ncontact = "project"', "pyproject.toml")
    assert config.load(None, inner).contact == "project"
    written(inner, '[tool.other]\nx = 1\n[project]\nname = "no table of ours"', "pyproject.toml")
    assert config.load(None, inner).contact == "project"
    written(inner, 'contact = "inner"')
    settings = config.load(None, inner)
    assert settings.contact == "inner"
    assert config.home(settings) == inner


def test_a_broken_pyproject_that_is_not_ours_does_no_harm(tmp_path: Path) -> None:
    written(tmp_path, "[tool.black\n", "pyproject.toml")
    assert config.load(None, tmp_path).file is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contakt = 'x'", "unknown key contakt: did you mean contact?"),
        ("[crawl]\ntime_out = 3", "unknown key crawl.time_out: did you mean crawl.timeout?"),
        ("timeout = 3", "unknown key timeout: did you mean crawl.timeout?"),
        ("[crawll]\ntimeout = 3", "unknown key crawll: did you mean crawl?"),
        ("[hosts.'a.jp']\nspeed = 3", "unknown key hosts.a.jp.speed: the nearest known key is hosts."),
        ("file = 'x'", "unknown key file"),
        ("[crawl]\ntimeout = 'fast'", "crawl.timeout is 'fast': it must be a number of seconds above 0, like 20"),
        ("[crawl]\ntimeout = 0", "crawl.timeout is 0: it must be a number of seconds above 0"),
        ("[crawl]\ntimeout = nan", "crawl.timeout is nan: it must be"),
        ("[crawl]\nrobots = 'no'", "crawl.robots is 'no': it must be true or false"),
        ("[crawl]\nmax_redirects = true", "crawl.max_redirects is true: it must be a whole number"),
        ("[crawl]\nmax_redirects = -1", "crawl.max_redirects is -1: it must be a whole number"),
        (
            "[crawl]\nallow_private = ['10.0.0/8']",
            "crawl.allow_private is ['10.0.0/8']: it must be a list of networks",
        ),
        (
            "[crawl]\nnameservers = ['dns.example.jp']",
            "it must be a list of addresses, with or without a port",
        ),
        (
            "[crawl]\nnameservers = ['9.9.9.9:0x']",
            "crawl.nameservers is ['9.9.9.9:0x']",
        ),
        ("[crawl]\nprobes = ['up.example.jp']", "it must be a list of hosts with ports, like"),
        ("[crawl]\nprobes = ['http://me:secret@up.example.jp/204']", "it must be a list of hosts with ports, like"),
        ("[crawl]\nprobes = ['http://up.example.jp/204?who=me']", "it must be a list of hosts with ports, like"),
        ("[crawl]\nprobes = ['https://up.example.jp/204']", "it must be a list of hosts with ports, like"),
        ("[crawl]\nprobes = ['up.example.jp:0']", "it must be a list of hosts with ports, like"),
        ("[crawl]\nheaders = { 'X Y' = 'a' }", "crawl.headers is {'X Y': 'a'}: it must be headers"),
        ('[crawl]\nheaders = { X = "a\\nB: c" }', "it must be headers"),
        ("crawl = 3", "crawl must be a table: write [crawl] on a line of its own"),
        ("hosts = 3", "hosts must be a table"),
        ("[hosts]\n'a.jp' = 3", "hosts.a.jp must be a table"),
        ("exclude = 'drafts/'", "exclude is 'drafts/': it must be a list of texts"),
        ("[check]\nmax_age = 1", 'check.max_age is 1: it must be a length of time, like "12h" or "1d"'),
        ("[check]\nmax_age = 'soon'", "check.max_age is 'soon'"),
        ("[documents]\nmax_size = 'big'", 'it must be a size, like "500 kB" or "16 MB"'),
        ("[report]\nfail_on = ['deaf']", "report.fail_on is ['deaf']: it must be a list out of moved, dead"),
        ("[report]\nformat = 'xml'", "report.format is 'xml': it must be one of text, json"),
        ("time_zone = 'Asia/Edo'", "time_zone is 'Asia/Edo': it must be the name of a time zone"),
        ("time_zone = '../../etc/passwd'", "it must be the name of a time zone"),
        ("[crawl]\ntimeout == 3", "not TOML: Invalid value (at line 2, column 10)"),
        ("[report]\n[report]", "not TOML: Cannot declare ('report',) twice (at line 2"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_way_out(tmp_path: Path, text: str, said: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        config.load(None, tmp_path)
    assert said in str(raised.value)
    assert str(raised.value).startswith(str(file))
    assert "\n" not in str(raised.value)


def test_a_named_file_must_be_there_and_in_utf_8(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: no such file: linkwatch init"):
        config.load(tmp_path / "none.toml", tmp_path)
    with pytest.raises(ConfigError, match="Is a directory"):
        config.load(tmp_path, tmp_path)
    (tmp_path / "sjis.toml").write_bytes("contact = '環境課'".encode("shift_jis"))
    with pytest.raises(ConfigError, match="not UTF-8 at byte 11"):
        config.load(tmp_path / "sjis.toml", tmp_path)
    written(tmp_path, "[project]", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"has no \[tool.linkwatch\]"):
        config.load(tmp_path / "pyproject.toml", tmp_path)


def test_flags_win(tmp_path: Path) -> None:
    written(tmp_path, "contact = 'a'\n[crawl]\ntimeout = 3\ndelay = 2")
    settings = config.override(config.load(None, tmp_path), {"crawl.timeout": 9.0, "exclude": ("x",)})
    assert (settings.crawl.timeout, settings.crawl.delay, settings.exclude) == (9.0, 2.0, ("x",))
    assert settings.contact == "a"


def test_where_the_database_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert config.database(config.load(None, tmp_path)).is_relative_to(tmp_path / "cache")
    written(tmp_path, "")
    assert config.database(config.load(None, tmp_path)) == tmp_path / "linkwatch.db"
    written(tmp_path, "database = 'data/links.db'")
    assert config.database(config.load(None, tmp_path)) == tmp_path / "data" / "links.db"


def test_the_template_says_every_key_and_is_the_defaults(tmp_path: Path) -> None:
    text = config.template(contact='someone "with quotes" 田中')
    settings = config.load(written(tmp_path, text), tmp_path)
    assert settings.contact == 'someone "with quotes" 田中'
    assert config.override(settings, {"contact": "", "file": None}) == config.Settings()


def test_the_template_is_usable_with_every_key_switched_on(tmp_path: Path) -> None:
    lines = config.template().splitlines()
    switched_on = "\n".join(
        line[1:] if line.startswith("#") and not line.startswith("# ") else line for line in lines
    )
    names = {key.rpartition(".")[2] for key, _, _ in keys()}
    assert {line.partition(" =")[0] for line in switched_on.splitlines() if " = " in line and line[0] != "#"} == names
    tomllib.loads(switched_on)
    config.load(written(tmp_path, switched_on), tmp_path)


def test_every_key_is_documented() -> None:
    for key, about, default in keys():
        assert about.doc.endswith("."), key
        if default is not None:
            assert about.kind.read(about.kind.write(default)) == default, key
        if about.example is not None:
            about.kind.read(about.example)
