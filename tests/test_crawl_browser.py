"""A page that needs a browser, on a host for which the user asks for one: drawn behind the same guard."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from web.near import Answer, Web

from linkwatch.config.settings import HostSettings
from linkwatch.crawl import CrawlSettings, browser
from linkwatch.errors import UsageError

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: apt-get install chromium")

HOME = "https://app.minato-shimbun.example.jp"
URL = f"{HOME}/articles/43"
TEXT = "県と沿岸３市は２４日、老朽化した港の再整備に向けた合意書に署名した。総事業費は約３２０億円で、来年着工する。"
SHELL = """<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>みなと新聞</title></head>
<body><div id="root"></div><iframe src="/frame"></iframe><img src="/picture.png"><script src="/app.js"></script>
</body></html>"""
SCRIPT = """
for (const wrong of ["https://192.168.7.7/secret", "https://nowhere.example.jp/x"]) fetch(wrong).catch(() => 0);
fetch("/like", {method: "POST"}).catch(() => 0);
fetch("/moved.json").then(answer => answer.json()).then(article => {
  document.title = article.title;
  document.getElementById("root").innerHTML =
    `<article><h1>${article.title}</h1><p>${article.text}</p><p>${article.text}</p></article>`;
});
"""
SETTINGS = """
[crawl]
delay = 0
retries = 0
timeout = 20
allow_private = ["127.0.0.0/8"]
browser = "{chromium}"
"""
WANTED = """
[hosts."app.minato-shimbun.example.jp"]
browser = true
"""


def html(text: str) -> Answer:
    headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"shell-1"'))
    return Answer(headers=headers, body=text.encode())


def answers() -> dict[str, Answer]:
    article = json.dumps({"title": "港再整備へ合意書", "text": TEXT}).encode()
    return {
        URL: html(SHELL),
        f"{HOME}/app.js": Answer(headers=(("Content-Type", "text/javascript"),), body=SCRIPT.encode()),
        f"{HOME}/moved.json": Answer(status=302, headers=(("Location", "/article.json"),)),
        f"{HOME}/article.json": Answer(headers=(("Content-Type", "application/json"),), body=article),
        f"{HOME}/frame": html("<p>枠</p>"),
        f"{HOME}/picture.png": Answer(headers=(("Content-Type", "image/png"),), body=b"png"),
        f"{HOME}/like": html("いいね"),
    }


def check(folder: Path, more: str, *arguments: str) -> tuple[dict[str, Any], Web]:
    (folder / "cited.md").write_text(f"[みなと新聞]({URL})によると:\n\n> {TEXT}\n", encoding="utf-8")
    (folder / "linkwatch.toml").write_text(SETTINGS.format(chromium=CHROMIUM) + more, encoding="utf-8")
    with Web(answers=answers(), folder=folder) as web:
        done = web.linkwatch("check", "cited.md", "--format", "json", *arguments, folder=folder)
    assert "Traceback" not in done.stderr, done.stderr
    (link,) = json.loads(done.stdout)["links"]
    return link, web


@needs_chromium
def test_a_shell_is_drawn_where_the_user_asks_for_it(tmp_path: Path) -> None:
    link, web = check(tmp_path, WANTED, "--record", "night.warc.gz")
    assert (link["state"], link["drift"], link["quote_kept"]) == ("alive", "same", 1.0)
    paths = sorted(arrival.url.removeprefix(HOME) for arrival in web.arrivals)
    assert paths == ["/app.js", "/article.json", "/articles/43", "/moved.json", "/robots.txt"]
    assert all(arrival.headers["user-agent"].startswith("linkwatch/") for arrival in web.arrivals)

    replayed = web.linkwatch("check", "cited.md", "--format", "json", "--replay", "night.warc.gz", folder=tmp_path)
    (link,) = json.loads(replayed.stdout)["links"]
    assert (link["state"], link["quote_kept"]) == ("alive", 1.0)


@needs_chromium
def test_no_browser_unless_asked_for(tmp_path: Path) -> None:
    link, web = check(tmp_path, "")
    assert link["quote_kept"] is None
    assert sorted(arrival.url.removeprefix(HOME) for arrival in web.arrivals) == ["/articles/43", "/robots.txt"]


def test_a_browser_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "playwright.async_api", None)
    browser.check(CrawlSettings())
    with pytest.raises(UsageError, match=r"app\.example\.jp: wants a browser: pip install 'linkwatch\[browser\]'"):
        browser.check(CrawlSettings(hosts={"app.example.jp": HostSettings(browser=True)}))
