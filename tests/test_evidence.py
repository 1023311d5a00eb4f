"""What rules write in English is told in the reader's language, every sentence of it."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import linkwatch.judge
import linkwatch.sites
from linkwatch.judge.rules import status, transport
from linkwatch.report.web import evidence
from linkwatch.report.web.language import Language

RULES = sorted(Path(linkwatch.judge.__file__).parent.rglob("*.py"))
JAPANESE = Language(code="ja", zone=UTC, now=datetime(2026, 3, 9, tzinfo=UTC))
ENGLISH = Language(code="en", zone=UTC, now=JAPANESE.now)

SAMPLES = {
    "page.status": "200",
    "status": "429",
    "WALLS[status]": "too many requests",
    "found": "“お探しのページはありません”",
    "message": "gone",
    "mark": "error-404",
    "had": "1,234 characters of text are missing",
    "_way(case)": "https://example.jp/ (by 301, 302)",
    "page.final_url": "https://example.jp/",
    "host": "parking.example",
    "wall.name": "Cloudflare",
    "_said(401)": "HTTP 401 Unauthorized",
    "_said(503)": "HTTP 503 Service Unavailable",
    "refused": "“アクセスが拒否されました”",
    "fault.detail": "after 30 s",
    "told": "JavaScriptを有効に",
    "provisional.evidence": "HTTP 404 Not Found",
    "provisional.reason": "http-404",
    "host.turned": "7",
    "host.was_living": "8",
    "host.host": "example.jp",
    "same": "12",
    "run.failures": "3",
    "contradiction.archive": "wayback",
    "taken": "2026-03-01",
    "share": "7 of 8",
    "words@hosts": "“casino” and “bonus”",
    "words@transport": "no answer in time",
    "words@ours": "robots.txt forbids the visit",
    "how@sites": "shows it no more",
    "self.words[:100]": "お探しのページはありません",
    "self.beside": "1,234",
    "self.allowed": "80",
    "prose": "1,234",
    "gone_too": "“404 Not Found”",
    "case.content.visible_chars": "9,000",
    "host or mark": "parking.example",
    "address.host": "consent.youtube.com",
    "new.final_url": "https://news.web.nhk/a",
    "told.sign.evidence": "ERROR: Video unavailable",
    "mark@walls": "the mark _abck",
    "scheme.split()[0] if scheme.split() else 'HTTP'": "Basic",
}
"""What rules put into their sentences; with @ in one module only."""

OURS = ("HTTP 404 Not Found", "HTTP 418", "エラー｜NHK NEWS WEB", "404 Not Found", "Sorry (no page)", "")
"""Words of a page or of HTTP, which stay as they are."""


def sentences() -> Iterator[str]:
    """All that a rule gives as evidence or as why it did not fire, or settling as veto, with samples put in."""
    for path in RULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "why_not":
                [told] = [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
                yield from _written(told, path.stem)
            if (isinstance(node, ast.keyword) and node.arg in ("evidence", "why_not", "vetoed")) or (
                isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("evidence", "tonight", "vetoed")
            ):
                yield from _written(node.value, path.stem)


def _written(node: ast.expr, module: str) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _written(node.body, module)
        yield from _written(node.orelse, module)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else _sample(part, module) for part in node.values
        )


def _sample(part: ast.expr, module: str) -> str:
    assert isinstance(part, ast.FormattedValue)
    said = ast.unparse(part.value)
    said = said.removeprefix("case.")
    known = SAMPLES.get(f"{said}@{module}") or SAMPLES.get(said)
    if known is not None:
        return known
    return "12" if said.startswith("len(") or ".days" in said else "言葉"


def of_sites() -> Iterator[str]:
    """What the sites known by heart put into their signs; not what is words of the site alone."""
    for path in sorted(Path(linkwatch.sites.__file__).parent.glob("*.py")):
        module = importlib.import_module(f"linkwatch.sites.{path.stem}")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".seen", "signed"))):
                continue
            if not node.args:
                name = ast.unparse(node.func).removesuffix(".seen")
                yield from [vars(module)[name].what] if name in vars(module) else []
            else:
                yield from (said for said in _written(node.args[-1], "sites") if said[0] not in "「4")


CONNECTIONS = [
    node.args[2].value
    for module in (transport, linkwatch.judge.rules.ours)
    for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text("utf-8")))
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "_fault" and isinstance(node.args[2], ast.Constant)
]
WALLS = [f"HTTP {code}: {words}" for code, words in status.WALLS.items()]
CHANGED = [
    "against the quote: 99% of the quoted text is kept",
    "against the first version seen: 40% alike",
    "against the archive: 7% alike",
    "against the archive: the same in another order",
    "against the quote",
]
WEAK = [
    "the nearest archived copy is of 100 days before the writing",
    "the nearest archived copy is of 39 hours after the writing",
    "the archived copies before and after the writing differ; this one is of 1 hour after the writing",
    "the archived copies before and after the writing differ; this one is of the time of writing",
    "the first snapshot is from the day of publication; the first snapshot was taken 42 days after the writing",
    "the first snapshot was read in another way, and what it was read from was not kept; this one is of 2025-06-01",
    "the first snapshot was read in another way, and the page is of another kind now",
    "the archived copy was read in another way, and what it was read from was not kept",
]
ALIVE = [
    "HTTP 200",
    "HTTP 200, 1,234 characters of text",
    "HTTP 200, at https://example.jp/a for the time being, with a faulty certificate (expired), 7 characters of text",
]


def test_the_rules_are_read() -> None:
    assert len(set(sentences())) > 65
    assert len(CONNECTIONS) > 12
    assert len(WALLS) > 15
    assert len(set(of_sites())) > 15


@pytest.mark.parametrize(
    "said", sorted({*sentences(), *of_sites(), *CHANGED, *WEAK, *map(str, CONNECTIONS), *WALLS, *ALIVE[1:]})
)
def test_every_sentence_of_a_rule_is_told_in_japanese(said: str) -> None:
    told = evidence.told(JAPANESE, said)
    assert told != said
    assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", told.replace(SAMPLES["told.sign.evidence"], ""))
    assert evidence.told(ENGLISH, said) == said


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("HTTP 404 Not Found (at 2 visits)", "HTTP 404 Not Found（2回の確認で）"),
        ("“なし” over a page that says little else", "「なし」とあり、ほかに目立った内容がない"),
        ("no answer in time (after 30 s)", "時間内に応答がない（after 30 s）"),
        ("tonight soft-404: “なし” at https://a.jp/", "今回は soft-404：https://a.jp/ に「なし」とある"),
        ('oEmbed answers 404: {"error": "Sorry"}', 'oEmbed の応答は 404：{"error": "Sorry"}'),
        ("the title has “a” and “b”", "タイトルに「a」と「b」とある"),
        *((each, each) for each in OURS),
    ],
)  # fmt: skip
def test_the_words_of_others_stay(said: str, told: str) -> None:
    assert evidence.told(JAPANESE, said) == told


def test_hostile_evidence_takes_no_time_and_puts_nothing_in() -> None:
    for said in ("“" * 2_000, "HTTP 200, " * 200, "%(what)s (at 2 visits)", "x (at 2 visits)" * 300, "{0}%s"):
        assert isinstance(evidence.told(JAPANESE, said), str)
    assert evidence.told(JAPANESE, "%(count)s (at 2 visits)") == "%(count)s（2回の確認で）"
