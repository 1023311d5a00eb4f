"""A document with eight links, each of which meets another fate: told right under replay and on real sockets.

As it was, edited by one number, removed video, private video, live video, ended article, moved for good,
post as it was. The first night all are well; the second brings the fates, the third confirms the deaths.
The web is made of what the document quotes. LINKWATCH_SEED names a further document with such links.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any

import command
import pytest
from web.near import Answer, Web
from web.records import Record, write

from linkwatch import citations, documents, sites
from linkwatch.model import Citation
from linkwatch.sites import asks

NIGHTS = ("2025-01-25T03:00:00+09:00", "2025-07-01T03:00:00+09:00", "2025-07-02T03:00:00+09:00")
RECORDED = ("2025-01-24T12:00:00Z", "2025-06-30T12:00:00Z", "2025-07-01T12:00:00Z")
DOCUMENTS = [
    Path(__file__).parent / "labelled" / "fates.txt",
    *map(Path, filter(None, [os.getenv("LINKWATCH_SEED")])),
]

FATES = {
    "as it was": ("alive", "article-shown"),
    "edited by one number": ("alive", "article-shown"),
    "removed video": ("suspect", "video-removed"),
    "private video": ("restricted", "video-private"),
    "live video": ("alive", "video-playable"),
    "ended article": ("suspect", "article-ended"),
    "moved for good": ("moved", "moved"),
    "post as it was": ("alive", "post-answered"),
}
EACH = {"jiji": 1, "mofa": 1, "nhk": 1, "x": 1, "yahoo": 1, "youtube": 3}
DEAD = {"removed video", "ended article"}
NEW_HOME = "https://www.mofa.go.jp/mofaj/na/na1/us/pageit_000001_99999.html"
SENTENCES = "県は２４日、港の再整備の計画を説明した。\n総事業費は約３２０億円で、２０３１年度の完成を目指す。"
"""For links of which the document quotes nothing."""


def by_fate(document: Path) -> dict[str, Citation]:
    """The document's links, by the fate that each meets."""
    found = citations.find(documents.read(document.name, document.read_bytes()))
    of = {
        site: [each for each in found if sites.site_of(each.url) == site]
        for site in (site.name for site in sites.all_sites())
    }
    assert [len(of[site]) for site in ("jiji", "mofa", "nhk", "x", "yahoo", "youtube")] == [1, 1, 1, 1, 1, 3]
    removed, private, live = of["youtube"]
    return {
        "as it was": of["yahoo"][0],
        "edited by one number": of["jiji"][0],
        "removed video": removed,
        "private video": private,
        "live video": live,
        "ended article": of["nhk"][0],
        "moved for good": of["mofa"][0],
        "post as it was": of["x"][0],
    }


def html(*body: str, title: str = "", status: int = 200) -> Answer:
    text = f'<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title></head>'
    return Answer(status=status, body=f"{text}<body>{''.join(body)}</body></html>".encode())


def as_json(value: object, status: int = 200) -> Answer:
    return Answer(status=status, headers=(("Content-Type", "application/json"),), body=json.dumps(value).encode())


def paragraphs(cited: Citation) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in (cited.quote or SENTENCES).split("\n"))


def shown(cited: Citation) -> dict[str, Answer]:
    """The page of a link while it is well, in its site's markup, at what a visit asks for."""
    title, text = cited.title or "港の再整備", paragraphs(cited)
    last = asks(cited.url)[-1].url
    match sites.site_of(cited.url):
        case "jiji":
            head = f'<div class="ArticleTitle"><h1>{title}</h1></div>'
            return {cited.url: html(f'<article>{head}<div class="ArticleText">{text}</div></article>', title=title)}
        case "yahoo":
            head = f"<header><h1>{title}</h1></header>"
            return {cited.url: html(f'<article id="uamods">{head}<div class="article_body">{text}</div></article>')}
        case "nhk":
            head = f'<h1 class="content--title">{title}</h1>'
            return {
                cited.url: html(f'{head}<div class="content--detail-body"><div class="body-text">{text}</div></div>')
            }
        case "mofa":
            date = '<p class="rightalign">令和7年1月21日</p>'
            return {cited.url: html(f'<h2 class="title2">{title}</h2><div id="maincontents">{date}{text}</div>')}
        case "x":
            date = '<a href="#">January 22, 2025</a>'
            post = f'<blockquote class="twitter-tweet"><p>{text}</p>&mdash; 県 {date}</blockquote>'
            return {asks(cited.url)[0].url: as_json({"author_name": "県", "html": post})}
        case _:
            details = {"title": title, "shortDescription": cited.quote or SENTENCES, "author": "みなとテレビ"}
            player = {"playabilityStatus": {"status": "OK"}, "videoDetails": details}
            return {asks(cited.url)[0].url: as_json({"title": title}), last: watch_page(player)}


def watch_page(player: Mapping[str, object]) -> Answer:
    return html(f"<script>var ytInitialPlayerResponse = {json.dumps(player)};</script>", title="- YouTube")


def unplayable(cited: Citation, oembed: Answer, **status: object) -> dict[str, Answer]:
    api, watch = asks(cited.url)
    return {api.url: oembed, watch.url: watch_page({"playabilityStatus": status})}


def well(of: Mapping[str, Citation]) -> dict[str, Answer]:
    return {url: answer for cited in of.values() for url, answer in shown(cited).items()}


def fated(of: Mapping[str, Citation]) -> dict[str, Answer]:
    edited, article, moved = of["edited by one number"], of["ended article"], of["moved for good"]
    (page,) = shown(edited).values()
    ended = '<article class="module--error"><p class="module--content">記事が見つかりませんでした</p></article>'
    private = "This is a private video. Please sign in to verify that you may see it."
    return {
        **well(of),
        edited.url: Answer(body=one_number_changed(page.body.decode()).encode()),
        article.url: Answer(body=f'<title>エラー｜NHK NEWS WEB</title><body class="error">{ended}</body>'.encode()),
        moved.url: Answer(status=301, headers=(("Location", NEW_HOME),)),
        NEW_HOME: next(iter(shown(moved).values())),
        **unplayable(
            of["removed video"],
            Answer(status=404, body=b"Not Found"),
            status="ERROR",
            reason="This video has been removed by the uploader",
        ),
        **unplayable(
            of["private video"], Answer(status=403, body=b"Forbidden"), status="LOGIN_REQUIRED", messages=[private]
        ),
    }


def one_number_changed(text: str) -> str:
    """Raise the first number of the article by one."""
    head, mark, body = text.partition('class="ArticleText">')
    return head + mark + re.sub(r"\d+", lambda number: str(int(number[0]) + 1), body, count=1)


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Mapping[str, Any]]:
    assert "Traceback" not in done.stderr
    return {link["url"]: link for link in json.loads(done.stdout)["links"]}


def nights_replayed(document: Path, webs: Sequence[Mapping[str, Answer]], folder: Path) -> list[Any]:
    """One run of ``check --replay`` a night, over a WARC file of it."""
    told_of = []
    for at, recorded, answers in zip(NIGHTS, RECORDED, webs, strict=True):
        records = [
            Record(
                url=url,
                body=answer.body,
                status=f"{answer.status} {HTTPStatus(answer.status).phrase}",
                headers=answer.headers,
                date=recorded,
            )
            for url, answer in answers.items()
        ]
        file = write(folder / f"{recorded[:10]}.warc.gz", records)
        arguments = ("check", str(document), "--format", "json", "--replay", str(file), "--at", at)
        told_of.append(told(command.called(*arguments, folder=folder)))
    return told_of


def nights_on_sockets(document: Path, webs: Sequence[Mapping[str, Answer]], folder: Path) -> list[Any]:
    """The same nights against servers."""
    (folder / "linkwatch.toml").write_text('[crawl]\ndelay = 0\nretries = 0\nallow_private = ["127.0.0.0/8"]\n')
    told_of = []
    with Web(answers={url: answer for web in webs for url, answer in web.items()}, folder=folder) as web:
        for at, answers in zip(NIGHTS, webs, strict=True):
            web.answers = dict(answers)
            told_of.append(told(web.linkwatch("check", str(document), "--format", "json", "--at", at, folder=folder)))
    return told_of


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
@pytest.mark.parametrize("nights", [nights_replayed, nights_on_sockets])
def test_eight_fates(nights: Any, document: Path, tmp_path: Path) -> None:
    of = by_fate(document)
    first, second, third = nights(document, [well(of), fated(of), fated(of)], tmp_path)
    assert {fate: first[cited.url]["state"] for fate, cited in of.items()} == dict.fromkeys(FATES, "alive")
    links = {fate: second[cited.url] for fate, cited in of.items()}
    assert {fate: (link["state"], link["reason"]) for fate, link in links.items()} == FATES
    changed = [fate for fate, link in links.items() if link["drift"] in ("edited", "replaced")]
    assert changed == ["edited by one number"]
    (edit,) = links["edited by one number"]["citations"][0]["edits"]
    assert re.sub(r"\d+", "", edit["before"]) == re.sub(r"\d+", "", edit["after"])
    assert links["moved for good"]["final_url"] == NEW_HOME
    assert {fate for fate, cited in of.items() if third[cited.url]["state"] == "dead"} == DEAD
