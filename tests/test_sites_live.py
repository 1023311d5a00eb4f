"""Each site's spider against a server that answers as the site does, on real sockets, walls and errors included.

The answers are those of the labelled visits, each at an address of its own; robots.txt is what the sites say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sites_cases import Case, cases
from web.near import Answer, Web

from linkwatch import sites

STANDS_FOR = {
    "jiji": "2025012400871",
    "mofa": "01999",
    "nhk": "10014701234000",
    "other": "20250124-0043",
    "x": "1882660011223344556",
    "yahoo": "5b0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4",
    "youtube": "Ab3dEfGh1jK",
}
"""The number by which the labelled visits of a site know their page."""

BARRED = {"x.com", "twitter.com", "publish.x.com", "publish.twitter.com"}
"""Hosts whose robots.txt bars all paths for all."""
SETTINGS = """
[crawl]
delay = 0
retries = 0
timeout = 20
workers = 2
allow_private = ["127.0.0.0/8"]
"""
SENT = {"robots", "timeout"}
"""Faults that this web can bring about."""


def playable(case: Case) -> bool:
    """Whether this web can bring the visit about: its faults, its robots.txt, its addresses."""
    faults = {answer["fault"] for answer in case.answers if "fault" in answer}
    barred = case.site == "x" and any("file" in answer for answer in case.answers if answer.get("url") == case.url)
    return faults <= SENT and STANDS_FOR[case.site] in case.url and not barred


CASES = {case.name: case for case in cases() if playable(case)}


def own_number(case: Case, count: int) -> str:
    """The number of this case alone, of the same shape."""
    return STANDS_FOR[case.site][: -len(str(count)) - 1] + f"0{count}"


def renumbered(case: Case, count: int, text: str) -> str:
    return text.replace(STANDS_FOR[case.site], own_number(case, count))


def answers_of(case: Case, count: int) -> Iterator[tuple[str, Answer]]:
    """What stands at each address that a visit of ``case`` asks for or is sent to."""
    asks = sites.asks(case.url)
    for number, given in enumerate(case.answers):
        url = renumbered(case, count, given.get("url") or asks[number].url)
        if given.get("fault") == "robots":
            continue
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            **{k.title(): v for k, v in given.get("headers", {}).items()},
        }
        if given.get("status") in (429, 503):
            headers["retry-after"] = "0"  # or the host would be left alone for a minute
        text = (case.folder / given["file"]).read_text(encoding="utf-8") if "file" in given else given.get("body", "")
        answer = Answer(
            status=given.get("status", 200),
            headers=tuple(headers.items()),
            body=renumbered(case, count, text).encode(),
            broken=given.get("fault") == "timeout",
        )
        if "final_url" in given:
            final = renumbered(case, count, given["final_url"])
            yield url, Answer(status=given.get("redirect", 302), headers=(("Location", final),))
            yield final, answer
        else:
            yield url, answer


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, tuple[str, str]], Web]:
    folder = tmp_path_factory.mktemp("sites")
    answers: dict[str, Answer] = {}
    urls = {}
    for count, case in enumerate(CASES.values(), 100):
        urls[case.name] = renumbered(case, count, case.url)
        answers |= answers_of(case, count)
    for host in BARRED:
        answers[f"https://{host}/robots.txt"] = Answer(headers=(), body=b"User-agent: *\nDisallow: /\n")
    (folder / "cited.txt").write_text("\n".join(f"{url} を参照。" for url in urls.values()), encoding="utf-8")
    (folder / "linkwatch.toml").write_text(
        '[crawl]\ndelay = 0\nretries = 0\ntimeout = 20\nworkers = 2\nallow_private = ["127.0.0.0/8"]\n',
        encoding="utf-8",
    )
    with Web(answers=answers, folder=folder) as web:
        done = web.linkwatch("check", "cited.txt", "--format", "json", folder=folder)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    told = {link["url"]: (link["state"], link["reason"]) for link in json.loads(done.stdout)["links"]}
    return {name: told[url] for name, url in urls.items()}, web


@pytest.mark.parametrize("name", CASES)
def test_told_as_labelled(name: str, crawled: tuple[dict[str, tuple[str, str]], Web]) -> None:
    expected = CASES[name].expected
    assert crawled[0][name] == (expected["state"], expected["reason"])


def test_each_site_is_visited_alive_and_gone() -> None:
    for name in STANDS_FOR:
        assert {CASES[each].expected["state"] for each in CASES if CASES[each].site == name} >= {"alive", "suspect"}


def test_what_was_asked_and_how(crawled: tuple[dict[str, tuple[str, str]], Web]) -> None:
    arrivals = crawled[1].arrivals
    assert all(each.headers["user-agent"].startswith("linkwatch/") for each in arrivals)
    hosts = {each.headers["host"] for each in arrivals}
    assert {"publish.x.com", "publish.twitter.com"} <= hosts
    assert not [
        each.url
        for each in arrivals
        if each.url.startswith(("https://x.com/", "https://twitter.com/")) and "robots" not in each.url
    ]
    assert {each.headers["host"] for each in arrivals if "cookie" in each.headers} == {"www.youtube.com"}
    assert not [each.url for each in arrivals if "syndication" in each.url or "youtubei" in each.url]


def test_without_oembed_a_post_is_unknown(tmp_path: Path) -> None:
    answers = dict(answers_of(CASES["x/alive"], 100)) | {
        f"https://{host}/robots.txt": Answer(headers=(), body=b"User-agent: *\nDisallow: /\n") for host in BARRED
    }
    url = renumbered(CASES["x/alive"], 100, CASES["x/alive"].url)
    (tmp_path / "cited.txt").write_text(url, encoding="utf-8")
    (tmp_path / "linkwatch.toml").write_text(f"{SETTINGS}\n[sites.x]\noembed = false\n", encoding="utf-8")
    with Web(answers=answers, folder=tmp_path) as web:
        done = web.linkwatch("check", "cited.txt", "--format", "json", folder=tmp_path)
    (link,) = json.loads(done.stdout)["links"]
    assert (link["state"], link["reason"]) == ("unknown", "robots")
    assert {arrival.url.rpartition("/")[2] for arrival in web.arrivals} == {"robots.txt"}
