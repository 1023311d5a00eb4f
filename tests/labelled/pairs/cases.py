"""The pairs: every article on several kinds of site, with noise alone or with one real change.

Always the same ones, made in memory; ``python tests/labelled/pairs/cases.py FOLDER`` writes them out.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[1]))

from labelled.pairs.furniture import KINDS, Furniture, later  # noqa: E402
from labelled.pairs.templates import TEMPLATES, encoded, portal  # noqa: E402
from labelled.pairs.written import written  # noqa: E402

NOISE_PER_ARTICLE = 11
_AROUND = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A written article and the edits that suit it."""

    name: str
    language: str
    title: str
    outlet: str
    published: str
    paragraphs: tuple[str, ...]
    edits: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A pair of pages and what a reader would say became of the article."""

    name: str
    language: str
    drift: str
    old: bytes
    new: bytes
    what: str
    """The kind of noise, of edit, or of replacement."""
    kind: str = ""
    """Kind of the fact that changed; empty when the case is not about one."""
    before: str = ""
    after: str = ""
    """What the list of edits has to show; either may be empty."""
    around_before: str = ""
    around_after: str = ""
    """The same with a few characters on either side: a change may be shown by phrases, or in several."""
    op: str = ""


ADDED = {
    "ja": ["【訂正】当初の記事で、発表した部署の名称に誤りがありました。", "追加の取材に対し、関係者は「詳しいことは調査中で、分かり次第公表する」と答えた。"],
    "en": ["Correction: an earlier version of this article misnamed the department that released the figures.", "Asked for further details, a spokeswoman said that the matter was still under review."],
    "zh": ["更正：本文早前版本误写了发布数据的部门名称。", "对于进一步的提问，相关负责人表示正在核实，将及时公布。"],
    "ko": ["정정: 기사 초안에서 자료를 발표한 부서의 이름이 잘못되어 바로잡습니다.", "추가 질문에 관계자는 자세한 내용을 확인하고 있으며 확인되는 대로 알리겠다고 답했다."],
}  # fmt: skip

GONE = {
    "ja": [
        ("お探しのページは見つかりませんでした", ["お探しのページは移動または削除された可能性があります。お手数ですが、トップページから改めてお探しください。"]),
        ("この記事は掲載を終了しました", ["この記事の公開期間は終了しました。最新のニュースはトップページでご覧になれます。"]),
    ],
    "en": [
        ("Page not found", ["Sorry, the page you are looking for may have been moved or deleted. Please start again from our home page."]),
        ("This article is no longer available", ["The publisher has withdrawn this article. See our latest news for other stories."]),
    ],
    "zh": [("页面不存在", ["抱歉，您访问的页面已删除或不存在，请返回首页重新查找。"])],
    "ko": [("페이지를 찾을 수 없습니다", ["요청하신 페이지가 삭제되었거나 주소가 바뀌었습니다. 첫 화면에서 다시 찾아 주십시오."])],
}  # fmt: skip


def articles() -> list[Article]:
    """All articles, in the order of their files' names."""
    return [_article(path) for path in sorted((HERE / "articles").glob("*.toml"))]


def _article(path: Path) -> Article:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Article(
        name=path.stem, language=told["language"], title=told["title"], outlet=told["outlet"],
        published=told["published"], paragraphs=tuple(told["text"].strip().split("\n")),
        edits=tuple((kind, before, after) for kind, before, after in told["edits"]),
    )  # fmt: skip


def cases() -> Iterator[Case]:
    """Every pair; more than a hundred of noise, more than a hundred of change."""
    every = articles()
    for number, article in enumerate(every):
        yield from _noise(article, number)
        yield from _edited(article, number)
        yield from _rearranged(article, number)
        yield from _replaced(article, number, every)
    yield from _written()


def _written() -> Iterator[Case]:
    for name, told, old, new in written():
        before, after = told.get("before", ""), told.get("after", "")
        was, now = (before, after) if "op" in told else _core(before, after)
        yield Case(
            name=name, language=told["language"], drift=told["drift"], what=told["what"], kind=told.get("kind", ""),
            op=told.get("op", ""), before=was, after=now, old=old, new=new,
            around_before="" if "op" in told else before, around_after="" if "op" in told else after,
        )  # fmt: skip


def _page(article: Article, furniture: Furniture, template: int) -> bytes:
    make = TEMPLATES[template % len(TEMPLATES)]
    return encoded(make(article.title, article.published, list(article.paragraphs), furniture))


def _furniture(article: Article) -> Furniture:
    return Furniture(language=article.language, outlet=article.outlet)


def _noise(article: Article, number: int) -> Iterator[Case]:
    base = _furniture(article)
    for k in range(NOISE_PER_ARTICLE):
        kind = KINDS[(number * NOISE_PER_ARTICLE + k) % len(KINDS)]
        template = number + k * 3
        more = KINDS[(number + 5 * k) % len(KINDS)]
        yield Case(
            name=f"{article.name}-noise-{k}", language=article.language, drift="same", what=f"{kind} {more}",
            old=_page(article, base, template), new=_page(article, later(base, kind, more), template),
        )  # fmt: skip
    yield Case(
        name=f"{article.name}-noise-template", language=article.language, drift="same", what="template",
        old=_page(article, base, number), new=_page(article, later(base, "ranking", "related"), number + 1 + number % 5),
    )  # fmt: skip


def _night_after(article: Article, number: int) -> Furniture:
    """Real changes come with noise around them."""
    return later(_furniture(article), KINDS[number % 13], KINDS[(number * 7 + 3) % 13])


def _edited(article: Article, number: int) -> Iterator[Case]:
    for k, (kind, before, after) in enumerate(article.edits):
        changed = replace(article, paragraphs=tuple(p.replace(before, after) for p in article.paragraphs))
        template = number * 3 + k
        was, now = _core(before, after)
        text = "\n".join(article.paragraphs)
        at = text.index(before)
        head, tail = text[max(0, at - _AROUND) : at], text[at + len(before) : at + len(before) + _AROUND]
        yield Case(
            name=f"{article.name}-edit-{k}", language=article.language, drift="edited", what="edit", kind=kind,
            before=was, after=now, around_before=head + before + tail, around_after=head + after + tail,
            old=_page(article, _furniture(article), template), new=_page(changed, _night_after(article, number + k), template),
        )  # fmt: skip


def _core(before: str, after: str) -> tuple[str, str]:
    """What differs between the two, without what they share at either end."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


def _rearranged(article: Article, number: int) -> Iterator[Case]:
    """Paragraphs and sentences that went, came, or moved; a headline rewritten; one letter; half rewritten."""
    old = list(article.paragraphs)
    added, more = ADDED[article.language]
    sentence = _sentences(old[2], article.language)
    shapes: list[tuple[str, Article, str, str, str]] = [
        ("paragraph deleted", _with(article, old[:3] + old[4:]), old[3][:12], "", "delete"),
        ("correction added", _with(article, [*old, added]), "", added[:12], "insert"),
        ("paragraph added", _with(article, [*old[:2], more, *old[2:]]), "", more[:12], "insert"),
        ("paragraph moved", _with(article, [old[0], *old[2:4], old[1], *old[4:]]), "", "", "move"),
        ("sentence deleted", _with(article, [*old[:2], "".join(sentence[:-1]).strip(), *old[3:]]), sentence[-1].strip()[:12], "", "delete"),
        ("headline", replace(article, title=_rewritten(article.title, article.language)), "", "", ""),
    ]  # fmt: skip
    for k in range(2):
        what, changed, before, after, op = shapes[(number * 2 + k) % len(shapes)]
        template = number + k * 5 + 1
        yield Case(
            name=f"{article.name}-{what.replace(' ', '-')}", language=article.language, drift="edited", what=what,
            before=before, after=after, op=op,
            old=_page(article, _furniture(article), template), new=_page(changed, _night_after(article, number), template),
        )  # fmt: skip


def _with(article: Article, paragraphs: list[str]) -> Article:
    return replace(article, paragraphs=tuple(paragraphs))


def _sentences(paragraph: str, language: str) -> list[str]:
    stop = "。" if language in ("ja", "zh") else ". "
    parts = paragraph.split(stop)
    return [part + stop for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _rewritten(title: str, language: str) -> str:
    return {"ja": "【更新】", "en": "Update: ", "zh": "最新：", "ko": "[종합] "}[language] + title


def _replaced(article: Article, number: int, every: list[Article]) -> Iterator[Case]:
    same_tongue = [each for each in every if each.language == article.language and each.name != article.name]
    other = same_tongue[number % len(same_tongue)]
    title, lines = GONE[article.language][number % len(GONE[article.language])]
    gone = replace(article, title=title, paragraphs=tuple(lines), published="")
    base = _furniture(article)
    template = number + 2
    stub = f"<!DOCTYPE html><html><head><title>{article.outlet}</title></head><body><p>{lines[0]}</p></body></html>".encode()
    for what, new in (
        ("another article", _page(replace(other, outlet=article.outlet), later(base, "ranking"), template)),
        ("not found", portal_or(template, gone, later(base, "related"))),
        ("stub", stub),
    ):
        yield Case(
            name=f"{article.name}-{what.replace(' ', '-')}", language=article.language, drift="replaced", what=what,
            old=_page(article, base, template), new=new,
        )  # fmt: skip


def portal_or(template: int, gone: Article, furniture: Furniture) -> bytes:
    """A page that is gone, on the site's own template; the office's needs three paragraphs."""
    make = TEMPLATES[template % len(TEMPLATES)]
    make = portal if make.__name__ in ("office", "builder") else make
    return encoded(make(gone.title, gone.published, list(gone.paragraphs), furniture))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for case in cases():
        (folder / case.name).mkdir(parents=True, exist_ok=True)
        (folder / case.name / "old.html").write_bytes(case.old)
        (folder / case.name / "new.html").write_bytes(case.new)
        print(case.name, case.drift, case.what, case.kind, case.before, case.after, sep="\t")
