"""Pages to crawl: real ones from a folder, or made ones of the size and make of real news pages."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

SIZES = (30_000, 50_000, 70_000, 90_000, 100_000, 130_000, 180_000, 250_000, 330_000, 700_000)
"""Bytes, one of each in ten: median 95 kB, as in 500 real pages measured (median 94 kB, mean 146 kB)."""
SUBJECTS = ("市", "県の委員会", "運営会社", "気象台", "研究グループ", "地元の団体", "国土交通省", "大学の調査班")
THINGS = ("橋の架け替え", "新しい条例の案", "料金の見直し", "避難計画", "図書館の移転", "バス路線の再編")
ENDS = ("を発表した。", "について住民に説明した。", "の見直しを決めた。", "を来年四月から始める。", "に反対もある。")


def pages(count: int, folder: Path | None) -> list[bytes]:
    """Return ``count`` pages, no two alike."""
    if folder is None:
        return [made(number) for number in range(count)]
    real = [path.read_bytes() for path in sorted(folder.glob("*.html"))]
    return [_marked(real[number % len(real)], number) for number in range(count)]


def folder_from_environment() -> Path | None:
    """Return the folder of real pages that LINKWATCH_PAGES names, if any."""
    named = os.environ.get("LINKWATCH_PAGES")
    return Path(named) / "alive" if named else None


def made(number: int) -> bytes:
    """Return one page: head, menus, an article, lists of other articles, scripts."""
    dice = random.Random(number)
    size = SIZES[number % len(SIZES)]
    title = f"{dice.choice(SUBJECTS)}、{dice.choice(THINGS)}を発表 第{number}報"
    paragraphs = "".join(f"<p>{_sentences(dice, dice.randint(2, 6))}</p>\n" for _ in range(dice.randint(8, 30)))
    menu = "".join(f'<li class="nav-item"><a href="/{n}">{dice.choice(THINGS)}</a></li>' for n in range(80))
    data = json.dumps({"@type": "NewsArticle", "headline": title, "datePublished": "2025-01-22T12:51:00+09:00"})
    page = f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>{title} | 橋新聞</title>
<meta property="og:title" content="{title}"><script type="application/ld+json">{data}</script></head>
<body><header><nav><ul>{menu}</ul></nav></header>
<main><article><h1>{title}</h1><time datetime="2025-01-22T12:51:00+09:00">2025年1月22日</time>
{paragraphs}</article></main><aside><h2>関連記事</h2>"""
    parts, length = [page], len(page.encode())
    while length < size:
        part = _teaser(dice) if dice.random() < 0.5 else _script(dice)
        parts.append(part)
        length += len(part.encode())
    return ("".join(parts) + "</aside><footer><p>© 橋新聞社</p></footer></body></html>").encode()


def _sentences(dice: random.Random, count: int) -> str:
    return "".join(dice.choice(SUBJECTS) + "は" + dice.choice(THINGS) + dice.choice(ENDS) for _ in range(count))


def _teaser(dice: random.Random) -> str:
    name = f"{dice.choice(SUBJECTS)}、{dice.choice(THINGS)}"
    image = f'<img src="/i/{dice.getrandbits(64):x}.jpg" alt="" loading="lazy" width="320" height="180">'
    link = f'<a href="/a/{dice.getrandbits(48):x}" class="card__link">{image}<span class="title">{name}</span></a>'
    return f'<div class="card wide" data-id="{dice.getrandbits(32)}"><div class="body">{link}</div></div>\n'


def _script(dice: random.Random) -> str:
    body = ";".join(f'window.a{n}="{dice.getrandbits(256):x}"' for n in range(12))
    return f"<script>{body}</script>\n"


def _marked(page: bytes, number: int) -> bytes:
    """Make a copy of a real page differ from the others in its text."""
    mark = f"<p>{number}</p></body>".encode()
    return page.replace(b"</body>", mark, 1) if b"</body>" in page else page + b"<p>%d</p>" % number
