"""What ``linkwatch judge`` reads, and how it tells what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linkwatch.cli.judge import NOWHERE
from linkwatch.compare import compare
from linkwatch.compare.pages import compare_pages, visible_text
from linkwatch.errors import UsageError
from linkwatch.judge.visit import visit
from linkwatch.model import (
    Baseline,
    BaselineKind,
    Comparison,
    Content,
    Drift,
    Failure,
    Fate,
    Hop,
    Page,
    Past,
    State,
    Verdict,
)
from linkwatch.report.diff.json_object import sentence
from linkwatch.report.printable import one_line

SHOWN = (State.ALIVE, State.MOVED)
"""States in which a page's text is its own and whole, so that it can be held against what it said."""

BECOMES = {
    Failure.SURE: "dead at the second visit, at least 20 hours later",
    Failure.LIKELY: "dead at the third visit, over at least 3 days",
    Failure.NETWORK: "never dead for this alone",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One page to be judged."""

    body: str | None
    """Its path, as given."""
    page: Page
    quote: str | None = None
    first: Page | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found."""

    ask: Ask
    content: Content
    verdict: Verdict
    quoted: Comparison | None = None
    drift: Drift | None = None


def ask(given: object, folder: Path) -> Ask:
    """Read what a line of a batch describes; paths start from ``folder``, else from where we are.

    Raises UsageError when it is no such line, or names a file that cannot be read.
    """
    if not isinstance(given, dict):
        raise UsageError("not a JSON object", hint='{"url", "status", "headers", "final_url", "body"}')
    url = _text(given, "url")
    if not url:
        raise UsageError("no url", hint='"url" is the address that was asked')
    body, first = _text(given, "body"), _text(given, "first")
    status = given.get("status")
    if status is None:
        status = 200
    if not isinstance(status, int) or isinstance(status, bool) or not 100 <= status <= 999:
        raise UsageError(f"status {status!r} is no HTTP status", hint="a number from 100 to 999")
    if not body and 200 <= status < 300:
        raise UsageError("no body", hint='"body" is the path of the saved page')
    final_url = _text(given, "final_url") or url
    page = Page(
        url=url,
        final_url=final_url,
        status=status,
        headers=tuple(_headers(given.get("headers"))),
        body=_bytes(body, folder) if body else b"",
        redirects=tuple(_hops(given.get("redirects"))),
    )
    earlier = Page(url=url, final_url=url, status=200, body=_bytes(first, folder)) if first else None
    return Ask(body=body, page=page, quote=_text(given, "quote"), first=earlier)


def _text(given: dict[str, Any], key: str) -> str | None:
    value = given.get(key)
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{key} is not a string", hint="see linkwatch judge --help")
    return value


def _headers(given: object) -> Iterator[tuple[str, str]]:
    """Names in lower case; a value may be a string or a list of them."""
    if given is None:
        return
    if not isinstance(given, dict):
        raise UsageError("headers are not an object", hint='{"content-type": "text/html"}')
    for name, value in given.items():
        for each in value if isinstance(value, list) else [value]:
            yield str(name).lower(), str(each)


def _hops(given: object) -> Iterator[Hop]:
    if given is None:
        return
    if not isinstance(given, list):
        raise UsageError("redirects are not a list", hint='[{"url", "status", "location"}]')
    for each in given:
        try:
            yield Hop(url=str(each["url"]), status=int(each["status"]), location=str(each["location"]))
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(f"{each!r} is no redirect", hint='{"url", "status", "location"}') from error


def _bytes(name: str, folder: Path) -> bytes:
    beside = folder / name
    try:
        return (beside if beside.is_file() else Path(name)).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{name}: cannot be read: {reason}", hint="name a saved page") from error


def answer(asked: Ask) -> Answer:
    """Judge one page, and hold it against its quote and its earlier copy."""
    before = visit(asked.first)[0] if asked.first is not None else None
    past = Past(title=before.title, text_chars=len(before.text)) if before is not None else Past()
    content, verdict = visit(asked.page, past)
    text = content.text if verdict.state in SHOWN else ""
    quoted = drift = None
    if asked.quote:
        quoted = _held(asked, content, text, verdict)
    if asked.first is not None:
        drift = compare_pages(asked.first, asked.page).drift if text else Drift.UNJUDGED
    return Answer(ask=asked, content=content, verdict=verdict, quoted=quoted, drift=drift)


def _held(asked: Ask, content: Content, text: str, verdict: Verdict) -> Comparison:
    """Hold the page against a quote; the teaser before a paywall can only confirm it."""
    baseline = Baseline(kind=BaselineKind.QUOTE, text=asked.quote or "")
    if verdict.state is State.RESTRICTED:
        teaser = compare(baseline, content.text, content.title)
        if teaser.drift is Drift.SAME:
            return teaser
    told = compare(baseline, text, content.title)
    if not text or all(each.fate is Fate.KEPT for each in told.sentences):
        return told
    return compare(baseline, text, content.title, visible_text(asked.page))


def shape(told: Answer) -> dict[str, Any]:
    """Return the answer as the contract has it: docs/contracts/judged.schema.json."""
    verdict = told.verdict
    shaped: dict[str, Any] = {
        "url": told.ask.page.url,
        "body": told.ask.body,
        "state": verdict.state,
        "reason": verdict.reason,
        "evidence": verdict.evidence,
        "confidence": verdict.confidence,
        "title": told.content.title,
        "text_chars": len(told.content.text),
        "failure": verdict.failure,
        "becomes": BECOMES[verdict.failure] if verdict.failure else None,
        "new_url": verdict.new_url,
        "rules": [{"rule": trace.rule, "fired": trace.fired, "note": trace.note} for trace in verdict.trail],
    }
    if told.quoted is not None:
        shaped["quote_kept"] = told.quoted.quote_kept
        shaped["sentences"] = [
            sentence(each, "" if told.ask.page.url == NOWHERE else told.ask.page.url)
            for each in told.quoted.sentences
        ]
    if told.drift is not None:
        shaped["drift"] = told.drift
    return shaped


def text(told: Answer) -> str:
    """Return the answer for people."""
    verdict = told.verdict
    lines = [f"{verdict.state}  {verdict.reason}  ({verdict.confidence})", f"  {one_line(verdict.evidence)}"]
    if verdict.failure:
        lines.append(f"  {BECOMES[verdict.failure]}")
    if verdict.new_url:
        lines.append(f"  now at {one_line(verdict.new_url)}")
    lines.append(f"  title  {one_line(told.content.title) or '–'}")
    lines.append(f"  text   {len(told.content.text):,} characters")
    if told.quoted is not None and told.quoted.quote_kept is not None:
        lines.append(f"  quote  {told.quoted.quote_kept:.0%} kept, {told.quoted.drift}")
        for each in told.quoted.sentences:
            lines.append(f"    {each.fate:<8}{one_line(each.text)}")
            if each.fate is Fate.EDITED:
                lines.append(f"     now    {one_line(each.found)}")
    elif told.quoted is not None:
        lines.append(f"  quote  {told.quoted.drift}: {told.quoted.note}")
    if told.drift is not None:
        lines.append(f"  drift  {told.drift}")
    near = [trace for trace in verdict.trail if not trace.fired]
    if near:
        lines.append("came close:")
        lines += [f"  {trace.rule}  {one_line(trace.note)}" for trace in near]
    return "\n".join(lines) + "\n"
