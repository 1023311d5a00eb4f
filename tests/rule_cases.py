"""The cases of labelled/rules.toml and phrases.toml, made into pages."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from linkwatch.judge.words import plain, segments
from linkwatch.model import Fault, FaultKind, Hop, Page, Past, Sign, SignKind

HERE = Path(__file__).parent / "labelled"
TABLE: dict[str, Any] = tomllib.loads((HERE / "rules.toml").read_text("utf-8"))
GONE: dict[str, list[str]] = tomllib.loads((HERE / "phrases.toml").read_text("utf-8"))["gone"]
NEAR: dict[str, list[str]] = TABLE["near"]
TOPICS: dict[str, dict[str, dict[str, list[str]]]] = TABLE["topic"]

TOPIC_OF = {
    "suspended": "suspended", "default-page": "default-page", "geo-fence": "geo", "private": "private",
    "members-only": "members", "login-form": "login", "parked": "parked", "says-out-of-order": "outage",
    "says-blocked": "refused", "age-gate": "age", "consent-wall": "consent", "login-wall": "login",
    "needs-browser": "shell", "paywall": "paywall",
}  # fmt: skip
"""Which messages a rule looks for."""

ALWAYS = {"ok"}
"""Rules that fire whenever no other has."""

URL = "https://www.quietlane.test/news/2014/1205.html"
TEXT = """\
The well on the green was dug in the dry summer of 1901, when the brook that fed the village had shrunk to a
string of puddles and the water cart came up from the station twice a week.

Its curb is of limestone from the old quarry, cut by two brothers who had worked on the viaduct, and its roof
was added when the first one had blown into the vicarage garden.

For thirty years a rope and a bucket served sixty households; then the parish council bought a pump, of which
the handle is still kept in the reading room, next to the flood gauge.

Children were told that a coin dropped on the night of the fair would be answered by a sound from below, and
when the well was cleaned in 1958 the men brought up four pounds in copper.

The water was declared unfit in 1974. Since then the green has been lower by a hand, because the spring now
drains to the pond, and the houses at its edge have had to be underpinned.

A plate gives the year and the names of the masons. It was paid for by a collection among those who had moved
away, and who came back for an afternoon to drink a glass of water from the tap.
"""
LONG = "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One page for one rule."""

    rule: str
    is_hit: bool
    page: Page
    language: str = ""
    shown: str = ""
    """The case in few words, for the documentation."""
    past: Past = field(default_factory=Past)
    sibling: Page | None = None
    sign: Sign | None = None
    reason: str = ""
    """That of a hit."""

    @property
    def name(self) -> str:
        """For the test's name."""
        return f"{self.rule}-{self.language or 'any'}-{'hit' if self.is_hit else 'near'}"


@lru_cache(maxsize=1)
def pages() -> tuple[Case, ...]:
    """Return all cases."""
    return (*CASES, *_gone(), *_topics())


def _gone() -> list[Case]:
    cases = []
    for language, near in NEAR.items():
        for rule in ("soft-404", "says-gone"):
            for is_hit, message in ((True, GONE[language][0]), (False, near[0]), (False, near[-1])):
                html = _titled(message) if rule == "soft-404" else _told(message if is_hit else f"{message}.")
                cases.append(_message(rule, language, message, html, is_hit=is_hit))
            html = _titled(GONE[language][0]) if rule == "soft-404" else _told(GONE[language][0])
            cases.append(_message(rule, language, f"{GONE[language][0]} …", html + LONG, is_hit=False))
    return cases


def _topics() -> list[Case]:
    cases = []
    for rule, topic in TOPIC_OF.items():
        hits, near = TOPICS[topic]["hit"], TOPICS[topic]["near"]
        for language, messages in hits.items():
            cases.append(_of_topic(rule, language, messages[0], is_hit=True))
            cases.append(_of_topic(rule, language, messages[0], is_hit=False))
        for language, messages in near.items():
            cases += [_message(rule, language, one, _titled(one), is_hit=False) for one in messages]
    return cases


def _of_topic(rule: str, language: str, message: str, *, is_hit: bool) -> Case:
    """Return the page whose message it is; or, near, one that has it and its text too."""
    more, status = "" if is_hit else LONG, 200
    match rule:
        case "paywall":
            end = f"<div>{escape(message)}</div>"
            told = "<p>The mill at the ford is to be let again, the trustees have said after their meeting.</p>"
            told += "<p>It has stood empty since the winter before last, when the wheel broke.</p>"
            html = f"<title>The mill</title><article><h1>The mill</h1>{told}{more}{more}{end}</article>"
        case "needs-browser":
            root = f'<div id="root">{more}</div><script src="/a.js"></script>'
            html = f"<title>Mill</title><noscript>{escape(message)}</noscript>{root}"
        case "login-form":
            status, form = 401, '<form><input type="password"></form>' if is_hit else ""
            html = f"{_titled(message)}{form}"
        case "login-wall":
            html = f'{_titled(message)}<form><input type="password"></form>{more}'
        case _:
            html = _titled(message) + more
    return _message(rule, language, message if is_hit else f"{message} …", html, is_hit=is_hit, status=status)


def _titled(message: str) -> str:
    return f"<title>{escape(message)}</title><h1>{escape(message)}</h1>"


def _told(message: str) -> str:
    names = ("Quiet Lane village", "Lower Green, Northmoor", "Open on Fridays", "Founded 1901")
    labels = "".join(f"<div>{name}</div>" for name in names)
    return f"<title>Quiet Lane</title><p>{escape(message)}</p>{labels}"


def _message(rule: str, language: str, message: str, html: str, *, is_hit: bool, status: int = 200) -> Case:
    page = _page({"html": html, "status": status}, language)
    words, over, article = message.partition(" …")
    shown = f"“{words}”" + (" over an article" if over or article else "")
    return Case(rule=rule, is_hit=is_hit, page=page, language=language, shown=shown, reason=rule)


def _page(told: dict[str, Any], language: str = "en") -> Page:
    url = told.get("url", URL)
    html = told.get("html", f"<title>{escape(told.get('title', 'The well of 1901'))}</title>")
    if told.get("long"):
        html = f"{html}<h1>The well of 1901</h1>{LONG}{LONG}" if "<h1>" not in html else html + LONG
    body = f'<html lang="{language}"><meta charset="utf-8">{html}' if "type" not in told and html else html
    headers = {"content-type": told.get("type", "text/html; charset=utf-8"), **told.get("headers", {})}
    fault = Fault(kind=FaultKind(told["fault"]), detail=told.get("detail", "")) if "fault" in told else None
    bad = told.get("certificate")
    return Page(
        url=url,
        final_url=told.get("final_url", url),
        status=told.get("status", None if fault else 200),
        headers=tuple(headers.items()),
        body=b"" if fault else body.encode(),
        fault=fault,
        certificate=Fault(kind=FaultKind.TLS, detail=bad) if bad else None,
        redirects=tuple(Hop(url=url, status=status, location=to) for status, to in told.get("hops", ())),
    )


def _cases() -> tuple[Case, ...]:
    cases = []
    for entry in TABLE["case"]:
        for kind in ("hit", "near"):
            told = entry[kind]
            language = entry.get("language", "")
            sign = told.get("sign")
            kinds = (
                {
                    "kind": SignKind(sign[0]),
                    "code": sign[1],
                    "target": "".join(sign[2:]),
                    "evidence": "as the site says",
                }
                if sign
                else None
            )
            cases.append(
                Case(
                    rule=entry["rule"],
                    is_hit=kind == "hit",
                    page=_page(told, language or "en"),
                    language=language,
                    shown=_shown(told),
                    past=Past(**told.get("past", {})),
                    sibling=_page({"html": told["sibling"]}) if "sibling" in told else None,
                    sign=Sign(**kinds) if kinds else None,
                    reason=sign[1] if sign else entry["rule"],
                )
            )
    return tuple(cases)


def _shown(told: dict[str, Any]) -> str:
    """Return a case in few words."""
    words = []
    if "title" in told:
        words.append(f"“{told['title']}”")
    if "past" in told:
        words += [f"before: {value}" for value in told["past"].values()]
    if "sign" in told:
        words.append(
            f"the site says: {told['sign'][0]}" + (f", now at {told['sign'][2]}" if told["sign"][2:] else "")
        )
    words += [f"{told[key]}" for key in ("fault", "detail", "certificate") if key in told]
    words += [f"{status} to {to}" for status, to in told.get("hops", ())]
    if "status" in told:
        words.append(f"HTTP {told['status']}")
    words += [f"{name}: {value}" for name, value in told.get("headers", {}).items()]
    if "html" in told and "sibling" not in told:
        words.append(f"`{told['html']}`" if told["html"] else "no content")
    if "sibling" in told:
        same = "says the same" if told["sibling"] == told["html"] else "says something else"
        words.append(f"a made-up address beside it {same}")
    if told.get("long"):
        words.append("an article")
    return ", ".join(words)


CASES = _cases()


def patterns_without(topic: str, messages: list[str]) -> list[str]:
    """Return the patterns of a topic that none of the messages shows."""
    source = files("linkwatch.judge.phrases").joinpath("topics.toml").read_text("utf-8")
    entry = tomllib.loads(source)[topic]
    whole = [part for message in messages for part in (*segments(message), plain(message).strip(" .!。"))]
    lost = [one for one in entry.get("whole", ()) if not any(re.fullmatch(one, part) for part in whole)]
    return lost + [one for one in entry.get("says", ()) if not any(re.search(one, plain(m)) for m in messages)]
